"""Pages of lists are the beginnings of the lists, found by indexes; words are found by theirs."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from commands import Desk
from conftest import Clock
from examples import SOURCE, add
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from test_migrations import with_connection
from test_replay import rows

from ledger.book.ledger import Ledger
from ledger.model.export_items import MOST_COUNTED, Page
from ledger.model.filters import Filters
from ledger.model.name_keys import tokens
from ledger.store import migrate, pages
from ledger.store.database import connect
from ledger.store.sqlite import backend, full_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from histories import Step

    from ledger.model.claim_state import Assessment

DAYS = ("2023-07-12", "2023-07-12", "2023-09-01", "2024", None, "2023-07-30", None, "2025-01-01")
"""Due days, some of them the same, some of them none."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A terminal."""
    return Desk(tmp_path)


@pytest.fixture
def filled(place: str, clock: Clock) -> Iterator[Ledger]:
    """A ledger with claims of every status, of which several share a day or a question."""
    with Ledger(place, recorder="desk", clock=clock, create=True) as ledger:
        for number in range(24):
            due = DAYS[number % len(DAYS)]
            claim = {
                "id": f"c{(7 * number) % 24:02}",
                "speaker": ("Ann", "Bea", "Cid")[number % 3],
                "statement": f"Event {number} of number{number % 5} comes about.",
                "checkable": number % 11 != 10,
                "due": due,
                "resolve_by": "2023-12-31" if number == 12 else None,
            }
            given = {key: value for key, value in claim.items() if value is not None}
            ledger.add(given, SOURCE)
        ledger.add({"id": "again", "speaker": "Ann", "question": "c07", "stance": "against"}, "jt")
        clock.set("2023-08-15")
        for number, verdict in (
            (3, "happened"),
            (7, "did-not-happen"),
            (9, "stalled"),
            (5, "void"),
        ):
            evidence = [{"url": "https://a.example"}]
            ledger.record(f"c{number:02}", {"verdict": verdict, "evidence": evidence})
        ledger.withdraw("c05#1", "Too early.")
        ledger.amend("c00", {"due": "2023-07-30"}, "Misread.")
        ledger.withdraw("c01", "Not said.")
        yield ledger


ASKED = (
    Filters(),
    Filters(status=("open",)),
    Filters(status=("overdue",)),
    Filters(status=("settled", "overdue")),
    Filters(status=("not-checkable",)),
    Filters(speaker=("Ann",)),
    Filters(verdict=("stalled",)),
    Filters(due_before=date(2023, 9, 1)),
    Filters(kind=("prediction",), speaker=("Bea",)),
)


def ids(claims: Any) -> list[str]:  # noqa: ANN401 - claims in any order
    """The ids of some claims."""
    return [one.id for one in claims]


