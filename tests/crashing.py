"""The command killed at, or failing at, one system call on the ledger's files: by ``strace``.

A point is one call of `CALLS` on one of the files watched.  The command runs in a process forked
from one in which the libraries are loaded already, so that thousands of points can be tried.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

import newer_program

from ledger.book import checking, importing, repeating  # noqa: F401 - loaded before any fork
from ledger.cli import main
from ledger.store import copies, migrate  # noqa: F401 - as above

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

CALLS: Final = (
    "openat,?open,write,pwrite64,fsync,fdatasync,ftruncate,"
    "?rename,?renameat,?renameat2,?unlink,?unlinkat,?link,?linkat"
)
"""A question mark: not every machine has the call."""

INJURIES: Final = {"killed": "signal=SIGKILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}

ANY_TRACER: Final = (0x59616D61, ctypes.c_ulong(-1))
"""PR_SET_PTRACER, PR_SET_PTRACER_ANY: whoever may trace at all may trace this process."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: its exit code (negative: the signal), what it said, its calls."""

    code: int
    said: str
    calls: tuple[str, ...]


def cannot_trace() -> str | None:
    """Why no process can be traced here; None where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    done = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "no process may be traced here" if done.returncode else None


def run(arguments: Sequence[str], watched: Sequence[Path], notes: Path, injury: str = "") -> Ran:
    """Run the command, and injure it as `injury` says; with none its points are counted.

    What it says, and the trace of it, go into files in the folder ``notes``.
    """
    injuries = ["-e", f"inject={injury}"] if injury else []
    paths = [word for path in watched for word in ("-P", str(path))]
    trace = notes / "trace"
    server = get_context("forkserver")
    server.set_forkserver_preload(["crashing"])
    ours, theirs = server.Pipe()
    process = server.Process(target=_command, args=(theirs, notes / "said", list(arguments)))
    process.start()
    ours.recv()
    tracer = subprocess.Popen(
        [
            "strace",
            "-f",
            "-o",
            trace,
            "-e",
            f"trace={CALLS}",
            *paths,
            *injuries,
            "-p",
            str(process.pid),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    assert "attached" in tracer.stderr.readline()
    ours.send("go")
    process.join()
    tracer.communicate()
    calls = re.findall(r"(?m)^\d+ +(\w+)\(", trace.read_text())
    assert process.exitcode is not None
    return Ran(process.exitcode, (notes / "said").read_text(), tuple(calls))


def injury(calls: Sequence[str], point: int, how: str) -> str:
    """What ``strace`` is told, to injure a command at one of its ``calls``, counted from 0.

    It counts each kind of call by itself.
    """
    call = calls[point]
    return f"{call}:{INJURIES[how]}:when={calls[: point + 1].count(call)}"


def _command(parent: Connection, said: Path, arguments: list[str]) -> None:
    """What the forked process does: it waits until it is traced, and becomes the command."""
    ctypes.CDLL(None).prctl(*ANY_TRACER)
    with said.open("wb") as file:
        for descriptor in (1, 2):
            os.dup2(file.fileno(), descriptor)
    parent.send("here")
    parent.recv()
    if arguments[0] == "newer":
        newer_program.become(Path(arguments[1]))
        arguments = arguments[2:]
    main(arguments)


def was_killed(ran: Ran) -> bool:
    """Whether the command was killed."""
    return ran.code == -signal.SIGKILL
