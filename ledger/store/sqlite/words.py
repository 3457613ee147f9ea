"""The index of words on SQLite: FTS5 over `search`, which keeps the words themselves.

Its tokens are ours: ``tokenize='ascii'`` parts them at blanks alone, where others would split them
again.  Where this SQLite has no FTS5, ledgers are made without the index, and search reads every
row; what was written meanwhile to a ledger that has one is found so too, until somebody writes who
can add it.  Nothing is ever taken out: what is in force is for the query to say.

Source: https://www.sqlite.org/fts5.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy import Connection

NAME: Final = "search_words"

STATEMENT: Final = (
    f"CREATE VIRTUAL TABLE {NAME} USING fts5(tokens, content='search', content_rowid='entry', "
    "detail=none, tokenize='ascii')"
)

SHADOWS: Final = tuple(f"{NAME}_{end}" for end in ("data", "idx", "docsize", "config"))
"""The tables in which FTS5 keeps the index, by names of its own."""

HAS_FTS5: Final = "SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'"
IS_THERE: Final = f"SELECT count(*) FROM sqlite_master WHERE name = '{NAME}'"  # noqa: S608 - our own name
LAST: Final = f"SELECT coalesce(max(id), 0) FROM {NAME}_docsize"  # noqa: S608 - our own name


def add_index(connection: Connection) -> None:
    """Make the index of what is in `search`, where this SQLite can."""
    if connection.exec_driver_sql(HAS_FTS5).scalar_one():
        connection.exec_driver_sql(STATEMENT)
        connection.exec_driver_sql(f"INSERT INTO {NAME} ({NAME}) VALUES ('rebuild')")  # noqa: S608 - our own name


def drop_index(connection: Connection) -> None:
    """Take the index away."""
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {NAME}")


def index_words(connection: Connection) -> None:
    """Add to the index what is in `search` and not in it yet."""
    if _is_usable(connection):
        connection.exec_driver_sql(
            f"INSERT INTO {NAME} (rowid, tokens) "  # noqa: S608 - our own name
            f"SELECT entry, tokens FROM search WHERE entry > ({LAST}) ORDER BY entry"
        )


def entries_with(connection: Connection, word: str) -> list[int]:
    """The numbers of the entries that hold a word which begins with ``word``, the newest first."""
    missed = "SELECT entry FROM search WHERE tokens LIKE ?"
    like = f"% {word}%"
    if not _is_usable(connection):
        read = connection.exec_driver_sql(f"{missed} ORDER BY entry DESC", (like,))
        return list(read.scalars())
    missed += f" AND entry > ({LAST}) ORDER BY entry DESC"
    newer = connection.exec_driver_sql(missed, (like,))
    found = f"SELECT rowid FROM {NAME} WHERE {NAME} MATCH ? ORDER BY rowid DESC"  # noqa: S608 - our own name
    return [*newer.scalars(), *connection.exec_driver_sql(found, (f'"{word}" *',)).scalars()]


def _is_usable(connection: Connection) -> bool:
    return bool(
        connection.exec_driver_sql(IS_THERE).scalar_one()
        and connection.exec_driver_sql(HAS_FTS5).scalar_one()
    )
