"""Scores of options, numbers and distributions: published examples, and other people's programs."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import SEED
from numpy.testing import assert_allclose

from ledger.model.forecast import squared_error
from ledger.scoring.number_scores import (
    absolute_errors,
    errors,
    interval_scores,
    is_covered,
    relative_errors,
)
from ledger.scoring.option_scores import (
    brier_sums,
    option_briers,
    option_log_losses,
    ranked_probability_scores,
)
from ledger.scoring.quantile_scores import (
    crps_of_quantiles,
    crps_of_samples,
    pinball_losses,
    pit_histogram,
    pit_ranges,
    weighted_interval_scores,
)

# `importorskip` bears that it warns as it is compiled, for it was written for an older Python.
properscoring = pytest.importorskip("properscoring")
scoringrules = pytest.importorskip("scoringrules")

CUBS = np.array([[0.15, 0.45, 0.25, 0.15]])
"""Fewer than 50, 50-75, 76-100 or more games; they won 80.  Cultivate Labs, "What is the ordinal
scoring system and how is it calculated?", whose sites score forecasts so."""
THIRD = np.array([2])

COVIDHUB = np.array([0.01, 0.025, *np.arange(0.05, 0.96, 0.05).round(2), 0.975, 0.99])
"""The levels of the COVID-19 Forecast Hub, as scoringutils tests them."""

RANDOM = np.random.default_rng(SEED)
WORLDS = 200
SHARES = RANDOM.dirichlet(np.ones(5), WORLDS)
CAME = RANDOM.integers(0, 5, WORLDS)
LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
VALUES = np.sort(RANDOM.normal(10, 4, (WORLDS, LEVELS.size)), axis=1)
ANSWERS = RANDOM.normal(10, 6, WORLDS)
SAMPLES = RANDOM.normal(10, 4, (WORLDS, 30))


def test_the_published_example_of_a_score_over_options() -> None:
    assert_allclose(brier_sums(CUBS, THIRD), [0.81])
    assert_allclose(option_briers(CUBS, THIRD), [0.405])
    assert_allclose(option_log_losses(CUBS, THIRD), [-np.log(0.25)])


def test_the_published_example_of_an_ordinal_score() -> None:
    """The boundaries have 0.045, 0.72 and 0.045, both sides counted; their mean is 0.27."""
    assert_allclose(ranked_probability_scores(CUBS, THIRD), [0.27 / 2])


def test_ranked_probability_score_as_the_library_has_it() -> None:
    of_library = scoringrules.rps_score(CAME + 1, SHARES)
    assert_allclose(ranked_probability_scores(SHARES, CAME), of_library / 4)


def test_scores_of_two_options_are_those_of_yes_and_no() -> None:
    p, y = SHARES[:, 0], CAME % 2
    both = np.stack([1 - p, p], axis=1)
    assert_allclose(option_briers(both, y), properscoring.brier_score(y, p))
    assert_allclose(option_briers(both, y), squared_error(p, y.astype(float)))
    assert_allclose(option_log_losses(both, y), scoringrules.log_score(y, p))
    assert_allclose(ranked_probability_scores(both, y), option_briers(both, y))


def test_an_option_without_a_chance_costs_what_the_floor_says() -> None:
    p, came = np.array([[1.0, 0.0, 0.0]]), np.array([1])
    assert np.isinf(option_log_losses(p, came))
    assert_allclose(option_log_losses(p, came, 0.01), [-np.log(0.01)])


def test_shares_that_were_rounded_count_as_shares_of_their_sum() -> None:
    typed = np.array([[0.33, 0.33, 0.33]])
    assert_allclose(option_briers(typed, THIRD), [1 / 3])


@pytest.mark.parametrize("p", [[[0.5, 0.4]], [[1.2, -0.2]], [[1.0]], [[np.nan, 1.0]]])
def test_what_are_no_probabilities_of_options_is_refused(p: list[list[float]]) -> None:
    with pytest.raises(ValueError, match=r"\."):
        option_briers(np.array(p), np.array([0]))


