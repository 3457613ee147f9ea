"""What holds of the figures of any claims at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.assessment import Assessment
from ledger.report.accuracy import accuracy
from ledger.report.counts import count
from ledger.report.sample import speaker_group
from ledger.report.settings import Settings

VERDICT = st.sampled_from([
    "happened", "partly", "late", "did-not-happen", "void", "unclear", "in-progress", "stalled",
    None,
])  # fmt: skip
DAY = st.sampled_from(["2023-01-01", "2023-06-30", "2023-12-31"])


@st.composite
def assessments(draw: st.DrawFn) -> list[Assessment]:
    """Claims as the store reads them, each with an id of its own."""
    one = st.fixed_dictionaries({
        "speaker": st.sampled_from(["Ann", "Bob", "unnamed: experts"]),
        "source": st.sampled_from(["herald", "mail"]),
        "question": st.sampled_from(["q1", "q2", "q3"]),
        "stated_stance": st.sampled_from([None, "for", "against", "none"]),
        "made_earliest": st.none() | DAY,
        "due_latest": st.none() | DAY,
        "checkable": st.sampled_from([True, True, True, False]),
        "verdict": VERDICT,
        "value": st.sampled_from([None, Decimal("0.25"), Decimal("0.8")]),
        "stated_happened_latest": st.none() | DAY,
        "recorded_at": st.sampled_from(["2023-01-05T00:00:00Z", "2023-08-05T00:00:00Z"]),
    })  # fmt: skip
    rows = draw(st.lists(one, max_size=12))
    return [replace(BLANK, id=f"c{n}", entry=n, **row) for n, row in enumerate(rows)]


BLANK = Assessment(
    **dict.fromkeys(Assessment.__dataclass_fields__)
    | {"kind": "prediction", "topics": (), "publisher": "The Paper", "today": "2023-09-01"}
)


@given(assessments())
def test_the_counts_add_up(claims: list[Assessment]) -> None:
    found = count(claims, 0, set())
    assert found.claims == found.open + found.overdue + found.settled + found.not_checkable
    settled = found.happened + found.late + found.partly + found.did_not_happen
    assert found.settled == settled + found.void + found.unclear
    assert found.in_progress + found.stalled <= found.open + found.overdue
    assert found.early <= found.settled


@given(assessments(), st.sampled_from(["mean", "first", "last", "all"]), st.data())
def test_the_order_of_claims_changes_no_figure(
    claims: list[Assessment], repeats: str, data: st.DataObject
) -> None:
    settings = Settings(repeats=repeats)
    shuffled = data.draw(st.permutations(claims))
    assert accuracy(shuffled, settings) == accuracy(claims, settings)
    assert count(shuffled, 0, set()) == count(claims, 0, set())


@given(assessments())
def test_accuracy_is_the_mean_over_pairs_of_the_mean_credit_in_each(
    claims: list[Assessment],
) -> None:
    """Counted again in exact fractions, pair by pair."""
    earned: dict[tuple[str, str], list[Fraction]] = {}
    for one in claims:
        if one.credit is not None:
            pair = speaker_group(one), one.question
            earned.setdefault(pair, []).append(Fraction(one.credit))
    means = [sum(own) / len(own) for own in earned.values()]
    found = accuracy(claims, Settings())
    assert found.scored == len(means)
    if means:
        assert found.accuracy == pytest.approx(float(sum(means) / len(means)), abs=1e-12)
    else:
        assert found.accuracy is None


@given(assessments(), st.sampled_from(["mean", "first", "last", "all"]))
def test_accuracy_lies_between_strict_and_lenient_and_within_its_interval(
    claims: list[Assessment], repeats: str
) -> None:
    found = accuracy(claims, Settings(repeats=repeats))
    if found.accuracy is None:
        assert (found.accuracy_interval, found.accuracy_guarded) == (None, None)
        assert (found.accuracy_strict, found.accuracy_lenient) == (None, None)
        return
    assert found.accuracy_strict is not None
    assert found.accuracy_lenient is not None
    assert found.accuracy_interval is not None
    assert found.accuracy_strict <= found.accuracy <= found.accuracy_lenient
    low, high = found.accuracy_interval
    assert 0 <= low <= found.accuracy + 1e-12
    assert found.accuracy - 1e-12 <= high <= 1
