"""Kept columns say what reading all would say, and are passed over where anything is in doubt."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Clock
from histories import empty_ledgers, histories, live
from hypothesis import HealthCheck, given, settings
from sqlalchemy import event
from test_selection import told_by_columns, told_by_rows

from ledger import Filters, report
from ledger.store import column_cache, column_query
from ledger.store.changed_records import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from histories import Step

    from ledger import Ledger


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that columns are kept in, however few."""
    monkeypatch.setenv(column_cache.VARIABLE, str(tmp_path / "kept" / "here"))
    monkeypatch.setattr(column_cache, "LEAST", 0)
    return tmp_path / "kept" / "here"


@pytest.fixture
def desk(fresh_ledger: Callable[[str], Ledger]) -> Iterator[Ledger]:
    with fresh_ledger("desk") as ledger:
        for n in range(4):
            add(ledger, f"c{n}")
        ledger.record("c0", {"verdict": "happened", "happened_on": "2023-02-01"})
        yield ledger


def add(ledger: Ledger, name: str, speaker: str = "Ann") -> None:
    claim = {"id": name, "speaker": speaker, "statement": f"S {name}.", "due": "2023-03-01"}
    ledger.add(claim, {"id": f"of-{name}", "publisher": "P", "published": "2023-01-01"})


def columns(ledger: Ledger, as_of: str | None = None) -> list[dict[str, Any]]:
    with ledger.select(None, as_of) as selection:
        return told_by_columns(selection.columns())


def rows(ledger: Ledger, as_of: str | None = None) -> list[dict[str, Any]]:
    return told_by_rows(ledger.list(as_of=as_of))


def tables_read(ledger: Ledger, ask: Callable[[], object]) -> list[str]:
    """The statements that went through all claims, while something was asked."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:  # noqa: ANN401 - as is called
        if "FROM claims" in statement and " IN (" not in statement:
            seen.append(statement)

    engine = ledger._database.engine  # noqa: SLF001 - to see what is asked
    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return seen


def test_what_is_kept_is_not_read_again(desk: Ledger, place: Path) -> None:
    assert tables_read(desk, lambda: columns(desk))
    (kept,) = place.iterdir()
    assert not tables_read(desk, lambda: columns(desk))
    for n in range(4, 7):
        add(desk, f"c{n}", "Bob")
    desk.record("c1", {"verdict": "did-not-happen"})
    desk.amend("c2", {"speaker": "Cid"}, "wrong")
    desk.withdraw("c3", "twice")
    before = kept.read_bytes()
    assert not tables_read(desk, lambda: columns(desk))
    assert columns(desk) == rows(desk)
    assert kept.read_bytes() == before
    with desk.select() as selection:
        selection.columns()
        assert selection.connection.info[KNOWN]
        assert told_by_columns(selection.columns_withdrawn()) == told_by_rows(desk.withdrawn())


def test_an_earlier_moment_is_read_from_the_tables(desk: Ledger, place: Path) -> None:
    columns(desk)
    assert len(list(place.iterdir())) == 1
    now = desk.moment()
    for entry in range(now.entry + 1):
        assert columns(desk, f"{entry}@{now.day}") == rows(desk, f"{entry}@{now.day}")


def test_after_much_that_is_new_columns_are_kept_anew(
    desk: Ledger, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns(desk)
    monkeypatch.setattr(column_query, "WRITTEN_AGAIN", 1)
    (kept,) = place.iterdir()
    before = kept.read_bytes()
    add(desk, "c4")
    assert columns(desk) == rows(desk)
    assert kept.read_bytes() != before
    assert columns(desk) == rows(desk)


def test_only_the_user_can_read_what_is_kept(desk: Ledger, place: Path) -> None:
    old = os.umask(0)
    try:
        columns(desk)
    finally:
        os.umask(old)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    (kept,) = place.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def bit_turned(kept: Path) -> None:
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 1
    kept.write_bytes(data)


def cut(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:-9])


def emptied(kept: Path) -> None:
    kept.write_bytes(b"")


def open_to_others(kept: Path) -> None:
    kept.chmod(0o666)


def a_link(kept: Path) -> None:
    kept.rename(kept.with_suffix(".other"))
    kept.symlink_to(kept.with_suffix(".other"))


def of_another_ledger(kept: Path) -> None:
    data = kept.read_bytes()
    rest = data[len(column_cache.HEAD) + 129 :]
    root = rest.index(b'"root": "') + 9
    other = rest[:root] + b"0" * 64 + rest[root + 64 :]
    digest = column_cache.blake2b(other).hexdigest().encode()
    kept.write_bytes(column_cache.HEAD + digest + b"\n" + other)


@pytest.mark.parametrize(
    "harm", [bit_turned, cut, emptied, open_to_others, a_link, of_another_ledger]
)
def test_what_is_in_doubt_is_passed_over(
    desk: Ledger, place: Path, harm: Callable[[Path], None]
) -> None:
    expected = columns(desk)
    (kept,) = place.iterdir()
    harm(kept)
    assert tables_read(desk, lambda: columns(desk))
    assert columns(desk) == expected == rows(desk)


def test_another_version_of_the_program_reads_anew(
    desk: Ledger, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns(desk)
    assert place.is_dir()
    monkeypatch.setattr(column_cache, "version", lambda _: "0.0.1")
    assert tables_read(desk, lambda: columns(desk))


def test_a_folder_that_cannot_be_is_as_good_as_none(
    desk: Ledger, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("a file")
    for name in (tmp_path / "file" / "below", tmp_path / "file"):
        monkeypatch.setenv(column_cache.VARIABLE, str(name))
        assert columns(desk) == rows(desk)
    assert not place.exists()


def test_nothing_is_kept_of_few_claims_or_where_nobody_wants_it(
    desk: Ledger, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(column_cache.VARIABLE, "")
    columns(desk)
    monkeypatch.setenv(column_cache.VARIABLE, str(place))
    monkeypatch.setattr(column_cache, "LEAST", 5)
    columns(desk)
    assert not place.exists()


def test_what_nobody_used_for_long_is_taken_away(desk: Ledger, place: Path) -> None:
    place.mkdir(parents=True)
    for name, age in (("old.columns", 100), ("new.columns", 10), ("old.txt", 100)):
        (place / name).write_text("kept")
        long_ago = (place / name).stat().st_mtime - age * 86_400
        os.utime(place / name, (long_ago, long_ago))
    columns(desk)
    left = {one.name for one in place.iterdir()}
    assert {"new.columns", "old.txt"} < left
    assert "old.columns" not in left


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories())
def test_grown_columns_say_what_rows_say_at_any_moment(
    place: Path, empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        for one in place.iterdir() if place.exists() else ():
            one.unlink()
        half = len(history) // 2
        live(ledger, clock, history[:half])
        columns(ledger)
        before = ledger.moment().entry
        live(ledger, clock, history[half:])
        now = ledger.moment()
        for entry in {now.entry, (before + now.entry) // 2}:
            moment = f"{entry}@{now.day}"
            found = report(ledger, as_of=moment)
            assert columns(ledger, moment) == rows(ledger, moment)
            filtered = Filters(kind=("prediction", "pledge", "plan"))
            again = report(ledger, filters=filtered, as_of=moment)
            if found.others == {}:
                assert again.total == found.total
                assert again.groups == found.groups
