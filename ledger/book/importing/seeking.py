"""Records sought under the ids that past releases gave them, so that none is entered twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from ledger.book.importing.comparing import Standing, compare
from ledger.book.importing.rereading import as_read_before
from ledger.book.importing.shared_ids import SharedIds, ids_of
from ledger.model.body import to_body
from ledger.model.earlier import REFERRING
from ledger.model.naming import is_transliterated, made_of
from ledger.store import lookups, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.model.bundle import Bundle, Item
    from ledger.model.outcome import Outcome
    from ledger.store.database import Connection
    from ledger.store.records import Bearer

    Known: TypeAlias = Mapping[str, Sequence[Bearer]]


def sought(connection: Connection, bundles: Sequence[Bundle]) -> list[Bundle]:
    """The bundles, in which what the ledger has under a former id has that id again.

    Everything that refers to it goes with it.  Where the ledger has several of its ids, that one
    is meant whose record says the same, else the oldest.  What is new is also sought by what its id
    is made of, where the words in it were transliterated.
    """
    return _respelt(connection, _known_by_former_ids(connection, bundles))


def _known_by_former_ids(connection: Connection, bundles: Sequence[Bundle]) -> list[Bundle]:
    """The bundles with the ids that readers say records had, where the ledger has those."""
    several = list(_with_former_ids(bundles))
    if not several:
        return list(bundles)
    ids = {one for item in several for one in ids_of(item)}
    borne = records.bearers(connection, ids)
    shared = SharedIds(connection, bundles, _shared_ids(several) & borne.keys())
    taken = {item.record.id for one in bundles for item in one.named if not _has_former_id(item)}
    homes: dict[str, str] = {}
    for item in several:
        identifier = item.record.id
        if identifier in homes:
            continue
        free = [one for one in ids_of(item) if one not in taken and _is_borne(borne, one, item)]
        there = _own(free, item, shared)
        home = there[0] if len(there) == 1 else _likeliest(connection, item, there)
        homes[identifier] = home
        taken.add(home)
    moved = {one: home for one, home in homes.items() if one != home}
    sources = [frozenset(ids_of(one.source)) for one in bundles]
    found = [_renamed(bundle, moved) for bundle in bundles] if moved else list(bundles)
    return [
        _at_home(connection, bundle, ids) if len(ids) > 1 else bundle
        for bundle, ids in zip(found, sources, strict=True)
    ]


def _at_home(connection: Connection, bundle: Bundle, sources: frozenset[str]) -> Bundle:
    """The bundle with each claim in the source it has in the ledger, where that is one of these.

    What were several sources to an earlier release may be one by now.
    """
    known = records.latest(connection, "claim", {one.record.id for one in bundle.claims})
    homes = {one: str(found.body["source"]) for one, found in known.items()}
    claims = tuple(
        replace(item, record=replace(item.record, source=home))
        if (home := homes.get(item.record.id)) in sources
        else item
        for item in bundle.claims
    )
    return replace(bundle, claims=claims)


def _with_former_ids(bundles: Iterable[Bundle]) -> Iterator[Item[Any]]:
    """The items that had other ids; a claim comes before the question that shares its id."""
    for bundle in bundles:
        for item in (bundle.source, *bundle.claims, *bundle.questions):
            if _has_former_id(item):
                yield item


def _has_former_id(item: Item[Any]) -> bool:
    return any(one.id not in {None, item.record.id} for one in item.former)


def _is_borne(borne: Known, identifier: str, item: Item[Any]) -> bool:
    """Whether a record of the item's kind bears an id, or what may share one with it."""
    is_source = type(item.record).__name__ == "Source"
    return any((one.kind == "source") == is_source for one in borne.get(identifier, ()))


def _shared_ids(items: Iterable[Item[Any]]) -> set[str]:
    """The ids, old and new, of items of which some were others' too."""
    return {
        one for item in items if any(each.shared for each in item.former) for one in ids_of(item)
    }


def _own(there: Sequence[str], item: Item[Any], shared: SharedIds) -> Sequence[str]:
    """Those of the ids ``there`` under which the ledger may have the item, and no other's record.

    Where some were shared, that one whose record is the item, else those that were not shared.
    """
    others = {one.id for one in item.former if one.shared}
    if not others:
        return there
    same = next((one for one in there if shared.is_of(one, item)), None)
    return [one for one in there if one not in others] if same is None else [same]


def _likeliest(connection: Connection, item: Item[Any], there: Sequence[str]) -> str:
    """The id among several whose record says what the item says; its own where there is none."""
    if not there:
        return str(item.record.id)
    kind = type(item.record).__name__.lower()
    known = records.revisions(connection, kind, there)
    said = frozenset(to_body(item.record)) if item.said is None else item.said
    told = replace(item, said=said - REFERRING)
    for one in there:
        again = as_read_before(known.get(one, []), told, reread=False)
        standing = compare(known.get(one, []), again.body, again.item.said)
        if standing in {Standing.UNCHANGED, Standing.STALE}:
            return one
    return there[0]


def _respelt(connection: Connection, bundles: Sequence[Bundle]) -> list[Bundle]:
    """The bundles with ids as the ledger spells them, where other words stand in those."""
    spelt = set(_transliterated(bundles))
    if not spelt:
        return list(bundles)
    new = spelt - records.bearers(connection, spelt).keys()
    ends = {end: one for one in sorted(new) if (end := made_of(one)) is not None}
    known = lookups.made_ids(connection, ends) if ends else {}
    moved = {ends[end]: there[0] for end, there in known.items() if len(there) == 1}
    return [_renamed(bundle, moved) for bundle in bundles] if moved else list(bundles)


def _transliterated(bundles: Sequence[Bundle]) -> Iterator[str]:
    """The ids of records that hold transliterated words, their own or their question's."""
    asked: set[str] = set()
    for bundle in bundles:
        for item in bundle.questions:
            if is_transliterated(item.record.statement):
                asked.add(item.record.id)
    yield from asked
    for bundle in bundles:
        source = bundle.source.record
        if any(map(is_transliterated, (source.publisher, source.title, source.url))):
            yield source.id
        for claim in bundle.claims:
            one = claim.record
            if one.question in asked or one.id in asked or is_transliterated(one.speaker):
                yield one.id
                if one.question.startswith(one.id):
                    yield one.question


def _renamed(bundle: Bundle, homes: Mapping[str, str]) -> Bundle:
    return replace(
        bundle,
        source=with_ids(bundle.source, homes, "id"),
        questions=tuple(with_ids(one, homes, "id") for one in bundle.questions),
        claims=tuple(with_ids(one, homes, "id", "source", "question") for one in bundle.claims),
        outcomes=tuple(_about(with_ids(one, homes, "question"), homes) for one in bundle.outcomes),
    )


def with_ids(item: Item[Any], homes: Mapping[str, str], *keys: str) -> Item[Any]:
    """The item whose record has the ids under these keys that ``homes`` gives for those it has."""
    moved = {
        key: homes[getattr(item.record, key)] for key in keys if getattr(item.record, key) in homes
    }
    return replace(item, record=replace(item.record, **moved)) if moved else item


def _about(item: Item[Outcome], homes: Mapping[str, str]) -> Item[Outcome]:
    """The outcome, whose evidence names sources by the ids they have."""
    evidence = tuple(
        replace(one, source=homes.get(one.source or "", one.source)) for one in item.record.evidence
    )
    if evidence == item.record.evidence:
        return item
    return replace(item, record=replace(item.record, evidence=evidence))
