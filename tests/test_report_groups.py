"""Whose figures they are: repeats, unnamed speakers, kinds, groups and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_ledgers import SmallLedger, group, keys, some, total

from ledger import Filters, Refusal, Settings, report
from ledger.report.groups import BY
from ledger.report.layout import tables
from ledger.report.text_markdown import as_markdown, as_text
from ledger.scoring.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path)
    yield made
    made.ledger.close()


REPEATED = """
speaker | question | stance  | made       | due        | verdict        | happened_on
Ann     | bridge   | against | 2023-01-11 | 2023-06-30 | happened       | 2023-06-01
Ann     | bridge   |         | 2023-01-12 |            |                |
Ann     | bridge   |         | 2023-01-13 |            |                |
Ann     | tunnel   |         | 2023-01-11 | 2023-06-30 | did-not-happen |
Bob     | bridge   |         | 2023-01-11 |            |                |
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("repeats", "scored", "accuracy_of_ann", "accuracy_of_all"),
    [
        ("mean", 2, 1 / 3, 5 / 9),  # bridge 2/3, tunnel 0: 2/3 of 2; with Bob 5/3 of 3
        ("first", 2, 0, 1 / 3),  # against it on the first day
        ("last", 2, 1 / 2, 2 / 3),
        ("all", 4, 1 / 2, 3 / 5),
    ],
)
def test_three_claims_on_one_question_weigh_as_one(
    small: SmallLedger, repeats: str, scored: int, accuracy_of_ann: float, accuracy_of_all: float
) -> None:
    small.on("2023-09-01").take(REPEATED)
    found = report(small.ledger, settings=Settings(repeats=repeats))
    assert found.settings.repeats == repeats
    ann = group(found, "Ann")
    assert some(ann, "claims", "scored") == [4, scored]
    assert ann["accuracy"] == pytest.approx(accuracy_of_ann)
    # Under the rule "all" the bridge has three of four claims, and so most of the weight.
    expected = None if repeats == "all" else wilson(ann["accuracy"], scored, 0.95)
    assert ann["accuracy_interval"] == expected
    assert found.total.accuracy.scored == scored + 1
    assert found.total.accuracy.accuracy == pytest.approx(accuracy_of_all)


def test_claims_that_are_not_scored_take_no_weight_from_those_that_are(small: SmallLedger) -> None:
    small.on("2023-09-01").take("""
        question | stance  | made       | due        | verdict  | happened_on
        bridge   |         | 2023-01-11 | 2023-06-30 | happened | 2023-06-01
        bridge   | none    | 2023-01-12 |            |          |
        bridge   | against | 2023-08-01 |            |          |
    """)
    assert some(total(small), "claims", "scored", "accuracy") == [3, 1, 1]


def test_first_and_last_go_by_the_day_made_whatever_the_order_of_the_file(
    small: SmallLedger,
) -> None:
    small.on("2023-09-01").take("""
        question | stance  | made       | due        | verdict  | happened_on
        bridge   | against | 2023-03-01 | 2023-06-30 | happened | 2023-06-01
        bridge   |         | 2023-02-01 |            |          |
    """)
    assert total(small, settings=Settings(repeats="first"))["accuracy"] == 1
    assert total(small, settings=Settings(repeats="last"))["accuracy"] == 0


def test_unnamed_speakers_of_two_sources_are_two(small: SmallLedger) -> None:
    small.on("2023-09-01").take("""
        source | speaker          | question | due        | verdict  | happened_on
        herald | unnamed: experts | bridge   | 2023-06-30 | happened | 2023-06-01
        herald | unnamed: experts | bridge   |            |          |
        mail   | unnamed: experts | bridge   |            |          |
        mail   | Ann              | bridge   |            |          |
        herald | Ann              | bridge   |            |          |
    """)
    found = report(small.ledger)
    scored = {one.key: (one.figures.accuracy.scored, one.place) for one in found.groups}
    assert scored == {
        "Ann": (1, "few"),
        "unnamed: experts (herald)": (1, "unnamed"),
        "unnamed: experts (mail)": (1, "unnamed"),
    }
    assert found.total.accuracy.scored == 3


KINDS = """
speaker | kind    | due        | verdict        | happened_on
Ann     |         | 2023-06-30 | happened       | 2023-06-01
Ann     | pledge  | 2023-06-30 | did-not-happen |
Ann     | plan    | 2023-06-30 | did-not-happen |
Bob     | plan    | 2023-06-30 | happened       | 2023-06-01
"""


