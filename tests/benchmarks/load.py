"""What `ledger serve` does under load: pages asked for at a steady rate while somebody writes.

    python -m tests.benchmarks.load                     # 100,000 claims, 200 a second for a minute
    python -m tests.benchmarks.load --size 10000 --rate 50 --seconds 10 --page ""

First each sort of page is asked for alone: for the first time after something was written, and once
more.  Then come all of them in a mix, each when its time has come, whether or not those before were
answered; how long one took is counted from then.  A writer adds a claim now
and then, so that nothing can be kept for long.
"""

from __future__ import annotations

import argparse
import http.client
import os
import queue
import subprocess
import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from .made_claims import COMMON, RARE
from .measuring import LEDGER, environment, machine, put_between
from .site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WORKERS: Final = 32
ALONE: Final = 15
"""How often each sort of page is asked for alone."""

WRITES_EVERY: Final = 5.0
"""Seconds between two entries of the writer."""

DELAY: Final = 0.5
"""Seconds until the first request of the mix, so that all who ask are ready."""

BEGIN: Final = "<!-- what python -m tests.benchmarks.load printed -->"
END: Final = "<!-- end of that -->"
DOCS: Final = Path(__file__).parents[2] / "docs" / "web.md"


@dataclass(frozen=True, slots=True)
class World:
    """What there is to be asked for."""

    claims: Sequence[str]
    questions: Sequence[str]
    speakers: Sequence[str]

    @classmethod
    def of(cls, data: Path) -> World:
        """What is in the files of made-up data."""
        said = [line.split("\t")[:3] for line in _lines(data / "claims.tsv")]
        return cls(
            [one[0] for one in said],
            [line.split("\t")[0] for line in _lines(data / "questions.tsv")],
            sorted({one[2] for one in said}),
        )


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line.rstrip("\n") for line in file)


Making = "Callable[[World, Random], str]"
SORTS: Final = ("due", "made", "recorded", "speaker", "probability")

MIX: Final[dict[str, tuple[int, Making]]] = {
    "list of claims": (25, lambda _, seeded: f"/claims?sort={seeded.choice(SORTS)}"),
    "list, narrowed": (
        10,
        lambda known, seeded: f"/claims?speaker={quote(seeded.choice(known.speakers))}",
    ),
    "claim": (25, lambda known, seeded: f"/claims/{quote(seeded.choice(known.claims))}"),
    "question": (15, lambda known, seeded: f"/questions/{quote(seeded.choice(known.questions))}"),
    "speaker": (10, lambda known, seeded: f"/speakers/{quote(seeded.choice(known.speakers))}"),
    "search": (10, lambda _, seeded: f"/claims?words={seeded.choice((RARE, COMMON))}"),
    "report": (3, lambda *_: "/report?by=speaker"),
    "feed": (2, lambda known, seeded: f"/news.atom?speaker={quote(seeded.choice(known.speakers))}"),
}  # fmt: skip
"""Sorts of pages: how many of a hundred requests ask for one, and its address."""


class Browser:
    """A connection that is kept."""

    def __init__(self, base: str) -> None:
        self._place = urlsplit(base).netloc
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, address: str) -> tuple[float, int]:
        """Ask for a page and read it: when its first byte came, on the clock, and its status."""
        try:
            return self._ask(address)
        except (http.client.HTTPException, ConnectionError):  # it was closed meanwhile
            self._connection = None
            return self._ask(address)

    def _ask(self, address: str) -> tuple[float, int]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._place, timeout=60)
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        came = time.monotonic()
        answer.read()
        return came, answer.status


def alone(base: str, known: World, write: Callable[[], None]) -> dict[str, tuple[float, float]]:
    """Milliseconds to the first byte of each sort of page: asked for first, and again.

    Before each first time but those of pages that are of one claim or question, something is
    written.
    """
    found = {}
    browser, seeded = Browser(base), Random(1)  # noqa: S311 - no secret
    for name, (_, address) in MIX.items():
        first, again = [], []
        for _ in range(3 if name in {"report", "list of claims"} else ALONE):
            if name not in {"claim", "question"}:
                write()
            wanted = address(known, seeded)
            for times in (first, again):
                began = time.monotonic()
                came, status = browser.ask(wanted)
                if status != http.client.OK:
                    raise SystemExit(f"{wanted} was answered by {status}")
                times.append((came - began) * 1000)
        found[name] = (_middle(first), _middle(again))
    return found


