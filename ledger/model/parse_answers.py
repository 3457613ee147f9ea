"""What a record may say where its question is not yes or no: its type, stands and answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.model.answers import (
    BadAnswer,
    QuestionType,
    canonical_answer,
    probability_of,
    read_answer,
    read_stand,
)
from ledger.model.field_values import Complaint
from ledger.model.forecast import Probability, contradicts
from ledger.model.verdicts import FINAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.model.answers import AnswerSpace
    from ledger.model.claim import Claim, Question
    from ledger.model.field_reader import Reading
    from ledger.model.outcome import Outcome

FEWEST: Final = 2
"""So many options there are at least."""

GOES_WITH: Final = {
    "options": (QuestionType.CATEGORIES,),
    "ordered": (QuestionType.CATEGORIES,),
    "unit": (QuestionType.NUMBER,),
    "measure": (QuestionType.NUMBER, QuestionType.DATE),
    "lower_bound": (QuestionType.NUMBER, QuestionType.DATE),
    "upper_bound": (QuestionType.NUMBER, QuestionType.DATE),
}
"""What is said of questions of some types alone."""


def check_question(reading: Reading, question: Question) -> None:
    """Complain of what does not go with the type of a question."""
    for key, types in GOES_WITH.items():
        if getattr(question, key) and question.type not in types:
            told = " or ".join(types)
            message = f"{key} goes with the type {told}; leave it out, or write that type."
            reading.complain(key, message, code="not-of-type")
    if question.type == QuestionType.CATEGORIES:
        _check_options(reading, question.options)
    try:
        space = question.space
    except BadAnswer as trouble:
        key = "upper_bound" if question.lower_bound is None else "lower_bound"
        reading.complain(key, f"{key}: {trouble}", code="bad-bound")
        return
    if space and space.lower is not None and space.upper is not None and space.lower >= space.upper:
        message = "lower_bound is not below upper_bound."
        reading.complain("lower_bound", message, code="bounds-turned")


def _check_options(reading: Reading, options: tuple[str, ...]) -> None:
    if len(options) < FEWEST:
        message = "options are missing; a question of the type categories has two or more."
        reading.complain("options", message, code="missing-options")
    if any(";" in one for one in options):
        reading.complain("options", "An option holds no semicolon.", code="bad-option")
    if len({one.casefold() for one in options}) < len(options):
        message = "Two options differ in capital letters alone."
        reading.complain("options", message, code="options-alike")


def check_claim(claim: Claim, question: Question) -> Iterator[Complaint]:
    """What is wrong with what a claim says of its question, as far as the type of that decides."""
    try:
        space = question.space
    except BadAnswer:
        return  # complained of where the question is read
    if space is None:
        if claim.answer is not None:
            message = (
                "answer goes with a question that is not yes or no: give the question a type "
                "(categories, number or date), or write stance and probability."
            )
            yield Complaint(("answer",), message, code="answer-to-binary")
        return
    if claim.probability is not None:
        message = (
            f"probability goes with a yes or no question; on one of the type {space.type} it "
            f"stands in the answer, such as 'at least 2% @ 90%' or 'Labour @ 60%'."
        )
        yield Complaint(("probability",), message, code="probability-in-answer")
    if claim.answer is None:
        if claim.checkable and claim.stance != "none":
            message = f"answer is missing: the question is of the type {space.type}."
            yield Complaint(("answer",), message, code="missing-answer")
        return
    yield from _check_stand(claim, claim.answer, space)


def _check_stand(claim: Claim, answer: str, space: AnswerSpace) -> Iterator[Complaint]:
    try:
        stand = read_stand(answer, space)
    except BadAnswer as trouble:
        yield Complaint(("answer",), f"answer: {trouble}", code="bad-answer")
        return
    likely = probability_of(stand)
    if likely is not None and contradicts(claim.stance, Probability(likely)):
        message = f"stance {claim.stance} contradicts the probability in the answer, {answer}."
        yield Complaint(("stance",), message, code="stance-contradicts")


def answered(reading: Reading, outcome: Outcome, question: Question | None) -> Outcome:
    """The outcome with its answer as it is kept, complained of where it does not fit."""
    takes = outcome.verdict.traits.takes_answer
    if outcome.answer is None:
        given = [key for key in ("answer_low", "answer_high") if getattr(outcome, key) is not None]
        for key in given:
            reading.complain(key, f"{key} stands without answer.", code="without-answer")
        if takes and not given:
            message = "answer is missing: with the verdict answered, say what it is."
            reading.complain("answer", message, code="missing-answer")
    elif not takes:
        message = f"answer goes with the verdict answered; with {outcome.verdict} leave it out."
        reading.complain("answer", message, code="answer-not-answered")
    complaints = [] if question is None else check_verdict(outcome, question)
    reading.complaints += complaints
    if question is None or complaints or outcome.answer is None or reading.complaints:
        return outcome
    try:
        space = question.space
    except BadAnswer:
        return outcome  # complained of where the question is read
    if space is None:
        return outcome
    kept: dict[str, Any] = {
        key: canonical_answer(getattr(outcome, key), space)
        for key in ("answer", "answer_low", "answer_high")
        if getattr(outcome, key) is not None
    }
    return replace(outcome, **kept)


def check_verdict(outcome: Outcome, question: Question) -> list[Complaint]:
    """What is wrong with a verdict by the type of its question."""
    try:
        space = question.space
    except BadAnswer:
        return []
    takes, verdict = outcome.verdict.traits.takes_answer, outcome.verdict
    if space is None:
        message = "The question is yes or no: it is not answered, but happened or not."
        return [Complaint(("verdict",), message, code="answer-to-binary")] if takes else []
    if not takes and verdict in FINAL and (verdict.traits.worth is not None or _in_part(outcome)):
        message = (
            f"The question is of the type {space.type}: {verdict} does not answer it; "
            f"record what the answer is."
        )
        return [Complaint(("verdict",), message, code="not-an-answer")]
    if outcome.answer is None:
        return []
    try:
        read_answer(outcome.answer, space, outcome.answer_low, outcome.answer_high)
    except BadAnswer as trouble:
        return [Complaint(("answer",), f"answer: {trouble}", code="bad-answer")]
    return []


def _in_part(outcome: Outcome) -> bool:
    return outcome.verdict.traits.takes_value
