"""The order in which a sheet has day and month: one for all of it, told or shown by its rows.

A row such as 9/18/2025 can be read in one way only, and shows how 9/5/2025 beside it is meant.
Where no row shows it, or some show the one and some the other, nobody can know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.formats.table.dates import Days, Shape
from ledger.model.field_values import Complaint, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ledger.formats.table.survey import DateColumn

    Titles = Callable[[int], str]

WORDS: Final = {"MDY": "month first", "DMY": "day first", "YMD": "year first"}


def days_of(
    columns: Mapping[int, DateColumn], told: str | None, title: Titles, year: int
) -> tuple[Days, str, list[Complaint]]:
    """How the days of a sheet are read, the order its rows show, and what is to be said of it.

    Where nobody knows the order, there is a complaint that is no warning; then days are read as
    they may be, so that what else is wrong is told too.
    """
    serial = {n: one for n, one in columns.items() if one.serials and one.serials == one.filled}
    keys = frozenset(one.key for one in serial.values())
    complaints = [_serial(title(n), one) for n, one in serial.items()]
    if told:
        return Days(told, keys, year), "", [*complaints, *_otherwise(columns, told)]
    refused = [*_both(columns, title)] or [*_neither(columns, title)]
    if refused:
        return Days("", keys, year, guessed=True), "", [*complaints, *refused]
    order = _shown(columns)
    if not order:
        return Days("", keys, year), "", complaints
    row, text = next(one.first[order] for one in columns.values() if order in one.first)
    message = (
        f"Days are read {WORDS[order]} (--dates {order}), as {shown(text)} in row {row} shows."
    )
    complaints.append(Complaint((), message, warning=True, code="dates-inferred"))
    return Days(order, keys, year), order, complaints


def _otherwise(columns: Mapping[int, DateColumn], told: str) -> Iterator[Complaint]:
    """What rows show against the order that is told; each of them is a problem of its own."""
    for order in {"MDY", "DMY"} - {told}:
        for row, text in (one.first[order] for one in columns.values() if order in one.first):
            message = (
                f"Days are read {WORDS[told]} (--dates {told}), but {shown(text)} in row {row} can "
                f"only be {WORDS[order]}."
            )
            yield Complaint((), message, warning=True, code="other-order")
            return


def _shown(columns: Mapping[int, DateColumn]) -> str:
    """The order that rows show, if any do."""
    return next(
        (order for order in ("MDY", "DMY") if any(order in one.first for one in columns.values())),
        "",
    )


def _both(columns: Mapping[int, DateColumn], title: Titles) -> Iterator[Complaint]:
    """Columns, or the sheet, in which rows show both orders."""
    seen: dict[str, tuple[int, int, str]] = {}
    for place, one in columns.items():
        found = {order: one.first[order] for order in ("MDY", "DMY") if order in one.first}
        if len(found) > 1:
            yield _contradiction({order: (place, *where) for order, where in found.items()}, title)
        seen |= {order: (place, *where) for order, where in found.items() if order not in seen}
    alone = not any({"MDY", "DMY"} <= one.first.keys() for one in columns.values())
    if alone and len(seen) > 1:
        yield _contradiction(seen, title)


def _contradiction(found: Mapping[str, tuple[int, int, str]], title: Titles) -> Complaint:
    told = [
        f"{shown(text)} in row {row} of column {title(place)!r} can only be {WORDS[order]}"
        for order, (place, row, text) in sorted(found.items())
    ]
    message = f"{', and '.join(told)}; a sheet has one order."
    cure = "Say which, with --dates DMY or --dates MDY, and each row that has the other is named."
    return Complaint((), message, code="both-orders", cure=cure)


def _neither(columns: Mapping[int, DateColumn], title: Titles) -> Iterator[Complaint]:
    """Columns with days that can be read in two ways, where no row shows in which."""
    if _shown(columns):
        return
    for place, one in columns.items():
        if Shape.EITHER.value not in one.first:
            continue
        row, text = one.first[Shape.EITHER.value]
        readings = {order: Days(order).read(one.key, text) for order in ("DMY", "MDY")}
        both = " or as ".join(f"{day} ({WORDS[order]})" for order, day in readings.items())
        others = f" ({one.either:,} such cells)" if one.either > 1 else ""
        message = (
            f"column {title(place)!r}: {shown(text)} in row {row} can be read as {both}{others}."
        )
        cure = "Say which, with --dates DMY or --dates MDY."
        yield Complaint((), message, code="two-dates", cure=cure)


def _serial(name: str, column: DateColumn) -> Complaint:
    _, text = column.first[Shape.SERIAL.value]
    day = Days("", frozenset({column.key})).read(column.key, text)
    message = (
        f"The days in column {name!r} are numbers, as spreadsheets count them: {text} is {day}."
    )
    return Complaint((), message, warning=True, code="serial-days")
