"""A report of a lake is that of its ledger, to the byte, whatever is asked and as of whenever."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import everything
import pytest
import sqlglot
from commands import Desk
from made_ledger import made_up

from ledger import Filters, Ledger, Settings, report
from ledger.lake.export import export_lake
from ledger.lake.manifest import MANIFEST
from ledger.lake.report import lake_report
from ledger.report.groups import BY
from ledger.report.json_csv import as_json

if TYPE_CHECKING:
    from collections.abc import Callable

CLAIMS: Final = Path(__file__).parents[1] / "claims"
DAY: Final = "2023-09-03"


def written(ledger: Path, folder: Path) -> Path:
    with Ledger(ledger) as opened:
        export_lake(opened, folder / "lake")
    return folder / "lake"


def compare(ledger: Path, lake: Path, by: str = "speaker", **asked: Any) -> str:  # noqa: ANN401
    """The report of both as JSON, once they are seen to be the same to the byte."""
    with Ledger(ledger) as opened:
        expected = as_json(report(opened, by, **asked))
    assert as_json(lake_report(lake, "duckdb", by, **asked)) == expected
    return expected


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ledger with something of everything, and a lake of it beside it, written in three steps."""
    made = Desk(tmp_path_factory.mktemp("lake"))
    everything.fill(made.database)
    with Ledger(made.database) as ledger:
        for entry in (50, 150):
            export_lake(ledger, made.folder / "lake", f"{entry}@{DAY}")
    written(made.database, made.folder)
    return made


@pytest.mark.parametrize("by", BY)
def test_by_whatever_claims_are_grouped(whole: Desk, by: str) -> None:
    compare(whole.database, whole.folder / "lake", by, as_of=DAY)


@pytest.mark.parametrize("entry", [0, 1, 30, 60, 90, 120, 140, 150, 160, 170, 180, 190])
def test_as_of_any_entry(whole: Desk, entry: int) -> None:
    for day in ("2023-06-30", DAY):
        compare(whole.database, whole.folder / "lake", as_of=f"{entry}@{day}")


@pytest.mark.parametrize(
    "filters",
    [
        {"speaker": ("J. Black",)},
        {"speaker": ("ann", "Bob")},
        {"publisher": ("The Herald",)},
        {"source": ("mail",)},
        {"topic": ("health",)},
        {"topic": ("a; b",)},
        {"kind": ("pledge", "plan")},
        {"type": ("number",)},
        {"type": ("binary",)},
        {"question": ("shared",)},
        {"verdict": ("happened", "late")},
        {"status": ("open",)},
        {"status": ("overdue", "proposed")},
        {"status": ("settled", "not-checkable")},
        {"due_before": date(2023, 6, 30)},
        {"due_after": date(2023, 6, 29)},
        {"due_basis": ("desk", "context")},
    ],
    ids=repr,
)
def test_with_filters(whole: Desk, filters: dict[str, Any]) -> None:
    found = compare(whole.database, whole.folder / "lake", filters=Filters(**filters), as_of=DAY)
    assert '"claims": 0,' not in found.partition('"groups"')[0]


@pytest.mark.parametrize(
    "settings",
    [
        *({"repeats": rule} for rule in ("first", "last", "all", "standing")),
        {"weight": "question", "cluster": "source"},
        {"yardstick": "icd203", "tests": True, "log_floor": 0.01},
        {"guard_early": True},
        {"at": "30 days before due"},
    ],
    ids=repr,
)
def test_with_settings(whole: Desk, settings: dict[str, Any]) -> None:
    compare(whole.database, whole.folder / "lake", as_of=DAY, settings=Settings(**settings))


def test_an_undo_is_no_change_after_the_fact_once_it_was_made(tmp_path: Path) -> None:
    """As of the entry before, it was one."""
    desk = Desk(tmp_path)
    desk.done("init")
    desk.done("add", "--publisher", "P", "--speaker", "S", "--statement", "It is.", "--id", "it",
              "--made", "2023-01-01", "--due", "2023-06-30")  # fmt: skip
    desk.done("record", "it", "happened", "--on", "2023-06-01", "--evidence", "https://x.example")
    desk.done("amend", "it", "--quote", "it is so", "--reason", "Misheard.")
    lake = written(desk.database, tmp_path)
    desk.done("undo", "--yes")
    desk.done("withdraw", "it", "--reason", "Not said.")
    written(desk.database, tmp_path)
    desk.done("undo", "--yes")
    lake = written(desk.database, tmp_path)
    size = len(desk.json("log"))
    today = datetime.now(UTC).date()
    told = [compare(desk.database, lake, as_of=f"{entry}@{today}") for entry in range(size + 1)]
    assert ['"amended_after": 1,' in one for one in told].count(True) in {1, 2}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fill", "by"),
    [("claims/2023", "speaker"), ("claims/1968", "year"), ("claims/2016", "speaker")],
)
def test_of_real_claims(tmp_path: Path, fill: str, by: str) -> None:
    desk = Desk(tmp_path)
    desk.done("init")
    desk.done("import", CLAIMS.parent / fill)
    lake = written(desk.database, tmp_path)
    now = f"{len(desk.json('log'))}@{datetime.now(UTC).date()}"
    compare(desk.database, lake, by, as_of=now)


