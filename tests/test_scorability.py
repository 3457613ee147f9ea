"""How much of what was said can be scored, and when it was logged: counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_ledgers import SmallLedger, group, some

from ledger import report
from ledger.report.layout import tables
from ledger.report.prose import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHARES = "checkable_share", "hedged_share", "undated_share", "probability_share"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-05-01")
    yield made
    made.ledger.close()


CLAIMS = """
    speaker | stance | probability | due        | resolve_by | checkable
    Ann     |        |             | 2023-06-30 |            |
    Ann     | none   |             | 2023-06-30 |            |
    Ann     |        | 0.5         |            | 2023-06-30 |
    Ann     |        |             |            |            |
    Bob     |        | 0.7         | 2023-12-31 |            |
    Bob     |        |             | 2023-06-30 |            | false
"""


def test_shares_are_of_all_claims_and_one_half_is_no_hedge(small: SmallLedger) -> None:
    found = report(small.take(CLAIMS).ledger)
    assert some(group(found, "Ann"), *SHARES) == [1, 1 / 4, 1 / 4, 1 / 4]
    assert some(group(found, "Bob"), *SHARES) == [1 / 2, 0, 0, 1 / 2]
    assert some(found.total.as_dict(), *SHARES) == [5 / 6, 1 / 6, 1 / 6, 2 / 6]


def test_of_what_is_due_some_is_settled_and_some_was_logged_with_hindsight(
    small: SmallLedger,
) -> None:
    """Two of Ann's are due in May; one was settled in April, and logged after that."""
    small.take("""
        speaker | due        | verdict  | happened_on
        Ann     | 2023-04-30 | happened | 2023-04-10
        Ann     | 2023-04-30 |          |
        Ann     | 2023-12-31 | happened | 2023-05-01
        Ann     | 2023-12-31 |          |
    """)
    found = report(small.ledger).total.as_dict()
    assert some(found, "due", "due_settled_share") == [2, 0.5]
    assert some(found, "logged_before_outcome", "logged_after_outcome") == [1, 1]


def test_the_table_stands_where_something_cannot_be_scored(small: SmallLedger) -> None:
    titles = [one.title for one in tables(report(small.take(CLAIMS).ledger))]
    assert "How much can be scored" in titles
    small.take("speaker | due\n" + "Cyd | 2023-06-30\n" * 10)
    found = report(small.ledger)
    assert any("Of all, 94% can be checked, 6% only say what may be" in one
               for one in sentences(found))  # fmt: skip


def test_where_all_can_be_scored_there_is_no_table(small: SmallLedger) -> None:
    small.take("speaker | due\nAnn | 2023-06-30")
    assert [one.title for one in tables(report(small.ledger))] == [
        "Accuracy of predictions, by speaker"
    ]


def test_nothing_is_of_nothing(small: SmallLedger) -> None:
    found = report(small.ledger).total.as_dict()
    assert some(found, *SHARES) == [None] * 4
