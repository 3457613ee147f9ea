"""What a past release read otherwise: left as the ledger has it, unless it shall be read again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ledger.model.body import to_body

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.model.bundle import Item
    from ledger.model.earlier import Rule
    from ledger.store.records import Revision


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
        if not still and not any(_has(one, then) for one in revisions):
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
