"""What somebody who holds a ledger's file can do to it past the program, and cover up."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.journal.entry import from_bytes, to_bytes
from ledger.journal.merkle import leaf_hash
from ledger.store import journal_table
from ledger.store.backend import backend_of
from ledger.store.opening import open_database
from ledger.store.projection import project
from ledger.store.raw_rows import order_of
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from random import Random

    from ledger.journal.entry import Entry

SAYING = {"into", "publisher", "title", "statement", "quote", "speaker", "note"}
"""Keys of entries in which any text may stand, and which tables have too."""


@contextmanager
def unguarded(path: str | Path) -> Iterator[sqlite3.Connection]:
    """The database without its triggers, which are put back afterwards as they were."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        for _, definition in guards:
            raw.execute(definition)
        raw.execute("COMMIT")


# What is done to a table, or to the journal.  Each answers the entry it was done to.


class Tamperer:
    """Somebody who holds the file of a ledger, and does things to it at random."""

    def __init__(self, raw: sqlite3.Connection, chance: Random) -> None:
        self.raw = raw
        self.chance = chance

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """The rows of a table with the rowid before each, in the order of their entries."""
        order = ", ".join(order_of(table)) if table != "journal" else "seq"
        names = ", ".join(["rowid", *columns(table)])  # which need not stand in that order there
        return self.raw.execute(f"SELECT {names} FROM {table} ORDER BY {order}").fetchall()  # noqa: S608 - our own names

    def some(self, table: str) -> dict[str, Any]:
        """A row of a table."""
        return self._named(table, self.chance.choice(self.rows(table)))

    def _named(self, table: str, row: tuple[Any, ...]) -> dict[str, Any]:
        return dict(zip(["rowid", *columns(table)], row, strict=True))

    def set(self, table: str, rowid: int, **values: object) -> None:
        """Change columns of a row."""
        places = ", ".join(f"{name} = ?" for name in values)
        self.raw.execute(
            f"UPDATE {table} SET {places} WHERE rowid = ?",  # noqa: S608 - our own names
            [*values.values(), rowid],
        )

    # Tables

    def edit(self, table: str) -> int:
        """Change one value of a row."""
        row = self.some(table)
        name = self.chance.choice(columns(table))
        others = [one for one in (self.some(table)[name] for _ in range(9)) if one != row[name]]
        made = [_changed(row[name], self.chance)]
        value = self.chance.choice(made + others)
        with suppress(sqlite3.IntegrityError):  # a key that is there already
            self.set(table, row["rowid"], **{name: value})
            return min(entries_of(table, row) | entries_of(table, {**row, name: value}))
        return self.edit(table)

    def delete(self, table: str) -> int:
        """Remove a row, but not the last, which would be to cut off."""
        row = self._named(table, self.chance.choice(self.rows(table)[:-1]))
        self.raw.execute(f"DELETE FROM {table} WHERE rowid = ?", [row["rowid"]])  # noqa: S608 - our own names
        return min(entries_of(table, row))

    def insert(self, table: str) -> int:
        """Put in a row much like another."""
        row = self.some(table)
        del row["rowid"]
        key = self.chance.choice(list(metadata.tables[table].primary_key.columns.keys()))
        row[key] = row[key] + self.chance.randint(1, 5) if isinstance(row[key], int) else "new"
        marks = ", ".join("?" * len(row))
        with suppress(sqlite3.IntegrityError):  # a key that is there already
            self.raw.execute(
                f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})",  # noqa: S608 - our own names
                [*row.values()],
            )
            return min(entries_of(table, row))
        return self.insert(table)

    def reorder(self, table: str) -> int:
        """Let two rows change places."""
        name = {"tiles": "number", "search": "tokens"}.get(table, "entry")
        pairs = ((self.some(table), self.some(table)) for _ in range(200))
        found = (pair for pair in pairs if pair[0][name] != pair[1][name] and not _is_same(*pair))
        one, other = next(found, (None, None))
        if one is None or other is None:  # no two are of different things
            return self.edit(table)
        with suppress(sqlite3.IntegrityError):  # between rows of one entry
            self.raw.execute("SAVEPOINT swap")
            self.set(table, one["rowid"], **{name: -1})
            self.set(table, other["rowid"], **{name: one[name]})
            self.set(table, one["rowid"], **{name: other[name]})
            return min(entries_of(table, one) | entries_of(table, other))
        self.raw.execute("ROLLBACK TO swap")
        return self.reorder(table)

    def cut_off(self, table: str) -> int:
        """Remove the last rows."""
        rows = self.rows(table)
        gone = rows[-self.chance.randint(1, len(rows)) :]
        self.raw.executemany(f"DELETE FROM {table} WHERE rowid = ?", [row[:1] for row in gone])  # noqa: S608 - our own names
        return min(entries_of(table, self._named(table, gone[0])))

    # The journal

    def entries(self) -> list[tuple[str, bytes, bytes]]:
        """The entries in order: at, bytes and leaf hash."""
        return self.raw.execute("SELECT at, entry, leaf FROM journal ORDER BY seq").fetchall()

    def put(self, entries: Sequence[tuple[str, bytes, bytes]]) -> None:
        """Let the journal hold these entries."""
        self.raw.execute("DELETE FROM journal")
        numbered = [(number, *one) for number, one in enumerate(entries, 1)]
        self.raw.executemany("INSERT INTO journal VALUES (?, ?, ?, ?)", numbered)

    def edit_journal(self) -> int:
        """Change an entry: its bytes, with or without the hash, or what is kept beside them."""
        entries = self.entries()
        place = self.chance.randrange(len(entries))
        at, data, leaf = entries[place]
        other = another(data, self.chance)
        edited = [
            (at, data, self.chance.randbytes(32)),
            (at.replace("T", " "), data, leaf),
            (at, data[:-1], leaf_hash(data[:-1])),
            (at, b" " + data, leaf_hash(b" " + data)),
        ]
        if other:
            edited += [(at, other, leaf), (at, other, leaf_hash(other))]
        entries[place] = self.chance.choice(edited)
        self.put(entries)
        return place + 1

    def delete_journal(self) -> int:
        """Take out an entry, and close the gap or not."""
        entries = self.entries()
        place = self.chance.randrange(len(entries) - 1)
        if self.chance.random() < 1 / 2:
            self.raw.execute("DELETE FROM journal WHERE seq = ?", [place + 1])
        else:
            del entries[place]
            self.put(entries)
        return place + 1

    def insert_journal(self) -> int:
        """Put in an entry much like the one after it, or like the last."""
        entries = self.entries()
        place = self.chance.randrange(len(entries) + 1)
        at, data, _ = entries[min(place, len(entries) - 1)]
        data = another(data, self.chance)
        if data is None:
            return self.insert_journal()
        entries.insert(place, (at, data, leaf_hash(data)))
        self.put(entries)
        return place + 1

    def reorder_journal(self) -> int:
        """Let two entries change places."""
        entries = self.entries()
        one, other = sorted(self.chance.sample(range(len(entries)), 2))
        entries[one], entries[other] = entries[other], entries[one]
        self.put(entries)
        return one + 1

    def cut_off_journal(self) -> int:
        """Remove the last entries."""
        entries = self.entries()
        left = self.chance.randrange(len(entries))
        self.put(entries[:left])
        return left + 1


