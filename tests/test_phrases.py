"""Words read as dates.

5 July 2023 was a Wednesday; its week ran from Monday the 3rd to Sunday the 9th.
Expected dates are counted on a calendar.
"""

from __future__ import annotations

from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import pytest
from dated_words import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st
from strategies import fuzzy_dates

from ledger.edtf import from_day, parse, read
from ledger.errors import BadDate

if TYPE_CHECKING:
    from ledger.edtf import FuzzyDate
    from ledger.edtf.reference_day import Roll

WEDNESDAY = parse("2023-07-05")
WEEK = parse("2023-07-03/2023-07-09")


VOCABULARY: Final = [
    "by", "before", "until", "the", "end", "of", "start", "in", "on", "within", "next",
    "last", "this", "later", "early", "mid", "late", "-", ",", ".", "and", "to", "between",
    "from", "week", "month", "quarter", "year", "decade", "day", "days", "july", "may", "12",
    "31", "2024", "20XX", "0000", "9999", "12th", "friday", "summer", "winter", "q3", "first",
    "half", "three", "a", "ago", "year-end", "week's", "2030s", "99999", "[2023]", "1.2.2023",
    "through", "ending", "beginning", "third", "christmas", "easter", "hours", "fortnight",
    "yrs", "mar", "juli", "paz", "listopad", "soon", "coming", "years", "after", "ca",
    "perhaps", "some", "latest", "at", "office",
]  # fmt: skip


def said(words: str, on: str) -> str:
    return str(read(words, parse(on)))


def refusal_of(words: str, anchor: FuzzyDate | None = None) -> BadDate:
    with pytest.raises(BadDate) as refusal:
        read(words, anchor)
    assert refusal.value.cure
    return refusal.value


