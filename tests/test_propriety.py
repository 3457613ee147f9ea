"""Propriety by simulation: who says what they think has the best score that can be expected.

For each score that is called proper; and for those that are not, an example that shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from conftest import SEED

from ledger.scoring.clusters import whole
from ledger.scoring.design import Weighing
from ledger.scoring.number_scores import interval_scores, is_covered, relative_errors
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
    weighted_interval_scores,
)
from ledger.scoring.scores import brier, log_score, log_scores

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

WORLDS: Final = 200_000
SAID: Final = np.linspace(0.02, 0.98, 49)
"""What somebody may say, among it what they think."""


def by_brier(p: Floats, y: Floats) -> float:
    return brier(p, y, np.ones(y.size)) or 0.0


def by_logarithm(p: Floats, y: Floats) -> float:
    return log_score(p, y, np.ones(y.size)).mean or 0.0


def by_floored_logarithm(p: Floats, y: Floats) -> float:
    (found,) = log_scores(p, y, Weighing(np.ones(y.size), whole(y.size)), 0.2)
    return found.mean or 0.0


def by_side(p: Floats, y: Floats) -> float:
    """How often one was wrong: what accuracy is the reverse of."""
    return float(((p > 0.5) != (y == 1)).mean())


def best_said(score: Callable[[Floats, Floats], float], thought: float) -> float:
    """What scores best in many worlds in which what is thought is right; the first, of several.

    All that may be said is scored in the same worlds, and a score of one of two outcomes has a mean
    that is as exact as the share of worlds, so that luck moves the best by next to nothing.
    """
    random = np.random.default_rng(SEED)
    y = (random.random(WORLDS) < thought).astype(float)
    share = y.mean()
    worlds = np.array([1.0, 0.0])
    means = []
    for said in SAID:
        yes, no = (score(np.array([said]), worlds[[place]]) for place in (0, 1))
        means.append(share * yes + (1 - share) * no)
    return float(SAID[int(np.argmin(means))])


@pytest.mark.parametrize("score", [by_brier, by_logarithm])
@pytest.mark.parametrize("thought", SAID[::6].tolist())
def test_of_a_proper_score_the_honest_forecast_is_the_best(
    score: Callable[[Floats, Floats], float], thought: float
) -> None:
    assert best_said(score, thought) == pytest.approx(thought)


def test_a_floor_makes_the_logarithm_improper() -> None:
    """Who thinks 4% loses no more by saying 2%, and gains a little where it does not happen."""
    assert best_said(by_floored_logarithm, 0.04) == pytest.approx(0.02)


def test_accuracy_is_not_proper() -> None:
    """Whoever thinks 60% is as right by saying 98%, so nothing rewards saying 60%."""
    y = np.array([1.0, 0.0])
    scores = [0.6 * by_side(np.array([p]), y[:1]) + 0.4 * by_side(np.array([p]), y[1:])
              for p in (0.6, 0.98)]  # fmt: skip
    assert scores[0] == scores[1]


def test_a_peer_score_can_be_gained_on_a_rival_by_an_untrue_forecast() -> None:
    """Two peers: each gains what the other loses, so the honest forecast is still the best.

    But the chance to be first is another thing: beside one who said 60%, which is right, whoever
    says 60% too is never ahead, and whoever says 99% is ahead in 60 worlds of 100.
    """
    y = np.array([1.0, 0.0])
    ahead = {
        said: sum(
            chance * (by_brier(np.array([said]), came) < by_brier(np.array([0.6]), came))
            for chance, came in ((0.6, y[:1]), (0.4, y[1:]))
        )
        for said in (0.6, 0.99)
    }
    assert ahead == {0.6: 0, 0.99: pytest.approx(0.6)}


THOUGHT: Final = np.array([0.5, 0.3, 0.2])
"""What somebody thinks of three options."""
MOVED: Final = [THOUGHT + 0.1 * (np.eye(3)[more] - np.eye(3)[less])
                for more in range(3) for less in range(3) if more != less]  # fmt: skip


def expected(score: Callable[[Floats, NDArray[np.intp]], Floats], said: Floats) -> float:
    """The score that can be expected of saying something, where what is thought is right."""
    return float(THOUGHT @ score(np.tile(said, (3, 1)), np.arange(3)))


@pytest.mark.parametrize(
    "score", [brier_sums, option_briers, option_log_losses, ranked_probability_scores]
)
def test_of_a_proper_score_over_options_the_honest_forecast_is_the_best(
    score: Callable[[Floats, NDArray[np.intp]], Floats],
) -> None:
    honest = expected(score, THOUGHT)
    assert all(expected(score, said) > honest + 1e-6 for said in MOVED)


def test_how_often_the_likeliest_option_was_right_is_not_proper() -> None:
    """Whoever thinks 50% loses nothing by saying 98%."""

    def missed(p: Floats, came: NDArray[np.intp]) -> Floats:
        return (p.argmax(axis=1) != came).astype(float)

    assert expected(missed, THOUGHT) == expected(missed, np.array([0.98, 0.01, 0.01]))


QUARTILES: Final = np.array([0.25, 0.5, 0.75])
COME: Final = np.random.default_rng(SEED).lognormal(size=20_000)
"""What comes about in many worlds: a lopsided thing, so that a mean is not a median."""
HONEST: Final = np.quantile(COME, QUARTILES, method="inverted_cdf")


def over_worlds(score: Callable[[Floats, Floats, Floats], Floats], said: Floats) -> float:
    """The mean score of quartiles over all worlds."""
    return float(score(QUARTILES, np.tile(said, (COME.size, 1)), COME).mean())


def by_interval(_: Floats, values: Floats, y: Floats) -> Floats:
    return interval_scores(values[:, 0], values[:, -1], np.full(y.size, 0.5), y)


def by_pinball(levels: Floats, values: Floats, y: Floats) -> Floats:
    return pinball_losses(levels, values, y).mean(axis=1)


def by_samples(_: Floats, values: Floats, y: Floats) -> Floats:
    """One sample, the median, whose score is its absolute error."""
    return crps_of_samples(values[:, 1:2], y)


@pytest.mark.parametrize(
    ("score", "places"),
    [
        (by_interval, (0, 2)),
        (by_pinball, (0, 1, 2)),
        (weighted_interval_scores, (0, 1, 2)),
        (by_samples, (1,)),
    ],
)
def test_of_a_proper_score_of_quantiles_the_honest_ones_are_the_best(
    score: Callable[[Floats, Floats, Floats], Floats], places: tuple[int, ...]
) -> None:
    honest = over_worlds(score, HONEST)
    for place in places:
        for moved in (-0.1, 0.1):
            assert over_worlds(score, HONEST + moved * np.eye(3)[place]) > honest


def test_crps_of_few_quantiles_is_only_nearly_proper() -> None:
    """What lies beyond the outermost counts as at them, so moving them outwards gains a little."""
    outwards = HONEST + np.array([-0.05, 0, 0.3])
    honest = over_worlds(crps_of_quantiles, HONEST)
    assert 0.9 * honest < over_worlds(crps_of_quantiles, outwards) < honest


def test_a_relative_error_is_kinder_to_what_is_too_low() -> None:
    """So the honest median is not what scores best."""
    low, honest = (relative_errors(np.full(COME.size, x), COME).mean() for x in HONEST[:2])
    assert low < honest


def test_coverage_is_not_proper() -> None:
    """Whoever answers "anything" half the time, and "nothing" else, covers exactly half."""
    wide = is_covered(np.zeros(2), np.array([np.inf, 0.0]), np.ones(2))
    assert wide.mean() == 0.5