def another(data: bytes, chance: Random) -> bytes | None:
    """An entry that says something else, in canonical bytes; None for a withdrawal."""
    changed = another_entry(from_bytes(data), chance)
    return changed and to_bytes(changed)


def another_entry(entry: Entry, chance: Random) -> Entry | None:
    """An entry that says something else; None for a withdrawal."""
    body = dict(entry.body)
    names = [name for name in body if name in SAYING]
    if not names:
        return None
    name = chance.choice(names)
    body[name] = f"{body[name]}{chance.choice('xyz')}"
    return replace(entry, body=body)


def rewrite(path: Path, entries: Sequence[Entry]) -> None:
    """Make everything anew from other entries: journal, hashes, tiles, tables, index of words."""
    with unguarded(path) as raw:
        for table in metadata.tables:
            raw.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    with open_database(str(path)).writing() as connection:
        words = backend_of(connection).words
        words.drop_index(connection)
        journal_table.append(connection, 0, entries)
        project(connection, 1, entries)
        words.add_index(connection)


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rows are about the same thing, so that one might be the other's revision."""
    return any(
        one.get(name) is not None and one.get(name) == other[name] for name in ("id", "question")
    )


def columns(table: str) -> list[str]:
    """The names of the columns of a table."""
    return list(metadata.tables[table].columns.keys())


def entries_of(table: str, row: dict[str, Any]) -> set[int]:
    """The number of the entry that a row is of; for a tile that of its first."""
    if table == "tiles":
        return {row["number"] * 256 ** (row["level"] + 1) + 1}
    return {row["entry"]}


def _changed(value: Any, chance: Random) -> Any:  # noqa: ANN401 - whatever is stored
    if isinstance(value, bytes):
        place = chance.randrange(len(value))
        return value[:place] + bytes([value[place] ^ 1 << chance.randrange(8)]) + value[place + 1 :]
    if isinstance(value, int):
        return value + chance.randint(1, 9)
    return f"{value or ''}{chance.choice('xyz')}"
