"""``ledger log``: the end of the journal, and what is about one id, without reading the rest."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from conftest import Clock
from examples import add
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from strange_entries import AT, WHOLE

from ledger.journal.entry import Entry, to_bytes
from ledger.model.outcome import question_of
from ledger.store import journal_table

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import LedgerAfter
    from histories import Step

    from ledger import Ledger
    from ledger.book.reader import NumberedEntries


def about(everything: NumberedEntries, identifier: str) -> NumberedEntries:
    """The entries about an id, its outcomes and responses, found by going through all."""
    return [(number, entry) for number, entry in everything if identifier in _about(entry)]


def _about(entry: Entry) -> set[str]:
    """What an entry is about: the record, and what that is an outcome or a response of."""
    is_response = "response" in {entry.kind, entry.body.get("what")}
    home = entry.id.rpartition("#")[0] if is_response else (question_of(entry.id) or (entry.id,))[0]
    return {entry.id, home}


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(histories())
def test_what_is_about_an_id_is_what_going_through_all_finds(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        live(ledger, clock, history)
        everything = ledger.log()
        half = len(everything) // 2
        wanted = {entry.id for _, entry in everything}
        wanted |= {one for _, entry in everything for one in _about(entry)}
        for identifier in wanted:
            assert ledger.log(identifier) == about(everything, identifier)
            assert ledger.log(identifier, last=1) == about(everything, identifier)[-1:]
            early = f"{half}@{ledger.moment().day}"
            expected = about(everything[:half], identifier)
            if expected:
                assert ledger.log(identifier, early) == expected


def test_names_that_look_like_outcomes_are_about_what_they_begin_with(ledger: Ledger) -> None:
    """An odd name, but one: `log q` has always shown what was done to a speaker `q#7`."""
    named = [("alias", one, {"into": "Ann"}) for one in ("q", "q#7", "q#7#1", "q#", "qq", "q$")]
    entries = [Entry(AT, "desk", *one) for one in (*WHOLE, *named)]
    ledger.import_journal(io.BytesIO(b"".join(to_bytes(one) + b"\n" for one in entries)))
    everything = ledger.log()
    for identifier in ("q", "q#1", "q#7", "q#7#1", "q#", "s", "own"):
        assert ledger.log(identifier) == about(everything, identifier)


@pytest.fixture
def long(ledger_after: LedgerAfter) -> Ledger:
    """A ledger of some hundred entries."""
    return ledger_after(_add_a_hundred)


def _add_a_hundred(ledger: Ledger, *_: object) -> None:
    for number in range(100):
        add(ledger, id=f"c{number}", statement=f"It comes about: {number}.")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the entries that are read, as they are."""
    numbers: list[int] = []
    real = journal_table._entry  # noqa: SLF001 - where all entries come by

    def noted(number: int, data: bytes) -> Entry:
        numbers.append(number)
        return real(number, data)

    monkeypatch.setattr(journal_table, "_entry", noted)
    return numbers


def test_only_the_end_is_read_where_only_that_is_asked_for(long: Ledger, read: list[int]) -> None:
    size = long.moment().entry
    assert [number for number, _ in long.log(last=3)] == [size - 2, size - 1, size]
    assert read == [size - 2, size - 1, size]
    assert [number for number, _ in long.log(as_of=f"50@{long.moment().day}", last=2)] == [49, 50]
    assert len(long.log(last=10_000)) == size


def test_only_what_is_about_an_id_is_read(long: Ledger, read: list[int]) -> None:
    long.record("c50", {"verdict": "stalled"})
    read.clear()
    assert [entry.kind for _, entry in long.log("c50")] == ["question", "claim", "outcome"]
    assert len(read) == 3


def test_the_last_source_is_found_at_the_end_of_the_journal(long: Ledger, read: list[int]) -> None:
    for number in range(40):
        long.record(f"c{number}", {"verdict": "stalled"})
    read.clear()
    last = long.last_source()
    assert last is not None
    assert last.id == "jt"
    assert len(read) < 70


def test_the_last_source_is_found_however_long_ago(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ledger.last_source() is None
    monkeypatch.setattr("ledger.store.lookups.TAIL", 0)
    assert ledger.last_source() is None
    add(ledger)
    ledger.add({"id": "b", "speaker": "B", "statement": "S."}, {"id": "other", "publisher": "P"})
    last = ledger.last_source()
    assert last is not None
    assert last.id == "other"
