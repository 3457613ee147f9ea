"""Sheets of claims, read into bundles with every problem at once, and written by columns."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Problem
from ledger.formats.encodings import sample
from ledger.formats.plain_records import Unsure
from ledger.formats.table.cells import joined
from ledger.formats.table.columns import (
    AS_OF,
    CLAIM,
    COLUMNS,
    LISTS,
    OUTCOME,
    QUESTION,
    SOURCE,
    WRITTEN,
)
from ledger.formats.table.header import by_key, plain_name, read_header
from ledger.formats.table.layout import Layout, lay_out, located
from ledger.formats.table.plain_rows import PlainRows
from ledger.formats.table.records import Records
from ledger.formats.table.row import Rows
from ledger.formats.table.sheet import Unreadable, separator_of, sheet_of, written
from ledger.formats.table.tally import without_evidence
from ledger.formats.table.words import Words
from ledger.formats.write_files import all_harmless
from ledger.model.field_values import ADDRESSES, disarmed, shown
from ledger.model.fields import EVERY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ledger.formats.plain_records import Spool
    from ledger.formats.registry import GivenFile
    from ledger.formats.table.sheet import Sheet
    from ledger.formats.table.taken import TakenSheet
    from ledger.model.bundle import Bundle


NAME: Final = "csv"
MAX_BYTES: Final = 64 * 1024 * 1024
"""The most bytes a sheet may have; 100,000 rows of claims have some 30 million."""
BY_ROW: Final = True

LONG: Final = 2000
"""How many rows it takes until progress over them is worth showing."""

GUESSED: Final = (
    "This is not UTF-8 and is read as Latin-1 ({}), as in {}; --encoding says otherwise."
)

NAMES: Final = frozenset({".csv", ".tsv"})
ENOUGH: Final = 3
"""How many known columns make the first line of a text the header of a sheet of claims."""


def looks_like(head: str, path: Path) -> bool:
    """Whether it is a sheet by its name, or its first line names columns of one."""
    if path.suffix.lower() in NAMES:
        return True
    cells = head.partition("\n")[0].split(separator_of(head))
    return sum(plain_name(cell.strip(' \r"')) in COLUMNS for cell in cells) >= ENOUGH


def _opened(given: GivenFile, problems: list[Problem]) -> Sheet | TakenSheet:
    """The sheet that a file is; a warning where its encoding was guessed.

    Raises:
        Unreadable: it is no sheet.
    """
    sheet = sheet_of(given)
    if sheet.guessed:
        message = GUESSED.format(sheet.encoding, shown(sample(given.data)))
        problems.append(Problem(given.name, 0, message, "warning", code="encoding-guessed"))
    return sheet


def _tracked(given: GivenFile, sheet: Sheet | TakenSheet) -> Iterable[tuple[int, list[str]]]:
    return given.track(sheet) if len(sheet) >= LONG else sheet


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """What the rows of a sheet say, and their problems, by row."""
    problems: list[Problem] = []
    records: Records | None = None
    try:
        layout = lay_out(given, _opened(given, problems))
        if layout is None:
            return [], [*problems, Problem(given.name, 0, "This sheet is empty.", code="empty")]
        problems += layout.problems()
        if layout.header.complaints:
            given.puzzled(layout)
            return [], problems
        given.understood(layout)
        words = Words(by_key(given.options.values, layout.header))
        told = given.options
        records = Records(given, Rows(layout, words, told.defaults, told.separators))
        for number, cells in layout.rows(_tracked(given, layout.sheet)):
            records.take(number, cells)
    except Unreadable as trouble:
        problems.append(Problem(given.name, trouble.number, str(trouble), code="unreadable"))
    if records is None:
        return [], problems
    problems += records.finish()
    return records.bundles(), sorted(problems, key=lambda problem: problem.line)


def read_plain(given: GivenFile, spool: Spool) -> list[Problem]:
    """Put what the rows of a sheet say into ``spool``; the warnings.

    Raises:
        Unsure: some row is not plain, or there is a problem.
    """
    problems: list[Problem] = []
    rows: PlainRows | None = None
    options = given.options
    if options.units or options.header_row or options.forecasters:
        raise Unsure
    try:
        sheet = _opened(given, problems)
        for number, cells in _tracked(given, sheet):
            if rows is not None:
                rows.take(number, cells)
                continue
            header = read_header(cells, options.columns)
            if header.complaints or header.warnings or "id" not in header.known:
                raise Unsure
            layout = Layout(given.name, sheet, number, header)
            rows = PlainRows(given, layout, spool)
    except Unreadable as trouble:
        raise Unsure from trouble
    if rows is None:
        raise Unsure
    given.understood(layout)
    return [*problems, *without_evidence(given.name, rows.without_evidence)]


def bad_rows(given: GivenFile) -> str:
    """The header, with what is above it, and the rows left out, as they are, marked as UTF-8."""
    sheet, header = located(sheet_of(given), given.options)
    top = 0 if header is None else header[0]
    rows: list[Sequence[str]] = []
    for number, cells in sheet:
        if number <= top:
            rows += [()] * (number - 1 - len(rows))  # so that the header's row has its number
        if number <= top or number in given.left_out:
            rows.append(cells)
    return "\ufeff" + written(sheet.separator, rows)


FIELDS: Final = tuple(
    f"{record}.{keys[column]}"
    for record, keys in (
        ("claim", CLAIM), ("question", QUESTION), ("source", SOURCE), ("outcome", OUTCOME),
    )
    for column in keys
    if column in WRITTEN
)  # fmt: skip
"""What the cells of a row hold, in order: a record and a field of it."""

MARKS: Final = frozenset(one.name for one in EVERY if one.default is False)
"""Truth values that a sheet says only where they are true."""

QUOTE: Final = '"'
NEEDS_QUOTES: Final = (QUOTE, ",", "\r", "\n")
"""What a cell may hold only in quotes (RFC 4180)."""


def write(batches: Iterable[Mapping[str, Sequence[Any]]], entry: int) -> Iterator[str]:
    """A sheet with a row for each claim, its header first, some rows at a time.

    Each batch has a column for each of `FIELDS`, with values as an assessment has them.  What could
    run as a formula is made harmless.  Each row ends with the number of the last ``entry`` that the
    ledger had, so that it can be told what was edited since, wherever the row is pasted.
    """
    yield f"{','.join((*WRITTEN, AS_OF))}\r\n"
    end = f",{entry}\r\n"
    for batch in batches:
        columns = [quoted(all_harmless(_texts(name, batch))) for name in FIELDS]
        yield "".join([f"{line}{end}" for line in map(",".join, zip(*columns, strict=True))])


def quoted(texts: Sequence[str]) -> Sequence[str]:
    """The cells of one column as they stand in a file, by the rule of `csv.QUOTE_MINIMAL`."""
    whole = "\0".join(texts)
    if not any(quote in whole for quote in NEEDS_QUOTES):
        return texts
    return [
        f'"{text.replace(QUOTE, 2 * QUOTE)}"'
        if any(quote in text for quote in NEEDS_QUOTES)
        else text
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
    if value is None or (value is False and field in MARKS):
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
