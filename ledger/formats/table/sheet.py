"""A sheet taken apart: encoding, separator, rows with their numbers; and rows of fixed columns."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.formats.cleaning import cleaned, stripped
from ledger.formats.encodings import WESTERN, doubt, looks_western
from ledger.formats.read_files import mark_of
from ledger.formats.table.csv_errors import explained
from ledger.formats.table.row import Line
from ledger.model.bundle import Origin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TextIO

    from ledger.formats.registry import GivenFile
    from ledger.formats.table.taken import TakenSheet
    from ledger.model.field_reader import Place


LONGEST: Final = 1024 * 1024
"""The most characters that a row may have; a cell alone may have 131,072."""


class Lines:
    """The lines of a text as `csv.reader` takes them.

    A row may go on over several; whoever reads rows calls `renew` after each.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._room = LONGEST

    def __iter__(self) -> Iterator[str]:
        """The lines, one after the other, none of them read further than there is room.

        Raises:
            csv.Error: a row has too many characters.
        """
        while line := self._text.readline(self._room):
            self._room -= len(line)
            if not self._room:
                message = f"a row has more than {LONGEST:,} characters"
                raise csv.Error(message)
            yield line

    def renew(self) -> None:
        """Say that the next line is that of another row."""
        self._room = LONGEST


PART: Final = 1024 * 1024
"""How many bytes are decoded at once."""

SEPARATORS: Final = (",", ";", "\t")

MOST_NULS: Final = 8
"""Where more than one character of so many is NUL, the bytes are no text in that encoding."""

NO_TEXT: Final = (
    "This is not text: it holds the character NUL again and again. Save it as UTF-8, or say how it "
    "is encoded with --encoding, such as utf-16-le."
)

FIRST: Final = 1
"""The number of the header's row."""

SHORT: Final = 8


class Unreadable(ValueError):  # noqa: N818 - it is told as a problem
    """Why a sheet, or its row ``number`` (0: all of it), cannot be taken apart."""

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True, slots=True)
class Sheet:
    """The bytes of a sheet, and how they are read.

    ``guessed`` says that nothing tells their encoding, ``says_separator`` that the first line says
    nothing but the separator, and ``quotes`` that quotation marks stand around cells.
    """

    data: bytes
    encoding: str
    separator: str
    guessed: bool
    says_separator: bool = False
    quotes: bool = True

    def __len__(self) -> int:
        """How many lines it has: at least as many as rows."""
        return self.data.count(b"\n") + 1

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not blank, each with its number as spreadsheets count.

        Raises:
            Unreadable: a row cannot be taken apart.
        """
        text = io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")
        if self.says_separator:
            text.readline()
        lines = Lines(text)
        number = 0
        try:
            for number, cells in enumerate(self._reader(lines), FIRST):
                lines.renew()
                if any(map(str.strip, cells)):
                    yield number, cells
        except csv.Error as trouble:
            why = explained(str(trouble), self.separator)
            message = f"This row cannot be read: {why}"
            raise Unreadable(number + 1, message) from trouble
        except UnicodeError as trouble:
            raise Unreadable(0, f"This is not text in {self.encoding}.") from trouble

    def _reader(self, lines: Lines) -> Iterator[list[str]]:
        if not self.quotes:
            return csv.reader(lines, delimiter=self.separator, quoting=csv.QUOTE_NONE)
        return csv.reader(lines, delimiter=self.separator, strict=True)


def open_sheet(data: bytes, encoding: str | None) -> Sheet:
    """The sheet that a file's bytes are.

    Raises:
        Unreadable: they are no text in the encoding asked for, or no table.
    """
    wanted = mark_of(data) or encoding
    used = wanted or "utf-8"
    try:
        io.TextIOWrapper(io.BytesIO(), wanted)  # decoding no bytes asks for no encoding
        found = _decoded(data, used)
    except LookupError as trouble:
        message = f"Unknown encoding {encoding!r}; try utf-8, latin-1 or another."
        raise Unreadable(0, message) from trouble
    if found is None and wanted:
        raise Unreadable(0, f"This is not text in {wanted}.")
    if found is None:
        used, found = _guessed(data)
    beginning, has_nulls = found
    if has_nulls:
        raise Unreadable(0, NO_TEXT)
    guessed = wanted is None and used != "utf-8"
    sheet = Sheet(data, used, separator_of(beginning), guessed)
    if sheet.separator != "\t" and not beginning[:SHORT].lower().lstrip('"').startswith("sep="):
        return sheet
    from ledger.formats.table.pasted import as_said  # noqa: PLC0415 - few sheets need it

    return as_said(sheet, beginning.partition("\n")[0])


def sheet_of(given: GivenFile) -> Sheet | TakenSheet:
    """The sheet that a file is, or that its reader has made of it.

    Raises:
        Unreadable: its bytes are no text in the encoding asked for, or no table.
    """
    if given.sheet is not None:
        return given.sheet
    return open_sheet(given.data, given.options.encoding)


def _guessed(data: bytes) -> tuple[str, tuple[str, bool]]:
    """The code page that bytes look like, and their text in it as `_decoded` has it.

    Raises:
        Unreadable: nothing tells which it is.
    """
    if (_decoded(data, "latin-1") or ("", False))[1]:
        raise Unreadable(0, NO_TEXT)
    if not looks_western(data):
        raise Unreadable(0, str(doubt(data)))
    return WESTERN, _decoded(data, WESTERN) or ("", False)


def separator_of(text: str) -> str:
    """What stands between the cells of the first line: the separator that is there most often."""
    first = text.lstrip("\r\n").partition("\n")[0]
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def written(separator: str, rows: Iterable[Sequence[str]]) -> str:
    """Rows as the text of a sheet, its lines ended as RFC 4180 ends them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def _decoded(data: bytes, encoding: str) -> tuple[str, bool] | None:
    """How the text of bytes begins, and whether so much of it is NUL that it is no text.

    None where they are no text in that encoding.
    """
    beginning, length, nulls = "", 0, 0
    try:
        for text in _parts(data, encoding):
            if "\n" not in beginning.lstrip("\r\n"):
                beginning += text
            length += len(text)
            nulls += text.count("\0")
    except ValueError:
        return None
    return beginning, nulls * MOST_NULS > length


