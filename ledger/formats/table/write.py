"""Sheets of claims, written by columns: a text that many rows share is made once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.table.columns import CLAIM, LISTS, OUTCOME, QUESTION, SOURCE, WRITTEN
from ledger.formats.table.row import joined
from ledger.formats.write_files import all_harmless
from ledger.model.field_values import ADDRESSES, disarmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

NAME: Final = "csv"

FIELDS: Final = tuple(
    f"{record}.{keys[column]}"
    for record, keys in (
        ("claim", CLAIM), ("question", QUESTION), ("source", SOURCE), ("outcome", OUTCOME),
    )
    for column in keys
    if column in WRITTEN
)  # fmt: skip
"""What the cells of a row hold, in order: a record and a field of it."""

QUOTE: Final = '"'
NEEDS_QUOTES: Final = (QUOTE, ",", "\r", "\n")
"""What a cell may hold only in quotes (RFC 4180)."""


def write(batches: Iterable[Mapping[str, Sequence[Any]]]) -> Iterator[str]:
    """A sheet with a row for each claim, its header first, some rows at a time.

    Each batch has a column for each of `FIELDS`, with values as an assessment has them.  What could
    run as a formula is made harmless.
    """
    yield f"{','.join(WRITTEN)}\r\n"
    for batch in batches:
        columns = [quoted(all_harmless(_texts(name, batch))) for name in FIELDS]
        yield "".join([f"{line}\r\n" for line in map(",".join, zip(*columns, strict=True))])


def quoted(texts: Sequence[str]) -> Sequence[str]:
    """The cells of one column as they stand in a file, by the rule of `csv.QUOTE_MINIMAL`."""
    whole = "\0".join(texts)
    if not any(one in whole for one in NEEDS_QUOTES):
        return texts
    return [
        f'"{text.replace(QUOTE, 2 * QUOTE)}"' if any(one in text for one in NEEDS_QUOTES) else text
        for text in texts
    ]


def _texts(name: str, batch: Mapping[str, Sequence[Any]]) -> Sequence[str]:
    """The texts of one column."""
    column, (_, _, field) = batch[name], name.partition(".")
    if name == "claim.question":
        own = zip(column, batch["claim.id"], strict=True)
        return ["" if question == claim else question for question, claim in own]
    kinds = set(map(type, column))
    if kinds == {type(None)}:
        return [""] * len(column)
    if kinds <= {str, type(None)} and field not in ADDRESSES:
        return [one or "" for one in column] if len(kinds) > 1 else column
    known = {value: _text(field, value) for value in set(column)}
    return [known[value] for value in column]


def _text(field: str, value: Any) -> str:  # noqa: ANN401 - of any field
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if field in LISTS:
        return joined(value, ";")
    if field == "evidence":
        return joined(list(map(disarmed, value)), " ") if value else ""
    if field in ADDRESSES:
        return disarmed(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
