"""Ctrl-C and SIGTERM at any moment: no traceback, nothing half written, and the shell is told."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from commands import CLAIMS, Desk, plain_environment
from conftest import SEED, many

from ledger.book.ledger import Ledger
from ledger.cli import process
from ledger.cli.process import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="when it listens is read in /proc, as on Linux"
)

CATCHES: Final = re.compile(r"SigCgt:\t([0-9a-f]+)")

COMMANDS: Final = (
    ("import", str(CLAIMS)),
    ("add", "--publisher", "P", "--speaker", "Ann", "--statement", "It rains.", "--due", "2024"),
    ("list",),
    ("report", "--format", "html", "-o", "r.html"),
    ("export", "-o", "out"),
    ("backup", "b.db"),
    ("verify",),
)

OWN: Final = {"ledger.db", "r.html", "out", "b.db"}
"""What may be in the folder after a command: whole files with the names that were asked for."""


def listens(process: subprocess.Popen[str]) -> bool:
    """Whether a process has a handler of its own for Ctrl-C."""
    with suppress(OSError):
        found = CATCHES.search(Path(f"/proc/{process.pid}/status").read_text())
        return found is not None and bool(int(found[1], 16) & 1 << (signal.SIGINT - 1))
    return False


def waits(process: subprocess.Popen[str], *, until: bool) -> None:
    """Wait until a process listens, or listens no more."""
    while process.poll() is None and listens(process) is not until:
        time.sleep(0.0005)


def started(folder: Path, *words: str) -> subprocess.Popen[str]:
    """The command as a process that has just taken Ctrl-C from Python.

    While Python itself starts, some hundredths of a second, no program can see to that.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "ledger", "--db", "ledger.db", *words],
        cwd=folder,
        env=plain_environment() | {"LEDGER_TRACEBACK": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    waits(process, until=True)
    waits(process, until=False)
    return process


def lasting(folder: Path, *words: str) -> float:
    """How many seconds a command takes here that nobody stops."""
    folder.mkdir()
    if words[0] != "import":
        Desk(folder).add()
    before = time.monotonic()
    with started(folder, *words) as process:
        process.communicate()
    return time.monotonic() - before


def whole(folder: Path) -> None:
    """See that a command which was stopped left nothing half written."""
    assert {one.name for one in folder.iterdir()} <= OWN
    if (folder / "ledger.db").exists():
        with Ledger(folder / "ledger.db") as ledger:
            assert ledger.verify().whole
    if (folder / "r.html").exists():
        assert (folder / "r.html").read_text().rstrip().endswith("</html>")


@pytest.mark.slow
def test_a_signal_at_any_moment_leaves_nothing_half_written(
    tmp_path: Path, note: Callable[[str], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a test's
    ends = dict.fromkeys(("stopped", "done"), 0)
    lasts: dict[str, float] = {}
    for number in range(many(14, 100)):
        folder = tmp_path / str(number)
        folder.mkdir()
        words = COMMANDS[number % len(COMMANDS)]
        if words[0] != "import":
            Desk(folder).add()
        if words[0] not in lasts:
            lasts[words[0]] = lasting(tmp_path / f"whole-{words[0]}", *words)
        told = chance.choice([signal.SIGINT, signal.SIGINT, signal.SIGTERM])
        with started(folder, *words) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.random() * 1.1 * lasts[words[0]])
            process.send_signal(told)
            if chance.random() < 0.2:
                process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)
        assert "Traceback" not in said
        assert "Exception ignored" not in said
        assert process.returncode in {0, -told, -signal.SIGINT}, said
        ends["stopped" if process.returncode else "done"] += 1
        if process.returncode and said:
            assert said.lstrip().startswith("Stopped."), "perhaps below an empty line of click's"
        whole(folder)
    note(f"seed {SEED}, {ends['stopped']} stopped, {ends['done']} done by then")


def test_while_libraries_load_the_program_ends_at_once_and_quietly(tmp_path: Path) -> None:
    for _ in range(many(3, 20)):
        process = started(tmp_path, "list")
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60) == ("", "")
        assert process.returncode == -signal.SIGINT


