"""What a recorder is still to judge: questions whose day is over, the newest due first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.filters import STATUSES, Filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.model.claim_state import Assessment
    from ledger.web.asked import Asked
    from ledger.web.catalogue import Catalogue

OPEN, OVERDUE, SETTLED = (STATUSES.index(one) for one in ("open", "overdue", "settled"))

AT_ONCE: Final = 2000
"""So many questions are looked at together, for whether they were judged."""

ENOUGH: Final = 1000
"""Behind so many that wait, no more are looked for."""

NEVER: Final = int(np.iinfo(np.int64).max)
"""Where what has no day is put."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Questions in order, each by the place of a claim on it in the ``catalogue``.

    ``listed`` are all that the filters let through, and ``ids`` their ids; those in ``waiting``
    are still to be judged; ``is_cut`` says that there may be more.
    """

    catalogue: Catalogue
    listed: NDArray[np.intp]
    ids: tuple[str, ...]
    waiting: frozenset[str]
    is_cut: bool = False

    def __len__(self) -> int:
        return len(self.waiting)

    def behind(self, question: str | None) -> tuple[str, int] | None:
        """The next that waits behind a question, or the first, and its number among all that wait.

        None where none is behind it.
        """
        start = self.ids.index(question) + 1 if question in self.ids else 0
        following = (one for one in self.ids[start:] if one in self.waiting)
        found = next(following, None)
        return None if found is None else (found, self.number(found))

    def number(self, question: str) -> int:
        """The number of a question among all that wait, from 1."""
        before = self.ids[: self.ids.index(question)] if question in self.ids else ()
        return 1 + sum(one in self.waiting for one in before)

    def claims(self, asked: Asked, most: int) -> list[Assessment]:
        """A claim on each of the first so many that wait, in order."""
        pairs = zip(self.ids, self.listed.tolist(), strict=True)
        places = [place for one, place in pairs if one in self.waiting]
        return self.catalogue.claims(asked.ledger, np.array(places[:most], dtype=np.intp))


def overdue(asked: Asked) -> Queue:
    """What is overdue, nobody has settled, and whoever asks has not judged."""
    return _queue(asked, Filters(), (-NEVER, _today(asked) - 1), blind=False)


def coming(asked: Asked, days: int) -> Queue:
    """The same of what falls due from today on, within so many days; the next due first."""
    today = _today(asked)
    return _queue(asked, Filters(), (today, today + days), blind=False)


def queue(asked: Asked, filters: Filters, *, blind: bool = False, whole: bool = False) -> Queue:
    """What whoever asks is still to judge among the claims that the filters let through.

    With the verdicts of others in view, that is what nobody has settled; ``blind`` it is all they
    have not judged themselves, and have not looked into.  ``whole`` has what is not due yet too.
    """
    return _queue(asked, filters, (-NEVER, NEVER if whole else _today(asked)), blind=blind)


def _today(asked: Asked) -> int:
    return int(np.datetime64(asked.moment.day, "D").astype(np.int64))


def _queue(asked: Asked, filters: Filters, days: tuple[int, int], *, blind: bool) -> Queue:
    """The questions that are due on these days: those whose day is over first, the newest first."""
    catalogue = asked.catalogues.of(asked.ledger, asked.moment, asked.state)
    columns, by = catalogue.columns, catalogue.by_horizon
    mask = catalogue.matching(asked.ledger, filters) & (days[0] <= by) & (by <= days[1])
    wanted = (OPEN, OVERDUE, SETTLED) if blind else (OPEN, OVERDUE)
    mask = mask & np.isin(columns.status, wanted)
    if not blind:  # what an import disputes is for an editor to decide
        mask = mask & ~columns.disputed
    places = np.flatnonzero(mask)
    due = by[places]
    is_over = due <= _today(asked)
    places = places[np.lexsort((catalogue.by_id[places], np.where(is_over, -due, due), ~is_over))]
    _, first = np.unique(columns.question[places], return_index=True)
    listed = places[np.sort(first)]
    ids = tuple(columns.names.question[one] for one in columns.question[listed].tolist())
    waiting: set[str] = set()
    looked = 0
    while looked < len(ids) and len(waiting) < ENOUGH:
        some = ids[looked : looked + AT_ONCE]
        judged = asked.ledger.judged(some, as_of=asked.as_of)
        waiting |= set(some) - (judged.given | judged.sighted if blind else judged.given)
        looked += len(some)
    is_cut = looked < len(ids)
    return Queue(catalogue, listed[:looked], ids[:looked], frozenset(waiting), is_cut)
