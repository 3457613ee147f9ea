"""Ways to run the command in tests: in this process, as a process of its own, at a terminal."""

from __future__ import annotations

import codecs
import json
import os
import select
import subprocess
import sys
import time
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from click.testing import CliRunner

from ledger.cli import group

if TYPE_CHECKING:
    from click.testing import Result

CLAIMS = Path(__file__).parents[1] / "claims" / "2023"
"""The folder with the claims of one article."""
ARTICLE = CLAIMS / "jt-2023-07-nato-vilnius.toml"
HELD = tomllib.loads(ARTICLE.read_text(encoding="utf-8"))
COUNTS = {
    "claims": len(HELD["claim"]),
    "outcomes": sum(len(one.get("outcome", [])) for one in HELD["question"] + HELD["claim"]),
    "questions": len(HELD["question"]) + sum("question" not in one for one in HELD["claim"]),
    "sources": 1,
}
"""How many records the article's claim file holds."""

ADDED = (
    f"Added {COUNTS['claims']} claims, {COUNTS['outcomes']} outcomes, "
    f"{COUNTS['questions']} questions, 1 source.\n"
)
"""What `import` prints when it enters them."""

PATIENCE = 30.0
"""Seconds to wait for what a terminal should show."""

AT_A_TERMINAL = """
import os, sys
os.login_tty(int(sys.argv[1]))
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Takes a terminal for its own before it runs the command, so that Ctrl-C reaches it."""


class Desk:
    """A folder with a ledger in it, and the command used there as a person would use it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "ledger.db"

    def __call__(self, *arguments: str | Path, stdin: str | None = None) -> Result:
        """Run the command in this process; a traceback is an error of the test."""
        words = ["--db", str(self.database), "--recorder", "desk", *map(str, arguments)]
        return CliRunner().invoke(
            group, words, input=stdin, prog_name="ledger", catch_exceptions=False
        )

    def done(self, *arguments: str | Path) -> str:
        """Run a command that works, and answer what it printed to standard output."""
        result = self(*arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, *arguments: str | Path) -> str:
        """Run a command that is refused, and answer why: exit code 1, nothing but the reason."""
        result = self(*arguments)
        assert result.exit_code == 1, result.output
        assert result.stdout == ""
        return result.stderr

    def misused(self, *arguments: str | Path) -> str:
        """Run a command used wrongly, and answer what it says of it: exit code 2."""
        result = self(*arguments)
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        return result.stderr

    def json(self, *arguments: str | Path) -> Any:  # noqa: ANN401 - whatever the JSON holds
        """What a reading command prints as JSON."""
        return json.loads(self.done(*arguments, "--format", "json"))

    def process(
        self, *arguments: str | Path, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the command as a process of its own in the folder, without a terminal."""
        return subprocess.run(
            [sys.executable, "-m", "ledger", *map(str, arguments)],
            cwd=self.folder,
            env=plain_environment() | (environment or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=PATIENCE,
        )

    def terminal(
        self, *arguments: str | Path, environment: dict[str, str] | None = None
    ) -> Terminal:
        """Run the command in the folder, at a terminal."""
        return Terminal(self.folder, [*map(str, arguments)], environment or {})

    def add(self, **keys: str) -> str:
        """Add a claim about which nothing matters but ``keys``, and answer its id."""
        claim = {
            "publisher": "The Japan Times",
            "published": "2023-07-03",
            "speaker": "James Black",
            "statement": "NATO members agree to spend at least 2% of GDP on defence.",
            "due": "2023-07-12",
        } | {key.replace("_", "-"): value for key, value in keys.items()}
        words = [word for key, value in claim.items() if value for word in (f"--{key}", value)]
        told = self.done("add", *words)
        return told.splitlines()[0].removeprefix("Added ").removesuffix(".")


def plain_environment() -> dict[str, str]:
    """The environment without what changes how the command works."""
    unwanted = {"LEDGER_DB", "LEDGER_RECORDER", "LEDGER_REPLICA", "NO_COLOR", "FORCE_COLOR"}
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    return kept | {"TERM": "xterm-256color", "PYTHONUTF8": "1"}


class Terminal:
    """A command at a terminal, usually of 80 columns: what it showed, and what a person types."""

    def __init__(
        self,
        folder: Path,
        arguments: list[str],
        environment: dict[str, str],
        size: tuple[int, int] = (24, 80),
        program: str = "",
    ) -> None:
        import pty  # noqa: PLC0415 - there is none on Windows, where these tests are left out
        import termios  # noqa: PLC0415 - as above

        self.ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, size)
        words = [program or sys.executable, *([] if program else ["-m", "ledger"]), *arguments]
        self.process = subprocess.Popen(
            [sys.executable, "-c", AT_A_TERMINAL, str(theirs), *words],
            cwd=folder,
            env=plain_environment() | {"XDG_STATE_HOME": f"{folder}.state"} | environment,
            pass_fds=[theirs],
        )
        os.close(theirs)
        self.shown = ""
        self._read = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.ours)

    def sees(self, words: str) -> str:
        """Wait until ``words`` are shown, and answer all that came since they were last waited for.

        Raises:
            AssertionError: they did not come.
        """
        while words not in self.shown[self._read :]:
            assert self._receive(), f"{words!r} was not shown; shown was:\n{self.shown}"
        end = self.shown.index(words, self._read) + len(words)
        seen, self._read = self.shown[self._read : end], end
        return seen

    def types(self, text: str) -> None:
        """Type a line and press Enter."""
        os.write(self.ours, f"{text}\n".encode())

    def presses(self, key: bytes) -> int:
        """Press a key that ends the command, again where it did not listen yet: the exit code."""
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            os.write(self.ours, key)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(1)
        return self.ends()

    def ends(self) -> int:
        """Wait for the end, and answer the exit code; what came since is in `shown`.

        Raises:
            AssertionError: there is no end.
        """
        while self._receive():
            pass
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(PATIENCE)
        raise AssertionError(f"the command is still running; shown was:\n{self.shown}")

    def _show(self, text: str) -> None:
        """Keep what came to be shown."""
        self.shown = (self.shown + text).replace("\r\n", "\n")

    def _receive(self) -> bool:
        """Take what the command shows next; False once it has ended or shows nothing for long."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            ready, _, _ = select.select([self.ours], [], [], 0.1)
            if ready:
                try:
                    data = os.read(self.ours, 65536)
                except OSError:  # Linux says so when the other end is closed
                    return False
                self._show(self._decoder.decode(data))
                return bool(data)
            if self.process.poll() is not None:
                return False
        return False
