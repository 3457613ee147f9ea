from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from examples import FORMULA, add

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from conftest import Clock

    from ledger.book.asking.corrections import Correction
    from ledger.book.ledger import Ledger


@pytest.fixture
def both(ledger: Ledger, write: Callable[[str, str], Path]) -> Ledger:
    """The ledger with a claim on its own question, and two on one that they share."""
    ledger.import_([write("jt.toml", FORMULA)])
    add(ledger)
    return ledger


def told(found: Iterable[Correction]) -> list[str]:
    """Corrections as lines: what changed from what to what, why, and ``!`` for after the fact."""
    return [
        f"{one.kind} {one.id} {one.what}: {one.before} -> {one.after} ({one.reason})"
        + "!" * one.after_the_fact
        for one in found
    ]


def test_what_was_only_added_and_recorded_is_no_correction(both: Ledger) -> None:
    both.record("formula", {"verdict": "stalled"})
    both.record("formula", {"verdict": "void"})
    assert both.corrections() == []


def test_each_changed_key_is_told_with_before_and_after(both: Ledger) -> None:
    both.amend("floor", {"speaker": "J. Black", "due": "2023-07-11", "role": "director"}, "Typo.")
    assert told(both.corrections()) == [
        "question floor due: 2023-07-12 -> 2023-07-11 (Typo.)",
        "claim floor role: None -> director (Typo.)",
        "claim floor speaker: James Black -> J. Black (Typo.)",
    ]


def test_a_correction_says_which_entry_made_it_when_and_by_whom(both: Ledger, clock: Clock) -> None:
    clock.wait(days=1)
    both.amend("jt", {"title": "A title"})
    (one,) = both.corrections()
    assert (one.entry, one.at, one.by) == (7, "2023-07-06T12:00:00Z", "desk")
    assert (one.kind, one.id, one.question) == ("source", "jt", None)


def test_only_what_is_scored_is_flagged_after_the_fact(both: Ledger, clock: Clock) -> None:
    clock.set("2023-07-13")
    both.amend("floor", {"speaker": "J. Black", "role": "director"}, "Typo.")
    both.amend("jt", {"title": "A title"})
    assert told(both.corrections()) == [
        "claim floor role: None -> director (Typo.)",
        "claim floor speaker: James Black -> J. Black (Typo.)!",
        "source jt title: None -> A title (None)",
    ]


def test_an_outcome_makes_what_follows_after_the_fact_until_it_is_withdrawn(both: Ledger) -> None:
    both.record("floor", {"verdict": "did-not-happen", "happened_on": "2023-07-04"})
    both.amend("floor", {"speaker": "A"}, "One.")
    both.withdraw("floor#1", "Two.")
    both.amend("floor", {"speaker": "B"}, "Three.")
    assert told(both.corrections()) == [
        "claim floor speaker: James Black -> A (One.)!",
        "outcome floor#1 withdrawn: False -> True (Two.)!",
        "claim floor speaker: A -> B (Three.)",
    ]


@pytest.mark.slow
def test_a_verdict_that_replaces_a_different_one_is_a_correction(both: Ledger) -> None:
    both.record("formula", {"verdict": "stalled"})
    both.record("formula", {"verdict": "unclear"})
    both.record("formula", {"verdict": "void", "reason": "No summit."})
    both.record("formula", {"verdict": "in-progress"})
    assert told(both.corrections()) == ["outcome formula#3 verdict: unclear -> void (No summit.)!"]


def test_late_after_did_not_happen_is_news(both: Ledger, clock: Clock) -> None:
    clock.set("2023-08-12")
    both.record("formula", {"verdict": "did-not-happen"})
    both.record("formula", {"verdict": "late", "happened_on": "2023-08-01"})
    assert both.corrections() == []


def test_the_amended_note_of_an_outcome_is_told(both: Ledger) -> None:
    both.record("formula", {"verdict": "stalled", "note": "A."})
    both.amend("formula#1", {"note": "B."}, "Typo.")
    assert told(both.corrections()) == ["outcome formula#1 note: A. -> B. (Typo.)"]


def test_a_withdrawal_is_told_of_the_claim_and_of_its_question(both: Ledger) -> None:
    both.withdraw("doubt")
    both.withdraw("floor", "Said by nobody.")
    assert told(both.corrections()) == [
        "claim doubt withdrawn: False -> True (None)",
        "claim floor withdrawn: False -> True (Said by nobody.)",
        "question floor withdrawn: False -> True (Said by nobody.)",
    ]


def test_a_claim_that_moved_and_came_back_is_told_in_full(both: Ledger) -> None:
    both.amend("floor", {"question": "formula"}, "Out.")
    both.amend("floor", {"question": ""}, "Back.")
    assert told(both.corrections()) == [
        "claim floor question: floor -> formula (Out.)",
        "question floor withdrawn: False -> True (Out.)",
        "question floor withdrawn: True -> False (Back.)",
        "claim floor question: formula -> floor (Back.)",
    ]


def test_corrections_stop_at_the_moment_asked_for(both: Ledger, clock: Clock) -> None:
    both.amend("floor", {"speaker": "A"})
    clock.wait(days=1)
    both.amend("floor", {"speaker": "B"})
    both.withdraw("floor")
    assert told(both.corrections(as_of="2023-07-05")) == [
        "claim floor speaker: James Black -> A (None)"
    ]
    assert both.corrections(as_of="6@2023-07-05") == []


def test_what_is_shown_of_a_claim_has_its_corrections_and_no_others(
    both: Ledger, write: Callable[[str, str], Path]
) -> None:
    elsewhere = FORMULA.replace('"jt"', '"elsewhere"').replace("/nato", "/other")
    for old in ("formula", "reznikov", "doubt"):
        elsewhere = elsewhere.replace(f'"{old}"', f'"e-{old}"')
    both.import_([write("e.toml", elsewhere)])
    both.amend("elsewhere", {"title": "Elsewhere"})
    both.amend("jt", {"title": "A title"})
    both.amend("e-doubt", {"speaker": "unnamed: others"})
    both.amend("floor", {"question": "formula"})
    assert told(both.show("doubt").corrections) == [
        "source jt title: None -> A title (None)",
        "claim floor question: floor -> formula (None)",
    ]
    assert told(both.show("e-formula").corrections) == [
        "source elsewhere title: None -> Elsewhere (None)",
        "claim e-doubt speaker: unnamed: experts -> unnamed: others (None)",
    ]
