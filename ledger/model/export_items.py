"""What lists and exports show: a page of things, a claim with its source and outcomes, news."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from ledger.model.claim import Source
    from ledger.model.claim_state import Assessment
    from ledger.model.outcome import Outcome, Response


Thing = TypeVar("Thing")

MOST_COUNTED: Final = 1000
"""Of what is left out of a page so many are counted; of more it is said that there are more."""


class Page(list[Thing]):
    """The first of some things; ``more`` says how many were left out, None where nobody counted."""

    def __init__(self, items: Iterable[Thing] = (), more: int | None = 0) -> None:
        super().__init__(items)
        self.more = more

    @classmethod
    def of(cls, items: Sequence[Thing], most: int | None, *, last: bool = False) -> Page[Thing]:
        """The first of all there are, or the last; all of them where no limit is given."""
        if most is None or len(items) <= most:
            return cls(items)
        return cls(items[len(items) - most :] if last else items[:most], len(items) - most)


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """An outcome in force, and the circumstances in which it was first recorded."""

    outcome: Outcome
    by: str
    recorded_at: str
    reason: str | None
    stands: bool


@dataclass(frozen=True, slots=True)
class RecordedResponse:
    """A response in force, and the circumstances in which it was first recorded."""

    response: Response
    by: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A claim with its question (both in ``claim``), its source, outcomes and responses.

    The outcomes, which are its question's, and the responses are those in force, in the order they
    were recorded.
    """

    claim: Assessment
    source: Source
    outcomes: tuple[RecordedOutcome, ...]
    responses: tuple[RecordedResponse, ...] = ()

    @property
    def standing(self) -> RecordedOutcome | None:
        """The outcome that stands, if there is one."""
        return standing_among(self.outcomes)


def standing_among(outcomes: Iterable[RecordedOutcome]) -> RecordedOutcome | None:
    """The outcome that stands among those of one question, if there is one."""
    return next((outcome for outcome in outcomes if outcome.stands), None)


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


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news; its ``kind`` is ``claim``, ``outcome``, ``correction`` or ``response``.

    ``id`` never changes; ``at`` and ``by`` are those of the journal entry that it tells.  What it
    says is as of that entry, in ``paragraphs``; ``links`` are addresses of sources and evidence.
    """

    id: UUID
    kind: str
    at: str
    by: str
    title: str
    paragraphs: tuple[str, ...]
    topics: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """All the news, the newest first; ``updated`` is when the last of it was made.

    The items may be read as they are used, and then only once.
    """

    id: UUID
    updated: str
    items: Iterable[Item]
