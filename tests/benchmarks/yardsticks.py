"""The bare work of what the ledger does, as programs of their own.

    python -m tests.benchmarks.yardsticks NAME ARGUMENT...

Each reads what it needs before its work begins, or between two pieces of it, and prints how much of
its time was none of the work: starting Python, importing libraries, reading what is then written.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import sqlite3
import sys
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from . import server_yardsticks
from .measuring import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

BATCH: Final = 10_000
"""So many rows are in memory at once."""

VIRTUAL: Final = re.compile(r"CREATE VIRTUAL TABLE", re.IGNORECASE)


def batches(rows: Iterable[Any], many: int = BATCH) -> Iterator[list[Any]]:
    """The rows in lists of so many."""
    left = iter(rows)
    while batch := list(islice(left, many)):
        yield batch


def insert(work: Work, full: str, copy: str) -> None:
    """Write the rows of the ledger ``full`` that ``copy`` lacks into it, by ``executemany``.

    Where there is no ``copy``, it is made with the tables, indexes and guards of ``full``.  Tables
    of SQLite's full-text search cannot be read back, and are left out.
    """
    is_new = not Path(copy).exists()
    with closing(sqlite3.connect(full)) as source, closing(_opened(copy)) as target:
        schema = [(name, sql) for name, sql in _schema(source) if not VIRTUAL.match(sql)]
        if is_new:
            for _, sql in schema:
                target.execute(sql)
        with work:
            target.execute("BEGIN IMMEDIATE")
        for name, sql in schema:
            if sql.startswith("CREATE TABLE"):
                _insert_table(work, source, target, name)
        with work:
            target.execute("COMMIT")


def _opened(path: str) -> sqlite3.Connection:
    """A connection that is as careful as the ledger's own."""
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("PRAGMA synchronous = EXTRA")
    made.execute("PRAGMA recursive_triggers = ON")
    return made


def _schema(source: sqlite3.Connection) -> list[tuple[str, str]]:
    """The things in a database and the statements that made them, without those of search."""
    every = source.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    virtual = [name for name, sql in every if VIRTUAL.match(sql)]
    return [
        (name, sql)
        for name, sql in every
        if not any(name.startswith(f"{one}_") for one in virtual)
        or not sql.startswith("CREATE TABLE '")
    ]


def _insert_table(
    work: Work, source: sqlite3.Connection, target: sqlite3.Connection, name: str
) -> None:
    """Write the rows of one table behind the last that is there: rows are only ever added."""
    (last,) = target.execute(f"SELECT max(rowid) FROM {name}").fetchone()  # noqa: S608 - our names
    new = source.execute(
        f"SELECT * FROM {name} WHERE rowid > ? ORDER BY rowid",  # noqa: S608 - as above
        (last or 0,),
    )
    places = ",".join("?" * len(new.description))
    for rows in batches(new):
        with work:
            target.executemany(f"INSERT INTO {name} VALUES ({places})", rows)  # noqa: S608


def vacuum(work: Work, ledger: str, copy: str) -> None:
    """Copy a database by SQLite's own ``VACUUM INTO``."""
    with closing(sqlite3.connect(ledger)) as source, work:
        source.execute("VACUUM INTO ?", (copy,))


def sha256(work: Work, ledger: str) -> None:
    """One pass of SHA-256 over the bytes of the journal."""
    with closing(sqlite3.connect(ledger)) as source:
        for rows in batches(source.execute("SELECT entry FROM journal ORDER BY seq")):
            with work:
                for (entry,) in rows:
                    hashlib.sha256(b"\x00" + entry).digest()


QUERY: Final = """
WITH said AS (
  SELECT speaker, question, verdict,
    CASE WHEN verdict = 'happened' THEN 1.0 WHEN verdict = 'partly' THEN 0.5
      WHEN verdict IN ('late', 'did-not-happen') THEN 0.0 END AS came,
    CASE WHEN stance = 'against' THEN 0.0 WHEN probability < 0.5 THEN 0.0 ELSE 1.0 END AS side,
    probability
  FROM claims LEFT JOIN questions USING (question)
), a_question AS (
  SELECT speaker, question, count(*) AS claims,
    avg(CASE WHEN side = 1 THEN came ELSE 1 - came END) AS credit,
    avg((probability - came) * (probability - came)) AS brier
  FROM said GROUP BY speaker, question
)
SELECT speaker, sum(claims) AS claims, count(credit) AS questions,
  avg(credit) AS accuracy, stddev_samp(credit) / sqrt(count(credit)) AS accuracy_error,
  avg(brier) AS brier, stddev_samp(brier) / sqrt(count(brier)) AS brier_error
FROM a_question GROUP BY speaker ORDER BY claims DESC
"""
"""Accuracy and Brier score of each speaker, a question weighing one however often they spoke of it,
each with its standard error by question."""


