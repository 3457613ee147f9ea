"""The command as it is typed and offered to be copied, and what it has done that lasts.

Whoever writes a file, or adds to a ledger, notes it here once it is done.  Nothing is kept unless
somebody asked to `remember`: to a program that uses the ledger as a library it costs nothing.
"""

from __future__ import annotations

import os
import shlex
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator


VARIABLE: Final = "LEDGER_DB"
"""The environment variable that names the ledger a command takes where none is named."""

USUAL: Final = "ledger.db"
"""The ledger it takes where the variable names none either."""


def command(words: str, place: object, target: str = "") -> str:
    """The command ``words``, such as ``init``, for the ledger at ``place``, ready to be copied.

    The ledger is named wherever the command would take another one by itself.  ``target`` is what
    somebody called it, which may hold a password, and is never printed.
    """
    if (os.environ.get(VARIABLE) or USUAL) in {str(place), target}:
        return f"ledger {words}"
    return f"ledger --db {shlex.quote(str(place))} {words}"


_PLACES: Final[ContextVar[list[str] | None]] = ContextVar("deeds", default=None)


@contextmanager
def remembered() -> Iterator[list[str]]:
    """The files and databases written while the block runs, each once, in order."""
    places: list[str] = []
    before = _PLACES.set(places)
    try:
        yield places
    finally:
        _PLACES.reset(before)


def done(place: object) -> None:
    """Note that the file, or database, at ``place`` was written."""
    places = _PLACES.get()
    if places is not None and str(place) not in places:
        places.append(str(place))


def undone(place: object) -> None:
    """Note that what was written at ``place`` is there no more."""
    places = _PLACES.get()
    if places is not None and str(place) in places:
        places.remove(str(place))
