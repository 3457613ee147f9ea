"""The sample exports of other trackers and data sets, and what their tests share."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from commands import Desk

TRACKERS: Final = Path(__file__).parent / "trackers"
CHECKS: Final = Path(__file__).parent / "checks"
SHEETS: Final = ("question_data.csv", "forecast_data.csv")


def sample(path: Path) -> str:
    """The text of a sample."""
    return path.read_text(encoding="utf-8")


def zipped(**sheets: str) -> bytes:
    """A zip as Metaculus makes them, with the sample's sheets or others, by their stems."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.md", "What is in here.")
        for name in SHEETS:
            text = sheets.get(name.removesuffix(".csv"), sample(TRACKERS / name))
            archive.writestr(name, text)
    return made.getvalue()


def given(desk: Desk, name: str, content: str | bytes) -> Path:
    """A file of a name in the desk's folder."""
    path = desk.folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def comes_in_once(desk: Desk, path: Path, form: str, added: str) -> None:
    """See a file added, told by its content, and that it adds nothing again."""
    first = desk("import", path)
    assert first.exit_code == 0, first.output
    assert f"Reading {path} as {form}.\n" in first.stderr
    assert first.stdout == added
    root = desk.done("checkpoint")
    assert desk.done("import", path).startswith("Nothing changed: ")
    assert desk.done("checkpoint") == root


def told(desk: Desk, question: str) -> list[tuple[Any, ...]]:
    """Who said on a question how likely it was, and when, in the order of the days."""
    claims = [one for one in desk.json("list") if one["question"].startswith(question)]
    found = [(one["made"], one["speaker"], one["probability"]) for one in claims]
    return sorted(found)


def ends(desk: Desk, question: str) -> tuple[Any, ...]:
    """When a question ends: due day, its basis and words, scheduled end, end of forecasting."""
    one = next(one for one in desk.json("list") if one["question"].startswith(question))
    names = ("due", "due_basis", "due_words", "resolve_by", "closes")
    return tuple(one[name] for name in names)


def became(desk: Desk, question: str) -> tuple[Any, ...]:
    """What became of a question: due day, verdict, value, day, and the note on it."""
    one = next(one for one in desk.json("list") if one["question"].startswith(question))
    note = one["outcomes"][0]["note"] if one["outcomes"] else None
    return one["due"], one["verdict"], one["value"], one["happened_on"], note
