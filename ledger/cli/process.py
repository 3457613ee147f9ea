"""The process: signals that ask it to end, and streams that are full, closed or unread.

The first signal stops the command where it is, as an exception does; another, a second later or
more, ends the program at once, which harms no ledger.  What comes sooner is the same wish: a key
held down, or a terminal that closes and says so twice.  Then the program ends by that very signal,
so that a shell knows, and stops the loop it may be in: its code there is 130 for Ctrl-C.

Standard output is the answer: a command whose answer is lost has not done what it was asked.
Standard error goes beside it: where that cannot be written, nothing else changes, and the exit code
still tells how a command ended.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import TextIO

    from _typeshed import ReadableBuffer


SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)

PATIENCE: Final = 1.0
"""For how many seconds after the first signal others count as the same."""

SOON: Final = 0.001
"""After how many seconds a stop comes again that came where nothing can be raised."""


class Stopped(KeyboardInterrupt):
    """The program was asked to end, by the signal ``number``.

    One that ``is_typed`` came from a person at the prompt, who can be asked something more.
    """

    def __init__(self, number: int, *, is_typed: bool = False) -> None:
        super().__init__()
        self.number = number
        self.is_typed = is_typed


class Halt(Exception):  # noqa: N818 - no fault of the program
    """Carries `Stopped` past whoever would print of an interruption, as click does: its cause."""


def listen() -> None:
    """Raise `Stopped` where a signal comes; what whoever started us wants ignored stays ignored."""
    sys.unraisablehook = _unraisable
    for one in SIGNALS:
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, _stop)


def deafen() -> None:
    """Let no signal disturb the end of a program that has done its work."""
    _hand_over(signal.SIG_IGN)
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)  # nor a stop that was to come again


def end_by(number: int) -> NoReturn:
    """End the program as the signal does that nobody listens for."""
    if sys.platform != "win32":
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    sys.exit(128 + number)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    first = time.monotonic()

    def again(number: int, _frame: FrameType | None) -> None:
        if time.monotonic() - first >= PATIENCE:
            end_by(number)

    _hand_over(again)
    silence = getattr(sys.modules.get("logging"), "disable", None)
    if silence is not None:
        silence()  # libraries tell their logs what interrupted them, traceback and all
    raise Stopped(number)


def _hand_over(handler: signal.Handlers | Callable[[int, FrameType | None], None]) -> None:
    for one in SIGNALS:
        if signal.getsignal(one) is _stop:
            signal.signal(one, handler)


def _unraisable(told: sys.UnraisableHookArgs) -> None:
    """Python calls this for an exception in a place that cannot raise it, such as a destructor."""
    is_late = isinstance(told.exc_value, OSError) and signal.getsignal(signal.SIGINT) is not _stop
    if isinstance(told.exc_value, Stopped):
        _stop_again(told.exc_value.number)
    elif not is_late:  # else a signal came as the handlers were taken away
        sys.__unraisablehook__(told)


def _stop_again(number: int) -> None:
    """Let a stop that a destructor has swallowed come again, so that what is unfinished is kept."""
    if sys.platform == "win32":
        end_by(number)

    def stop(_alarm: int, _frame: FrameType | None) -> NoReturn:
        raise Stopped(number)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SOON)


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
