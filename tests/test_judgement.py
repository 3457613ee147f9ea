"""Outcomes as people write them, held against today and against the due day.

Here it is 30 June 2024 at the latest.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ledger import edtf
from ledger.model import parse_outcome
from ledger.model.claim import Question
from ledger.model.outcome import Evidence, Outcome
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from ledger.model.parse_outcome import OutcomeDraft

HORIZON = date(2024, 6, 30)
EVIDENCE = [{"url": "https://a.example"}]


def outcome(verdict: str, due: str | None = "2023-07-12", **raw: object) -> OutcomeDraft:
    question = Question(id="q", statement="It is.", due=None if due is None else edtf.parse(due))
    given = {"verdict": verdict, "evidence": EVIDENCE} | raw
    return parse_outcome.read_outcome(given, question, horizon=HORIZON)


def said(draft: OutcomeDraft) -> list[str]:
    """What is complained of, warnings marked."""
    return [
        f"{'warning: ' if one.warning else ''}{one.place[0]}: {one.message}"
        for one in draft.complaints
    ]


def test_an_outcome_of_few_keys_has_nothing_more() -> None:
    draft = outcome("unclear")
    evidence = (Evidence(url="https://a.example"),)
    assert draft.outcome == Outcome(question="q", n=0, verdict=Verdict.UNCLEAR, evidence=evidence)
    assert (draft.complaints, draft.reason) == ((), None)


AFTER = (
    "verdict: happened_on {} is after the due day 2023-07-12: the verdict is late, not happened."
)
WITHIN = (
    "verdict: happened_on {} is not after the due day 2023-07-12: "
    "the verdict is happened, not late."
)
EITHER = (
    "warning: happened_on: happened_on {} may be before or after the due day 2023-07-12; "
    "taken as {}."
)


@pytest.mark.parametrize(
    ("verdict", "happened_on", "problem"),
    [
        ("happened", "2023-07-11", None),
        ("happened", "2023-07-12", None),
        ("happened", "2023-07-13", AFTER),
        ("happened", "2023-08", AFTER),
        ("happened", "2023-07-13/..", AFTER),
        ("happened", "2023-07", EITHER),
        ("happened", "2023", EITHER),
        ("happened", "2023-07-12/2023-07-13", EITHER),
        ("happened", "../2023-07-12", None),
        ("late", "2023-07-13", None),
        ("late", "2024", None),
        ("late", "2023-07-12", WITHIN),
        ("late", "2023-06", WITHIN),
        ("late", "../2023-07-12", WITHIN),
        ("late", "2023-07", EITHER),
        ("partly", "2023-07-13", None),
        ("did-not-happen", "2023-07-11", None),
        ("did-not-happen", "2023-07-13", None),
        ("void", "2024-01-01", None),
        ("unclear", "2023-07", None),
        ("in-progress", "2023-07-13", None),
        ("stalled", "2023", None),
    ],
)
def test_the_day_of_a_verdict_agrees_with_the_due_day(
    verdict: str, happened_on: str, problem: str | None
) -> None:
    expected = [] if problem is None else [problem.format(edtf.in_words(happened_on), verdict)]
    draft = outcome(verdict, happened_on=happened_on)
    assert said(draft) == expected
    question = Question(id="q", statement="It is.", due=edtf.parse("2023-07-12"))
    again = parse_outcome.check_outcome(draft.outcome, question, horizon=HORIZON)
    assert again == draft.complaints


@pytest.mark.parametrize("verdict", [one.value for one in Verdict if not one.traits.takes_answer])
def test_no_verdict_has_a_day_in_the_future(verdict: str) -> None:
    problem = "happened_on 2024-07-01 is in the future; record what has happened already."
    assert said(outcome(verdict, "2024-12-31", happened_on="2024-07-01")) == [
        f"happened_on: {problem}"
    ]
    assert said(outcome(verdict, None, happened_on="2024-07-01"))[0] == f"happened_on: {problem}"
    if verdict != "late":
        assert said(outcome(verdict, "2024-12-31", happened_on="2024-06-30")) == []


@pytest.mark.parametrize(
    ("verdict", "due", "problem"),
    [
        ("did-not-happen", "2024-06-30", None),
        (
            "did-not-happen",
            "2024-07-01",
            (
                "The due day 2024-07-01 is still to come; "
                "say with happened_on when it became impossible."
            ),
        ),
        (
            "did-not-happen",
            "2024",
            (
                "The due day 2024-12-31 is still to come; "
                "say with happened_on when it became impossible."
            ),
        ),
        ("late", "2024-06-29", None),
        ("late", "2024-06-30", "The due day 2024-06-30 is not over, so nothing can be late yet."),
        ("happened", "2024-12-31", None),
        ("void", "2024-12-31", None),
        ("stalled", "2024-12-31", None),
    ],
)
def test_a_verdict_that_waits_for_the_due_day_is_refused_before(
    verdict: str, due: str, problem: str | None
) -> None:
    assert said(outcome(verdict, due)) == ([] if problem is None else [f"verdict: {problem}"])


def test_what_became_impossible_did_not_happen_before_its_due_day() -> None:
    assert said(outcome("did-not-happen", "2024-12-31", happened_on="2024-01-15")) == []


def test_without_a_due_date_nothing_is_late() -> None:
    assert said(outcome("late", None)) == [
        "verdict: Without a due date nothing can be late; write happened."
    ]
    assert said(outcome("late", "2023-07-01/..")) == [
        "verdict: Without a due date nothing can be late; write happened."
    ]
    assert said(outcome("happened", None, happened_on="2024-06-30")) == []


def test_an_outcome_of_a_question_that_is_not_known_is_not_held_against_its_due_day() -> None:
    raw = {"verdict": "late", "evidence": EVIDENCE}
    draft = parse_outcome.read_outcome(raw, None, horizon=HORIZON)
    assert said(draft) == []
    assert draft.outcome.question == ""


def test_words_in_happened_on_are_read_against_an_anchor_alone() -> None:
    raw = {"verdict": "happened", "happened_on": "yesterday", "evidence": EVIDENCE}
    today = edtf.parse("2024-06-30")
    draft = parse_outcome.read_outcome(raw, None, horizon=HORIZON, anchor=today)
    assert str(draft.outcome.happened_on) == "2024-06-29"
    assert len(said(parse_outcome.read_outcome(raw, None, horizon=HORIZON))) == 1


@pytest.mark.parametrize("verdict", [one.value for one in Verdict if not one.traits.takes_answer])
def test_only_partly_has_a_value(verdict: str) -> None:
    problem = f"value: value goes with the verdict partly; with {verdict} leave it out."
    due = None if verdict != "late" else "2023-07-12"
    assert said(outcome(verdict, due, value="0.75")) == ([] if verdict == "partly" else [problem])


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("0.5", None),
        ("0.01", None),
        ("1", "value 1 says that all of it came about; write verdict happened, and no value."),
        (
            "0",
            "value 0 says that none of it came about; write verdict did-not-happen, and no value.",
        ),
        ("75", "value '75' is not a number from 0 to 1. Did you mean 0.75?"),
        ("2", "value '2' is not a number from 0 to 1. Did you mean 0.02?"),
        ("1.5", "value '1.5' is not a number from 0 to 1."),
        ("1,5", "value '1,5' is not a number from 0 to 1."),
        ("1.5%", "value '1.5%' is not a number from 0 to 1. Did you mean 0.015?"),
        ("101", "value '101' is not a number from 0 to 1."),
    ],
)
def test_a_part_is_neither_nothing_nor_all(value: str, problem: str | None) -> None:
    expected = [] if problem is None else [f"value: {problem}"]
    assert said(outcome("partly", value=value)) == expected


@pytest.mark.parametrize("key", ["blind", "adjudicates"])
@pytest.mark.parametrize("written", [True, "true", "True"])
def test_a_mark_is_true_or_false(key: str, written: object) -> None:
    assert getattr(outcome("happened", **{key: written}).outcome, key) is True
    assert getattr(outcome("happened", **{key: False}).outcome, key) is False
    assert said(outcome("happened", **{key: "perhaps"})) == [
        f"{key}: {key} must be true or false, without quotation marks, not text."
    ]


def test_a_blind_verdict_cannot_decide() -> None:
    assert said(outcome("happened", blind=True, adjudicates=True)) == [
        "adjudicates: A blind verdict cannot decide: to adjudicate is to have seen the others."
    ]


@pytest.mark.parametrize("verdict", [one.value for one in Verdict if not one.traits.takes_answer])
def test_only_a_final_verdict_decides(verdict: str) -> None:
    problem = (
        f"adjudicates: {verdict} is news and decides nothing; adjudicate with a final verdict."
    )
    interim = verdict in {"in-progress", "stalled"}
    assert said(outcome(verdict, adjudicates=True)) == ([problem] if interim else [])
    assert said(outcome(verdict, blind=True)) == []


@pytest.mark.parametrize("evidence", [None, [], ()])
def test_an_outcome_without_evidence_is_warned_of(evidence: object) -> None:
    assert said(outcome("happened", evidence=evidence)) == [
        "warning: verdict: The outcome has no evidence; name a url or a source that shows it."
    ]


def test_evidence_that_cannot_be_read_is_not_missing_too() -> None:
    assert [one.place for one in outcome("happened", evidence="https://a").complaints] == [
        ("evidence",)
    ]


def test_a_problem_in_evidence_names_its_place() -> None:
    draft = outcome("happened", evidence=[EVIDENCE[0], {"url": "https://b", "source": "a b"}])
    assert [one.place for one in draft.complaints] == [("evidence", 1, "source")]
