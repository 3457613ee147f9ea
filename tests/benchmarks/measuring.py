"""What a command costs: seconds of CPU, seconds on the clock, and memory at its peak.

The CPU of a command is what its process and those it waited for took, as user and for the system.
A command whose work a server does is charged for the server's seconds as well.

On Linux a process is charged with the memory of the one that started it, up to the moment it
becomes another program; so this one loads nothing heavy.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LEDGER: Final = str(Path(sys.executable).with_name("ledger"))
MIB: Final = 1024 * 1024
UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""In how many bytes the system counts the memory of a process."""

READY: Final = "made ready in"
"""What a yardstick prints before its seconds of CPU and on the clock that are none of the work."""


class CommandFailed(Exception):  # noqa: N818 - named for what happened
    """A command to be measured did not end well."""


@dataclass(frozen=True, slots=True)
class Command:
    """A program to run, and the process of the server that works for it, if any."""

    words: tuple[str, ...]
    server: int | None = None
    note: str = ""
    """What must be known of the figure."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU and on the clock, and the most memory in MiB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of several runs, and between what they lay."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """That of some values; there is one at least."""
        return cls(median(values), min(values), max(values))

    @property
    def figures(self) -> list[float]:
        """Median, minimum and maximum, to a thousandth."""
        return [round(one, 3) for one in (self.median, self.least, self.most)]


def run(command: Command, scratch: Path) -> Cost:
    """Run a command in the folder ``scratch``, and say what it cost.

    Raises:
        CommandFailed: its exit code is not 0.
    """
    log = scratch / "printed"
    before = 0.0 if command.server is None else server_seconds(command.server)
    began = time.monotonic()
    with log.open("wb") as printed:
        child = subprocess.Popen(
            command.words, stdout=printed, stderr=subprocess.STDOUT, env=environment(scratch)
        )
        _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        told = log.read_bytes()[-2000:].decode(errors="replace")
        raise CommandFailed(f"{' '.join(command.words)}\n{told}")
    after = 0.0 if command.server is None else server_seconds(command.server)
    cpu, idle = _preparing(log)
    return Cost(
        used.ru_utime + used.ru_stime - cpu + after - before,
        wall - idle,
        used.ru_maxrss * UNIT / MIB,
    )


def _preparing(log: Path) -> tuple[float, float]:
    """What a yardstick says in its last line that it took to be ready."""
    with log.open("rb") as printed:
        printed.seek(max(0, log.stat().st_size - 200))
        line = printed.read().decode(errors="replace").rstrip("\n").rpartition("\n")[2]
    if not line.startswith(READY):
        return 0.0, 0.0
    cpu, wall = line.removeprefix(READY).split()
    return float(cpu), float(wall)


def environment(scratch: Path) -> dict[str, str]:
    """The environment of a command; what it caches for its user goes into ``scratch``."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LEDGER_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # else each command reads all modules anew
    return {
        **kept,
        "XDG_CACHE_HOME": str(scratch / "cache"),
        "COLUMNS": "100",
        "OPENBLAS_NUM_THREADS": "1",  # else numpy's threads wait busily for work that never comes
    }


class Work:
    """The work of a yardstick: what its process does outside the block is not counted.

    There may be several blocks one after the other.
    """

    def __init__(self) -> None:
        self._cpu = self._wall = 0.0

    def __enter__(self) -> None:
        self._began = self._now()

    def __exit__(self, *_: object) -> None:
        cpu, wall = self._now()
        self._cpu += cpu - self._began[0]
        self._wall += wall - self._began[1]

    @staticmethod
    def _now() -> tuple[float, float]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime, time.monotonic()

    def tell(self, born: float) -> None:
        """Print what was not the work, of a process that began at ``born`` on the clock."""
        cpu, wall = self._now()
        print(READY, cpu - self._cpu, wall - born - self._wall)  # noqa: T201 - read by `run`


def server_seconds(process: int) -> float:
    """The seconds of CPU of a server and of all processes it ever started."""
    times = _times(process)
    ticks = sum(times[:4])
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        try:
            ticks += sum(_times(int(child))[:2])
        except OSError:  # it is gone, and counted with its parent the next time
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def _times(process: int) -> list[int]:
    """User and system ticks of a process, and those of the children it has waited for."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return [int(one) for one in fields[11:15]]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    import sqlite3  # noqa: PLC0415 - only for its version

    names = [
        line.partition(":")[2].strip()
        for line in _lines(Path("/proc/cpuinfo"))
        if line.startswith("model name")
    ]
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def put_between(page: Path, marks: tuple[str, str], told: str) -> None:
    """Put what was measured into a page, between two marks that are there."""
    begin, end = marks
    head, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, tail = rest.partition(end)
    page.write_text(f"{head}{begin}\n\n{told}\n\n{end}{tail}", encoding="utf-8")
