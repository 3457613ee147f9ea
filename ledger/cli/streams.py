"""Standard output and standard error where they are full, closed, or read by nobody any more.

Standard output is the answer: a command whose answer is lost has not done what it was asked.
Standard error goes beside it: where that cannot be written, nothing else changes, and the exit code
still tells how a command ended.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TextIO

    from _typeshed import ReadableBuffer

MODES: Final = (os.O_WRONLY, os.O_RDONLY, os.O_RDONLY)
"""How the null device stands in for a stream that is closed: so that using it fails as before."""


class OutputLost(Exception):  # noqa: N818 - as a refusal, it is no fault of the program
    """Standard output cannot be written; ``is_unread`` where whoever read it has stopped.

    It is no OSError, so that it is not taken for the trouble of some other file.
    """

    def __init__(self, trouble: OSError) -> None:
        why = "it is closed" if trouble.errno == errno.EBADF else trouble.strerror
        super().__init__(f"Standard output cannot be written: {why}.")
        self.is_unread = trouble.errno in {errno.EPIPE, errno.ESHUTDOWN}


class Answer(io.FileIO):
    """Standard output as a file that says when it is lost, once."""

    is_lost = False

    def write(self, data: ReadableBuffer, /) -> int:
        """Write some of the bytes, and answer how many.

        Raises:
            OutputLost: it cannot be done; what comes later is passed over.
        """
        if self.is_lost:
            return memoryview(data).nbytes
        try:
            return super().write(data)
        except OSError as trouble:
            self.is_lost = True
            raise OutputLost(trouble) from trouble


class Aside(io.FileIO):
    """Standard error as a file in which what cannot be written is lost."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Write some of the bytes, and answer how many."""
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def guard_streams() -> None:
    """Put the standard streams into this program's own order.

    What is printed is UTF-8 whatever the locale; at a terminal it is what that can show.
    """
    _take_closed_numbers()
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - to the end
    sys.stdout = _guarded(sys.stdout, Answer, 1)
    sys.stderr = _guarded(sys.stderr, Aside, 2)


def _take_closed_numbers() -> None:
    """Keep the numbers of streams that are closed from becoming those of other files."""
    for number, mode in enumerate(MODES):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # gets the lowest number there is, which is this one


def _guarded(stream: TextIO | None, kind: type[io.FileIO], number: int) -> TextIO:
    """The stream over a file of our ``kind``; another kind of stream is left as it is."""
    if stream is None:
        encoding = "utf-8"
    elif not isinstance(stream, io.TextIOWrapper):
        return stream
    else:
        encoding = stream.encoding if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="replace")
        below = stream.buffer  # the file itself where Python was told to buffer nothing
        if type(getattr(below, "raw", below)) is not io.FileIO:
            return stream  # the console of Windows
    file = kind(number, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(file), encoding, errors="replace", line_buffering=file.isatty()
    )
