"""A claim with its question, its source and what became of it, as of a moment.

Everything that is derived from a record, and so never stored, is derived here: the status of a
claim, whether its speaker was right, and what it counts in accuracy.

Lists, dossiers, tables, calendars, feeds and pages are laid out each in a module of its own; what
they say of a claim is worked out here, so that it is the same in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ledger import edtf
from ledger.model.asked import Asked
from ledger.model.claim import UNNAMED
from ledger.model.forecast import rightness_of, side, stated
from ledger.model.name_keys import name_key
from ledger.model.outcome import amount_of, worth
from ledger.model.verdicts import FINAL, Verdict

if TYPE_CHECKING:
    from datetime import date

    from ledger.edtf import FuzzyDate
    from ledger.model.forecast import Forecast
    from ledger.model.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Moment:
    """The first ``entry`` entries are known, and it is ``day`` (UTC); written ``ENTRY@DAY``."""

    entry: int
    day: date

    def __str__(self) -> str:
        return f"{self.entry}@{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Assessment(Asked):
    """One claim as the store reads it: texts as recorded, days as ``YYYY-MM-DD``.

    ``made_earliest`` and ``made_latest`` bound the day the claim was made, or where that is not
    recorded, the day its source was published.  The verdict is that of the outcome that stands.
    ``resolve_by`` is when it was meant to be known how the question went, ``closes`` when
    forecasting on it ends; neither is a deadline.
    Names are as written.  ``joined_to`` is the name that ``speaker`` counts for, where that is
    written otherwise: it was joined to another, or nobody can tell it from that.
    ``told_otherwise`` says that one import brought final verdicts that differ.
    """

    id: str
    entry: int
    recorded_at: str
    kind: str
    question: str
    statement: str
    condition: str | None
    criteria: str | None
    topics: tuple[str, ...]
    speaker: str
    attribution: str
    source: str
    publisher: str
    published: str | None
    stated_stance: str | None
    probability: Decimal | None
    made: str | None
    made_earliest: str | None
    made_latest: str | None
    due: str | None
    due_latest: str | None
    due_words: str | None
    due_basis: str | None
    resolve_by: str | None
    resolve_by_latest: str | None
    closes: str | None
    checkable: bool
    proposed: bool
    verdict: str | None
    value: Decimal | None
    stated_happened_on: str | None
    stated_happened_latest: str | None
    today: str
    joined_to: str | None = None
    told_otherwise: bool = False

    @property
    def speaker_group(self) -> str:
        """The name the claim counts for: what merging made of its speaker as written."""
        return self.joined_to or name_key(self.speaker)

    @property
    def scored_as(self) -> str:
        """Whom the claim counts for in figures: one without a name belongs to its source alone."""
        return scored_as(self.speaker_group, self.source if self.unnamed else None)

    @property
    def publisher_group(self) -> str:
        """The publisher, in the spelling of all that nobody can tell from it."""
        return name_key(self.publisher)

    @property
    def topic_groups(self) -> tuple[str, ...]:
        """The topics, each in the spelling of all that nobody can tell from it."""
        return tuple(dict.fromkeys(map(name_key, self.topics)))

    @property
    def forecast(self) -> Forecast | None:
        """What the claim states of how its question comes out."""
        return stated(self.probability)

    @property
    def stance(self) -> str:
        """The stance as written, else the side its probability is on."""
        said = self.forecast if self.answer is None else stated(self.likely)
        return side(self.stated_stance, said)

    @property
    def amount(self) -> str | Decimal | None:
        """What is told beside the verdict: the share that came about, or the answer."""
        return amount_of(
            self.value, self.outcome_answer, self.outcome_answer_low, self.outcome_answer_high
        )

    @property
    def settled(self) -> bool:
        """Whether a final verdict stands on the question."""
        return self.verdict in FINAL

    @property
    def disputed(self) -> bool:
        """Whether one import brought final verdicts that differ, and nobody has decided yet."""
        return self.told_otherwise and not self.settled

    @property
    def horizon(self) -> str | None:
        """The day from which on a question that has not come about is settled too.

        It is the latest due day, or where there is none, that by which it was meant to be known.
        """
        return self.due_latest or self.resolve_by_latest

    @property
    def closes_latest(self) -> str | None:
        """The last day on which forecasting on the question may have ended."""
        ends = None if self.closes is None else edtf.parse(self.closes).latest
        return None if ends is None else ends.isoformat()

    @property
    def has_no_horizon(self) -> bool:
        """Whether a market or the like ended on the question, and nothing says when it would.

        What comes about can be settled early, and such a question was seen only once it was
        settled: of these its probabilities are scored, and counted apart.
        """
        return self.horizon is None and self.closes is not None

    @property
    def horizon_passed(self) -> bool:
        """Whether that day is over."""
        return self.horizon is not None and self.horizon < self.today

    @property
    def counting(self) -> bool:
        """Whether it can be checked, and is not only proposed."""
        return self.checkable and not self.proposed

    @property
    def status(self) -> str:
        """``proposed``, ``not-checkable``, ``settled``, ``overdue`` or ``open``."""
        if self.proposed:
            return "proposed"
        if not self.checkable:
            return "not-checkable"
        if self.settled:
            return "settled"
        return "overdue" if self.horizon_passed else "open"

    @property
    def happened_on(self) -> str | None:
        """The day the verdict became true; for did-not-happen, unless stated, the due day."""
        if self.stated_happened_on is None and self.verdict == Verdict.DID_NOT_HAPPEN:
            return self.due_latest
        return self.stated_happened_on

    @property
    def happened_latest(self) -> str | None:
        """The latest day on which the verdict can have become true."""
        if self.stated_happened_on is None and self.verdict == Verdict.DID_NOT_HAPPEN:
            return self.horizon
        return self.stated_happened_latest

    @property
    def made_too_late(self) -> bool:
        """Whether the claim was certainly made after the due day or after the outcome's day."""
        made = self.made_earliest
        if made is None:
            return False
        if self.due_latest is not None and made > self.due_latest:
            return True
        happened = self.happened_latest
        return happened is not None and made > happened and self.settled

    @property
    def recorded_after_due(self) -> bool:
        """Whether the claim entered the ledger only after its due day."""
        return self.due_latest is not None and self.recorded_at[:10] > self.due_latest

    @property
    def early(self) -> bool:
        """Whether the question was settled while its horizon is still to come."""
        return self.settled and self.horizon is not None and not self.horizon_passed

    @property
    def rightness(self) -> Decimal | None:
        """How right the claim was by the verdict alone, 0 to 1; None where nothing says."""
        if not self.counting or self.verdict is None or self.made_too_late:
            return None
        came = self.came_to if self.type else worth(self.verdict, self.value)
        return rightness_of(self.stance, came)

    @property
    def result(self) -> str | None:
        """Whether the speaker was ``right``, ``wrong`` or ``partly`` right."""
        rightness = self.rightness
        if rightness is None:
            return None
        if rightness in {0, 1}:
            return "right" if rightness else "wrong"
        return "partly"

    @property
    def credit(self) -> Decimal | None:
        """What the claim counts in accuracy, 0 to 1.

        None where it is not scored: without a horizon it could only ever come out one way.
        """
        return None if self.horizon is None else self.rightness

    @property
    def unnamed(self) -> bool:
        """Whether the speaker has no name, and so is never ranked."""
        return self.speaker.startswith(UNNAMED)


