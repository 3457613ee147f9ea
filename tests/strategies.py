"""Hypothesis strategies that several rooms' tests share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from ledger import edtf

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from ledger.edtf import FuzzyDate

_YEARS = st.integers(1, 9998).map(lambda year: f"{year:04d}")


def _texts_of_one_date() -> SearchStrategy[str]:
    months = st.integers(1, 12).map(lambda month: f"{month:02d}")
    parts = st.integers(21, 41).map(str)
    return st.one_of(
        st.dates().map(date.isoformat),
        _YEARS,
        st.tuples(_YEARS, st.one_of(months, parts, st.just("XX"))).map("-".join),
        st.tuples(_YEARS, months, st.just("XX")).map("-".join),
        st.tuples(_YEARS, st.just("XX-XX")).map("-".join),
        st.integers(1, 999).map(lambda decade: f"{decade:03d}X"),
        st.integers(1, 99).map(lambda century: f"{century:02d}XX"),
    )


@st.composite
def _texts(draw: DrawFn) -> str:
    one = _texts_of_one_date()
    marked = st.tuples(one, st.sampled_from(["", "", "~", "?", "%"])).map("".join)
    first, second = sorted(
        draw(st.tuples(marked, marked)), key=lambda text: edtf.parse(text).earliest or date.min
    )
    shape = draw(
        st.sampled_from(["{0}"] * 3 + ["{0}/{1}", "../{0}", "{0}/..", "/{0}", "{0}/"])
        | st.sampled_from(["[{0},{1}]", "[..{0},{1}]", "{{{0},{1}..}}", "[{0}..{1}]", "{{{0}}}"])
    )
    return shape.format(first, second)


def fuzzy_dates() -> SearchStrategy[FuzzyDate]:
    """Fuzzy dates of every kind that EDTF writes here: single dates, intervals and sets."""
    return _texts().map(edtf.parse)
