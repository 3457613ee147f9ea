"""The tables, as the migrations in ``alembic/`` make them (a test compares the two).

``journal`` and ``tiles`` are the truth.  All other tables but ``search`` are a projection of it:
``entry`` is the number of the journal entry that made the row, ``replaced_by`` of the one that
ended it.  A row is in force as of entry E where ``entry <= E`` and ``replaced_by`` is null or
greater than E.  Columns named ``*_earliest`` and ``*_latest`` bound a fuzzy date, as YYYY-MM-DD.
Those named ``*_likeness`` and ``*_key`` are what names and statements are found by
(`ledger.model.name_keys`).

``standings`` says of each question what stands: the outcome that does, by the entry that made its
row, with what of it counts, and the question's horizon.  What is open is found by its index.

Each back end adds to ``search`` an index of words of its own kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    false,
    text,
)

from ledger.model.fields import RECORDS, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator


REVISION: Final = "0003"
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


WHERE: Final = "where"
"""What an index says in its ``info`` of the rows that it has, in PostgreSQL's words."""


def _number(name: str, *, required: bool = True, **more: Any) -> Column[int]:  # noqa: ANN401 - options of a column
    """A column for numbers of entries, of which there may be more than 2**31."""
    kind = Integer().with_variant(BigInteger(), "postgresql")
    return Column(name, kind, nullable=not required, **more)


def _some(name: str, *columns: str, rows: str) -> Index:
    """An index of those rows of a table that meet a condition, as PostgreSQL words it.

    A condition of SQLAlchemy's own for PostgreSQL would load all of that (see `HASHED`).
    """
    return Index(name, *columns, sqlite_where=text(rows), info={WHERE: f"({rows})"})


AGAIN: Final = "(n > 1) OR blind"
"""Which outcomes are not the first and only word on their question, in SQL."""


def _by_entries(table: str) -> tuple[Index, Index]:
    """Indexes of what entries made, and of what they ended, which is little of what there is."""
    ended = _some(f"ix_{table}_replaced_by", "replaced_by", rows="replaced_by IS NOT NULL")
    return Index(f"ix_{table}_entry", "entry"), ended


def _text(name: str, *, required: bool = False) -> Column[str]:
    """A text column that sorts by code point on every database."""
    plain = Text().with_variant(Text(collation="C"), "postgresql")
    return Column(name, plain, nullable=not required)


ADDED: Final = frozenset({("claim", "proposed"), ("question", "ordered")})
"""Flags that a migration added to rows that were there, which needs a default."""


def _of_fields(table: str, *others: str) -> Iterator[Column[Any]]:
    """The columns of the fields of a record but the ``others``, and of the ends of its dates."""
    for record in RECORDS[table]:
        if record.name in others:
            continue
        if record.sort is Sort.FLAG:
            usual = false() if (table, record.name) in ADDED else None
            yield Column(record.name, Boolean, nullable=False, server_default=usual)
        else:
            yield _text(record.name, required=record.always_set)
        yield from map(_text, record.bounds)


def _made_by() -> list[Column[int]]:
    """The entry that made a row, and the one that replaced it."""
    return [_number("entry"), _number("replaced_by", required=False)]


journal = Table(
    "journal",
    metadata,
    _number("seq", autoincrement=False),
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
    _number("number"),
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
    *_by_entries("ids"),
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
    *_by_entries("sources"),
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
    *_by_entries("questions"),
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
    *_by_entries("claims"),
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
    *_by_entries("outcomes"),
    _some("ix_outcomes_again", "question", rows=AGAIN),
)

standings = Table(
    "standings",
    metadata,
    _text("question", required=True),
    *_made_by(),
    _number("outcome", required=False),
    _text("verdict"),
    _text("value"),
    _text("answer"),
    _text("answer_low"),
    _text("answer_high"),
    _text("happened_on"),
    _text("happened_latest"),
    Column("final", Boolean, nullable=False),
    _text("horizon"),
    PrimaryKeyConstraint("question", "entry"),
    *_by_entries("standings"),
    _some("ix_standings_horizon", "final", "horizon", "question", rows="replaced_by IS NULL"),
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
    *_by_entries("evidence"),
)

responses = Table(
    "responses",
    metadata,
    _text("claim", required=True),
    Column("n", Integer, nullable=False),
    *_made_by(),
    _text("recorded_at", required=True),
    *_of_fields("response"),
    PrimaryKeyConstraint("claim", "n", "entry"),
    *_by_entries("responses"),
)

aliases = Table(
    "aliases",
    metadata,
    _text("speaker", required=True),
    *_made_by(),
    _text("stands_for", required=True),
    PrimaryKeyConstraint("speaker", "entry"),
    *_by_entries("aliases"),
)

search = Table(
    "search",
    metadata,
    _number("entry", autoincrement=False),
    _text("tokens", required=True),
    PrimaryKeyConstraint("entry"),
)
