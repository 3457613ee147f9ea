"""The verdicts: what can become of a question, and all that follows from each.

This is the one place where the verdicts are written out.  Help, messages, tables, pages, exports
and counts go through the members of `Verdict`: to add one is to add a member.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What there is to know of a verdict.

    ``label`` is how readers see it, ``rated`` what a rating in ClaimReview calls it, ``meaning`` a
    sentence for the glossary: verdicts of one meaning are told together.  ``hint`` is what help
    adds to the word, where that is not plain.

    A ``final`` one settles the question; others are news on the way.  ``worth`` is how far the
    question came about by its due day, 0 to 1; None where it is not scored.  One that
    ``takes_value`` is worth the share that stands beside it instead.  ``end`` is the end of a scale
    of truth, 1 or 0, that means this verdict in the ratings of others.

    ``place`` orders the final ones, and then the others, in the counts of a report; ``synonyms``
    are what people write for the word, in small letters with hyphens.
    """

    label: str
    rated: str
    meaning: str
    hint: str = ""
    final: bool = True
    worth: Decimal | None = None
    takes_value: bool = False
    end: Decimal | None = None
    place: int
    synonyms: tuple[str, ...] = ()


NEWS: Final = "News on the way. The matter is still open, and not scored."


class Verdict(StrEnum):
    """What became of a question, in the word that people write and the journal holds."""

    traits: Traits

    HAPPENED = (
        "happened",
        Traits(
            label="happened",
            rated="Happened",
            meaning="What was said would come about did, by its due day.",
            worth=Decimal(1),
            end=Decimal(1),
            place=1,
            synonyms=("occurred", "came-true", "fulfilled", "yes"),
        ),
    )
    PARTLY = (
        "partly",
        Traits(
            label="partly",
            rated="Partly happened",
            meaning="Some of it came about by then: it counts by its share, else as a half.",
            takes_value=True,
            place=3,
            synonyms=("half", "mixed"),
        ),
    )
    LATE = (
        "late",
        Traits(
            label="late",
            rated="Happened late",
            meaning="It came about, but only after its due day: that does not count as right.",
            worth=Decimal(0),
            place=2,
        ),
    )
    DID_NOT_HAPPEN = (
        "did-not-happen",
        Traits(
            label="did not happen",
            rated="Did not happen",
            meaning="The due day passed without it, or it became impossible.",
            worth=Decimal(0),
            end=Decimal(0),
            place=4,
            synonyms=("failed", "unfulfilled", "broken", "no"),
        ),
    )
    VOID = (
        "void",
        Traits(
            label="void",
            rated="Void",
            meaning="It hung on a condition that was not met, or lost its meaning. Not scored.",
            hint="its condition can no longer be met",
            place=5,
            synonyms=("cancelled", "canceled", "moot", "n/a"),
        ),
    )
    UNCLEAR = (
        "unclear",
        Traits(
            label="unclear",
            rated="Unclear",
            meaning="The evidence found does not settle it. Not scored.",
            hint="the evidence does not settle it",
            place=6,
            synonyms=("unknown", "unresolved", "undecided", "not-established"),
        ),
    )
    IN_PROGRESS = (
        "in-progress",
        Traits(
            label="in progress",
            rated="In progress",
            meaning=NEWS,
            final=False,
            place=1,
            synonyms=("pending", "ongoing", "under-way", "underway", "started"),
        ),
    )
    STALLED = (
        "stalled",
        Traits(label="stalled", rated="Stalled", meaning=NEWS, final=False, place=2),
    )

    def __new__(cls, word: str, traits: Traits | None = None) -> Self:
        """A member; ``traits`` are always there, but in a look-up by the word alone."""
        one = str.__new__(cls, word)
        one._value_ = word
        if traits is not None:
            one.traits = traits
        return one

    @property
    def column(self) -> str:
        """Its name in counts: a key of JSON, and a column of CSV."""
        return self.value.replace("-", "_")


FINAL: Final = frozenset(verdict for verdict in Verdict if verdict.traits.final)
"""Verdicts that settle a question."""

INTERIM: Final = frozenset(Verdict) - FINAL
"""News on the way; the question stays open."""

COUNTED: Final = tuple(
    sorted(Verdict, key=lambda verdict: (not verdict.traits.final, verdict.traits.place))
)
"""The verdicts in the order of a report's counts: those that settle, then news."""

WORTH: Final = {
    verdict: verdict.traits.worth for verdict in Verdict if verdict.traits.worth is not None
}
"""How far a question came about, of the verdicts that say so all by themselves."""

UNSCORED: Final = tuple(
    verdict
    for verdict in Verdict
    if verdict in FINAL - WORTH.keys() and not verdict.traits.takes_value
)
"""Final verdicts that say nothing of who was right."""

ENDS: Final = {verdict.traits.end: verdict for verdict in Verdict if verdict.traits.end is not None}
"""The verdicts that are the ends of a scale from 0, nothing of it came about, to 1, all did."""


def told(verdicts: Iterable[Verdict], joint: str = "or") -> str:
    """Verdicts in a sentence: ``void or unclear``."""
    *first, last = (verdict.traits.label for verdict in verdicts)
    return f"{', '.join(first)} {joint} {last}" if first else last
