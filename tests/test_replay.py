"""Every journal entry reproduces the tables: they are a projection of the journal, and no more."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Clock
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from sqlalchemy import select

from ledger.store.opening import open_database
from ledger.store.projection import project
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from histories import Step

    from ledger.book.ledger import Ledger
    from ledger.journal.entry import Entry

TRUTH = {"journal", "tiles"}


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the journal and its tiles, in an order of their own."""
    with open_database(str(path)).reading() as connection:
        return {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in metadata.tables.items()
            if name not in TRUTH
        }


def replay(path: Path, entries: Sequence[Entry], size: int) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that ``entries`` make in the empty ledger at ``path``, ``size`` at a time."""
    database = open_database(str(path))
    with database.writing() as connection:
        for start in range(0, len(entries), size):
            project(connection, start + 1, entries[start : start + size])
    return rows(path)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(histories())
def test_replaying_the_journal_makes_the_same_rows(empty_ledger: Path, history: list[Step]) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 4) as (ledger, *others):
        live(ledger, clock, history)
        entries = [entry for _, entry in ledger.log()]
        paths = [Path(one.place) for one in (ledger, *others)]
        told = rows(paths[0])
        assert replay(paths[1], entries, len(entries)) == told
        assert replay(paths[2], entries, 1) == told
        assert replay(paths[3], entries, 3) == told


@pytest.mark.slow
def test_the_real_claims_replay_to_the_same_rows(
    ledger: Ledger, clock: Clock, empty_ledger: Path, tmp_path: Path
) -> None:
    clock.set("2026-11-23")
    ledger.import_(["claims"])
    entries = [entry for _, entry in ledger.log()]
    copy = shutil.copyfile(empty_ledger, tmp_path / "copy.db")
    assert replay(copy, entries, len(entries)) == rows(Path(ledger.place))


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(histories())
def test_a_row_is_replaced_once_and_never_changes_otherwise(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        path = Path(ledger.place)
        before = keyed(path)
        for step in history:
            live(ledger, clock, [step])
            after = keyed(path)
            for key, (ended, row) in before.items():
                assert after[key][1] == row
                assert ended in {None, after[key][0]}
            before = after


def keyed(path: Path) -> dict[tuple[Any, ...], tuple[int | None, dict[str, Any]]]:
    """All rows of all tables by table and key: what ended each, and the rest of it."""
    found = {}
    with open_database(str(path)).reading() as connection:
        for name, table in metadata.tables.items():
            for one in connection.execute(select(table)).mappings():
                row = dict(one)
                key = (name, *(row[column.name] for column in table.primary_key))
                found[key] = (row.pop("replaced_by", None), row)
    return found
