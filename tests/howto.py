"""The how-tos, run for real: ``python -m tests.howto`` renews what their sessions print.

A page is one session from an empty folder to its end.  A block of code marked with a language and
the name of a file is that file.  A block marked ``console`` has commands after ``$ ``, and what
they print; ``ledger`` and ``python`` run in this process, on a day that is always the same, and
with keys that are; anything else is left to a shell.  A page may begin with files of its own in
``tests/trackers``: those that `EXPORTS` names.
"""

from __future__ import annotations

import io
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Final
from unittest import mock

from click.testing import CliRunner
from sessions import NOW

from ledger.cli import group

HERE: Final = Path(__file__).parent
FOLDER: Final = HERE.parent / "docs" / "howto"
EXPORTS: Final = {
    "move-from-fatebook.md": {"fatebook-export.csv": ["fatebook.csv"]},
    "move-from-predictionbook.md": {"predictionbook.json": ["predictionbook.json"]},
    "move-from-metaculus.md": {
        "metaculus-data.zip": ["question_data.csv", "forecast_data.csv"],
    },
}
"""The export that somebody brings along, by page, and what it is made of; several are a zip."""

BLOCK: Final = re.compile(
    r"^```(?P<lang>\w+)(?: (?P<file>[\w./-]+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
COMMAND: Final = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*)\n", re.MULTILINE)
RECORDER: Final = "desk"


def renewed(name: str, page: str, folder: Path) -> str:
    """The page with what its sessions print, its files made in ``folder``."""
    for export, parts in EXPORTS.get(name, {}).items():
        _bring(folder / export, parts)
    session = _Session(folder)
    with chdir(folder):
        return BLOCK.sub(session.block, page)


def _bring(export: Path, parts: list[str]) -> None:
    if len(parts) == 1:
        shutil.copyfile(HERE / "trackers" / parts[0], export)
        return
    from zipfile import ZipFile  # noqa: PLC0415 - for one page

    with ZipFile(export, "w") as packed:
        for part in parts:
            packed.write(HERE / "trackers" / part, part)


class _Session:
    """The commands of one page, which know how the last one ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = 0
        self.usual = {"LEDGER_RECORDER": RECORDER, "XDG_STATE_HOME": str(folder / ".state")}

    def block(self, found: re.Match[str]) -> str:
        """A block of the page: a file is written, and a session run."""
        if found["file"]:
            path = self.folder / found["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found["text"], encoding="utf-8")
        if found["lang"] != "console":
            return found[0]
        lines = (self._run(one["command"]) for one in COMMAND.finditer(found["text"]))
        return f"```console\n{''.join(lines)}```"

    def _run(self, command: str) -> str:
        words = shlex.split(command.replace("\\\n", " ").replace("$?", str(self.code)))
        settings: dict[str, str] = {}
        while re.fullmatch(r"[A-Z_]+=.*", words[0]):
            key, _, settings[key] = words.pop(0).partition("=")
        output = words.pop() if ">" in words[-2:] else None
        told = self._answer([word for word in words if word != ">"], settings)
        if output is not None:
            (self.folder / output).write_text(told, encoding="utf-8")
            told = ""
        return f"$ {command}\n{told.replace(str(self.folder) + os.sep, '')}"

    def _answer(self, words: list[str], settings: dict[str, str]) -> str:
        program, *arguments = words
        fixed = mock.patch("ledger.book.ledger.utc_now", return_value=NOW)
        keys = mock.patch("ledger.journal.note_key.secrets.token_bytes", return_value=b"k" * 32)
        with fixed, keys:
            if program == "ledger":
                return self._ledger(arguments, settings)
            if program == "python":
                return _script(arguments[0])
        return self._shell(words)

    def _ledger(self, arguments: list[str], settings: dict[str, str]) -> str:
        with mock.patch.dict(os.environ, {**self.usual, **settings}):
            result = CliRunner().invoke(group, arguments, prog_name="ledger")
        assert result.exit_code in {0, 1, 2}, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        self.code = result.exit_code
        return result.output

    def _shell(self, words: list[str]) -> str:
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=os.environ | {"GIT_CONFIG_GLOBAL": os.devnull} | WHO,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=30,
        )
        self.code = done.returncode
        return done.stdout


WHO: Final = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in {"NAME": "Desk", "EMAIL": "desk@example.com"}.items()
}


def _script(path: str) -> str:
    printed = io.StringIO()
    with redirect_stdout(printed):
        runpy.run_path(path, run_name="__main__")
    return printed.getvalue()


if __name__ == "__main__":
    wanted = [Path(one) for one in sys.argv[1:]] or sorted(FOLDER.glob("*.md"))
    for page in wanted:
        with tempfile.TemporaryDirectory() as empty:
            text = page.read_text(encoding="utf-8")
            page.write_text(renewed(page.name, text, Path(empty)), encoding="utf-8")
