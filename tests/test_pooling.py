"""Partial pooling of groups, and the beta distribution it rests on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special

from ledger.scoring.design import told_apart
from ledger.scoring.distributions import beta_quantile, beta_share
from ledger.scoring.pooling import likely_priors, pool

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.scoring.pooling import Pooled, Priors

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


def priors(groups: list[Group]) -> Priors:
    found = likely_priors(*arrays(groups), np.ones(len(groups)))
    assert found is not None
    return found


def pooled(groups: list[Group], level: float = 0.95) -> list[Pooled]:
    successes, n = arrays(groups)
    found = [
        one
        for one in pool(successes, n, level, apart=np.ones(n.size), together=n.sum())
        if one is not None
    ]
    assert len(found) == len(groups)
    return found


def likelihood(groups: list[Group], mean: float, strength: float) -> float:
    """By the beta functions of a peer, over about what it is where the groups are alike."""
    successes, n = arrays(groups)
    a, b = mean * strength, (1 - mean) * strength
    terms = special.betaln(successes + a, n - successes + b) - special.betaln(a, b)
    rate = (successes.sum() + 1) / (n.sum() + 2)
    alike = successes * np.log(rate) + (n - successes) * np.log1p(-rate)
    return math.exp(float((terms - alike).sum()))


def by_integration(groups: list[Group]) -> list[float]:
    """The mean of each group's rate over all means and strengths, by a peer's quadrature."""
    successes, n = arrays(groups)
    middling = float(np.median(n))

    def over(value: Callable[[float, float], float]) -> float:
        def weighed(mean: float, log_strength: float) -> float:
            strength = math.exp(log_strength)
            density = strength / (middling + strength) ** 2
            return value(mean, strength) * likelihood(groups, mean, strength) * density

        top = math.log(1_000 * middling)
        return float(integrate.dblquad(weighed, 0, top, 1e-6, 1 - 1e-6, epsrel=1e-4)[0])

    whole = over(lambda _mean, _strength: 1.0)
    return [
        over(lambda mean, strength, s=s, m=m: (mean * strength + s) / (strength + m)) / whole
        for s, m in zip(successes.tolist(), n.tolist(), strict=True)
    ]


class TestBeta:
    @pytest.mark.slow
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


class TestPriors:
    @pytest.mark.parametrize("groups", DIFFERENT.values(), ids=DIFFERENT.keys())
    def test_chances_add_up_and_strengths_are_within_reason(self, groups: list[Group]) -> None:
        found = priors(groups)
        assert found.chance.sum() == pytest.approx(1)
        assert ((found.mean > 0) & (found.mean < 1)).all()
        assert found.strength.min() == pytest.approx(1)

    @pytest.mark.parametrize("strength", [2.5, 12, 60])
    def test_of_very_many_groups_only_that_is_likely_which_they_were_drawn_from(
        self, strength: float
    ) -> None:
        random = np.random.default_rng(5)
        n = random.integers(5, 200, 3_000)
        successes = random.binomial(n, random.beta(0.7 * strength, 0.3 * strength, n.size))
        found = likely_priors(successes.astype(float), n.astype(float), np.ones(n.size))
        assert found is not None
        assert found.chance @ found.mean == pytest.approx(0.7, abs=0.01)
        assert math.exp(found.chance @ np.log(found.strength)) == pytest.approx(strength, rel=0.4)

    @pytest.mark.parametrize("groups", [[], [(1, 2)], [(1, 2), (2, 3)], [(1, 2), (2, 3), (0, 0)]])
    def test_under_three_groups_with_claims_there_are_none(self, groups: list[Group]) -> None:
        assert likely_priors(*arrays(groups), np.ones(len(groups))) is None

    def test_a_million_claims_do_not_upset_it(self) -> None:
        found = priors([(600_000, 1_000_000), (590_000, 1_000_000), (3, 4), (610_000, 1_000_000)])
        assert found.chance @ found.mean == pytest.approx(0.6, abs=0.02)


class TestApart:
    def test_a_hundred_who_are_right_on_one_question_are_right_once(self) -> None:
        """By hand: each of 100 tells 1/100; one of them has 19 questions of its own besides."""
        credit = np.concatenate([np.ones(100), np.resize([1.0, 0.0], 19)])
        clusters = np.concatenate([np.zeros(100, dtype=int), np.arange(1, 20)])
        groups = np.concatenate([np.arange(100), np.zeros(19, dtype=int)])
        found = told_apart(credit, np.ones(119), clusters, groups, 101)
        assert found[0] == pytest.approx((19 + 1 / 100) / 20)
        assert found[1:100] == pytest.approx(np.full(99, 1 / 100))
        assert found[100] == 1

    def test_groups_that_answer_the_same_questions_each_their_way_tell_all_apart(self) -> None:
        """On each of ten questions half of twenty are right: nobody is a copy of another."""
        credit = np.tile([1.0, 0.0], 100)
        clusters, groups = np.repeat(np.arange(10), 20), np.tile(np.arange(20), 10)
        found = told_apart(credit, np.ones(200), clusters, groups, 20)
        assert found == pytest.approx(np.ones(20))

    def test_groups_without_a_question_in_common_tell_all_apart(self) -> None:
        credit, numbers = np.tile([1.0, 0.0, 1.0], 4), np.arange(12)
        found = told_apart(credit, np.ones(12), numbers // 2, numbers // 4, 3)
        assert found.tolist() == [1, 1, 1]

    def test_nothing_tells_nothing(self) -> None:
        none, nobody = np.array([]), np.array([], dtype=int)
        assert told_apart(none, none, nobody, nobody, 2).tolist() == [1, 1]


class TestPool:
    def test_one_question_of_a_crowd_moves_all_others_as_one_claim_does(self) -> None:
        """30 groups with ten questions each, drawn about 0.6, and 100 that have one in common.

        Whether that comes about or not says hardly anything of all rates; and who was right on it
        alone is drawn to the mean of all, and not to certainty.
        """
        random = np.random.default_rng(5)
        right = random.binomial(10, random.beta(6, 4, 30)).astype(float)
        n = np.concatenate([np.full(30, 10.0), np.ones(100)])
        apart = np.concatenate([np.ones(30), np.full(100, 1 / 100)])
        mean, found = right.sum() / 300, {}
        for outcome in (0.0, 1.0):
            credit = np.concatenate([right, np.full(100, outcome)])
            pooled = pool(credit, n, 0.95, apart=apart, together=30.0)
            found[outcome] = np.array([one.mean for one in pooled if one])
        assert mean - 0.1 < found[0.0][-1] < mean < found[1.0][-1] < mean + 0.1
        assert found[1.0][:30] == pytest.approx(found[0.0][:30], abs=0.01)

    def test_groups_that_tell_less_than_two_apart_are_not_pooled(self) -> None:
        successes, n = np.ones(100), np.ones(100)
        successes[0], n[0] = 12, 20
        apart = np.full(100, 1 / 100)
        apart[0] = (19 + 1 / 100) / 20
        assert pool(successes, n, 0.95, apart=apart, together=5.0) == [None] * 100

    @pytest.mark.parametrize("others", [TYPICAL[2:], [(6, 10), (8, 12), (1, 3), (3, 4)]])
    def test_two_of_two_do_not_outrank_forty_five_of_fifty(self, others: list[Group]) -> None:
        few, many = pooled([(2, 2), (45, 50), *others])[:2]
        assert few.mean < many.mean
        assert few.interval is not None
        assert many.interval is not None
        assert few.interval[0] < many.interval[0]

    @pytest.mark.parametrize(
        "groups", [TYPICAL[:4], DIFFERENT["three groups"], [(5, 5), (2, 2), (1, 1)]]
    )
    def test_a_peer_that_integrates_agrees(self, groups: list[Group]) -> None:
        found = [one.mean for one in pooled(groups)]
        assert found == pytest.approx(by_integration(groups), abs=0.01)

    def test_groups_hardly_apart_have_nearly_one_rate(self) -> None:
        found = [one.mean for one in pooled([(50, 100), (52, 100), (48, 100), (10, 20)])]
        assert max(found) - min(found) < 0.02

    def test_the_doubt_about_three_groups_makes_them_wider_than_one_answer_would(self) -> None:
        """By the one likeliest distribution alone they would be alike: 79% and 5 points about."""
        groups: list[Group] = [(42, 50), (38, 50), (39, 50)]
        for found in pooled(groups):
            assert found.interval is not None
            assert found.interval[1] - found.interval[0] > 0.14

    def test_groups_all_right_are_not_certain_to_stay_so(self) -> None:
        for found in pooled([(5, 5), (2, 2), (1, 1)]):
            assert found.mean < 1
            assert found.interval is not None
            assert found.interval[0] < 0.8
            assert found.interval[1] == 1

    def test_what_groups_have_in_common_makes_each_wider(self) -> None:
        """A crowd of twenty on the same ten questions: each interval is that of ten, not of 200."""
        successes, n = np.full(20, 5.0), np.full(20, 10.0)
        apart, crowd = (
            pool(successes, n, 0.95, apart=np.ones(n.size), together=one)[0] for one in (200.0, 7.5)
        )
        assert apart is not None
        assert crowd is not None
        assert apart.mean == crowd.mean
        assert apart.interval is not None
        assert crowd.interval is not None
        assert apart.interval[1] - apart.interval[0] < 0.3
        assert crowd.interval[1] - crowd.interval[0] > 0.55

    def test_where_one_question_has_most_of_the_weight_there_is_no_interval(self) -> None:
        successes, n = arrays(TYPICAL)
        found = pool(successes, n, 0.95, apart=np.ones(n.size), together=None)
        assert [one and one.interval for one in found] == [None] * len(TYPICAL)
        assert [one and one.mean for one in found] == [one.mean for one in pooled(TYPICAL)]

    def test_a_group_without_claims_has_none(self) -> None:
        groups = [(0, 0), *TYPICAL]
        successes, n = arrays(groups)
        first, *others = pool(successes, n, 0.95, apart=np.ones(n.size), together=n.sum())
        assert first is None
        assert others == pooled(TYPICAL)

    @pytest.mark.parametrize("groups", [[], [(1, 2)], [(1, 2), (2, 3)], [(1, 2), (2, 3), (0, 0)]])
    def test_under_three_groups_there_is_none(self, groups: list[Group]) -> None:
        found = pool(*arrays(groups), 0.95, apart=np.ones(len(groups)), together=1)
        assert found == [None] * len(groups)

    def test_intervals_hold_the_rates_that_groups_were_drawn_with(self) -> None:
        random = np.random.default_rng(5)
        n = random.integers(1, 40, 2_000)
        rates = random.beta(6, 3, n.size)
        right = random.binomial(n, rates).astype(float)
        found = pool(right, n.astype(float), 0.9, apart=np.ones(n.size), together=float(n.sum()))
        held = [
            one is not None
            and one.interval is not None
            and one.interval[0] <= rate <= one.interval[1]
            for one, rate in zip(found, rates.tolist(), strict=True)
        ]
        assert np.mean(held) == pytest.approx(0.9, abs=0.02)

    @pytest.mark.slow
    @settings(max_examples=30, deadline=None)
    @given(groups_of_claims)
    def test_each_is_in_its_interval_and_none_is_certain(self, groups: list[Group]) -> None:
        successes, n = arrays(groups)
        several = pool(successes, n, 0.95, apart=np.ones(n.size), together=9.0)
        for of, found in zip(n.tolist(), several, strict=True):
            if found is None:
                continue
            assert of
            assert 0 < found.mean < 1
            assert found.interval is not None
            assert 0 <= found.interval[0] <= found.mean <= found.interval[1] <= 1
            assert found.interval[1] - found.interval[0] > 0.01

    @pytest.mark.slow
    @settings(max_examples=30, deadline=None)
    @given(groups=groups_of_claims, data=st.data())
    def test_the_order_of_groups_changes_nothing(
        self, groups: list[Group], data: st.DataObject
    ) -> None:
        order = data.draw(st.permutations(range(len(groups))))
        apart = np.ones(len(groups))
        before = pool(*arrays(groups), 0.95, apart=apart, together=9.0)
        after = pool(*arrays([groups[one] for one in order]), 0.95, apart=apart, together=9.0)
        assert after == [before[one] for one in order]
