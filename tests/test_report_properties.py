"""What holds of the figures of any claims at all."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import assessments

from ledger.model.array_filling import of_rows
from ledger.model.forecast import BINARY
from ledger.model.verdicts import FINAL, INTERIM
from ledger.report.figures import accuracies, figures
from ledger.report.forecasts import calibrate, forecast_scores, forecasts
from ledger.report.sample import every, scorable, scored
from ledger.report.settings import Settings

if TYPE_CHECKING:
    from ledger.model.claim_state import Assessment
    from ledger.report.figures import Figures
    from ledger.report.sample import Parts, Scorable


def able(claims: list[Assessment], settings: Settings | None = None) -> tuple[Scorable, Parts]:
    """What can be scored of claims, and all of them in one part."""
    columns = of_rows(claims)
    return scorable(columns, settings or Settings()), every(columns)


def of(found: Scorable, parts: Parts) -> Figures:
    """The figures of claims of which none was changed or withdrawn."""
    none = np.zeros(parts.rows.size, dtype=bool)
    return figures(found, parts, scored(found, parts), [0], none)[0]


@pytest.mark.slow
@given(assessments())
def test_the_counts_add_up(claims: list[Assessment]) -> None:
    found = of(*able(claims)).counts
    assert found.claims == found.open + found.overdue + found.settled + found.not_checkable
    assert found.settled == sum(found.verdicts[one] for one in FINAL)
    assert sum(found.verdicts[one] for one in INTERIM) <= found.open + found.overdue
    assert found.early <= found.settled


@pytest.mark.slow
@given(assessments(), st.sampled_from(["mean", "first", "last", "all"]), st.data())
def test_the_order_of_claims_changes_no_figure(
    claims: list[Assessment], repeats: str, data: st.DataObject
) -> None:
    settings = Settings(repeats=repeats, yardstick="icd203")
    shuffled = data.draw(st.permutations(claims))
    found, again = (able(them, settings) for them in (claims, shuffled))
    assert of(*again) == of(*found)
    found, again = (forecasts(*one) for one in (found, again))
    assert calibrate(again, seed=1) == calibrate(found, seed=1)


@pytest.mark.slow
@given(assessments())
def test_accuracy_is_the_mean_over_pairs_of_the_mean_credit_in_each(
    claims: list[Assessment],
) -> None:
    """Counted again in exact fractions, pair by pair."""
    earned: dict[tuple[str, str], list[Fraction]] = {}
    for one in claims:
        if one.credit is not None:
            pair = one.scored_as, one.question
            earned.setdefault(pair, []).append(Fraction(one.credit))
    means = [sum(own) / len(own) for own in earned.values()]
    (found,) = accuracies(scored(*able(claims)))
    assert found.scored == len(means)
    if means:
        assert found.accuracy == pytest.approx(float(sum(means) / len(means)), abs=1e-12)
    else:
        assert found.accuracy is None


@pytest.mark.slow
@given(assessments(), st.sampled_from(["mean", "first", "last", "all"]))
def test_accuracy_lies_between_strict_and_lenient_and_within_its_interval(
    claims: list[Assessment], repeats: str
) -> None:
    (found,) = accuracies(scored(*able(claims, Settings(repeats=repeats))))
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


@pytest.mark.slow
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
            missed.setdefault((one.scored_as, one.question), []).append(error**2)
    means = [sum(own) / len(own) for own in missed.values()]
    found, parts = able(claims)
    (found,) = forecast_scores(found, parts, forecasts(found, parts))
    assert found.forecasts == len(means)
    if not means:
        assert (found.brier, found.brier_interval, found.log_score) == (None, None, None)
        return
    assert found.brier == pytest.approx(float(sum(means) / len(means)), abs=1e-12)
    parts = found.miscalibration, found.discrimination, found.uncertainty
    miscalibration, discrimination, uncertainty = (part or 0 for part in parts)
    assert min(miscalibration, discrimination, uncertainty) >= 0
    assert miscalibration - discrimination + uncertainty == pytest.approx(found.brier, abs=1e-12)
