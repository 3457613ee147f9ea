"""Whether what was proposed was approved by another: what `Ledger.approve` holds to, seen after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.model.codec import UNDOES
from ledger.model.kinds import Kind
from ledger.model.name_keys import is_same
from ledger.store.held_back import proposals_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.audit.undo_rule import Past
    from ledger.store.history import IdState

PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class _Standing:
    """A claim as it stood: the number of the entry that made it, and whether it was proposed."""

    first: int
    is_proposed: bool


def faults(past: Past, state: IdState) -> Iterator[tuple[int, str]]:
    """The entries at hand that approve, or propose, what they could not, each with why.

    ``state`` is what stood before them.  An entry that undoes another is held to what that one
    says.
    """
    claims = [(number, one) for number, one in past.at_hand if one.kind == Kind.CLAIM]
    known = {one for one, kind, _ in state.borne if kind == Kind.CLAIM}
    changed = known.intersection(one.id for _, one in claims)
    found = proposals_before(past.rows, past.first, changed)
    stood = {identifier: _Standing(*told) for identifier, told in found.items()}
    for number, entry in claims:
        before, is_proposed = stood.get(entry.id), bool(entry.body.get(PROPOSED))
        if before is not None and UNDOES not in entry.body:
            if is_proposed and not before.is_proposed:
                yield number, f"It proposes {entry.id}, which counts already."
            proposer = past.entry(before.first) if before.is_proposed and not is_proposed else None
            if proposer is not None and is_same(proposer.by, entry.by):
                yield number, f"It approves {entry.id}, which {entry.by} has proposed."
        stood[entry.id] = _Standing(before.first if before else number, is_proposed)
