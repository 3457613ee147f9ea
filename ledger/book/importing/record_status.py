"""What a file says of a record, held against every revision the ledger has of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.book import after_the_fact
from ledger.model.codec import to_body
from ledger.model.field_values import harmful_scheme
from ledger.model.name_keys import is_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.model.bundle import Item
    from ledger.model.new_ids import Former
    from ledger.model.outcome import Outcome
    from ledger.store.records import Revision

    Body: TypeAlias = Mapping[str, Any]
    from collections.abc import Mapping

    from ledger.model.new_ids import Rule


NAMES: Final = ("speaker", "publisher", "topics")
"""The keys under which a record has names."""


class Standing(Enum):
    """How a record of a file stands to the ledger."""

    NEW = "new"
    UNCHANGED = "unchanged"
    AMENDED = "amended"
    STALE = "stale"
    """The ledger said this once, and has been amended since."""
    WITHDRAWN = "withdrawn"


def compare(
    revisions: Sequence[Revision], body: Mapping[str, Any], keys: frozenset[str] | None = None
) -> Standing:
    """How ``body`` stands to a record's ``revisions``, oldest first.

    ``keys`` are those the file has a word on, where it leaves the others alone (`Item.said`).
    """
    if not revisions:
        return Standing.NEW
    if revisions[-1].replaced_by is not None:
        return Standing.WITHDRAWN
    said = [
        not after_the_fact.changed_keys(revision.body, adopted(revision.body, body, keys))
        for revision in revisions
    ]
    if said[-1]:
        gained = {"selector", "digest"} & (set(body) - set(revisions[-1].body))
        return Standing.AMENDED if gained else Standing.UNCHANGED
    return Standing.STALE if any(said) else Standing.AMENDED


def changed_since(revisions: Sequence[Revision], entry: int | None) -> frozenset[str]:
    """The keys of a record that the ledger has changed since it had come to an entry."""
    then = None if entry is None else after_the_fact.state(revisions, entry)
    if then is None:
        return frozenset()
    changed = after_the_fact.changed_keys(then.body, revisions[-1].body)
    return frozenset(changed) | (DUE if DUE.intersection(changed) else frozenset())


DUE: Final = frozenset({"due", "due_words", "due_basis"})
"""Keys that change together."""


def adopted(
    old: Mapping[str, Any], new: Mapping[str, Any], keys: frozenset[str] | None = None
) -> dict[str, Any]:
    """``new`` with what it leaves to ``old``.

    The same due words keep the date they were read as, so that correcting a source's ``published``
    never moves a due date; the same quote keeps its place in the text, and the text its digest.
    Whether it is proposed is for those who keep the ledger to say, not for a file.
    A name that nobody can tell from the old one is that.  Where ``keys`` are given, every other key
    is as it was.
    """
    seen = {key: old[key] for key in NAMES if key in new and _is_same_name(old.get(key), new[key])}
    new = {**new, **seen}
    if keys is not None:
        said = {key: new[key] for key in new if key in keys}
        said |= {key: old[key] for key in said if key in old and is_same(old[key], said[key])}
        new = {**_unsaid(old, new, keys), **said}
        if "evidence" in new and "evidence" in keys:
            new["evidence"] = _evidence(old.get("evidence", ()), new["evidence"])
    kept: list[str] = []
    if "proposed" in new or "proposed" in old:
        new = {key: value for key, value in new.items() if key != "proposed"}
        kept.append("proposed")
    if "due_words" in new and new["due_words"] == old.get("due_words"):
        kept.append("due")
    if "selector" not in new and new.get("quote") == old.get("quote"):
        kept.append("selector")
    if "digest" not in new:
        kept.append("digest")
    return {**new, **{key: old[key] for key in kept if key in old}}


def _is_same_name(one: object, other: object) -> bool:
    """Whether two names are the same to whoever reads them, or two lists of names."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    return is_same(one, other)


