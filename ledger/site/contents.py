"""What a site is about: the claims, names and sources that have a page, and what each rests on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

import numpy as np

from ledger.book.asking.last_changes import key_of, last_changes_of
from ledger.model.claim_state import Moment
from ledger.model.filters import STATUSES
from ledger.site.addresses import Places, SiteAddresses
from ledger.site.remembered import Remembered, Unseen
from ledger.web.asked import Asked
from ledger.web.caller import Caller
from ledger.web.catalogue import Catalogue
from ledger.web.catalogues import Catalogues
from ledger.web.door import OpenDoor
from ledger.web.visitor import NOBODY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from ledger.book.asking.last_changes import LastChanges
    from ledger.book.asking.names import Named
    from ledger.book.ledger import Ledger
    from ledger.model.claim_arrays import Columns
    from ledger.model.claim_state import Assessment
    from ledger.model.site_settings import SiteSettings
    from ledger.web.addresses import Parameters

STATE: Final = "site"
"""What the catalogue of the one moment of a site is kept under."""


@dataclass(frozen=True)
class Contents:
    """All that the pages of a site are made from, as of one moment.

    ``until`` is the last entry before which nothing is held back.  ``named`` has, for each sort of
    name that has pages, the names with how many claims they have, those with the most first.
    ``withdrawn`` are the claims that were taken back, with their questions.
    """

    ledger: Ledger
    settings: SiteSettings
    moment: Moment
    root: bytes
    until: int
    catalogue: Catalogue
    changes: LastChanges
    named: dict[str, list[Named]]
    withdrawn: dict[str, str]
    places: Places
    remembered: Remembered
    _catalogues: Catalogues = field(default_factory=Catalogues)

    @property
    def as_of(self) -> str:
        """The moment as the ledger's methods take it."""
        return str(self.moment)

    def asked(  # noqa: PLR0913 - what a request may have
        self,
        here: str,
        path: str,
        name: str = "",
        *,
        given: Parameters = (),
        entry: int | None = None,
        root: str | None = None,
    ) -> Asked:
        """What asks for a page that will be the file ``here``.

        With an ``entry`` the page is as of that: the last one that bears on it.
        """
        moment = self.moment if entry is None else Moment(entry, self.moment.day)
        return Asked(
            ledger=cast("Ledger", self.remembered),
            catalogues=self._catalogues,
            moment=moment,
            to=SiteAddresses(
                places=self.places, here=here, root=root, public=self.settings.address
            ),
            path=path + (f"/{quote(name, safe='')}" if name else ""),
            names=(name,),
            form="html",
            forms=("html",),
            given=given,
            whole=(),
            parts=(),
            visitor=NOBODY,
            posted=None,
            door=OpenDoor(),
            caller=Caller("", (), is_secure=True),
            state=STATE if entry is None else f"{STATE} {entry}",
            site=self.settings,
        )

    def passed(self, places: NDArray[Any]) -> int:
        """Of how many of some claims the day is over."""
        return int(self._passed[places].sum())

    @property
    def _passed(self) -> NDArray[np.bool_]:
        return self.catalogue.columns.horizon < np.datetime64(self.moment.day, "D")

    def address_of(self, path: str) -> str | None:
        """Where in the world a file is, if anybody said where the site is."""
        return None if self.settings.address is None else f"{self.settings.address}{path}"


def contents_of(ledger: Ledger, settings: SiteSettings, as_of: str | None) -> Contents:
    """All of a ledger at a moment.

    Raises:
        BadDate: ``as_of`` is no moment, or none that has come yet.
    """
    moment = ledger.moment(as_of)
    known = str(moment)
    with ledger.select(None, known) as selection:
        columns = selection.columns()
        changes = last_changes_of(selection)
        gone = selection.withdrawn()
        root = selection.root()
    until = ledger.publishable(known)
    is_approved = columns.status != STATUSES.index("proposed")
    hidden = columns.take(~is_approved)
    waiting = _questions_of(hidden)
    columns = columns.take(is_approved) if waiting else columns
    catalogue = Catalogue(moment, columns)
    catalogues = Catalogues()
    catalogues.keep(STATE, catalogue)
    questions = _questions_of(columns)
    withdrawn = {one.id: one.question for one in gone if not one.proposed}
    unseen = _unseen(columns, hidden, gone)
    named = {
        "speakers": _left(ledger, "speaker", known, waiting),
        "publishers": _publishers(catalogue),
        "topics": _left(ledger, "topic", known, waiting),
        "sources": [
            one for one in _left(ledger, "source", known, waiting) if one.name not in unseen.sources
        ],
    }
    named["speakers"] = [one for one in named["speakers"] if not settings.hides(one.name)]
    return Contents(
        ledger=ledger,
        settings=settings,
        moment=moment,
        root=root if until == moment.entry else b"",
        until=until,
        catalogue=catalogue,
        changes=changes,
        named=named,
        withdrawn=withdrawn,
        remembered=Remembered(ledger, known, questions, unseen, until),
        places=replace(
            _places(catalogue, set(changes.texts) - {"", *unseen.questions}, named, withdrawn),
            proven={one for one in questions if changes.said[one] <= until},
        ),
        _catalogues=catalogues,
    )


