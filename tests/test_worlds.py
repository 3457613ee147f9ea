"""The worlds that cover is counted in are what they say."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import SIGNALS, Cell, sizes, worlds


@pytest.mark.parametrize("signals", SIGNALS)
@pytest.mark.parametrize("rate", [0.5, 0.8, 0.95])
def test_forecasts_are_calibrated_and_claims_are_right_at_the_rate(
    signals: str, rate: float
) -> None:
    cell = Cell(200, 3, "equal", signals, rate)
    found = list(worlds(cell, 200))
    p, rival, y, credit = (
        np.concatenate([getattr(one, name) for one in found])
        for name in ("p", "rival", "y", "credit")
    )
    assert credit.mean() == pytest.approx(rate, abs=0.01)
    assert y.mean() == pytest.approx(rate, abs=0.01)
    for forecast in (p, rival):
        assert np.mean((forecast - y) ** 2) == pytest.approx(cell.brier, abs=0.003)
        for low in np.arange(0, 1, 0.1):
            if np.count_nonzero(of := (forecast >= low) & (forecast < low + 0.1)) > 2_000:
                assert y[of].mean() == pytest.approx(forecast[of].mean(), abs=0.03)


def test_what_is_shared_is_the_same_and_what_is_not_is_not() -> None:
    def correlation(signals: str) -> float:
        found = np.array([one.credit for one in worlds(Cell(200, 2, signals=signals), 100)])
        return float(np.corrcoef(found[:, ::2].ravel(), found[:, 1::2].ravel())[0, 1])

    assert correlation("shared") == pytest.approx(1)
    assert correlation("mixed") == pytest.approx(0.25, abs=0.03)
    assert correlation("own") == pytest.approx(0, abs=0.03)


def test_one_question_has_one_outcome() -> None:
    for one in worlds(Cell(20, 5, "zipf", "own"), 10):
        assert all(np.ptp(one.y[one.clusters == number]) == 0 for number in range(20))


def test_sizes_add_up_and_are_as_named() -> None:
    assert sizes(Cell(20, 6, "giant")) == [101, *[1] * 19]
    assert sizes(Cell(4, 3)) == [3, 3, 3, 3]
    assert sizes(Cell(4, 3, "zipf")) == [6, 3, 2, 1]
    assert sizes(Cell(4, 1, "giant")) == [1, 1, 1, 1]


def test_the_seed_decides_and_more_worlds_go_on_where_fewer_end() -> None:
    first, again = (list(worlds(Cell(5, 3), count, 7)) for count in (50, 100))
    assert all((one.p == other.p).all() for one, other in zip(first, again, strict=False))
    (other,) = worlds(Cell(5, 3), 1, 8)
    assert (first[0].p != other.p).any()
