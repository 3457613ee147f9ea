from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from examples import FLOOR, FORMULA, SOURCE, add, only, with_floor_and_formula

from ledger.errors import BadValue, Contradiction, NeedsReason, NotFound, NothingChanges
from ledger.report import report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock, LedgerAfter

    from ledger.book.ledger import Ledger

PROTECTED = {
    "statement": "NATO members agree on 2.5%.",
    "due": "2023-07-11",
    "criteria": "The communiqué says so.",
    "condition": "If they meet.",
    "question": "formula",
    "speaker": "J. Black",
    "quote": "a floor, not a ceiling",
    "wording": "are looking to",
    "stance": "none",
    "probability": "0.9",
    "made": "2023-07-02",
    "kind": "plan",
    "checkable": "false",
}
"""What takes a reason to change after the fact, with a change to each."""

UNPROTECTED = {
    "role": "assistant director",
    "organisation": "RAND Europe",
    "attribution": "reported",
    "note": "A note.",
    "topics": ["defence"],
    "due_basis": "desk",
}


@pytest.fixture
def both(ledger_after: LedgerAfter) -> Ledger:
    """The ledger with a claim on its own question, and two on one that they share."""
    return ledger_after(with_floor_and_formula)


def kinds(ledger: Ledger, identifier: str) -> list[str]:
    """The kinds of the entries about an id, in order."""
    return [entry.kind for _, entry in ledger.log(identifier)]


def test_an_amendment_is_a_new_revision_and_the_old_one_stays(both: Ledger) -> None:
    amended = both.amend("floor", {"speaker": "J. Black"})
    assert amended.changes == (("claim", "speaker", "James Black", "J. Black"),)
    assert only(both, "floor").speaker == "J. Black"
    claims = [entry.body for _, entry in both.log("floor") if entry.kind == "claim"]
    assert [body["speaker"] for body in claims] == ["James Black", "J. Black"]


def test_each_key_goes_to_the_claim_or_the_question_it_belongs_to(both: Ledger) -> None:
    both.amend("floor", {"statement": "S.", "topics": ["a", "b"]})
    both.amend("floor", {"role": "director"})
    both.amend("floor", {"quote": "q", "criteria": "c"})
    assert kinds(both, "floor") == [
        *("question", "claim"),
        "question",
        "claim",
        *("question", "claim"),
    ]
    found = only(both, "floor")
    assert (found.statement, found.topics, found.role) == ("S.", ("a", "b"), "director")
    assert (found.quote, found.criteria) == ("q", "c")


def test_an_amendment_keeps_when_the_claim_was_first_recorded(both: Ledger, clock: Clock) -> None:
    clock.wait(days=1)
    both.amend("floor", {"speaker": "J. Black"})
    assert only(both, "floor").recorded_at == "2023-07-05T12:00:00Z"


@pytest.mark.parametrize("empty", ["", [], ()])
def test_an_empty_value_takes_a_key_out(both: Ledger, empty: object) -> None:
    both.amend("floor", {"quote": "q", "topics": ["a"], "due_words": "at the summit"})
    both.amend("floor", {"quote": empty, "topics": empty, "due": empty})
    found = only(both, "floor")
    assert (found.quote, found.topics) == (None, ())
    assert (found.due, found.due_words, found.due_basis) == (None, None, None)


def test_a_revision_equal_to_what_stands_is_refused(both: Ledger) -> None:
    before = both.root()
    with pytest.raises(NothingChanges):
        both.amend("floor", {"speaker": " James Black "})
    with pytest.raises(NothingChanges):
        both.amend("floor", {})
    assert both.root() == before


@pytest.mark.parametrize("key", ["id", "reason", "outcome", "entry", "verdict", ""])
def test_what_is_no_key_of_the_record_is_refused(both: Ledger, key: str) -> None:
    with pytest.raises(BadValue):
        both.amend("floor", {key: "x"})


@pytest.mark.parametrize("value", [None, 5, 3.5, True, b"x", [5], {}, {"a": "b"}])
@pytest.mark.parametrize("key", ["note", "question", "due", "topics", "probability"])
def test_a_value_of_another_kind_is_refused(both: Ledger, key: str, value: object) -> None:
    with pytest.raises((BadValue, NothingChanges)):
        both.amend("floor", {key: value})


