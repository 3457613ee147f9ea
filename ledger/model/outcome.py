"""An outcome: what became of a question, on what evidence; and which of several stands.

A response is what the one who was judged answers to that, on a claim: it changes no verdict and no
figure, and is shown wherever the verdict is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from ledger.model.verdicts import FINAL, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.edtf import FuzzyDate


OUTCOME_ID: Final = re.compile("(.+)#([1-9][0-9]{0,17})", re.DOTALL)


ANSWER: Final = ("answer", "answer_low", "answer_high")
"""The keys of what answers a question that is not yes or no."""

PARTLY_DEFAULT: Final = Decimal("0.5")
"""The worth of what came about partly, where nothing says how much of it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document, and what in it bears on an outcome.

    ``source`` names a source of the ledger; otherwise the document is described in place.
    """

    url: str | None = None
    source: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: FuzzyDate | None = None
    archive_url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The ``n``-th outcome recorded on a question; its id is ``QUESTION#n``.

    ``happened_on`` is the day the verdict became true; ``value`` is the share that came about,
    0 to 1, for ``partly`` alone.

    ``answer`` is what came about where the question is not yes or no, for ``answered`` alone;
    ``answer_low`` and ``answer_high`` are what it may be at the least and at the most, where the
    source itself is uncertain.

    A ``blind`` verdict was given without sight of the others, to be compared with them, and never
    stands; one that ``adjudicates`` decides where others differ.
    One that is ``disputed`` came in one import with another that differs: both are blind, so that
    neither stands.
    """

    question: str
    n: int
    verdict: Verdict
    value: Decimal | None = None
    answer: str | None = None
    answer_low: str | None = None
    answer_high: str | None = None
    happened_on: FuzzyDate | None = None
    blind: bool = False
    adjudicates: bool = False
    disputed: bool = False
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def id(self) -> str:
        """The outcome's id."""
        return f"{self.question}#{self.n}"

    @property
    def amount(self) -> str | Decimal | None:
        """What is told beside the verdict: the share that came about, or the answer."""
        return amount_of(self.value, self.answer, self.answer_low, self.answer_high)

    @property
    def said(self) -> tuple[object, ...]:
        """What became of the question, by it: two that say the same differ in nothing of it."""
        return self.verdict, self.value, self.answer, self.answer_low, self.answer_high


def amount_of(
    value: Decimal | None, answer: str | None, low: str | None = None, high: str | None = None
) -> str | Decimal | None:
    """A share, or an answer with what it may be: ``326 (320 to 330)``."""
    if answer is None or (low is None and high is None):
        return value if answer is None else answer
    return f"{answer} ({low or answer} to {high or answer})"


Judged = TypeVar("Judged", bound=Outcome)


def standing(outcomes: Iterable[Judged]) -> Judged | None:
    """The outcome that stands among those not withdrawn: the last final one, else the last.

    Blind ones do not count.
    """
    seen = (outcome for outcome in outcomes if not outcome.blind)
    return max(seen, key=lambda one: (one.verdict in FINAL, one.n), default=None)


def overtakes(outcome: Outcome, before: Outcome | None) -> bool:
    """Whether a new outcome stands from now on, where ``before`` stood."""
    if outcome.blind:
        return False
    return before is None or outcome.verdict in FINAL or before.verdict not in FINAL


def unseats(outcome: Outcome, before: Outcome | None) -> bool:
    """Whether a verdict corrects the one that stands.

    Did-not-happen followed by late is news, not a correction; a blind verdict corrects nothing.
    """
    if before is None or outcome.blind or not {outcome.verdict, before.verdict} <= FINAL:
        return False
    if (before.verdict, outcome.verdict) == (Verdict.DID_NOT_HAPPEN, Verdict.LATE):
        return False
    return before.said != outcome.said


def differ(outcome: Outcome, other: Outcome) -> bool:
    """Whether each of two verdicts would correct the other, so that not both can be true."""
    return unseats(outcome, other) and unseats(other, outcome)


def worth(verdict: str, value: Decimal | None) -> Decimal | None:
    """How far the question came about by its due day, 0 to 1; None where that is not settled."""
    known = Verdict(verdict)
    if known.traits.takes_value:
        return PARTLY_DEFAULT if value is None else value
    return known.traits.worth


def question_of(outcome_id: str) -> tuple[str, int] | None:
    """``QUESTION#n`` taken apart, or None where ``outcome_id`` is no outcome's id."""
    found = OUTCOME_ID.fullmatch(outcome_id) if "#" in outcome_id else None
    return (found[1], int(found[2])) if found else None


RESPONSE_ID: Final = re.compile("(.+)#r([1-9][0-9]{0,17})", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The ``n``-th response to a claim; its id is ``CLAIM#rN``.

    ``by`` is who answers, ``date`` when they did, ``text`` what they say, and ``url`` where that
    was published, if it was.
    """

    claim: str
    n: int
    by: str
    date: FuzzyDate
    text: str
    url: str | None = None

    @property
    def id(self) -> str:
        """The response's id."""
        return f"{self.claim}#r{self.n}"


def response_of_id(response_id: str) -> tuple[str, int] | None:
    """``CLAIM#rN`` taken apart, or None where ``response_id`` is no response's id."""
    found = RESPONSE_ID.fullmatch(response_id) if "#r" in response_id else None
    return (found[1], int(found[2])) if found else None


def base_of(identifier: str) -> str:
    """The claim or question that an id begins with, where it is an outcome's or a response's."""
    return (response_of_id(identifier) or question_of(identifier) or (identifier,))[0]