def answer(words: str, anchor: FuzzyDate | None) -> FuzzyDate | BadDate:
    try:
        return read(words, anchor)
    except BadDate as refusal:
        return refusal


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("July 12, 2023", "2023-07-12"),
        ("July 12,2023", "2023-07-12"),
        ("july 12th 2023", "2023-07-12"),
        ("12 July 2023", "2023-07-12"),
        ("the 12th of July, 2023", "2023-07-12"),
        ("Wednesday, July 12, 2023", "2023-07-12"),
        ("Wed 12 Jul. 2023", "2023-07-12"),
        ("on Sept. 1, 2023", "2023-09-01"),
        ("2023-07-12", "2023-07-12"),
        ("  2023-07 ", "2023-07"),
        ("on 2023-07-12", "2023-07-12"),
        ("in 2024", "2024"),
        ("the year 2024", "2024"),
        ("July 2023", "2023-07"),
        ("in July of 2023", "2023-07"),
        ("Q3 2024", "2024-35"),
        ("2024 Q3", "2024-35"),
        ("third quarter of 2024", "2024-35"),
        ("in the 4th quarter of 2024", "2024-36"),
        ("the last quarter of 2024", "2024-36"),
        ("the first half of 2025", "2025-40"),
        ("H2 2025", "2025-41"),
        ("summer 2024", "2024-22"),
        ("the fall of 2024", "2024-23"),
        ("the winter of 2023\u201324", "2023-24"),
        ("winter 1999/2000", "1999-24"),
        ("about 2024", "2024~"),
        ("around July 2023", "2023-07~"),
        ("circa 12 July 2023", "2023-07-12~"),
        ("the 2030s", "203X"),
        ("in the 1990s", "199X"),
        ("early 2024", "2024-01/2024-04"),
        ("mid-2024", "2024-05/2024-08"),
        ("the middle of 2024", "2024-05/2024-08"),
        ("Late 2024", "2024-09/2024-12"),
        ("early July 2023", "2023-07-01/2023-07-10"),
        ("mid-July 2023", "2023-07-11/2023-07-20"),
        ("late February 2024", "2024-02-21/2024-02-29"),
        ("July 11 and 12, 2023", "2023-07-11/2023-07-12"),
        ("July 11\u201312, 2023", "2023-07-11/2023-07-12"),
        ("11 to 12 July 2023", "2023-07-11/2023-07-12"),
        ("July 2023 to September 2023", "2023-07/2023-09"),
        ("from July to September 2023", "2023-07/2023-09"),
        ("between July and September 2023", "2023-07/2023-09"),
        ("between July 30 and August 2, 2023", "2023-07-30/2023-08-02"),
        ("from 2024 to 2026", "2024/2026"),
        ("2023 to July 2024", "2023/2024-07"),
        ("the week of July 12, 2023", "2023-07-10/2023-07-16"),
        ("the week of 12 July 2023", "2023-07-10/2023-07-16"),
        ("by July 12, 2023", "../2023-07-12"),
        ("by 2024-12-31", "../2024-12-31"),
        ("until 31 December 2024", "../2024-12-31"),
        ("no later than March 1, 2025", "../2025-03-01"),
        ("by the end of 2024", "../2024-12-31"),
        ("  BY   the End of 2024. ", "../2024-12-31"),
        ("until the end of 2024", "../2024-12-31"),
        ("before the end of 2024", "../2024-12-31"),
        ("at the end of 2024", "../2024-12-31"),
        ("end of July 2024", "../2024-07-31"),
        ("by the end of February 2024", "../2024-02-29"),
        ("by the end of Q3 2024", "../2024-09-30"),
        ("by the end of the summer of 2025", "../2025-08-31"),
        ("by the end of the 2030s", "../2039-12-31"),
        ("by year-end 2024", "../2024-12-31"),
        ("by end-2024", "../2024-12-31"),
        ("end July 2024", "../2024-07-31"),
        ("by the start of 2025", "../2025-01-01"),
        ("before the start of 2025", "../2024-12-31"),
        ("before 2025", "../2024-12-31"),
        ("before March 2024", "../2024-02-29"),
        ("before the summer of 2025", "../2025-05-31"),
        ("before 2023-07-12", "../2023-07-11"),
        ("later in 2024", "../2024-12-31"),
    ],
)
def test_a_phrase_with_its_year_needs_no_anchor(words: str, expected: str) -> None:
    assert str(read(words)) == expected
    assert read(words, WEEK) == read(words, parse("2023/..")) == read(words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("today", "2023-07-05"),
        ("yesterday", "2023-07-04"),
        ("tomorrow", "2023-07-06"),
        ("the day after tomorrow", "2023-07-07"),
        ("the day before yesterday", "2023-07-03"),
        ("this week", "2023-07-03/2023-07-09"),
        ("next week", "2023-07-10/2023-07-16"),
        ("last week", "2023-06-26/2023-07-02"),
        ("next month", "2023-08"),
        ("last quarter", "2023-34"),
        ("this year", "2023"),
        ("sometime next year", "2024"),
        ("next decade", "203X"),
        ("next July", "2024-07"),
        ("this summer", "2023-22"),
        ("next summer", "2024-22"),
        ("last winter", "2022-24"),
        ("early next year", "2024-01/2024-04"),
        ("late this year", "2023-09/2023-12"),
        ("the third quarter of next year", "2024-35"),
        ("the second half of the year", "2023-41"),
        ("Friday of next week", "2023-07-14"),
        ("in 3 weeks", "2023-07-26"),
        ("in three weeks\u2019 time", "2023-07-26"),
        ("in a month", "2023-08-05"),
        ("in twelve years", "2035-07-05"),
        ("in two quarters", "2024-01-05"),
        ("a week from now", "2023-07-12"),
        ("3 days ago", "2023-07-02"),
        ("within 90 days", "../2023-10-03"),
        ("within the next two weeks", "../2023-07-19"),
        ("over the next 3 years", "../2026-07-05"),
        ("later this week", "../2023-07-09"),
        ("later this month", "../2023-07-31"),
        ("later this year", "../2023-12-31"),
        ("later in the year", "../2023-12-31"),
        ("by tomorrow", "../2023-07-06"),
        ("before tomorrow", "../2023-07-05"),
        ("before next week", "../2023-07-09"),
        ("by July 12", "../2023-07-12"),
        ("by July 5", "../2023-07-05"),
        ("by July 4", "../2024-07-04"),
        ("on July 11 and 12", "2023-07-11/2023-07-12"),
        ("by February 29", "../2024-02-29"),
        ("the week of July 3", "2023-07-03/2023-07-09"),
        ("by the end of this year", "../2023-12-31"),
        ("by the end of next year", "../2024-12-31"),
        ("by the end of this month", "../2023-07-31"),
        ("by the end of the week", "../2023-07-09"),
        ("by the end of the decade", "../2029-12-31"),
        ("by year's end", "../2023-12-31"),
        ("by the end of July", "../2023-07-31"),
        ("by the end of June", "../2024-06-30"),
        ("by the end of the summer", "../2023-08-31"),
        ("before September", "../2023-08-31"),
        ("before July", "../2024-06-30"),
    ],
)
def test_a_phrase_is_read_against_the_day_it_was_said(words: str, expected: str) -> None:
    assert str(read(words, WEDNESDAY)) == expected
    assert str(read(words.upper(), WEDNESDAY)) == expected


