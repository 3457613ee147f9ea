"""Deadlines in titles of questions: read where they are plain, and never guessed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import edtf
from ledger.edtf.deadlines import deadline_in

if TYPE_CHECKING:
    from ledger.edtf import FuzzyDate

ASKED = edtf.from_day(date(2023, 7, 1))


@pytest.mark.parametrize(
    ("title", "last", "words"),
    [
        ("Will it rain before March 14, 2026?", "2026-03-13", "before March 14, 2026"),
        ("Will it rain before March 14?", "2024-03-13", "before March 14"),
        ("Will X resign by the end of 2026?", "2026-12-31", "by the end of 2026"),
        ("Will prices fall in 2026?", "2026-12-31", "in 2026"),
        ("Will the bridge open by June 2025?", "2025-06-30", "by June 2025"),
        ("Will the bridge open before 2030?", "2029-12-31", "before 2030"),
        ("By 2030, will 50% of cars be electric?", "2030-12-31", "By 2030"),
        ("In 2024, will the bank cut its rate?", "2024-12-31", "In 2024"),
        ("Will X, by July 2024, win?", "2024-07-31", "by July 2024"),
        ("Will it happen by EOY 2024?", "2024-12-31", "by EOY 2024"),
        ("Will it happen by EOY?", "2023-12-31", "by EOY"),
        ("Will it happen before the end of the year?", "2023-12-31", "before the end of the year"),
        ("Will it happen in March?", "2024-03-31", "in March"),
        ("Will it rain on July 11?", "2023-07-11", "on July 11"),
        ("Will the law of March 5 fall by 2025?", "2025-12-31", "by 2025"),
        ("Will it rain in May in Ville?", "2024-05-31", "in May"),
        ("Will it happen between 2024 and 2026?", "2026-12-31", "between 2024 and 2026"),
        ("Will it happen in the next 30 days?", "2023-07-31", "in the next 30 days"),
        ("Will it happen this year?", "2023-12-31", "this year"),
        ("Will it happen (by 2025)?", "2025-12-31", "by 2025"),
        ("Will X stay CEO through 2025?", "2025-12-31", "through 2025"),
        ("Will X hold by January 1, 2024, 12:00 UTC?", "2024-01-01", "by January 1, 2024"),
        ("Will X, told of in May 2024, happen by June 2025?", "2025-06-30", "by June 2025"),
        ("Will it rain in Q3 2024?", "2024-09-30", "in Q3 2024"),
        ("Will X happen no later than 2025-03-01?", "2025-03-01", "no later than 2025-03-01"),
        ("It rains in Ville by 2024.", "2024-12-31", "by 2024"),
        ("will it rain by june 2025", "2025-06-30", "by june 2025"),
    ],
)
def test_a_deadline_is_read_by_our_phrases(title: str, last: str, words: str) -> None:
    found = deadline_in(title, ASKED)
    assert found is not None
    assert (str(found.day.latest), found.words) == (last, words)


@pytest.mark.parametrize(
    "title",
    [
        "Will X win the July 11 election?",
        "Will X win in the July 11 election?",
        "Will X be chosen before the July 11 election?",
        "Will Y win the 2024 US presidential election?",
        "Will Y be fastest in the 2024 Olympics?",
        "Will prices in 2024 be higher than in 2023?",
        "Will humans ever live on Mars?",
        "Will it rain?",
        "Will it rain in may?",
        "Will the team win in 5 games?",
        "Will X run 100 miles in 3 days?",
        "Will X score before the second half?",
        "Will it happen in 2024 or 2025?",
        "Will it happen by the end of 2024, or later?",
        "Will X happen before July 1 or by the end of 2025?",
        "Will it have been released in 2022?",
        "Will X be the first since 2024?",
        "Will it happen no sooner than, say, not before 2025?",
        "Will it fall by 1000?",
        "Will Kabul hold, as before fall of Kandahar?",
        "Will it happen by Friday?",
        "Will X happen by 10/11/2024?",
        "",
    ],
)
def test_what_is_no_deadline_or_may_be_two_is_none(title: str) -> None:
    assert deadline_in(title, ASKED) is None


def test_without_the_day_it_was_asked_on_only_what_has_a_year_is_read() -> None:
    assert deadline_in("Will it rain before March 14?") is None
    found = deadline_in("Will it rain before March 14, 2026?")
    assert found is not None
    assert str(found.day) == "../2026-03-13"


TEXTS = st.lists(
    st.sampled_from([
        "by", "before", "in", "on", "the", "end", "of", "2024", "2025,", "March", "14", "next",
        "year", "or", "election", "than", "until", "Q3", "half", "31st", "may", "?", "(", "9999",
    ])
).map(" ".join)  # fmt: skip


@given(TEXTS | st.text(max_size=60), st.none() | st.dates().map(edtf.from_day))
def test_any_title_has_a_deadline_that_its_words_give_or_none(
    title: str, asked: FuzzyDate | None
) -> None:
    found = deadline_in(title, asked)
    if found is not None:
        assert found.words in " ".join(title.split())
        assert found.day.latest is not None
        if asked is not None and asked.earliest is not None:
            assert found.day.latest >= asked.earliest
