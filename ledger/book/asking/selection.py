"""Selections: the claims that a list, a report, an export, a calendar or a feed is about.

Every filter means here what it means everywhere, and all are decided by the database.
"""

from __future__ import annotations

import difflib
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from ledger.book import lookup
from ledger.book.asking.orders import DUE, ORDERS, by_horizon
from ledger.errors import NotFound
from ledger.model import codec
from ledger.model.export_items import MOST_COUNTED, Page
from ledger.model.filters import FILTERS, chosen
from ledger.model.name_keys import name_key, tokens
from ledger.model.outcome import base_of
from ledger.store import assessments, journal_table, lookups, pages, records, taken_back
from ledger.store.records import spellings_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ledger.journal.entry import Entry
    from ledger.model.claim import Source
    from ledger.model.claim_arrays import Columns
    from ledger.model.claim_state import Assessment, Moment
    from ledger.model.filters import Filters
    from ledger.store.database import Connection
    from ledger.store.pages import Key
    from ledger.store.records import Spellings


class Selected(Protocol):
    """What figures are made of: claims as of a moment, from a ledger or what was written of one."""

    @property
    def moment(self) -> Moment:
        """As of when."""

    def columns(self, *, topics: bool = True) -> Columns:
        """The claims as `ledger.model.claim_arrays` has them; without ``topics`` on none."""

    def columns_withdrawn(self) -> Columns:
        """Those that were withdrawn, as they last were."""

    def rows_of(self, columns: Columns, places: Iterable[int]) -> list[Assessment]:
        """The claims at some places of columns of this selection, in that order."""

    def labels(self, name: str) -> dict[str, str | None]:
        """By the id of each claim ever made its ``organisation``, ``role`` and the like."""

    def root(self) -> bytes:
        """The root hash of the journal at the moment (RFC 9162), 32 bytes."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The claims that ``filters`` let through at ``moment``, read while ``connection`` is open.

    People read rows; figures are made of columns.  Both are of the same claims.  ``filters`` have
    each name in all its spellings.
    """

    connection: Connection
    moment: Moment
    filters: Filters

    def rows(self) -> list[Assessment]:
        """The claims by due day or scheduled end, those without either last."""
        found = assessments.assess(self.connection, self.moment, self.filters)
        return sorted(found, key=by_horizon)

    def in_order(self) -> Iterator[Assessment]:
        """The same claims in the same order, read as they are used, so that memory stays flat."""
        return assessments.assess_in_order(self.connection, self.moment, self.filters)

    def sheet(self, fields: Sequence[str]) -> Iterator[Mapping[str, Sequence[Any]]]:
        """The same in the same order as columns of a sheet, some rows at a time."""
        from ledger.store import sheet_query  # noqa: PLC0415 - only an export needs it

        return sheet_query.batches(self.connection, self.moment, self.filters, fields)

    def on(self, questions: Iterable[str]) -> list[Assessment]:
        """Those of `rows` that are on some questions."""
        found = assessments.assess_on(self.connection, self.moment, self.filters, questions)
        return sorted(found, key=by_horizon)

    def page(self, most: int | None, order: str = DUE) -> Page[Assessment]:
        """The first so many of `rows`, or all; in another ``order`` of `ORDERS`."""
        if order != DUE:
            return Page.of(sorted(self.rows(), key=ORDERS[order]), most)
        if most is None:
            return Page(self.rows())
        listing = pages.Listing(self.connection, self.moment, self.filters)
        keys = listing.by_horizon(most + MOST_COUNTED + 1)
        return page_of(self.connection, self.moment, keys, most)

    def columns(self, *, topics: bool = True) -> Columns:
        """The claims as `ledger.model.claim_arrays` has them; without ``topics`` on none."""
        from ledger.store import column_query  # noqa: PLC0415 - numpy is slow to load

        return column_query.columns(self.connection, self.moment, self.filters, topics=topics)

    def rows_of(self, columns: Columns, places: Iterable[int]) -> list[Assessment]:
        """The claims at some places of columns of this selection, in that order."""
        chosen_places = list(places)
        asked = {columns.names.question[columns.question[place]] for place in chosen_places}
        found = {claim.id: claim for claim in self.on(asked)}
        return [found[columns.ids[place]] for place in chosen_places]

    def names_of(self, speakers: Collection[str]) -> set[str]:
        """The names that claims of some speakers are made under, and those they count for."""
        entry = self.moment.entry
        keys = spellings_at(self.connection, entry).keys_of(speakers)
        return {*speakers, *lookups.names_of(self.connection, "speaker", keys, entry)}

    def labels(self, name: str) -> dict[str, str | None]:
        """By the id of each claim ever made its ``organisation``, ``role`` and the like.

        ``recorder`` is whoever logged it first.
        """
        from ledger.store import claim_labels  # noqa: PLC0415 - only a report by them needs it

        return claim_labels.labels(self.connection, self.moment.entry, name)

    def withdrawn(self) -> list[Assessment]:
        """The claims that were withdrawn, as they last were, by id; of every status."""
        found = taken_back.assess_withdrawn(self.connection, self.moment, self.filters)
        return sorted(found, key=lambda claim: claim.id)

    def columns_withdrawn(self) -> Columns:
        """The same as columns."""
        from ledger.store import column_query  # noqa: PLC0415 - as above

        return column_query.columns_withdrawn(self.connection, self.moment, self.filters)

    def ids_ever(self) -> Iterator[str]:
        """The ids of the claims, withdrawn ones among them; they are read as they are used."""
        return taken_back.ids_ever(self.connection, self.moment, self.filters)

    def root(self) -> bytes:
        """The root hash of the journal at the moment (RFC 9162), 32 bytes."""
        return journal_table.root(self.connection, self.moment.entry)


