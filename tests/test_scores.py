"""Scores of probabilities: Brier, logarithmic, skill."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from forecasts import SIX, columns, rows
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss

from ledger.scoring.scores import LogScore, brier, brier_skill, check_probabilities, log_score

if TYPE_CHECKING:
    from forecasts import Row


def weight(claims: list[Row]) -> float:
    return sum(one[2] for one in claims)


class TestProbabilities:
    @pytest.mark.parametrize("wrong", [-1e-300, -0.5, 1 + 2**-52, 2, 70, math.inf, math.nan])
    def test_what_is_none_is_refused_and_named(self, wrong: float) -> None:
        with pytest.raises(ValueError, match="between 0 and 1") as caught:
            check_probabilities(np.array([0.5, wrong, 0.7]))
        assert str(wrong) in str(caught.value) or str(float(wrong)) in str(caught.value)

    @given(st.lists(st.floats(0, 1)))
    def test_what_is_one_is_taken(self, probabilities: list[float]) -> None:
        check_probabilities(np.array(probabilities))

    @pytest.mark.parametrize("score", [brier, log_score, brier_skill])
    @pytest.mark.parametrize("wrong", [1.5, math.nan])
    def test_no_score_takes_what_is_none(self, score: object, wrong: float) -> None:
        assert callable(score)
        with pytest.raises(ValueError, match="between 0 and 1"):
            score(np.array([0.5, wrong]), np.array([1.0, 0.0]), np.array([1.0, 0.0]))


class TestBrier:
    def test_the_six_points(self) -> None:
        assert brier(*columns(SIX)) == pytest.approx(0.2266667, abs=5e-8)

    def test_by_hand_with_weights(self) -> None:
        # (1 x 0.3^2 + 1/2 x 0.6^2) / (3/2) = (0.09 + 0.18) / 1.5
        assert brier(*columns([(0.7, 1, 1), (0.6, 0, 0.5)])) == pytest.approx(0.18, abs=1e-15)

    def test_always_wrong_is_one_and_always_right_is_zero(self) -> None:
        assert brier(*columns([(1, 0, 1), (0, 1, 0.5)])) == 1
        assert brier(*columns([(0, 0, 1), (1, 1, 0.5)])) == 0

    @pytest.mark.parametrize("claims", [[], [(0.5, 1.0, 0.0)]])
    def test_without_weight_there_is_none(self, claims: list[Row]) -> None:
        assert brier(*columns(claims)) is None

    @given(rows(min_size=1))
    def test_a_peer_agrees(self, claims: list[Row]) -> None:
        assume(weight(claims) > 0)
        p, y, w = columns(claims)
        expected = brier_score_loss(y, p, sample_weight=w, labels=[0, 1])
        assert brier(p, y, w) == pytest.approx(expected, abs=1e-12)

    @given(rows())
    def test_it_is_the_mean_in_exact_fractions(self, claims: list[Row]) -> None:
        assume(weight(claims) > 0)
        exact = sum(Fraction(w) * (Fraction(p) - Fraction(y)) ** 2 for p, y, w in claims)
        total = sum(Fraction(w) for *_, w in claims)
        assert brier(*columns(claims)) == pytest.approx(float(exact / total), abs=1e-15)


class TestLogScore:
    def test_the_six_points(self) -> None:
        found = log_score(*columns(SIX))
        assert found.mean == pytest.approx(0.6986228, abs=5e-8)
        assert found == LogScore(found.mean, found.mean, 0)

    def test_a_certain_forecast_that_failed_is_counted_and_leaves_no_mean(self) -> None:
        # The finite ones: ln 2 with weight 1, ln 4 with weight 1/2: (1 + 1) ln 2 / 1.5
        found = log_score(*columns([(1, 0, 1), (0.5, 1, 1), (0.75, 0, 0.5), (0, 1, 0.1)]))
        assert found == LogScore(None, pytest.approx(2 * math.log(2) / 1.5, abs=1e-15), 2)

    def test_a_certain_forecast_that_failed_without_weight_does_not_count(self) -> None:
        found = log_score(*columns([(1, 0, 0), (0.5, 1, 1)]))
        assert found == LogScore(math.log(2), math.log(2), 0)

    def test_nothing_but_failed_certainties_has_no_mean_at_all(self) -> None:
        assert log_score(*columns([(1, 0, 1), (0, 1, 1)])) == LogScore(None, None, 2)

    def test_certain_and_right_costs_nothing_and_not_minus_nothing(self) -> None:
        mean = log_score(*columns([(1, 1, 1), (0, 0, 1)])).mean
        assert mean == 0
        assert str(mean) == "0.0"

    def test_a_chance_too_small_to_be_taken_from_one_still_costs_something(self) -> None:
        """1 - 1e-20 is 1 in floats, and its logarithm 0; the cost is 1e-20 all the same."""
        found = log_score(*columns([(1e-20, 0, 1)]))
        assert found.mean == pytest.approx(1e-20, rel=1e-12, abs=0)

    @pytest.mark.parametrize("claims", [[], [(0.5, 1.0, 0.0)], [(1.0, 0.0, 0.0)]])
    def test_without_weight_there_is_none(self, claims: list[Row]) -> None:
        assert log_score(*columns(claims)) == LogScore(None, None, 0)

    @given(rows(min_size=1, certain=False))
    def test_a_peer_agrees(self, claims: list[Row]) -> None:
        assume(weight(claims) > 0)
        p, y, w = columns(claims)
        expected = log_loss(y, p, sample_weight=w, labels=[0, 1])
        assert log_score(p, y, w).mean == pytest.approx(expected, abs=1e-12)


class TestSkill:
    def test_the_six_points(self) -> None:
        # Half came about, so the reference is 0.25: 1 - 0.2266667 / 0.25
        assert brier_skill(*columns(SIX)) == pytest.approx(1 - 0.68 / 3 / 0.25, abs=1e-12)

    def test_the_share_itself_has_none(self) -> None:
        claims = [(0.75, 1, 1), (0.75, 1, 0.5), (0.75, 0, 0.5)]
        assert brier_skill(*columns(claims)) == pytest.approx(0, abs=1e-15)

    def test_perfect_forecasts_have_all(self) -> None:
        assert brier_skill(*columns([(1, 1, 1), (0, 0, 0.5)])) == 1

    def test_forecasts_upside_down_are_worse_than_none(self) -> None:
        # The score is 1, the reference 0.25.
        assert brier_skill(*columns([(0, 1, 1), (1, 0, 1)])) == -3

    @pytest.mark.parametrize(
        "claims",
        [[], [(0.5, 1.0, 0.0)], [(0.9, 1.0, 1.0)], [(0.1, 0.0, 1.0), (0.6, 0.0, 1 / 3)]],
    )
    def test_where_all_came_out_alike_there_is_nothing_to_compare_with(
        self, claims: list[Row]
    ) -> None:
        assert brier_skill(*columns(claims)) is None

    @given(rows(min_size=2))
    def test_the_reference_is_the_share_times_the_rest(self, claims: list[Row]) -> None:
        """The Brier score of always saying the share s is s (1 - s)."""
        p, y, w = columns(claims)
        assume(0 < (w * y).sum() < w.sum())
        share = float((w * y).sum() / w.sum())
        score = brier_score_loss(y, p, sample_weight=w)
        assert brier_skill(p, y, w) == pytest.approx(1 - score / (share * (1 - share)), abs=1e-9)


@given(claims=rows(), data=st.data())
def test_the_order_of_claims_changes_nothing(claims: list[Row], data: st.DataObject) -> None:
    other = data.draw(st.permutations(claims))
    for score in (brier, log_score, brier_skill):
        assert score(*columns(other)) == score(*columns(claims))