@pytest.mark.slow
@pytest.mark.parametrize("few", [0, pages.FEW])
def test_a_page_is_the_beginning_of_the_list(
    filled: Ledger, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the index and without, now and as of a moment before."""
    monkeypatch.setattr(pages, "FEW", few)
    now = filled.moment()
    for as_of in (None, f"{now.entry - 4}@2023-08-01"):
        for filters in ASKED:
            every = filled.list(filters, as_of)
            for most in (1, 3, 7, 24, 30):
                page = filled.list(filters, as_of, most)
                assert list(page) == list(every)[:most]
                assert page.more == max(0, len(every) - most)


def test_no_more_are_counted_than_are_told(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.book.asking.selection.MOST_COUNTED", 4)
    assert filled.list(most=3).more == 5


@pytest.mark.slow
def test_pages_of_what_is_due_are_the_beginnings_of_its_parts(filled: Ledger) -> None:
    spans = (timedelta(30), timedelta(0))
    for as_of in (None, f"{filled.moment().entry - 4}@2023-08-01"):
        whole = filled.due(*spans, as_of)
        told = {one.id: one for one in filled.list(None, as_of)}
        assert {one.status for one in whole.overdue} <= {"overdue"}
        overdue = {one for one, each in told.items() if each.status == "overdue"}
        assert set(ids(whole.overdue)) == overdue
        for most in (1, 2, 50):
            part = filled.due(*spans, as_of, most)
            for name in ("overdue", "due", "stale"):
                every = getattr(whole, name)
                assert getattr(part, name) == every[:most]
                assert part.more[name] == max(0, len(every) - most)


def found_by_reading(ledger: Ledger, asked: str, filters: Filters) -> list[Assessment]:
    """What a search finds, by every row of the words that are kept."""
    wanted = tuple(tokens([asked]))
    known = ledger.list(Filters(speaker=filters.speaker, status=filters.status, words=wanted))
    return sorted(known, key=lambda one: (-one.entry, one.id))


@pytest.mark.slow
@pytest.mark.parametrize("few", [0, pages.FEW])
@pytest.mark.parametrize("asked", ["event", "number1", "number event", "c0", "comes 7", "paper"])
def test_a_search_finds_what_reading_every_row_finds(
    filled: Ledger, asked: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "FEW", few)
    for filters in (Filters(), Filters(speaker=("Bea",)), Filters(status=("overdue",))):
        every = found_by_reading(filled, asked, filters)
        assert list(filled.search(asked, filters)) == every
        page = filled.search(asked, filters, most=2)
        assert list(page) == every[:2]
        many = len(every) > 2 and few == 0
        assert page.more == (None if many else max(0, len(every) - 2))


def test_where_sqlite_has_no_full_text_search_every_row_is_read(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ledger, id="a", statement="Rain comes.")
    with monkeypatch.context() as patch:
        for one in (backend, full_text):
            patch.setattr(one, "HAS_FTS5", "SELECT 0")
        add(ledger, id="b", speaker="B", statement="More rain comes.")
        assert ids(ledger.search("rain")) == ["b", "a"]
    assert ids(ledger.search("rain")) == ["b", "a"]
    assert ledger.verify().whole
    add(ledger, id="c", speaker="C", statement="Rain ends.")
    assert ids(ledger.search("rain")) == ["c", "b", "a"]
    with closing(sqlite3.connect(ledger.place)) as raw:
        kept = raw.execute("SELECT count(*) FROM search").fetchone()
        assert raw.execute("SELECT count(*) FROM search_words_docsize").fetchone() == kept
    assert ledger.verify().whole


def test_a_ledger_is_made_where_sqlite_has_no_full_text_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        for one in (backend, full_text):
            patch.setattr(one, "HAS_FTS5", "SELECT 0")
        with Ledger(tmp_path / "plain.db", create=True) as ledger:
            add(ledger, id="a", statement="Rain comes.")
            assert ids(ledger.search("rain")) == ["a"]
            assert ledger.verify().whole
    with Ledger(tmp_path / "plain.db") as ledger:
        add(ledger, id="b", speaker="B", statement="Rain ends.")
        assert ids(ledger.search("rain")) == ["b", "a"]
        assert ledger.verify().whole


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM search_words_data WHERE id > 10",
        """INSERT INTO search_words (search_words, rowid, tokens)
        SELECT 'delete', entry, tokens FROM search WHERE entry = 2""",
        "INSERT INTO search_words (rowid, tokens) VALUES (2, ' snow')",
    ],
)
def test_an_index_of_other_words_is_damage(ledger: Ledger, harm: str) -> None:
    add(ledger)
    with closing(sqlite3.connect(ledger.place)) as raw:
        raw.execute(harm)
        raw.commit()
    (damage,) = ledger.verify().damage
    assert (damage.kind, damage.table) == ("broken", "file")


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(histories())
def test_the_migration_makes_the_standings_that_the_entries_make(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        live(ledger, clock, history)
        path = Path(ledger.place)
        told = rows(path)
        assert told["standings"]
        for name in ("claims", "responses"):  # what only a newer program knows, a downgrade ends
            del told[name]
        with connect(str(path), create=False).migrating() as connection:
            command.downgrade(with_connection(connection), "0002")
        migrate.upgrade(str(path))
        assert {name: found for name, found in rows(path).items() if name in told} == told


def test_a_page_says_what_was_left_out() -> None:
    assert (Page.of([1, 2, 3], 2), Page.of([1, 2, 3], 2).more) == ([1, 2], 1)
    assert (Page.of([1, 2, 3], 2, last=True), Page.of([1, 2, 3], None).more) == ([2, 3], 0)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["list", "--limit", "1"], "... and 2 more. To see them: --limit all\n"),
        (["search", "rain", "--limit", "1"], "... and 2 more. To see them: --limit all\n"),
        (["due", "--limit", "1"], "... and 2 more overdue. To see them: --limit all\n"),
        (["log", "--limit", "2"], ""),
        (["list", "--limit", "all"], "3 claims.\n"),
    ],
)
def test_a_limit_says_how_many_are_left_out(desk: Desk, arguments: list[str], told: str) -> None:
    with Ledger(desk.database, create=True) as ledger:
        for speaker in "ABC":
            add(ledger, id=speaker.lower(), speaker=speaker, statement=f"Rain {speaker}.")
    said = desk.done(*arguments)
    assert said.endswith(told)
    assert MOST_COUNTED > 2
    shown = {"1": 1, "2": 2, "all": 3}[arguments[-1]]
    assert len(desk.json(*arguments)) == shown


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal on Windows")
def test_fifty_are_shown_at_a_terminal_and_all_elsewhere(desk: Desk) -> None:
    with Ledger(desk.database, create=True) as ledger:
        for number in range(52):
            add(ledger, id=f"c{number}", speaker=f"S{number}", statement=f"Rain {number}.")
    assert desk.done("list").endswith("52 claims.\n")
    with desk.terminal("list") as terminal:
        terminal.sees("... and 2 more. To see them: --limit all")
        assert terminal.ends() == 0


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1.5", ""])
def test_a_limit_is_a_number_or_all(desk: Desk, limit: str) -> None:
    result = desk("list", "--limit", limit)
    assert result.exit_code == 2
    assert "is neither a whole number from 1 on, nor all." in result.stderr
