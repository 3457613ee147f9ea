"""Partial pooling of groups, and the beta distribution it rests on."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special, stats

from ledger.scoring.beta import beta_quantile, beta_share
from ledger.scoring.betabinomial import Prior, fit_prior
from ledger.scoring.intervals import wilson
from ledger.scoring.pooling import Pooled, pool

Group = tuple[float, float]
"""What was right, of how many."""

TYPICAL = [(2, 2), (45, 50), (30, 50), (10, 40), (5, 9), (12, 20), (7, 8), (0, 1), (1, 1)]
DIFFERENT = {
    "a typical population": TYPICAL,
    "three groups": [(9, 10), (1, 10), (5, 10)],
    "many small ones": [(2, 2), (0, 2), (1, 2), (1, 2), (1, 3), (3, 3), (0, 1), (4, 4), (1, 4)],
    "rare events": [(0, 100), (1, 80), (9, 120), (0, 60), (3, 50), (20, 150)],
    "one that stands out": [(50, 100), (51, 100), (49, 100), (50, 100), (95, 100)],
    "credit in part": [(2.5, 4), (17.25, 20), (3.5, 12), (9.75, 11), (0.5, 3)],
}
"""Populations whose groups differ by more than chance, but not all or nothing."""

groups_of_claims = st.lists(
    st.integers(0, 40).flatmap(
        lambda n: st.tuples(st.integers(0, 2 * n).map(lambda s: s / 2), st.just(float(n)))
    ),
    max_size=12,
)
shapes = st.floats(-2, 4).map(lambda power: 10.0**power)


def arrays(groups: list[Group]) -> tuple[np.ndarray, np.ndarray]:
    successes, n = np.array(groups, dtype=float).reshape(-1, 2).T
    return successes, n


def prior(groups: list[Group]) -> Prior:
    found = fit_prior(*arrays(groups))
    assert found is not None
    return found


def pooled(groups: list[Group], level: float = 0.95) -> list[Pooled]:
    found = [one for one in pool(*arrays(groups), level) if one is not None]
    assert len(found) == len(groups)
    return found


def log_likelihood(groups: list[Group], a: float, b: float) -> float:
    """By the beta functions of a peer; without the binomial coefficients, which do not matter."""
    successes, n = arrays(groups)
    terms = special.betaln(successes + a, n - successes + b) - special.betaln(a, b)
    return float(terms.sum())


class TestBeta:
    @settings(deadline=None)
    @given(shapes, shapes, st.floats(1e-6, 1 - 1e-6))
    def test_a_peer_agrees_on_shares(self, a: float, b: float, x: float) -> None:
        found = beta_share(np.array([a]), np.array([b]), np.array([x]))
        assert found.tolist() == pytest.approx([special.betainc(a, b, x)], abs=1e-10)

    @settings(deadline=None)
    @given(shapes, shapes, st.sampled_from([0.005, 0.025, 0.5, 0.95, 0.995]))
    def test_a_peer_agrees_on_quantiles(self, a: float, b: float, share: float) -> None:
        """By the peer's shares; its own quantiles are off by 1e-8 for some shapes."""
        (found,) = beta_quantile(np.array([a]), np.array([b]), np.array([share])).tolist()
        assert special.betainc(a, b, max(0, found - 1e-11)) <= share + 1e-10
        assert special.betainc(a, b, min(1, found + 1e-11)) >= share - 1e-10

    def test_by_hand(self) -> None:
        """Beta(1, 1) is uniform, beta(n, 1) has x^n below x, beta(1, n) 1 - (1 - x)^n."""
        a, b = np.array([1.0, 3, 1]), np.array([1.0, 1, 4])
        below = beta_share(a, b, np.array([0.3, 0.3, 0.3])).tolist()
        assert below == pytest.approx([0.3, 0.027, 1 - 0.7**4], abs=1e-15)
        points = beta_quantile(a, b, np.full(3, 0.027)).tolist()
        assert points == pytest.approx([0.027, 0.3, 1 - 0.973**0.25], abs=1e-14)

    def test_no_groups_have_no_quantiles(self) -> None:
        none = np.array([])
        assert beta_quantile(none, none, none).tolist() == []


