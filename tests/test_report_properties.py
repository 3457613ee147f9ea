"""What holds of the figures of any claims at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.model.assessment import Assessment
from ledger.model.verdicts import FINAL, INTERIM
from ledger.report.accuracy import accuracy
from ledger.report.calibration import calibrate
from ledger.report.counts import count
from ledger.report.figures import figures
from ledger.report.forecasts import BINARY, forecast_scores, forecasts
from ledger.report.sample import scored, speaker_group
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
        "resolve_by_latest": st.none() | DAY,
        "closes": st.none() | DAY,
        "probability": st.sampled_from([None, *map(Decimal, ("0", "0.1", "0.5", "0.7", "1"))]),
        "wording": st.sampled_from([None, "will", "is likely to", "very unlikely"]),
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
    | {"told_otherwise": False}
)


@given(assessments())
def test_the_counts_add_up(claims: list[Assessment]) -> None:
    found = count(claims, 0, set())
    assert found.claims == found.open + found.overdue + found.settled + found.not_checkable
    assert found.settled == sum(found.verdicts[one] for one in FINAL)
    assert sum(found.verdicts[one] for one in INTERIM) <= found.open + found.overdue
    assert found.early <= found.settled


@given(assessments(), st.sampled_from(["mean", "first", "last", "all"]), st.data())
def test_the_order_of_claims_changes_no_figure(
    claims: list[Assessment], repeats: str, data: st.DataObject
) -> None:
    settings = Settings(repeats=repeats, yardstick="icd203")
    shuffled = data.draw(st.permutations(claims))
    assert figures(shuffled, 0, set(), settings) == figures(claims, 0, set(), settings)
    found, again = (forecasts(them, settings) for them in (claims, shuffled))
    assert calibrate(again, seed=1) == calibrate(found, seed=1)


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
    found = accuracy(scored(claims, Settings()))
    assert found.scored == len(means)
    if means:
        assert found.accuracy == pytest.approx(float(sum(means) / len(means)), abs=1e-12)
    else:
        assert found.accuracy is None


@given(assessments(), st.sampled_from(["mean", "first", "last", "all"]))
def test_accuracy_lies_between_strict_and_lenient_and_within_its_interval(
    claims: list[Assessment], repeats: str
) -> None:
    found = accuracy(scored(claims, Settings(repeats=repeats)))
    if found.accuracy is None:
        assert (found.accuracy_interval, found.accuracy_guarded) == (None, None)
        assert (found.accuracy_strict, found.accuracy_lenient) == (None, None)
        return
    assert found.accuracy_strict is not None
    assert found.accuracy_lenient is not None
    assert found.accuracy_strict <= found.accuracy <= found.accuracy_lenient
    if found.accuracy_interval is None:
        assert found.effective_clusters is not None
        assert found.effective_clusters < 2
        return
    low, high = found.accuracy_interval
    assert low < high
    assert 0 <= low <= found.accuracy + 1e-12
    assert found.accuracy - 1e-12 <= high <= 1


@given(assessments())
def test_the_brier_score_is_the_mean_over_pairs_and_the_sum_of_its_parts(
    claims: list[Assessment],
) -> None:
    """Counted again in exact fractions, pair by pair."""
    missed: dict[tuple[str, str], list[Fraction]] = {}
    for one in claims:
        ends = {one.due_latest, one.resolve_by_latest, one.closes} != {None}
        binary = one.checkable and one.verdict in BINARY and ends
        if binary and not one.made_too_late and one.probability is not None:
            error = Fraction(one.probability) - (one.verdict == "happened")
            missed.setdefault((speaker_group(one), one.question), []).append(error**2)
    means = [sum(own) / len(own) for own in missed.values()]
    found = forecast_scores(claims, Settings())
    assert found.forecasts == len(means)
    if not means:
        assert (found.brier, found.brier_interval, found.log_score) == (None, None, None)
        return
    assert found.brier == pytest.approx(float(sum(means) / len(means)), abs=1e-12)
    parts = found.miscalibration, found.discrimination, found.uncertainty
    miscalibration, discrimination, uncertainty = (part or 0 for part in parts)
    assert min(miscalibration, discrimination, uncertainty) >= 0
    assert miscalibration - discrimination + uncertainty == pytest.approx(found.brier, abs=1e-12)