@pytest.mark.parametrize("key", ["speaker", "statement"])
def test_what_a_claim_must_have_cannot_be_taken_out(both: Ledger, key: str) -> None:
    with pytest.raises(BadValue) as refused:
        both.amend("floor", {key: ""})
    assert refused.value.field == key


@pytest.mark.parametrize("identifier", ["", "flor", "floor#1", "formula#x", "\udc80", "x" * 9999])
def test_an_id_that_nothing_has_is_refused(both: Ledger, identifier: str) -> None:
    with pytest.raises(NotFound):
        both.amend(identifier, {"note": "n"})


@pytest.mark.parametrize("key", sorted(PROTECTED))
def test_once_settled_what_is_scored_does_not_change_without_a_reason(
    both: Ledger, key: str
) -> None:
    on = "2023-07-04"
    both.record("floor", {"verdict": "did-not-happen", "happened_on": on})
    with pytest.raises(NeedsReason, match="floor"):
        both.amend("floor", {key: PROTECTED[key]})
    both.amend("floor", {key: PROTECTED[key]}, "It was misread.")
    assert both.log("floor")[-1][1].body["reason"] == "It was misread."


@pytest.mark.parametrize("key", sorted(PROTECTED))
def test_once_the_due_day_is_over_what_is_scored_does_not_change_without_a_reason(
    both: Ledger, clock: Clock, key: str
) -> None:
    clock.set("2023-07-13T00:00:00")
    with pytest.raises(NeedsReason, match="floor"):
        both.amend("floor", {key: PROTECTED[key]})
    both.amend("floor", {key: PROTECTED[key]}, "It was misread.")


@pytest.mark.slow
@pytest.mark.parametrize("key", sorted(PROTECTED))
def test_up_to_the_end_of_the_due_day_changes_need_no_reason(
    both: Ledger, clock: Clock, key: str
) -> None:
    both.record("floor", {"verdict": "stalled"})
    clock.set("2023-07-12T23:59:59")
    both.amend("floor", {key: PROTECTED[key]})


@pytest.mark.parametrize("key", sorted(UNPROTECTED))
def test_what_is_not_scored_changes_without_a_reason(both: Ledger, clock: Clock, key: str) -> None:
    clock.set("2023-08-12")
    both.record("floor", {"verdict": "did-not-happen"})
    both.amend("floor", {key: UNPROTECTED[key]})


@pytest.mark.parametrize("reason", ["", "  ", "a\x00b", "\udc80"])
def test_a_reason_is_a_text_that_can_be_kept(both: Ledger, reason: str) -> None:
    with pytest.raises(BadValue) as refused:
        both.amend("floor", {"speaker": "J. Black"}, reason)
    assert refused.value.field == "reason"


def test_a_shared_question_is_amended_by_its_own_id(both: Ledger, clock: Clock) -> None:
    clock.set("2023-07-13")
    with pytest.raises(BadValue):
        both.amend("doubt", {"statement": "S."})
    with pytest.raises(NeedsReason):
        both.amend("formula", {"statement": "S."})
    both.amend("formula", {"statement": "S."}, "Misread.")
    assert only(both, "doubt").statement == only(both, "reznikov").statement == "S."


def test_a_claim_moves_to_another_question_and_back(both: Ledger) -> None:
    before = only(both, "floor")
    both.amend("floor", {"question": "formula", "stance": "against"})
    moved = only(both, "floor")
    assert (moved.question, moved.stance) == ("formula", "against")
    assert moved.statement == only(both, "doubt").statement
    assert kinds(both, "floor")[-2:] == ["claim", "withdrawal"]
    both.amend("floor", {"question": "", "stance": ""})
    back = only(both, "floor")
    assert (back.question, back.statement, back.due) == ("floor", before.statement, before.due)
    assert back.recorded_at == before.recorded_at


def test_its_own_id_moves_a_claim_back_too_with_a_new_statement(both: Ledger) -> None:
    both.amend("floor", {"question": "formula"})
    both.amend("floor", {"question": "floor", "statement": "Another."})
    found = only(both, "floor")
    assert (found.question, found.statement, found.due) == ("floor", "Another.", "2023-07-12")


