"""A lake holds what the ledger holds, is only ever added to, and any other is refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

import duckdb
import everything
import pyarrow.parquet
import pytest
from commands import Desk

from ledger.book.ledger import Ledger
from ledger.lake import manifest
from ledger.lake.export import export_lake
from ledger.store.row_versions import ENDED, NAMED_BY, VERSIONED, columns_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.lake.export import Exported


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ledger with something of everything, and a lake of it beside it."""
    made = Desk(tmp_path_factory.mktemp("lake"))
    everything.fill(made.database)
    export(made)
    return made


@pytest.fixture
def desk(whole: Desk, tmp_path: Path) -> Desk:
    """A copy of both, to do things to."""
    shutil.copytree(whole.folder, tmp_path / "copy")
    return Desk(tmp_path / "copy")


def export(desk: Desk, folder: str = "lake", as_of: str | None = None) -> Exported:
    with Ledger(desk.database) as ledger:
        return export_lake(ledger, desk.folder / folder, as_of)


def rows(folder: Path, table: str, names: list[str]) -> list[tuple[Any, ...]]:
    """The rows of a table of a lake, as DuckDB reads its files."""
    files = [str(one) for one in (folder / table).rglob("*.parquet")]
    if not files:
        return []
    columns = ", ".join(f'"{name}"' for name in names)
    query = f"SELECT {columns} FROM read_parquet($1, hive_partitioning = false)"  # noqa: S608
    return duckdb.execute(query, [files]).fetchall()


def stored(desk: Desk, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(desk.database) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("table", VERSIONED)
def test_a_table_has_the_rows_of_the_ledger(whole: Desk, table: str) -> None:
    """As SQLite has them, where truth is 0 or 1."""
    names = list(columns_of(table))
    columns = ", ".join(f'"{name}"' for name in names)
    expected = stored(whole, f"SELECT {columns} FROM {table}")  # noqa: S608
    assert expected
    assert sorted(rows(whole.folder / "lake", table, names), key=repr) == sorted(
        (tuple(bool(one) if kind is bool else one for one, kind in zip(row, kinds, strict=True))
         for kinds in [list(columns_of(table).values())] for row in expected),
        key=repr,
    )  # fmt: skip


def test_endings_say_which_entry_ended_which_row(whole: Desk) -> None:
    expected = set()
    for table in ENDED:
        key = NAMED_BY.get(table, "id")
        n = "n" if "n" in columns_of(table) else "NULL"
        found = stored(
            whole,
            f"SELECT '{table}', {key}, {n}, entry, replaced_by FROM {table} "  # noqa: S608
            "WHERE replaced_by IS NOT NULL",
        )
        expected |= set(found)
    names = ["table", "id", "n", "entry", "replaced_by"]
    assert set(rows(whole.folder / "lake", "endings", names)) == expected
    assert {one[0] for one in expected} >= {"claims", "questions", "outcomes", "standings"}


def test_the_journal_is_there_to_the_byte(whole: Desk) -> None:
    expected = stored(whole, "SELECT seq, at, CAST(entry AS TEXT), lower(hex(leaf)) FROM journal")
    found = rows(whole.folder / "lake", "journal", ["entry", "at", "body", "leaf"])
    assert sorted(found) == sorted(expected)


def test_what_follows_from_a_row_stands_beside_it(whole: Desk) -> None:
    names = ["id", "speaker_key", "unnamed", "side", "p", "made_earliest_day"]
    found = {row[0]: row[1:] for row in rows(whole.folder / "lake", "claims", names)}
    assert found["other-blank"][0] == "Ann Lee"
    assert found["crowd"][:3] == ("unnamed: experts", True, "for")
    assert found["against-no"][2:4] == ("against", 0.0)
    assert found["even"][2:4] == ("none", 0.5)
    assert found["for-again"][3] == 0.8
    assert str(found["for-again"][4]) == "2023-01-14"
    judged = rows(whole.folder / "lake", "outcomes", ["question", "n", "y", "credit"])
    assert ("shared", 1, None, 0.75) in judged
    assert ("due-day", 1, None, 0.5) in judged
    assert ("certain", 1, 0.0, 0.0) in judged


def test_the_next_export_writes_what_is_new_and_touches_nothing_else(
    whole: Desk, tmp_path: Path
) -> None:
    """In three steps there is in the end what one step writes."""
    desk = Desk(tmp_path)
    shutil.copy(whole.database, desk.database)
    last = manifest.read_manifest(whole.folder / "lake").entry
    before: dict[Path, bytes] = {}
    for entry in (last // 3, 2 * last // 3, last):
        done = export(desk, as_of=f"{entry}@2023-09-03")
        assert done.manifest.entry == entry
        now = {one: one.read_bytes() for one in (tmp_path / "lake").rglob("*.parquet")}
        assert before.items() <= now.items()
        assert len(now) == len(before) + done.written
        before = now
    assert export(desk).written == 0
    for table in (*VERSIONED, "endings", "journal"):
        names = list(columns_of(table)) if table in VERSIONED else ["entry", "id"]
        assert sorted(rows(tmp_path / "lake", table, names), key=repr) == sorted(
            rows(whole.folder / "lake", table, names), key=repr
        )
    assert desk("verify", "--lake", tmp_path / "lake").exit_code == 0


def test_each_file_tells_what_it_is_of(whole: Desk) -> None:
    lake = manifest.read_manifest(whole.folder / "lake")
    (first,) = stored(whole, "SELECT lower(hex(leaf)) FROM journal WHERE seq = 1")
    assert lake.origin == first[0]
    for one in lake.files:
        path = str(whole.folder / "lake" / one.path)
        told = duckdb.execute("SELECT key, value FROM parquet_kv_metadata($1)", [path]).fetchall()
        known = {key.decode(): value.decode() for key, value in told}
        assert known["claim-ledger.origin"] == lake.origin
        assert known["claim-ledger.entries"] == f"1-{lake.entry}"
        assert known["claim-ledger.root"] == lake.root
        count = duckdb.execute("SELECT count(*) FROM read_parquet($1)", [path]).fetchall()
        assert count == [(one.rows,)]
    assert lake.root == whole.json("verify")["root"]


def test_a_lake_that_is_whole_is_said_to_be(whole: Desk) -> None:
    lake = whole.folder / "lake"
    assert whole.done("verify", "--lake", lake).startswith("The lake is whole.\n")


def file_of(desk: Desk, table: str) -> Path:
    return min((desk.folder / "lake" / table).rglob("*.parquet"))


def lose(desk: Desk) -> None:
    file_of(desk, "questions").unlink()


def put(desk: Desk) -> None:
    shutil.copy(file_of(desk, "claims"), desk.folder / "lake" / "claims" / "more.parquet")


def change(desk: Desk) -> None:
    path = file_of(desk, "claims")
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def rewrite(desk: Desk) -> None:
    """Change a row, and the manifest with it."""
    path = file_of(desk, "sources")
    lake = desk.folder / "lake"
    own = pyarrow.parquet.read_table(path)
    place = own.schema.get_field_index("title")
    titles = pyarrow.array(["Another"] * own.num_rows, own.schema.field(place).type)
    pyarrow.parquet.write_table(own.set_column(place, own.schema.field(place), titles), path)
    told = (lake / manifest.MANIFEST).read_text()
    name = path.relative_to(lake).as_posix()
    old = next(one.sha256 for one in manifest.read_manifest(lake).files if one.path == name)
    new = manifest.digest(path.read_bytes())
    (lake / manifest.MANIFEST).write_text(told.replace(old, new))


def edit_manifest(key: str, value: object) -> Callable[[Desk], None]:
    def edit(desk: Desk) -> None:
        path = desk.folder / "lake" / manifest.MANIFEST
        path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))

    return edit


