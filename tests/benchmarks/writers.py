"""What one journal can append: ``python -m tests.benchmarks.writers``, in the project's folder.

    python -m tests.benchmarks.writers                           # somewhat over a minute
    python -m tests.benchmarks.writers --seconds 1 --bulk 1 --page ""

A PostgreSQL server of its own, and one that follows it, keep what they say is kept: their settings
are those they come with, but for where they listen.  Writers are processes that add claim after
claim, each with a question of its own, or import claims a thousand at a time; how many are done in
a while is counted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .measuring import machine, put_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replication import Node

BEGIN: Final = "<!-- what python -m tests.benchmarks.writers printed -->"
END: Final = "<!-- end of that -->"
DOCS: Final = Path(__file__).parents[2] / "docs" / "scale.md"

DAY: Final = 24 * 60 * 60
PLAIN: Final = "-c max_connections=60"
AT_ONCE: Final = 1000
"""How many claims an import takes in at once."""

ADDER: Final = """
import sys, time
from ledger.book.ledger import Ledger

place, name, seconds = sys.argv[1:]
source = {"id": "jt", "publisher": "The Japan Times", "published": "2023-07-03",
          "url": "https://news.example/nato"}
with Ledger(place, recorder=name) as ledger:
    ledger.list()
    print("ready", flush=True)
    sys.stdin.read()
    until, done = time.monotonic() + float(seconds), 0
    while time.monotonic() < until:
        claim = {"id": f"{name}-{done}", "speaker": name, "statement": f"It is {done}.",
                 "due": "2024"}
        ledger.add(claim, source)
        done += 1
print(done)
"""
"""Adds claims one by one for so many seconds, and prints how many."""

IMPORTER: Final = """
import sys, tempfile, time
from pathlib import Path
from ledger.book.ledger import Ledger

place, name, seconds = sys.argv[1:]
source = ('[source]\\nid = "jt"\\npublisher = "The Japan Times"\\npublished = "2023-07-03"\\n'
          'url = "https://news.example/nato"\\n')
with Ledger(place, recorder=name) as ledger, tempfile.TemporaryDirectory() as folder:
    print("ready", flush=True)
    sys.stdin.read()
    until, done = time.monotonic() + float(seconds), 0
    while time.monotonic() < until:
        claims = (f'[[claim]]\\nid = "{name}-{n}"\\nspeaker = "{name}"\\n'
                  f'statement = "It is {n}."\\ndue = "2024"\\n' for n in range(done, done + 1000))
        file = Path(folder, "claims.toml")
        file.write_text(source + "".join(claims))
        ledger.import_(file)
        done += 1000
print(done)
"""
"""Imports claims a thousand at a time for about so many seconds, and prints how many."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Claims that were added behind so many entries, the entries they made, and the seconds."""

    before: int
    claims: int
    entries: int
    seconds: float

    def row(self, number: int, at_once: int, replica: str) -> str:
        """The line of a table."""
        each = self.entries / self.seconds
        figures = (self.before, self.claims / self.seconds, each, each * DAY)
        shown = " | ".join(f"{one:,.0f}" for one in figures)
        return f"| {number} | {at_once:,} | {replica} | {shown} |"


def measure(program: str, url: str, label: str, number: int, seconds: float) -> Rate:
    """Let so many processes write for a while."""
    from ledger.book.ledger import Ledger  # noqa: PLC0415 - this is to load nothing heavy at once

    with Ledger(url) as ledger:
        before = ledger.moment().entry
    several = [
        subprocess.Popen(
            [sys.executable, "-c", program, url, f"{label}w{n}", str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(number)
    ]
    for one in several:
        if one.stdout is None or one.stdout.readline() != "ready\n":
            raise SystemExit("A writer could not begin.")
    began = time.monotonic()
    for one in several:
        if one.stdin is not None:
            one.stdin.close()
            one.stdin = None
    claims = sum(int(one.communicate()[0]) for one in several)
    took = time.monotonic() - began
    with Ledger(url) as ledger:
        return Rate(before, claims, ledger.moment().entry - before, took)


def measured(primary: Node, seconds: float, bulk: float) -> list[str]:
    """The rows of the table: one by one, in bulk, and one by one behind that, in both ways."""
    url = primary.url
    rows = [
        measure(ADDER, url, f"a{number}", number, seconds).row(number, 1, "asynchronous")
        for number in (1, 4, 8)
    ]
    rows += [
        measure(IMPORTER, url, f"i{number}", number, bulk).row(number, AT_ONCE, "asynchronous")
        for number in (1, 4)
    ]
    rows.append(measure(ADDER, url, "b", 1, seconds).row(1, 1, "asynchronous"))
    primary.set("synchronous_standby_names", "replica")
    primary.waits_for("SELECT sync_state FROM pg_stat_replication", "sync")
    rows += [
        measure(ADDER, url, f"s{number}", number, seconds).row(number, 1, "synchronous")
        for number in (1, 8)
    ]
    return rows


def table(seconds: float, bulk: float) -> str:
    """What is measured, as the page has it."""
    sys.path.insert(0, str(Path(__file__).parents[1]))  # what tests share is no package
    import postgres  # noqa: PLC0415 - is found only now
    import replication  # noqa: PLC0415 - as above

    from ledger.book.ledger import Ledger  # noqa: PLC0415 - as above

    programs = postgres.programs()
    if programs is None:
        raise SystemExit("There is no PostgreSQL here.")
    with replication.pair(programs, PLAIN) as (primary, _):
        Ledger(primary.url, create=True).close()
        rows = measured(primary, seconds, bulk)
    told, busy = machine(), os.getloadavg()[0]
    where = f"{told['processor']}, {told['cores']} cores, Python {told['python']}"
    names = ("writers at once", "claims a transaction", "replica", "entries before")
    lines = [
        f"{where}, both servers and all writers on one machine.",
        f"One by one for {seconds:.0f} s each, and {AT_ONCE:,} at a time for {bulk:.0f} s.",
        f"The machine's load was {busy:.1f} at the end.",
        "",
        f"| {' | '.join(names)} | claims a second | entries a second | entries a day |",
        "| --: | --: | :-- | --: | --: | --: | --: |",
        *rows,
    ]
    return "\n".join(lines)


def main(words: Sequence[str]) -> None:
    """Measure, print, and put it into the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.writers", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--bulk", type=float, default=12, help="seconds for each row of imports")
    parser.add_argument("--page", default=str(DOCS), help="put it here; nowhere where it is empty")
    parser.add_argument(
        "--scratch",
        default="/var/tmp",  # noqa: S108 - nobody can guess the names in it
        help="the folder for the servers' files, on a real disk",
    )
    asked = parser.parse_args(words)
    tempfile.tempdir = asked.scratch
    told = table(asked.seconds, asked.bulk)
    sys.stdout.write(f"{told}\n")
    if asked.page:
        put_between(Path(asked.page), (BEGIN, END), told)


if __name__ == "__main__":
    main(sys.argv[1:])
