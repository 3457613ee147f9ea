"""A manifest that was changed by hand is refused in a sentence, and nothing is reported."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import everything
import pytest
from commands import Desk

from ledger import Ledger
from ledger.lake.export import export_lake
from ledger.lake.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake written in two steps."""
    desk = Desk(tmp_path_factory.mktemp("lake"))
    everything.fill(desk.database)
    with Ledger(desk.database) as ledger:
        export_lake(ledger, desk.folder / "lake", "50@2023-09-03")
        export_lake(ledger, desk.folder / "lake")
    return desk.folder / "lake"


def other_root(found: dict[str, Any]) -> None:
    found["root"] = "A" * 43 + "="


def earlier_entry(found: dict[str, Any]) -> None:
    found["entry"] -= 1


def later_entry(found: dict[str, Any]) -> None:
    found["entry"] += 5


def entry_in_words(found: dict[str, Any]) -> None:
    found["entry"] = "fifty"


def path_of_no_text(found: dict[str, Any]) -> None:
    found["files"][0]["path"] = 7


def other_table(found: dict[str, Any]) -> None:
    found["files"][0]["table"] = "sources"


def unknown_table(found: dict[str, Any]) -> None:
    found["files"][0]["table"] = "nothing"


def other_range(found: dict[str, Any]) -> None:
    found["files"][0]["last"] = 49


def named_twice(found: dict[str, Any]) -> None:
    found["files"].append(found["files"][0])


TYPES = "is not what this program writes."
RANGES = "does not name files of all entries from 1 to"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (other_root, "manifest.json has another root hash than"),
        (earlier_entry, RANGES),
        (later_entry, RANGES),
        (entry_in_words, TYPES),
        (path_of_no_text, TYPES),
        (other_table, RANGES),
        (unknown_table, RANGES),
        (other_range, RANGES),
        (named_twice, RANGES),
    ],
)
def test_what_was_changed_by_hand_is_refused(
    whole: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None], expected: str
) -> None:
    lake = tmp_path / "lake"
    shutil.copytree(whole, lake)
    found = json.loads((lake / MANIFEST).read_text(encoding="utf-8"))
    change(found)
    (lake / MANIFEST).write_text(json.dumps(found), encoding="utf-8")
    result = Desk(tmp_path)("report", "--lake", lake)
    assert (result.exit_code, result.stdout) == (1, "")
    assert expected in " ".join(result.stderr.split())


def test_files_of_a_range_that_are_left_out_with_their_lines_are_missed(
    whole: Path, tmp_path: Path
) -> None:
    lake = tmp_path / "lake"
    shutil.copytree(whole, lake)
    found = json.loads((lake / MANIFEST).read_text(encoding="utf-8"))
    gone = [one for one in found["files"] if one["table"] == "journal"][:1]
    found["files"] = [one for one in found["files"] if one not in gone]
    (lake / gone[0]["path"]).unlink()
    (lake / MANIFEST).write_text(json.dumps(found), encoding="utf-8")
    result = Desk(tmp_path)("report", "--lake", lake)
    assert (result.exit_code, result.stdout) == (1, "")
    assert RANGES in " ".join(result.stderr.split())
