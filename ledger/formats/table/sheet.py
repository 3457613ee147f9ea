"""The text of a sheet taken apart: its encoding, its separator, and its rows with their numbers."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from typing import Final

from ledger.errors import Problem

SEPARATORS: Final = (",", ";", "\t")

MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order marks, which leave no doubt, whatever is asked for."""

OLDER: Final = ("cp1252", "latin-1")
"""What a sheet is in that is no UTF-8: Latin-1 as Windows has it, else as ISO has it."""


@dataclass(slots=True)
class Sheet:
    """The rows of a sheet, each with its number as spreadsheets count, the header being row 1."""

    separator: str = ","
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_sheet(name: str, data: bytes, encoding: str | None) -> Sheet:
    """The rows of a file's bytes, blank ones left out; what cannot be read is a problem of it."""
    sheet = Sheet()
    try:
        text = _decoded(sheet, name, data, encoding)
    except (LookupError, ValueError) as trouble:
        sheet.problems.append(Problem(name, 0, _undecodable(trouble, encoding)))
        return sheet
    if "\0" in text:
        sheet.problems.append(Problem(name, 0, "This is no table: it holds the character NUL."))
        return sheet
    sheet.separator = separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sheet.separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number == 1:
                sheet.header = cells
            elif any(map(str.strip, cells)):
                sheet.rows.append((number, cells))
    except csv.Error as trouble:
        message = f"This row cannot be taken apart: {_explained(str(trouble), sheet.separator)}"
        sheet.rows.clear()
        sheet.problems.append(Problem(name, number + 1, message))
    return sheet


def separator_of(text: str) -> str:
    """What stands between the cells of the first line: the separator that is there most often."""
    first = text.lstrip("\r\n").partition("\n")[0]
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def written(separator: str, rows: list[list[str]]) -> str:
    """Rows as the text of a sheet, its lines ended as RFC 4180 ends them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def _decoded(sheet: Sheet, name: str, data: bytes, encoding: str | None) -> str:
    for mark, marked in MARKS.items():
        if data.startswith(mark):
            return data.decode(marked)
    if encoding is not None:
        return data.decode(encoding)
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    for older in OLDER:
        try:
            text = data.decode(older)
        except UnicodeDecodeError:
            continue
        message = f"This is not UTF-8 and is read as Latin-1 ({older}); --encoding says otherwise."
        sheet.problems.append(Problem(name, 0, message, "warning"))
        break
    return text


def _undecodable(trouble: LookupError | ValueError, encoding: str | None) -> str:
    if isinstance(trouble, LookupError):
        return f"There is no encoding {encoding!r}; there are utf-8, latin-1 and others."
    return f"This is no text in {encoding or 'the encoding it begins with'}."


def _explained(complaint: str, separator: str) -> str:
    if "unexpected end" in complaint:
        return "a cell that begins with a quotation mark has no end."
    if "expected after" in complaint:
        mark = "tab" if separator == "\t" else repr(separator)
        return (
            f"a cell goes on after its closing quotation mark; before the next {mark} nothing may "
            f'follow it, and within such a cell a quotation mark is written "".'
        )
    if "field limit" in complaint:
        return f"a cell holds more than {csv.field_size_limit():,} characters."
    return f"{complaint}."
