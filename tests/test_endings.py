"""The name of a file says in which form it is written, and never otherwise than the option."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import Desk

from ledger.cli.export_command import ENDINGS
from ledger.cli.report_commands import FORMS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import DeskAfter

REPORTS = {
    "r.html": "html", "r.HTM": "html", "r.json": "json", "r.csv": "csv", "r.md": "md",
    "r.txt": "text", "r": "text", "r-2026.11.30": "text", "r.v2": "text",
}  # fmt: skip
EXPORTS = {
    "e.csv": "csv", "e.jsonl": "jsonl", "e.jsonld": "claimreview", "e.ics": "ics",
    "e.atom": "atom", "e.CSV": "csv",
}  # fmt: skip


@pytest.fixture
def desk(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    desk_after: DeskAfter,
) -> Desk:
    monkeypatch.chdir(tmp_path)
    return desk_after(Desk.add)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "form"), REPORTS.items())
def test_a_report_is_written_as_its_ending_says(desk: Desk, name: str, form: str) -> None:
    desk.done("report", "-o", name)
    assert (desk.folder / name).read_text() == desk.done("report", "--format", form)
    desk.done("report", "-o", name, "--format", form)


@pytest.mark.parametrize(("name", "form"), EXPORTS.items())
def test_an_export_is_written_as_its_ending_says(desk: Desk, name: str, form: str) -> None:
    desk.done("export", "-o", name)
    assert (desk.folder / name).read_bytes() == desk("export", "--to", form).stdout_bytes
    desk.done("export", "-o", name, "--to", form)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("report", "--format", "json", "-o", "r.html"), "r.html is a name for html, but --format"),
        (("report", "--format", "text", "-o", "r.csv"), "r.csv is a name for csv, but --format"),
        (("export", "--to", "csv", "-o", "e.jsonl"), "e.jsonl is a name for jsonl, but --to says"),
        (("export", "--to", "claims", "-o", "e.csv"), "e.csv is a name for csv, but --to says"),
        (("export", "--to", "ics", "-o", "e.atom"), "e.atom is a name for atom, but --to says ics"),
    ],
)
def test_two_forms_for_one_file_are_refused(desk: Desk, words: tuple[str, ...], told: str) -> None:
    assert told in desk.misused(*words)
    assert [one.name for one in desk.folder.iterdir()] == ["ledger.db"]


@pytest.mark.parametrize("name", ["x.pdf", "x.png", "x.xlsx", "x.TOML", "x.csv.gz", "a.b/x.log"])
@pytest.mark.parametrize("command", ["report", "export"])
def test_an_ending_of_no_form_is_refused_with_those_there_are(
    desk: Desk, command: str, name: str
) -> None:
    told = " ".join(desk.misused(command, "-o", name).split())
    assert f"{command} cannot write a .{name.rpartition('.')[2]} file, only ." in told
    known = FORMS if command == "report" else ENDINGS
    assert all(one in told for ends in known.values() for one in ends)
    assert [one.name for one in desk.folder.iterdir()] == ["ledger.db"]
    option = ("--format", "md") if command == "report" else ("--to", "csv")
    (desk.folder / "a.b").mkdir()
    desk.done(command, "-o", name, *option)


@pytest.mark.parametrize(
    "name", ["out", "claims-1.2", "2026.11.30", "out.v2", "St. Mary", ".hidden", "a.toml/out"]
)
def test_a_folder_may_have_any_name_but_that_of_a_file(desk: Desk, name: str) -> None:
    desk.done("export", "-o", name)
    assert (desk.folder / name / "2023").is_dir()
    (desk.folder / "there.old").mkdir()
    desk.done("export", "-o", "there.old")
    desk.done("export", "-o", "new.old", "--to", "claims")
    assert (desk.folder / "there.old" / "2023").is_dir()
    assert (desk.folder / "new.old" / "2023").is_dir()


def test_any_other_name_is_for_any_form(desk: Desk) -> None:
    for form in ("csv", "jsonl", "claimreview"):
        desk.done("export", "--to", form, "-o", "data")
        desk.done("export", "--to", form, "-o", "data.txt")
    (desk.folder / "claims.csv").mkdir()
    desk.done("export", "-o", "claims.csv")
    assert (desk.folder / "claims.csv" / "2023").is_dir()


def test_the_help_of_export_says_what_claim_files_hold(desk: Desk) -> None:
    told = " ".join(desk.done("export", "--help").split())
    assert "the whole ledger" not in told
    assert "Claim files hold every claim as it stands, and jsonl is the whole journal" in told