def _unseen(shown: Columns, hidden: Columns, gone: Sequence[Assessment]) -> Unseen:
    """What is proposed, or was until it was withdrawn, and what nothing else is about.

    ``shown`` and ``hidden`` are the claims in force, ``gone`` those that were withdrawn.
    """
    told = [one for one in gone if not one.proposed]
    refused = [one for one in gone if one.proposed]
    asked, waiting = _questions_of(shown), _questions_of(hidden)
    return Unseen(
        frozenset({*waiting, *(one.id for one in refused)}),
        frozenset({*waiting.values(), *(one.question for one in refused)})
        - {*asked.values(), *(one.question for one in told)},
        frozenset({*_sources_of(hidden), *(one.source for one in refused)})
        - {*_sources_of(shown), *(one.source for one in told)},
    )


def _left(ledger: Ledger, what: str, as_of: str, waiting: Collection[str]) -> list[Named]:
    """The names of claims but for those that wait to be approved; a source may have none at all."""
    found = ledger.named(what, as_of)
    if not waiting:
        return found
    gone: Counter[str] = Counter()
    for one in waiting:
        claim = getattr(ledger.show(one, as_of), "claim", None)
        if claim is not None:
            of = {
                "speaker": [claim.speaker_group],
                "topic": list(claim.topics),
                "source": [claim.source],
            }
            gone.update(of[what])
    left = (replace(one, claims=one.claims - gone[one.name]) for one in found)
    return [one for one in left if one.claims > 0 or not gone[one.name]]


def _questions_of(columns: Columns) -> dict[str, str]:
    """The question of each claim."""
    asked = columns.names.question
    numbers = columns.question.tolist()
    return {str(one): asked[n] for one, n in zip(columns.ids, numbers, strict=True)}


def _sources_of(columns: Columns) -> set[str]:
    """The sources of claims."""
    return {columns.names.source[number] for number in set(columns.source.tolist())}


def _publishers(catalogue: Catalogue) -> list[Named]:
    from ledger.book.asking.names import Named  # noqa: PLC0415 - a type elsewhere

    columns = catalogue.columns
    names = columns.names.publisher
    counts = np.bincount(columns.publisher, minlength=len(names))
    found = [Named(name, int(n)) for name, n in zip(names, counts, strict=False) if n]
    return sorted(found, key=lambda one: (-one.claims, one.name))


def _places(
    catalogue: Catalogue,
    questions: set[str],
    named: dict[str, list[Named]],
    withdrawn: dict[str, str],
) -> Places:
    """Which pages there are; a name that is written in several ways has one."""
    names: dict[str, dict[str, str]] = {}
    for sort in ("speakers", "publishers", "topics"):
        names[sort] = {}
        for one in named[sort]:
            names[sort].setdefault(key_of(one.name), one.name)
    return Places(
        ids={
            "claims": {*map(str, catalogue.columns.ids), *withdrawn},
            "questions": questions,
            "sources": {one.name for one in named["sources"]},
        },
        names=names,
    )


def grouped(numbers: NDArray[Any], names: Sequence[Any]) -> dict[str, NDArray[np.intp]]:
    """For each name the places of the claims whose column has its number."""
    order = np.argsort(numbers, kind="stable")
    bounds = np.searchsorted(numbers[order], np.arange(len(names) + 1))
    return {
        name: order[bounds[n] : bounds[n + 1]]
        for n, name in enumerate(names)
        if bounds[n] < bounds[n + 1]
    }
