"""Times as trackers write them, and the UTC days they are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ledger.formats.trackers.values import moment_of, stamp


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2023-07-05", "2023-07-05T00:00:00Z"),
        ("2023-07-05 12:00:00", "2023-07-05T12:00:00Z"),
        ("2023-07-05 12:00:5", "2023-07-05T12:00:05Z"),
        ("2023-07-05 12:00:00 UTC", "2023-07-05T12:00:00Z"),
        ("2023-07-05 12:00:00+00", "2023-07-05T12:00:00Z"),
        ("2023-07-05T12:00:00Z", "2023-07-05T12:00:00Z"),
        ("2023-07-05T12:00:00.000Z", "2023-07-05T12:00:00Z"),
        ("2023-07-05T12:00:00.123Z", "2023-07-05T12:00:00.123Z"),
        ("2023-07-05 12:00:00.123456+00:00", "2023-07-05T12:00:00.123Z"),
        ("2023-07-05 12:00:00.000456+00:00", "2023-07-05T12:00:00Z"),
        ("2023-07-05T23:30:00-02:00", "2023-07-06T01:30:00Z"),
        ("2023-07-05T00:30:00+02:00", "2023-07-04T22:30:00Z"),
        (Decimal(1688558400), "2023-07-05T12:00:00Z"),
        (Decimal("1688558400.5"), "2023-07-05T12:00:00.500Z"),
        (Decimal(1688558400123), "2023-07-05T12:00:00.123Z"),
        ("1688558400", "2023-07-05T12:00:00Z"),
        ("1688558400000", "2023-07-05T12:00:00Z"),
        (
            "Wed Jul 05 2023 14:00:00 GMT+0200 (Central European Summer Time)",
            "2023-07-05T12:00:00Z",
        ),
        ("Wed Jul 05 2023 12:00:00 GMT+0000", "2023-07-05T12:00:00Z"),
    ],
)
def test_a_time_in_any_of_their_shapes(value: object, moment: str) -> None:
    assert stamp(moment_of(value)) == moment


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "2023-02-30",
        "2023-13-01",
        "2023-07-05T25:00:00Z",
        "12 July",
        "5",
        "-1688558400",
        "16885584000000000",
        "Wed Foo 05 2023 12:00:00 GMT+0000",
        "Wed Feb 30 2023 12:00:00 GMT+0000",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        True,
        None,
        [],
        {},
        "NaN",
        Decimal(5),
        Decimal(-1),
        Decimal("1e999999999"),
        Decimal("Infinity"),
        Decimal("1e-999999"),
    ],
)
def test_what_is_no_time_is_said_in_a_sentence(value: object) -> None:
    with pytest.raises(ValueError, match=r" is not a time, such as 2023-07-05T12:00:00Z\.$"):
        moment_of(value)
