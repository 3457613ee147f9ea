"""Answers that take long, kept for as long as they are true: until something is written, or a day.

A key holds the moment, so that what is found under it is what would be worked out again.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.web.answers import Written

ROOM: Final = 16 * 1024 * 1024
"""So many bytes of answers are kept; what was not asked for longest goes first."""

LARGEST: Final = ROOM // 8
"""A longer answer is not kept."""


class Kept:
    """Answers by what was asked; safe to share between threads."""

    def __init__(self) -> None:
        self._found: OrderedDict[object, Written] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: object, make: Callable[[], Written]) -> Written:
        """The answer under a key, made where it is not kept."""
        with self._lock:
            if (found := self._found.get(key)) is not None:
                self._found.move_to_end(key)
                return found
        made = make()
        if isinstance(made.body, bytes) and len(made.body) <= LARGEST:
            with self._lock:
                if key not in self._found:
                    self._found[key] = made
                    self._size += len(made.body)
                while self._size > ROOM:
                    _, old = self._found.popitem(last=False)
                    self._size -= len(old.body) if isinstance(old.body, bytes) else 0
        return made
