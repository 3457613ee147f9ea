"""Calibration: bins, the reliability curve, the decomposition of the Brier score, the band."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from forecasts import SIX, columns, rows
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binom
from scipy.stats import t as student
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss

from ledger.scoring import calibration as regression
from ledger.scoring.calibration import Bin, Decomposition, bins, decomposition, isotonic
from ledger.scoring.hypothesis_tests import consistency_band
from ledger.scoring.simulated_outcomes import coupled

if TYPE_CHECKING:
    from forecasts import Row

    from ledger.scoring.hypothesis_tests import Band


def binned(claims: list[Row], clusters: list[int] | None = None) -> list[Bin]:
    """The bins of claims that share no fate, unless their clusters are given."""
    p, y, w = columns(claims)
    return bins(p, y, w, np.array(clusters or range(p.size), dtype=np.intp), 0.95)


def place(probability: float) -> int:
    """The number of the bin that holds a probability."""
    found = binned([(probability, 1, 1)])
    (only,) = (number for number, one in enumerate(found) if one.n)
    return only


def in_band(claims: list[Row], level: float = 0.95, resamples: int = 300, seed: int = 1) -> Band:
    p, _, w = columns(claims)
    return consistency_band(coupled(p, w, np.arange(p.size), resamples, seed=seed), level)


class TestBins:
    @pytest.mark.parametrize("k", range(10))
    def test_an_edge_belongs_to_the_bin_above(self, k: int) -> None:
        """Also 0.3 and 0.7, which are not what 3 and 7 times 0.1 are in floats."""
        assert place(float(f"0.{k}")) == k
        assert place(math.nextafter(float(f"0.{k}"), 1)) == k

    @pytest.mark.parametrize("k", range(1, 10))
    def test_the_float_below_an_edge_belongs_to_the_bin_below(self, k: int) -> None:
        assert place(math.nextafter(float(f"0.{k}"), 0)) == k - 1

    def test_the_last_bin_holds_one(self) -> None:
        assert place(1.0) == 9

    @given(st.floats(0, 1))
    def test_a_forecast_is_where_its_decimal_is(self, probability: float) -> None:
        assert place(probability) == min(9, int(Decimal(repr(probability)) * 10))

    def test_the_edges_are_tenths(self) -> None:
        found = binned([])
        assert [one.low for one in found] == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
        assert [one.high for one in found] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

    def test_an_empty_bin_says_nothing(self) -> None:
        found = binned([(0.05, 1, 1), (0.55, 1, 0)])
        assert found[1] == Bin(0.1, 0.2, 0, None, None, None)
        assert found[5] == Bin(0.5, 0.6, 0, None, None, None)

    def test_a_bin_by_hand(self) -> None:
        """15 of 148: Wilson's interval in R. G. Newcombe, Statistics in Medicine 17 (1998)."""
        claims = [(0.14, 1.0, 1.0)] * 15 + [(0.14, 0.0, 1.0)] * 131 + [(0.1, 0.0, 0.5)] * 4
        found = binned(claims)[1]
        assert found.n == 148
        assert found.forecast == pytest.approx((0.14 * 146 + 0.1 * 2) / 148, abs=1e-15)
        assert found.observed == pytest.approx(15 / 148, abs=1e-15)
        assert found.interval == pytest.approx((0.0624, 0.1605), abs=0.00005)

    def test_claims_on_one_question_are_no_more_than_one(self) -> None:
        """Twenty speakers say 75% on each of 10 questions, of which 5 come about.

        Ten questions are 9 claims apart, as their variance is estimated about their own mean:
        Wilson's interval on 9 (z / t)^2, t with 9 degrees of freedom.
        """
        claims = [(0.75, float(question < 5), 1.0) for question in range(10) for _ in range(20)]
        found = binned(claims, [question for question in range(10) for _ in range(20)])[7]
        t, half = student.ppf(0.975, 9), 0.5
        reach = t / math.sqrt(9 + t * t) * half
        assert found.n == 200
        assert found.interval == pytest.approx((0.5 - reach, 0.5 + reach), abs=1e-9)

    def test_one_question_with_most_of_the_weight_leaves_no_interval(self) -> None:
        claims = [(0.75, 1.0, 1.0)] * 60 + [(0.75, 0.0, 1.0)] * 3
        found = binned(claims, [0] * 60 + [1, 2, 3])[7]
        assert found.observed == pytest.approx(60 / 63)
        assert found.interval is None

    @given(rows())
    def test_no_claim_is_lost_and_forecasts_lie_in_their_bins(self, claims: list[Row]) -> None:
        _, y, w = columns(claims)
        found = binned(claims)
        assert sum(one.n for one in found) == pytest.approx(w.sum(), abs=1e-12)
        for one in found:
            assert one.forecast is None or one.low - 1e-15 <= one.forecast <= one.high
        hits = sum(one.n * one.observed for one in found if one.observed is not None)
        assert hits == pytest.approx((w * y).sum(), abs=1e-12)


