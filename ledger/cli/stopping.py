"""Ctrl-C, and other signals that ask the program to end: what it began is cleared away first.

The first signal stops the command where it is, as an exception does; another, a second later or
more, ends the program at once, which harms no ledger.  What comes sooner is the same wish: a key
held down, or a terminal that closes and says so twice.  Then the program ends by that very signal,
so that a shell knows, and stops the loop it may be in: its code there is 130 for Ctrl-C.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)

PATIENCE: Final = 1.0
"""For how many seconds after the first signal others count as the same."""


class Stopped(KeyboardInterrupt):
    """The program was asked to end, by the signal ``number``."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


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
        end_by(told.exc_value.number)
    elif not is_late:  # else a signal came as the handlers were taken away
        sys.__unraisablehook__(told)