@pytest.fixture
def spoilt(whole: Desk, tmp_path: Path) -> Desk:
    shutil.copytree(whole.folder, tmp_path / "copy")
    return Desk(tmp_path / "copy")


def lose(lake: Path) -> None:
    min(lake.rglob("questions/*.parquet")).unlink()


def put(lake: Path) -> None:
    shutil.copy(min(lake.rglob("questions/*.parquet")), lake / "questions" / "more.parquet")


def change(lake: Path) -> None:
    min(lake.rglob("questions/*.parquet")).write_bytes(b"PAR1")


def age(lake: Path) -> None:
    path = lake / MANIFEST
    path.write_text(path.read_text().replace('"schema": 1,', '"schema": 2,'))


def forget(lake: Path) -> None:
    (lake / MANIFEST).unlink()


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lose, "is missing."),
        (put, "which its manifest does not name."),
        (change, "was changed."),
        (age, "was written by a newer version of this program"),
        (forget, "holds no lake"),
    ],
)
def test_of_a_lake_that_is_not_whole_nothing_is_reported(
    spoilt: Desk, spoil: Callable[[Path], None], expected: str
) -> None:
    spoil(spoilt.folder / "lake")
    result = spoilt("report", "--lake", spoilt.folder / "lake")
    assert (result.exit_code, result.stdout) == (1, "")
    assert expected in " ".join(result.stderr.split())


def test_of_what_a_lake_does_not_hold_nothing_is_reported(whole: Desk) -> None:
    lake = whole.folder / "lake"
    for words, expected in (
        (("--as-of", "999@2023-09-01"), "There is no entry 999"),
        (("--speaker", "Nobody"), "There is no speaker 'Nobody'"),
        (("--show-sql", "sanskrit"), "'sanskrit' is no dialect."),
    ):
        result = whole("report", "--lake", lake, *words)
        assert (result.exit_code, result.stdout) == (1, "")
        assert expected in " ".join(result.stderr.split())
    for words in (("--format", "html"), ("--master", "spark://x:1")):
        assert whole("report", "--lake", lake, *words).exit_code == 2
    assert whole("report", "--engine", "duckdb").exit_code == 2


def test_no_ledger_is_needed(whole: Desk, tmp_path: Path) -> None:
    shutil.copytree(whole.folder / "lake", tmp_path / "lake")
    elsewhere = Desk(tmp_path)
    asked = ("report", "--as-of", DAY, "--format", "json")
    assert elsewhere.done(*asked, "--lake", tmp_path / "lake") == whole.done(*asked)
    assert not elsewhere.database.exists()


@pytest.mark.parametrize("dialect", ["trino", "clickhouse", "bigquery", "snowflake", "databricks"])
def test_the_statement_is_shown_for_other_engines(whole: Desk, dialect: str) -> None:
    """As a parser of the dialect reads it, it is one query, with the columns that figures take."""
    told = whole.done("report", "--lake", whole.folder / "lake", "--show-sql", dialect)
    (query,) = sqlglot.parse(told, read=dialect)
    assert isinstance(query, sqlglot.exp.Query)
    assert {"id", "probability", "verdict", "due_latest"} <= set(query.named_selects)


@pytest.mark.parametrize(
    ("module", "words", "expected"),
    [
        ("ibis", (), "A report from a lake needs ibis-framework, which is not installed."),
        ("pyspark.sql", ("--engine", "spark"), "A report by Spark needs pyspark, which is not"),
    ],
)
def test_without_a_library_a_sentence_names_its_extra(
    whole: Desk, monkeypatch: pytest.MonkeyPatch, module: str, words: tuple[str, ...], expected: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    result = whole("report", "--lake", whole.folder / "lake", *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert expected in " ".join(result.stderr.split())


@pytest.mark.slow
def test_of_ten_thousand_claims(tmp_path: Path) -> None:
    database = made_up(tmp_path, 10_000)
    lake = written(database, tmp_path)
    found = compare(database, lake, as_of=f"{datetime.now(UTC).date()}")
    assert '"claims": ' in found
