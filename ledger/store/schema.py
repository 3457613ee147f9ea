"""The tables, as the migrations in ``alembic/`` make them (a test compares the two).

``journal`` and ``tiles`` are the truth.  All other tables but ``search`` are a projection of it:
``entry`` is the number of the journal entry that made the row, ``replaced_by`` of the one that
ended it.  A row is in force as of entry E where ``entry <= E`` and ``replaced_by`` is null or
greater than E.  Columns named ``*_earliest`` and ``*_latest`` bound a fuzzy date, as YYYY-MM-DD.
Those named ``*_likeness`` and ``*_key`` are what names and statements are found by
(`ledger.model.name_keys`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from ledger.model.fields import RECORDS, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator


REVISION: Final = "0002"
"""The newest migration, which a database must be at to be used; known without alembic."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

HASHED: Final = {"method": "hash"}
"""How PostgreSQL indexes what may be longer than the 2,704 bytes that its usual kind takes.

A name of SQLAlchemy's own for it would load all of PostgreSQL for every ledger in a file.
"""


def _text(name: str, *, required: bool = False) -> Column[str]:
    """A text column that sorts by code point on every database."""
    plain = Text().with_variant(Text(collation="C"), "postgresql")
    return Column(name, plain, nullable=not required)


def _of_fields(table: str, *others: str) -> Iterator[Column[Any]]:
    """The columns of the fields of a record but the ``others``, and of the ends of its dates."""
    for one in RECORDS[table]:
        if one.name in others:
            continue
        if one.sort is Sort.FLAG:
            yield Column(one.name, Boolean, nullable=False)
        else:
            yield _text(one.name, required=one.always_set)
        yield from map(_text, one.bounds)


def _made_by() -> list[Column[int]]:
    """The entry that made a row, and the one that replaced it."""
    return [Column("entry", Integer, nullable=False), Column("replaced_by", Integer)]


journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, autoincrement=False),
    _text("at", required=True),
    Column("entry", LargeBinary, nullable=False, doc="canonical bytes, RFC 8785"),
    Column("leaf", LargeBinary, nullable=False, doc="leaf hash, RFC 9162"),
    PrimaryKeyConstraint("seq"),
    Index(None, "at"),
)

tiles = Table(
    "tiles",
    metadata,
    Column("level", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("hashes", LargeBinary, nullable=False, doc="256 hashes of 32 bytes"),
    Column("root", LargeBinary, nullable=False, doc="the hash over the 256"),
    PrimaryKeyConstraint("level", "number"),
)

ids = Table(
    "ids",
    metadata,
    _text("id", required=True),
    _text("kind", required=True),
    *_made_by(),
    _text("question"),
    PrimaryKeyConstraint("id", "kind", "entry"),
)

sources = Table(
    "sources",
    metadata,
    _text("id", required=True),
    *_made_by(),
    *_of_fields("source", "id"),
    _text("digest"),
    _text("publisher_likeness"),
    PrimaryKeyConstraint("id", "entry"),
    Index(None, "url", info=HASHED),
    Index(None, "publisher_likeness", info=HASHED),
)

questions = Table(
    "questions",
    metadata,
    _text("id", required=True),
    *_made_by(),
    *_of_fields("question", "id"),
    _text("statement_key"),
    PrimaryKeyConstraint("id", "entry"),
    Index(None, "statement_key", info=HASHED),
)

claims = Table(
    "claims",
    metadata,
    _text("question", required=True),
    _text("id", required=True),
    *_made_by(),
    _text("recorded_at", required=True),
    _text("source", required=True),
    *_of_fields("claim", "id", "question"),
    _text("selector"),
    _text("key"),
    _text("speaker_likeness"),
    PrimaryKeyConstraint("question", "id", "entry"),
    Index(None, "source"),
    Index(None, "key", info=HASHED),
    Index(None, "speaker_likeness", info=HASHED),
)

outcomes = Table(
    "outcomes",
    metadata,
    _text("question", required=True),
    Column("n", Integer, nullable=False),
    *_made_by(),
    _text("recorded_at", required=True),
    *_of_fields("outcome", "disputed", "evidence"),
    Column("final", Boolean, nullable=False),
    PrimaryKeyConstraint("question", "n", "entry"),
)

evidence = Table(
    "evidence",
    metadata,
    _text("question", required=True),
    Column("n", Integer, nullable=False),
    *_made_by(),
    Column("position", Integer, nullable=False),
    *_of_fields("evidence"),
    PrimaryKeyConstraint("question", "n", "entry", "position"),
)

aliases = Table(
    "aliases",
    metadata,
    _text("speaker", required=True),
    *_made_by(),
    _text("stands_for", required=True),
    PrimaryKeyConstraint("speaker", "entry"),
)

search = Table(
    "search",
    metadata,
    Column("entry", Integer, autoincrement=False),
    _text("tokens", required=True),
    PrimaryKeyConstraint("entry"),
)