def select(connection: Connection, moment: Moment, filters: Filters) -> Selection:
    """The claims that ``filters`` let through at ``moment``.

    Raises:
        NotFound: nothing the ledger knew had one of the names; close ones are named.
    """
    return Selection(connection, moment, _resolved(connection, moment, filters))


def _resolved(connection: Connection, moment: Moment, filters: Filters) -> Filters:
    """The filters with each name as the ledger spells it, whatever its case.

    A name stands for every spelling that nobody can tell from it, and a speaker for every one that
    was joined with it.
    """
    found: dict[str, Any] = {}
    for name, wanted in chosen(filters).items():
        if FILTERS[name].known:
            found[name] = tuple(_spelled_there(connection, moment.entry, name, wanted))
            if name == "speaker":
                keys = spellings_at(connection, moment.entry).keys_of(found[name])
                found[name] = tuple(lookups.names_of(connection, name, keys, moment.entry))
    return replace(filters, **found)


def _spelled_there(
    connection: Connection, entry: int, name: str, wanted: Sequence[str]
) -> list[str]:
    """The names of a sort that are ``wanted``, in all their spellings, as of an entry.

    Raises:
        NotFound: one of them is none; close ones are named.
    """
    if name in lookups.NAMED:
        keys = {name_key(one) for one in wanted}
        same = lookups.names_of(connection, name, keys, entry)
        if {name_key(one) for one in same} == keys:
            return same
    known = lookups.names(connection, name, entry)
    return [each for one in wanted for each in spelled(name, one, known)]


def meant(
    name: str, wanted: Iterable[str], known: list[str], spellings: Spellings | None
) -> tuple[str, ...]:
    """All ``known`` names of a sort that the ``wanted`` ones mean; those of speakers are joined.

    Raises:
        NotFound: one of them is none.
    """
    found = tuple(each for one in wanted for each in spelled(name, one, known))
    if spellings is None:
        return found
    keys = spellings.keys_of(found)
    return tuple(sorted({one for one in known if name_key(one) in keys}))


def spelled(name: str, wanted: str, known: list[str]) -> list[str]:
    """Those of the ``known`` names of a sort that ``wanted`` is, in all their spellings.

    They are those that nobody can tell from it, or else those that differ in case.

    Raises:
        NotFound: it is none of them; close ones are named.
    """
    key = name_key(wanted)
    if same := [one for one in known if name_key(one) == key]:
        return same
    folded = key.casefold()
    if same := [one for one in known if name_key(one).casefold() == folded]:
        return same
    inside = [one for one in known if folded and folded in one.casefold()]
    close = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    raise NotFound(name, wanted, list(dict.fromkeys([*inside, *close]))[:3])


def search_claims(
    connection: Connection, moment: Moment, words: str, filters: Filters, most: int | None = None
) -> Page[Assessment]:
    """The claims that hold every one of ``words``, the newest first; none for no words.

    No more than ``most`` are looked for; how many are left out is counted where the words are rare.
    """
    selection = select(connection, moment, filters)
    wanted = sorted(tokens([words]), key=len, reverse=True)
    near = pages.near_words(connection, wanted)
    if not wanted or near == []:
        return Page()
    listing = pages.Listing(connection, moment, selection.filters)
    more: int | None = 0
    with closing(listing.holding(wanted, near)) as found:
        entries = list(found if most is None else islice(found, most))
        if next(found, None) is not None:
            more = sum(1 for _ in found) + 1 if near is not None else None
    claims = assessments.assess_entries(connection, moment, entries)
    return Page([claims[entry] for entry in entries], more)


def page_of(
    connection: Connection, moment: Moment, keys: Sequence[Key], most: int | None
) -> Page[Assessment]:
    """The claims that the first keys are of; of the others no more than some were looked for."""
    shown = Page.of(keys, most)
    claims = assessments.assess_entries(connection, moment, {one.entry for one in shown})
    return Page([claims[one.entry] for one in shown], shown.more)


def log(
    connection: Connection, moment: Moment, identifier: str | None, last: int | None
) -> Page[tuple[int, Entry]]:
    """The entries up to ``moment`` with their numbers; of one id, its outcomes among them.

    With ``last`` they are no more than so many, the newest; the page counts the others.

    Raises:
        NotFound: no entry is about the id.
    """
    if identifier is None:
        first = 1 if last is None else max(1, moment.entry - last + 1)
        return Page(journal_table.entries(connection, first, moment.entry), first - 1)
    near = lookups.entries_about(connection, identifier)
    known = journal_table.entries_by_number(
        connection, {one for one in near if one <= moment.entry}
    )
    found = [
        (number, entry)
        for number, entry in sorted(known.items())
        if identifier in {entry.id, base_of(entry.id)}
    ]
    if not found:
        close = lookup.close_ids(connection, lookup.KINDS, identifier)
        raise NotFound("entry about", identifier, close)
    return Page.of(found, last, last=True)


def evidence(connection: Connection, outcome: str) -> list[dict[str, Any]]:
    """The evidence of one outcome in force, as keys of the claim file.

    Raises:
        NotFound: there is no such outcome.
    """
    found = lookup.standing(connection, "outcome", outcome)
    return [dict(one) for one in found.body.get("evidence", ())]


def last_source(connection: Connection) -> Source | None:
    """The source that was used last, or None in an empty ledger."""
    found = lookups.last_source(connection)
    if found is None:
        return None
    return codec.source_of(found, records.latest(connection, "source", [found])[found].body)
