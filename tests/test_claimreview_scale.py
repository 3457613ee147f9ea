"""Ratings of every make put on a scale, or left unplaced; days of every shape read, or not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ledger.formats.claimreview.ratings import Rating, place, position
from ledger.formats.claimreview.sources import read_day

UNPLACED = ("unclear", None, False)


def placed(
    words: str | None, value: str | None = None, best: str | None = None, worst: str | None = None
) -> tuple[str, str | None, bool]:
    found = place(Rating(words, value, best, worst))
    share = None if found.value is None else str(found.value)
    return found.verdict.value, share, found.placed


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        (("Misleading", "5", "5", "1"), ("happened", None, True)),
        (("Misleading", "1", "5", "1"), ("did-not-happen", None, True)),
        (("Misleading", "2", "5", "1"), ("partly", "0.25", True)),
        (("Misleading", "3", "4", "1"), ("partly", "0.6667", True)),
        (("Two Pinocchios", "2.5", "5", "0"), ("partly", "0.5", True)),
        (("Engañoso", "2,5", "5", "0"), ("partly", "0.5", True)),
        ((None, "4", "5", "1"), ("partly", "0.75", True)),
        (("Whatever", "0", "10", "0"), ("did-not-happen", None, True)),
    ],
)
def test_a_number_between_bounds_says_where(
    rating: tuple[str | None, str, str, str], expected: tuple[str, str | None, bool]
) -> None:
    assert placed(*rating) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1", ("happened", None, True)),
        ("5", ("did-not-happen", None, True)),
        ("4", ("partly", "0.25", True)),
    ],
)
def test_where_the_best_is_below_the_worst_the_scale_is_inverted(
    value: str, expected: tuple[str, str | None, bool]
) -> None:
    assert placed("Misleading", value, "1", "5") == expected


@pytest.mark.parametrize(
    ("value", "best", "worst"),
    [
        ("3", None, None),
        ("3", "5", None),
        ("3", None, "1"),
        (None, "5", "1"),
        ("1", "1", "1"),
        ("-1", "5", "1"),
        ("-1", "-1", "-1"),
        ("-1", "5", "-1"),
        ("6", "5", "1"),
        ("0", "5", "1"),
        ("four", "5", "1"),
        ("3", "five", "1"),
        ("", "5", "1"),
        ("NaN", "5", "1"),
        ("Infinity", "5", "1"),
        ("1e999999999", "1e9999999999", "0"),
        ("0.00001", "1", "0"),
    ],
)
def test_numbers_that_make_no_scale_leave_a_rating_unplaced(
    value: str | None, best: str | None, worst: str | None
) -> None:
    assert position(Rating("Misleading", value, best, worst)) is None
    assert placed("Misleading", value, best, worst) == UNPLACED


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("True", ("happened", None, True)),
        ("TRUE.", ("happened", None, True)),
        ("true", ("happened", None, True)),
        ("Verdadero", ("happened", None, True)),
        ("False", ("did-not-happen", None, True)),
        ("“FALSE”", ("did-not-happen", None, True)),
        ("Pants on Fire!", ("did-not-happen", None, True)),
        ("Faux", ("did-not-happen", None, True)),
        ("Half-true", ("partly", None, True)),
        ("Mostly  false", ("partly", None, True)),
        ("Unproven", ("unclear", None, True)),
        ("Not enough evidence", ("unclear", None, True)),
        ("Misleading", UNPLACED),
        ("Three Pinocchios", UNPLACED),
        ("This is false in part, and true in part", UNPLACED),
        ("not true", UNPLACED),
    ],
)
def test_words_alone_say_where_only_if_they_are_plain(
    words: str, expected: tuple[str, str | None, bool]
) -> None:
    assert placed(words) == expected


def test_true_and_false_may_stand_in_place_of_the_number() -> None:
    assert placed(None, "true") == ("happened", None, True)
    assert placed(None, "False", "5", "1") == ("did-not-happen", None, True)


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        (("False", "2", "6", "1"), ("did-not-happen", None, True)),
        (("True", "4", "5", "1"), ("happened", None, True)),
        (("Mostly true", "4", "5", "1"), ("partly", "0.75", True)),
        (("Mostly false", "1", "5", "1"), ("partly", None, True)),
        (("Half true", "3", "5", "1"), ("partly", "0.5", True)),
        (("Unproven", "3", "5", "1"), ("unclear", None, True)),
        (("True", "-1", "5", "1"), ("happened", None, True)),
    ],
)
def test_plain_words_go_before_the_number(
    rating: tuple[str, str, str, str], expected: tuple[str, str | None, bool]
) -> None:
    assert placed(*rating) == expected


@pytest.mark.parametrize(
    "rating",
    [
        ("True", "5", "1", "5"),
        ("False", "5", "5", "1"),
        ("False", "3", "5", "1"),
        ("Mostly true", "2", "5", "1"),
        ("Half true", "5", "5", "1"),
    ],
)
def test_words_and_numbers_at_odds_leave_a_rating_unplaced(
    rating: tuple[str, str, str, str],
) -> None:
    assert placed(*rating) == UNPLACED


def test_a_share_is_exact_to_four_places() -> None:
    assert position(Rating(None, "2", "4", "1")) == Decimal("0.3333")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2017-06-22", "2017-06-22"),
        ("2017-06-22T19:49:15Z", "2017-06-22"),
        ("2017-06-22T23:49:15+02:00", "2017-06-22"),
        ("2017-06-22T19:49:15.000+0000", "2017-06-22"),
        ("2017-06-22 19:49:15", "2017-06-22"),
        ("20170622", "2017-06-22"),
        ("20170622T194915", "2017-06-22"),
        ("2017/06/22", "2017-06-22"),
        ("2017-6-2", "2017-06-02"),
        ("22.06.2017", "2017-06-22"),
        ("2.6.2017", "2017-06-02"),
        ("22/06/2017", "2017-06-22"),
        ("06/22/2017", "2017-06-22"),
        ("06/22/2017 10:15", "2017-06-22"),
        ("6/6/2017", "2017-06-06"),
        ("Thu, 22 Jun 2017 19:49:15 GMT", "2017-06-22"),
        ("Thu Jun 22 2017 19:49:15 GMT+0000 (UTC)", "2017-06-22"),
        ("June 22, 2017", "2017-06-22"),
        ("June 22nd, 2017", "2017-06-22"),
        ("Jun. 22, 2017", "2017-06-22"),
        ("22 June 2017", "2017-06-22"),
        ("1498161600", "2017-06-22"),
        ("1498161600000", "2017-06-22"),
        ("2017-06", "2017-06"),
        ("2017", "2017"),
        ("June 2017", "2017-06"),
    ],
)
def test_a_day_is_read_in_every_shape(written: str, day: str) -> None:
    assert str(read_day(written)) == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "05/06/2017",
        "5-6-2017",
        "0000-00-00",
        "0000-00-00T00:00:00",
        "2017-02-30",
        "99999999",
        "32.13.2017",
        "Unknown",
        "yesterday",
        "Smarch 3, 2017",
        "22 Smarch 2017",
        "9" * 5000,
        "\u0662\u0660\u0661\u0667",
    ],
)
def test_what_is_no_day_or_two_is_not_read(written: str) -> None:
    assert read_day(written) is None