@pytest.mark.parametrize(
    ("words", "on", "expected"),
    [
        ("next week", "2023-07-09", "2023-07-10/2023-07-16"),
        ("next week", "2023-12-31", "2024-01-01/2024-01-07"),
        ("in 1 month", "2024-01-31", "2024-02-29"),
        ("in one year", "2024-02-29", "2025-02-28"),
        ("next month", "2023-01-31", "2023-02"),
        ("last month", "2023-03-31", "2023-02"),
        ("next quarter", "2023-12-31", "2024-33"),
        ("tomorrow", "2024-02-28", "2024-02-29"),
        ("this decade", "2029-12-31", "202X"),
        ("this winter", "2024-01-15", "2023-24"),
        ("this winter", "2023-10-15", "2023-24"),
        ("last July", "2023-02-01", "2022-07"),
        ("next summer", "2023-06-01", "2024-22"),
        ("last summer", "2023-08-31", "2022-22"),
        ("before July 12", "2023-07-12", "../2024-07-11"),
        ("by the end of the week of July 10", "2023-07-12", "../2023-07-16"),
        ("next Monday", "2023-07-07", "2023-07-10"),
        ("next Friday", "2023-07-07", "2023-07-14"),
        ("this Friday", "2023-07-07", "2023-07-07"),
        ("last Friday", "2023-07-07", "2023-06-30"),
        ("last Fri", "2023-07-05", "2023-06-30"),
    ],
)
def test_at_the_turn_of_weeks_months_and_years(words: str, on: str, expected: str) -> None:
    assert said(words, on) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("July 4", "2023-07-04"),
        ("July 5", "2023-07-05"),
        ("July 6", "2022-07-06"),
        ("February 29", "2020-02-29"),
        ("July 11 and 12", "2022-07-11/2022-07-12"),
        ("end of June", "../2023-06-30"),
        ("end of July", "../2022-07-31"),
        ("Tuesday", "2023-07-04"),
        ("on Wednesday", "2023-07-05"),
        ("Thursday", "2023-06-29"),
        ("by Mon.", "../2023-07-03"),
        ("this Monday", "2023-07-03"),
        ("this Friday", "2023-07-07"),
        ("last Friday", "2023-06-30"),
    ],
)
def test_rolled_back_a_day_without_year_or_week_is_the_last_one(words: str, expected: str) -> None:
    assert str(read(words, WEDNESDAY, roll="back")) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("next week", "2023-07-10/2023-07-16"),
        ("next Monday", "2023-07-10"),
        ("later this year", "../2023-12-31"),
        ("by July 12", "../2023-07-12"),
        ("by the end of next year", "../2024-12-31"),
    ],
)
def test_an_anchor_of_several_days_serves_where_all_agree(words: str, expected: str) -> None:
    assert str(read(words, WEEK)) == expected


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("tomorrow", "2023-07-04", "2023-07-10"),
        ("within 90 days", "by 2023-10-01", "by 2023-10-07"),
        ("in 3 weeks", "2023-07-24", "2023-07-30"),
        ("by July 5", "by 2023-07-05", "by 2024-07-05"),
    ],
)
def test_where_the_ends_of_the_anchor_disagree_both_answers_are_shown(
    words: str, first: str, second: str
) -> None:
    refusal = str(refusal_of(words, WEEK))
    assert words in refusal
    assert f"'{first}' or '{second}'" in refusal


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("next Friday", ("'2023-07-07'", "'2023-07-14'")),
        ("this Monday", ("'2023-07-03'", "'2023-07-10'")),
        ("last Monday", ("'2023-06-26'", "'2023-07-03'")),
        ("next autumn", ("'autumn 2023'", "'autumn 2024'")),
        ("last May", ("'May 2022'", "'May 2023'")),
        ("the 2000s", ("'200X'", "'20XX'")),
        ("within the year", ("'later this year'", "'within one year'")),
        ("in the next year", ("'next year'", "'within one year'")),
        ("10/11/2026", ("2026-11-10", "2026-10-11")),
        ("by 10.11.2026", ("2026-11-10", "2026-10-11")),
    ],
)
def test_words_that_can_mean_two_things_are_refused_with_both(
    words: str, readings: tuple[str, str]
) -> None:
    refusal = str(refusal_of(words, WEDNESDAY))
    assert all(reading in refusal for reading in readings)


