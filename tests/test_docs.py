"""What the pages say is what the program does."""

from __future__ import annotations

import re
import runpy
from datetime import date
from pathlib import Path
from pkgutil import resolve_name

import pytest
from sessions import NOW, renewed

from ledger.book.importing.check import check
from ledger.edtf import from_day, read
from ledger.formats.claimfile.read import read_claim_file
from ledger.journal import proof
from ledger.journal.checkpoint import verify_signature
from ledger.journal.entry import horizon
from ledger.journal.note_key import parse_verifier
from ledger.model import keys

ROOT = Path(__file__).parents[1]
FOR_DEVELOPERS = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "least"), [("README.md", 4), ("docs/terminal.md", 1), ("docs/programs.md", 2)]
)
def test_every_session_prints_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, least: int
) -> None:
    monkeypatch.chdir(ROOT)
    page = (ROOT / name).read_text(encoding="utf-8")
    assert page.count("```console") >= least
    assert renewed(page, tmp_path) == page


@pytest.mark.slow
def test_the_page_on_spreadsheets_goes_from_a_sheet_to_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "spreadsheets.md").read_text(encoding="utf-8")
    first = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)[0]
    (tmp_path / "promises.csv").write_text(first, encoding="utf-8")
    assert page.count("```console") >= 3
    assert renewed(page, tmp_path) == page


@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("commands.md", "reference"),
        ("ledger.1", "manual"),
        ("claim-file.schema.json", "schema"),
    ],
)
def test_what_is_made_of_the_program_is_what_it_says(page: str, made: str) -> None:
    make = runpy.run_path(str(ROOT / "docs" / "generate.py"))[made]
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == make()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_lines_made_of_tables_are_what_these_hold(page: Path) -> None:
    renewed = runpy.run_path(str(ROOT / "docs" / "generate.py"))["renewed"]
    text = page.read_text(encoding="utf-8")
    assert renewed(page.name, text) == text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert all((page.parent / link).exists() for link in links)


@pytest.mark.parametrize("page", FOR_DEVELOPERS, ids=lambda page: page.name)
def test_every_file_and_name_that_developers_are_told_of_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    told = re.findall(r"`([^`\n]+)`", text)
    paths = [one for one in told if re.fullmatch(r"[.\w/-]+(?:/|\.(?:py|md))", one)]
    names = [one for one in told if re.fullmatch(r"(?:ledger|Ledger)\.[\w.]+", one)]
    assert len(paths) + len(names) > 10
    assert [one for one in paths if "NAME" not in one and not (ROOT / one).exists()] == []
    assert [one for one in names if not _is_there(one)] == []


def _is_there(name: str) -> bool:
    """Whether a module, or something in one, has the dotted name; ``Ledger`` is the class."""
    try:
        resolve_name(name.replace("Ledger.", "ledger.book.ledger:Ledger.", 1))
    except (ImportError, AttributeError):
        return False
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_claim_files_in_the_docs_have_no_problem(page: Path) -> None:
    day = horizon(NOW)
    for text in re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        bundle, problems = read_claim_file(page.name, text, day)
        assert bundle is not None, [str(one) for one in problems]


def test_the_claim_file_page_names_every_key() -> None:
    page = (ROOT / "docs" / "claim-file.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[a-z_]+", page))
    every = {*keys.SOURCE_KEYS, *keys.QUESTION_KEYS, *keys.CLAIM_KEYS, *keys.OUTCOME_KEYS}
    assert every | set(keys.EVIDENCE_KEYS) <= named


def test_the_proof_and_the_checkpoint_on_their_page_are_true() -> None:
    page = (ROOT / "docs" / "checkpoints.md").read_text(encoding="utf-8")
    signed, _, proved = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    (named,) = set(re.findall(r"[\w./]+\+[0-9a-f]{8}\+[\w+/=]+", page))
    found = proof.parse(proved)
    proof.check(found)
    assert str(found.checkpoint) == signed
    verify_signature(found.checkpoint, parse_verifier(named))


def test_every_phrase_on_the_dates_page_can_be_read() -> None:
    page = (ROOT / "docs" / "dates.md").read_text(encoding="utf-8")
    lines = re.findall(r"^> (.*)$", page, re.MULTILINE)
    anchor = from_day(date(2023, 7, 3))
    for phrase in "; ".join(lines).split("; "):
        assert read(phrase, anchor).latest is not None


def test_the_claims_folder_has_no_problem() -> None:
    bundles, problems = check([ROOT / "claims"], horizon(NOW))
    assert bundles
    assert [str(one) for one in problems if one.severity == "error"] == []


def test_the_program_in_python_on_its_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "programs.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "programs.md", "exec"), {})  # noqa: S102 - it is our own page
    assert capsys.readouterr().out == "['right']\n"
