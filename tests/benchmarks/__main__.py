"""Measure the ledger beside the bare work: ``python -m tests.benchmarks``, in the project's folder.

Ours and the yardstick run in turn, so that what else the machine does falls on both alike.  What
counts are seconds of CPU, which it disturbs least.  No figure decides the exit code: 1 says that a
row could not be run.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from .measuring import CommandFailed, run
from .results import Results, line, of_pairs
from .rows import ROWS
from .server import served
from .site import NoServer, Site
from .table_row import MILLION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .results import Pair
    from .table_row import Row

DOCS: Final = Path(__file__).parents[2] / "docs"
SIZES: Final = (10**4, 10**5, 10**6)
QUICK: Final = 10**3
PAIRS, PAIRS_AT_MILLION = 5, 3


def options(words: Sequence[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true",
        help=f"one pair at {QUICK:,} claims, to see that every row works; writes nothing",
    )  # fmt: skip
    parser.add_argument(
        "--size", type=int, action="append", metavar="CLAIMS", help="one of several"
    )
    parser.add_argument("--only", action="append", metavar="ROW", help="rows whose names begin so")
    parser.add_argument(
        "--pairs", type=int, help=f"by default {PAIRS}, at a million {PAIRS_AT_MILLION}"
    )
    parser.add_argument(
        "--json", type=Path, default=DOCS / "speed.json", help="keep the figures here"
    )
    parser.add_argument("--page", type=Path, default=DOCS / "speed.md", help="put the table here")
    parser.add_argument("--scratch", type=Path, help="the folder to make a temporary one in")
    parser.add_argument(
        "--table", action="store_true", help="only put the figures that are kept into the page"
    )
    parser.add_argument("--list", action="store_true", help="list the names of all rows")
    return parser.parse_args(words)


def measure(row: Row, site: Site, pairs: int) -> tuple[list[Pair], str]:
    """Run a row so many times: what each pair cost, and the note on its command."""
    found: list[Pair] = []
    note = ""
    for n in range(pairs):
        command = row.ours(site, n)
        note = command.note
        own = run(command, site.folder)
        bare = None if row.yardstick is None else run(row.yardstick(site, n), site.folder)
        found.append((own, bare))
    return found, note


def measure_all(rows: Sequence[Row], site: Site, pairs: int, results: Results) -> list[str]:
    """Measure rows at one size and print each; the answer are the names of those that failed."""
    failed = []
    for row in rows:
        try:
            figures = of_pairs(row, site.size, *measure(row, site, pairs))
        except NoServer:
            _print(f"{site.size:>9,}  {row.name:<38} left out: there is no PostgreSQL here")
            continue
        except CommandFailed as trouble:
            failed.append(row.name)
            _print(f"{site.size:>9,}  {row.name:<38} failed: {trouble}")
            continue
        _print(line(row, site.size, figures, results.keep(row, site.size, figures)))
    return failed


def main(words: Sequence[str]) -> int:
    """Measure what is asked for; 1 where a row failed."""
    asked = options(words)
    wanted = tuple(asked.only or [""])
    rows = [one for one in ROWS if one.name.startswith(wanted)]
    if asked.table:
        Results(asked.json).write_table(asked.page, ROWS)
        return 0
    if asked.list or not rows:
        _print("\n".join(one.name for one in ROWS))
        return int(not asked.list)
    results = Results(None if asked.quick else asked.json)
    failed = []
    with served() as server:
        for size in [QUICK] if asked.quick else asked.size or SIZES:
            usual = 1 if asked.quick else PAIRS_AT_MILLION if size >= MILLION else PAIRS
            with TemporaryDirectory(prefix="ledger-speed-", dir=asked.scratch) as folder:
                site = Site(size, Path(folder), server)
                failed += measure_all(rows, site, asked.pairs or usual, results)
            if server is not None:
                server.clear()
    if not asked.quick and asked.page.exists():
        results.write_table(asked.page, ROWS)
    if failed:
        _print(f"Failed: {', '.join(failed)}.")
    return int(bool(failed))


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
