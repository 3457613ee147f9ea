"""Records that files say more than once: what says nothing new is passed over, and counted.

Pages of a list overlap, and people put two files together.  A record that another file has too
says nothing new where both agree on all that both have a word on: of two such that stays which
says more.  Those that differ stay, and are told with both.

Lists of promises name the item or the page of a document behind its title.  So where what has one
address has titles that differ, the title that the ledger has, else the first, is that of the
source; each other one says where in it the claims stand that come with it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.errors import Problem
from ledger.model.codec import kind_of, to_body
from ledger.model.differences import differing, said_again
from ledger.model.name_keys import is_same
from ledger.model.new_ids import RULES, Former

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from ledger.book.importing.plan import Revisions
    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Claim

    Key = tuple[str, str]


def once(
    bundles: Sequence[Bundle], claims: Container[str] = ()
) -> tuple[list[Bundle], list[Problem]]:
    """The bundles without what says nothing new; and a warning for each file that has such.

    ``claims`` are the ids of those that the ledger has: what one file says twice stays where an
    earlier release entered it twice.
    """
    paths = {bundle.path for bundle in bundles}
    kept = _kept(bundles) if len(paths) > 1 else {}
    counts: dict[str, int] = defaultdict(int)
    found = []
    for bundle in bundles:
        left = _left(bundle, kept, claims)
        counts[bundle.path] += len(bundle.claims) - len(left.claims)
        found.append(left)
    return found, [said_again(path, count) for path, count in counts.items() if count]


def _left(bundle: Bundle, kept: Mapping[Key, Item[Any]], claims: Container[str]) -> Bundle:
    """The bundle without what says nothing new; a claim and its own question stay or go as one."""
    if not kept and not any(item.repeats for item in bundle.claims):
        return bundle
    several: tuple[Item[Any], ...] = (*bundle.questions, *bundle.claims)
    stay = {item.record.id for item in several if _stays(item, bundle.path, kept, claims)}
    return replace(
        bundle,
        questions=tuple(item for item in bundle.questions if item.record.id in stay),
        claims=tuple(item for item in bundle.claims if item.record.id in stay),
        outcomes=tuple(item for item in bundle.outcomes if _stays(item, bundle.path, kept, claims)),
    )


def _key(item: Item[Any]) -> Key:
    record, kind = item.record, kind_of(item.record)
    return kind, f"{record.question}#{record.verdict}" if kind == "outcome" else record.id


def _stays(
    item: Item[Any], path: str, kept: Mapping[Key, Item[Any]], claims: Container[str]
) -> bool:
    if item.repeats and item.repeats not in claims:
        return False
    other = kept.get(_key(item), item)
    return other is item or other.origin.path == path or not agree(other, item)


def _kept(bundles: Sequence[Bundle]) -> dict[Key, Item[Any]]:
    """Of the records that several files have, the one that says most, the first of those."""
    kept: dict[Key, Item[Any]] = {}
    for bundle in bundles:
        for item in (*bundle.questions, *bundle.claims, *bundle.outcomes):
            first = kept.setdefault(_key(item), item)
            if first.origin.path != item.origin.path and agree(first, item):
                kept[_key(item)] = item if _says_more(item, first) else first
    return kept


def agree(first: Item[Any], second: Item[Any]) -> bool:
    """Whether two items of one id say the same wherever both have a word."""
    one, other = to_body(first.record), to_body(second.record)
    return not differing(one, other, _common(first, second)) and first.reason == second.reason


def _common(first: Item[Any], second: Item[Any]) -> frozenset[str] | None:
    """The keys on which both have a word; None for all."""
    if first.said is None or second.said is None:
        return second.said if first.said is None else first.said
    return first.said & second.said


def _says_more(one: Item[Any], other: Item[Any]) -> bool:
    if one.said is None or other.said is None:
        return one.said is None and other.said is not None
    return one.said > other.said


UNPLACED = Former(RULES["places"], body={"place": None})
"""How release 0.1.0 read a claim whose review calls the document otherwise than the first does."""


def placed(
    bundles: Sequence[Bundle], known: Mapping[str, Revisions]
) -> tuple[list[Bundle], list[Problem]]:
    """The bundles, each source of which has one title; and a warning for each file that has more.

    ``known`` are the revisions that the ledger has, by kind and id.
    """
    several: dict[str, list[Bundle]] = defaultdict(list)
    for bundle in bundles:
        several[bundle.source.record.id].append(bundle)
    titles = {one: _title(each, known) for one, each in several.items()}
    found = [_placed(bundle, titles[bundle.source.record.id]) for bundle in bundles]
    counts: dict[str, int] = defaultdict(int)
    for before, after in zip(bundles, found, strict=True):
        counts[after.path] += sum(
            old is not new and new.record.place is not None
            for old, new in zip(before.claims, after.claims, strict=True)
        )
    warnings = [
        Problem(
            path,
            0,
            f"Claims of documents with several titles, whose own title is kept as their place: "
            f"{count:,}.",
            "warning",
            code="titles-as-places",
        )
        for path, count in counts.items()
        if count
    ]
    return found, warnings


def _title(bundles: Sequence[Bundle], known: Mapping[str, Revisions]) -> str | None:
    """The title that stands for a source; None where files have no other for it."""
    source = bundles[0].source.record
    claims = [item for bundle in bundles for item in bundle.claims]
    called = list(dict.fromkeys(item.called for item in claims if item.called is not None))
    states = known["source"].get(source.id, [])
    there = states[-1].body.get("title") if states and states[-1].replaced_by is None else None
    if there is None or any(is_same(there, one) for one in called):
        return (there or source.title) if len(called) > 1 else None
    # None of them is the ledger's.  Where all is new, or has its title for a place already, it is a
    # further part of the document, else the document was given another title.
    if called and all(_is_of_part(item, str(there), known) for item in claims):
        return str(there)
    return source.title if len(called) > 1 else None


def _is_of_part(item: Item[Claim], title: str, known: Mapping[str, Revisions]) -> bool:
    """Whether the ledger lacks a claim, or ever had its own title as its place."""
    states = known["claim"].get(item.record.id, ())
    place = _at_place(item, title, is_review=False).record.place
    return not states or any(state.body.get("place") == place for state in states)


def _placed(bundle: Bundle, title: str | None) -> Bundle:
    if title is None:
        return bundle
    is_review = bundle.extent == "excerpt"
    source = replace(bundle.source, record=replace(bundle.source.record, title=title))
    claims = tuple(_at_place(item, title, is_review=is_review) for item in bundle.claims)
    return replace(bundle, source=source, claims=claims)


def _at_place(item: Item[Claim], title: str, *, is_review: bool) -> Item[Claim]:
    """The claim with its own title as its place; with none where that is the source's."""
    if item.called is None:
        return item
    place = item.record.place
    if not is_same(item.called, title):
        place = f"{item.called}, {place}" if place else item.called
    changed: dict[str, Any] = {"record": replace(item.record, place=place)}
    if item.said is not None:
        changed["said"] = item.said | {"place"}
    if is_review and place is not None:
        changed["former"] = (*item.former, UNPLACED)
    return replace(item, **changed)
