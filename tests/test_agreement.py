"""Krippendorff's alpha."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.book.asking.disputes import krippendorff_alpha

PUBLISHED = {
    0.743: (
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ),
    0.692: ("a a b b d c c c e d d a", "b a b b b c c c e d d d"),
    0.095: ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"),
}
"""K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), sections C, B and A.

One line a recorder, one column a unit; a dot is a label that is missing.
"""

questions = st.lists(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=5), max_size=10)


@pytest.mark.parametrize(("alpha", "recorders"), PUBLISHED.items())
def test_the_published_examples(alpha: float, recorders: tuple[str, ...]) -> None:
    labels = [[None if one == "." else one for one in line.split()] for line in recorders]
    units = list(zip(*labels, strict=True))
    assert krippendorff_alpha(units) == pytest.approx(alpha, abs=0.0005)


def test_full_agreement_is_exactly_one() -> None:
    assert krippendorff_alpha([["a", "a", "a"], ["b", "b"], ["c", None, "c"]]) == 1


def test_disagreeing_always_is_worse_than_chance() -> None:
    """Two pairs a, b: n = 4, 2 x 2 pairs differ within, 8 of all: 1 - 3 x 4 / 8."""
    assert krippendorff_alpha([["a", "b"], ["b", "a"]]) == -0.5


def test_one_label_for_all_tells_nothing() -> None:
    """Also where the only other label stands alone and can be paired with none."""
    assert krippendorff_alpha([["a", "a"], ["a", "a", "a"]]) is None
    assert krippendorff_alpha([["a", "a"], ["b", None]]) is None


@pytest.mark.parametrize("units", [[], [[]], [["a"], ["b"]], [["a", None], [None, None]]])
def test_without_a_pair_there_is_none(units: list[list[str | None]]) -> None:
    assert krippendorff_alpha(units) is None


def test_a_question_with_one_label_is_left_out() -> None:
    units = [["a", "a"], ["a", "b"], ["b", "b"]]
    assert krippendorff_alpha([*units, ["c"], ["a", None], []]) == krippendorff_alpha(units)


@pytest.mark.slow
@given(units=questions, data=st.data())
def test_neither_order_nor_missing_labels_nor_names_matter(
    units: list[list[str | None]], data: st.DataObject
) -> None:
    names = {"a": "x", "b": "y", "c": "a", None: None}
    other = [
        [names[label] for label in data.draw(st.permutations([*unit, None]))]
        for unit in data.draw(st.permutations(units))
    ]
    assert krippendorff_alpha(other) == krippendorff_alpha(units)


@given(questions)
def test_it_is_at_most_one(units: list[list[str | None]]) -> None:
    found = krippendorff_alpha(units)
    assert found is None or found <= 1