@pytest.mark.parametrize("period", ["2025", "July 2023", "next year", "the summer of 2025"])
@pytest.mark.parametrize("by", ["by", "until"])
def test_by_a_period_is_refused_and_both_forms_it_offers_work(by: str, period: str) -> None:
    cure = refusal_of(f"{by} {period}", WEDNESDAY).cure
    offered = cure.split("'")[1::2]
    assert offered == [f"before {period}", f"by the end of {period}"]
    first, second = (read(words, WEDNESDAY) for words in offered)
    assert first.latest
    assert second.latest
    assert first.latest < second.latest


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("31", "alone is not a date"),
        ("May", "names no year"),
        ("in May", "names no year"),
        ("by July", "names no year"),
        ("Q3", "names no year"),
        ("Friday", "names no week"),
        ("by fri", "names no week"),
        ("by 31", "alone is not a date"),
        ("10/11", "has a year of two digits, or none"),
        ("July 32", "no day after 31"),
        ("February 30, 2024", "no day after 29"),
        ("July 0", "no day after 31"),
        ("February 29, 2023", "February 2023 has the days 1 to 28"),
        ("July 12 to 11", "ends before it begins"),
        ("July 2023 to June 2023", "ends before it begins"),
        ("by 2023-02-30", "February 2023 has the days 1 to 28"),
        ("by [2023", "without its closing ]"),
        ("Monday, July 12, 2023", "is a Wednesday, not a Monday"),
        ("this spring", "was over when it was said"),
        ("2023-07-12T10:00", "only days are kept"),
        ("in 9999 years", "is outside the years"),
        ("in 999999 weeks", "is outside the years"),
        ("before 0001", "is outside the years"),
    ],
)
def test_a_half_said_or_impossible_date_is_refused(words: str, sentence: str) -> None:
    assert sentence in str(refusal_of(words, WEDNESDAY))


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("next year", "9999-12-31"),
        ("this week", "9999-12-31"),
        ("by July 12", "9999-12-31"),
        ("next summer", "9999-07-01"),
        ("last summer", "0001-02-01"),
        ("yesterday", "0001-01-01"),
        ("July next year", "9999-12-31"),
    ],
)
def test_at_the_ends_of_the_calendar_words_are_refused(words: str, on: str) -> None:
    refusal_of(words, parse(on))


@pytest.mark.parametrize(
    "words",
    [
        "by then",
        "after lunch",
        "winter 2023-25",
        "about early 2024",
        "by the end of July 12",
        "July 11 and 13",
        "early Q3 2024",
        "early or late",
        "later today",
        "before ../2024",
        "last week to next week",
    ],
)
def test_words_that_name_no_date_are_refused(words: str) -> None:
    assert "cannot be read as a date" in str(refusal_of(words, WEDNESDAY))