def mixed(
    base: str, known: World, rate: float, seconds: float
) -> tuple[dict[str, list[float]], int]:
    """Milliseconds to the first byte of each request, by sort of page, and how many failed."""
    seeded = Random(2)  # noqa: S311 - no secret
    names = [name for name, (many, _) in MIX.items() for _ in range(many)]
    waiting: queue.Queue[tuple[float, str, str] | None] = queue.Queue()
    begin = time.monotonic() + DELAY
    for number in range(int(rate * seconds)):
        name = seeded.choice(names)
        waiting.put((begin + number / rate, name, MIX[name][1](known, seeded)))
    for _ in range(WORKERS):
        waiting.put(None)
    found: dict[str, list[float]] = defaultdict(list)
    failed = [0]

    def work() -> None:
        browser = Browser(base)
        while (told := waiting.get()) is not None:
            due, name, address = told
            if time.monotonic() > begin + seconds:  # it was never reached in time
                continue
            time.sleep(max(0.0, due - time.monotonic()))
            came, status = browser.ask(address)
            found[name].append((came - due) * 1000)
            failed[0] += status != http.client.OK

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    return found, failed[0]


def _middle(values: Sequence[float], share: float = 0.5) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _family(process: int) -> list[int]:
    """A process and those that it has begun."""
    told = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [process, *map(int, told.split())]


def _memory(process: int) -> float:
    """MiB that a process holds."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Writer:
    """A process that adds a claim whenever it is told to, or every few seconds."""

    def __init__(self, ledger: Path, folder: Path) -> None:
        words = [sys.executable, "-m", f"{__package__}.steps", "write", str(ledger)]
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(folder)
        )
        self._ended = threading.Event()

    def write(self) -> None:
        """Add a claim, and wait until it is there."""
        if self._process.stdin is not None and self._process.stdout is not None:
            self._process.stdin.write("\n")
            self._process.stdin.flush()
            self._process.stdout.readline()

    def steadily(self) -> threading.Thread:
        """Add one every few seconds until it ends."""

        def work() -> None:
            while not self._ended.wait(WRITES_EVERY):
                self.write()

        made = threading.Thread(target=work)
        made.start()
        return made

    def end(self) -> None:
        """End it."""
        self._ended.set()
        self._process.kill()
        self._process.wait()


def measure(site: Site, rate: float, seconds: float, processes: int) -> str:
    """The table."""
    known, folder = World.of(site.data), site.folder
    words = (LEDGER, "--db", str(site.desk), "serve", "--port", "0", "--read-only")
    words += ("--processes", str(processes))
    server = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment(folder))
    writer = Writer(site.desk, folder)
    try:
        if server.stdout is None:
            raise SystemExit("The server says nothing.")
        said = server.stdout.readline()
        base = next(word for word in said.split() if word.startswith("http://")).rstrip(".")
        base = base.removesuffix("/")
        single = alone(base, known, writer.write)
        family = _family(server.pid)
        before, cpu = sum(map(_memory, family)), sum(map(_cpu, family))
        steady = writer.steadily()
        began = time.monotonic()
        found, failed = mixed(base, known, rate, seconds)
        took = max(seconds, time.monotonic() - began - DELAY)
        cpu, after = sum(map(_cpu, family)) - cpu, sum(map(_memory, family))
        writer.end()
        steady.join()
    finally:
        writer.end()
        server.kill()
        server.wait()
    many = sum(map(len, found.values()))
    told = machine()
    where = f"{told['processor']}, {told['cores']} cores, Python {told['python']}"
    served = "1 process" if processes == 1 else f"{processes} processes"
    lines = [
        f"{where}, {site.size:,} claims, {served}, asked from the same machine.",
        "",
        "| page | of 100 | alone, first | again | in the mix, half | 95 of 100 | longest |",
        "| :-- | --: | --: | --: | --: | --: | --: |",
    ]
    for name, (share, _) in MIX.items():
        times = found[name] or [0.0]
        figures = [*single[name], _middle(times), _middle(times, 0.95), max(times)]
        lines.append(
            f"| {name} | {share} | " + " | ".join(f"{one:,.0f} ms" for one in figures) + " |"
        )
    lines += [
        "",
        f"{many:,} requests in {took:.1f} s: {many / took:.0f} a second of {rate:.0f} asked for.",
        f"Failed were {failed}; something was written every {WRITES_EVERY:.0f} s.",
        f"Each took {cpu / many * 1000:.1f} ms of CPU of the server, all sorts together.",
        f"Its memory was {before:.0f} MiB before and {after:.0f} MiB after.",
    ]
    return "\n".join(lines)


def main(words: Sequence[str]) -> None:
    """Measure, print, and put it into the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--page", default=str(DOCS), help="put it here; nowhere where it is empty")
    parser.add_argument("--scratch", type=Path)
    asked = parser.parse_args(words)
    with TemporaryDirectory(prefix="ledger-load-", dir=asked.scratch) as folder:
        told = measure(
            Site(asked.size, Path(folder), None), asked.rate, asked.seconds, asked.processes
        )
    sys.stdout.write(f"{told}\n")
    if asked.page:
        put_between(Path(asked.page), (BEGIN, END), told)


if __name__ == "__main__":
    main(sys.argv[1:])
