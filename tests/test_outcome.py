"""Which of several outcomes stands, what a verdict is worth, and the ids of outcomes."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import outcomes

from ledger.model.outcome import Outcome, overtakes, question_of, standing, worth
from ledger.model.verdicts import FINAL, INTERIM, Verdict


@pytest.mark.parametrize(
    ("verdicts", "number"),
    [
        ("", None),
        ("stalled", 1),
        ("in-progress stalled", 2),
        ("happened", 1),
        ("stalled happened", 2),
        ("happened stalled", 1),
        ("happened in-progress stalled", 1),
        ("did-not-happen late", 2),
        ("happened did-not-happen", 2),
        ("happened stalled void in-progress", 3),
        ("unclear stalled", 1),
        ("void partly unclear", 3),
    ],
)
def test_the_last_final_verdict_stands_else_the_last(verdicts: str, number: int | None) -> None:
    found = [
        Outcome(question="q", n=n, verdict=Verdict(verdict))
        for n, verdict in enumerate(verdicts.split(), start=1)
    ]
    for order in permutations(found):
        stands = standing(order)
        assert (None if stands is None else stands.n) == number


@pytest.mark.slow
@given(st.lists(outcomes(), max_size=5, unique_by=lambda one: one.n))
def test_a_blind_verdict_changes_nothing_of_what_stands(found: list[Outcome]) -> None:
    stands = standing(found)
    assert stands == standing(one for one in found if not one.blind)
    assert stands is None or not stands.blind


@pytest.mark.slow
@given(st.lists(outcomes(), max_size=5, unique_by=lambda one: one.n))
def test_what_overtakes_one_after_the_other_is_what_stands(found: list[Outcome]) -> None:
    stands: Outcome | None = None
    for one in sorted(found, key=lambda one: one.n):
        if overtakes(one, stands):
            stands = one
    assert stands == standing(found)


def test_every_verdict_is_either_final_or_interim() -> None:
    assert " ".join(sorted(INTERIM)) == "in-progress stalled"
    assert " ".join(sorted(FINAL)) == "answered did-not-happen happened late partly unclear void"
    assert len(FINAL) + len(INTERIM) == len(Verdict)
    assert not FINAL & INTERIM


@pytest.mark.parametrize(
    ("verdict", "value", "share"),
    [
        ("happened", None, "1"),
        ("partly", "0.75", "0.75"),
        ("partly", None, "0.5"),
        ("late", None, "0"),
        ("did-not-happen", None, "0"),
        ("void", None, None),
        ("unclear", None, None),
        ("in-progress", None, None),
        ("stalled", None, None),
    ],
)
def test_a_verdict_is_worth_the_share_that_came_about_in_time(
    verdict: str, value: str | None, share: str | None
) -> None:
    found = worth(verdict, None if value is None else Decimal(value))
    assert found == (None if share is None else Decimal(share))


@pytest.mark.slow
@given(outcomes())
def test_the_id_of_an_outcome_leads_back_to_its_question_and_number(outcome: Outcome) -> None:
    assert question_of(outcome.id) == (outcome.question, outcome.n)


@pytest.mark.parametrize(
    "text",
    [
        *("", "q", "q#", "#1", "#", "q#x", "q#-1", "q#1 ", "q#1.0", "q#0", "q#01", "q#1\n"),
        *("q#\u0661", f"q#{'9' * 19}", f"q#{'9' * 5000}"),
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_what_is_no_id_of_an_outcome_leads_nowhere(text: str) -> None:
    assert question_of(text) is None
