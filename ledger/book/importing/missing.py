"""Claims that the ledger has and files do not, though they mean to have them.

A claim file means to have every claim of its source.  A sheet does not: another may have claims of
the same source, and a ledger does not know files.  What tells that a sheet had a claim before is
that it came in together with one the sheet still has: an import enters the claims of a sheet and
a source one behind the other, after their questions, so that what came otherwise stands apart.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ledger.model.filters import Filters
from ledger.store import assessments, journal_table, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.book.importing.entering import Import
    from ledger.model.bundle import Bundle, Extent
    from ledger.store.database import Connection
    from ledger.store.records import Revision


def missing(work: Import, bundles: Sequence[Bundle]) -> list[str]:
    """The ids of claims in force that the ``bundles`` lack, sorted."""
    lists = [one for one in bundles if one.extent == "list"]
    mentioned = {item.record.id for bundle in bundles for item in bundle.claims}
    lacking = _of_sources(work, bundles, "source") - mentioned
    others = _of_sources(work, lists, "list") - mentioned
    if others:
        connection, known = work.unit.connection, work.known["claim"]
        ours = {item.record.id for bundle in lists for item in bundle.claims} & known.keys()
        theirs = records.revisions(connection, "claim", others)
        first = [states[0] for states in theirs.values()] + [known[one][0] for one in ours]
        for together in _runs(connection, first):
            if together & ours:
                lacking |= together & others
    return sorted(lacking)


def _of_sources(work: Import, bundles: Iterable[Bundle], extent: Extent) -> set[str]:
    """The claims of the sources of which some bundles have so much."""
    sources = tuple(one.source.record.id for one in bundles if one.extent == extent)
    if not sources:
        return set()
    unit = work.unit
    found = assessments.assess(unit.connection, unit.moment, Filters(source=sources))
    return {one.id for one in found}


def _runs(connection: Connection, first: Iterable[Revision]) -> Iterator[set[str]]:
    """The ids of claims by where they came in: in one run of entries that are all of claims."""
    ordered = sorted(first, key=lambda one: one.number)
    run = {one.entry.id for one in ordered[:1]}
    for one, other in pairwise(ordered):
        if not _is_one_run(connection, one, other):
            yield run
            run = set()
        run.add(other.entry.id)
    yield run


def _is_one_run(connection: Connection, one: Revision, other: Revision) -> bool:
    if (one.entry.at, one.entry.by) != (other.entry.at, other.entry.by):
        return False
    between = journal_table.entries(connection, one.number + 1, other.number - 1)
    return all(entry.kind == "claim" for _, entry in between)
