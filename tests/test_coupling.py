"""Outcomes drawn from forecasts: each as often as it says, those on one question together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.scoring import simulated_outcomes
from ledger.scoring.simulated_outcomes import coupled

MANY = 20_000


def hits(
    p: list[float], clusters: list[int], w: list[float] | None = None, resamples: int = MANY
) -> np.ndarray:
    weights = np.ones(len(p)) if w is None else np.array(w)
    return coupled(np.array(p), weights, np.array(clusters), resamples, seed=1).hits


def test_equal_forecasts_on_one_question_come_about_together() -> None:
    drawn = hits([0.7] * 20, [4] * 20)
    assert set(drawn[:, 0].tolist()) == {0, 20}
    assert drawn.mean() / 20 == pytest.approx(0.7, abs=0.015)


def test_forecasts_on_several_questions_come_about_each_for_itself() -> None:
    drawn = hits([0.7] * 20, list(range(20)))
    assert drawn.mean() == pytest.approx(14, abs=0.06)
    assert drawn.var() == pytest.approx(20 * 0.21, rel=0.05)


def test_the_bolder_forecast_comes_about_wherever_the_more_timid_does() -> None:
    drawn = hits([0.3, 0.8], [0, 0])
    assert drawn.mean(axis=0) == pytest.approx([0.3, 0.8], abs=0.015)
    assert (drawn[:, 0] <= drawn[:, 1]).all()


def test_certain_forecasts_leave_nothing_to_chance() -> None:
    assert np.unique(hits([0, 1, 0, 1, 1], [0, 0, 1, 1, 2]), axis=0).tolist() == [[0, 3]]


def test_a_claim_weighs_what_it_weighs_and_none_if_it_weighs_nothing() -> None:
    found = coupled(
        np.array([0.5, 0.5, 0.2]), np.array([1, 0.5, 0]), np.array([0, 0, 1]), 500, seed=1
    )
    assert found.forecast.tolist() == [0.5]
    assert found.weight.tolist() == [1.5]
    assert found.place.tolist() == [0, 0, -1]
    assert set(found.hits[:, 0].tolist()) == {0, 1.5}


CLAIMS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 1.0]),
        st.sampled_from([1.0, 0.5, 1 / 3, 0.0]),
        st.integers(0, 5),
    ),
    max_size=20,
)


@pytest.mark.slow
@settings(deadline=None)
@given(claims=CLAIMS, data=st.data())
def test_the_order_of_claims_and_the_numbers_of_questions_change_nothing(
    claims: list[tuple[float, float, int]], data: st.DataObject
) -> None:
    names = data.draw(st.permutations(range(6)))
    other = [(p, w, names[cluster]) for p, w, cluster in data.draw(st.permutations(claims))]
    one, two = (
        coupled(
            np.array([p for p, _, _ in own]),
            np.array([w for _, w, _ in own]),
            np.array([cluster for *_, cluster in own], dtype=np.intp),
            30,
            seed=1,
        )
        for own in (claims, other)
    )
    assert one.hits.tolist() == two.hits.tolist()
    assert one.weight.tolist() == two.weight.tolist()


def test_how_many_numbers_are_drawn_at_a_time_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    p, clusters = [0.2, 0.6, 0.6, 0.9] * 20, list(range(40)) * 2
    together = hits(p, clusters, resamples=100)
    monkeypatch.setattr(simulated_outcomes, "AT_ONCE", 1)
    assert hits(p, clusters, resamples=100).tolist() == together.tolist()


def test_a_great_many_forecasts_are_put_together_with_their_neighbours() -> None:
    p = (np.arange(5_000) + 0.5) / 5_000
    found = coupled(p, np.ones(p.size), np.arange(p.size), 50, seed=1)
    assert found.forecast.size == simulated_outcomes.MOST_PLACES
    assert (np.diff(found.forecast) > 0).all()
    assert found.forecast[[0, -1]] == pytest.approx([0, 1], abs=0.001)
    assert found.weight.tolist() == pytest.approx(
        [5_000 / simulated_outcomes.MOST_PLACES] * simulated_outcomes.MOST_PLACES, abs=1
    )
    assert found.forecast[found.place] == pytest.approx(p, abs=0.001)


def test_a_great_many_claims_are_drawn_by_their_covariance_to_the_same_effect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Means and covariances are those of drawing claim by claim; 400 questions, 12,000 claims."""
    random = np.random.default_rng(2)
    clusters = random.integers(400, size=12_000)
    p = np.clip(np.round(random.beta(2, 2, 400)[clusters] + random.normal(0, 0.1, 12_000), 1), 0, 1)
    w = 1 / random.integers(1, 4, p.size)
    one_by_one = coupled(p, w, clusters, 4_000, seed=1)
    monkeypatch.setattr(simulated_outcomes, "DRAWN", 100)
    monkeypatch.setattr(simulated_outcomes, "CLUSTERS_AT_ONCE", 64)
    together = coupled(p, w, clusters, 4_000, seed=1)
    assert together.forecast.tolist() == one_by_one.forecast.tolist()
    assert together.weight.tolist() == one_by_one.weight.tolist()
    spread = one_by_one.hits.std(axis=0)
    assert together.hits.std(axis=0) == pytest.approx(spread, rel=0.05)
    means = [one.hits.mean(axis=0) for one in (one_by_one, together)]
    assert np.abs(means[0] - means[1]).max() < 0.1 * spread.max()
    likeness = [np.corrcoef(one.hits[:, 1:-1].T) for one in (one_by_one, together)]
    assert np.abs(likeness[0] - likeness[1]).max() < 0.08


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        hits([1.5], [0])
