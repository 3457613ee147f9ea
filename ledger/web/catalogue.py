"""All claims as of a moment, as columns held in memory: lists, their order, and what is in them.

A list of a large ledger is asked for again and again, in other orders and with other filters.  So
the columns of the last moments are kept (`ledger.web.catalogues`), and a page of a list takes a few
masks of them; only the claims that it shows are read from the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.claim import KINDS
from ledger.model.claim_arrays import VERDICTS
from ledger.model.filters import STATUSES, chosen
from ledger.model.texts import places_among

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from ledger.book.ledger import Ledger
    from ledger.model.claim_arrays import Columns
    from ledger.model.claim_state import Assessment, Moment
    from ledger.model.filters import Filters

    Rows = NDArray[np.intp]
    Mask = NDArray[np.bool_]

NAMED: Final = ("speaker", "publisher", "source", "question")
"""Filters by a name that a column has the number of."""

WORDS: Final[dict[str, Sequence[str]]] = {
    "kind": KINDS,
    "status": STATUSES,
    "verdict": tuple(map(str, VERDICTS)),
}
"""Filters by one of some words, in the order of their numbers."""

FAR: Final = np.iinfo(np.int64).max
"""Where what has no day is put: behind every day."""


@dataclass(frozen=True, slots=True)
class Facet:
    """Values of one sort among the claims of a list, each with how many of these it has.

    ``name`` is the parameter that lets only one of them through; ``more`` counts the values that
    are left out.
    """

    name: str
    title: str
    values: tuple[tuple[str, int], ...]
    more: int


@dataclass(frozen=True)
class Catalogue:
    """The claims of a ledger as of one moment."""

    moment: Moment
    columns: Columns
    _orders: dict[str, Rows] = field(default_factory=dict)

    def matching(self, ledger: Ledger, filters: Filters) -> Mask:
        """Which claims the filters let through.

        Raises:
            NotFound: a filter names what nothing in the ledger has.
        """
        mask = self.own(filters)
        return self._asked(ledger, filters) if mask is None else mask

    def own(self, filters: Filters, *, all_known: bool = False) -> Mask | None:
        """Which claims the filters let through; None where the columns do not tell.

        They do not of a name that no claim bears, which may be another spelling of one; unless
        ``all_known`` says that there is none.
        """
        mask = np.ones(len(self.columns), dtype=bool)
        for name, value in chosen(filters).items():
            own = self._own(name, value, all_known=all_known)
            if own is None:
                return None
            mask &= own
        return mask

    def _own(self, name: str, value: Any, *, all_known: bool) -> Mask | None:  # noqa: ANN401 - a filter's
        columns = self.columns
        if name in {"due_before", "due_after"}:
            day = np.datetime64(value, "D")
            return columns.due_latest < day if name == "due_before" else columns.due_latest > day
        if name not in {*WORDS, *NAMED, "topic"}:
            return None
        numbers = self._numbers_of(name, value)
        known = list(numbers)
        if len(known) < len(set(value)) and not all_known:
            return None
        if name == "topic":
            return self._on_topics(known)
        return np.isin(getattr(columns, name), list(numbers.values()))

    def _on_topics(self, wanted: Sequence[str]) -> Mask:
        lists = self.columns.names.topics
        held = [place for place, several in enumerate(lists) if not set(wanted).isdisjoint(several)]
        return np.isin(self.columns.topics, held)

    def _asked(self, ledger: Ledger, filters: Filters) -> Mask:
        with ledger.select(filters, str(self.moment)) as selection:
            entries = selection.columns(topics=False).entry
        return np.isin(self.columns.entry, entries)

    def among(self, entries: Iterable[int]) -> Mask:
        """Which claims were made by some entries."""
        return np.isin(self.columns.entry, list(entries))

    def _numbers_of(self, name: str, wanted: Collection[str]) -> dict[str, int]:
        """The numbers that the column of a filter has for those of some texts that it knows."""
        listed = self._topics_listed[0] if name == "topic" else WORDS.get(name)
        if listed is None:
            listed = getattr(self.columns.names, name)
        return places_among(listed, wanted)

    def order(self, name: str) -> Rows:
        """The places of all claims in one of the `ledger.book.asking.orders.ORDERS`."""
        if name not in self._orders:
            self._orders[name] = np.lexsort(list(reversed(ORDERED[name](self))))
        return self._orders[name]

    def listed(self, mask: Mask, order: str, after: str | None, most: int) -> tuple[Rows, int]:
        """The places of the next so many claims behind the one with the id ``after``.

        With them comes how many claims of the list are behind these.  Nothing comes behind a claim
        that is not there.
        """
        places = self.order(order)
        if after is not None:
            place = self.columns.ids.places_of([after]).get(after, -1)
            (found,) = np.nonzero(places == place)
            places = places[found[0] + 1 :] if found.size else places[:0]
        chosen_places = places[mask[places]]
        return chosen_places[:most], max(0, chosen_places.size - most)

    def claims(self, ledger: Ledger, places: Rows) -> list[Assessment]:
        """The claims at some places, in that order."""
        with ledger.select(None, str(self.moment)) as selection:
            return selection.rows_of(self.columns, places.tolist())

    @cached_property
    def by_id(self) -> NDArray[np.int64]:
        """For each claim its place in the order of ids."""
        return _ranked(self.columns.ids.order())

    @cached_property
    def by_horizon(self) -> NDArray[np.int64]:
        """For each claim the day by which lists have it."""
        return _days(self.columns.horizon, missing=FAR)

    def facets(self, mask: Mask, most: int) -> list[Facet]:
        """What there is among some claims: of each sort the ``most`` that are there most often."""
        columns = self.columns
        names = columns.names
        verdicts = columns.verdict[mask]
        due = columns.due_latest[mask]
        years, of_year = np.unique(due[~np.isnat(due)].astype("M8[Y]"), return_counts=True)
        found = [
            ("speaker", "Speaker", _counts(columns.speaker[mask], names.speaker)),
            ("publisher", "Publisher", _counts(columns.publisher[mask], names.publisher)),
            ("topic", "Topic", self._topics(mask)),
            ("kind", "Kind", _counts(columns.kind[mask], KINDS)),
            ("status", "Status", _counts(columns.status[mask], STATUSES)),
            ("verdict", "Verdict", _counts(verdicts[verdicts >= 0], list(map(str, VERDICTS)))),
            (
                "year",
                "Due in",
                list(zip(np.datetime_as_string(years).tolist(), of_year.tolist(), strict=True)),
            ),
        ]
        return [_facet(name, title, counts, most) for name, title, counts in found if counts]

    def _topics(self, mask: Mask) -> list[tuple[str, int]]:
        """How many claims are on each topic; one on several counts for each."""
        lists = self.columns.names.topics
        of_list = np.bincount(self.columns.topics[mask], minlength=len(lists))
        names, numbers, places = self._topics_listed
        counts = np.bincount(numbers, weights=of_list[places], minlength=len(names))
        return [(names[one], int(counts[one])) for one in np.flatnonzero(counts).tolist()]

    @cached_property
    def _topics_listed(self) -> tuple[list[str], Rows, Rows]:
        """The topics; for each time that one stands in a list, its number and that of the list."""
        lists = self.columns.names.topics
        numbers = {one: n for n, one in enumerate(dict.fromkeys(chain(*lists)))}
        flat = np.array([numbers[one] for one in chain(*lists)], dtype=np.intp)
        return list(numbers), flat, np.repeat(np.arange(len(lists)), [*map(len, lists)])


def _facet(name: str, title: str, counts: list[tuple[str, int]], most: int) -> Facet:
    ordered = sorted(counts, key=lambda one: (-one[1], one[0]))
    return Facet(name, title, tuple(ordered[:most]), max(0, len(ordered) - most))


def _counts(numbers: NDArray[Any], names: Sequence[Any]) -> list[tuple[Any, int]]:
    counts = np.bincount(numbers, minlength=len(names)) if numbers.size else np.zeros(0, int)
    return [(names[place], int(counts[place])) for place in np.flatnonzero(counts).tolist()]


def _ranked(order: Rows) -> NDArray[np.int64]:
    ranks = np.empty(order.size, dtype=np.int64)
    ranks[order] = np.arange(order.size)
    return ranks


def _days(days: NDArray[np.datetime64], *, missing: int) -> NDArray[np.int64]:
    return np.where(np.isnat(days), missing, days.astype(np.int64))


def _folded(names: Sequence[str], numbers: NDArray[Any]) -> NDArray[np.int64]:
    """For each claim the place of its name among all, whatever their case."""
    places = {name: n for n, name in enumerate(sorted({name.casefold() for name in names}))}
    ranks = np.array([places[name.casefold()] for name in names], dtype=np.int64)
    return ranks[numbers] if ranks.size else np.zeros(0, dtype=np.int64)


ORDERED: Final[dict[str, Callable[[Catalogue], list[NDArray[Any]]]]] = {
    "due": lambda one: [one.by_horizon, one.by_id],
    "made": lambda one: [-_days(one.columns.made_latest, missing=-FAR), one.by_id],
    "recorded": lambda one: [-one.columns.entry],
    "speaker": lambda one: [
        _folded(one.columns.names.speaker, one.columns.speaker), one.by_horizon, one.by_id,
    ],
    "publisher": lambda one: [
        _folded(one.columns.names.publisher, one.columns.publisher), one.by_horizon, one.by_id,
    ],
    "probability": lambda one: [
        np.nan_to_num(-one.columns.probability, nan=2.0), one.by_horizon, one.by_id,
    ],
    "id": lambda one: [one.by_id],
}  # fmt: skip
"""What lists are put in order by, as `ledger.book.asking.orders.ORDERS` has it."""
