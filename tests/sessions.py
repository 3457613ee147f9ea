"""Console sessions in Markdown, run for real: ``python tests/sessions.py README.md`` renews them.

A session is a block marked ``console``.  A line that begins with ``$ `` is a command (continued
while it ends in a backslash); what follows, up to the next command, is what it prints.  The blocks
of a section run one after the other on a ledger of its own, on a day that is always the same.
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from unittest import mock

from click.testing import CliRunner

from ledger.cli import group

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
COMMAND = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*)\n", re.MULTILINE)


def renewed(page: str, folder: Path) -> str:
    """The page with what its sessions print, their ledgers kept in ``folder``."""
    sections = re.split(r"(?m)^(?=## )", page)
    return "".join(
        BLOCK.sub(partial(_run, folder / f"{number}.db"), section)
        for number, section in enumerate(sections)
    )


def _run(ledger: Path, block: re.Match[str]) -> str:
    lines: list[str] = []
    for found in COMMAND.finditer(block[0]):
        words = shlex.split(found["command"].replace("\\\n", " "))
        program, *arguments = words
        assert program == "ledger", f"a session runs ledger, not {program}"
        lines += [f"$ {found['command']}\n", _output(arguments, ledger)]
    return "".join(lines)


def _output(arguments: list[str], ledger: Path) -> str:
    settings = ["--db", str(ledger), "--recorder", "desk"]
    with mock.patch("ledger.book.ledger.utc_now", return_value=NOW):
        result = CliRunner().invoke(group, [*settings, *arguments], prog_name="ledger")
    assert result.exit_code in {0, 1, 2}, result.output
    return result.output.replace(str(ledger), "ledger.db")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        with tempfile.TemporaryDirectory() as empty:
            path.write_text(renewed(path.read_text(), Path(empty)))
