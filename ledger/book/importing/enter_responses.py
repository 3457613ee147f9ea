"""Responses of files held against those the ledger has; the others numbered and entered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.book import after_the_fact
from ledger.book.writing.respond import next_response
from ledger.model.codec import to_body
from ledger.model.outcome import response_of_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.book.importing.plan import Import
    from ledger.model.bundle import Item
    from ledger.model.outcome import Response
    from ledger.store.records import Revision

KIND = "response"


def enter_responses(work: Import, items: Iterable[Item[Response]]) -> None:
    """Enter the responses of a file; those to a claim that was withdrawn are left alone.

    One that the ledger has, or once had, is that.  Else one by the same person on the same day is
    the ledger's amended.  What a file no longer mentions stays.
    """
    several: dict[str, list[Item[Response]]] = defaultdict(list)
    for item in items:
        several[item.record.claim].append(item)
    for claim, own in several.items():
        if not work.is_withdrawn("claim", claim):
            _enter_those_to(work, claim, own)


def _enter_those_to(work: Import, claim: str, items: Sequence[Item[Response]]) -> None:
    free = {
        one: states
        for one, states in work.known[KIND].items()
        if (response_of_id(one) or ("",))[0] == claim
    }
    number = next_response(free)
    for is_same in (_says, _is_alike):
        left = []
        for item in items:
            same = next((one for one, states in free.items() if is_same(states, item)), None)
            if same is None:
                left.append(item)
                continue
            del free[same]
            n = (response_of_id(same) or ("", 0))[1]
            work.enter(replace(item, record=replace(item.record, n=n)), KIND)
        items = left
    for item in items:
        work.enter(replace(item, record=replace(item.record, n=number)), KIND)
        number += 1


def _says(states: Sequence[Revision], item: Item[Response]) -> bool:
    """Whether the ledger says, or once said, what an item says."""
    said = to_body(item.record)
    return any(not after_the_fact.changed_keys(one.body, said) for one in states)


def _is_alike(states: Sequence[Revision], item: Item[Response]) -> bool:
    """Whether a response in force is by the same person on the same day."""
    said: Mapping[str, object] = to_body(item.record)
    last = states[-1]
    return last.replaced_by is None and all(last.body[key] == said[key] for key in ("by", "date"))
