"""Console sessions in Markdown, run for real: ``python tests/sessions.py README.md`` renews them.

A session is a block marked ``console``.  A line that begins with ``$ `` is a command (continued
while it ends in a backslash); what follows, up to the next command, is what it prints.  The blocks
of a page run one after the other in one empty folder, on a day that is always the same.
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from click.testing import CliRunner

from ledger.cli import group

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
COMMAND = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*)\n", re.MULTILINE)


def renewed(page: str, folder: Path) -> str:
    """The page with what its sessions print when they are run in ``folder``."""
    return BLOCK.sub(lambda block: _run(block[0], folder), page)


def _run(block: str, folder: Path) -> str:
    lines: list[str] = []
    for found in COMMAND.finditer(block):
        words = shlex.split(found["command"].replace("\\\n", " "))
        program, *arguments = words
        assert program == "ledger", f"a session runs ledger, not {program}"
        lines += [f"$ {found['command']}\n", _output(arguments, folder)]
    return "".join(lines)


def _output(arguments: list[str], folder: Path) -> str:
    settings = ["--db", str(folder / "ledger.db"), "--recorder", "desk"]
    with mock.patch("ledger.book.ledger.utc_now", return_value=NOW):
        result = CliRunner().invoke(group, [*settings, *arguments], prog_name="ledger")
    assert result.exit_code in {0, 1, 2}, result.output
    return result.output.replace(f"{folder}/", "")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        with tempfile.TemporaryDirectory() as empty:
            path.write_text(renewed(path.read_text(), Path(empty)))
