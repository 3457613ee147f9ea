"""Filters: which claims a list, a search or a report is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

STATUSES: Final = ("open", "overdue", "settled", "not-checkable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a claim must be to be selected.

    Each tuple holds alternatives, and an empty one lets everything through; all filters hold at
    once.  ``due_before`` and ``due_after`` compare with the latest due day, ``due_basis`` with
    whose that is, and let nothing through that has none.
    """

    speaker: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    question: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    due_before: date | None = None
    due_after: date | None = None
    due_basis: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
