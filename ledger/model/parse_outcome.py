"""Outcomes, and responses to them, as people write them, read into values.

Outcomes are held against today and the due day, responses against today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.model.field_reader import Complaint, Reading, read_published
from ledger.model.outcome import ANSWER, Evidence, Outcome, Response
from ledger.model.verdicts import ENDS, INTERIM, Verdict

if TYPE_CHECKING:
    from datetime import date

    from ledger.edtf import FuzzyDate
    from ledger.model.claim import Question
    from ledger.model.field_reader import Raw

NO_EVIDENCE: Final = Complaint(
    ("verdict",),
    "The outcome has no evidence; name a url or a source that shows it.",
    code="no-evidence",
    warning=True,
)


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    """An outcome as read, not yet numbered: its ``n`` is 0."""

    outcome: Outcome
    reason: str | None
    complaints: tuple[Complaint, ...]


def read_outcome(
    raw: Raw, question: Question | None, *, horizon: date, anchor: FuzzyDate | None = None
) -> OutcomeDraft:
    """An outcome of ``question`` (None where the question is not known yet).

    ``horizon`` is the latest day it is anywhere on Earth; ``anchor`` is what words in
    ``happened_on`` are read against, if anything, looking back from it.
    """
    reading = Reading(raw, anchor)
    reading.refuse_unknown("outcome")
    verdict = reading.choice("verdict", required=True)
    evidence = tuple(
        _evidence(reading, n, record, horizon)
        for n, record in enumerate(reading.records("evidence"))
    )
    own = {"verdict": lambda: Verdict(verdict or Verdict.UNCLEAR), "evidence": lambda: evidence}
    outcome = Outcome(
        question=question.id if question else "", n=0, **reading.record("outcome", own)
    )
    if verdict is not None:
        _check_value(reading, outcome)
        outcome = _answered(reading, outcome, question)
        _check_adjudication(reading, outcome)
        _check_when(reading, outcome, question, horizon)
    else:
        _check_past(reading, outcome, horizon)
    if not (evidence or raw.get("evidence")):
        reading.complaints.append(NO_EVIDENCE)
    return OutcomeDraft(outcome, reading.text("reason"), tuple(reading.complaints))


def check_outcome(outcome: Outcome, question: Question, *, horizon: date) -> tuple[Complaint, ...]:
    """Whether an outcome agrees with the due day of ``question``, as it does when it is read."""
    reading = Reading({})
    if question.type is not None or outcome.verdict.traits.takes_answer:
        from ledger.model import parse_answers  # noqa: PLC0415 - most ask for yes or no

        reading.complaints += parse_answers.check_verdict(outcome, question)
    _check_when(reading, outcome, question, horizon)
    return tuple(reading.complaints)


def _answered(reading: Reading, outcome: Outcome, question: Question | None) -> Outcome:
    """The outcome with its answer as it is kept, complained of where it does not fit."""
    asks = question is not None and question.type is not None
    if not asks and not outcome.verdict.traits.takes_answer and not any(map(reading.has, ANSWER)):
        return outcome
    from ledger.model import parse_answers  # noqa: PLC0415 - most ask for yes or no

    return parse_answers.answered(reading, outcome, question)


def _evidence(reading: Reading, position: int, raw: Raw, horizon: date) -> Evidence:
    inner = Reading(raw)
    inner.refuse_unknown("evidence")
    own = {"published": lambda: read_published(inner, horizon)}
    evidence = Evidence(**inner.record("evidence", own))
    if evidence.url is None and evidence.source is None and not inner.complaints:
        inner.complain(
            "",
            "The evidence names neither a url nor a source; give one of them.",
            code="names-nothing",
        )
    reading.nested(("evidence", position), inner.complaints)
    return evidence


def _check_value(reading: Reading, outcome: Outcome) -> None:
    if outcome.value is None:
        return
    if not outcome.verdict.traits.takes_value:
        message = f"value goes with the verdict partly; with {outcome.verdict} leave it out."
        reading.complain("value", message, code="value-not-partly")
    elif outcome.value in ENDS:
        share, better = "all" if outcome.value else "none", ENDS[outcome.value]
        message = (
            f"value {outcome.value} says that {share} of it came about; "
            f"write verdict {better}, and no value."
        )
        reading.complain("value", message, code="value-not-a-part")


def _check_adjudication(reading: Reading, outcome: Outcome) -> None:
    if outcome.adjudicates and outcome.blind:
        message = "A blind verdict cannot decide: to adjudicate is to have seen the others."
        reading.complain("adjudicates", message, code="blind-adjudication")
    elif outcome.adjudicates and outcome.verdict in INTERIM:
        message = f"{outcome.verdict} is news and decides nothing; adjudicate with a final verdict."
        reading.complain("adjudicates", message, code="interim-adjudication")
    if outcome.disputed and (not outcome.blind or outcome.verdict in INTERIM):
        message = "A disputed verdict is a final one, and stands beside blind = true."
        reading.complain("disputed", message, code="disputed-not-final")


def _check_when(
    reading: Reading, outcome: Outcome, question: Question | None, horizon: date
) -> None:
    """Whether the day of a verdict agrees with today and with the due day."""
    last = question.due.latest if question and question.due else None
    happened = outcome.happened_on
    if not _check_past(reading, outcome, horizon):
        return
    if question is not None and last is None and outcome.verdict is Verdict.LATE:
        reading.complain(
            "verdict",
            "Without a due date nothing can be late; write happened.",
            code="late-without-due",
        )
    elif last is not None and happened is None:
        _check_over(reading, outcome.verdict, last, horizon)
    elif last is not None and happened is not None:
        _check_against_due(reading, outcome.verdict, happened, last)


def _check_past(reading: Reading, outcome: Outcome, horizon: date) -> bool:
    """Whether the day of a verdict, if there is one, is not in the future."""
    happened = outcome.happened_on
    if happened is None or happened.earliest is None or happened.earliest <= horizon:
        return True
    message = (
        f"happened_on {edtf.in_words(happened)} is in the future; record what has happened already."
    )
    reading.complain("happened_on", message, code="in-future")
    return False


def _check_over(reading: Reading, verdict: Verdict, last: date, horizon: date) -> None:
    """Whether a verdict that gives no day, and needs the due day to be over, can be true yet."""
    if verdict is Verdict.DID_NOT_HAPPEN and last > horizon:
        reading.complain(
            "verdict",
            f"The due day {last} is still to come; say with happened_on when it became impossible.",
            code="due-to-come",
        )
    elif verdict is Verdict.LATE and last >= horizon:
        reading.complain(
            "verdict",
            f"The due day {last} is not over, so nothing can be late yet.",
            code="due-not-over",
        )


def _check_against_due(reading: Reading, verdict: Verdict, happened: FuzzyDate, last: date) -> None:
    after = happened.earliest is not None and happened.earliest > last
    within = happened.latest is not None and happened.latest <= last
    if verdict is Verdict.HAPPENED and after:
        reading.complain(
            "verdict",
            f"happened_on {edtf.in_words(happened)} is after the due day {last}: "
            f"the verdict is late, not happened.",
            code="late-not-happened",
        )
    elif verdict is Verdict.LATE and within:
        reading.complain(
            "verdict",
            f"happened_on {edtf.in_words(happened)} is not after the due day {last}: "
            f"the verdict is happened, not late.",
            code="happened-not-late",
        )
    elif verdict in {Verdict.HAPPENED, Verdict.LATE} and not (within or after):
        reading.complain(
            "happened_on",
            f"happened_on {edtf.in_words(happened)} may be before or after the due day {last}; "
            f"taken as {verdict}.",
            code="around-due",
            warning=True,
        )


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """A response as read, not yet numbered: its ``n`` is 0."""

    response: Response
    reason: str | None
    complaints: tuple[Complaint, ...]


def read_response(
    raw: Raw, claim: str, *, horizon: date, anchor: FuzzyDate | None = None
) -> ResponseDraft:
    """A response to a claim.

    ``horizon`` is the latest day it is anywhere on Earth; ``anchor`` is what words in ``date`` are
    read against, if anything, looking back from it.
    """
    reading = Reading(raw, anchor)
    reading.refuse_unknown("response")
    found = reading.record("response", {"date": lambda: _date(reading, horizon)})
    response = Response(claim=claim, n=0, **found)
    return ResponseDraft(response, reading.text("reason"), tuple(reading.complaints))


def _date(reading: Reading, horizon: date) -> FuzzyDate:
    if not reading.has("date"):
        reading.complain("date", "date is missing; say when they answered.", code="missing")
    found = reading.date("date", roll="back")
    if found is not None and found.earliest is not None and found.earliest > horizon:
        message = f"date {edtf.in_words(found)} is in the future; record what was said already."
        reading.complain("date", message, code="in-future")
    return found or edtf.from_day(horizon)
