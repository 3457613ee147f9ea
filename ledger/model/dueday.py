"""A due day: the day by which a question is settled, and the claims that wait for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.model.assessment import Assessment


@dataclass(frozen=True, slots=True)
class DueDay:
    """A question with a horizon, and the selected claims on it, by id; there is one at least.

    ``revisions`` counts the entries so far about the question, its claims, their sources and its
    outcomes; ``changed_at`` is when the last of them was made.
    """

    claims: tuple[Assessment, ...]
    revisions: int
    changed_at: str

    @property
    def about(self) -> Assessment:
        """Any claim on the question: what they say of that is the same."""
        return self.claims[0]

    @property
    def day(self) -> str:
        """The latest day, YYYY-MM-DD."""
        return self.about.horizon or ""

    @property
    def is_deadline(self) -> bool:
        """Whether the question is due then, and not only meant to be known by then."""
        return self.about.due_latest is not None
