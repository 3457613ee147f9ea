"""Answers, kept for as long as they are true: until something is written, or the day ends.

A key holds the moment and the root hash, so that what is found under it is what would be worked out
again, even where another ledger was put in the place of the one that is served.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from ledger.errors import Damaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.book.ledger import Ledger
    from ledger.model.claim_state import Moment
    from ledger.web.answers import Written

ROOM: Final = 16 * 1024 * 1024
"""So many bytes of answers are kept; what was not asked for longest goes first."""

LARGEST: Final = ROOM // 8
"""A longer answer is not kept."""


GOOD_FOR: Final = 1.0
"""For how many seconds the root hash of a moment is not read again."""

MOMENTS: Final = 32
"""So many moments have theirs held."""


class Roots:
    """The root hashes of the last moments that were asked for; safe to share between threads."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._lock = Lock()

    def of(self, ledger: Ledger, moment: Moment) -> str:
        """That of a moment; nothing where the journal is damaged, as pages may be whole."""
        key, now = str(moment), time.monotonic()
        with self._lock:
            at, found = self._found.get(key, (-GOOD_FOR, ""))
        if now - at < GOOD_FOR:
            return found
        try:
            found = ledger.root(key).hex()
        except Damaged:
            found = ""
        with self._lock:
            self._found[key] = now, found
            self._found.move_to_end(key)
            if len(self._found) > MOMENTS:
                self._found.popitem(last=False)
        return found


class Kept:
    """Answers by what was asked; safe to share between threads."""

    def __init__(self) -> None:
        self._found: OrderedDict[object, Written] = OrderedDict()
        self._making: WeakValueDictionary[object, _Turn] = WeakValueDictionary()
        self._size = 0
        self._lock = Lock()

    def get(self, key: object, make: Callable[[], Written]) -> Written:
        """The answer under a key, made where it is not kept: by one thread, and others wait."""
        with self._lock:
            if (found := self._known(key)) is not None:
                return found
            turn = self._making.setdefault(key, _Turn())
        with turn.lock:
            with self._lock:
                if (found := self._known(key)) is not None:
                    return found
            made = make()
            if isinstance(made.body, bytes) and len(made.body) <= LARGEST:
                self._keep(key, made, len(made.body))
            return made

    def _known(self, key: object) -> Written | None:
        if (found := self._found.get(key)) is not None:
            self._found.move_to_end(key)
        return found

    def _keep(self, key: object, made: Written, size: int) -> None:
        with self._lock:
            self._found[key] = made
            self._size += size
            while self._size > ROOM:
                _, old = self._found.popitem(last=False)
                self._size -= len(old.body) if isinstance(old.body, bytes) else 0


class _Turn:
    """Whose turn it is to make one answer; it goes once nobody wants it any more."""

    def __init__(self) -> None:
        self.lock = Lock()
