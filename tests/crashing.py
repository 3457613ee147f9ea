"""The command killed at, or failing at, one system call on the ledger's files: by ``strace``.

A point is one call of `CALLS` on one of the files watched.  The command runs in a process forked
from one in which the libraries are loaded already, so that thousands of points can be tried.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, Self

import newer_program

from ledger.audit import signing  # noqa: F401 - loaded before any fork
from ledger.book.importing import bundles, check  # noqa: F401 - loaded before any fork
from ledger.book.writing import add  # noqa: F401 - loaded before any fork
from ledger.cli import main
from ledger.store import migrate  # noqa: F401 - as above
from ledger.store.sqlite import catalogue, copies, guards  # noqa: F401 - as above

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """How a command ended: its exit code (negative: the signal), what it said, its calls.

    ``failed`` is the number of the call that was made to fail, counted from 0.
    """

    code: int
    said: str
    calls: tuple[str, ...]
    failed: int | None = None


def cannot_trace() -> str | None:
    """Why no process can be traced here; None where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    done = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "no process may be traced here" if done.returncode else None


class Nursery:
    """A process in which the libraries are loaded, and of which commands are forked.

    Its lines are JSON: it is told what to run, answers with the number of the process, waits to be
    told to go on, and answers with the exit code.
    """

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.communicate()

    def run(
        self,
        arguments: Sequence[str],
        notes: Path,
        watched: Sequence[Path] = (),
        injury: str = "",
        lives: float | None = None,
    ) -> Ran:
        """Run the command; its calls on the files ``watched`` are noted, and it is injured in one.

        Where it ``lives`` so many seconds, it is killed when it still runs after them.
        What it says, and the trace of it, go into files in the folder ``notes``.
        """
        said, trace = notes / "said", notes / "trace"
        said.write_text("")  # a command killed at once does not come to empty it
        trace.write_text("")
        self._tell([str(said), *arguments])
        process = self._hear()
        tracer = _traced(process, watched, injury, trace) if watched else None
        self._tell("go")
        if lives is not None:
            time.sleep(lives)
            os.kill(process, signal.SIGKILL)
        self._tell("end")
        code = self._hear()
        if tracer is not None:
            tracer.communicate()
        calls = re.findall(r"(?m)^\d+ +(\w+)\(.*?(\(INJECTED\))?$", trace.read_text())
        failed = [number for number, (_, injected) in enumerate(calls) if injected]
        names = tuple(name for name, _ in calls)
        return Ran(code, said.read_text(), names, failed[0] if failed else None)

    def _tell(self, told: object) -> None:
        assert self._server.stdin is not None
        self._server.stdin.write(f"{json.dumps(told)}\n")
        self._server.stdin.flush()

    def _hear(self) -> int:
        assert self._server.stdout is not None
        return int(self._server.stdout.readline())


def _traced(
    process: int, watched: Sequence[Path], injury: str, trace: Path
) -> subprocess.Popen[str]:
    """What traces a process, from now on."""
    words = [word for path in watched for word in ("-P", str(path))]
    words += ["-e", f"inject={injury}"] if injury else []
    tracer = subprocess.Popen(
        ["strace", "-f", "-o", trace, "-e", f"trace={CALLS}", *words, "-p", str(process)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert tracer.stderr is not None
    assert "attached" in tracer.stderr.readline()
    return tracer


def injury(calls: Sequence[str], point: int, how: str) -> str:
    """What ``strace`` is told, to injure a command at one of its ``calls``, counted from 0.

    It counts each kind of call by itself.
    """
    call = calls[point]
    return f"{call}:{INJURIES[how]}:when={calls[: point + 1].count(call)}"


def was_killed(ran: Ran) -> bool:
    """Whether the command was killed."""
    return ran.code == -signal.SIGKILL


def _serve() -> None:
    """What a nursery does."""
    for line in sys.stdin:
        said, *arguments = json.loads(line)
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(ours, 1)
            _become_command(Path(said), arguments)
        _answer(child)
        sys.stdin.readline()
        os.write(theirs, b"!")
        sys.stdin.readline()  # until then the number of the process is nobody else's
        _, status = os.waitpid(child, 0)
        _answer(os.waitstatus_to_exitcode(status))
        os.close(ours)
        os.close(theirs)


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _become_command(said: Path, arguments: list[str]) -> NoReturn:
    with said.open("wb") as file:
        for descriptor in (1, 2):
            os.dup2(file.fileno(), descriptor)
    numbers = count()
    secrets.token_hex = lambda _=None: str(next(numbers))  # known names can be watched
    code: object = 1
    try:
        if arguments[0] == "newer":
            newer_program.become(Path(arguments[1]))
            arguments = arguments[2:]
        main(arguments)
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - as Python itself does at the end of a program
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(str(code or 0)))


if __name__ == "__main__":
    ctypes.CDLL(None).prctl(*ANY_TRACER)
    _serve()
