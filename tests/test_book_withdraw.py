from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from examples import only, with_floor_and_formula

from ledger.errors import BadValue, Contradiction, NeedsReason, NotFound

if TYPE_CHECKING:
    from conftest import Clock, LedgerAfter

    from ledger.book.ledger import Ledger


@pytest.fixture
def both(ledger_after: LedgerAfter) -> Ledger:
    """The ledger with a claim on its own question, and two on one that they share."""
    return ledger_after(with_floor_and_formula)


def ids(ledger: Ledger) -> list[str]:
    """The ids of the claims in force."""
    return sorted(one.id for one in ledger.list())


def test_with_a_claim_goes_the_question_it_made(both: Ledger) -> None:
    assert both.withdraw("floor") == ["claim floor", "question floor"]
    assert ids(both) == ["doubt", "reznikov"]
    assert [one.id for one in both.withdrawn()] == ["floor"]


def test_a_question_that_another_claim_stands_on_stays(both: Ledger) -> None:
    both.add({"id": "other", "speaker": "B", "question": "floor"}, "jt")
    assert both.withdraw("floor") == ["claim floor"]
    assert ids(both) == ["doubt", "other", "reznikov"]
    assert only(both, "other").due == "2023-07-12"


def test_a_question_that_outlived_its_claim_goes_when_no_claim_is_left(both: Ledger) -> None:
    both.add({"id": "other", "speaker": "B", "question": "floor"}, "jt")
    both.withdraw("floor")
    with pytest.raises(Contradiction, match="other"):
        both.withdraw("floor")
    assert both.withdraw("other") == ["claim other"]
    assert both.withdraw("floor") == ["question floor"]
    with pytest.raises(NotFound):
        both.withdraw("floor")


def test_a_shared_question_stays_when_its_claims_go(both: Ledger) -> None:
    assert both.withdraw("doubt") == ["claim doubt"]
    with pytest.raises(Contradiction, match="reznikov"):
        both.withdraw("formula")
    assert both.withdraw("reznikov") == ["claim reznikov"]
    assert both.withdraw("formula") == ["question formula"]


@pytest.mark.parametrize("identifier", ["floor", "doubt"])
def test_nothing_is_withdrawn_twice(both: Ledger, identifier: str) -> None:
    both.withdraw(identifier)
    before = both.root()
    with pytest.raises(NotFound, match=identifier):
        both.withdraw(identifier)
    assert both.root() == before


def test_an_outcome_is_not_withdrawn_twice(both: Ledger) -> None:
    both.record("floor", {"verdict": "stalled"})
    both.withdraw("floor#1", "Wrong page.")
    with pytest.raises(NotFound, match="floor#1"):
        both.withdraw("floor#1", "Wrong page.")


def test_sources_stay(both: Ledger) -> None:
    with pytest.raises(Contradiction, match="source"):
        both.withdraw("jt")


@pytest.mark.parametrize(
    "identifier", ["", "flor", "floor#1", "floor#", "#", "\udc80", "floor#0", "floor#\u0661"]
)
def test_an_id_that_nothing_has_is_refused(both: Ledger, identifier: str) -> None:
    with pytest.raises(NotFound):
        both.withdraw(identifier, "r")


def test_an_outcome_is_never_withdrawn_without_a_reason(both: Ledger) -> None:
    both.record("floor", {"verdict": "stalled"})
    with pytest.raises(NeedsReason):
        both.withdraw("floor#1")
    assert both.withdraw("floor#1", "Wrong page.") == ["outcome floor#1"]


@pytest.mark.parametrize("identifier", ["floor", "doubt"])
def test_once_the_due_day_is_over_a_withdrawal_needs_a_reason(
    both: Ledger, clock: Clock, identifier: str
) -> None:
    clock.set("2023-07-13T00:00:00")
    with pytest.raises(NeedsReason):
        both.withdraw(identifier)
    both.withdraw(identifier, "Said by nobody.")
    assert both.withdrawn()[0].id == identifier


def test_once_settled_a_withdrawal_needs_a_reason(both: Ledger) -> None:
    both.record("floor", {"verdict": "did-not-happen", "happened_on": "2023-07-04"})
    with pytest.raises(NeedsReason):
        both.withdraw("floor")
    both.withdraw("floor#1", "Wrong page.")
    both.withdraw("floor")


def test_a_question_without_claims_needs_a_reason_too(both: Ledger, clock: Clock) -> None:
    both.withdraw("doubt")
    both.withdraw("reznikov")
    clock.set("2023-07-13")
    with pytest.raises(NeedsReason):
        both.withdraw("formula")


@pytest.mark.slow
@pytest.mark.parametrize("identifier", ["floor", "floor#1"])
@pytest.mark.parametrize("reason", ["", " \n", "\x07", "\udc80"])
def test_a_reason_is_a_text_that_can_be_kept(both: Ledger, identifier: str, reason: str) -> None:
    both.record("floor", {"verdict": "stalled"})
    with pytest.raises(BadValue) as refused:
        both.withdraw(identifier, reason)
    assert refused.value.field == "reason"


def test_what_was_withdrawn_is_still_shown(both: Ledger) -> None:
    both.amend("floor", {"speaker": "J. Black"})
    both.withdraw("floor", "Said by nobody.")
    found = both.show("floor")
    assert found.withdrawn
    assert found.claim.speaker == "J. Black"
    assert found.claims == ()
    assert [one.reason for one in found.corrections if one.what == "withdrawn"] == [
        "Said by nobody.",
        "Said by nobody.",
    ]


def test_a_claim_withdrawn_from_a_shared_question_is_still_shown(both: Ledger) -> None:
    both.withdraw("doubt")
    found = both.show("doubt")
    assert found.withdrawn
    assert found.claim.id == "doubt"
    assert [one.id for one in found.claims] == ["reznikov"]
    assert not both.show("formula").withdrawn


def test_a_claim_withdrawn_after_it_moved_is_shown_where_it_was(both: Ledger) -> None:
    both.amend("floor", {"question": "formula"})
    both.withdraw("floor")
    assert both.show("floor").question.id == "formula"
    assert [(one.id, one.question) for one in both.withdrawn()] == [("floor", "formula")]