@pytest.mark.parametrize(
    ("asked", "kinds", "others", "scored"),
    [
        ((), ("prediction",), {"plan": 2, "pledge": 1}, (1, 1)),
        (("pledge",), ("pledge",), {}, (1, 0)),
        (("plan",), ("plan",), {}, (2, 0.5)),
        (("plan", "prediction"), ("prediction", "plan"), {}, (3, 2 / 3)),
    ],
)
def test_kinds_are_kept_apart(
    small: SmallLedger,
    asked: tuple[str, ...],
    kinds: tuple[str, ...],
    others: dict[str, int],
    scored: tuple[int, float],
) -> None:
    small.on("2023-09-01").take(KINDS)
    found = report(small.ledger, filters=Filters(kind=asked))
    assert (found.kinds, found.others) == (kinds, others)
    claims, accuracy = scored
    assert found.total.counts.claims == claims
    assert found.total.accuracy.scored == claims
    assert found.total.accuracy.accuracy == pytest.approx(accuracy)
    assert sum(one.figures.counts.claims for one in found.groups) == claims


def test_without_predictions_the_figures_are_for_the_next_kind_there_is(small: SmallLedger) -> None:
    small.on("2023-09-01").take(KINDS)
    found = report(small.ledger, filters=Filters(speaker=("Bob",)))
    assert (found.kinds, found.others) == (("plan",), {})
    assert found.total.accuracy.accuracy == 1


def test_by_kind_each_group_is_about_its_own(small: SmallLedger) -> None:
    small.on("2023-09-01").take(KINDS)
    found = report(small.ledger, by="kind")
    accuracies = {one.key: one.figures.accuracy.accuracy for one in found.groups}
    assert accuracies == {"prediction": 1, "pledge": 0, "plan": 0.5}
    assert found.total.counts.claims == 1


GROUPED = """
source | publisher  | published  | speaker          | topics     | wording | due        | verdict        | happened_on
herald | The Herald | 2022-12    | Ann              | roads rail | Will    | 2023-06-30 | happened       | 2023-06-01
herald | The Herald | 2022-12    | Ann              | roads      | will    | 2023-06-30 | did-not-happen |
herald | The Herald | 2022-12    | Bob              |            | may     | 2023-06-30 | happened       | 2023-06-01
mail   | The Mail   | 2022/2023  | Bob              | rail       |         | 2023-06-30 |                |
mail   | The Mail   | 2022/2023  | unnamed: experts | rail       |         | 2023-06-30 | happened       | 2023-06-01
mail   | The Mail   | 2022/2023  | unnamed: experts | rail       |         | 2023-06-30 | happened       | 2023-06-01
mail   | The Mail   | 2022/2023  | unnamed: experts | rail       |         | 2023-06-30 | happened       | 2023-06-01
post   | The Mail   | 2023-01-10 | Cat              | roads      | will    | 2023-06-30 | unclear        | 2023-06-01
"""  # noqa: E501 - a table

GROUPS: dict[str, dict[str, tuple[int, int, float | None]]] = {
    "speaker": {
        "Ann": (2, 2, 0.5),
        "Bob": (2, 1, 1),
        "Cat": (1, 0, None),
        "unnamed: experts (mail)": (3, 3, 1),
    },
    "publisher": {"The Herald": (3, 3, 2 / 3), "The Mail": (5, 3, 1)},
    "source": {"herald": (3, 3, 2 / 3), "mail": (4, 3, 1), "post": (1, 0, None)},
    "topic": {"rail": (5, 4, 1), "roads": (3, 2, 0.5), "(no topic)": (1, 1, 1)},
    "kind": {"prediction": (8, 6, 5 / 6)},
    "wording": {"(no wording)": (4, 3, 1), "will": (3, 2, 0.5), "may": (1, 1, 1)},
    "year": {"2022": (3, 3, 2 / 3), "(not known)": (4, 3, 1), "2023": (1, 0, None)},
    "lead": {"3 to 12 months": (4, 3, 2 / 3), "(not known)": (4, 3, 1)},
    "stance": {"for": (8, 6, 5 / 6)},
    "organisation": {"(none)": (8, 6, 5 / 6)},
    "role": {"(none)": (8, 6, 5 / 6)},
    "condition": {"(none)": (8, 6, 5 / 6)},
    "recorder": {"desk": (8, 6, 5 / 6)},
}
"""By each key: claims, scored and accuracy of its groups, counted in the table above."""


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallLedger]:
    small = SmallLedger(tmp_path_factory.mktemp("grouped")).on("2023-09-01").take(GROUPED)
    yield small
    small.ledger.close()


