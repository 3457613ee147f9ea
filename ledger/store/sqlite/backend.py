"""SQLite as a `ledger.store.backend.Backend`, and how rows go into and out of it.

Many rows are SQL compiled once, and tuples handed to the driver.

Guards, catalogue, words and copies are loaded by the few commands that need them.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import LargeBinary, bindparam, func, insert, literal, type_coerce, update
from sqlalchemy.types import NullType

from ledger import permissions
from ledger.store.sqlite import connections, files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Dialect, Engine, Select, Table

    from ledger.store.backend import BackedUp, Backend, Catalogue, Guards, Row, Words


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert ``rows``, each with a value for every column of ``table`` in its order."""
    statement = _insertion(table, connection.dialect)
    connection.exec_driver_sql(statement, list(map(tuple, rows)))


def close_rows(
    connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    """End the rows in force that ``rows`` name, each as (number of the entry, *values of key)."""
    connection.exec_driver_sql(_closing(table, key, connection.dialect), [tuple(r) for r in rows])


def raw_rows(
    connection: Connection, table: Table, wanted: Select[Any], *, by_index: bool = False
) -> Iterator[Sequence[Any]]:
    """What ``wanted`` finds in ``table``, found without an index and with no value converted.

    A text that is no UTF-8 is read all the same, its bytes as halves of surrogate pairs.  That
    holds for the connection from then on: who looks for damage goes on to.
    """
    raw: Any = connection.connection.driver_connection
    raw.text_factory = lambda data: data.decode(errors="surrogateescape")
    plain = [type_coerce(column, NullType()).label(column.name) for column in table.columns]
    kept = wanted.with_only_columns(*plain)
    if not by_index:
        kept = kept.with_hint(table, "NOT INDEXED", "sqlite")
    yield from connection.execute(kept.execution_options(yield_per=500))


class Stretch(NamedTuple):
    """Rows by their rowids: those behind one, up to another."""

    behind: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        """The condition in SQL; nothing where it is all rows."""
        ends = {">": self.behind, "<=": self.last}
        told = [f"rowid {sign} {end:d}" for sign, end in ends.items() if end is not None]
        return f"WHERE {' AND '.join(told)}" * bool(told)


def next_rows(
    connection: Connection, table: Table, place: Stretch | None, most: int
) -> tuple[list[Row], Stretch]:
    """The next rows of a table, at most so many, by their rowids.

    A text that is no UTF-8 is an error of the driver's.
    """
    place = place or Stretch()
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    given = f"{table.name} NOT INDEXED {place} ORDER BY rowid LIMIT {most:d}"
    raw: Any = connection.connection.driver_connection
    rows: list[Row] = raw.execute(f"SELECT {columns} FROM {given}").fetchall()  # noqa: S608 - our own names
    # Asked for by itself: to take it off each row would take longer.
    ((last,),) = raw.execute(f"SELECT max(rowid) FROM (SELECT rowid FROM {given})")  # noqa: S608 - as above
    return rows, place if last is None else place._replace(behind=last)


def shares(connection: Connection, table: Table, entry: int) -> tuple[Stretch, Stretch]:
    """The rows of a table up to the first that a later entry made, and the others."""
    if "entry" not in table.c:
        return Stretch(), NO_ROWS
    raw: Any = connection.connection.driver_connection
    later = f"SELECT rowid FROM {table.name} WHERE entry > ? ORDER BY entry, rowid LIMIT 1"  # noqa: S608 - our own name
    first = raw.execute(later, (entry,)).fetchone()
    if first is None:
        return Stretch(), NO_ROWS
    return Stretch(last=first[0] - 1), Stretch(behind=first[0] - 1)


NO_ROWS: Final = Stretch(behind=2**63 - 1)
"""No rowid is larger."""


def has_dangling_rows(connection: Connection) -> bool:
    """Whether some row points to one that is not there, as a migration may bring about."""
    return connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None


def damage_of_file(connection: Connection) -> list[str]:
    """What SQLite finds wrong with how the database is kept, the first few faults."""
    found = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars()
    return [one for one in found if one != "ok"]


WORDS: Final = "search_words"
"""The index of words (`ledger.store.sqlite.full_text`)."""

HAS_FTS5: Final = "SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'"
HAS_WORDS: Final = f"SELECT count(*) FROM sqlite_master WHERE name = '{WORDS}'"  # noqa: S608 - our own name
LAST_WORDS: Final = f"SELECT coalesce(max(id), 0) FROM {WORDS}_docsize"  # noqa: S608 - as above


def index_words(connection: Connection) -> None:
    """Add to the index of words what is in `search` and not in it yet."""
    if can_index(connection):
        connection.exec_driver_sql(
            f"INSERT INTO {WORDS} (rowid, tokens) "  # noqa: S608 - our own name
            f"SELECT entry, tokens FROM search WHERE entry > ({LAST_WORDS}) ORDER BY entry"
        )


def can_index(connection: Connection) -> bool:
    """Whether there is an index of words, and this SQLite can use it."""
    asked = (HAS_WORDS, HAS_FTS5)
    return all(connection.exec_driver_sql(one).scalar_one() for one in asked)


def along(query: Select[Any], table: Table, index: str) -> Select[Any]:
    """The query, which goes along an index of a table."""
    return query.with_hint(table, f"INDEXED BY {index}", "sqlite")


@lru_cache(maxsize=64)
def _insertion(table: Table, dialect: Dialect) -> str:
    statement = insert(table).values(
        {column.name: bindparam(column.name) for column in table.columns}
    )
    return str(statement.compile(dialect=dialect))


@lru_cache(maxsize=64)
def _closing(table: Table, key: tuple[str, ...], dialect: Dialect) -> str:
    """Ends the rows of a key; where one comes twice, the second time none are left in force."""
    conditions = [table.c[name] == bindparam(f"key_{name}") for name in key]
    statement = (
        update(table)
        .values(replaced_by=bindparam("number"))
        .where(*conditions, table.c.replaced_by.is_(None))
    )
    return str(statement.compile(dialect=dialect))


@contextmanager
def new_ledger(target: str, mode: int = permissions.NEW) -> Iterator[str]:
    """The target to write to: ``target`` itself, or where nothing is there, a new file beside it.

    ``mode`` says who may read and write a new file, less what the umask takes.
    The new file becomes ``target`` when the block ends; where it raises, nothing is left behind.
    A file that is at ``target``, whoever made it and when, is never replaced or removed.

    Raises:
        NoLedger, NotALedger, ReadOnly, StoreTrouble: there can be no ledger at ``target``, or
            somebody else made one while the block ran.
    """
    path = connections.path_of(target)
    connections.look(path, create=True)
    if path.exists():
        yield target
        return
    with files.new_file(target, mode) as beside:
        yield beside


class SQLite:
    """A ledger in a file; its place is the file's path."""

    parameter = "?"
    before_upgrade = "a copy is kept"

    connect = staticmethod(connections.connect)
    trouble_of = staticmethod(connections.trouble_of)
    has_dangling_rows = staticmethod(has_dangling_rows)
    damage_of_file = staticmethod(damage_of_file)
    insert_rows = staticmethod(insert_rows)
    close_rows = staticmethod(close_rows)
    raw_rows = staticmethod(raw_rows)
    index_words = staticmethod(index_words)
    along = staticmethod(along)
    readers_hold_up = True
    has_replicas = False
    next_rows = staticmethod(next_rows)
    shares = staticmethod(shares)
    new_ledger = staticmethod(new_ledger)
    copy_before_upgrade = staticmethod(files.copy_beside)

    def name_of(self, target: str) -> str:
        return target

    def holds(self, column: ColumnElement[Any], part: bytes) -> ColumnElement[bool]:
        return func.instr(column, literal(part, LargeBinary)) > 0

    def beside(self, target: str, ending: str) -> Path | None:
        path = connections.path_of(target)
        return path.with_name(f"{path.name}{ending}")

    def mode_of_copy(self, place: str) -> int:
        return permissions.of_copy(Path(place))

    @property
    def guards(self) -> Guards:
        from ledger.store.sqlite import guards

        return guards

    @property
    def catalogue(self) -> Catalogue:
        from ledger.store.sqlite import catalogue

        return catalogue

    @property
    def words(self) -> Words:
        from ledger.store.sqlite import full_text

        return full_text

    def backup(
        self, engine: Engine, place: str, path: Path, *, overwrite: bool = False
    ) -> BackedUp:
        from ledger.store.sqlite import copies

        return copies.backup(engine, place, path, overwrite=overwrite)

    def restore(self, kept: Path, target: str, *, overwrite: bool = False) -> BackedUp:
        from ledger.store.sqlite import copies

        return copies.restore(kept, target, overwrite=overwrite)


BACKEND: Final[Backend] = SQLite()
