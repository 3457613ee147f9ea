"""What is derived from a claim and its verdict, by the tables of the design.

Unless said otherwise a claim was made on 5 July 2023 and is due on 12 July, and it is 1 August.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ledger.model.claim_state import Assessment
from ledger.model.forecast import Probability, side

CLAIM = Assessment(
    id="c",
    entry=3,
    recorded_at="2023-07-06T09:30:00Z",
    kind="prediction",
    question="q",
    statement="It comes about.",
    condition=None,
    criteria=None,
    topics=(),
    speaker="James Black",
    organisation=None,
    role=None,
    attribution="quoted",
    source="jt",
    publisher="The Japan Times",
    published="2023-07-05",
    quote=None,
    wording=None,
    stated_stance=None,
    probability=None,
    made=None,
    made_earliest="2023-07-05",
    made_latest="2023-07-05",
    due="2023-07-12",
    due_latest="2023-07-12",
    due_words=None,
    due_basis="stated",
    resolve_by=None,
    resolve_by_latest=None,
    closes=None,
    checkable=True,
    proposed=False,
    note=None,
    verdict=None,
    value=None,
    stated_happened_on=None,
    stated_happened_latest=None,
    today="2023-08-01",
)
UNDATED = replace(CLAIM, due=None, due_latest=None, due_basis=None)


def judged(
    verdict: str | None, happened_on: str | None = None, claim: Assessment = CLAIM
) -> Assessment:
    """The claim with a verdict that became true on a day."""
    return replace(
        claim, verdict=verdict, stated_happened_on=happened_on, stated_happened_latest=happened_on
    )


# verdict, value: credit and result for it, credit and result against it
SCORES = """
happened         -     1     right   0     wrong
partly           0.75  0.75  partly  0.25  partly
partly           0.1   0.1   partly  0.9   partly
partly           -     0.5   partly  0.5   partly
late             -     0     wrong   1     right
did-not-happen   -     0     wrong   1     right
void             -     -     -       -     -
unclear          -     -     -       -     -
in-progress      -     -     -       -     -
stalled          -     -     -       -     -
-                -     -     -       -     -
"""


@pytest.mark.parametrize("row", SCORES.strip().splitlines(), ids=lambda row: row[:21])
def test_credit_and_result_follow_the_verdict_and_the_stance(row: str) -> None:
    verdict, value, *expected = (None if one == "-" else one for one in row.split())
    found: list[str | None] = []
    for stance in ("for", "against"):
        share = None if value is None else Decimal(value)
        one = replace(CLAIM, verdict=verdict, value=share, stated_stance=stance)
        found += [None if one.credit is None else str(one.credit), one.result]
    assert found == expected


@pytest.mark.parametrize("row", SCORES.strip().splitlines(), ids=lambda row: row[:21])
def test_a_claim_that_takes_no_side_is_neither_right_nor_wrong(row: str) -> None:
    verdict = row.split(maxsplit=1)[0]
    one = replace(CLAIM, verdict=None if verdict == "-" else verdict, stated_stance="none")
    assert (one.credit, one.result) == (None, None)


def test_without_a_due_date_a_claim_is_right_or_wrong_but_not_scored() -> None:
    one = judged("happened", "2023-07-10", UNDATED)
    assert (one.credit, one.result) == (None, "right")
    endless = replace(one, due="2023-07-12/..", due_basis="stated")
    assert (endless.credit, endless.result) == (None, "right")


def test_what_is_not_checkable_is_never_scored() -> None:
    one = replace(judged("happened", "2023-07-10"), checkable=False)
    assert (one.credit, one.result, one.status) == (None, None, "not-checkable")


@pytest.mark.parametrize(
    ("stated", "probability", "stance"),
    [
        (None, None, "for"),
        (None, "0.51", "for"),
        (None, "1", "for"),
        (None, "0.5", "none"),
        (None, "0.49", "against"),
        (None, "0", "against"),
        ("for", None, "for"),
        ("against", None, "against"),
        ("none", None, "none"),
        ("none", "0.9", "none"),
        ("for", "0.5", "for"),
        ("against", "0.5", "against"),
    ],
)
def test_the_stance_is_as_written_else_the_side_of_the_probability(
    stated: str | None, probability: str | None, stance: str
) -> None:
    number = None if probability is None else Decimal(probability)
    assert side(stated, None if number is None else Probability(number)) == stance
    assert replace(CLAIM, stated_stance=stated, probability=number).stance == stance


def test_a_low_probability_is_right_when_it_does_not_come_about() -> None:
    one = replace(judged("did-not-happen"), probability=Decimal("0.2"))
    assert (one.credit, one.result) == (Decimal(1), "right")


@pytest.mark.parametrize(
    ("today", "verdict", "status"),
    [
        ("2023-07-11", None, "open"),
        ("2023-07-12", None, "open"),
        ("2023-07-13", None, "overdue"),
        ("2023-07-12", "stalled", "open"),
        ("2023-07-13", "in-progress", "overdue"),
        ("2023-07-11", "happened", "settled"),
        ("2023-07-13", "late", "settled"),
        ("2023-07-13", "void", "settled"),
        ("2023-07-13", "unclear", "settled"),
    ],
)
def test_a_claim_is_open_then_overdue_until_a_final_verdict_stands(
    today: str, verdict: str | None, status: str
) -> None:
    assert replace(CLAIM, today=today, verdict=verdict).status == status


def test_without_a_due_date_a_claim_is_never_overdue() -> None:
    assert replace(UNDATED, today="2999-12-31").status == "open"


# When it was made, when it was due, when it came about


@pytest.mark.parametrize(
    ("made_earliest", "too_late"),
    [("2023-07-11", False), ("2023-07-12", False), ("2023-07-13", True), (None, False)],
)
def test_a_claim_certainly_made_after_the_due_day_is_made_too_late(
    made_earliest: str | None, *, too_late: bool
) -> None:
    one = replace(CLAIM, made_earliest=made_earliest, made_latest="2023-12-31")
    assert one.made_too_late is too_late
    settled = replace(judged("happened", "2023-12-31", one), due=None, due_latest=None)
    assert settled.made_too_late is False


@pytest.mark.parametrize(
    ("verdict", "happened_on", "too_late"),
    [
        ("happened", "2023-07-04", True),
        ("happened", "2023-07-05", False),
        ("happened", None, False),
        ("void", "2023-07-04", True),
        ("unclear", "2023-07-04", True),
        ("did-not-happen", "2023-07-04", True),
        ("did-not-happen", None, False),
        ("in-progress", "2023-07-04", False),
        ("stalled", "2023-07-04", False),
    ],
)
def test_a_claim_certainly_made_after_the_day_of_the_final_verdict_is_made_too_late(
    verdict: str, happened_on: str | None, *, too_late: bool
) -> None:
    one = judged(verdict, happened_on)
    assert one.made_too_late is too_late
    assert judged(verdict, happened_on, UNDATED).made_too_late is too_late
    if too_late:
        assert (one.credit, one.result) == (None, None)


def test_a_fuzzy_day_of_the_outcome_counts_by_its_latest() -> None:
    one = replace(judged("happened"), stated_happened_on="2023-07", made_earliest="2023-07-31")
    assert replace(one, due_latest=None, stated_happened_latest="2023-07-31").made_too_late is False
    assert replace(one, due_latest=None, stated_happened_latest="2023-07-30").made_too_late is True


def test_what_did_not_happen_became_so_on_the_due_day_unless_it_is_said() -> None:
    assert (judged("did-not-happen").happened_on, judged("did-not-happen").happened_latest) == (
        "2023-07-12",
        "2023-07-12",
    )
    assert judged("did-not-happen", "2023-07-08").happened_on == "2023-07-08"
    assert judged("did-not-happen", claim=UNDATED).happened_on is None
    assert judged("happened").happened_on is None
    assert judged(None).happened_on is None


@pytest.mark.parametrize(
    ("verdict", "today", "early"),
    [
        ("happened", "2023-07-11", True),
        ("happened", "2023-07-12", True),
        ("happened", "2023-07-13", False),
        ("void", "2023-07-11", True),
        ("stalled", "2023-07-11", False),
        (None, "2023-07-11", False),
    ],
)
def test_a_question_settled_while_its_due_day_is_to_come_is_early(
    verdict: str | None, today: str, *, early: bool
) -> None:
    assert replace(CLAIM, verdict=verdict, today=today).early is early
    assert replace(UNDATED, verdict=verdict, today=today).early is False


@pytest.mark.parametrize(
    ("recorded_at", "after"),
    [("2023-07-12T23:59:59Z", False), ("2023-07-13T00:00:00Z", True)],
)
def test_a_claim_recorded_once_its_due_day_is_over_is_known(
    recorded_at: str, *, after: bool
) -> None:
    assert replace(CLAIM, recorded_at=recorded_at).recorded_after_due is after
    assert replace(UNDATED, recorded_at=recorded_at).recorded_after_due is False


@pytest.mark.parametrize(
    ("speaker", "unnamed"),
    [("unnamed: experts", True), ("James Black", False), ("Unnamed Studio", False)],
)
def test_a_speaker_without_a_name_is_known_by_how_it_is_written(
    speaker: str, *, unnamed: bool
) -> None:
    assert replace(CLAIM, speaker=speaker).unnamed is unnamed