def test_there_is_an_example_for_every_way_to_group() -> None:
    assert GROUPS.keys() == set(BY)


@pytest.mark.parametrize("by", GROUPS)
def test_groups_by_each_key(grouped: SmallLedger, by: str) -> None:
    found = report(grouped.ledger, by=by)
    assert found.by == by
    counted = {
        one.key: (
            one.figures.counts.claims,
            one.figures.accuracy.scored,
            one.figures.accuracy.accuracy,
        )
        for one in found.groups
    }
    assert counted == {
        key: (claims, scored, None if share is None else pytest.approx(share))
        for key, (claims, scored, share) in GROUPS[by].items()
    }
    assert found.total.as_dict() == report(grouped.ledger).total.as_dict()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "year"),
    [
        ("2023-01", "2023"),
        ("2023~", "2023"),
        ("2022-12-31/2023-01-01", "(not known)"),
        ("2022/..", "(not known)"),
        ("../2022", "(not known)"),
    ],
)
def test_a_claim_counts_in_the_year_it_was_certainly_made_in(
    small: SmallLedger, made: str, year: str
) -> None:
    small.on("2023-09-01").take(f"made\n{made}")
    assert keys(report(small.ledger, by="year")) == [year]


def test_topics_overlap_and_so_do_not_add_up(grouped: SmallLedger) -> None:
    found = report(grouped.ledger, by="topic")
    assert sum(one.figures.counts.claims for one in found.groups) == 9
    assert found.total.counts.claims == 8


def test_those_likeliest_to_be_right_come_first_then_with_most_claims_and_no_unnamed_is_ranked(
    grouped: SmallLedger,
) -> None:
    assert keys(report(grouped.ledger)) == ["Ann", "Bob", "Cat", "unnamed: experts (mail)"]
    assert keys(report(grouped.ledger, by="topic")) == ["rail", "(no topic)", "roads"]
    assert keys(report(grouped.ledger, by="source")) == ["mail", "herald", "post"]
    assert keys(report(grouped.ledger, by="wording")) == ["(no wording)", "may", "will"]


def test_equal_groups_come_in_the_order_of_their_names(small: SmallLedger) -> None:
    small.take("speaker\nbea\nZoe\nann\nÉva\nAnn")
    assert keys(report(small.ledger)) == ["Ann", "Zoe", "ann", "bea", "Éva"]


@pytest.mark.parametrize("by", ["speaker", "publisher", "source", "topic", "kind"])
def test_the_figures_of_a_group_are_those_of_the_report_filtered_to_it(
    mixed: SmallLedger, by: str
) -> None:
    found = report(mixed.ledger, by=by)
    assert len(found.groups) >= 2
    for one in found.groups:
        if one.key == "(no topic)":
            continue
        name, _, source = one.key.removesuffix(")").partition(" (")
        filters = Filters(**{by: (name,)}, **({"source": (source,)} if source else {}))
        alone = report(mixed.ledger, by=by, filters=filters)
        assert alone.total.as_dict() == one.figures.as_dict()


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallLedger]:
    """Some sixty claims of every sort, kind, stance and verdict, some withdrawn, some amended."""
    small = SmallLedger(tmp_path_factory.mktemp("mixed")).on("2023-05-01")
    verdicts = ("happened", "partly", "did-not-happen", "void", "unclear", "stalled", "")
    head = (
        "id|source|publisher|speaker|question|stance|kind|topics|made|checkable|due|"
        "verdict|happened_on"
    )
    rows = [
        "|".join([
            f"c{n}",
            f"s{n % 4}",
            f"The {'ABC'[n % 4 // 2]}",
            ("Ann", "Bob", "unnamed: experts", "Dan", "Eve")[n % 5],
            f"q{n % 17}",
            ("", "against", "", "none")[n % 4],
            ("prediction", "prediction", "plan", "pledge")[n % 7 % 4],
            ("x", "x y", "y z", "")[n % 17 % 4],
            f"2023-0{n % 9 % 4 + 1}-11",
            "false" if n % 11 == 0 else "",
            ("2023-04-20", "2023-03-15", "2023-12-31", "")[n % 17 % 4],
            verdicts[n % 17 % 7],
            "2023-03-01" if verdicts[n % 17 % 7] else "",
        ])
        for n in range(60)
    ]  # fmt: skip
    small.take("\n".join([head, *rows]))
    for n in (3, 4, 25, 30):
        small.ledger.withdraw(f"c{n}", "taken back")
    for n in (5, 6, 7):
        small.ledger.amend(f"c{n}", {"quote": "in other words"}, "misread")
    yield small
    small.ledger.close()