def test_a_claim_that_made_no_question_can_make_one_later(both: Ledger) -> None:
    with pytest.raises(BadValue, match="statement"):
        both.amend("reznikov", {"question": ""})
    both.amend("reznikov", {"question": "", "statement": "A signal.", "due": "2023-07-12"})
    assert only(both, "reznikov").question == "reznikov"
    assert only(both, "doubt").question == "formula"


def test_a_claim_does_not_leave_its_question_to_others(both: Ledger) -> None:
    both.add({"id": "other", "speaker": "B", "question": "floor"}, "jt")
    before = both.root()
    with pytest.raises(Contradiction, match="other"):
        both.amend("floor", {"question": "formula"})
    assert both.root() == before
    both.amend("other", {"question": "formula"})
    both.amend("floor", {"question": "formula"})


def test_a_claim_does_not_move_to_a_question_that_is_not_there(both: Ledger) -> None:
    with pytest.raises(NotFound, match=r"Did you mean formula\?"):
        both.amend("floor", {"question": "formulas"})
    with pytest.raises(NotFound):
        both.amend("floor", {"question": "doubt"})


def test_to_move_to_a_question_already_settled_needs_a_reason(both: Ledger) -> None:
    """Else one could be right by choosing the question once the answer is known."""
    both.record("formula", {"verdict": "happened", "happened_on": "2023-07-04"})
    with pytest.raises(NeedsReason, match="formula"):
        both.amend("floor", {"question": "formula"})
    both.amend("floor", {"question": "formula"}, "The same was meant.")
    flagged = [one for one in both.corrections() if one.what == "question"]
    assert [(one.id, one.after_the_fact) for one in flagged] == [("floor", True)]


def test_what_was_withdrawn_is_not_amended(both: Ledger) -> None:
    both.withdraw("floor")
    both.withdraw("doubt")
    for identifier in ("floor", "doubt"):
        with pytest.raises(NotFound, match=identifier):
            both.amend(identifier, {"note": "n"})


def test_a_question_that_outlived_its_claim_is_meant_by_their_id(both: Ledger) -> None:
    both.add({"id": "other", "speaker": "B", "question": "floor"}, "jt")
    both.withdraw("floor")
    both.amend("floor", {"statement": "S."})
    assert only(both, "other").statement == "S."
    with pytest.raises(BadValue, match="speaker"):
        both.amend("floor", {"speaker": "C"})


def test_a_due_day_that_an_outcome_contradicts_is_refused(both: Ledger, clock: Clock) -> None:
    clock.set("2023-07-13")
    both.record("floor", {"verdict": "happened", "happened_on": "2023-07-12"})
    with pytest.raises(Contradiction, match=r"floor#1 says happened.*2023-07-11") as refused:
        both.amend("floor", {"due": "2023-07-11"}, "Misread.")
    assert "ledger withdraw floor#1" in refused.value.cure
    both.withdraw("floor#1", "The due day was misread.")
    both.amend("floor", {"due": "2023-07-11"}, "Misread.")


def test_a_day_of_publication_after_a_due_day_is_refused(both: Ledger) -> None:
    with pytest.raises(Contradiction, match="floor: 2023-07-12") as refused:
        both.amend("jt", {"published": "2023-07-14"})
    assert "--made" in refused.value.cure
    both.amend("floor", {"made": "2023-07-03"})
    both.amend("jt", {"published": "2023-07-14"})


def test_to_correct_the_day_of_publication_moves_no_due_day(both: Ledger) -> None:
    both.add({"id": "b", "speaker": "B", "statement": "S.", "due": "next week"}, "jt")
    both.amend("jt", {"published": "2023-07-11"})
    assert only(both, "b").due == "2023-07-10/2023-07-16"
    assert only(both, "b").due_words == "next week"
    both.amend("b", {"note": "n"})
    assert only(both, "b").due == "2023-07-10/2023-07-16"
    both.amend("b", {"due": "next week"})
    assert only(both, "b").due == "2023-07-17/2023-07-23"


