"""The figures of a report, compared with what a reader counts by hand in a small ledger."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from small_ledgers import SmallLedger, group, some, total

import ledger
from ledger import Filters, report
from ledger.model.verdicts import Verdict
from ledger.report import build
from ledger.report import report as verb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.report.build import Report


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path)
    yield made
    made.ledger.close()


VERDICTS = """
speaker          | question | stance  | due        | verdict        | value | happened_on
happened/for     | q1       |         | 2023-06-30 | happened       |       | 2023-06-01
happened/against | q1       | against |
happened/none    | q1       | none    |
share/for        | q2       |         | 2023-06-30 | partly         | 0.75  | 2023-06-01
share/against    | q2       | against |
share/none       | q2       | none    |
partly/for       | q3       |         | 2023-06-30 | partly         |       | 2023-06-01
partly/against   | q3       | against |
late/for         | q4       |         | 2023-06-30 | late           |       | 2023-08-01
late/against     | q4       | against |
failed/for       | q5       |         | 2023-06-30 | did-not-happen |       |
failed/against   | q5       | against |
failed/none      | q5       | none    |
void/for         | q6       |         | 2023-06-30 | void           |       | 2023-06-01
void/against     | q6       | against |
unclear/for      | q7       |         | 2023-06-30 | unclear        |       | 2023-06-01
unclear/against  | q7       | against |
on-its-way/for   | q8       |         | 2023-06-30 | in-progress    |       | 2023-06-01
stalled/against  | q9       | against | 2023-06-30 | stalled        |       | 2023-06-01
"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    """A speaker for each verdict and stance, named after them."""
    table = "\n".join(_padded(VERDICTS))
    small = SmallLedger(tmp_path_factory.mktemp("verdicts")).on("2023-09-01").take(table)
    yield report(small.ledger)
    small.ledger.close()


def _padded(table: str) -> Iterator[str]:
    """The lines of a table, short ones filled up with empty cells."""
    head, *lines = table.strip().splitlines()
    yield head
    yield from (line + "|" * (head.count("|") - line.count("|")) for line in lines)


@pytest.mark.parametrize(
    ("speaker", "counted", "credit"),
    [
        ("happened/for", "happened", 1),
        ("happened/against", "happened", 0),
        ("happened/none", "happened", None),
        ("share/for", "partly", 0.75),
        ("share/against", "partly", 0.25),
        ("share/none", "partly", None),
        ("partly/for", "partly", 0.5),
        ("partly/against", "partly", 0.5),
        ("late/for", "late", 0),
        ("late/against", "late", 1),
        ("failed/for", "did_not_happen", 0),
        ("failed/against", "did_not_happen", 1),
        ("failed/none", "did_not_happen", None),
        ("void/for", "void", None),
        ("void/against", "void", None),
        ("unclear/for", "unclear", None),
        ("unclear/against", "unclear", None),
        ("on-its-way/for", "in_progress", None),
        ("stalled/against", "stalled", None),
    ],
)
def test_each_verdict_is_counted_and_credited_by_the_stance(
    verdicts: Report, speaker: str, counted: str, credit: float | None
) -> None:
    found = group(verdicts, speaker)
    sorts = ("happened", "late", "partly", "did_not_happen", "void", "unclear")
    interim = ("in_progress", "stalled")
    assert {name: found[name] for name in (*sorts, *interim)} == {
        name: int(name == counted) for name in (*sorts, *interim)
    }
    assert found["settled"] == int(counted in sorts)
    assert found["overdue"] == int(counted in interim)
    assert found["scored"] == (0 if credit is None else 1)
    assert found["accuracy"] == credit


def test_the_total_of_all_verdicts(verdicts: Report) -> None:
    """Credits 1 0 .75 .25 .5 .5 0 1 0 1: 5 of 10; nobody credited with a part 3, everybody 7."""
    found = verdicts.total.as_dict()
    assert some(found, "claims", "open", "overdue", "settled", "not_checkable") == [19, 0, 2, 17, 0]
    assert some(found, "happened", "late", "partly", "did_not_happen") == [3, 2, 5, 3]
    assert some(found, "void", "unclear", "in_progress", "stalled") == [2, 2, 1, 1]
    assert found["no_side"] == 3
    assert found["scored"] == 10
    assert some(found, "accuracy", "accuracy_strict", "accuracy_lenient") == [0.5, 0.3, 0.7]
    # Five questions, one for and one against on each: t of 4 degrees is 2.776445, so Wilson takes
    # 10 x 3.841459 / 2.776445^2 = 4.983333: 0.5 -+ 1.96 sqrt(0.25/4.98 + 0.0386725) / 1.770862
    assert found["accuracy_interval"] == pytest.approx((0.1701, 0.8299), abs=0.00005)


def test_an_empty_ledger_has_nothing_to_count(small: SmallLedger) -> None:
    found = report(small.ledger)
    assert found.groups == ()
    assert found.kinds == ("prediction",)
    assert found.others == {}
    figures = found.total.as_dict()
    assert set(figures.values()) == {0, None}
    assert {figures[name] for name in figures if name.startswith(("accuracy", "brier"))} == {None}
    assert some(figures, "claims", "scored", "forecasts") == [0, 0, 0]


def test_claims_are_open_overdue_settled_or_not_checkable(small: SmallLedger) -> None:
    small.on("2023-07-01").take("""
        due        | verdict     | happened_on | checkable
        2023-06-29 | happened    | 2023-06-01  |
        2023-06-29 | void        | 2023-06-01  |
        2023-06-29 | in-progress | 2023-06-01  |
        2023-06-30 |             |             |
        2023-07-01 |             |             |
        2023-07-02 | stalled     | 2023-06-01  |
                   |             |             |
                   | happened    | 2023-06-01  |
        2023-06-29 | happened    | 2023-06-01  | false
        2023-06-29 |             |             | false
    """)
    found = total(small)
    assert found["claims"] == 10
    assert some(found, "open", "overdue", "settled", "not_checkable") == [3, 2, 3, 2]
    assert some(found, "in_progress", "stalled") == [1, 1]
    assert some(found, "happened", "void") == [2, 1]


def test_a_claim_is_overdue_the_day_after_its_latest_due_day(small: SmallLedger) -> None:
    small.take("due\n2023-06")
    assert total(small.on("2023-06-30"))["overdue"] == 0
    assert total(small.on("2023-07-01"))["overdue"] == 1


def test_without_a_due_day_a_claim_is_counted_but_never_scored(small: SmallLedger) -> None:
    small.on("2023-07-01").take("""
        speaker | due        | verdict  | happened_on | checkable
        Ann     |            | happened | 2023-06-01  |
        Ann     | 2023/..    | happened | 2023-06-01  |
        Ann     | 2023-06-30 | happened | 2023-06-01  |
        Bob     |            |          |             |
        Bob     |            |          |             | false
    """)
    found = report(small.ledger)
    assert some(group(found, "Ann"), "claims", "no_due", "scored") == [3, 2, 1]
    assert some(group(found, "Bob"), "claims", "no_due", "not_checkable") == [2, 1, 1]


def test_a_claim_made_after_the_due_day_or_after_the_outcome_is_made_too_late(
    small: SmallLedger,
) -> None:
    """The last is not certainly late: it may have been made on the due day itself."""
    small.on("2023-09-01").take("""
        id    | speaker | question | due        | verdict  | happened_on | made
        early | Ann     | bridge   | 2023-06-30 | happened | 2023-06-15  | 2023-06-01
        same  | Ben     | bridge   |            |          |             | 2023-06-15
        after | Cat     | bridge   |            |          |             | 2023-06-16
        due   | Dan     | tunnel   | 2023-06-30 |          |             | 2023-07-01
        maybe | Eve     | tunnel   |            |          |             | 2023-06-30/2023-07-31
    """)
    found = report(small.ledger)
    late = {one.key: one.figures.counts.made_too_late for one in found.groups}
    assert late == {"Ann": 0, "Ben": 0, "Cat": 1, "Dan": 1, "Eve": 0}
    assert found.total.counts.made_too_late == 2
    assert found.total.accuracy.scored == 2
    assert found.total.counts.verdicts[Verdict.HAPPENED] == 3


def test_the_day_of_the_source_serves_where_a_claim_names_none(small: SmallLedger) -> None:
    small.on("2023-09-01").take("""
        source | published  | due        | verdict        | question
        old    | 2023-06-30 | 2023-06-30 | did-not-happen | bridge
        new    | 2023-07-01 |            |                | bridge
    """)
    assert some(total(small), "made_too_late", "scored") == [1, 1]


def test_a_claim_recorded_after_its_due_day_is_counted(small: SmallLedger) -> None:
    table = "due\n2023-06-30"
    small.on("2023-06-29").take(table).on("2023-06-30").take(table).on("2023-07-01").take(table)
    small.take("due | checkable\n | \n2023-06-30 | false")
    assert total(small)["recorded_after_due"] == 1


def test_what_is_settled_before_its_due_day_is_early_until_that_day_is_over(
    small: SmallLedger,
) -> None:
    """Of three claims one came true early, and one of the other two was right."""
    small.on("2023-07-01").take("""
        due        | verdict        | happened_on
        2023-12-31 | happened       | 2023-06-20
        2023-06-30 | happened       | 2023-06-20
        2023-06-30 | did-not-happen |
        2023-12-31 |                |
    """)
    found = total(small)
    assert some(found, "early", "scored") == [1, 3]
    assert found["accuracy"] == pytest.approx(2 / 3)
    assert found["accuracy_guarded"] == 0.5
    found = total(small.on("2024-01-01"))
    assert found["early"] == 0
    assert found["accuracy_guarded"] == found["accuracy"]


def test_where_all_is_early_there_is_no_guarded_accuracy(small: SmallLedger) -> None:
    small.on("2023-07-01").take("""
        due        | verdict  | happened_on
        2023-12-31 | happened | 2023-06-20
    """)
    assert some(total(small), "accuracy", "accuracy_guarded", "early") == [1, None, 1]


def test_a_claim_that_takes_no_side_is_counted_and_not_scored(small: SmallLedger) -> None:
    """A probability of one half takes no side either."""
    small.on("2023-09-01").take("""
        stance | probability | due        | verdict  | happened_on | checkable
        none   |             | 2023-06-30 | happened | 2023-06-01  |
               | 0.5         | 2023-06-30 | happened | 2023-06-01  |
               | 0.51        | 2023-06-30 | happened | 2023-06-01  |
               | 0.49        | 2023-06-30 | happened | 2023-06-01  |
        none   |             | 2023-06-30 |          |             | false
    """)
    assert some(total(small), "no_side", "scored", "accuracy") == [2, 2, 0.5]


def test_withdrawn_claims_are_counted_beside_the_others(small: SmallLedger) -> None:
    small.take("""
        id | speaker | topics
        a  | Ann     | bridges
        b  | Ann     | bridges
        c  | Bob     | roads
    """)
    small.on("2023-02-01").ledger.withdraw("b")
    small.ledger.withdraw("c")
    found = report(small.ledger)
    assert some(found.total.as_dict(), "claims", "withdrawn") == [1, 2]
    assert some(group(found, "Ann"), "claims", "withdrawn") == [1, 1]
    assert some(group(found, "Bob"), "claims", "withdrawn") == [0, 1]
    assert total(small, filters=Filters(speaker=("Ann",)))["withdrawn"] == 1
    assert total(small, filters=Filters(topic=("roads",)))["withdrawn"] == 1
    assert total(small, as_of="2023-01-20")["withdrawn"] == 0


def test_only_changes_after_the_fact_are_counted_as_such(small: SmallLedger) -> None:
    """Both speakers on the question that was changed are told of; a topic is no such change."""
    small.take("""
        id | speaker | question | due
        a  | Ann     | bridge   | 2023-06-30
        b  | Bob     | bridge   |
        c  | Cat     | tunnel   | 2023-06-30
        d  | Dan     | road     | 2023-12-31
        e  | Eve     | rail     | 2023-06-30
    """)
    small.on("2023-03-01").ledger.amend("d", {"quote": "before the day"})
    small.on("2023-07-01")
    small.ledger.amend("bridge", {"criteria": "Cars cross it."}, "it was not said")
    small.ledger.amend("c", {"wording": "surely"}, "misread")
    small.ledger.amend("rail", {"topics": ["trains"]})
    found = report(small.ledger)
    amended = {one.key: one.figures.counts.amended_after for one in found.groups}
    assert amended == {"Ann": 1, "Bob": 1, "Cat": 1, "Dan": 0, "Eve": 0}
    assert found.total.counts.amended_after == 3
    assert total(small, as_of="2023-06-30")["amended_after"] == 0


def test_the_last_final_verdict_stands_until_it_is_withdrawn(small: SmallLedger) -> None:
    small.take("question | due\nbridge | 2023-06-30").on("2023-07-01")
    small.ledger.record("bridge", {"verdict": "stalled"})
    assert some(total(small), "overdue", "stalled") == [1, 1]
    small.ledger.record("bridge", {"verdict": "did-not-happen"})
    small.ledger.record(
        "bridge", {"verdict": "happened", "happened_on": "2023-06-30", "reason": "x"}
    )
    small.ledger.record("bridge", {"verdict": "in-progress"})
    assert some(total(small), "happened", "did_not_happen", "accuracy") == [1, 0, 1]
    small.ledger.withdraw("bridge#3", "misread")
    assert some(total(small), "happened", "did_not_happen", "accuracy") == [0, 1, 0]


BEFORE = """
id    | question | due        | verdict        | happened_on
mine  | bridge   | 2023-06-30 | did-not-happen |
yours | tunnel   | 2023-12-31 |                |
other | road     | 2023-06-30 | happened       | 2023-06-01
"""


def test_a_report_as_of_its_own_moment_is_the_same_after_the_ledger_has_grown(
    small: SmallLedger,
) -> None:
    small.on("2023-07-01").take(BEFORE)
    before = report(small.ledger)
    small.on("2024-01-01").take("due\n2024-06-30\n2023-06-30")
    small.ledger.record("bridge", {"verdict": "late", "happened_on": "2023-11-01"})
    small.ledger.amend("mine", {"quote": "I said so"}, "misread")
    small.ledger.withdraw("other", "not said")
    assert report(small.ledger) != before
    assert report(small.ledger, as_of=str(before.moment)) == before
    assert report(small.ledger, as_of="2023-07-01") == before


def test_as_of_sets_both_what_is_known_and_what_day_it_is(small: SmallLedger) -> None:
    small.on("2023-05-01").take("question | due\nbridge | 2023-06-30")
    small.on("2023-07-10").ledger.record("bridge", {"verdict": "did-not-happen"})
    statuses = ("open", "overdue", "settled")
    assert some(total(small, as_of="2023-04-30"), "claims") == [0]
    assert some(total(small, as_of="2023-05-01"), *statuses) == [1, 0, 0]
    assert some(total(small, as_of="2023-07-09"), *statuses) == [0, 1, 0]
    assert some(total(small, as_of="2023-07-10"), *statuses) == [0, 0, 1]
    known = report(small.ledger, as_of="2023-05-01").moment.entry
    assert some(total(small, as_of=f"{known}@2023-07-10"), *statuses) == [0, 1, 0]


def test_the_report_names_the_root_of_the_journal_as_of_its_moment(small: SmallLedger) -> None:
    small.take("due\n2023-06-30")
    before = report(small.ledger)
    assert before.root == small.ledger.root().hex()
    small.on("2023-02-01").take("due\n2023-06-30")
    assert report(small.ledger).root == small.ledger.root().hex() != before.root
    assert report(small.ledger, as_of="2023-01-20").root == before.root


def test_the_verb_is_had_from_its_room_which_can_be_called_like_it(small: SmallLedger) -> None:
    small.take("due\n2023-06-30")
    assert verb is build.report
    assert ledger.report(small.ledger, by="topic") == build.report(small.ledger, "topic")


def test_the_package_has_it_before_anything_else_is_loaded() -> None:
    program = (
        "import ledger; print(ledger.report.__doc__.partition(':')[0], callable(ledger.report))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert told.stdout == b"Reports True\n"


def test_the_room_of_reports_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reports'"):
        _ = ledger.report.reports
