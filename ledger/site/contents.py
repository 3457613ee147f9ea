"""What a site is about: the claims, names and sources that have a page, and what each rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote

import numpy as np

from ledger.book.asking.last_changes import key_of, last_changes_of, open_until
from ledger.model.claim_state import Moment
from ledger.site.addresses import Places, SiteAddresses
from ledger.site.remembered import Remembered
from ledger.web.asked import Asked
from ledger.web.caller import Caller
from ledger.web.catalogue import Catalogues
from ledger.web.door import OpenDoor
from ledger.web.visitor import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ledger.book.asking.last_changes import LastChanges
    from ledger.book.asking.names import Named
    from ledger.book.ledger import Ledger
    from ledger.model.site_settings import SiteSettings
    from ledger.web.addresses import Parameters
    from ledger.web.catalogue import Catalogue

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
    catalogues = Catalogues()
    catalogue = catalogues.of(ledger, moment, STATE)
    with ledger.select(None, known) as selection:
        changes = last_changes_of(selection)
        withdrawn = {one.id: one.question for one in selection.withdrawn()}
        until, root = open_until(selection, changes), selection.root()
    named = {
        "speakers": [one for one in ledger.named("speaker", known) if not settings.hides(one.name)],
        "publishers": _publishers(catalogue),
        "topics": ledger.named("topic", known),
        "sources": ledger.named("source", known),
    }
    return Contents(
        ledger=ledger,
        settings=settings,
        moment=moment,
        root=root,
        until=until,
        catalogue=catalogue,
        changes=changes,
        named=named,
        withdrawn=withdrawn,
        remembered=Remembered(ledger, known, _questions_of(catalogue)),
        places=_places(catalogue, changes, named, withdrawn, until),
        _catalogues=catalogues,
    )


def _questions_of(catalogue: Catalogue) -> dict[str, str]:
    """The question of each claim in force."""
    columns = catalogue.columns
    asked = columns.names.question
    numbers = columns.question.tolist()
    return {str(one): asked[n] for one, n in zip(columns.ids, numbers, strict=True)}


def _publishers(catalogue: Catalogue) -> list[Named]:
    from ledger.book.asking.names import Named  # noqa: PLC0415 - a type elsewhere

    columns = catalogue.columns
    names = columns.names.publisher
    counts = np.bincount(columns.publisher, minlength=len(names))
    found = [Named(name, int(n)) for name, n in zip(names, counts, strict=False) if n]
    return sorted(found, key=lambda one: (-one.claims, one.name))


def _places(
    catalogue: Catalogue,
    changes: LastChanges,
    named: dict[str, list[Named]],
    withdrawn: dict[str, str],
    until: int,
) -> Places:
    """Which pages there are.

    A name that is written in several ways has one page.  What came after ``until`` has no proof.
    """
    names: dict[str, dict[str, str]] = {}
    for sort in ("speakers", "publishers", "topics"):
        names[sort] = {}
        for one in named[sort]:
            names[sort].setdefault(key_of(one.name), one.name)
    claims = [str(one) for one in catalogue.columns.ids]
    return Places(
        ids={
            "claims": {*claims, *withdrawn},
            "questions": set(changes.texts) - {""},
            "sources": {one.name for one in named["sources"]},
        },
        names=names,
        proven={one for one in claims if changes.said[one] <= until},
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
