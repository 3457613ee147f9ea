"""The lines of a sheet, of which no row may take up more memory than any row needs."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO


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


SEPARATORS: Final = (",", ";", "\t")

MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order marks, which leave no doubt, whatever is asked for."""

OLDER: Final = ("cp1252", "latin-1")
"""What a sheet is in that is no UTF-8: Latin-1 as Windows has it, else as ISO has it."""

MOST_NULS: Final = 8
"""Where more than one character of so many is NUL, the bytes are no text in that encoding."""

NO_TEXT: Final = (
    "This is not text: it holds the character NUL again and again. Save it as UTF-8, or say how it "
    "is encoded with --encoding, such as utf-16-le."
)

FIRST: Final = 1
"""The number of the header's row."""


class Unreadable(ValueError):  # noqa: N818 - it is told as a problem
    """Why a sheet, or its row ``number`` (0: all of it), cannot be taken apart."""

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(sentence)
        self.number = number


@dataclass(frozen=True, slots=True)
class Sheet:
    """The bytes of a sheet, and how they are read; ``guessed`` says that nothing tells how."""

    data: bytes
    encoding: str
    separator: str
    guessed: bool

    def __len__(self) -> int:
        """How many lines it has: at least as many as rows."""
        return self.data.count(b"\n") + 1

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not blank, each with its number as spreadsheets count.

        Raises:
            Unreadable: a row cannot be taken apart.
        """
        text = io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")
        lines = Lines(text)
        number = 0
        try:
            for number, cells in enumerate(self._reader(lines), FIRST):
                lines.renew()
                if any(map(str.strip, cells)):
                    yield number, cells
        except csv.Error as trouble:
            why = _explained(str(trouble), self.separator)
            message = f"This row cannot be read: {why}"
            raise Unreadable(number + 1, message) from trouble
        except UnicodeError as trouble:
            raise Unreadable(0, f"This is not text in {self.encoding}.") from trouble

    def _reader(self, lines: Lines) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self.separator, strict=True)


def open_sheet(data: bytes, encoding: str | None) -> Sheet:
    """The sheet that a file's bytes are.

    Raises:
        Unreadable: they are no text in the encoding asked for, or no table.
    """
    marked = next((MARKS[mark] for mark in MARKS if data.startswith(mark)), None)
    wanted = marked or encoding
    try:
        io.TextIOWrapper(io.BytesIO(), wanted)  # decoding no bytes asks for no encoding
        used, text = _decoded(data, [wanted] if wanted else ["utf-8", *OLDER])
    except LookupError as trouble:
        message = f"Unknown encoding {encoding!r}; try utf-8, latin-1 or another."
        raise Unreadable(0, message) from trouble
    if text.count("\0") * MOST_NULS > len(text):
        raise Unreadable(0, NO_TEXT)
    return Sheet(data, used, separator_of(text), guessed=wanted is None and used != "utf-8")


def separator_of(text: str) -> str:
    """What stands between the cells of the first line: the separator that is there most often."""
    first = text.lstrip("\r\n").partition("\n")[0]
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def written(separator: str, rows: Sequence[Sequence[str]]) -> str:
    """Rows as the text of a sheet, its lines ended as RFC 4180 ends them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def _decoded(data: bytes, encodings: Sequence[str]) -> tuple[str, str]:
    """The first of the encodings that the bytes are in, and the text they are in it."""
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except ValueError:
            continue
        return encoding, text
    raise Unreadable(0, f"This is not text in {encodings[-1]}.")


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