def exact_curve(claims: list[Row]) -> dict[float, Fraction]:
    """Isotonic regression as the largest, over starts, of the smallest, over ends, of means.

    T. Robertson, F. T. Wright and R. L. Dykstra, Order Restricted Statistical Inference (1988),
    section 1.4.
    """
    pooled: dict[float, list[Fraction]] = {}
    for p, y, w in sorted(one for one in claims if one[2]):
        sums = pooled.setdefault(p, [Fraction(0), Fraction(0)])
        sums[0] += Fraction(w) * Fraction(y)
        sums[1] += Fraction(w)
    groups = list(pooled.values())

    def mean(first: int, last: int) -> Fraction:
        part = groups[first : last + 1]
        return sum(one[0] for one in part) / sum((one[1] for one in part), Fraction(0))

    return {
        p: max(
            min(mean(start, end) for end in range(number, len(groups)))
            for start in range(number + 1)
        )
        for number, p in enumerate(pooled)
    }


class TestCurve:
    def test_the_six_points_by_hand(self) -> None:
        """In order of forecasts the outcomes are 1 0 0 0 1 1: the first four share 1/4."""
        curve = isotonic(*columns(SIX))
        assert curve.forecast.tolist() == [0.1, 0.2, 0.3, 0.4, 0.5, 0.9]
        assert curve.recalibrated.tolist() == [0.25, 0.25, 0.25, 0.25, 1, 1]
        assert curve.weight.tolist() == [1, 1, 1, 1, 1, 1]

    def test_equal_forecasts_are_pooled_and_claims_of_no_weight_left_out(self) -> None:
        claims = [(0.3, 1, 1), (0.6, 1, 1), (0.3, 0, 0.5), (0.3, 0, 0.5), (0.5, 0, 0)]
        curve = isotonic(*columns(claims))
        assert curve.forecast.tolist() == [0.3, 0.6]
        assert curve.recalibrated.tolist() == [0.5, 1]
        assert curve.weight.tolist() == [2, 1]

    def test_without_claims_there_is_no_curve(self) -> None:
        curve = isotonic(*columns([]))
        assert curve.forecast.size == curve.recalibrated.size == curve.weight.size == 0

    @settings(deadline=None)
    @given(rows())
    def test_it_is_the_regression_in_exact_fractions(self, claims: list[Row]) -> None:
        expected = exact_curve(claims)
        curve = isotonic(*columns(claims))
        assert curve.forecast.tolist() == list(expected)
        assert curve.recalibrated == pytest.approx([float(one) for one in expected.values()])

    @pytest.mark.parametrize("seed", range(5))
    def test_a_peer_agrees_on_many_claims(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        p = random.integers(0, 201, 5_000) / 200
        y = (random.random(p.size) < p**2).astype(float)
        w = 1.0 / random.integers(1, 4, p.size)
        curve = isotonic(p, y, w)
        peer = IsotonicRegression().fit(p, y, sample_weight=w)
        assert curve.recalibrated == pytest.approx(peer.predict(curve.forecast), abs=1e-12)

    def test_a_long_fall_at_the_end_reaches_back_to_the_start(self) -> None:
        """Means 1/9 to 8/9 rise, then one that outweighs them all falls to 0."""
        weights = np.ones(9)
        weights[-1] = 1_000
        sums = np.array([*(k / 9 for k in range(1, 9)), 0.0])
        fitted = regression.rising_means(sums[None, :], weights)[0]
        assert fitted == pytest.approx([4 / 1_008] * 9, abs=1e-15)

    @given(st.lists(st.lists(st.integers(0, 9), min_size=6, max_size=6), min_size=1, max_size=5))
    def test_sequences_fitted_together_are_fitted_as_if_alone(self, sums: list[list[int]]) -> None:
        table, weights = np.array(sums, dtype=float), np.array([9.0, 9, 18, 9, 27, 9])
        alone = [regression.rising_means(row[None, :], weights)[0].tolist() for row in table]
        assert regression.rising_means(table, weights).tolist() == alone

    @given(rows())
    def test_it_never_falls_and_stays_within_zero_and_one(self, claims: list[Row]) -> None:
        curve = isotonic(*columns(claims))
        assert (np.diff(curve.forecast) > 0).all()
        assert (np.diff(curve.recalibrated) >= 0).all()
        assert ((curve.recalibrated >= 0) & (curve.recalibrated <= 1)).all()


class TestDecomposition:
    def test_the_six_points(self) -> None:
        found = decomposition(*columns(SIX))
        assert found is not None
        assert found.miscalibration == pytest.approx(0.1016667, abs=5e-8)
        assert found.discrimination == pytest.approx(0.125, abs=1e-15)
        assert found.uncertainty == 0.25

    def test_perfect_forecasts_tell_all_there_is_to_tell(self) -> None:
        found = decomposition(*columns([(1, 1, 1), (0, 0, 1)]))
        assert found == Decomposition(0, 0.25, 0.25)

    def test_one_forecast_for_all_tells_nothing(self) -> None:
        # Half came about where 0.8 was said: (0.8 - 0.5)^2 is miscalibration.
        found = decomposition(*columns([(0.8, 1, 0.5), (0.8, 0, 0.5)]))
        assert found == Decomposition(pytest.approx(0.09, abs=1e-15), 0, 0.25)

    def test_outcomes_all_alike_leave_miscalibration_only(self) -> None:
        found = decomposition(*columns([(0.8, 1, 1), (0.6, 1, 1)]))
        assert found == Decomposition(pytest.approx(0.1, abs=1e-15), 0, 0)

    def test_rounding_makes_nothing_negative(self) -> None:
        """Said is what came about but for the last bit: in floats the score is 3e-17 too low."""
        said = math.nextafter(0.5, 0)
        found = decomposition(*columns([(said, 1, 1), (said, 0, 1)]))
        assert found == Decomposition(0, 0, 0.25)

    @pytest.mark.parametrize("claims", [[], [(0.5, 1.0, 0.0)]])
    def test_without_weight_there_is_none(self, claims: list[Row]) -> None:
        assert decomposition(*columns(claims)) is None

    @pytest.mark.slow
    @given(rows(min_size=1))
    def test_the_parts_add_up_and_none_is_negative(self, claims: list[Row]) -> None:
        p, y, w = columns(claims)
        assume(w.any())
        found = decomposition(p, y, w)
        assert found is not None
        assert min(found.miscalibration, found.discrimination, found.uncertainty) >= 0
        total = found.miscalibration - found.discrimination + found.uncertainty
        expected = brier_score_loss(y, p, sample_weight=w, labels=[0, 1])
        assert total == pytest.approx(expected, abs=1e-12)

    @given(rows(min_size=1))
    def test_recalibrated_forecasts_are_not_miscalibrated(self, claims: list[Row]) -> None:
        p, y, w = columns([one for one in claims if one[2]])
        assume(w.size)
        curve, before = isotonic(p, y, w), decomposition(p, y, w)
        better = curve.recalibrated[np.searchsorted(curve.forecast, p)]
        after = decomposition(better, y, w)
        assert before is not None
        assert after is not None
        assert after.miscalibration == pytest.approx(0, abs=1e-12)
        assert after.discrimination == pytest.approx(before.discrimination, abs=1e-12)


class TestBand:
    def test_for_one_forecast_it_is_what_the_binomial_distribution_says(self) -> None:
        found = in_band([(0.3, 0.0, 1.0)] * 200, resamples=4_000)
        low, high = binom.interval(0.95, 200, 0.3)
        assert found.forecast.tolist() == [0.3]
        assert found.lower == pytest.approx([low / 200], abs=0.006)
        assert found.upper == pytest.approx([high / 200], abs=0.006)

    def test_weights_count_as_they_do_in_the_curve(self) -> None:
        """One claim of weight 1 and two of 1/2, each 0.5: the mean has variance 3/32, not 1/12."""
        found = in_band([(0.5, 0, 1), (0.5, 0, 0.5), (0.5, 0, 0.5)], 0.7, 4_000)
        # P(mean = 0) = 1/8, and 1/4 = P(mean = 1/4): the point at 15% is 1/4, at 85% 3/4.
        assert found.lower.tolist() == [0.25]
        assert found.upper.tolist() == [0.75]

    def test_certain_forecasts_leave_nothing_to_chance(self) -> None:
        found = in_band([(0, 1, 1), (1, 0, 1), (0.5, 0, 0)])
        assert found.forecast.tolist() == [0, 1]
        assert found.lower.tolist() == found.upper.tolist() == [0, 1]

    def test_without_claims_there_is_none(self) -> None:
        found = in_band([(0.5, 1.0, 0.0)])
        assert found.forecast.size == found.lower.size == found.upper.size == 0

    def test_of_calibrated_forecasts_its_share_of_curves_lies_within(self) -> None:
        random = np.random.default_rng(7)
        p = np.repeat(np.arange(5, 100, 10) / 100, 60)
        w = np.ones(p.size)
        found = consistency_band(coupled(p, w, np.arange(p.size), 2_000, seed=1), 0.9)
        curves = [isotonic(p, (random.random(p.size) < p) * 1.0, w) for _ in range(400)]
        within = [
            (one.recalibrated >= found.lower) & (one.recalibrated <= found.upper) for one in curves
        ]
        assert 0.88 <= np.mean(within) <= 0.94

    def test_forecasts_that_are_far_off_lie_outside(self) -> None:
        claims = [(0.8, 0.0, 1.0), (0.8, 1.0, 1.0)] * 50
        curve = isotonic(*columns(claims))
        assert curve.recalibrated[0] < in_band(claims, 0.99).lower[0]

    def test_the_seed_decides(self) -> None:
        random = np.random.default_rng(3)
        claims = [(p, 0.0, 1.0) for p in random.random(40).tolist()]
        bands = [in_band(claims, seed=seed).upper.tolist() for seed in (1, 1, 2)]
        assert bands[0] == bands[1] != bands[2]

    def test_what_is_no_probability_is_refused(self) -> None:
        with pytest.raises(ValueError, match="between 0 and 1"):
            in_band([(1.5, 1.0, 1.0)])

    @pytest.mark.slow
    @settings(deadline=None)
    @given(rows(min_size=1))
    def test_its_ends_never_fall_and_never_cross(self, claims: list[Row]) -> None:
        found = in_band(claims, resamples=20)
        assert (found.lower <= found.upper).all()
        assert (np.diff(found.lower) >= 0).all()
        assert (np.diff(found.upper) >= 0).all()


@pytest.mark.parametrize("wrong", [1.5, -0.1, math.nan])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    for function in (isotonic, decomposition):
        with pytest.raises(ValueError, match="between 0 and 1"):
            function(np.array([wrong]), np.ones(1), np.ones(1))
    with pytest.raises(ValueError, match="between 0 and 1"):
        binned([(wrong, 1, 1)])


@pytest.mark.slow
@settings(deadline=None)
@given(claims=rows(), data=st.data())
def test_the_order_of_claims_changes_nothing(claims: list[Row], data: st.DataObject) -> None:
    other = data.draw(st.permutations(claims))
    assert binned(other) == binned(claims)
    assert decomposition(*columns(other)) == decomposition(*columns(claims))
    one, two = isotonic(*columns(claims)), isotonic(*columns(other))
    assert one.recalibrated.tolist() == two.recalibrated.tolist()
    assert one.weight.tolist() == two.weight.tolist()
    first, second = in_band(claims, resamples=20), in_band(other, resamples=20)
    assert first.lower.tolist() == second.lower.tolist()
    assert first.upper.tolist() == second.upper.tolist()