def test_the_note_and_the_evidence_of_an_outcome_can_be_amended(both: Ledger) -> None:
    evidence = [{"url": "https://a.example"}]
    both.record("formula", {"verdict": "stalled", "evidence": evidence})
    more = [*evidence, {"source": "jt", "note": "Page 2."}]
    both.amend("formula#1", {"note": "A note.", "evidence": more})
    (told,) = both.outcomes(["formula"])["formula"]
    assert told.outcome.note == "A note."
    assert [(one.url, one.source) for one in told.outcome.evidence] == [
        ("https://a.example", None),
        (None, "jt"),
    ]
    both.amend("formula#1", {"note": "", "evidence": []})
    (told,) = both.outcomes(["formula"])["formula"]
    assert (told.outcome.note, told.outcome.evidence) == (None, ())


@pytest.mark.parametrize("key", ["verdict", "value", "question"])
def test_what_an_outcome_cannot_be_is_refused(both: Ledger, key: str) -> None:
    both.record("formula", {"verdict": "stalled"})
    with pytest.raises(BadValue, match=key):
        both.amend("formula#1", {key: "2023-07-04"})


def test_evidence_that_names_no_source_is_refused(both: Ledger) -> None:
    both.record("formula", {"verdict": "stalled"})
    with pytest.raises(NotFound, match="no source 'doubt'"):
        both.amend("formula#1", {"evidence": [{"source": "doubt"}]})


def test_an_outcome_says_once_what_it_says(both: Ledger) -> None:
    both.record("formula", {"verdict": "stalled", "note": "A."})
    with pytest.raises(NothingChanges, match="formula#1"):
        both.amend("formula#1", {"note": " A. "})


def test_a_withdrawn_outcome_is_not_amended(both: Ledger) -> None:
    both.record("formula", {"verdict": "stalled"})
    both.withdraw("formula#1", "Wrong page.")
    for identifier in ("formula#1", "formula#2"):
        with pytest.raises(NotFound):
            both.amend(identifier, {"note": "n"})


def test_the_place_of_a_quote_stays_while_the_quote_does(
    ledger: Ledger, write: Callable[[str, str], Path]
) -> None:
    quoted = FORMULA.replace('id = "doubt"', 'id = "doubt"\nquote = "that far"')
    article = write("article.txt", "They doubt that NATO will go that far, or so they say.")
    ledger.import_([write("jt.toml", quoted)], text=article)

    def place() -> Any:  # noqa: ANN401 - a table of texts
        return ledger.log("doubt")[-1][1].body.get("selector")

    assert place()["exact"] == "that far"
    ledger.amend("doubt", {"note": "n"})
    assert place()["exact"] == "that far"
    ledger.amend("doubt", {"quote": "so they say"})
    assert place() is None
    ledger.amend("jt", {"title": "A title"})
    assert ledger.log("jt")[-1][1].body["digest"].startswith("sha256:")


def test_a_source_needs_no_reason(both: Ledger, clock: Clock) -> None:
    clock.set("2023-08-12")
    both.amend("jt", {"title": "A title", "authors": ["G. D."]})
    assert only(both, "floor").publisher == SOURCE["publisher"]
    assert FLOOR["due"] == only(both, "floor").due


def test_who_published_a_claim_and_when_needs_a_reason_after_the_fact(
    ledger: Ledger, clock: Clock
) -> None:
    """Claims count for the publisher of their source, and were made by its date at the latest."""
    add(ledger, due="2023-07-12")
    ledger.amend("jt", {"publisher": "Japan Times"})
    clock.set("2023-07-20")
    for change in ({"publisher": "JT"}, {"published": "2023-07-01"}):
        with pytest.raises(NeedsReason, match="floor is settled or its due day is over"):
            ledger.amend("jt", change)
    ledger.amend("jt", {"title": "On the summit"})
    ledger.amend("jt", {"publisher": "JT", "note": "Seen."}, "Its name.")
    told = [(one.what, one.after_the_fact, one.bears_on) for one in ledger.corrections()]
    assert told == [
        ("publisher", False, ()), ("title", False, ()), ("note", False, ()),
        ("publisher", True, ("floor",)),
    ]  # fmt: skip
    assert report(ledger).total.as_dict()["amended_after"] == 1
