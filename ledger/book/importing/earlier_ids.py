"""Records sought under the ids that past releases gave them, so that none is entered twice.

Several checks of one claim had one id.  Who said what, and so the question, is the same for all of
them; where each appeared and what it found is not.  So a check is the one that the ledger has where
both are as they are there, or were.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from ledger.book.importing.record_status import (
    Standing,
    as_read_before,
    by_question,
    compare,
    is_told,
)
from ledger.model import new_ids
from ledger.model.codec import kind_of, to_body
from ledger.model.kinds import Kind
from ledger.model.new_ids import REFERRING, is_transliterated, made_of
from ledger.store import alike_ids, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.model.bundle import Bundle, Item
    from ledger.model.outcome import Outcome
    from ledger.store.database import Connection
    from ledger.store.records import Bearer

    Known: TypeAlias = Mapping[str, Sequence[Bearer]]
    from collections.abc import Mapping, Sequence

    from ledger.book.importing.plan import Revisions
    from ledger.model.claim import Claim


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
    ids = {identifier for item in several for identifier in ids_of(item)}
    borne = records.bearers(connection, ids)
    shared = SharedIds(connection, bundles, _shared_ids(several) & borne.keys())
    taken = {
        item.record.id for bundle in bundles for item in bundle.named if not _has_former_id(item)
    }
    homes: dict[str, str] = {}
    for item in several:
        identifier = item.record.id
        if identifier in homes:
            continue
        free = [
            identifier
            for identifier in ids_of(item)
            if identifier not in taken and _is_borne(borne, identifier, item)
        ]
        there = _own(free, item, shared)
        home = there[0] if len(there) == 1 else _likeliest(connection, item, there)
        homes[identifier] = home
        taken.add(home)
    moved = {one: home for one, home in homes.items() if one != home}
    sources = [frozenset(ids_of(bundle.source)) for bundle in bundles]
    found = [_renamed(bundle, moved) for bundle in bundles] if moved else list(bundles)
    return [
        _at_home(connection, bundle, ids) if len(ids) > 1 else bundle
        for bundle, ids in zip(found, sources, strict=True)
    ]


def _at_home(connection: Connection, bundle: Bundle, sources: frozenset[str]) -> Bundle:
    """The bundle with each claim in the source it has in the ledger, where that is one of these.

    What were several sources to an earlier release may be one by now.
    """
    known = records.latest(connection, "claim", {claim.record.id for claim in bundle.claims})
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
    return any(former.id not in {None, item.record.id} for former in item.former)


def _is_borne(borne: Known, identifier: str, item: Item[Any]) -> bool:
    """Whether a record of the item's kind bears an id, or what may share one with it."""
    is_source = kind_of(item.record) == Kind.SOURCE
    return any((bearer.kind == Kind.SOURCE) == is_source for bearer in borne.get(identifier, ()))


def _shared_ids(items: Iterable[Item[Any]]) -> set[str]:
    """The ids, old and new, of items of which some were others' too."""
    return {
        identifier
        for item in items
        if any(each.shared for each in item.former)
        for identifier in ids_of(item)
    }


def _own(there: Sequence[str], item: Item[Any], shared: SharedIds) -> Sequence[str]:
    """Those of the ids ``there`` under which the ledger may have the item, and no other's record.

    Where some were shared, that one whose record is the item, else those that were not shared.
    """
    others = {former.id for former in item.former if former.shared}
    if not others:
        return there
    same = next((one for one in there if shared.is_of(one, item)), None)
    return [one for one in there if one not in others] if same is None else [same]


def _likeliest(connection: Connection, item: Item[Any], there: Sequence[str]) -> str:
    """The id among several whose record says what the item says; its own where there is none."""
    if not there:
        return str(item.record.id)
    kind = kind_of(item.record)
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
    known = alike_ids.made_ids(connection, ends) if ends else {}
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
        questions=tuple(with_ids(question, homes, "id") for question in bundle.questions),
        claims=tuple(with_ids(claim, homes, "id", "source", "question") for claim in bundle.claims),
        outcomes=tuple(
            _about(with_ids(outcome, homes, "question"), homes) for outcome in bundle.outcomes
        ),
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
        replace(evidence, source=homes.get(evidence.source or "", evidence.source))
        for evidence in item.record.evidence
    )
    if evidence == item.record.evidence:
        return item
    return replace(item, record=replace(item.record, evidence=evidence))


class SharedIds:
    """What the ledger has of claims whose ids may be another's, and what bundles say of theirs."""

    def __init__(
        self, connection: Connection, bundles: Sequence[Bundle], ids: Iterable[str]
    ) -> None:
        self._claims = records.revisions(connection, "claim", ids)
        asked = {
            str(revision.body["question"]) for each in self._claims.values() for revision in each
        }
        known = records.revisions(connection, "outcome", asked) if asked else {}
        self._outcomes: Mapping[str, Revisions] = by_question(known)
        self._told: dict[str, list[Item[Outcome]]] = defaultdict(list)
        self._sources: dict[str, frozenset[str]] = {}
        for bundle in bundles:
            sources = frozenset(map(_texts_of, ids_of(bundle.source)))
            self._sources |= {item.record.id: sources for item in bundle.claims}
            for outcome in bundle.outcomes:
                self._told[outcome.record.question].append(outcome)

    def is_of(self, identifier: str, item: Item[Claim]) -> bool:
        """Whether the ledger's claim of an id is the item: from the same source, found the same."""
        states = self._claims.get(identifier, [])
        sources = self._sources.get(item.record.id, frozenset())
        if not any(_texts_of(str(state.body["source"])) in sources for state in states):
            return False
        asked = {str(state.body["question"]) for state in states}
        there = [each for one in asked for each in self._outcomes.get(one, {}).values()]
        told = self._told.get(item.record.question, [])
        return any(is_told(there, item) for item in told) if told else not there


def ids_of(item: Item[Any]) -> list[str]:
    """The ids a record had, the oldest first, and the one it has."""
    return list(
        dict.fromkeys([*(former.id for former in item.former if former.id), item.record.id])
    )


def _texts_of(identifier: str) -> str:
    return new_ids.made_of(identifier) or identifier