def write_on(desk: Desk) -> None:
    desk.done("add", "--publisher", "P", "--speaker", "S", "--statement", "It comes about.")


def take_another(desk: Desk) -> None:
    desk.database.unlink()
    desk.done("init")
    write_on(desk)


def cut_off(desk: Desk) -> None:
    """Go on with a ledger whose last entries are others."""
    with Ledger(desk.database) as ledger:
        lines = b"".join(ledger.export_journal("100@2023-09-03"))
    desk.database.unlink()
    (desk.folder / "journal.jsonl").write_bytes(lines)
    desk.done("import", "--from", "jsonl", desk.folder / "journal.jsonl")


BAD = {
    "missing": (lose, "questions/000000000001-", "is missing."),
    "added": (put, "claims/more.parquet", "which its manifest does not name."),
    "changed": (change, "claims/made=", "was changed."),
    "rewritten": (rewrite, "does not say what the ledger says: sources/", "differs."),
    "other": (take_another, "is of another ledger:", ""),
    "older": (write_on, "is whole, but as of entry", "the ledger has 3 entries more."),
    "beyond": (cut_off, "has 100 only.", ""),
    "newer": (edit_manifest("schema", 99), "was written by a newer version of this program", ""),
    "root": (edit_manifest("root", "AAAA"), "manifest.json has another root hash than", ""),
    "no manifest": (edit_manifest("format", "x"), "is not what this program writes.", ""),
    "outside": (
        edit_manifest("files", [{"path": "../x", "table": "claims", "first": 1, "last": 1,
                                 "rows": 1, "sha256": ""}]),
        "which is not in its folder.", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_any_other_lake_is_refused_in_a_sentence(desk: Desk, case: str) -> None:
    spoil, *expected = BAD[case]
    spoil(desk)
    result = desk("verify", "--lake", desk.folder / "lake")
    assert (result.exit_code, result.stdout) == (1, "")
    said = " ".join(result.stderr.split())
    for words in expected:
        assert words in said


def test_a_lake_of_another_ledger_is_not_written_to(desk: Desk) -> None:
    before = {one: one.read_bytes() for one in (desk.folder / "lake").rglob("*.*")}
    take_another(desk)
    result = desk("export", "--to", "parquet", "-o", desk.folder / "lake")
    assert result.exit_code == 1
    assert "is of another ledger" in result.stderr
    assert {one: one.read_bytes() for one in (desk.folder / "lake").rglob("*.*")} == before


def test_a_folder_with_something_else_is_left_alone(desk: Desk) -> None:
    (desk.folder / "other").mkdir()
    (desk.folder / "other" / "letter.txt").write_text("Dear")
    result = desk("export", "--to", "parquet", "-o", desk.folder / "other")
    assert result.exit_code == 1
    assert "holds no lake" in result.stderr


def test_without_the_extra_a_sentence_names_it(
    whole: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    result = whole("export", "--to", "parquet", "-o", whole.folder / "none")
    assert result.exit_code == 1
    assert "A lake needs pyarrow, which is not installed." in result.stderr
    assert "pip install 'claim-ledger[lake]'" in result.stderr
    assert not (whole.folder / "none").exists()
