"""The sentences of a report: plain, true and short, whatever there is to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_ledgers import SmallLedger

from ledger import Filters, Settings, report
from ledger.report.prose import sentences
from ledger.report.text_markdown import as_text
from ledger.text import percent, score

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path)
    yield made
    made.ledger.close()


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (None, "-"),
        (0.0, "0%"),
        (1.0, "100%"),
        (0.625, "63%"),  # 5 of 8: a half rounds up, not to the even number
        (0.145, "15%"),  # 29 of 200, which binary fractions fall short of
        (0.285, "29%"),
        (0.6249, "62%"),
        (2 / 3, "67%"),
        (1 / 3, "33%"),
        (0.005, "1%"),
        (0.0049, "<1%"),
        (1e-9, "<1%"),
        (0.995, ">99%"),  # 199 of 200 is not all
        (213 / 214, ">99%"),
        (0.994, "99%"),
        (1e-17, "0%"),  # what is left of a rounding
        (1 - 1e-16, "100%"),
    ],
)
def test_shares_are_rounded_as_people_round(share: float | None, shown: str) -> None:
    assert percent(share, 2) == shown


@given(st.floats(0, 1))
def test_a_share_shown_is_at_most_half_a_percent_off(share: float) -> None:
    shown = percent(share, 2)
    if shown == "<1%":
        assert 0 < share < 0.005
    elif shown == ">99%":
        assert 0.995 <= share < 1
    else:
        assert abs(int(shown.removesuffix("%")) - share * 100) <= 0.5 + 1e-9


def test_many_digits_are_written_out() -> None:
    assert (score(0.0, 7), score(1e-9, 8), score(-0.0, 2)) == ("0.0000000", "0.00000000", "0.00")
    assert (percent(0.0, 10), percent(1e-11, 10)) == ("0.00000000%", "<0.00000001%")


LEAD = "The median claim was made 355 days before its due day, and {} days before it was settled."
"""From 10 January, when all were published, to the last day of 2023."""


ROUGH = "* A rough interval: it rests on fewer than 10 questions of equal weight."


def told(small: SmallLedger, by: str = "speaker", repeats: str = "mean", **filters: str) -> str:
    selected = Filters(**{key: (value,) for key, value in filters.items()})
    return "\n".join(sentences(report(small.ledger, by, selected, None, Settings(repeats=repeats))))


def test_an_empty_ledger_says_so(small: SmallLedger) -> None:
    assert told(small) == "There are no claims yet."


def test_filters_that_match_nothing_say_so(small: SmallLedger) -> None:
    small.take("speaker\nAnn")
    assert told(small, kind="plan") == "No claim matches."
    assert told(small, status="settled", speaker="Ann") == "No claim matches."


@pytest.mark.slow
def test_where_all_predictions_were_withdrawn_there_are_none_to_report(small: SmallLedger) -> None:
    small.take("id | kind\na |\nb | plan").ledger.withdraw("a")
    assert told(small).splitlines() == [
        "There are no predictions to report.",
        "1 prediction was withdrawn, and is not counted.",
        "1 plan is not in these figures: see --kind plan.",
    ]


def test_one_of_each_is_told_in_the_singular(small: SmallLedger) -> None:
    """As of August; the last one was misquoted, and the day it was due was over by then."""
    small.take("""
        id | speaker | kind   | stance  | question | due        | made       | checkable
        a  | Ann     |        |         | q1       | 2023-12-31 |            |
        b  | Ann     |        |         | q2       |            |            |
        c  | Ann     |        | none    | q3       | 2023-12-31 |            |
        d  | Ann     |        |         | q4       | 2023-12-31 |            |
        e  | Ann     |        |         | q5       | 2023-12-31 |            | false
        f  | Ann     | pledge |         | q6       | 2023-12-31 |            |
        g  | Ann     |        |         | q7       | 2023-06-30 |            |
    """).ledger.withdraw("d")
    small.on("2023-08-01").ledger.record("q1", {"verdict": "happened", "happened_on": "2023-07-31"})
    small.ledger.amend("g", {"quote": "as I said"}, "misquoted")
    small.take("due | made\n2023-06-30 | 2023-07-01")
    assert told(small).splitlines() == [
        (
            "Accuracy is 100%: the share of what is scored that proved right by its due day. "
            "The 1 that is scored was settled by 1 question. "
            "1 prediction was settled before its due day; without it nothing is scored."
        ),
        "6 predictions: 1 settled (1 happened), 2 overdue, 2 open, 1 too vague to check.",
        LEAD.format(202),
        "1 prediction has no due day, and so no score.",
        "1 prediction takes no side (may, could, 50%), and so is neither right nor wrong.",
        "1 prediction was made too late to be scored.",
        "1 prediction entered this ledger only after its due day.",
        "1 prediction was withdrawn, and is not counted.",
        "1 prediction was changed after the fact: see ledger corrections.",
        "1 pledge is not in these figures: see --kind pledge.",
        ROUGH,
    ]


def test_two_of_each_are_told_in_the_plural(small: SmallLedger) -> None:
    """Right 1, 3/4 and 0: 7/12 is 58%, a third if parts count for nothing, two if in full.

    The two that came early were the right one and the one in part, so without them it is 0.
    """
    small.take("""
        id | speaker          | kind   | stance | question | due        | checkable
        a  | unnamed: experts |        |        | q1       | 2023-12-31 |
        b  | Ann              |        |        | q2       | 2023-12-31 |
        c  | Ann              |        |        | q3       |            |
        d  | Ann              |        |        | q4       |            |
        e  | Ann              |        | none   | q5       | 2023-12-31 |
        f  | Ann              |        | none   | q6       | 2023-12-31 |
        g  | Ann              |        |        | q7       | 2023-06-30 |
        h  | Ann              | pledge |        | q8       | 2023-12-31 |
        i  | Ann              | plan   |        | q9       | 2023-12-31 |
        j  | Ann              | plan   |        | q10      | 2023-12-31 |
        k  | Ann              |        |        | q11      | 2023-12-31 |
        l  | Ann              |        |        | q12      | 2023-12-31 |
    """)
    small.ledger.withdraw("k")
    small.ledger.withdraw("l")
    small.on("2023-08-01")
    for question, verdict, value in [
        ("q1", "happened", None), ("q2", "partly", "0.75"), ("q7", "did-not-happen", None),
        ("q3", "void", None), ("q4", "in-progress", None), ("q5", "stalled", None),
    ]:  # fmt: skip
        small.ledger.record(question, {"verdict": verdict, "value": value})
    small.take("due | made\n2023-06-30 | 2023-07-01\n2023-06-30 | 2023-07-01")
    assert told(small).splitlines() == [
        (
            "Accuracy is 58%: the share of what is scored that proved right by its due day. "
            "The 3 that are scored were settled by 3 questions. "
            "What came about partly counts by its share; accuracy would be 33% if that counted for "
            "nothing, and 67% if it counted in full. "
            "2 predictions were settled before their due day; without them accuracy is 0%."
        ),
        (
            "9 predictions: 4 settled (1 happened, 1 partly, 1 did not happen, 1 void), 2 overdue, "
            "3 open. Among those not settled: 1 in progress, 1 stalled. "
            "What is void or unclear is not scored."
        ),
        LEAD.format(171),
        "2 predictions have no due day, and so no score.",
        "2 predictions take no side (may, could, 50%), and so are neither right nor wrong.",
        "2 predictions were made too late to be scored.",
        "2 predictions entered this ledger only after their due day.",
        "2 predictions were withdrawn, and are not counted.",
        "2 plans and 1 pledge are not in these figures: see --kind plan or --kind pledge.",
        ROUGH,
    ]


def test_where_all_is_unclear_there_is_no_accuracy_to_report(small: SmallLedger) -> None:
    small.on("2023-09-01").take("due | verdict\n2023-12-31 | unclear\n2023-12-31 | unclear")
    assert told(small).splitlines() == [
        "Nothing here can be scored, so there is no accuracy to report.",
        "2 predictions: 2 settled (2 unclear). What is void or unclear is not scored.",
        "The median claim was made 355 days before its due day.",
    ]


def test_nothing_settled_is_told_so(small: SmallLedger) -> None:
    small.take("due\n2023-12-31")
    assert told(small).splitlines()[1] == "1 prediction: none settled, 1 open."


def test_several_kinds_together_are_called_claims(small: SmallLedger) -> None:
    small.take("kind\nprediction\nplan")
    found = report(small.ledger, filters=Filters(kind=("plan", "prediction")))
    assert "2 claims: none settled, 2 open." in list(sentences(found))
    assert as_text(found).startswith("Accuracy of predictions and plans, by speaker  ")


@pytest.mark.parametrize(
    ("repeats", "sentence"),
    [
        ("first", "Of a speaker's several claims on one question only the first is scored."),
        ("last", "Of a speaker's several claims on one question only the last is scored."),
        ("all", "Each of a speaker's several claims on one question is scored in full."),
    ],
)
def test_a_rule_for_repeats_is_told_where_it_is_not_the_usual_one(
    small: SmallLedger, repeats: str, sentence: str
) -> None:
    small.take("due\n2023-12-31")
    assert told(small, repeats=repeats).splitlines()[-1] == sentence
    assert "several" not in told(small)


def test_by_topic_a_reader_learns_that_topics_overlap(small: SmallLedger) -> None:
    small.take("topics\na b\nb")
    assert "these do not add up" in told(small, by="topic")
    assert "add up" not in told(small)
