"""The test of calibration: what it says of forecasts that are right, wrong and past testing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import binom

from ledger.scoring.hypothesis_tests import calibration_test
from ledger.scoring.simulated_outcomes import coupled

if TYPE_CHECKING:
    from ledger.scoring.hypothesis_tests import CalibrationTest


def verdict_on(
    p: np.ndarray, y: np.ndarray, clusters: np.ndarray | None = None, resamples: int = 1_000
) -> CalibrationTest:
    clusters = np.arange(p.size) if clusters is None else clusters
    w = np.ones(p.size)
    found = calibration_test(coupled(p, w, clusters, resamples, seed=1), y, w, clusters)
    assert found is not None
    return found


def test_for_one_forecast_it_is_the_exact_test() -> None:
    """Of 20 claims at 30%, 11 come about: what lies as far from 6, at either side, has p 0.028."""
    found = verdict_on(np.full(20, 0.3), (np.arange(20) < 11).astype(float), resamples=20_000)
    exact = binom.cdf(1, 20, 0.3) + binom.sf(10, 20, 0.3)
    assert found.p_value == pytest.approx(exact, abs=0.004)


def test_twenty_speakers_on_a_question_are_no_more_than_one() -> None:
    """5 of 10 questions at 75%: alone that is nothing, and twenty times the same is nothing too."""
    y = (np.arange(10) < 5).astype(float)
    alone = verdict_on(np.full(10, 0.75), y, resamples=20_000)
    crowd = verdict_on(np.full(200, 0.75), np.repeat(y, 20), np.repeat(np.arange(10), 20), 20_000)
    exact = binom.cdf(5, 10, 0.75) + binom.sf(9, 10, 0.75)
    assert alone.p_value == pytest.approx(exact, abs=0.01)
    assert crowd.p_value == pytest.approx(alone.p_value, abs=0.01)
    assert (crowd.effective_clusters, crowd.rarer_clusters) == (10, 5)


def test_forecasts_that_are_far_off_are_found_out() -> None:
    p, y = np.tile([0.1, 0.9], 100), np.tile([0.0, 1.0, 1.0, 0.0], 50)
    assert verdict_on(p, y).p_value == 1 / 1_001


def test_a_certainty_that_proves_wrong_is_found_out() -> None:
    p, y = np.ones(50), np.ones(50)
    assert verdict_on(p, y).p_value == 1
    y[7] = 0
    assert verdict_on(p, y).p_value == 1 / 1_001


@pytest.mark.parametrize(
    ("questions", "came"),
    [(9, 5), (20, 4), (20, 16)],
)
def test_on_few_questions_of_many_speakers_it_cannot_be_told(questions: int, came: int) -> None:
    y = np.repeat((np.arange(questions) < came).astype(float), 9)
    clusters = np.repeat(np.arange(questions), 9)
    found = verdict_on(np.full(y.size, 0.6), y, clusters)
    assert found.p_value is None
    assert found.effective_clusters == questions
    assert found.rarer_clusters == pytest.approx(min(came, questions - came))


def test_one_question_with_most_of_the_claims_is_few_questions() -> None:
    clusters = np.concatenate([np.zeros(400, dtype=np.intp), np.arange(1, 60)])
    y = (clusters % 2).astype(float)
    found = verdict_on(np.full(y.size, 0.5), y, clusters)
    assert found.p_value is None
    assert found.effective_clusters < 2


def test_without_claims_there_is_none() -> None:
    none = np.ones(0)
    clusters = np.ones(0, dtype=np.intp)
    assert calibration_test(coupled(none, none, clusters, seed=1), none, none, clusters) is None
