"""A source, a question and a claim: where it was said, what time will settle, who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.model.forecast import stated

if TYPE_CHECKING:
    from decimal import Decimal

    from ledger.edtf import FuzzyDate
    from ledger.model.answers import AnswerSpace
    from ledger.model.forecast import Forecast
    from ledger.quote import Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who published what, when and where.

    ``published`` is a fuzzy date in EDTF; ``digest`` is ``sha256:`` and the hex digest of the
    source's text, once quotes have been looked up in it.
    """

    id: str
    publisher: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: FuzzyDate | None = None
    url: str | None = None
    archive_url: str | None = None
    language: str | None = None
    note: str | None = None
    digest: str | None = None


DUE_BASES: Final = ("stated", "context", "desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What would come about, by when, and how one will know.

    ``statement`` says what would come about, never what would not.  ``due`` is a deadline: only its
    latest day counts.  ``due_words`` are the words it was read from; ``due_basis`` says whose
    deadline it is: ``stated``, ``context`` (the text implies it) or ``desk`` (set by the keepers).

    ``resolve_by`` is no deadline, but the day by which it was meant to be known how it went, as set
    before that was known: nothing is late by it.  ``closes`` is when forecasting on it ends.

    ``type`` is what is asked for, None where that is yes or no (`answers.question_types`).  Of
    categories there are ``options``, which may be ``ordered``; numbers have a ``unit``, numbers and
    dates may have bounds and a ``measure``: the name of what is asked for on every question alike,
    such as seats in one parliament.
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
    type: str | None = None
    options: tuple[str, ...] = ()
    ordered: bool = False
    unit: str | None = None
    measure: str | None = None
    lower_bound: str | None = None
    upper_bound: str | None = None
    topics: tuple[str, ...] = ()
    note: str | None = None

    @property
    def space(self) -> AnswerSpace | None:
        """What answers it can have; None where it is yes or no.

        Raises:
            BadAnswer: a bound is no number or date.
        """
        if self.type is None:
            return None
        from ledger.model.answers import space_of  # noqa: PLC0415 - most ask for yes or no

        return space_of(
            self.type, self.options, self.ordered, self.unit, self.lower_bound, self.upper_bound
        )


ATTRIBUTIONS: Final = ("quoted", "reported", "unattributed")
KINDS: Final = ("prediction", "pledge", "plan")
STANCES: Final = ("for", "against", "none")
UNNAMED: Final = "unnamed:"
"""How a speaker begins who has no name, as in ``unnamed: experts``; never ranked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The texts of a claim that stay as they are written wherever a claim is held or shown.

    ``place`` says where in its source it stands: ``item 40``, ``page 12``, ``#t=754``.
    """

    organisation: str | None = None
    role: str | None = None
    quote: str | None = None
    place: str | None = None
    wording: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Said):
    """Who took which stand, in what words, how surely.

    ``probability`` is always that of the question coming about, whatever the stance.  ``answer``
    is what is said of a question that is not yes or no, as it was typed.  ``selector``
    places the quote in the source's text (W3C text-quote selector).  What is ``proposed`` waits for
    somebody other than who recorded it, and is in no figure until then.
    """

    id: str
    question: str
    source: str
    speaker: str
    attribution: str = "quoted"
    kind: str = "prediction"
    stance: str | None = None
    probability: Decimal | None = None
    answer: str | None = None
    made: FuzzyDate | None = None
    checkable: bool = True
    proposed: bool = False
    selector: Selector | None = None

    @property
    def forecast(self) -> Forecast | None:
        """What the claim states of how its question comes out."""
        return stated(self.probability)
