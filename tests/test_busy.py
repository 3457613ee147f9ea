"""Who finds the ledger busy waits, half a minute in all; then one sentence, and nothing is written.

In SQLite's rollback mode a commit has to wait until nobody reads what it would change.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from examples import add

from ledger.errors import Busy
from ledger.store.sqlite import connections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.ledger import Ledger

GRACE = 0.5
"""Seconds that a slow machine may take beyond what is waited."""


@contextmanager
def held(place: str, *statements: str) -> Iterator[sqlite3.Connection]:
    """Another program's connection, with a transaction under way."""
    with closing(
        sqlite3.connect(place, isolation_level=None, check_same_thread=False, timeout=5)
    ) as other:
        for statement in statements:
            other.execute(statement).fetchall()
        yield other


READING = ("BEGIN", "SELECT * FROM journal")
WRITING = ("BEGIN IMMEDIATE",)


@pytest.mark.parametrize("other", [READING, WRITING], ids=["reads", "writes"])
def test_a_writer_waits_for_another_program_that_is_soon_done(
    ledger: Ledger, other: tuple[str, ...]
) -> None:
    with held(ledger.place, *other) as connection:
        done = threading.Timer(0.7, connection.execute, ("COMMIT",))
        since = time.monotonic()
        done.start()
        add(ledger)
        assert time.monotonic() - since > 0.6
        done.join()
    assert len(ledger.list()) == 1


def test_a_commit_under_a_long_reader_is_given_up_with_one_sentence(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ledger, id="before")
    root = ledger.root()
    monkeypatch.setattr(connections, "PATIENCE", 0.3)
    with held(ledger.place, *READING) as reader:
        with pytest.raises(Busy, match=r"Another program has kept .* busy for") as refused:
            add(ledger)
        assert "Nothing was written" in refused.value.cure
        assert reader.execute("SELECT count(*) FROM claims").fetchone() == (1,)
        assert ledger.root() == root
        with pytest.raises(Busy):
            add(ledger)
    assert [one.id for one in ledger.list()] == ["before"]
    add(ledger)
    assert len(ledger.list()) == 2


@pytest.mark.slow
def test_it_waits_no_longer_in_all_for_a_writer_and_a_reader_one_after_the_other(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 1.5)
    with held(ledger.place, *READING), held(ledger.place, *WRITING) as writer:
        done = threading.Timer(1.0, writer.execute, ("ROLLBACK",))
        done.start()
        since = time.monotonic()
        with pytest.raises(Busy):
            add(ledger)
        assert 1.4 < time.monotonic() - since < 1.5 + GRACE
        done.join()


def test_a_reader_waits_for_a_commit_under_way(ledger: Ledger) -> None:
    with held(ledger.place, "BEGIN EXCLUSIVE") as writer:
        done = threading.Timer(0.7, writer.execute, ("COMMIT",))
        done.start()
        assert ledger.list() == []
        done.join()
