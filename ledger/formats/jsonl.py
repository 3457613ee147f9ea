r"""JSON Lines: the whole journal, one entry a line, in order.

A line is the canonical bytes of an entry (`ledger.journal.entry`), which hold no line break, and
``\n``.  So the lines are what the hashes are made of, and nothing is lost:

    {"at":"2023-07-12T09:30:00Z","body":{...},"by":"desk","id":"floor","kind":"question"}

Nothing but that is read: no blank lines, no other spacing, no other order of keys.  The line break
behind the last entry may be missing.

Source: https://jsonlines.org/
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble, Problem, ProblemsFound
from ledger.journal.entry import from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from ledger.journal.entry import Entry

BEGINNING: Final = b'{"at":"'
"""What every line begins with."""

MAX_LINE: Final = 4 * 1024 * 1024
"""The most bytes of a line; so the memory that reading takes has a limit."""

SHOWN: Final = 200
"""How much of the beginning and the end of a long message is shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, counted from 1, without its line break."""

    path: str
    number: int
    data: bytes
    whole: bool
    """Whether a line break ends it."""

    def entry(self) -> Entry:
        """The entry that the line is.

        Raises:
            ProblemsFound: it is none.
        """
        try:
            return from_bytes(self.data)
        except ValueError as trouble:
            if not self.whole and self.data.startswith(BEGINNING[: len(self.data)]):
                raise self.refused("The last line is cut off.") from trouble
            raise self.refused(_told(trouble)) from trouble

    def refused(self, message: str) -> ProblemsFound:
        """The refusal of the file for what is wrong with this line, in a few hundred characters."""
        if len(message) > 2 * SHOWN:
            message = f"{message[:SHOWN]} ... {message[-SHOWN:]}"
        return ProblemsFound([Problem(self.path, self.number, message, code="bad-line")])


def _told(trouble: ValueError) -> str:
    """Why bytes are no entry, in a sentence."""
    why = trouble.__cause__
    if isinstance(why, UnicodeDecodeError):
        return f"This is not UTF-8 text, from its byte {why.start + 1} on."
    if isinstance(why, json.JSONDecodeError):
        return f"This is not JSON: {why.msg}, at its character {why.colno}."
    if isinstance(why, RecursionError):
        return "This is nested too deeply."
    return str(why or trouble)


def lines_of(file: BinaryIO, path: str) -> Iterator[Line]:
    """The lines of a file that people call ``path``, each read as it is used.

    Raises:
        ProblemsFound: a line is too long.
        FileTrouble: the file cannot be read.
    """
    number = 0
    while data := _read_line(file, path):
        number += 1
        whole = data.endswith(b"\n")
        line = Line(path, number, data.removesuffix(b"\n"), whole)
        if len(line.data) > MAX_LINE:
            raise line.refused(f"The line is longer than {MAX_LINE // 1024 // 1024} MB.")
        yield line


def _read_line(file: BinaryIO, path: str) -> bytes:
    try:
        return file.readline(MAX_LINE + 2)
    except (OSError, ValueError) as trouble:
        why = getattr(trouble, "strerror", None) or trouble
        raise FileTrouble(f"{path} cannot be read: {why}.") from trouble


def print_lines(entries: Iterable[bytes]) -> bytes:
    """Entries, given as their canonical bytes, as lines."""
    return b"".join([b"%b\n" % entry for entry in entries])
