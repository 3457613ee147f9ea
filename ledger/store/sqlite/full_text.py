"""The index of words on SQLite: FTS5 over `search`, which keeps the words themselves.

Its tokens are ours: ``tokenize='ascii'`` parts them at blanks alone, where others would split them
again.  Where this SQLite has no FTS5, ledgers are made without the index, and search reads every
row; what was written meanwhile to a ledger that has one is found so too, until somebody writes who
can add it.  Nothing is ever taken out: what is in force is for the query to say.

Source: https://www.sqlite.org/fts5.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

from ledger.store.sqlite.backend import HAS_FTS5, LAST_WORDS, WORDS, can_index

if TYPE_CHECKING:
    from sqlalchemy import Connection

STATEMENT: Final = (
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5(tokens, content='search', content_rowid='entry', "
    "detail=none, tokenize='ascii')"
)

SHADOWS: Final = tuple(f"{WORDS}_{end}" for end in ("data", "idx", "docsize", "config"))
"""The tables in which FTS5 keeps the index, by names of its own."""

VOCABULARY: Final = f"temp.search_vocabulary USING fts5vocab(main, {WORDS}, instance)"


def add_index(connection: Connection) -> None:
    """Make the index of what is in `search`, where this SQLite can."""
    if connection.exec_driver_sql(HAS_FTS5).scalar_one():
        connection.exec_driver_sql(STATEMENT)
        connection.exec_driver_sql(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('rebuild')")  # noqa: S608 - our own name


def drop_index(connection: Connection) -> None:
    """Take the index away."""
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {WORDS}")


def entries_with(connection: Connection, word: str, most: int) -> list[int]:
    """The numbers of so many entries at most that hold a word which begins with ``word``."""
    read = "SELECT entry FROM search WHERE tokens LIKE ?"
    like = f"% {word}%"
    if not can_index(connection):
        return list(connection.exec_driver_sql(f"{read} LIMIT ?", (like, most)).scalars())
    newer = f"{read} AND entry > ({LAST_WORDS})"
    found = f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH ?"  # noqa: S608 - our own name
    every = f"SELECT * FROM ({newer}) UNION ALL SELECT * FROM ({found}) LIMIT ?"  # noqa: S608 - as above
    return list(connection.exec_driver_sql(every, (like, f'"{word}" *', most)).scalars())


def damage(connection: Connection) -> list[str]:
    """Whether the index holds what `search` does, up to where it goes: by a sum over all words.

    Each word of each entry adds a checksum of the word times the entry's number, in any order.
    """
    if not can_index(connection):
        return []
    last = connection.exec_driver_sql(LAST_WORDS).scalar_one()
    kept = "SELECT entry, tokens FROM search WHERE entry <= ? AND typeof(tokens) = 'text'"
    expected = sum(
        entry * sum(map(crc32, tokens.encode(errors="surrogateescape").split()))
        for entry, tokens in connection.exec_driver_sql(kept, (last,))
    )
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {VOCABULARY}")
    try:
        indexed = "SELECT term, sum(doc) FROM temp.search_vocabulary GROUP BY term"
        terms = connection.exec_driver_sql(indexed)
        found = sum(crc32(term.encode(errors="surrogateescape")) * docs for term, docs in terms)
    finally:
        connection.exec_driver_sql("DROP TABLE temp.search_vocabulary")
    return [] if found == expected else [f"{WORDS} does not index the words that are kept"]
