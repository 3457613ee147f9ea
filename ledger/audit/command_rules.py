"""The rules that a command holds to and a journal tells: who may undo, and who approve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.audit import approval_rule, undo_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.audit.undo_rule import Past
    from ledger.store.history import IdState


def faults(past: Past, state: IdState) -> Iterator[tuple[int, str]]:
    """The entries at hand that do what no command would, each with why.

    ``state`` is what stood before them.
    """
    yield from undo_rule.faults(past)
    yield from approval_rule.faults(past, state)