def test_the_published_example_of_errors() -> None:
    """The errors of scikit-learn's guide: mean absolute error 0.5, and relative ones beside it."""
    y, x = np.array([3, -0.5, 2, 7]), np.array([2.5, 0.0, 2, 8])
    assert absolute_errors(x, y).mean() == 0.5
    assert errors(x, y).mean() == 0.25
    assert relative_errors(x, y).mean() == pytest.approx(0.3273809523809524)
    assert np.isnan(relative_errors(np.array([1.0]), np.array([0.0])))[0]


def test_the_published_example_of_interval_scores() -> None:
    """As scoringutils tests them: one interval of 50%, weighed by a quarter, without a median."""
    y, low, high = np.array([1.0, -15, 22]), np.array([0.0, 1, 0]), np.array([2.0, 2, 3])
    found = interval_scores(low, high, np.full(3, 0.5), y)
    assert_allclose(found * 0.25, (high - low) * 0.25 + [0, 1 - (-15), 22 - 3])
    assert is_covered(low, high, y).tolist() == [True, False, False]


def test_interval_scores_as_the_library_has_them() -> None:
    low, high, level = VALUES[:, 1], VALUES[:, 3], np.full(WORLDS, 0.5)
    of_library = scoringrules.interval_score(ANSWERS, low, high, 0.5)
    assert_allclose(interval_scores(low, high, level, ANSWERS), of_library)


@pytest.mark.parametrize(("low", "level"), [(3.0, 0.9), (1.0, 1.0), (1.0, 0.0)])
def test_what_is_no_interval_is_refused(low: float, level: float) -> None:
    with pytest.raises(ValueError, match="interval"):
        interval_scores(*(np.array([one]) for one in (low, 2.0, level, 2.0)))


def test_the_published_example_of_a_weighted_interval_score() -> None:
    """That of the forecast hub: quantiles 1 to 23, and 10 came about."""
    low, high, level = np.arange(1, 12), np.arange(23, 12, -1), COVIDHUB[:11]
    missed = (low - 10) * (low > 10) + (10 - high) * (high < 10)
    published = (np.sum(level * (high - low) + missed) + 1) / 11.5
    values = np.arange(1.0, 24)[np.newaxis]
    assert_allclose(weighted_interval_scores(COVIDHUB, values, np.array([10.0])), [published])


def test_weighted_interval_scores_as_the_library_has_them() -> None:
    """Put together from the library's interval scores.

    Its own function for it takes the median for the error of the median, unless numba is there.
    """
    outer, inner = (
        scoringrules.interval_score(ANSWERS, VALUES[:, place], VALUES[:, -1 - place], a)
        for place, a in ((0, 0.1), (1, 0.5))
    )
    middle = np.abs(ANSWERS - VALUES[:, 2])
    expected = (0.5 * middle + 0.05 * outer + 0.25 * inner) / 2.5
    assert_allclose(weighted_interval_scores(LEVELS, VALUES, ANSWERS), expected)


def test_a_median_alone_has_its_absolute_error() -> None:
    found = weighted_interval_scores(np.array([0.5]), VALUES[:, 2:3], ANSWERS)
    assert_allclose(found, absolute_errors(VALUES[:, 2], ANSWERS))


@pytest.mark.parametrize("levels", [[0.1, 0.9], [0.1, 0.5, 0.8]])
def test_a_weighted_interval_score_takes_a_median_and_pairs(levels: list[float]) -> None:
    with pytest.raises(ValueError, match="median"):
        weighted_interval_scores(np.array(levels), VALUES[:, : len(levels)], ANSWERS)


def test_pinball_losses_as_others_have_them() -> None:
    """The example of scikit-learn's reference, and all levels as the library has them."""
    found = [
        pinball_losses(np.array([level]), np.array([[x] for x in said]), np.array([1.0, 2, 3]))
        for level, said in ((0.1, (0.0, 2, 3)), (0.1, (1.0, 2, 4)), (0.9, (0.0, 2, 3)))
    ]
    assert_allclose([one.mean() for one in found], [0.1 / 3, 0.9 / 3, 0.9 / 3])
    of_library = scoringrules.quantile_score(ANSWERS[:, np.newaxis], VALUES, LEVELS)
    assert_allclose(pinball_losses(LEVELS, VALUES, ANSWERS), of_library)