@pytest.mark.parametrize(
    ("filters", "claims"),
    [
        (Filters(speaker=("ann",)), 2),
        (Filters(speaker=("Ann", "Cat")), 3),
        (Filters(publisher=("The Mail",)), 5),
        (Filters(publisher=("The Mail",), speaker=("Bob",)), 1),
        (Filters(source=("post",)), 1),
        (Filters(topic=("roads",)), 3),
        (Filters(topic=("roads", "rail")), 7),
        (Filters(kind=("prediction",)), 8),
        (Filters(kind=("plan",)), 0),
        (Filters(question=("t1-c1-q",)), 1),
        (Filters(verdict=("happened", "unclear")), 6),
        (Filters(status=("overdue",)), 1),
        (Filters(status=("open",)), 0),
    ],
)
def test_filters_select_what_is_counted(
    grouped: SmallLedger, filters: Filters, claims: int
) -> None:
    found = report(grouped.ledger, filters=filters)
    assert found.filters == filters
    assert found.total.counts.claims == claims


def test_a_filter_that_matches_nothing_leaves_figures_without_a_value(grouped: SmallLedger) -> None:
    found = report(grouped.ledger, filters=Filters(kind=("plan",)))
    assert found.kinds == ("plan",)
    assert found.groups == ()
    assert found.total.accuracy.accuracy is None
    assert found.total.accuracy.accuracy_interval is None


def test_a_name_nobody_bears_is_refused_and_close_ones_are_named(grouped: SmallLedger) -> None:
    with pytest.raises(Refusal, match=r"no topic 'road' .* Did you mean roads or rail\?"):
        report(grouped.ledger, filters=Filters(topic=("road",)))


@pytest.mark.parametrize("verdict", ["unclear", "void", "in-progress"])
def test_where_nothing_is_scored_there_is_no_accuracy(small: SmallLedger, verdict: str) -> None:
    small.on("2023-09-01").take(f"due | verdict\n2023-06-30 | {verdict}\n2023-06-30 | {verdict}")
    found = total(small)
    assert some(found, "claims", "scored") == [2, 0]
    assert {found[name] for name in found if name.startswith("accuracy")} == {None}


def test_where_nothing_can_be_scored_the_verdicts_are_counted(small: SmallLedger) -> None:
    """As of what data sets of fact checks tell: verdicts on what had no due day."""
    small.on("2023-09-01").take("""
        speaker | verdict        | value | happened_on
        Ann     | happened       |       | 2023-06-01
        Ann     | did-not-happen |       |
        Ann     | did-not-happen |       |
        Bob     | partly         | 0.5   |
        Bob     |                |       |
        Cy      |                |       |
    """)
    found = report(small.ledger)
    (table,) = [one for one in tables(found) if one.title == "Verdicts"]
    assert table.heads == ("happened", "partly", "did not happen")
    assert [(row.name, row.cells) for row in table.rows] == [
        ("Ann", ("1", "0", "2")),
        ("Bob", ("0", "1", "0")),
        ("All predictions", ("1", "1", "2")),
    ]
    for shown in (as_text(found), as_markdown(found)):
        assert "Verdicts" in shown
    small.take("speaker|due|verdict|happened_on\nAnn|2023-06-30|happened|2023-06-01")
    assert not [one for one in tables(report(small.ledger)) if one.title == "Verdicts"]


def test_claims_are_grouped_by_what_is_no_column_as_it_stood_then(small: SmallLedger) -> None:
    """Ann's office was mended in February, and her second claim was logged by somebody else."""
    small.on("2023-01-20").take("""
        id | speaker | organisation | role     | due
        a  | Ann     | Ministry     | minister | 2023-06-30
        b  | Bob     | Ministry     |          | 2023-06-30
    """)
    small.on("2023-02-20").ledger.amend("a", {"organisation": "The  Office"}, "she had moved")

    def told(by: str, as_of: str | None = None) -> dict[str, int]:
        found = report(small.ledger, by=by, as_of=as_of)
        return {one.key: one.figures.counts.claims for one in found.groups}

    assert told("organisation") == {"The Office": 1, "Ministry": 1}
    assert told("organisation", "2023-02-01") == {"Ministry": 2}
    assert told("role") == {"minister": 1, "(none)": 1}
    assert told("recorder") == {"desk": 2}
    small.ledger.withdraw("b")
    assert told("organisation") == {"The Office": 1, "Ministry": 0}
