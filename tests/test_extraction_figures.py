"""What is proposed is as good as docs/extract.md says, and its figures are those of today."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from extraction.__main__ import DENSE, GOALS, PAGE, SPARSE_GOAL, page, scored
from extraction.corpora import developed, held_out, second_pass
from extraction.figures import FIGURES, figure
from extraction.spoiling import spoilt_proposals

if TYPE_CHECKING:
    from extraction.corpora import Labelled
    from extraction.matching import Scored

NEW = list(held_out())
FLOORS = {**GOALS, "recall": 0.85}
"""The goals, and for recall what is reached: the goal of 88% is missed."""


@pytest.fixture(scope="module")
def found() -> list[Scored]:
    return scored(NEW)


@pytest.mark.parametrize("name", FIGURES)
def test_what_is_held_out_fares_as_well_as_is_said(name: str, found: list[Scored]) -> None:
    assert figure(name, found).share >= FLOORS[name]


def test_sparse_articles_are_read_with_some_precision(found: list[Scored]) -> None:
    sparse = [one for one in found if one.density < DENSE]
    assert figure("precision", sparse).share >= SPARSE_GOAL


def test_spoilt_proposals_are_refused_and_sound_ones_are_not() -> None:
    spoilt = spoilt_proposals(NEW)
    assert spoilt.refused == spoilt.spoilt
    assert spoilt.lost <= 0.02 * spoilt.sound


@pytest.mark.parametrize("one", [*developed(), *NEW], ids=lambda one: one.name)
def test_every_label_stands_in_its_article_once(one: Labelled) -> None:
    for label in one.labels:
        holding = [text for text in one.article.paragraphs if label.quote in text]
        assert len(holding) == 1, label.quote


def test_the_second_pass_speaks_of_articles_and_claims_there_are() -> None:
    by_name = {one.name: one for one in NEW}
    for name, changed in second_pass().items():
        quotes = {label.quote for label in by_name[name].labels}
        assert {*changed.get("without", ()), *changed.get("days", {})} <= quotes
        text = " ".join(by_name[name].article.paragraphs)
        assert all(quote in text and quote not in quotes for quote in changed.get("added", ()))


def test_there_are_ten_and_more_and_each_says_that_it_is_invented() -> None:
    assert len(NEW) >= 10
    for path in Path(__file__).parent.glob("extraction/articles/*.txt"):
        assert path.read_text("utf-8").endswith("(This article is invented.)\n")


@pytest.mark.slow
def test_the_page_has_the_figures_of_today() -> None:
    shown = PAGE.read_text("utf-8")
    for line in page():
        assert "seconds" in line or " s of CPU" in line or line in shown, line
