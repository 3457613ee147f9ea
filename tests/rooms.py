"""Which modules of the ledger a command passes: ``python tests/rooms.py`` prints how many.

Counted are modules of which some function runs, not those that are only loaded: each command is
run once before, on another ledger.  The fewer a command passes, the easier it is to follow.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from click.testing import CliRunner

import ledger
from ledger.cli import group

if TYPE_CHECKING:
    from types import FrameType

HOUSE: Final = str(Path(ledger.__file__).parent)

SHEET: Final = """\
speaker,statement,publisher,published,due
Bo,The bridge opens by the end of 2027.,The Paper,2026-03-02,2027
"""

CLAIM: Final = (
    *("--publisher", "The Paper", "--published", "2026-03-01", "--speaker", "Ann"),
    *("--statement", "The tunnel opens by the end of 2027.", "--due", "2027"),
)
EVIDENCE: Final = ("--evidence", "https://example.org/news", "--note", "It is open.")


def passed(*words: str) -> tuple[set[str], int]:
    """The modules that a command passes, and how often it goes from one to another.

    Raises:
        RuntimeError: the command failed.
    """
    rooms: set[str] = set()
    last, changes = "", 0

    def look(frame: FrameType, event: str, _: Any) -> None:  # noqa: ANN401 - whatever is returned
        nonlocal last, changes
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(HOUSE) or code.co_name == "<module>":
            return
        if code.co_filename != last:
            last, changes = code.co_filename, changes + 1
        rooms.add(last.removeprefix(HOUSE))

    sys.setprofile(look)
    try:
        result = CliRunner().invoke(group, words)
    finally:
        sys.setprofile(None)
    if result.exit_code:
        raise RuntimeError(result.output) from result.exception
    return rooms, changes


def counts(folder: Path) -> dict[str, tuple[int, int]]:
    """For each of the daily commands, how many rooms it passes and how often it changes rooms."""
    for once in ("loaded", "counted"):
        (folder / once).mkdir()
        found = _counts(folder / once)
    return found


def _counts(folder: Path) -> dict[str, tuple[int, int]]:
    place = ("--db", str(folder / "ledger.db"), "--recorder", "desk")
    (folder / "sheet.csv").write_text(SHEET)
    commands = {
        "init": ("init",),
        "add": ("add", "--id", "tunnel", *CLAIM),
        "record": ("record", "tunnel", "happened", "--on", "2026-05-01", *EVIDENCE),
        "import": ("import", str(folder / "sheet.csv")),
    }
    found = {name: passed(*place, *words) for name, words in commands.items()}
    return {name: (len(rooms), changes) for name, (rooms, changes) in found.items()}


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        for command, (rooms, changes) in counts(Path(name)).items():
            line = f"{command}: {rooms} modules, {changes} changes of module"
            print(line)  # noqa: T201 - this is what the script is for
