"""Sheets of claims, read into bundles with every problem at once, and written."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ledger.errors import Problem
from ledger.formats.plain import Unsure
from ledger.formats.table.columns import (
    CLAIM,
    COLUMNS,
    OUTCOME,
    QUESTION,
    SOURCE,
    WRITTEN,
    read_header,
)
from ledger.formats.table.plain_rows import PlainRows
from ledger.formats.table.records import Records, without_evidence
from ledger.formats.table.row import Line, Rows, Words, joined
from ledger.formats.table.sheet import Unreadable, open_sheet, separator_of, written
from ledger.formats.write_files import harmless
from ledger.model.bundle import Origin
from ledger.model.field_values import ADDRESSES, disarmed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ledger.formats.plain import Spool
    from ledger.formats.registry import GivenFile
    from ledger.model.bundle import Bundle
    from ledger.model.export_items import Exhibit


NAME: Final = "csv"
MAX_BYTES: Final = 64 * 1024 * 1024
"""The most bytes a sheet may have; 100,000 rows of claims have some 30 million."""
BY_ROW: Final = True

LONG: Final = 2000
"""How many rows it takes until progress over them is worth showing."""

GUESSED: Final = "This is not UTF-8 and is read as Latin-1 ({}); --encoding says otherwise."

NAMES: Final = frozenset({".csv", ".tsv"})
ENOUGH: Final = 3
"""How many known columns make the first line of a text the header of a sheet of claims."""


def looks_like(head: str, path: Path) -> bool:
    """Whether it is a sheet by its name, or its first line names columns of one."""
    if path.suffix.lower() in NAMES:
        return True
    cells = head.partition("\n")[0].split(separator_of(head))
    return sum(cell.strip(' \r"').lower() in COLUMNS for cell in cells) >= ENOUGH


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """What the rows of a sheet say, and their problems, by row."""
    problems: list[Problem] = []
    records: Records | None = None
    Words(given.options.values)
    try:
        sheet = open_sheet(given.data, given.options.encoding)
        if sheet.guessed:
            message = GUESSED.format(sheet.encoding)
            problems.append(Problem(given.name, 0, message, "warning", code="encoding-guessed"))
        for number, cells in given.track(sheet) if len(sheet) >= LONG else sheet:
            if records is not None:
                records.take(number, cells)
                continue
            header = read_header(cells, given.options.columns)
            origin = Origin(given.name, Line(number))
            problems += origin.problems(header.warnings)
            if header.complaints:
                return [], [*problems, *origin.problems(header.complaints)]
            records = Records(
                given, Rows(header, Words(given.options.values), given.options.defaults)
            )
    except Unreadable as trouble:
        problems.append(Problem(given.name, trouble.number, str(trouble), code="unreadable"))
    if records is None:
        return [], problems or [Problem(given.name, 0, "This sheet is empty.", code="empty")]
    problems += records.finish()
    return records.bundles(), sorted(problems, key=lambda one: one.line)


def read_plain(given: GivenFile, spool: Spool) -> list[Problem]:
    """Put what the rows of a sheet say into ``spool``; the warnings.

    Raises:
        Unsure: some row is not plain, or there is a problem.
    """
    problems: list[Problem] = []
    rows: PlainRows | None = None
    try:
        sheet = open_sheet(given.data, given.options.encoding)
        if sheet.guessed:
            message = GUESSED.format(sheet.encoding)
            problems.append(Problem(given.name, 0, message, "warning", code="encoding-guessed"))
        for number, cells in given.track(sheet) if len(sheet) >= LONG else sheet:
            if rows is not None:
                rows.take(number, cells)
                continue
            header = read_header(cells, given.options.columns)
            if header.complaints or header.warnings:
                raise Unsure
            rows = PlainRows(given, header, spool)
    except Unreadable as trouble:
        raise Unsure from trouble
    if rows is None:
        raise Unsure
    return [*problems, *without_evidence(given, rows.without_evidence)]


def bad_rows(given: GivenFile) -> str:
    """The header and the rows left out, as they are, marked as UTF-8."""
    sheet = open_sheet(given.data, given.options.encoding)
    first, *rows = sheet
    bad = [cells for number, cells in rows if number in given.left_out]
    return "\ufeff" + written(sheet.separator, [first[1], *bad])


DERIVED: Final = frozenset({"question", "stance", "topics", "reason"})
"""Keys of a claim that a sheet has otherwise than an assessment has them."""


def write(exhibits: Sequence[Exhibit]) -> str:
    """A sheet with a row for each claim; what could run as a formula is made harmless."""
    rows = [[harmless(cell) for cell in _cells(one)] for one in exhibits]
    return written(",", [list(WRITTEN), *rows])


def _cells(exhibit: Exhibit) -> list[str]:
    claim, source, stands = exhibit.claim, exhibit.source, exhibit.standing
    cells: dict[str, object] = {
        column: getattr(claim, column) for column in (*CLAIM, *QUESTION) if column not in DERIVED
    }
    cells["question"] = None if claim.question == claim.id else claim.question
    cells["stance"] = claim.stated_stance
    cells["topics"] = joined(claim.topics, ";")
    cells |= {column: getattr(source, key) for column, key in SOURCE.items()}
    cells |= {column: disarmed(getattr(source, column) or "") for column in ADDRESSES}
    cells["authors"] = joined(source.authors, ";")
    if stands is not None:
        outcome = stands.outcome
        cells |= {column: getattr(outcome, key) for column, key in OUTCOME.items()}
        urls = [disarmed(one.url) for one in outcome.evidence if one.url]
        cells["evidence_url"] = joined(urls, " ")
    return [_text(cells.get(column)) for column in WRITTEN]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
