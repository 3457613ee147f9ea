"""Whole ledgers in which claims hang together: what the report says of how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import Desk
from small_ledgers import SmallLedger

from ledger import Settings, report
from ledger.report.layout import tables
from ledger.report.text_markdown import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HAPPENED = "2023-06-30 | happened | 2023-06-01"
FAILED = "2023-06-30 | did-not-happen |"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-09-01")
    yield made
    made.ledger.close()


def herd() -> str:
    """A hundred right on one question, and nineteen on as many others, eleven of them right."""
    rows = [f"paper | S{n:03} | big | | {HAPPENED}" for n in range(100)]
    rows += [
        f"paper | S{n:03} | q{n} | rail | {HAPPENED if n < 111 else FAILED}"
        for n in range(100, 119)
    ]
    return "\n".join(["source | speaker | question | topics | due | verdict | happened_on", *rows])


def crowd() -> str:
    """Twenty who gave 75% to each of ten questions, of which five came about."""
    rows = [
        f"S{n:02} | q{q} | 0.75 | {HAPPENED if q < 5 else FAILED}"
        for q in range(10)
        for n in range(20)
    ]
    return "\n".join(["speaker | question | probability | due | verdict | happened_on", *rows])


def test_a_herd_has_no_interval_and_the_report_says_why(small: SmallLedger) -> None:
    found = report(small.take(herd()).ledger, by="publisher")
    text = " ".join(as_text(found).split())
    assert (
        "The 119 that are scored were settled by 20 questions, which tell as much as 1.4 of equal "
        "weight. There is no interval, because one question carries 84% of the weight."
    ) in text
    first = next(tables(found))
    assert first.rows[0].cells == ("119", "119", "93%", "-")
    assert first.rows[0].span is not None
    assert first.rows[0].span.interval is None
    assert "●" in as_text(found)
    assert "─" not in as_text(found)


@pytest.mark.slow
def test_no_form_of_the_report_has_an_interval_for_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    made = SmallLedger(tmp_path).on("2023-09-01").take(herd())
    made.ledger.close()
    found = desk.json("report", "--by", "publisher")["total"]
    assert (found["accuracy_interval"], found["accuracy_rough"]) == (None, None)
    assert found["effective_clusters"] == pytest.approx(1.4134, abs=1e-4)
    assert found["heaviest_cluster"] == 100 / 119
    assert "| 93% | - |" in desk.done("report", "--by", "publisher", "--format", "md")
    page = desk.done("report", "--by", "publisher", "--format", "html")
    assert 'stroke-width="2.5"' not in page  # as the lines of intervals have
    assert "the line through it its interval; a hollow dot has none." in page
    assert "one question carries 84% of the weight" in page
    csv = desk.done("report", "--by", "publisher", "--format", "csv").splitlines()
    names, *rows = (line.split(",") for line in csv)
    place = names.index("accuracy_interval_low")
    assert {row[place - len(names)] for row in rows} == {""}


def test_a_group_that_hangs_on_one_question_has_none_beside_groups_that_have(
    small: SmallLedger,
) -> None:
    found = report(small.take(herd()).ledger, by="topic")
    rows = {row.name: row.cells for row in next(tables(found)).rows if row.cells}
    assert rows["(no topic)"][3] == "-"
    assert rows["rail"][3] == "36% to 77%"  # Wilson's for 11 of 19
    pooled = {one.key: one.pooled for one in found.groups}
    assert pooled == {"(no topic)": None, "rail": None}  # of two groups nothing is pooled


def test_all_settled_by_one_question_or_in_one_source_is_told_so(small: SmallLedger) -> None:
    found = report(small.take(herd()).ledger, settings=Settings(cluster="source"))
    text = " ".join(as_text(found).split())
    assert "The 119 that are scored stand in 1 source. There is no interval, because" in text
    assert "has all the weight." in text


def test_a_crowd_is_as_sure_as_its_questions_are_many(small: SmallLedger) -> None:
    """Ten questions, five right: Wilson's on 200 claims was 43% to 57%."""
    found = report(small.take(crowd()).ledger)
    accuracy = found.total.accuracy
    assert accuracy.accuracy_interval is not None
    low, high = accuracy.accuracy_interval
    assert 0.15 < low < 0.25
    assert low + high == pytest.approx(1)
    assert (accuracy.effective_clusters, accuracy.accuracy_rough) == (10, False)
    assert found.homogeneity is not None
    assert found.homogeneity.p == 1


def test_a_crowd_of_one_mind_is_one_group_and_not_pooled(small: SmallLedger) -> None:
    found = report(small.take(crowd()).ledger)
    assert found.effective_groups == 1
    assert [one.pooled for one in found.groups] == [None] * 20
    told = " ".join(as_text(found).split())
    assert "There is no pooled accuracy: the groups spoke on the same questions" in told
    assert "together they tell only as much as 1.0 that share none." in told


def test_who_was_right_once_with_all_others_is_drawn_to_the_mean(small: SmallLedger) -> None:
    """Four speakers with ten questions of their own each, and fifty on one that came about."""
    rows = [
        f"T{who} | t{who}-{n} | {HAPPENED if n < 6 else FAILED}"
        for who in range(4)
        for n in range(10)
    ]
    rows += [f"S{n} | big | {HAPPENED}" for n in range(50)]
    table = ["speaker | question | due | verdict | happened_on", *rows]
    found = report(small.take("\n".join(table)).ledger)
    assert found.effective_groups == pytest.approx(5)
    pooled = {one.key: one.pooled.mean for one in found.groups if one.pooled}
    assert pooled["T0"] == pytest.approx(0.6, abs=0.05)
    assert 0.6 < pooled["S0"] < 0.8


def test_words_that_hang_on_one_question_have_no_interval(small: SmallLedger) -> None:
    rows = [f"S{n} | rain | likely | {HAPPENED}" for n in range(9)] + [
        f"S{n} | q{n} | may | {HAPPENED if n % 2 else FAILED}" for n in range(12)
    ]
    small.take("\n".join(["speaker|question|wording|due|verdict|happened_on", *rows]))
    found = report(small.ledger, by="wording")
    meanings = {one.key: one.meaning for one in found.groups}
    likely, may = meanings["likely"], meanings["may"]
    assert likely is not None
    assert may is not None
    assert (likely.observed, likely.observed_interval, likely.observed_rough) == (1, None, None)
    assert may.observed_interval == pytest.approx((0.2538, 0.7462), abs=0.0001)  # 6 of 12
    assert may.observed_rough is False
