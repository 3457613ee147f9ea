from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from examples import FLOOR, SOURCE, add, only, with_formula

from ledger.errors import BadValue, NeedsReason, NotFound, NothingChanges

if TYPE_CHECKING:
    from conftest import Clock, LedgerAfter

    from ledger.book.ledger import Ledger

LINK = [{"url": "https://news.example/after"}]
FINAL = ["happened", "partly", "late", "did-not-happen", "void", "unclear"]


@pytest.fixture
def formula(ledger_after: LedgerAfter, clock: Clock) -> Ledger:
    """The ledger with two claims on one question, a month after its due day."""
    ledger = ledger_after(with_formula)
    clock.set("2023-08-12")
    return ledger


def record(ledger: Ledger, identifier: str, verdict: str, **keys: Any) -> str:  # noqa: ANN401 - any key
    """Record a verdict with evidence; the id of the outcome."""
    recorded = ledger.record(identifier, {"verdict": verdict, "evidence": LINK, **keys})
    return recorded.outcome.id


def stands(ledger: Ledger, question: str) -> str | None:
    """The id of the outcome that stands."""
    found = [one.outcome.id for one in ledger.outcomes([question]).get(question, []) if one.stands]
    assert len(found) <= 1
    return found[0] if found else None


def test_one_verdict_settles_every_claim_on_the_question(formula: Ledger) -> None:
    recorded = formula.record("formula", {"verdict": "did-not-happen", "evidence": LINK})
    expected = {"reznikov": "wrong", "doubt": "right"}
    assert {one.id: one.result for one in recorded.claims} == expected
    assert {one.id: one.result for one in formula.list()} == expected
    assert {one.happened_on for one in formula.list()} == {"2023-07-12"}


@pytest.mark.parametrize("identifier", ["formula", "reznikov", "doubt", "formula#1"])
def test_a_question_is_meant_by_its_own_id_and_by_those_of_its_claims(
    formula: Ledger, identifier: str
) -> None:
    record(formula, "formula", "in-progress")
    assert record(formula, identifier, "did-not-happen") == "formula#2"


def test_a_dry_run_shows_what_would_be_and_writes_nothing(formula: Ledger) -> None:
    before = formula.root()
    recorded = formula.record("doubt", {"verdict": "happened", "evidence": LINK}, dry_run=True)
    assert [(one.id, one.result) for one in recorded.claims] == [
        ("doubt", "wrong"),
        ("reznikov", "right"),
    ]
    assert formula.root() == before
    assert {one.status for one in formula.list()} == {"overdue"}


def test_outcomes_are_numbered_within_their_question(formula: Ledger) -> None:
    add(formula, due="2023-08-01")
    ids = [record(formula, one, "in-progress", note=one) for one in ("formula", "floor")]
    ids.append(record(formula, "formula", "stalled"))
    assert ids == ["formula#1", "floor#1", "formula#2"]


@pytest.mark.parametrize("interim", ["in-progress", "stalled"])
def test_interim_news_leaves_the_question_open(formula: Ledger, interim: str) -> None:
    record(formula, "formula", interim)
    assert {(one.status, one.verdict, one.result) for one in formula.list()} == {
        ("overdue", interim, None)
    }


@pytest.mark.slow
@pytest.mark.parametrize("interim", ["in-progress", "stalled"])
@pytest.mark.parametrize("final", FINAL)
def test_interim_news_never_unseats_a_final_verdict(
    formula: Ledger, final: str, interim: str
) -> None:
    first = record(formula, "formula", final)
    recorded = formula.record("formula", {"verdict": interim, "evidence": LINK})
    assert not recorded.stands
    assert {one.verdict for one in recorded.claims} == {final}
    assert stands(formula, "formula") == first


def test_the_last_of_several_final_verdicts_stands(formula: Ledger) -> None:
    record(formula, "formula", "unclear")
    record(formula, "formula", "happened", reason="Found the communiqué.")
    record(formula, "formula", "did-not-happen", reason="Read it again.")
    assert stands(formula, "formula") == "formula#3"


def test_only_withdrawing_reopens_a_question(formula: Ledger) -> None:
    record(formula, "formula", "in-progress")
    record(formula, "formula", "happened")
    record(formula, "formula", "did-not-happen", reason="Read it again.")
    seen = []
    for number in (3, 2, 1):
        seen.append((stands(formula, "formula"), only(formula, "doubt").status))
        formula.withdraw(f"formula#{number}", "Wrong page.")
    assert seen == [("formula#3", "settled"), ("formula#2", "settled"), ("formula#1", "overdue")]
    assert stands(formula, "formula") is None


def test_the_number_of_a_withdrawn_outcome_is_not_used_again(formula: Ledger) -> None:
    record(formula, "formula", "happened")
    formula.withdraw("formula#1", "Wrong page.")
    assert record(formula, "formula", "happened") == "formula#2"


@pytest.mark.parametrize("before", FINAL)
@pytest.mark.parametrize("after", FINAL)
def test_a_different_final_verdict_needs_a_reason(formula: Ledger, before: str, after: str) -> None:
    record(formula, "formula", before)
    if before == after:
        with pytest.raises(NothingChanges, match="formula#1"):
            record(formula, "formula", after)
    elif (before, after) == ("did-not-happen", "late"):
        assert record(formula, "formula", after) == "formula#2"
    else:
        with pytest.raises(NeedsReason, match=f"formula#1 says {before}"):
            record(formula, "formula", after)
        assert record(formula, "formula", after, reason="Read again.") == "formula#2"


