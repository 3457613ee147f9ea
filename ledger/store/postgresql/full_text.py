"""The index of words on PostgreSQL: GIN over the tokens of `search`, found by their beginnings.

The tokens are ours, and no dictionary has a say in them.  An array would be found by whole tokens
only, so they are indexed as a ``tsvector``.  That holds a megabyte at most: of longer texts, which
are few, the rest is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.store.backend import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

LONG: Final = 250_000
"""Characters, of up to four bytes, that surely fit."""

TOKENS: Final = (
    "array_to_tsvector("
    f"array_remove(string_to_array(substr(tokens, 2, {LONG}), ' '::text), ''::text))"
)
IS_LONG: Final = f"(length(tokens) > {LONG})"

INDEXES: Final = {
    "ix_search_words": (f"CREATE INDEX ix_search_words ON search USING gin ({TOKENS})"),
    "ix_search_long": f"CREATE INDEX ix_search_long ON search (entry) WHERE {IS_LONG}",
}

ENTRIES: Final = f"""
SELECT entry FROM search WHERE {TOKENS} @@ %(beginning)s::tsquery
UNION
SELECT entry FROM search WHERE {IS_LONG} AND tokens LIKE %(like)s
LIMIT %(most)s
"""  # noqa: S608 - our own names


def expected() -> Iterator[Part]:
    """The parts that the index is."""
    yield Part("index", "ix_search_words", f"on search by gin (an expression), of {TOKENS}")
    yield Part("index", "ix_search_long", f"on search by btree (entry), where {IS_LONG}")


def add_index(connection: Connection) -> None:
    """Make the index of what is in `search`."""
    for statement in INDEXES.values():
        connection.exec_driver_sql(statement)


def drop_index(connection: Connection) -> None:
    """Take the index away."""
    for name in INDEXES:
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")


def damage(connection: Connection) -> list[str]:  # noqa: ARG001 - as every back end has it
    """Nothing: whether an index is whole is for the server's own tools (amcheck) to say."""
    return []


def entries_with(connection: Connection, word: str, most: int) -> list[int]:
    """The numbers of so many entries at most that hold a word which begins with ``word``."""
    values = {"beginning": f"'{word}':*", "like": f"% {word}%", "most": most}
    return list(connection.exec_driver_sql(ENTRIES, values).scalars())