@pytest.mark.parametrize("words", ["after 2024", "not before July 12", "no earlier than next year"])
def test_words_that_only_say_from_when_are_refused(words: str) -> None:
    refusal = refusal_of(words, WEDNESDAY)
    assert "says from when, but not until when" in str(refusal)
    assert "criteria" in refusal.cure


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("nxt week", "'next week'"),
        ("by the endof 2024", "'by the end of 2024'"),
        ("latter this year", "'later this year'"),
        ("3rd quater of 2024", "'3rd quarter of 2024'"),
        ("teh last day of Juli", "'last day of Juli'"),
        ("befor the end of Decmber 2024", "'before the end of December 2024'"),
        ("before the elections in July", "'before July'"),
        ("about early 2024", "'early 2024'"),
        ("by the end of the second week, July 12", "'by July 12'"),
    ],
)
def test_the_cure_for_unknown_words_is_the_nearest_form_of_them(words: str, form: str) -> None:
    assert refusal_of(words, WEDNESDAY).cure == f"The nearest form that works: {form}."
    assert read(form.strip("'"), WEDNESDAY)


@pytest.mark.parametrize("words", ["gibberish", "after lunch", "by then", "teh", "by the way"])
def test_where_nothing_of_the_words_can_be_read_no_other_words_are_offered(words: str) -> None:
    assert refusal_of(words, WEDNESDAY).cure.startswith("Write a day, a month or a year")


@given(st.lists(st.sampled_from(VOCABULARY), max_size=9).map(" ".join))
def test_what_is_offered_can_be_read_and_is_made_of_the_words(words: str) -> None:
    """Each word of it is one of those, or like one of them."""
    found = answer(words, WEDNESDAY)
    if not isinstance(found, BadDate) or "The nearest form" not in found.cure:
        return
    form = found.cure.split("'", 1)[1].rsplit("'", 1)[0]
    assert read(form, WEDNESDAY)
    assert all(get_close_matches(one, words.split(), cutoff=0.7) for one in form.split())


@pytest.mark.parametrize("anchor", [None, parse("2023/.."), parse("/2023")])
@pytest.mark.parametrize("words", ["next week", "by July 12", "by the end of the year"])
def test_without_a_day_to_count_from_relative_words_are_refused(
    words: str, anchor: FuzzyDate | None
) -> None:
    refusal = refusal_of(words, anchor)
    assert "depends on the day it was said" in str(refusal)
    assert "full date" in refusal.cure


@pytest.mark.parametrize(
    "words",
    ["", " ", "next\x00week", "next week\n", "next\u200bweek", "a" * 201, "\ud800", "\u0663"],
)
def test_text_that_cannot_be_shown_is_refused(words: str) -> None:
    refusal_of(words, WEDNESDAY)


def test_spaces_of_any_width_separate_words() -> None:
    assert read("next\u00a0 week", WEDNESDAY) == read("next week", WEDNESDAY)


@pytest.mark.parametrize("words", EXAMPLES)
def test_every_form_that_a_refusal_names_works(words: str) -> None:
    assert read(words, WEDNESDAY) == parse(str(read(words, WEDNESDAY)))


@pytest.mark.slow
@given(fuzzy_dates())
def test_every_fuzzy_date_reads_as_itself(fuzzy: FuzzyDate) -> None:
    assert read(str(fuzzy)) == read(str(fuzzy), WEEK) == fuzzy


@given(
    st.sampled_from(EXAMPLES),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(0, 40),
    st.sampled_from(["forward", "back"]),
)
def test_what_a_range_of_days_agrees_on_each_of_its_days_says(
    words: str, first: date, length: int, roll: Roll
) -> None:
    """The ends speak for the days between them."""
    every = [first + timedelta(days=n) for n in range(length + 1)]
    try:
        agreed = read(words, parse(f"{every[0]}/{every[-1]}"), roll=roll)
    except BadDate:
        return
    assert {read(words, from_day(day), roll=roll) for day in every} == {agreed}


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(VOCABULARY), max_size=9).map(" ".join),
    st.none() | fuzzy_dates(),
)
def test_any_words_are_read_or_refused_and_nothing_else(
    words: str, anchor: FuzzyDate | None
) -> None:
    found = answer(words, anchor)
    if isinstance(found, BadDate):
        assert str(found).isprintable()
        assert found.cure
    else:
        assert parse(str(found)) == found
