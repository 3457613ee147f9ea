"""A form that is sent twice, as by a double click or a reload, is done once."""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

from ledger.desk import results
from ledger.errors import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.desk.store import Desk
    from ledger.web.answers import Written
    from ledger.web.posted import Posted

log: Final = logging.getLogger("ledger.web")

REMEMBERED: Final = 1000
"""So many results are held in memory; the desk has them all."""

LOCKS: Final = 64


class Once:
    """Does what a form asks for, unless it was done: the same form, by the same person."""

    def __init__(self, desk: Desk | None) -> None:
        self._desk = desk
        self._found: OrderedDict[bytes, str] = OrderedDict()
        self._locks = tuple(Lock() for _ in range(LOCKS))

    def do(
        self, name: str | None, path: str, posted: Posted, make: Callable[[], Written]
    ) -> Written:
        """What came of a form, made where it was not done before.

        One whose key comes again with another text, as after going back in the browser, is
        another form.

        Raises:
            BadValue: the form has no key.
        """
        key = _digest(name, path, posted)
        with self._locks[key[0] % LOCKS]:
            if (elsewhere := self._result(key)) is not None:
                return _redirected(elsewhere)
            made = make()
            if made.elsewhere is not None:
                self._keep(key, made.elsewhere)
            return made

    def _result(self, key: bytes) -> str | None:
        if key in self._found:
            return self._found[key]
        return results.find(self._desk, key) if self._desk is not None else None

    def _keep(self, key: bytes, elsewhere: str) -> None:
        self._found[key] = elsewhere
        while len(self._found) > REMEMBERED:
            self._found.popitem(last=False)
        if self._desk is not None:
            try:
                results.keep(self._desk, key, elsewhere)
            except StoreTrouble as trouble:  # it was done all the same
                log.warning("%r", str(trouble))


def _digest(name: str | None, path: str, posted: Posted) -> bytes:
    parts: list[bytes] = [(name or "").encode(), path.encode(), posted.key.encode()]
    for field, text in posted.fields:
        parts += [field.encode(), text.encode()]
    for field, (file, body) in posted.files.items():
        parts += [field.encode(), file.encode(), body]
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.digest()


def _redirected(elsewhere: str) -> Written:
    from ledger.web.answers import TYPES, Written  # noqa: PLC0415 - see ledger.web.routes

    return Written(b"", TYPES["html"], 303, elsewhere)
