"""The kinds of entries: what each is called in the bytes of the journal, and to whom.

The name in the bytes is for good, whatever the classes of the program are called.  What each kind
is read, inspected, followed and projected by stands in the rooms that do so, in tables whose keys
are the kinds; a test says that none is missing in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from ledger.model.claim import Claim, Question, Source
from ledger.model.outcome import Outcome, Response

if TYPE_CHECKING:
    from typing import TypeAlias

    Record: TypeAlias = Source | Question | Claim | Outcome | Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What there is to know of a kind.

    ``record`` is the class of what it records, ``called`` what people hear it called, and ``table``
    the one of the database that has a row for each of its revisions.  ``named`` says that it has an
    id that people give it; ``withdrawn`` is its place among what can be withdrawn, from 1.
    """

    called: str
    record: type[Record] | None = None
    table: str = ""
    named: bool = False
    withdrawn: int = 0


class Kind(StrEnum):
    """What an entry is about, in the word that its bytes hold."""

    traits: Traits

    SOURCE = "source", Traits(called="source", record=Source, table="sources", named=True)
    QUESTION = (
        "question",
        Traits(called="question", record=Question, table="questions", named=True, withdrawn=2),
    )
    CLAIM = "claim", Traits(called="claim", record=Claim, table="claims", named=True, withdrawn=1)
    OUTCOME = "outcome", Traits(called="outcome", record=Outcome, table="outcomes", withdrawn=3)
    RESPONSE = (
        "response",
        Traits(called="response", record=Response, table="responses", withdrawn=5),
    )
    ALIAS = "alias", Traits(called="speaker", table="aliases", withdrawn=4)
    WITHDRAWAL = "withdrawal", Traits(called="withdrawal")

    def __new__(cls, word: str, traits: Traits | None = None) -> Self:
        """A member; ``traits`` are always there, but in a look-up by the word alone."""
        one = str.__new__(cls, word)
        one._value_ = word
        if traits is not None:
            one.traits = traits
        return one


NAMED: Final = frozenset(kind for kind in Kind if kind.traits.named)
"""What has an id that people give it."""

WITHDRAWN: Final = tuple(
    sorted((kind for kind in Kind if kind.traits.withdrawn), key=lambda kind: kind.traits.withdrawn)
)
"""What can be withdrawn."""