class TestPrior:
    @pytest.mark.parametrize("groups", DIFFERENT.values(), ids=DIFFERENT.keys())
    def test_a_peer_finds_none_that_is_likelier(self, groups: list[Group]) -> None:
        found = prior(groups)
        peer = optimize.minimize(
            lambda x: -log_likelihood(groups, math.exp(x[0]), math.exp(x[1])),
            [0.0, 0.0],
            method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 5_000},
        )
        assert found.a == pytest.approx(math.exp(peer.x[0]), rel=1e-4)
        assert found.b == pytest.approx(math.exp(peer.x[1]), rel=1e-4)
        assert log_likelihood(groups, found.a, found.b) >= -peer.fun - 1e-9

    def test_the_likelihood_is_that_of_the_beta_binomial_distribution(self) -> None:
        """No step away from the peak makes what was counted more probable."""
        found = prior(TYPICAL)

        def log_probability(mean: float, strength: float) -> float:
            a, b = mean * strength, (1 - mean) * strength
            return sum(float(stats.betabinom.logpmf(s, n, a, b)) for s, n in TYPICAL)

        top = log_probability(found.mean, found.strength)
        for step in (0.98, 1.02):
            assert log_probability(found.mean * step, found.strength) < top
            assert log_probability(found.mean, found.strength * step) < top

    @pytest.mark.parametrize("strength", [2.5, 12, 60])
    def test_it_comes_near_the_one_that_groups_were_drawn_from(self, strength: float) -> None:
        random = np.random.default_rng(5)
        n = random.integers(5, 200, 3_000)
        successes = random.binomial(n, random.beta(0.7 * strength, 0.3 * strength, n.size))
        found = fit_prior(successes.astype(float), n.astype(float))
        assert found is not None
        assert found.mean == pytest.approx(0.7, abs=0.01)
        assert found.strength == pytest.approx(strength, rel=0.1)

    @pytest.mark.parametrize(
        "groups",
        [
            [(5, 10), (10, 20), (20, 40), (2, 4)],
            [(5, 10), (11, 20), (19, 40), (2, 4)],
            [(1, 1), (0, 1), (1, 1), (1, 1)],
        ],
    )
    def test_groups_that_differ_by_no_more_than_chance_are_taken_as_alike(
        self, groups: list[Group]
    ) -> None:
        """Also groups of one claim each, which cannot show that they differ."""
        successes, n = arrays(groups)
        assert prior(groups) == Prior(pytest.approx(successes.sum() / n.sum()), math.inf)

    @pytest.mark.parametrize(("groups", "mean"), [([(5, 5), (2, 2), (1, 1)], 1), ([(0, 3)] * 3, 0)])
    def test_groups_all_right_or_all_wrong_are_alike(
        self, groups: list[Group], mean: float
    ) -> None:
        assert prior(groups) == Prior(mean, math.inf)

    def test_it_is_worth_one_claim_at_least(self) -> None:
        """All or nothing: the likelihood would have it worth none at all."""
        found = prior([(50, 50), (0, 50), (2, 2), (0, 3)])
        assert found.strength == 1

    @pytest.mark.parametrize("groups", [[], [(1, 2)], [(1, 2), (2, 3)], [(1, 2), (2, 3), (0, 0)]])
    def test_under_three_groups_with_claims_there_is_none(self, groups: list[Group]) -> None:
        assert fit_prior(*arrays(groups)) is None

    def test_a_million_claims_do_not_upset_it(self) -> None:
        found = prior([(600_000, 1_000_000), (590_000, 1_000_000), (3, 4), (610_000, 1_000_000)])
        assert found.mean == pytest.approx(0.6, abs=0.001)
        # Rates 0.01 apart are a standard deviation of 0.008: 0.24 / 0.0082^2 - 1.
        assert found.strength == pytest.approx(0.24 * 3 / 2 / 0.01**2, rel=0.05)


