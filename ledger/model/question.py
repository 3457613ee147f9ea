"""A question: a proposition that time will settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.edtf import FuzzyDate

DUE_BASES: Final = ("stated", "context", "desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What would come about, by when, and how one will know.

    ``statement`` says what would come about, never what would not.  ``due`` is a deadline: only its
    latest day counts.  ``due_words`` are the words it was read from; ``due_basis`` says whose
    deadline it is: ``stated``, ``context`` (the text implies it) or ``desk`` (set by the keepers).

    ``resolve_by`` is no deadline, but the day by which it was meant to be known how it went, as set
    before that was known: nothing is late by it.  ``closes`` is when forecasting on it ends.
    """

    id: str
    statement: str
    due: FuzzyDate | None = None
    due_words: str | None = None
    due_basis: str | None = None
    resolve_by: FuzzyDate | None = None
    closes: FuzzyDate | None = None
    criteria: str | None = None
    condition: str | None = None
    topics: tuple[str, ...] = ()
    note: str | None = None