def _unsaid(old: Mapping[str, Any], new: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """What is left of ``old`` beside ``keys``; words are not left beside another due day."""
    left = {key: value for key, value in old.items() if key not in keys}
    if "due" in keys:
        if new.get("due") != old.get("due"):
            left.pop("due_words", None)
        if "due" in new:
            left.setdefault("due_basis", new.get("due_basis"))
        else:
            left.pop("due_basis", None)
    return left


def _is_told(evidence: Mapping[str, Any]) -> bool:
    """Whether a file can tell of a piece of evidence: by its address, unless that does harm."""
    return "url" in evidence and not harmful_scheme(evidence["url"])


def _evidence(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The evidence of ``new``, with what ``old`` knows of each url beyond what that says."""
    urls = [one.get("url") for one in new]
    if urls == [one["url"] for one in old if _is_told(one)]:
        told = iter(new)
        return [{**one, **next(told)} if _is_told(one) else one for one in old]
    known = {one["url"]: one for one in old if "url" in one}
    without = [one for one in old if not _is_told(one) and one not in new]
    return [*({**known.get(one.get("url"), {}), **one} for one in new), *without]


def by_question(known: Mapping[str, list[Revision]]) -> dict[str, dict[str, list[Revision]]]:
    """The revisions of outcomes by question, in the order of their numbers."""
    found: dict[str, dict[str, list[Revision]]] = defaultdict(dict)
    for one in sorted(known, key=number_of):
        found[one.rpartition("#")[0]][one] = known[one]
    return found


def number_of(outcome: str) -> int:
    """The number of an outcome among those of its question, by its id."""
    return int(outcome.rpartition("#")[2])


def read_once(item: Item[Outcome], former: Former) -> Body:
    """The body of an outcome as a past release read it."""
    return {**to_body(item.record), **former.body}


def is_told(there: Iterable[Sequence[Revision]], item: Item[Outcome]) -> bool:
    """Whether one of the ledger's outcomes says, or ever said, all that an item says of it.

    That is as the item is read now, or as it was read once.
    """
    told = [to_body(item.record), *(read_once(item, former) for former in item.former)]
    return any(has_said(states, body, item.said) for states in there for body in told)


def has_said(revisions: Sequence[Revision], body: Body, keys: frozenset[str] | None) -> bool:
    """Whether one of the revisions says all that ``body`` says under ``keys``."""
    return any(is_said_by(revision, body, keys) for revision in revisions)


def is_said_by(one: Revision, body: Body, keys: frozenset[str] | None) -> bool:
    """Whether the revision does."""
    return not after_the_fact.changed_keys(one.body, adopted(one.body, body, keys))


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """An item as it is to be held against the ledger, and the body of its record.

    ``rules`` are those by which the ledger has it, where the file is read otherwise now.
    """

    item: Item[Any]
    body: dict[str, Any]
    rules: tuple[Rule, ...] = ()


def as_read_before(revisions: Sequence[Revision], item: Item[Any], *, reread: bool) -> ReadAgain:
    """The item as a past release read it, where that is how the ledger has it.

    What the ledger has said so once, and has been amended since, is read so too: then it is stale.
    With ``reread`` what the ledger says so still is read as it is now.  Of what the first word
    lasts on (`Item.lasting`) the file has none where the ledger has one.
    """
    body = to_body(item.record)
    rules: list[Rule] = []
    told: set[str] = set()
    for former in item.former:
        then = former.body
        if not then or not revisions or _has(revisions[-1], {key: body.get(key) for key in then}):
            continue
        still = _has(revisions[-1], then)
        if not still and not any(_has(revision, then) for revision in revisions):
            continue
        told.update(then)
        if item.said is not None:
            item = replace(item, said=item.said | frozenset(then))
        if still:
            rules.append(former.rule)
        if not (still and reread):
            body = {key: value for key, value in {**body, **then}.items() if value is not None}
    if item.said is not None and item.lasting and revisions:
        lasting = item.lasting.intersection(revisions[-1].body) - told
        item = replace(item, said=item.said - lasting)
    return ReadAgain(item, body, tuple(rules))


def _has(revision: Revision, words: Mapping[str, Any]) -> bool:
    return all(revision.body.get(key) == value for key, value in words.items())