def duckdb(work: Work, folder: str) -> None:
    """Ask `QUERY` of the columns in ``folder``, which are tables of tabs."""
    import duckdb as engine  # noqa: PLC0415 - only here

    columns = {
        "claims": "'claim', 'question', 'speaker', 'stance', 'probability'",
        "questions": "'question', 'due', 'verdict', 'happened_on'",
    }
    types = {"claims": ", types = {'probability': 'DOUBLE'}", "questions": ""}
    with engine.connect() as connection:
        for name, names in columns.items():
            shape = f"delim = '\t', header = false, names = [{names}]{types[name]}"
            table = f"read_csv('{folder}/{name}.tsv', {shape})"
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {table}")  # noqa: S608 - ours
        with work:
            connection.execute(QUERY).fetchall()


def csv_again(work: Work, file: str, copy: str) -> None:
    """Write the rows of a CSV file by the `csv` module."""
    with Path(file).open(newline="", encoding="utf-8-sig") as source, _new(copy) as target:
        writer = csv.writer(target)
        for rows in batches(csv.reader(source)):
            with work:
                writer.writerows(rows)


def lines_again(work: Work, file: str, copy: str) -> None:
    """Write the lines of a text by the `csv` module, each as a row of one cell."""
    with Path(file).open(encoding="utf-8") as source, _new(copy) as target:
        writer = csv.writer(target)
        for rows in batches([line.rstrip("\n")] for line in source):
            with work:
                writer.writerows(rows)


def orjson_lines(work: Work, file: str, copy: str) -> None:
    """Write the values of a file of JSON Lines by `orjson`."""
    import orjson  # noqa: PLC0415 - only here

    with Path(file).open("rb") as source, Path(copy).open("wb") as target:
        for lines in batches(source):
            values = [orjson.loads(one) for one in lines]
            with work:
                target.writelines(
                    orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in values
                )


def orjson_items(work: Work, file: str, copy: str) -> None:
    """Write the items of a feed of JSON by `orjson`, some at a time: a whole one may not fit.

    The file is read as the ledger writes it: each item of its list begins and ends with a line of
    its own that is indented by four.
    """
    import orjson  # noqa: PLC0415 - only here

    with Path(file).open("rb") as source, Path(copy).open("wb") as target:
        between = b""
        for several in batches(_items(source), 100):
            values = [orjson.loads(one) for one in several]
            with work:
                for value in values:
                    target.write(between)
                    target.write(orjson.dumps(value, option=orjson.OPT_INDENT_2))
                    between = b",\n"


def _items(source: Iterable[bytes]) -> Iterator[bytes]:
    item: list[bytes] = []
    for line in source:
        if item or line == ITEM_BEGINS:
            item.append(line)
        if line.rstrip(b",\n") == ITEM_ENDS:
            yield b"".join(item).rstrip(b",\n")
            item = []


ITEM_BEGINS: Final = b"    {\n"
ITEM_ENDS: Final = b"    }"


def orjson_files(work: Work, folder: str, copy: str) -> None:
    """Write each claim file of a folder as a JSON file of the same values by `orjson`.

    Like the claim files they are in folders of years, and each is on the disk before it has its
    name: else what is left after a power failure could be half of one.
    """
    import tomllib  # noqa: PLC0415 - only here

    import orjson  # noqa: PLC0415 - only here

    source, target = Path(folder), Path(copy)
    for paths in batches(sorted(source.rglob("*.toml")), 100):
        values = [
            (target / one.relative_to(source), tomllib.loads(one.read_text(encoding="utf-8")))
            for one in paths
        ]
        with work:
            for path, value in values:
                path.parent.mkdir(parents=True, exist_ok=True)
                beside = path.with_name(f".{path.name}")
                with beside.open("wb") as file:
                    file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2))
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(path)
    with work:
        for one in target.iterdir():
            _sync(one)


def _sync(folder: Path) -> None:
    """Make the names in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _new(path: str) -> Any:  # noqa: ANN401 - a text file
    return Path(path).open("w", newline="", encoding="utf-8")


NAMED: Final[dict[str, Callable[..., None]]] = {
    "insert": insert,
    "vacuum": vacuum,
    "sha256": sha256,
    "duckdb": duckdb,
    "csv": csv_again,
    "lines": lines_again,
    "orjson-lines": orjson_lines,
    "orjson-items": orjson_items,
    "orjson-files": orjson_files,
    "copy": server_yardsticks.copy,
    "sql": server_yardsticks.sql,
}


def main(arguments: Sequence[str]) -> None:
    """Run a yardstick by its name."""
    born = time.monotonic()
    work = Work()
    NAMED[arguments[0]](work, *arguments[1:])
    work.tell(born)


if __name__ == "__main__":
    main(sys.argv[1:])
