"""Where recorders differ, and how far they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from examples import FORMULA, add, record_as

from ledger import Filters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock

    from ledger.book.asking.disputes import Dispute
    from ledger.book.ledger import Ledger

PUBLISHED = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
"""K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section C: alpha 0.743.

One line a recorder, one column a question; a dot where a recorder gave no verdict.
"""

LABELS = dict(zip("12345", ["happened", "late", "did-not-happen", "void", "unclear"], strict=True))


@pytest.fixture
def formula(ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]) -> Ledger:
    """The ledger with two claims on one question, a month after its due day."""
    ledger.import_([write("jt.toml", FORMULA)])
    clock.set("2023-08-12")
    return ledger


def blind(ledger: Ledger, recorder: str, verdict: str, question: str = "formula") -> None:
    """Record a blind verdict."""
    record_as(ledger, recorder, question, verdict, blind=True)


def told(dispute: Dispute) -> list[tuple[str, str]]:
    """Who said what."""
    return [(one.by, str(one.outcome.verdict)) for one in dispute.verdicts]


@pytest.mark.slow
def test_the_published_example(ledger: Ledger, clock: Clock) -> None:
    clock.set("2023-08-12")
    for n in range(12):
        add(ledger, id=f"q{n:02}", statement=f"It is {n}.")
    for recorder, line in zip("ABCD", PUBLISHED, strict=True):
        for n, label in enumerate(line.split()):
            if label != ".":
                blind(ledger, recorder, LABELS[label], f"q{n:02}")
    found = ledger.disputes()
    assert found.alpha == pytest.approx(0.743, abs=0.0005)
    assert found.recorders == ("A", "B", "C", "D")
    assert found.questions == 11  # of the twelve columns the last has one label
    assert [one.question for one in found.disputes] == ["q01", "q05", "q07"]
    ledger.record("q05", {"verdict": "void", "adjudicates": True})
    decided = ledger.disputes()
    assert (decided.alpha, decided.recorders) == (found.alpha, found.recorders)
    assert [one.adjudicated for one in decided.disputes] == [False, True, False]


def test_a_dispute_says_who_said_what_and_what_stands(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "happened"})
    blind(formula, "Bea", "void")
    blind(formula, "Ann", "happened")
    (dispute,) = formula.disputes().disputes
    assert (dispute.question, dispute.adjudicated) == ("formula", False)
    assert dispute.statement == "NATO gives Ukraine a clear signal and a formula for joining."
    assert told(dispute) == [("Ann", "happened"), ("Bea", "void"), ("desk", "happened")]
    assert dispute.stands is not None
    assert dispute.stands.outcome.id == "formula#1"


def test_recorders_who_agree_are_counted_and_not_listed(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "happened"})
    blind(formula, "Ann", "happened")
    found = formula.disputes()
    assert (found.questions, found.disputes, found.recorders) == (1, (), ("Ann", "desk"))
    assert found.alpha is None  # one verdict for all tells nothing


def test_one_recorder_alone_is_compared_with_nobody(formula: Ledger) -> None:
    blind(formula, "Ann", "happened")
    blind(formula, "Ann", "void")
    found = formula.disputes()
    assert (found.alpha, found.recorders, found.questions, found.disputes) == (None, (), 0, ())


def test_each_recorder_counts_by_their_latest_verdict(formula: Ledger) -> None:
    blind(formula, "Ann", "void")
    blind(formula, "Bea", "happened")
    assert told(formula.disputes().disputes[0]) == [("Ann", "void"), ("Bea", "happened")]
    blind(formula, "Ann", "happened")
    assert (formula.disputes().questions, formula.disputes().disputes) == (1, ())
    formula.withdraw("formula#3", "Read the wrong page.")
    assert told(formula.disputes().disputes[0]) == [("Ann", "void"), ("Bea", "happened")]


def test_a_recorders_news_after_their_final_verdict_is_not_their_verdict(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "happened"})
    formula.record("formula", {"verdict": "stalled"})
    blind(formula, "Ann", "void")
    assert told(formula.disputes().disputes[0]) == [("Ann", "void"), ("desk", "happened")]


def test_news_that_a_final_verdict_has_followed_is_nobodys_verdict(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "in-progress"})
    blind(formula, "Ann", "stalled")
    assert told(formula.disputes().disputes[0]) == [("Ann", "stalled"), ("desk", "in-progress")]
    record_as(formula, "Bea", "formula", "happened")
    assert formula.disputes().questions == 0
    blind(formula, "Cy", "stalled")
    assert told(formula.disputes().disputes[0]) == [("Bea", "happened"), ("Cy", "stalled")]


def test_a_decision_overtakes_no_news_and_is_no_judgement_of_its_own(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "in-progress"})
    blind(formula, "Ann", "happened")
    record_as(formula, "Bea", "formula", "did-not-happen", adjudicates=True)
    (dispute,) = formula.disputes().disputes
    assert told(dispute) == [("Ann", "happened"), ("desk", "in-progress")]
    assert dispute.adjudicated
    assert dispute.stands is not None
    assert (dispute.stands.by, dispute.stands.outcome.id) == ("Bea", "formula#3")


def test_a_decision_that_no_longer_stands_decides_nothing(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "happened"})
    blind(formula, "Ann", "void")
    record_as(formula, "Bea", "formula", "happened", adjudicates=True)
    assert formula.disputes().disputes[0].adjudicated
    formula.withdraw("formula#3", "Decided too early.")
    assert not formula.disputes().disputes[0].adjudicated


def test_another_share_is_another_verdict_and_one_half_is_the_share_left_out(
    formula: Ledger,
) -> None:
    formula.record("formula", {"verdict": "partly", "value": "0.5"})
    blind(formula, "Ann", "partly")
    assert formula.disputes().disputes == ()
    record_as(formula, "Bea", "formula", "partly", value="0.75", blind=True)
    assert len(formula.disputes().disputes) == 1


def test_recorders_in_full_view_are_compared_too(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "happened"})
    record_as(formula, "Ann", "formula", "void", reason="The summit had no such item.")
    (dispute,) = formula.disputes().disputes
    assert told(dispute) == [("Ann", "void"), ("desk", "happened")]
    assert formula.disputes().alpha == 0  # two labels that differ: 1 - 1 x 2 / 2


def test_filters_choose_the_questions_by_the_claims_on_them(formula: Ledger) -> None:
    add(formula, topics=["defence"])
    for question in ("formula", "floor"):
        blind(formula, "Ann", "happened", question)
        blind(formula, "Bea", "void", question)
    for filters in (Filters(topic=("defence",)), Filters(speaker=("James Black",))):
        found = formula.disputes(filters)
        assert [one.question for one in found.disputes] == ["floor"]
        assert found.questions == 1
    assert [one.question for one in formula.disputes().disputes] == ["formula", "floor"]


def test_a_dispute_is_told_as_of_a_moment(formula: Ledger) -> None:
    blind(formula, "Ann", "happened")
    blind(formula, "Bea", "void")
    moment = str(formula.moment())
    formula.record("formula", {"verdict": "void", "adjudicates": True})
    (dispute,) = formula.disputes(as_of=moment).disputes
    assert (dispute.stands, dispute.adjudicated) == (None, False)
    assert str(formula.disputes(as_of=moment).moment) == moment
