"""Cells left blank: they change nothing, and are named where the ledger has a word on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.book import facts
from ledger.formats.claimfile.document import DEFAULTS
from ledger.model.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.book.importing.entering import Import
    from ledger.model.bundle import Bundle, Item
    from ledger.model.outcome import Outcome


def name_blanks(work: Import, bundles: Iterable[Bundle]) -> None:
    """Note what the ledger keeps though files leave it blank, by the id of the record."""
    for bundle in bundles:
        for item in (*bundle.named, *bundle.outcomes):
            if not item.blank:
                continue
            kind = kind_of(item.record)
            name = item.record.question if kind == "outcome" else item.record.id
            for key in sorted(item.blank):
                if _is_kept(work, item, kind, key):
                    work.result.blanked.setdefault(name, set()).add(key)


def _is_kept(work: Import, item: Item[Any], kind: str, key: str) -> bool:
    """Whether the ledger has something under a key, other than what goes without saying."""
    if kind == "claim" and key == "verdict":
        return _standing(work, item.record.question) is not None
    body = _body(work, item, kind)
    if kind == "claim" and key == "question":
        own = item.record.id  # and so begins the one that a denial makes
        return body.get(key, own) not in {own, f"{own}-question"}
    if key == "evidence":
        return any("url" in one for one in body.get(key, ()))
    return key in body and body[key] != DEFAULTS.get(key)


def _body(work: Import, item: Item[Any], kind: str) -> Mapping[str, Any]:
    """What the ledger last said of a record; of an outcome, if that verdict stands."""
    if kind == "outcome":
        stands = _standing(work, item.record.question)
        if stands is None or stands.verdict != item.record.verdict:
            return {}
        return work.outcomes[stands.question][stands.id][-1].body
    states = work.known[kind].get(item.record.id)
    return states[-1].body if states and states[-1].replaced_by is None else {}


def _standing(work: Import, question: str) -> Outcome | None:
    known = work.outcomes.get(question, {})
    return facts.standing_at(known.values(), work.unit.head.size)
