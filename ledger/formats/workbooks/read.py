"""Reading workbooks of Excel (xlsx) and LibreOffice (ods): one sheet, as CSV is read.

The library that opens them is an extra, and is loaded when there is one to open.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Final

from ledger.errors import NotInstalled
from ledger.formats.table import as_sheet
from ledger.formats.table.sheet import Unreadable
from ledger.formats.table.taken import TakenSheet
from ledger.formats.workbooks.bounds import refuse_huge
from ledger.formats.workbooks.cells import rows_of, spans_of
from ledger.formats.workbooks.percents import percents_of
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from pathlib import Path

    from python_calamine import CalamineSheet, CalamineWorkbook

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile

NAME: Final = "workbook"
MAX_BYTES: Final = 64 * 1024 * 1024
"""The most bytes a workbook may have; how many it may have unpacked, see `bounds`."""
BY_ROW: Final = True

ZIP: Final = "PK\x03\x04"
SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".ods"})
OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument.spreadsheet"

DAMAGED: Final = "This workbook is damaged and cannot be read. Save the sheet as CSV (UTF-8)."

MOST_NAMED: Final = 20
"""How many sheets are named where one is to be chosen."""


def looks_like(head: str, path: Path) -> bool:
    """Whether it is a zip that has the parts of a workbook, or is one by its name."""
    if not head.startswith(ZIP):
        return False
    return path.suffix.lower() in SUFFIXES or "xl/work" in head or OPEN_DOCUMENT in head[:256]


def _sheet(given: GivenFile, _: list[Problem]) -> TakenSheet:
    """The sheet of a workbook that is asked for, or its only one.

    Raises:
        NotInstalled: the library that opens workbooks is missing.
        Unreadable: it is damaged or too large, or nobody can tell which of its sheets is meant.
    """
    workbook = _opened(given.data)
    name = given.options.sheet
    if name is not None and name not in workbook.sheet_names:
        raise Unreadable(0, f"There is no sheet {shown(name)} here, but {_named(workbook)}.")
    names = [name] if name is not None else _visible(workbook)
    try:
        sheets = [workbook.get_sheet_by_name(one) for one in names]
    except Exception as trouble:
        raise Unreadable(0, DAMAGED) from trouble
    filled = [sheet for sheet in sheets if sheet.start is not None]
    if len(filled) > 1:
        message = (
            f'This workbook has several sheets: {_named(workbook)}. Choose one with --sheet "NAME".'
        )
        raise Unreadable(0, message)
    return _taken(filled[0], given.data) if filled else TakenSheet(tuple, 0)


def _taken(sheet: CalamineSheet, data: bytes) -> TakenSheet:
    merged, percents = spans_of(sheet), percents_of(data, sheet.name)
    return TakenSheet(lambda: rows_of(sheet, merged, percents), sheet.total_height)


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        import python_calamine  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as trouble:
        raise NotInstalled("A workbook", "python-calamine", "sheets") from trouble
    refuse_huge(data)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception as trouble:  # what its errors are differs from release to release
        raise Unreadable(0, DAMAGED) from trouble


def _visible(workbook: CalamineWorkbook) -> list[str]:
    """The names of its sheets of cells that are shown."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - as above

    return [
        one.name
        for one in workbook.sheets_metadata
        if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet
    ]


def _named(workbook: CalamineWorkbook) -> str:
    names = workbook.sheet_names
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(map(shown, names[:MOST_NAMED])) + more


read: Final = partial(as_sheet.read, _sheet)
read_plain: Final = partial(as_sheet.read_plain, _sheet)
bad_rows: Final = partial(as_sheet.bad_rows, _sheet)
