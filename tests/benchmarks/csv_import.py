"""How long a forecast sheet of 100,000 rows takes to import, beside SQLite alone.

    python tests/benchmarks/csv_import.py

The sheet is made up: 1,000 forecasters on 10,000 questions in 50 sources, with verdicts.  It is
imported into a new ledger as the command does it.  "SQLite alone" writes the very rows of
that ledger, all columns of all its tables, into tables of the same schema, by `sqlite3`'s
`executemany` in one transaction, with the same durability.  Both are counted in seconds of CPU,
which other work on the machine disturbs least.
Exit code 1 says that the import took more than `MOST_TIMES` as long, or more memory than `MOST_MB`.
"""

from __future__ import annotations

import csv
import gc
import random
import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from ledger import Ledger
from ledger.cli import LITTER

ROWS: Final = 100_000
MOST_TIMES: Final = 8
MOST_MB: Final = 300
COLUMNS: Final = (
    "speaker", "question", "statement", "probability", "made", "due", "source", "publisher",
    "published", "topics", "verdict", "happened_on", "evidence_url",
)  # fmt: skip


def make_sheet(path: Path) -> None:
    """Write a sheet of forecasts."""
    chance = random.Random(1)  # noqa: S311 - nothing secret
    with path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(COLUMNS)
        for n in range(ROWS):
            asked = n // 10
            verdict = ("happened", "2023-11-01") if asked % 2 else ("did-not-happen", "")
            sheet.writerow((
                f"Forecaster {n % 1000}", f"q-{asked}",
                f"The index closes above {asked} points by the end of the year.",
                chance.randrange(1, 100) / 100, f"2023-{1 + n % 6:02d}-{1 + n % 28:02d}",
                "2023-12-31", f"site-{asked % 50}", f"Site {asked % 50}", "2023-07-01",
                "markets", *verdict, f"https://e.example/{asked}",
            ))  # fmt: skip


def import_sheet(sheet: Path, database: Path) -> float:
    """Import the sheet into a new ledger; the seconds of CPU it took."""
    with Ledger(database, recorder="benchmark", create=True) as ledger:
        began = time.process_time()
        done = ledger.import_([sheet])
        assert done.added["claim"] == ROWS
        return time.process_time() - began


def write_raw(database: Path, copy: Path) -> float:
    """Write the rows of a ledger into a new database; the seconds of CPU it took."""
    with sqlite3.connect(database) as full:
        schema = full.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        ).fetchall()
        tables = {
            name: full.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - our own names
            for name, sql in schema
            if sql.startswith("CREATE TABLE")
        }
    raw = sqlite3.connect(copy, isolation_level=None)
    raw.execute("PRAGMA synchronous = EXTRA")
    for _, sql in schema:
        raw.execute(sql)
    began = time.process_time()
    raw.execute("BEGIN IMMEDIATE")
    for name, rows in tables.items():
        if rows:
            places = ",".join("?" * len(rows[0]))
            raw.executemany(f"INSERT INTO {name} VALUES ({places})", rows)  # noqa: S608 - as above
    raw.execute("COMMIT")
    took = time.process_time() - began
    raw.close()
    return took


def main() -> int:
    """Measure, print, and say whether the goals are met."""
    gc.set_threshold(LITTER)
    with tempfile.TemporaryDirectory() as folder:
        sheet, database, copy = (Path(folder, name) for name in ("s.csv", "l.db", "raw.db"))
        make_sheet(sheet)
        ours = import_sheet(sheet, database)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        raw = write_raw(database, copy)
    sys.stdout.write(
        f"import       {ours:6.1f} s, {ROWS / ours:8,.0f} rows a second, {memory:.0f} MB\n"
        f"SQLite alone {raw:6.1f} s, {ROWS / raw:8,.0f} rows a second\n"
        f"ratio        {ours / raw:6.1f}, at most {MOST_TIMES}\n"
    )
    return int(ours / raw > MOST_TIMES or memory > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