def as_judged(claim: Assessment, outcome: Outcome | None) -> Assessment:
    """A claim as it looks where ``outcome`` stands, or where none does."""
    happened = outcome.happened_on if outcome else None
    return replace(
        claim,
        verdict=outcome.verdict if outcome else None,
        value=outcome.value if outcome else None,
        outcome_answer=outcome.answer if outcome else None,
        outcome_answer_low=outcome.answer_low if outcome else None,
        outcome_answer_high=outcome.answer_high if outcome else None,
        stated_happened_on=str(happened) if happened else None,
        stated_happened_latest=(
            happened.latest.isoformat() if happened and happened.latest else None
        ),
    )


def scored_as(group: str, nameless_in: str | None) -> str:
    """Whom claims of a ``group`` count for; of nameless ones, those in one source alone."""
    return group if nameless_in is None else f"{group} ({nameless_in})"


NO_DUE_DAY = "no due day"


def verdict_label(
    verdict: str | None, value: Decimal | str | None, on: FuzzyDate | str | None = None
) -> str:
    """A verdict with the share that came about and the day it became true, where there are any.

    ``partly 0.75, June 2023``; empty where there is no verdict.
    """
    share = f"{value:f}" if isinstance(value, Decimal) else value
    named = " ".join(filter(None, [verdict and str(verdict), share]))
    return with_commas(named, edtf.in_words(on) if on else None)


def as_said(stance: str | None, statement: str, answer: str | None = None) -> str:
    """A statement as the claim has it: said to be denied where it is, and with its answer."""
    if answer is not None:
        return f"{'not ' if stance == 'against' else ''}{answer}: {statement}"
    return f"denies: {statement}" if stance == "against" else statement


def status_label(claim: Assessment) -> str:
    """The status of a claim, and that it is disputed where nobody has decided yet."""
    return f"{claim.status}, disputed" if claim.disputed else claim.status


def due_label(claim: Assessment) -> str:
    """When a claim is due, or where nothing says so, when to look how it went."""
    if claim.due_latest:
        return f"due {edtf.when(claim.due or claim.due_latest)}"
    return f"check {claim.horizon}" if claim.horizon else NO_DUE_DAY


def with_commas(*parts: str | None) -> str:
    """What is known of anything, with commas between: no part is needed."""
    return ", ".join(part for part in parts if part)


def document_label(
    publisher: str | None, title: str | None, published: FuzzyDate | str | None
) -> str:
    """What is known of a document: who published it, its title, and when in words."""
    return with_commas(publisher, title, edtf.in_words(published) if published else None)
