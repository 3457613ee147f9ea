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
