"""The catalogues of the last moments, and what reports take besides, kept between requests."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar

from ledger.book.asking.affected import amended_after
from ledger.book.asking.corrections import corrections
from ledger.web.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.book.ledger import Ledger
    from ledger.model.claim_state import Moment
    from ledger.web.catalogue import Mask

KEPT: Final = 2
"""The columns of so many moments are held at once."""

_Held = TypeVar("_Held")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a report takes besides the claims of a moment: those withdrawn, and what was amended.

    ``amended`` says of each claim whether it, or its question, was changed after the fact.
    """

    withdrawn: Catalogue
    amended: Mask


class Catalogues:
    """The catalogues of the last few moments that were asked for; safe to share between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Catalogue] = OrderedDict()
        self._bases: OrderedDict[str, Basis] = OrderedDict()
        self._lock = Lock()

    def keep(self, key: str, catalogue: Catalogue) -> None:
        """Keep one that was made elsewhere."""
        with self._lock:
            self._kept[key] = catalogue

    def of(self, ledger: Ledger, moment: Moment, key: str) -> Catalogue:
        """That of a moment, kept under a key; it is read by one thread, and others wait for it."""

        def read() -> Catalogue:
            with ledger.select(None, str(moment)) as selection:
                return Catalogue(moment, selection.columns())

        return self._of(self._kept, key, read)

    def basis(self, ledger: Ledger, moment: Moment, key: str) -> Basis:
        """What goes with the catalogue of a moment, in the same way."""
        claims = self.of(ledger, moment, key)

        def read() -> Basis:
            with ledger.select(None, str(moment)) as selection:
                withdrawn = Catalogue(moment, selection.columns_withdrawn())
                changed = corrections(selection.connection, moment.entry)
            return Basis(withdrawn, claims.columns.is_of(*amended_after(changed)))

        return self._of(self._bases, key, read)

    def _of(self, kept: OrderedDict[str, _Held], key: str, read: Callable[[], _Held]) -> _Held:
        with self._lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
            kept[key] = found = read()
            if len(kept) > KEPT:
                kept.popitem(last=False)
            return found
