"""Verdicts in bulk: sheets of ids and verdicts, edited statements, and sheets behind the ledger."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest
from commands import Desk

if TYPE_CHECKING:
    from pathlib import Path

CLAIMS = """\
id,question,speaker,statement,made,due,publisher
a,,Ann,We build 100 schools.,2020-01-05,2030-12-31,The Post
b,,Bo,We build 10 bridges.,2020-01-05,2024-12-31,The Post
c,,Cy,We plant trees.,2020-01-05,2024-12-31,The Hub
d,q,Dan,Taxes fall.,2020-01-05,2024-12-31,The Hub
e,q,Eve,Taxes fall.,2020-01-05,2024-12-31,The Hub
"""


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    found = Desk(tmp_path)
    found.done("import", sheet(found, CLAIMS, "claims.csv"))
    return found


def sheet(desk: Desk, text: str, name: str = "sheet.csv") -> Path:
    path = desk.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def verdicts(desk: Desk) -> dict[str, object]:
    return {one["id"]: one["verdict"] for one in desk.json("list")}


def test_a_sheet_of_ids_and_verdicts_records_outcomes(desk: Desk) -> None:
    text = (
        "id,verdict,happened_on,evidence_url\n"
        "a,happened,2021-02-03,https://e.example/a\n"
        "c,did-not-happen,,https://e.example/c\n"
        "d,partly,2022,https://e.example/d\n"
    )
    path = sheet(desk, text)
    told = desk.done("import", path)
    assert told.startswith("Added 3 outcomes.\n")
    assert "not in the files" not in told
    assert verdicts(desk) == {
        "a": "happened", "b": None, "c": "did-not-happen", "d": "partly", "e": "partly"
    }  # fmt: skip
    log = desk.json("log")
    assert "Nothing changed" in desk.done("import", path)
    assert desk.json("log") == log


def test_an_id_may_be_that_of_a_question(desk: Desk) -> None:
    desk.done("import", sheet(desk, "id,verdict\nq,happened\n"))
    assert verdicts(desk)["d"] == verdicts(desk)["e"] == "happened"


def test_pasted_verdicts_are_read(desk: Desk) -> None:
    text = "ID\tVerdict\tHappened on\tEvidence URL\na\thappened\t2021-02-03\thttps://e.example/a\n"
    desk.done("import", sheet(desk, text, "pasted.txt"))
    assert verdicts(desk)["a"] == "happened"


def test_an_id_that_nothing_has_is_told_by_its_row(desk: Desk) -> None:
    path = sheet(desk, "id,verdict\nzz,happened\na,happened\nyy,happened\n")
    told = desk.refused("import", path)
    assert f"{path}:2: publisher is missing, and the ledger has no claim 'zz'" in told
    assert f"{path}:4: publisher is missing, and the ledger has no claim 'yy'" in told
    desk.done("import", path, "--skip-bad")
    assert verdicts(desk)["a"] == "happened"


def test_rules_of_verdicts_hold(desk: Desk) -> None:
    path = sheet(desk, "id,verdict,happened_on\nb,happened,2026-01-01\n")
    assert "due" in desk.refused("import", path)
    desk.done("import", sheet(desk, "id,verdict\nb,happened\n"))
    change = sheet(desk, "id,verdict\nb,did-not-happen\n")
    assert "give a reason" in desk.refused("import", change)
    desk.done("import", change, "--reason", "Recount.")
    assert verdicts(desk)["b"] == "did-not-happen"


@pytest.mark.parametrize("columns", ["id,statement", "id,statement,publisher", "id,statement,made"])
def test_an_edited_statement_amends(desk: Desk, columns: str) -> None:
    more = {"publisher": ",The Post", "made": ",2020-01-05"}.get(columns.rpartition(",")[2], "")
    path = sheet(desk, f"{columns}\na,We build 110 schools.{more}\n")
    assert desk.done("import", path).startswith("Amended: a.\n")
    assert len(desk.json("list")) == 5
    late = sheet(desk, f"{columns}\nb,We build 12 bridges.{more}\n")
    assert "give a reason" in desk.refused("import", late)
    assert desk.done("import", late, "--reason", "A slip.").startswith("Amended: b.\n")
    assert len(desk.json("list")) == 5


# Sheets that the ledger wrote


def exported(desk: Desk) -> list[dict[str, str]]:
    path = desk.folder / "out.csv"
    desk.done("export", "--to", "csv", "-o", path)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def edited(desk: Desk, rows: list[dict[str, str]], **changes: dict[str, str]) -> Path:
    """A sheet of rows with changes, by ids."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(row | changes.get(row["id"], {}) for row in rows)
    return sheet(desk, text.getvalue(), "edited.csv")


def test_an_export_tells_how_far_the_ledger_had_come(desk: Desk) -> None:
    entries = str(len(desk.json("log")))
    assert {row["as_of"] for row in exported(desk)} == {entries}


def test_a_stale_sheet_never_undoes_a_newer_verdict(desk: Desk) -> None:
    rows = exported(desk)
    desk.done("import", sheet(desk, "id,verdict\nb,happened\n"))
    stale = edited(desk, rows, b={"verdict": "did-not-happen"}, c={"verdict": "did-not-happen"})
    told = desk.done("import", stale, "--reason", "As we saw it then.")
    assert "Left alone, because the ledger has been amended since: b#1" in told
    assert (verdicts(desk)["b"], verdicts(desk)["c"]) == ("happened", "did-not-happen")


def test_a_sheet_as_it_was_undoes_nothing(desk: Desk) -> None:
    desk.done("import", sheet(desk, "id,verdict\nb,happened\n"))
    rows = exported(desk)
    desk.done("import", sheet(desk, "id,verdict\nb,did-not-happen\n"), "--reason", "Recount.")
    log = desk.json("log")
    told = desk.done("import", edited(desk, rows), "--reason", "As it was.")
    assert "Left alone" in told
    assert desk.json("log") == log


def test_only_what_was_edited_in_a_sheet_changes(desk: Desk) -> None:
    rows = exported(desk)
    desk.done("import", sheet(desk, "id,statement,topics\na,We build 110 schools.,schools\n"))
    told = desk.done("import", edited(desk, rows, a={"criteria": "By the ministry's count."}))
    assert told.startswith("Amended: a.\n")
    assert "Left alone, because the ledger has been amended since: a." in told
    (one,) = desk.json("list", "--speaker", "Ann")
    assert (one["statement"], one["topics"]) == ("We build 110 schools.", ["schools"])
    assert one["criteria"] == "By the ministry's count."


def test_a_fresh_sheet_changes_what_it_says(desk: Desk) -> None:
    desk.done("import", sheet(desk, "id,verdict\nb,happened\n"))
    rows = exported(desk)
    change = edited(desk, rows, b={"verdict": "did-not-happen"}, a={"note": "Heard on the radio."})
    assert "give a reason" in desk.refused("import", change)
    desk.done("import", change, "--reason", "Recount.")
    assert verdicts(desk)["b"] == "did-not-happen"
    assert desk.json("list", "--speaker", "Ann")[0]["note"] == "Heard on the radio."


def test_a_date_under_as_of_is_not_the_number_of_an_entry(desk: Desk) -> None:
    path = sheet(desk, "id,verdict,as of\nb,happened,2024-05-01\n")
    told = desk.refused("import", path)
    assert "as_of '2024-05-01' is not the number of an entry" in told
    desk.done("import", path, "--map", "as of=")
