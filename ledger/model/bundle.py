"""A bundle: one source with everything a file says of it, and where the file says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

from ledger.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.model.claim import Claim, Question, Source
    from ledger.model.field_reader import Place
    from ledger.model.field_values import Complaint
    from ledger.model.new_ids import Former
    from ledger.model.outcome import Outcome, Response

Record_co = TypeVar("Record_co", covariant=True)
Extent: TypeAlias = Literal["source", "list", "excerpt"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands: its file, and how to find the line of a place in it (0: none).

    ``lead`` is what stands before a message about a place, such as the name of a column; ``item``
    is the number of the item of a list that it stands in, where lines do not tell items apart.
    """

    path: str
    line_of: Callable[[Place], int]
    lead: Callable[[Place], str] | None = None
    item: int = 0

    def problem(
        self,
        place: Place,
        message: str,
        severity: Literal["error", "warning"] = "error",
        *,
        code: str,
        about: str = "",
    ) -> Problem:
        """A problem at ``place`` of the record; its key is the last one that leads there."""
        lead = "" if self.lead is None else self.lead(place)
        key = next((one for one in reversed(place) if isinstance(one, str)), "")
        line = self.line_of(place)
        told = lead + message
        return Problem(
            self.path, line, told, severity, code=code, key=key, about=about, item=self.item
        )

    def problems(self, complaints: Iterable[Complaint]) -> list[Problem]:
        """What is complained of the record, as problems of its file."""
        return [
            replace(
                self.problem(
                    complaint.place,
                    complaint.message,
                    "warning" if complaint.warning else "error",
                    code=complaint.code,
                    about=complaint.about,
                ),
                cure=complaint.cure,
            )
            for complaint in complaints
        ]


@dataclass(frozen=True, slots=True)
class Item(Generic[Record_co]):
    """One record as a file gives it, with the reason it gives for a change.

    ``said`` are the keys of the body that the file has a word on, where it leaves all others as
    the ledger has them; None where what it does not say is meant to be unset.
    """

    record: Record_co
    reason: str | None
    origin: Origin
    said: frozenset[str] | None = None
    blank: frozenset[str] = frozenset()
    """Keys the file has a place for and leaves blank; named where the ledger has a word on them."""
    lasting: frozenset[str] = frozenset()
    """Of those said, keys on which the first word lasts: what the ledger has, a file leaves."""
    former: tuple[Former, ...] = ()
    """How past releases read it otherwise, the oldest first: see `ledger.model.new_ids`."""
    repeats: str = ""
    """The id of the claim that says again what another of its file says, or what goes with it."""
    called: str | None = None
    """Of a claim in what has an address, the title that the file gives that there."""
    draft: bool = False
    """Whether the file calls it a draft: it is counted, and never entered."""
    as_of: int | None = None
    """The entry that the ledger had come to when this was written; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one file says: a source, and its questions, claims and outcomes in file order.

    Outcomes and responses are not numbered yet: their ``n`` is 0.  ``extent`` says how much of what
    the source claims it means to have, so that the rest is missed in it: all of it, or, as one of
    several lists, what it had before; an excerpt misses nothing.
    """

    path: str
    source: Item[Source]
    questions: tuple[Item[Question], ...]
    claims: tuple[Item[Claim], ...]
    outcomes: tuple[Item[Outcome], ...]
    extent: Extent = "source"
    responses: tuple[Item[Response], ...] = ()

    @property
    def named(self) -> tuple[Item[Any], ...]:
        """The source, the questions and the claims: what bears an id of its own."""
        return (self.source, *self.questions, *self.claims)
