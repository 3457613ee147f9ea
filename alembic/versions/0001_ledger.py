"""The journal, its tiles, and the tables that are its projection."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

TABLES = {
    "journal": (["seq integer", "at", "entry bytes", "leaf bytes"], ["seq"]),
    "tiles": (
        ["level integer", "number integer", "hashes bytes", "root bytes"],
        ["level", "number"],
    ),
    "ids": (
        ["id", "kind", "entry integer", "replaced_by integer?", "question?"],
        ["id", "kind", "entry"],
    ),
    "sources": (
        [
            "id", "entry integer", "replaced_by integer?", "publisher", "title?", "authors",
            "published?", "published_earliest?", "published_latest?", "url?", "archive_url?",
            "language?", "note?", "digest?",
        ],
        ["id", "entry"],
    ),
    "questions": (
        [
            "id", "entry integer", "replaced_by integer?", "statement", "due?", "due_latest?",
            "due_words?", "due_basis?", "criteria?", "condition?", "topics", "note?",
        ],
        ["id", "entry"],
    ),
    "claims": (
        [
            "question", "id", "entry integer", "replaced_by integer?", "recorded_at", "source",
            "speaker", "organisation?", "role?", "attribution", "kind", "quote?", "selector?",
            "wording?", "stance?", "probability?", "made?", "made_earliest?", "made_latest?",
            "checkable boolean", "note?", "key?",
        ],
        ["question", "id", "entry"],
    ),
    "outcomes": (
        [
            "question", "n integer", "entry integer", "replaced_by integer?", "recorded_at",
            "verdict", "final boolean", "value?", "happened_on?", "happened_earliest?",
            "happened_latest?", "blind boolean", "adjudicates boolean", "note?",
        ],
        ["question", "n", "entry"],
    ),
    "evidence": (
        [
            "question", "n integer", "entry integer", "replaced_by integer?", "position integer",
            "url?", "source?", "publisher?", "title?", "published?", "archive_url?", "note?",
        ],
        ["question", "n", "entry", "position"],
    ),
    "search": (["entry integer", "tokens"], ["entry"]),
}  # fmt: skip
"""For each table its columns, text unless said otherwise (``?``: may be null), and its key."""

INDEXES = (("journal", "at"), ("sources", "url"), ("claims", "source"), ("claims", "key"))

TYPES = {"integer": sa.Integer, "bytes": sa.LargeBinary, "boolean": sa.Boolean}


def column(described: str, key: list[str]) -> sa.Column:
    """The column that a text such as ``replaced_by integer?`` describes."""
    name, _, kind = described.rstrip("?").partition(" ")
    plain = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    numbered = {"autoincrement": False} if key == [name] else {}
    return sa.Column(
        name, TYPES[kind]() if kind else plain, nullable=described.endswith("?"), **numbered
    )


def upgrade() -> None:
    """Make the tables."""
    for name, (columns, key) in TABLES.items():
        primary = sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}"))
        op.create_table(name, *(column(one, key) for one in columns), primary)
    for table, indexed in INDEXES:
        # A tree on PostgreSQL refuses what is over 2,704 bytes, as a URL or a key may be.
        using = "hash" if indexed in {"url", "key"} else "btree"
        op.create_index(op.f(f"ix_{table}_{indexed}"), table, [indexed], postgresql_using=using)


def downgrade() -> None:
    """Take the tables away."""
    for table, indexed in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{indexed}"), table)
    for name in reversed(TABLES):
        op.drop_table(name)