class TestPool:
    @pytest.mark.parametrize("others", [TYPICAL[2:], [(6, 10), (8, 12), (1, 3), (3, 4)]])
    def test_two_of_two_do_not_outrank_forty_five_of_fifty(self, others: list[Group]) -> None:
        few, many = pooled([(2, 2), (45, 50), *others])[:2]
        assert few.mean < many.mean
        assert few.interval[0] < many.interval[0]

    @pytest.mark.parametrize("groups", DIFFERENT.values(), ids=DIFFERENT.keys())
    def test_it_is_the_posterior_distribution(self, groups: list[Group]) -> None:
        known, total = prior(groups), sum(n for _, n in groups)
        for (right, n), found in zip(groups, pooled(groups, 0.9), strict=True):
            posterior = stats.beta(known.a + right, known.b + n - right)
            assert found.mean == pytest.approx(posterior.mean(), abs=1e-12)
            if known.strength + n <= total:
                assert found.interval == pytest.approx(posterior.interval(0.9), abs=1e-10)

    def test_groups_taken_as_alike_share_one_rate_and_the_interval_of_all_claims(self) -> None:
        found = pooled([(5, 10), (10, 20), (20, 40), (2, 4)])
        assert found == [Pooled(0.5, wilson(0.5, 74, 0.95))] * 4

    def test_groups_all_right_are_not_certain_to_stay_so(self) -> None:
        assert pooled([(5, 5), (2, 2), (1, 1)]) == [Pooled(1, wilson(1, 8, 0.95))] * 3

    def test_no_interval_is_narrower_than_all_claims_allow(self) -> None:
        """A prior worth about 9 claims and a group of 94 are more than the 100 there are."""
        groups = [(84, 94), (1, 3), (2, 3)]
        assert 100 - 94 < prior(groups).strength < 10
        large = pooled(groups)[0]
        assert large.interval == wilson(large.mean, 100, 0.95)

    def test_a_group_without_claims_has_none(self) -> None:
        groups = [(0, 0), *TYPICAL]
        first, *others = pool(*arrays(groups), 0.95)
        assert first is None
        assert others == pooled(TYPICAL)

    @pytest.mark.parametrize("groups", [[], [(1, 2)], [(1, 2), (2, 3)], [(1, 2), (2, 3), (0, 0)]])
    def test_under_three_groups_there_is_none(self, groups: list[Group]) -> None:
        assert pool(*arrays(groups), 0.95) == [None] * len(groups)

    def test_intervals_hold_the_rates_that_groups_were_drawn_with(self) -> None:
        random = np.random.default_rng(5)
        n = random.integers(1, 40, 2_000)
        rates = random.beta(6, 3, n.size)
        found = pool(random.binomial(n, rates).astype(float), n.astype(float), 0.9)
        held = [
            one is not None and one.interval[0] <= rate <= one.interval[1]
            for one, rate in zip(found, rates.tolist(), strict=True)
        ]
        assert np.mean(held) == pytest.approx(0.9, abs=0.02)

    @settings(max_examples=50, deadline=None)
    @given(groups_of_claims)
    def test_each_is_drawn_from_its_own_rate_towards_that_of_all(self, groups: list[Group]) -> None:
        common = fit_prior(*arrays(groups))
        for (right, n), found in zip(groups, pool(*arrays(groups), 0.95), strict=True):
            if common is None or not n:
                assert found is None
                continue
            assert found is not None
            low, high = sorted([right / n, common.mean])
            assert low - 1e-12 <= found.mean <= high + 1e-12
            assert 0 <= found.interval[0] <= found.mean <= found.interval[1] <= 1

    @settings(max_examples=50, deadline=None)
    @given(groups=groups_of_claims, data=st.data())
    def test_the_order_of_groups_changes_nothing(
        self, groups: list[Group], data: st.DataObject
    ) -> None:
        order = data.draw(st.permutations(range(len(groups))))
        before = pool(*arrays(groups), 0.95)
        after = pool(*arrays([groups[one] for one in order]), 0.95)
        assert after == [before[one] for one in order]
