"""Days and other parts of periods, lengths of time and holidays, against other arithmetic.

Days are counted by `dateutil.rrule` and `calendar`, which the reader of words does not use.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from ledger import edtf
from ledger.errors import BadDate

if TYPE_CHECKING:
    from ledger.edtf.notation import FuzzyDate

MONTHS: Final = list(calendar.month_name)[1:]
SHORT: Final = [name[:3] for name in MONTHS]
WEEKDAYS: Final = list(calendar.day_name)
NTHS: Final = [("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th")]
NOVEMBER: Final = edtf.parse("2018-11-01")

years = st.integers(1995, 2060)
saids = st.dates(date(1995, 1, 1), date(2060, 12, 31))


def read(words: str, said: date | FuzzyDate = NOVEMBER) -> str:
    return str(edtf.read(words, edtf.from_day(said) if isinstance(said, date) else said))


def refusal(words: str, said: FuzzyDate = NOVEMBER) -> BadDate:
    with pytest.raises(BadDate) as refused:
        edtf.read(words, said)
    return refused.value


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("last day of July", "2019-07-31"),
        ("first day of next week", "2018-11-05"),
        ("3rd Friday of next month", "2018-12-21"),
        ("on or before December 31, 2018", "../2018-12-31"),
        ("through December 2019", "../2019-12-31"),
        ("within 48 hours", "../2018-11-03"),
        ("in a fortnight", "2018-11-15"),
        ("by Christmas 2018", "../2018-12-25"),
        ("Jan 2019 to Mar 2019", "2019-01/2019-03"),
        ("Jan 2019 - Mar 2019", "2019-01/2019-03"),
        ("before the end of the month", "../2018-11-30"),
        ("by end of this year", "../2018-12-31"),
    ],
)
def test_deadlines_as_the_trackers_of_parsers_have_them(words: str, expected: str) -> None:
    assert read(words) == read(words.upper()) == expected


def test_the_first_week_of_a_month_is_refused_with_both_where_there_are_two() -> None:
    """December 2018 began on a Saturday, January 2018 on a Monday."""
    told = str(refusal("first week of December"))
    assert "'2018-12-01 to 2018-12-07' or '2018-12-03 to 2018-12-09'" in told
    assert read("first week of January 2018") == "2018-01-01/2018-01-07"
    assert "'2018-12-24 to 2018-12-30' or '2018-12-25 to 2018-12-31'" in str(
        refusal("the last week of December 2018")
    )
    assert "'2018-12-01 to 2018-12-14' or '2018-12-03 to 2018-12-16'" in str(
        refusal("first two weeks of December")
    )


@given(
    year=years,
    month=st.integers(1, 12),
    weekday=st.integers(0, 6),
    n=st.integers(0, 3),
    short=st.booleans(),
)
def test_a_weekday_of_a_month(year: int, month: int, weekday: int, n: int, *, short: bool) -> None:
    start = date(year, month, 1)
    [found] = rrule(MONTHLY, dtstart=start, count=1, byweekday=weekday, bysetpos=n + 1)
    name, day = (SHORT if short else MONTHS)[month - 1], WEEKDAYS[weekday]
    for nth in NTHS[n]:
        for of in ("of", "in", ""):
            words = f"the {nth} {day[:3] + '.' if short else day} {of} {name} {year}"
            assert read(" ".join(words.split())) == str(found.date())
            assert read(" ".join(words.upper().split())) == str(found.date())
    assert read(f"by the {NTHS[n][0]} {day} of {name} {year}") == f"../{found.date()}"


@given(years, st.integers(1, 12), st.integers(0, 6))
def test_the_last_weekday_and_the_last_day_of_a_month(year: int, month: int, weekday: int) -> None:
    last = date(year, month, calendar.monthrange(year, month)[1])
    of_month = [last - timedelta(days=n) for n in range(28)]
    day = next(one for one in of_month if one.weekday() == weekday)
    name = MONTHS[month - 1]
    assert read(f"last {WEEKDAYS[weekday]} in {name} {year}") == str(day)
    assert read(f"the penultimate {WEEKDAYS[weekday]} of {name} {year}") == str(
        day - timedelta(days=7)
    )
    assert (
        read(f"the last day of {name} {year}") == read(f"final day of {name}, {year}") == str(last)
    )
    assert read(f"the first day of {name[:3]}. {year}") == f"{year}-{month:02d}-01"


@given(saids, st.integers(1, 12))
def test_without_a_year_it_is_the_first_from_the_day_it_was_said(said: date, month: int) -> None:
    lasts = (
        date(year, month, calendar.monthrange(year, month)[1])
        for year in (said.year, said.year + 1)
    )
    assert read(f"last day of {MONTHS[month - 1]}", said) == str(
        next(day for day in lasts if day >= said)
    )


@given(saids)
def test_parts_of_this_and_the_next_period(said: date) -> None:
    monday = said + timedelta(days=7 - said.weekday())
    assert read("first day of next week", said) == str(monday)
    assert read("the last day of next week", said) == str(monday + timedelta(days=6))
    assert read("3rd day of next week", said) == str(monday + timedelta(days=2))
    assert read("the second Wednesday of the year", said) == str(
        rrule(DAILY, dtstart=date(said.year, 1, 1), byweekday=2, count=2)[1].date()
    )
    following = said + relativedelta(day=1, months=1)
    assert read("the 15th of next month", said) == str(following.replace(day=15))
    assert read("first of next month", said) == str(following)
    assert read("last day of the month", said) == str(following - timedelta(days=1))
    assert read("by the last day of the year", said) == f"../{said.year}-12-31"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("40th day of 2025", "2025-02-09"),
        ("last day of Q3 2024", "2024-09-30"),
        ("first day of summer 2025", "2025-06-01"),
        ("last day of the winter of 2023/24", "2024-02-29"),
        ("second month of 2025", "2025-02"),
        ("last month of next year", "2019-12"),
        ("first quarter of 2025", "2025-33"),
        ("last year of the decade", "2019"),
        ("first half of July 2024", "2024-07-01/2024-07-15"),
        ("second half of February 2024", "2024-02-16/2024-02-29"),
        ("second half of 2027", "2027-41"),
        ("first half of the 2030s", "2030-01/2034-12"),
        ("the first 10 days of August", "2019-08-01/2019-08-10"),
        ("last 3 months of 2025", "2025-10/2025-12"),
        ("the first six months of next year", "2019-01/2019-06"),
        ("first 100 days of 2025", "2025-01-01/2025-04-10"),
        ("week beginning July 10, 2023", "2023-07-10/2023-07-16"),
        ("the week commencing 10 July 2023", "2023-07-10/2023-07-16"),
        ("week starting Wed, July 12, 2023", "2023-07-12/2023-07-18"),
        ("week ending July 16, 2023", "2023-07-10/2023-07-16"),
        ("week ending 2023-07-14", "2023-07-08/2023-07-14"),
        ("the week to 14 July 2023", "2023-07-08/2023-07-14"),
        ("week ending Friday of next week", "2018-11-03/2018-11-09"),
        ("week beginning Oct 29", "2018-10-29/2018-11-04"),
        ("by the end of the week beginning Dec 3", "../2018-12-09"),
        ("through Q3 2024", "../2024-09-30"),
        ("through the end of 2019", "../2019-12-31"),
        ("through July", "../2019-07-31"),
        ("up to and including 12 July 2019", "../2019-07-12"),
        ("on or before July 2019", "../2019-07-31"),
        ("by July 12 at the latest", "../2019-07-12"),
        ("at the latest by July 12", "../2019-07-12"),
        ("prior to July 12", "../2019-07-11"),
        ("any time before 2025", "../2024-12-31"),
        ("at any time before the end of 2024", "../2024-12-31"),
        ("anytime in 2025", "2025"),
        ("at some point in 2025", "2025"),
        ("some time next year", "2019"),
        ("throughout 2025", "2025"),
        ("Jan 2019\u2013Mar 2019", "2019-01/2019-03"),
        ("Dec. 2018 - Feb. 2019", "2018-12/2019-02"),
        ("12 July - 15 August 2019", "2019-07-12/2019-08-15"),
        ("July 12, 2019 - August 15, 2019", "2019-07-12/2019-08-15"),
        ("Jan-Mar 2019", "2019-01/2019-03"),
        ("18-Sep-2025", "2025-09-18"),
        ("Sep-2025", "2025-09"),
        ("ca. 2024", "2024~"),
        ("c. 2024", "2024~"),
        ("approx. July 2024", "2024-07~"),
        ("Circa 12 July 2024", "2024-07-12~"),
        ("maybe 2024", "2024?"),
    ],
)
def test_sisters_of_these_words(words: str, expected: str) -> None:
    assert read(words) == read(words.upper()) == expected


@pytest.mark.parametrize(
    "words",
    [
        "31st day of November 2024",
        "5th Friday of February 2023",
        "5th quarter of 2024",
        "the 32nd of next month",
        "0th day of 2025",
        "third half of 2024",
        "first quarter of the first half of July 2024",
        "the first 40 days of February",
        "6th Monday of July",
    ],
)
def test_a_part_that_there_is_not_is_refused(words: str) -> None:
    assert refusal(words).code in {"no-such-part", "no-date-or-phrase"}


COUNTS: Final = [("a", 1), ("an", 1), ("two", 2), ("12", 12), ("twenty", 20), ("ninety", 90)]
UNITS: Final = {
    "days": relativedelta(days=1), "weeks": relativedelta(weeks=1),
    "months": relativedelta(months=1), "years": relativedelta(years=1),
    "fortnights": relativedelta(days=14), "quarters": relativedelta(months=3),
    "wks": relativedelta(weeks=1), "mos": relativedelta(months=1), "mos.": relativedelta(months=1),
    "mths": relativedelta(months=1), "yrs": relativedelta(years=1), "yr.": relativedelta(years=1),
}  # fmt: skip


@given(saids, st.sampled_from(COUNTS), st.sampled_from(sorted(UNITS)))
def test_a_length_of_time_from_the_day_it_was_said(
    said: date, count: tuple[str, int], unit: str
) -> None:
    word, n = count
    day = said + UNITS[unit] * n
    length = f"{word} {unit}"
    assert read(f"in {length}", said) == str(day)
    assert read(f"within {length}", said) == f"../{day}"
    assert read(f"over the next {length}", said) == f"../{day}"
    assert read(length, said) == f"../{day}"
    assert read(f"{length} from now", said) == str(day)
    assert read(f"{length} ago", said) == str(said - UNITS[unit] * n)
    assert read(f"{length} after 2001-02-28", said) == str(date(2001, 2, 28) + UNITS[unit] * n)


@given(saids, st.integers(1, 9), st.integers(1, 11))
def test_years_and_months_are_added_at_once(said: date, years: int, months: int) -> None:
    day = said + relativedelta(years=years, months=months)
    for words in (
        f"{years} yrs, {months} mos",
        f"{years} years and {months} months",
        f"{years} yr. {months} mo.",
    ):
        assert read(f"in {words}", said) == str(day)
    half = said + relativedelta(months=12 * years + 6)
    assert read(f"within {years} and a half years", said) == f"../{half}"
    assert read(f"within {years} years and a half", said) == f"../{half}"


@given(saids, st.integers(1, 300))
def test_hours_make_days_and_a_day_begun_counts_whole(said: date, hours: int) -> None:
    days, over = divmod(hours, 24)
    latest = said + timedelta(days=days + (over > 0))
    assert read(f"within {hours} hours", said) == f"../{latest}"
    assert read(f"in the next {hours} hrs", said) == f"../{latest}"
    if over:
        told = str(refusal(f"in {hours} hours", edtf.from_day(said)))
        assert f"'{latest - timedelta(days=1)}' or '{latest}'" in told
    else:
        assert read(f"in {hours} hours", said) == str(latest)


@given(saids)
def test_the_first_days_count_from_a_day_that_is_the_first_of_them(said: date) -> None:
    days = [said + timedelta(days=n) for n in range(100)]
    expected = f"{days[0]}/{days[-1]}"
    for words in (
        f"in the first 100 days from {said}",
        f"within his first hundred days in office, from {said}",
        f"the first 100 days of the new government, counted from {said}",
        f"in their first one hundred days since {said.day} {MONTHS[said.month - 1]} {said.year}",
    ):
        assert read(words) == expected
    assert read(f"by the end of the first 100 days from {said}") == f"../{days[-1]}"


@pytest.mark.parametrize(
    "words",
    ["in the first 100 days", "within the first six months in office", "in her first hundred days"],
)
def test_the_first_days_of_nobody_knows_what_are_refused(words: str) -> None:
    told = refusal(words)
    assert told.code == "counted-from-what"
    form = told.cure.split("'")[1]
    assert read(form).startswith("2023-07-12/")


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("in the coming weeks", "week"),
        ("In the Coming Months", "month"),
        ("over the next few years", "year"),
        ("in a few days", "day"),
        ("within weeks", "week"),
        ("in a couple of months", "month"),
        ("in the years to come", "year"),
        ("in the weeks ahead", "week"),
        ("in several decades", "decade"),
        ("soon", "month"),
        ("in the near future", "month"),
        ("eventually", "month"),
    ],
)
def test_words_without_a_number_are_refused_with_a_form_that_has_one(words: str, unit: str) -> None:
    told = refusal(words)
    assert told.code == "how-many"
    form = told.cure.split("'")[1]
    assert form == f"within 6 {unit}s"
    assert read(form).startswith("../")


EASTERS: Final = {
    1818: "03-22", 1943: "04-25", 2000: "04-23", 2008: "03-23", 2018: "04-01", 2019: "04-21",
    2023: "04-09", 2024: "03-31", 2025: "04-20", 2026: "04-05", 2038: "04-25",
}  # fmt: skip
"""From almanacs."""


@pytest.mark.parametrize("year", sorted(EASTERS))
def test_easter_and_what_hangs_on_it(year: int) -> None:
    sunday = date.fromisoformat(f"{year}-{EASTERS[year]}")
    for words, days in (
        ("Easter", 0), ("Easter Sunday", 0), ("Good Friday", -2), ("Easter Monday", 1),
        ("Ash Wednesday", -46), ("Pentecost", 49), ("Ascension Day", 39),
    ):  # fmt: skip
        day = sunday + timedelta(days=days)
        assert read(f"{words} {year}") == read(f"{words.lower()} of {year}") == str(day)
        assert read(f"by {words.upper()} {year}") == f"../{day}"
        assert read(f"before {words}, {year}") == f"../{day - timedelta(days=1)}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("by Christmas", "../2018-12-25"),
        ("before Xmas", "../2018-12-24"),
        ("by Christmas Eve next year", "../2019-12-24"),
        ("this Christmas", "2018-12-25"),
        ("last Christmas", "2017-12-25"),
        ("by New Year's Eve", "../2018-12-31"),
        ("new years eve", "2018-12-31"),
        ("by New Year\u2019s Day 2020", "../2020-01-01"),
        ("before the new year", "../2018-12-31"),
        ("by Easter", "../2019-04-21"),
        ("Orthodox Easter 2024", "2024-05-05"),
        ("by Halloween", "../2019-10-31"),
        ("two weeks before Christmas", "2018-12-11"),
        ("between Christmas and New Year's Eve 2018", "2018-12-25/2018-12-31"),
    ],
)
def test_holidays(words: str, expected: str) -> None:
    assert read(words) == read(words.upper()) == expected


@pytest.mark.parametrize(
    ("words", "both"),
    [
        ("by the new year", "'New Year's Eve' or 'New Year's Day'"),
        ("next Christmas", "'2018-12-25' or '2019-12-25'"),
    ],
)
def test_a_holiday_of_two_readings_is_refused(words: str, both: str) -> None:
    assert both in str(refusal(words))


@pytest.mark.parametrize("words", ["Easter 1500", "Easter 9999", "this Easter", "by Thanksgiving"])
def test_a_holiday_that_cannot_be_worked_out_is_refused(words: str) -> None:
    refusal(words)