@pytest.mark.parametrize(
    ("levels", "values"),
    [([0.5, 0.1], [1.0, 2.0]), ([0.1, 1.5], [1.0, 2.0]), ([0.1, 0.5], [2.0, 1.0]), ([], [])],
)
def test_what_are_no_quantiles_is_refused(levels: list[float], values: list[float]) -> None:
    with pytest.raises(ValueError, match=r"levels|cross"):
        pinball_losses(np.array(levels), np.array([values]), np.array([1.0]))


def test_crps_of_an_even_distribution_as_the_library_has_it() -> None:
    ends = np.array([[2.0, 6.0]])
    levels, middle = np.array([0.0, 0.25, 1.0]), np.array([[2.0, 3.0, 6.0]])
    for y in (-1.0, 2.0, 3.3, 5.0, 9.0):
        of_library = scoringrules.crps_uniform(y, 2.0, 6.0)
        for at, values in ((levels[::2], ends), (levels, middle)):
            assert_allclose(crps_of_quantiles(at, values, np.array([y])), [of_library])


def test_crps_of_quantiles_with_tails_as_the_library_has_it() -> None:
    """Many samples of the same distribution, the tails at the outermost quantiles."""
    chances = (np.arange(600) + 0.5) / 600
    drawn = np.array([np.interp(chances, LEVELS, row) for row in VALUES[:20]])
    of_library = properscoring.crps_ensemble(ANSWERS[:20], drawn)
    found = crps_of_quantiles(LEVELS, VALUES[:20], ANSWERS[:20])
    assert_allclose(found, of_library, rtol=1e-3)


def test_crps_of_many_quantiles_is_that_of_the_normal_distribution() -> None:
    """Gneiting and Raftery 2007, equation 21: 0.23370 at the middle of a standard normal."""
    stats = pytest.importorskip("scipy.stats")
    levels = np.linspace(0, 1, 2002)[1:-1]
    values = stats.norm.ppf(levels)[np.newaxis]
    assert_allclose(crps_of_quantiles(levels, values, np.array([0.0])), [0.23370], atol=1e-3)
    assert_allclose(properscoring.crps_gaussian(0, 0, 1), 0.23370, atol=1e-5)


def test_crps_of_samples_as_others_have_it() -> None:
    found = crps_of_samples(SAMPLES, ANSWERS)
    assert_allclose(found, properscoring.crps_ensemble(ANSWERS, SAMPLES))
    assert_allclose(found, scoringrules.crps_ensemble(ANSWERS, SAMPLES))
    assert_allclose(crps_of_samples(SAMPLES[:, :1], ANSWERS), np.abs(SAMPLES[:, 0] - ANSWERS))


def test_the_pit_lies_between_the_levels_of_the_quantiles_about_it() -> None:
    levels, values = np.array([0.25, 0.5, 0.75]), np.array([[1.0, 2, 3]] * 4)
    low, high = pit_ranges(levels, values, np.array([0.0, 1.5, 2.0, 9.0]))
    assert low.tolist() == [0, 0.25, 0.25, 0.75]
    assert high.tolist() == [0.25, 0.5, 0.75, 1]
    found = pit_histogram(low, high, np.ones(4), 4)
    assert_allclose(found, [0.25, 0.375, 0.125, 0.25])
    assert pit_histogram(low, high, np.zeros(4), 4).tolist() == [0, 0, 0, 0]


def test_the_pit_of_forecasts_that_are_right_is_even() -> None:
    stats = pytest.importorskip("scipy.stats")
    drawn = np.random.default_rng(SEED).normal(size=40_000)
    values = np.tile(stats.norm.ppf(LEVELS), (drawn.size, 1))
    low, high = pit_ranges(LEVELS, values, drawn)
    assert_allclose(pit_histogram(low, high, np.ones(drawn.size)), np.full(10, 0.1), atol=0.005)
