"""Fuzzy dates in words: nothing is lost, and what is shown is read as the same days again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from dated_words import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st
from strategies import fuzzy_dates

from ledger import edtf
from ledger.errors import BadDate

if TYPE_CHECKING:
    from datetime import date

    from ledger.edtf import FuzzyDate
    from ledger.edtf.reference_day import Roll


PARTS: Final = [f"2023-{part}" for part in range(21, 42)]


def days(date: FuzzyDate) -> tuple[date | None, date | None]:
    return date.earliest, date.latest


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2023-07-12", "2023-07-12"),
        ("2023-07", "July 2023"),
        ("202X", "the 2020s"),
        ("200X", "the years 2000-2009"),
        ("19XX", "the years 1900-1999"),
        ("000X", "the years 0001-0009"),
        ("2023-XX", "some month of 2023"),
        ("2023-XX-XX", "some day of 2023"),
        ("2023-07-XX", "some day of July 2023"),
        ("2023~", "about 2023"),
        ("2023-07-12?", "perhaps 2023-07-12"),
        ("2023-07%", "perhaps about July 2023"),
        ("2023-22", "summer 2023"),
        ("2026-24", "winter 2026/27"),
        ("1999-28", "winter 1999/00"),
        ("2023-29", "southern spring 2023"),
        ("2023-30", "southern summer 2023/24"),
        ("2023-32", "southern winter 2023"),
        ("1968-36", "the fourth quarter of 1968"),
        ("2023-37", "January to April 2023"),
        ("2027-41", "July to December 2027"),
        ("2023-33~", "about the first quarter of 2023"),
        ("2019-01/2019-03", "January to March 2019"),
        ("2018-11/2019-03", "November 2018 to March 2019"),
        ("2023-07-03/2023-07-09", "2023-07-03 to 2023-07-09"),
        ("2023-37/2024-40~", "January 2023 to about June 2024"),
        ("../2024-12-31", "by 2024-12-31"),
        ("../2024-40", "by the end of June 2024"),
        ("../2024-12-31~", "by about 2024-12-31"),
        ("../2023", "by the end of 2023"),
        ("/2026-24", "by the end of winter 2026/27"),
        ("2023/", "from 2023 on"),
        ("2023-07/..", "from July 2023 on"),
        ("2023-33/2023-34?", "the first quarter of 2023 to perhaps the second quarter of 2023"),
        ("[2023,2025..2027]", "2023 or 2025 to 2027"),
        ("{2023-07-03,2023-07-05}", "2023-07-03 and 2023-07-05"),
        ("[..2023,2025,2027]", "by the end of 2023, 2025 or 2027"),
    ],
)
def test_a_date_is_told_in_words(date: str, words: str) -> None:
    assert edtf.parse(date)
    assert edtf.in_words(date) == edtf.in_words(edtf.parse(date)) == words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2023-07-12", "2023-07-12"),
        ("2026-24", "in winter 2026/27, at the latest 2027-02-28"),
        ("2027-41", "July to December 2027, at the latest 2027-12-31"),
        ("2024-35", "in the third quarter of 2024, at the latest 2024-09-30"),
        ("2023", "in 2023, at the latest 2023-12-31"),
        ("203X", "in the 2030s, at the latest 2039-12-31"),
        ("../2024-12-31", "by 2024-12-31"),
        ("../2024", "by the end of 2024, at the latest 2024-12-31"),
        ("2023-07-03/2023-07-09", "2023-07-03 to 2023-07-09"),
        ("2023-07-12~", "about 2023-07-12"),
        ("2023~", "about 2023, at the latest 2023-12-31"),
        ("2023/..", "from 2023 on"),
        ("2023-XX", "some month of 2023, at the latest 2023-12-31"),
    ],
)
def test_a_deadline_names_the_day_that_counts(date: str, words: str) -> None:
    assert edtf.deadline(date) == words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2023-07-12", "by 2023-07-12"),
        ("2023-07", "by the end of July 2023"),
        ("../2023-07-12", "by 2023-07-12"),
        ("2023-07-03/2023-07-09", "2023-07-03 to 2023-07-09"),
    ],
)
def test_a_last_day_is_told_as_one(date: str, words: str) -> None:
    assert edtf.by(date) == words


def test_every_part_of_a_year_has_words_of_its_own_days() -> None:
    told = {(edtf.in_words(one), days(one)) for one in map(edtf.parse, PARTS)}
    assert len({words for words, _ in told}) == len(told)
    assert all("2023" in words and "-" not in words for words, _ in told)


@given(
    st.sampled_from(EXAMPLES),
    st.dates(edtf.parse("1950").earliest, edtf.parse("2090").earliest).map(edtf.from_day),
    st.sampled_from(["forward", "back"]),
)
def test_what_is_read_and_shown_reads_as_the_same_days(
    words: str, said: FuzzyDate, roll: Roll
) -> None:
    try:
        found = edtf.read(words, said, roll=roll)
    except BadDate:
        return
    for told in (edtf.in_words(found), edtf.when(found), edtf.deadline(found)):
        assert days(edtf.read(told)) == days(edtf.read(told, said, roll=roll)) == days(found)


@given(fuzzy_dates())
def test_every_date_with_an_end_that_is_shown_reads_as_the_same_days(date: FuzzyDate) -> None:
    told = edtf.in_words(date)
    assert told.isprintable()
    if date.latest is not None and date.text[0] not in "[{":
        assert days(edtf.read(told)) == days(edtf.read(edtf.deadline(date))) == days(date)


def test_two_ends_that_differ_are_refused() -> None:
    with pytest.raises(BadDate, match="can mean 'winter 2026/27' or '2027-03-01'"):
        edtf.read("in winter 2026/27, at the latest 2027-03-01")
