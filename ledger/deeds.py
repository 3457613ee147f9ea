"""What a command has done that lasts, so that one whose answer is lost can still say so.

Whoever writes a file, or adds to a ledger, notes it here once it is done.  Nothing is kept unless
somebody asked to `remember`: to a program that uses the ledger as a library it costs nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

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
