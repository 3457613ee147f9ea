"""Fuzzy dates in words, and nothing lost."""

from __future__ import annotations

import pytest

from ledger import edtf
from ledger.report.page.glossary import in_words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2023-07-12", "2023-07-12"),
        ("2023-07", "2023-07"),
        ("202X", "202X"),
        ("2023~", "about 2023"),
        ("2023-07-12?", "perhaps 2023-07-12"),
        ("2023-07%", "perhaps about 2023-07"),
        ("2023-22", "summer 2023"),
        ("2023-28", "winter 2023"),
        ("2023-29", "spring 2023"),
        ("1968-36", "1968 Q4"),
        ("2023-37", "first third of 2023"),
        ("2023-41", "second half of 2023"),
        ("2023-33~", "about 2023 Q1"),
        ("2023-07-03/2023-07-09", "2023-07-03 to 2023-07-09"),
        ("../2023", "until 2023"),
        ("2023/", "from 2023"),
        ("2023-33/2023-34?", "2023 Q1 to perhaps 2023 Q2"),
        ("[2023,2025..2027]", "[2023,2025..2027]"),
    ],
)
def test_a_date_is_told_in_words(date: str, words: str) -> None:
    assert edtf.parse(date)
    assert in_words(date) == words


def test_every_part_of_a_year_has_words() -> None:
    told = {in_words(f"2023-{part}") for part in range(21, 42)}
    assert all("2023" in one and "-" not in one for one in told)