def test_another_share_is_another_verdict(formula: Ledger) -> None:
    record(formula, "formula", "partly", value="0.5")
    with pytest.raises(NeedsReason):
        record(formula, "formula", "partly", value="0.75")
    record(formula, "formula", "partly", value="0.75", reason="Counted again.")
    assert only(formula, "doubt").credit == Decimal("0.25")


def test_a_blank_reason_is_none(formula: Ledger) -> None:
    record(formula, "formula", "happened")
    with pytest.raises(BadValue) as refused:
        record(formula, "formula", "unclear", reason="  ")
    assert refused.value.field == "reason"


def test_interim_news_can_come_twice_on_different_days(formula: Ledger) -> None:
    record(formula, "formula", "stalled", happened_on="2023-07-20")
    with pytest.raises(NothingChanges):
        record(formula, "formula", "stalled", happened_on="2023-07-20")
    assert record(formula, "formula", "stalled", happened_on="2023-07-21") == "formula#2"


def test_what_came_about_after_the_due_day_is_late(formula: Ledger) -> None:
    with pytest.raises(BadValue, match=r"2023-07-13.*2023-07-12.*late"):
        record(formula, "formula", "happened", happened_on="2023-07-13")
    assert record(formula, "formula", "late", happened_on="2023-07-13") == "formula#1"


def test_the_future_begins_where_the_day_begins(formula: Ledger, clock: Clock) -> None:
    """At 23:00 UTC it is the next day in the east, and nowhere the day after."""
    clock.set("2023-08-12T23:00:00")
    with pytest.raises(BadValue, match="future"):
        record(formula, "formula", "stalled", happened_on="2023-08-14")
    assert record(formula, "formula", "stalled", happened_on="2023-08-13") == "formula#1"


def test_words_for_a_day_are_read_against_today_in_utc(formula: Ledger, clock: Clock) -> None:
    clock.set("2023-08-12T00:30:00")
    recorded = formula.record("formula", {"verdict": "stalled", "happened_on": "yesterday"})
    assert str(recorded.outcome.happened_on) == "2023-08-11"


@pytest.mark.parametrize(
    ("words", "day"),
    [("friday", "2023-08-11"), ("Saturday", "2023-08-12"), ("on July 12", "2023-07-12")],
)
def test_words_for_what_happened_look_back(
    formula: Ledger, clock: Clock, words: str, day: str
) -> None:
    """12 August 2023 is a Saturday."""
    clock.set("2023-08-12T00:30:00")
    recorded = formula.record("formula", {"verdict": "stalled", "happened_on": words})
    assert str(recorded.outcome.happened_on) == day


def test_an_unknown_id_is_refused_with_those_that_are_close(formula: Ledger) -> None:
    with pytest.raises(NotFound, match=r"'reznikow'.*Did you mean reznikov\?"):
        record(formula, "reznikow", "happened")


@pytest.mark.parametrize("identifier", ["", "#1", "jt", "nothing#1", "\udc80", "x" * 100_000, "%"])
def test_an_id_that_no_question_has_is_not_found(formula: Ledger, identifier: str) -> None:
    with pytest.raises(NotFound):
        record(formula, identifier, "happened")


def test_nothing_is_recorded_through_a_claim_that_was_withdrawn(formula: Ledger) -> None:
    formula.withdraw("doubt", "Said by nobody.")
    with pytest.raises(NotFound, match="doubt"):
        record(formula, "doubt", "happened")
    assert record(formula, "formula", "happened") == "formula#1"


def test_nothing_is_recorded_on_a_question_that_was_withdrawn(ledger: Ledger) -> None:
    add(ledger)
    ledger.withdraw("floor")
    with pytest.raises(NotFound, match="floor"):
        record(ledger, "floor", "in-progress")


def test_evidence_can_be_a_source_of_the_ledger(formula: Ledger) -> None:
    formula.record("formula", {"verdict": "stalled", "evidence": [{"source": "jt"}]})
    (told,) = formula.outcomes(["formula"])["formula"]
    assert [one.source for one in told.outcome.evidence] == ["jt"]


@pytest.mark.parametrize("named", ["jp", "formula", "doubt"])
def test_evidence_that_names_no_source_is_refused(formula: Ledger, named: str) -> None:
    with pytest.raises(NotFound, match=f"no source '{named}'"):
        formula.record("formula", {"verdict": "stalled", "evidence": [{"source": named}]})


def test_an_outcome_without_evidence_is_warned_of(formula: Ledger) -> None:
    assert formula.record("formula", {"verdict": "stalled"}).warnings


def test_what_is_recorded_says_who_when_and_why(formula: Ledger) -> None:
    record(formula, "formula", "happened", note="A note.", reason="A reason.")
    (told,) = formula.outcomes(["formula"])["formula"]
    assert (told.by, told.recorded_at) == ("desk", "2023-08-12T12:00:00Z")
    assert (told.outcome.note, told.reason) == ("A note.", "A reason.")


def test_an_undated_claim_is_settled_but_not_scored(ledger: Ledger) -> None:
    undated = {key: FLOOR[key] for key in FLOOR if key != "due"}
    ledger.add(undated, SOURCE)
    record(ledger, "floor", "happened", happened_on="2023-07-04")
    found = only(ledger, "floor")
    assert (found.status, found.result, found.credit) == ("settled", "right", None)