def _parts(data: bytes, encoding: str) -> Iterator[str]:
    """The text that bytes are, part by part, so that all of it is never in memory."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(data), PART):
        yield decoder.decode(data[start : start + PART])
    yield decoder.decode(b"", final=True)


LONG: Final = 2000
"""How many rows it takes until progress over them is worth showing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row's number, as spreadsheets count, and its cells by the names of their columns.

    ``stray`` is the place, from 1, of a cell that is filled and stands under no name (0: none).
    """

    number: int
    cells: Mapping[str, str]
    stray: int = 0

    def __getitem__(self, name: str) -> str:
        """A cell, without the blanks around it; empty where there is none."""
        return stripped(self.cells.get(name, ""))


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands before a message about one of our keys: the column it is in, by ``names``."""

    names: Mapping[str, str]
    sheet: str = ""

    def __call__(self, place: Place) -> str:
        """The beginning of a message about ``place``."""
        name = self.names.get(str(place[0])) if place else None
        return self.sheet if name is None else f"{self.sheet}column {name!r}: "


def has_columns(
    names: Collection[str],
    head: str,
    path: Path,  # noqa: ARG001 - its name says nothing
) -> bool:
    """Whether the first line of a text is a header that has these columns."""
    line = head.removeprefix("\ufeff").partition("\n")[0]
    cells = {cell.strip(' \r"') for cell in line.split(separator_of(line))}
    return cells.issuperset(names)


def rows_of(given: GivenFile, needed: Collection[str]) -> Iterator[Row]:
    """The rows of a sheet but the header, and but those left out.

    Raises:
        Unreadable: it, or a row of it, cannot be taken apart, or it lacks a column.
    """
    sheet = sheet_of(given)
    rows = given.track(sheet) if len(sheet) >= LONG else sheet
    for row in named(rows, needed):
        if row.number not in given.left_out:
            yield row


def named(
    rows: Iterable[tuple[int, Sequence[str]]], needed: Collection[str], sheet: str = "this sheet"
) -> Iterator[Row]:
    """Rows by the names in the first of them.

    Raises:
        Unreadable: there is none, or a column that is ``needed`` is not there, or twice.
    """
    header: list[str] | None = None
    for number, cells in rows:
        if header is None:
            header = [cleaned(cell).text.strip() for cell in cells]
            if lacking := [name for name in needed if name not in header]:
                message = f"There is no column {', '.join(map(repr, lacking))} in {sheet}."
                raise Unreadable(number, message)
            if twice := [name for name in needed if header.count(name) > 1]:
                message = f"The column {', '.join(map(repr, twice))} appears twice in {sheet}."
                raise Unreadable(number, message)
            continue
        beyond = (n for n, cell in enumerate(cells[len(header) :], len(header) + 1) if cell.strip())
        yield Row(number, dict(zip(header, cells, strict=False)), next(beyond, 0))
    if header is None:
        raise Unreadable(0, f"There is no row in {sheet}.")


def origin(name: str, row: Row, columns: Columns) -> Origin:
    """Where what a row says stands."""
    return Origin(name, Line(row.number), columns)
