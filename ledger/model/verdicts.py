"""The verdicts: what can become of a question, and all that follows from each.

This is the one place where the verdicts are written out.  Help, messages, tables, pages, exports
and counts go through the members of `Verdict`: to add one is to add a member.
"""

from __future__ import annotations

import re
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
    ``takes_value`` is worth the share that stands beside it instead, one that ``takes_answer`` to
    each claim what that comes to for the answer.  ``end`` is the end of a scale of truth, 1 or 0,
    that means this verdict in the ratings of others.

    ``place`` orders the final ones, and then the others, in the counts of a report.  ``words`` are
    what trackers and sheets have for it, and are taken for it there; ``synonyms`` are what else
    people may mean by it, and is only offered.  Both are as `folded` gives them.
    """

    label: str
    rated: str
    meaning: str
    hint: str = ""
    final: bool = True
    worth: Decimal | None = None
    takes_value: bool = False
    takes_answer: bool = False
    end: Decimal | None = None
    place: int
    words: str = ""
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
            words="""
                kept fulfilled fully-fulfilled fully-kept implemented fully-implemented delivered
                fully-delivered achieved fully-achieved accomplished completed complete done met
                honoured honored occurred came-true yes
                umgesetzt eingelöst cumplida cumplido cumprida cumprido tenue réalisée mantenuta""",
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
            words="""
                compromise kept-in-part partly-kept partially-kept partly-fulfilled
                partially-fulfilled partly-implemented partially-implemented partly-delivered
                partially-delivered partly-achieved partially-achieved partly-met partially-met
                partially partially-happened
                teilweise-umgesetzt parcialmente-cumplida partiellement-réalisée""",
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
            words="happened-late kept-late fulfilled-late delivered-late achieved-late",
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
            words="""
                broken not-kept unkept unfulfilled not-fulfilled not-delivered not-achieved not-met
                failed abandoned dropped scrapped thwarted reneged didnt-happen not-happened no
                gebrochen nicht-eingelöst incumplida incumplido não-cumprida rompue""",
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
            words="moot",
            synonyms=("cancelled", "canceled", "n/a"),
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
            words="unclear-or-disputed not-established",
            synonyms=("unknown", "unresolved", "undecided"),
        ),
    )
    ANSWERED = (
        "answered",
        Traits(
            label="answered",
            rated="Answered",
            meaning="The answer to a question of how much, when or which is known.",
            hint="with --answer, where the question is not yes or no",
            takes_answer=True,
            place=7,
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
            words="""
                in-the-works in-process pending ongoing under-way underway started begun
                launched on-track appears-on-track in-umsetzung begonnen en-progreso em-andamento
                en-cours""",
        ),
    )
    STALLED = (
        "stalled",
        Traits(
            label="stalled",
            rated="Stalled",
            meaning=NEWS,
            final=False,
            place=2,
            words="stuck blocked delayed on-hold off-track appears-off-track paused postponed",
        ),
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


def possible(*, asks: bool, has_due: bool) -> list[Verdict]:
    """The verdicts that a question can get, in the order of `COUNTED`.

    Without a due day nothing can be late.  A question that ``asks`` for more than yes or no is
    answered, and comes about neither in full nor in part.
    """
    return [
        one
        for one in COUNTED
        if (has_due or one is not Verdict.LATE)
        and one.traits.takes_answer <= asks
        and not (asks and (one.traits.worth is not None or one.traits.takes_value))
    ]


WORTH: Final = {
    verdict: verdict.traits.worth for verdict in Verdict if verdict.traits.worth is not None
}
"""How far a question came about, of the verdicts that say so all by themselves."""

UNSCORED: Final = tuple(
    verdict
    for verdict in Verdict
    if verdict in FINAL - WORTH.keys()
    and not (verdict.traits.takes_value or verdict.traits.takes_answer)
)
"""Final verdicts that say nothing of who was right."""

ENDS: Final = {verdict.traits.end: verdict for verdict in Verdict if verdict.traits.end is not None}
"""The verdicts that are the ends of a scale from 0, nothing of it came about, to 1, all did."""


def told(verdicts: Iterable[Verdict], joint: str = "or") -> str:
    """Verdicts in a sentence: ``void or unclear``."""
    *first, last = (verdict.traits.label for verdict in verdicts)
    return f"{', '.join(first)} {joint} {last}" if first else last


NOT_RATED: Final = frozenset(
    """
    not-yet-rated not-rated unrated no-rating to-be-rated not-started not-yet-started not-begun
    not-yet-begun yet-to-start no-action no-action-yet not-yet-taken-action not-yet-due
    wait-and-see too-early too-early-to-tell too-early-to-say tbd nicht-begonnen
    """.split()  # noqa: SIM905 - as a text it is read at a glance
)
"""What trackers write where nothing has come of a claim yet, so that there is no verdict."""

TRUTH: Final = {
    "true": """
        true correct accurate verdadero cierto verdadeiro vrai wahr richtig vero juist supported""",
    "false": """
        false incorrect inaccurate untrue falso falsa faux falsch pants-on-fire pants-fire
        onjuist refuted""",
    "mostly true": """
        mostly-true largely-true mostly-correct mostly-accurate""",
    "mostly false": """
        mostly-false barely-true largely-false mostly-incorrect mostly-inaccurate""",
    "partly": """
        half-true partly-true partly-false partially-true partially-false partly-correct
        partially-correct mixture mixed""",
    "unclear": """
        unproven unverified unverifiable inconclusive undetermined no-evidence not-enough-evidence
        insufficient-evidence conflicting-evidence
        conflicting-evidence-cherrypicking no-rating not-rated""",
}
"""Words that say plainly how true a claim is."""

SIDES: Final = {word: side for side, words in TRUTH.items() for word in words.split()}

IN_THE_MIDDLE: Final = frozenset({"mostly true", "mostly false", "partly"})
"""Sides of a scale of truth that are neither of its ends."""

OF_SIDES: Final = {
    "true": Verdict.HAPPENED,
    "false": Verdict.DID_NOT_HAPPEN,
    "unclear": Verdict.UNCLEAR,
    **dict.fromkeys(IN_THE_MIDDLE, Verdict.PARTLY),
}
"""The verdict that a side comes to."""

HALF_TRUTHS: Final = frozenset(word for word, side in SIDES.items() if side in IN_THE_MIDDLE)
"""Words that say how much of a statement is true, and nothing of how much of a promise was kept."""

FOREIGN: Final[dict[str, str]] = {
    **{word: OF_SIDES[side].value for word, side in SIDES.items()},
    **{word: verdict.value for verdict in Verdict for word in verdict.traits.words.split()},
    **dict.fromkeys(NOT_RATED, ""),
    **{verdict.value: verdict.value for verdict in Verdict},
}
"""The verdict that each word of others comes to, as `folded` gives it; empty: none yet."""

BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
APOSTROPHES: Final = str.maketrans("", "", "'\u2019")
OF_PROMISES: Final = frozenset({"promise", "pledge"})


def folded(word: str) -> str:
    """A word of a verdict without what makes no difference: ``Promise Kept`` is ``kept``.

    That is case, blanks, hyphens, apostrophes and what is rated.
    """
    parts = BETWEEN_WORDS.split(word.casefold().translate(APOSTROPHES))
    said = [part for part in parts if part]
    return "-".join([part for part in said if part not in OF_PROMISES] or said)
