"""EDTF text and fuzzy dates.

The examples of notation are those that the Library of Congress gives with the specification.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import fuzzy_dates

from ledger.edtf import FuzzyDate, before, from_day, is_edtf, parse
from ledger.edtf.notation_errors import LONGEST, SHAPES, known
from ledger.errors import BadDate

ONE_DAY = timedelta(days=1)


def of_shape(shape: str) -> st.SearchStrategy[str]:
    return st.from_regex(shape, fullmatch=True).filter(lambda text: len(text) <= LONGEST)


def days(text: str) -> str:
    """The first and last day of an EDTF text, '-' for an end that is open or unknown."""
    parsed = parse(text)
    return f"{parsed.earliest or '-'} {parsed.latest or '-'}"


def answer(text: str) -> FuzzyDate | BadDate:
    try:
        return parse(text)
    except BadDate as refusal:
        return refusal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1985-04-12", "1985-04-12 1985-04-12"),
        ("1985-04", "1985-04-01 1985-04-30"),
        ("1985", "1985-01-01 1985-12-31"),
        ("2023-02", "2023-02-01 2023-02-28"),
        ("2024-02", "2024-02-01 2024-02-29"),
        ("1900-02", "1900-02-01 1900-02-28"),
        ("2000-02-29", "2000-02-29 2000-02-29"),
        ("0001", "0001-01-01 0001-12-31"),
        ("9999-12", "9999-12-01 9999-12-31"),
        ("1984?", "1984-01-01 1984-12-31"),
        ("2004-06~", "2004-06-01 2004-06-30"),
        ("2004-06-11%", "2004-06-11 2004-06-11"),
        ("201X", "2010-01-01 2019-12-31"),
        ("20XX", "2000-01-01 2099-12-31"),
        ("000X", "0001-01-01 0009-12-31"),
        ("2004-XX", "2004-01-01 2004-12-31"),
        ("1985-04-XX", "1985-04-01 1985-04-30"),
        ("1985-XX-XX", "1985-01-01 1985-12-31"),
    ],
)
def test_a_single_date_means_its_first_to_its_last_day(text: str, expected: str) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2001-21", "2001-03-01 2001-05-31"),
        ("2001-22", "2001-06-01 2001-08-31"),
        ("2001-23", "2001-09-01 2001-11-30"),
        ("2001-24", "2001-12-01 2002-02-28"),
        ("2023-24", "2023-12-01 2024-02-29"),
        ("2001-25", "2001-03-01 2001-05-31"),
        ("2001-28", "2001-12-01 2002-02-28"),
        ("2001-29", "2001-09-01 2001-11-30"),
        ("2001-30", "2001-12-01 2002-02-28"),
        ("2001-31", "2001-03-01 2001-05-31"),
        ("2001-32", "2001-06-01 2001-08-31"),
        ("2001-33", "2001-01-01 2001-03-31"),
        ("2001-34", "2001-04-01 2001-06-30"),
        ("2001-35", "2001-07-01 2001-09-30"),
        ("2001-36", "2001-10-01 2001-12-31"),
        ("2001-37", "2001-01-01 2001-04-30"),
        ("2001-38", "2001-05-01 2001-08-31"),
        ("2001-39", "2001-09-01 2001-12-31"),
        ("2001-40", "2001-01-01 2001-06-30"),
        ("2001-41", "2001-07-01 2001-12-31"),
        ("2001-21~", "2001-03-01 2001-05-31"),
        ("9999-36", "9999-10-01 9999-12-31"),
    ],
)
def test_seasons_quarters_thirds_and_halves_are_whole_months(text: str, expected: str) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1964/2008", "1964-01-01 2008-12-31"),
        ("2004-06/2006-08", "2004-06-01 2006-08-31"),
        ("2004-02-01/2005-02-08", "2004-02-01 2005-02-08"),
        ("2004-02-01/2005", "2004-02-01 2005-12-31"),
        ("2005/2006-02", "2005-01-01 2006-02-28"),
        ("1985-04-12/..", "1985-04-12 -"),
        ("1985/", "1985-01-01 -"),
        ("../1985-04-12", "- 1985-04-12"),
        ("/1985-04", "- 1985-04-30"),
        ("1984~/2004-06", "1984-01-01 2004-06-30"),
        ("1984?/2004%", "1984-01-01 2004-12-31"),
        ("2004-06-XX/2004-07-03", "2004-06-01 2004-07-03"),
        ("2023-07-15/2023-07", "2023-07-15 2023-07-31"),
        ("2023-07-03/2023-07-03", "2023-07-03 2023-07-03"),
    ],
)
def test_an_interval_means_all_days_between_its_ends(text: str, expected: str) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1667,1668,1670..1672]", "1667-01-01 1672-12-31"),
        ("[..1760-12-03]", "- 1760-12-03"),
        ("[1760-12..]", "1760-12-01 -"),
        ("[1760-01,1760-02,1760-12..]", "1760-01-01 -"),
        ("[..1983,1985]", "- 1985-12-31"),
        ("{1667,1668,1670..1672}", "1667-01-01 1672-12-31"),
        ("{1960,1961-12}", "1960-01-01 1961-12-31"),
        ("{..1984}", "- 1984-12-31"),
        ("[2023-07-05,2023-07-03]", "2023-07-03 2023-07-05"),
        ("[2023-07-03..2023-07-09]", "2023-07-03 2023-07-09"),
    ],
)
def test_a_set_means_the_days_from_its_first_to_its_last_member(text: str, expected: str) -> None:
    assert days(text) == expected


def test_blanks_after_the_commas_of_a_set_are_not_kept() -> None:
    assert str(parse("[1667, 1668, 1670..1672]")) == "[1667,1668,1670..1672]"


REFUSED = {
    "": "is empty",
    "   ": "is empty",
    "2023-02-30": "February 2023 has the days 1 to 28",
    "2024-02-30": "February 2024 has the days 1 to 29",
    "2023-06-31": "June 2023 has the days 1 to 30",
    "2023-07-00": "July 2023 has the days 1 to 31",
    "2023-13": "there is no month 13",
    "2023-00-01": "there is no month 00",
    "2023-42": "there is no month 42",
    "2023-21-05": "counts a day within a season",
    "2023-33-XX": "counts a day within a season",
    "9999-24": "is outside the years",
    "0000": "there is no year 0000",
    "0000-01-01": "there is no year 0000",
    "2023-09/2023-07": "ends before it begins",
    "[2023..2021]": "ends before it begins",
    "2023/2024/2025": "more than one slash",
    "/": "neither a start nor an end",
    "../..": "neither a start nor an end",
    "../": "neither a start nor an end",
    "[..]": "neither a start nor an end",
    "[2023": "without its closing ]",
    "{2023]": "without its closing }",
    "[]": "no date where one should stand",
    "[2023,]": "no date where one should stand",
    "[2023,..2021]": "open elsewhere than at its two ends",
    "[2023..,2025]": "open elsewhere than at its two ends",
    "1985-04-12T23:20:30Z": "only days are kept",
    "2023-07-12T10:00": "only days are kept",
    "2023-07-12 10:00": "only days are kept",
    "2023-07-12T10:00/2023-07-13": "only days are kept",
    "Y170000002": "year of more than four digits",
    "12345": "year of more than four digits",
    "12023-07-12": "year of more than four digits",
    "+12023": "year of more than four digits",
    "-1985": "negative year",
    "-0044-03-15": "negative year",
    "156X-12-25": "open only at the right",
    "1XXX": "open only at the right",
    "2004-XX-12": "open only at the right",
    "202x": "open only at the right",
    "2004-06-~01/2004-06-~20": "one mark",
    "1984?~": "one mark",
    "?2004": "one mark",
    "2023-W28": "weeks of a year",
    "2023-W28-3": "weeks of a year",
    "2023-193": "days of a year",
    "July 2023": "is not a date in EDTF",
    "2023-07-12\n": "invisible character U+000A",
    "2023\x00": "invisible character U+0000",
    "2023\u202e": "invisible character U+202E",
    "\ud800": "invisible character U+D800",
    "\u0662\u0660\u0662\u0663": "not one of the digits 0 to 9",
    "2" * 201: "201 characters",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_refused_with_a_sentence_of_its_own(text: str) -> None:
    with pytest.raises(BadDate) as refusal:
        parse(text)
    assert REFUSED[text] in str(refusal.value)
    assert refusal.value.cure
    assert not is_edtf(text)


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("20230712", "Write 2023-07-12."),
        ("2023-7-1", "Write 2023-07-01."),
        ("2023/07/12", "Write 2023-07-12."),
        ("2023.7.12", "Write 2023-07-12."),
        ("2023/07", "Write 2023-07."),
        ("2023-7", "Write 2023-07."),
        ("07/2023", "Write 2023-07."),
        ("13/07/2023", "Write 2023-07-13."),
        ("07/13/2023", "Write 2023-07-13."),
        ("07.07.2023", "Write 2023-07-07."),
        ("2024-2026", "Write 2024/2026."),
        ("2023-07-12T10:00", "Write 2023-07-12 alone."),
    ],
)
def test_the_cure_says_how_edtf_writes_what_was_meant(text: str, cure: str) -> None:
    with pytest.raises(BadDate) as refusal:
        parse(text)
    assert refusal.value.cure == cure


@pytest.mark.parametrize("text", ["10/11/2026", "10.11.2026", "10-11-2026"])
def test_a_date_that_countries_read_differently_is_shown_in_both_readings(text: str) -> None:
    with pytest.raises(BadDate, match=r"2026-11-10 \(day first\) or as 2026-10-11 \(month first\)"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "told", "cure"),
    [
        ("99/99/2023", "there is no month 99", "such as 2023-07-12"),
        ("2023/13/45", "there is no month 13", "such as 2023-07-12"),
        ("13/00/2024", "there is no month 13", "such as 2023-07-12"),
        ("0000-0-0", "there is no year 0000", "0001 to 9999"),
        ("31/06/2024", "June 2024 has the days 1 to 30", "the month alone: 2024-06"),
        ("6/31/2024", "June 2024 has the days 1 to 30", "the month alone: 2024-06"),
        ("31.02.2024", "February 2024 has the days 1 to 29", "the month alone: 2024-02"),
        ("31-02-2023", "February 2023 has the days 1 to 28", "the month alone: 2023-02"),
        ("2024/06/31", "June 2024 has the days 1 to 30", "the month alone: 2024-06"),
        ("2024-6-31", "June 2024 has the days 1 to 30", "the month alone: 2024-06"),
        ("20240631", "June 2024 has the days 1 to 30", "the month alone: 2024-06"),
    ],
)
def test_a_date_in_another_shape_that_does_not_exist_gets_no_false_cure(
    text: str, told: str, cure: str
) -> None:
    with pytest.raises(BadDate) as refusal:
        parse(text)
    assert told in str(refusal.value)
    assert cure in refusal.value.cure


@pytest.mark.slow
@given(st.sampled_from([shape for shape, _ in SHAPES]).flatmap(of_shape))
def test_no_text_of_a_shape_that_people_write_is_taken(text: str) -> None:
    with pytest.raises(BadDate) as refused:
        parse(text)
    assert refused.value.args == known(text).args


@pytest.mark.slow
@given(fuzzy_dates())
def test_printing_is_the_inverse_of_parsing(fuzzy: FuzzyDate) -> None:
    assert parse(str(fuzzy)) == fuzzy
    assert is_edtf(fuzzy.text)


@pytest.mark.slow
@given(fuzzy_dates())
def test_the_first_day_is_never_after_the_last(fuzzy: FuzzyDate) -> None:
    assert (fuzzy.earliest or date.min) <= (fuzzy.latest or date.max)
    assert fuzzy.earliest is not None or fuzzy.latest is not None


@given(st.dates())
@example(date(1, 1, 1))
def test_a_day_is_written_as_its_iso_text(day: date) -> None:
    assert from_day(day) == parse(day.isoformat()) == FuzzyDate(day.isoformat(), day, day)


def test_of_a_moment_only_the_day_is_kept() -> None:
    moment = datetime(2023, 7, 12, 10, 30, tzinfo=UTC)
    assert from_day(moment) == FuzzyDate("2023-07-12", date(2023, 7, 12), date(2023, 7, 12))
    assert type(from_day(moment).earliest) is date


@given(st.integers(1, 9998), st.sampled_from([range(1, 13), range(33, 37), range(40, 42)]))
def test_months_quarters_and_halves_follow_each_other_without_gap(year: int, parts: range) -> None:
    spans = [parse(f"{year:04d}-{part:02d}") for part in parts]
    assert spans[0].earliest == date(year, 1, 1)
    assert spans[-1].latest == date(year, 12, 31)
    for one, following in pairwise(spans):
        assert one.latest is not None
        assert one.latest + ONE_DAY == following.earliest


@given(st.text(max_size=210) | st.text("0123456789X-/.,[]{}~?%TYW ", max_size=30))
def test_any_text_is_parsed_or_refused_and_nothing_else(text: str) -> None:
    parsed = answer(text)
    assert is_edtf(text) is isinstance(parsed, FuzzyDate)
    if isinstance(parsed, FuzzyDate):
        assert parse(str(parsed)) == parsed
    else:
        assert str(parsed).isprintable()
        assert parsed.cure


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2023-07-11", "2023-07-12", True),
        ("2023-07-12", "2023-07-12", False),
        ("2023-07-13", "2023-07-12", False),
        ("2023", "2024", True),
        ("2024", "2023", False),
        ("2023-07", "2023", None),
        ("2023-07-12", "2023-07", None),
        ("2023-07-31", "2023-07", False),
        ("2023-07", "2023-07-01", False),
        ("2023/..", "2024", None),
        ("2025/..", "2024", False),
        ("../2023", "2024", True),
        ("../2024", "2024", None),
        ("../2024", "2024/..", None),
        ("2024", "../2023", False),
        ("2023", "../2024", None),
    ],
)
def test_before_answers_yes_no_or_unknown(a: str, b: str, expected: object) -> None:
    assert before(parse(a), parse(b)) is expected


@pytest.mark.slow
@given(st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_before_agrees_with_comparing_every_pair_of_days(offsets: list[int]) -> None:
    monday = date(2023, 7, 3)
    a, b, c, d = [monday + timedelta(days=offset) for offset in offsets]
    one, other = parse(f"{min(a, b)}/{max(a, b)}"), parse(f"{min(c, d)}/{max(c, d)}")
    answers = {
        first < second
        for first in _every_day(min(a, b), max(a, b))
        for second in _every_day(min(c, d), max(c, d))
    }
    assert before(one, other) is (answers.pop() if len(answers) == 1 else None)


def _every_day(first: date, last: date) -> list[date]:
    return [first + n * ONE_DAY for n in range((last - first).days + 1)]


def test_importing_the_room_does_not_load_dateutil() -> None:
    script = "import sys, ledger.edtf; print('dateutil' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