@pytest.mark.slow
def test_what_was_written_before_a_signal_is_told(tmp_path: Path) -> None:
    """A claim is added, and its answer goes to a reader who does not read."""
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    words = [sys.executable, "-m", "ledger", "--db", "l.db", *COMMANDS[1]]
    with (tmp_path / "pipe").open("wb") as pipe:
        os.set_blocking(pipe.fileno(), False)
        with suppress(BlockingIOError):
            while os.write(pipe.fileno(), bytes(4096)):
                pass
        os.set_blocking(pipe.fileno(), True)
        process = subprocess.Popen(
            words, cwd=tmp_path, stdout=pipe, stderr=subprocess.PIPE, text=True
        )
    while not (tmp_path / "l.db").exists():
        time.sleep(0.01)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    os.close(reader)
    assert process.returncode == -signal.SIGTERM
    assert said == "Stopped. l.db was written before that.\n"


@pytest.mark.slow
def test_what_is_to_be_ignored_is_ignored(tmp_path: Path) -> None:
    """As a shell has it for what runs in its background."""
    words = f"trap '' INT; {sys.executable} -m ledger --db l.db import {CLAIMS} & echo $!; wait $!"
    with subprocess.Popen(
        ["bash", "-c", words], cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        number = int(process.stdout.readline())
        for _ in range(20):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGINT)
            time.sleep(0.02)
        assert "Added" in process.stdout.read()
    assert process.returncode == 0


# In this process


@pytest.fixture
def handlers() -> Iterator[None]:
    """Puts back what listens for signals."""
    before = {one: signal.getsignal(one) for one in process.SIGNALS}
    hook = sys.unraisablehook
    for one in process.SIGNALS:
        signal.signal(one, signal.SIG_DFL)
    yield
    sys.unraisablehook = hook
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.usefixtures("handlers")
def test_the_first_signal_stops_and_a_later_one_ends_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(process, "end_by", ended.append)
    process.listen()
    with pytest.raises(Stopped) as stop:
        signal.raise_signal(signal.SIGTERM)
    assert stop.value.number == signal.SIGTERM
    for one in process.SIGNALS:
        signal.raise_signal(one)
    assert not ended, "what comes within a second is the same wish"
    monkeypatch.setattr(process, "PATIENCE", 0.0)
    for one in process.SIGNALS:
        signal.raise_signal(one)
    assert ended == list(process.SIGNALS)


@pytest.mark.usefixtures("handlers")
def test_after_the_work_is_done_no_signal_disturbs() -> None:
    process.listen()
    process.deafen()
    for one in process.SIGNALS:
        signal.raise_signal(one)


@pytest.mark.usefixtures("handlers")
def test_a_stop_that_nothing_can_catch_comes_again_until_it_is_caught(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    monkeypatch.setattr(sys, "__unraisablehook__", lambda what: told.append(repr(what.exc_value)))
    process.listen()

    class Dies:
        def __init__(self, work: Callable[[], object]) -> None:
            self.work = work

        def __del__(self) -> None:
            self.work()

    def swallowed(number: int) -> None:
        one = Dies(lambda: signal.raise_signal(number))
        del one
        one = Dies(lambda: time.sleep(0.1))  # into which it falls when it comes again
        del one
        time.sleep(2)

    for number in process.SIGNALS:
        for known in process.SIGNALS:
            signal.signal(known, signal.SIG_DFL)
        process.listen()
        with pytest.raises(Stopped) as stop:
            swallowed(number)
        assert stop.value.number == number

    for known in process.SIGNALS:
        signal.signal(known, signal.SIG_DFL)
    process.listen()

    def fails(trouble: Exception) -> None:
        raise trouble

    for trouble in (KeyError("ours"), OSError("odd")):
        one = Dies(lambda: fails(trouble))  # noqa: B023 - as above
        del one
    process.deafen()
    one = Dies(lambda: fails(OSError("Signal 2 ignored due to race condition")))
    del one
    assert told == ["KeyError('ours')", "OSError('odd')"]
    assert capsys.readouterr().err == ""
