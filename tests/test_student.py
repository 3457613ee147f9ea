"""Student's t and F as a peer has them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ledger.scoring.distributions import beta_share, snedecor_tail, student_quantile

freedoms = st.floats(1, 60) | st.floats(0, 6).map(lambda power: 10.0**power)


@settings(deadline=None, max_examples=40)
@given(freedoms, st.sampled_from([0.5, 0.8, 0.95, 0.99, 0.999]))
def test_quantiles_of_t(freedom: float, level: float) -> None:
    expected = float(stats.t.ppf((1 + level) / 2, freedom))
    assert student_quantile(freedom, level) == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize(
    ("freedom", "point"), [(1, 12.706), (2, 4.303), (9, 2.262), (30, 2.042), (1e9, 1.960)]
)
def test_as_tables_print_them(freedom: float, point: float) -> None:
    assert student_quantile(freedom, 0.95) == pytest.approx(point, abs=0.0005)


@settings(deadline=None, max_examples=40)
@given(st.floats(0.001, 100), freedoms, freedoms)
def test_tails_of_f(ratio: float, above: float, below: float) -> None:
    expected = float(stats.f.sf(ratio, above, below))
    assert snedecor_tail(ratio, above, below) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_nothing_is_exceeded_for_sure_and_what_is_far_out_never() -> None:
    assert snedecor_tail(0, 3, 5) == 1
    assert snedecor_tail(1e300, 3, 1e6) == 0


@settings(deadline=None)
@given(st.floats(1e-3, 1e3), freedoms, freedoms)
def test_one_number_is_what_an_array_of_it_gives_to_the_bit(
    ratio: float, above: float, below: float
) -> None:
    share = below / (below + above * ratio)
    if 0 < share < 1:
        found = beta_share(*(np.array([one]) for one in (below / 2, above / 2, share)))
        assert snedecor_tail(ratio, above, below) == found[0]
