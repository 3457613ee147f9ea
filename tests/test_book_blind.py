"""Verdicts that are blind, and verdicts that decide where recorders differ."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from examples import FORMULA, add, only, record_as

from ledger import report
from ledger.errors import BadValue, NeedsReason, NothingChanges

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock

    from ledger.book.ledger import Ledger

BOTH = ["happened", "partly", "late", "did-not-happen", "void", "unclear", "in-progress", "stalled"]


@pytest.fixture
def formula(ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]) -> Ledger:
    """The ledger with a claim for a question and one against it, a month after its due day."""
    ledger.import_([write("jt.toml", FORMULA)])
    clock.set("2023-08-12")
    return ledger


def status(ledger: Ledger) -> set[tuple[str, str | None, str | None]]:
    """Where the claims are: status, verdict, result."""
    return {(one.status, one.verdict, one.result) for one in ledger.list()}


def stands(ledger: Ledger) -> list[str]:
    """The ids of the outcomes that stand on the question."""
    return [one.outcome.id for one in ledger.outcomes(["formula"])["formula"] if one.stands]


@pytest.mark.slow
@pytest.mark.parametrize("verdict", BOTH)
def test_a_blind_verdict_settles_nothing_even_alone(formula: Ledger, verdict: str) -> None:
    before = formula.list()
    recorded = record_as(formula, "Ann", "formula", verdict, blind=True)
    assert (recorded.outcome.id, recorded.outcome.blind) == ("formula#1", True)
    assert not recorded.stands
    assert formula.list() == before
    assert stands(formula) == []


@pytest.mark.parametrize("verdict", BOTH)
def test_a_blind_verdict_unseats_nothing_and_is_no_correction(
    formula: Ledger, verdict: str
) -> None:
    formula.record("formula", {"verdict": "void"})
    before = formula.list()
    record_as(formula, "Ann", "formula", verdict, blind=True)
    assert formula.list() == before
    assert stands(formula) == ["formula#1"]
    assert formula.corrections() == []


def test_a_blind_verdict_is_told_nothing_of_what_others_found(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "happened", "happened_on": "2023-07-11"})
    recorded = record_as(formula, "Ann", "formula", "did-not-happen", blind=True)
    assert recorded.before is None
    assert [(one.id, one.verdict, one.happened_on, one.result) for one in recorded.claims] == [
        ("doubt", None, None, None),
        ("reznikov", None, None, None),
    ]


def test_a_blind_verdict_keeps_its_note_evidence_day_and_value(formula: Ledger) -> None:
    keys = {"value": "0.75", "happened_on": "2023-07-11", "note": "Three of four."}
    link = [{"url": "https://a.example"}]
    record_as(formula, "Ann", "formula", "partly", blind=True, evidence=link, **keys)
    (told,) = formula.outcomes(["formula"])["formula"]
    assert (told.by, told.outcome.note, str(told.outcome.value)) == (
        "Ann",
        "Three of four.",
        "0.75",
    )
    assert str(told.outcome.happened_on) == "2023-07-11"
    assert formula.evidence("formula#1") == link
    assert formula.log("formula")[-1][1].body["blind"] is True


def test_a_blind_verdict_that_is_the_same_as_anothers_is_recorded(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "happened"})
    assert record_as(formula, "Ann", "formula", "happened", blind=True).outcome.n == 2


def test_who_recorded_in_full_view_cannot_judge_blind(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "stalled"})
    with pytest.raises(BadValue, match=r"desk recorded formula#1 with the other verdicts in view"):
        formula.record("formula", {"verdict": "happened", "blind": True})
    formula.withdraw("formula#1", "Wrong page.")
    with pytest.raises(BadValue, match="in view"):
        formula.record("formula", {"verdict": "happened", "blind": True})


def test_who_judged_blind_can_change_their_mind_but_not_say_the_same_again(
    formula: Ledger,
) -> None:
    record_as(formula, "Ann", "formula", "happened", blind=True)
    with pytest.raises(NothingChanges, match="formula#1 already says happened"):
        record_as(formula, "Ann", "formula", "happened", blind=True)
    assert record_as(formula, "Ann", "formula", "void", blind=True).outcome.n == 2


def test_who_judged_blind_can_record_in_full_view_afterwards(formula: Ledger) -> None:
    record_as(formula, "Ann", "formula", "happened", blind=True)
    assert record_as(formula, "Ann", "formula", "happened").stands
    with pytest.raises(BadValue, match="in view"):
        record_as(formula, "Ann", "formula", "void", blind=True)


def test_a_due_day_can_change_without_a_reason_while_only_blind_verdicts_are_given(
    formula: Ledger, clock: Clock
) -> None:
    clock.set("2023-07-06")
    record_as(formula, "Ann", "formula", "void", blind=True)
    formula.amend("formula", {"due": "2023-07-14"})
    assert only(formula, "doubt").due == "2023-07-14"


def test_a_withdrawn_blind_verdict_is_a_correction_of_the_record(formula: Ledger) -> None:
    record_as(formula, "Ann", "formula", "happened", blind=True)
    formula.withdraw("formula#1", "Wrong question.")
    assert [(one.id, one.what) for one in formula.corrections()] == [("formula#1", "withdrawn")]


def test_no_figure_of_a_report_hangs_on_blind_verdicts(formula: Ledger) -> None:
    def figures() -> object:
        found = asdict(report(formula, "speaker"))
        return [found[key] for key in ("kinds", "others", "total", "groups")]

    for verdict in ("happened", "did-not-happen"):
        before = figures()
        for recorder in ("Ann", "Bea"):
            record_as(formula, recorder, "formula", verdict, blind=True, note=recorder)
            assert figures() == before
        if verdict == "happened":
            formula.record("formula", {"verdict": "partly", "value": "0.25"})
            assert figures() != before


def test_one_that_adjudicates_settles_what_only_blind_ones_judged(formula: Ledger) -> None:
    record_as(formula, "Ann", "formula", "happened", blind=True)
    record_as(formula, "Bea", "formula", "did-not-happen", blind=True)
    recorded = formula.record("formula", {"verdict": "happened", "adjudicates": True})
    assert (recorded.stands, recorded.before) == (True, None)
    assert status(formula) == {("settled", "happened", "right"), ("settled", "happened", "wrong")}
    assert formula.corrections() == []


def test_one_that_adjudicates_otherwise_than_what_stands_is_a_correction(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "happened"})
    record_as(formula, "Ann", "formula", "did-not-happen", blind=True)
    deciding = {"verdict": "did-not-happen", "adjudicates": True}
    with pytest.raises(NeedsReason, match="formula#1 says happened"):
        formula.record("formula", deciding)
    formula.record("formula", {**deciding, "reason": "The communiqué has no formula."})
    assert stands(formula) == ["formula#3"]
    assert [(one.id, one.before, one.after) for one in formula.corrections()] == [
        ("formula#3", "happened", "did-not-happen")
    ]


def test_one_that_adjudicates_may_say_what_stands_but_once(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "happened"})
    record_as(formula, "Ann", "formula", "did-not-happen", blind=True)
    assert formula.record("formula", {"verdict": "happened", "adjudicates": True}).stands
    for again in ({"adjudicates": True}, {}):
        with pytest.raises(NothingChanges, match="formula#3 already says happened"):
            formula.record("formula", {"verdict": "happened", **again})
    assert formula.corrections() == []


def test_where_fewer_than_two_have_judged_there_is_nothing_to_decide(formula: Ledger) -> None:
    deciding = {"verdict": "happened", "adjudicates": True}
    with pytest.raises(BadValue, match="nothing to decide on formula"):
        formula.record("formula", deciding)
    record_as(formula, "Ann", "formula", "happened", blind=True)
    record_as(formula, "Ann", "formula", "void", blind=True)
    with pytest.raises(BadValue, match="fewer than two recorders"):
        formula.record("formula", deciding)
    record_as(formula, "Bea", "formula", "happened", blind=True)
    formula.withdraw("formula#3", "Another question was meant.")
    with pytest.raises(BadValue, match="fewer than two recorders"):
        formula.record("formula", deciding)


def test_an_import_brings_blind_and_deciding_outcomes_once(
    ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]
) -> None:
    clock.set("2023-08-12")
    head = FORMULA.partition("[[claim]]")[0]
    told = head + (
        '[[question.outcome]]\nverdict = "happened"\n'
        '[[question.outcome]]\nverdict = "happened"\nblind = true\n'
        '[[question.outcome]]\nverdict = "void"\nblind = true\n'
        '[[question.outcome]]\nverdict = "happened"\nadjudicates = true\n'
    )
    path = write("jt.toml", told)
    assert ledger.import_([path]).added["outcome"] == 4
    assert stands(ledger) == ["formula#4"]
    assert ledger.corrections() == []
    again = ledger.import_([path])
    assert (again.added, again.amended, again.stale) == ({}, [], [])
    (table,) = ledger.export()["jt"]["question"]
    assert table["outcome"] == [
        {"verdict": "happened"},
        {"verdict": "happened", "blind": True},
        {"verdict": "void", "blind": True},
        {"verdict": "happened", "adjudicates": True},
    ]


def test_a_recorder_whose_name_is_written_with_other_blanks_is_the_same(ledger: Ledger) -> None:
    """So nobody judges blind by a second blank, nor agrees with themselves."""
    add(ledger)
    record_as(ledger, "Ann Lee", "floor", "happened", happened_on="2023-07-04")
    for name in ("Ann  Lee", "Ann\u00a0Lee"):
        with pytest.raises(BadValue, match="in view"):
            record_as(ledger, name, "floor", "unclear", blind=True)
    record_as(ledger, "Ann\u00a0Lee", "floor", "void", happened_on="2023-07-04", reason="Misread.")
    assert ledger.disputes().questions == 0
