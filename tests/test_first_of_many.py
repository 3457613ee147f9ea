"""What of many is shown is what a look at all of them shows first, or last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from conftest import Clock
from examples import add, record_as
from histories import empty_ledgers, histories, live
from hypothesis import given, settings

from ledger.book.asking import last_corrections
from ledger.book.asking.disputes import in_blocks
from ledger.cli import group

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Step

    from ledger import Ledger


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(histories(24))
def test_the_last_corrections_and_first_disputes_are_those_of_all(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with (
        pytest.MonkeyPatch.context() as patch,
        empty_ledgers(empty_ledger, clock, 1) as (ledger,),
    ):
        patch.setattr(last_corrections, "AT_LEAST", 1)
        live(ledger, clock, history)
        early = f"{len(ledger.log()) // 2}@{ledger.moment().day}"
        for as_of in (None, early):
            everything, agreement = ledger.corrections(as_of), ledger.disputes(as_of=as_of)
            for most in (1, 2, 5):
                found = ledger.corrections(as_of, most)
                assert found == everything[-most:]
                assert found.more in {None, max(0, len(everything) - most)}
                assert found.more != 0 or len(everything) <= most
                first = ledger.disputes(as_of=as_of, most=most)
                assert first.disputes[:most] == agreement.disputes[:most]
                assert not first.is_all or first == agreement
                assert first.is_all or len(first.disputes) > most


def test_questions_are_taken_by_day_and_those_of_one_day_together() -> None:
    days = {"late": "2024-02", "a": "2023", "never": None, "b": "2023", "c": "2023"}
    assert list(in_blocks(days, 2)) == [["a", "b", "c"], ["late", "never"]]
    assert list(in_blocks(days, 9)) == [["a", "b", "c", "late", "never"]]
    assert list(in_blocks({}, 1)) == []


@pytest.fixture
def three_disputes(ledger: Ledger, clock: Clock, tmp_path: Path) -> Path:
    """The path of a ledger on which two recorders differ on three questions."""
    clock.set("2023-08-12")
    for n in range(3):
        add(ledger, id=f"q{n}", statement=f"It is {n}.", due=f"2023-07-{10 + n}")
        record_as(ledger, "Ann", f"q{n}", "happened", blind=True)
        record_as(ledger, "Ben", f"q{n}", "did-not-happen", blind=True)
    return tmp_path / "ledger.db"


@pytest.mark.parametrize(
    ("words", "agreement", "more"),
    [((), True, False), (("--limit", "1"), False, True), (("--limit", "3"), True, False),
     (("--limit", "1", "--agreement"), True, True), (("--limit", "all"), True, False)],
)  # fmt: skip
def test_agreement_is_told_where_all_were_read_or_on_request(
    three_disputes: Path, words: tuple[str, ...], *, agreement: bool, more: bool
) -> None:
    done = CliRunner().invoke(group, ["--db", str(three_disputes), "disputes", *words])
    assert done.exit_code == 0
    assert ("alpha is" in done.output) == agreement
    assert ("--agreement" in done.output) != agreement
    assert ("more. To see them: --limit all" in done.output) == more
