"""Names and statements by what is alike in them, the ends of questions, and search made anew.

Statements and names are found by an index now.  A question may say when it was meant to be settled
and when forecasting on it ends; none from before does.  Search folds more letters than it did (ł,
đ, ø and the like), so the words of every entry are written again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

from ledger.journal.entry import from_bytes
from ledger.model.codec import searched
from ledger.model.name_keys import likeness, statement_key, stored
from ledger.store import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

COLUMNS = {
    ("claims", "speaker_likeness"): ("speaker", likeness),
    ("sources", "publisher_likeness"): ("publisher", likeness),
    ("questions", "statement_key"): ("statement", statement_key),
}
"""New columns, each with the one it is made of, and how."""

KEYS = {
    "claims": ("question", "id", "entry"),
    "sources": ("id", "entry"),
    "questions": ("id", "entry"),
}

ENDS = ("resolve_by", "resolve_by_latest", "closes")
"""Columns of ``questions`` that are null in all that is there."""

AT_ONCE = 500


def upgrade() -> None:
    """Add the columns, fill them, index them, and make the search anew."""
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for name in ENDS:
        op.add_column("questions", sa.Column(name, text, nullable=True))
    for (table, column), (of, make) in COLUMNS.items():
        op.add_column(table, sa.Column(column, text, nullable=True))
        _fill(table, column, of, make)
        # A tree on PostgreSQL refuses what is over 2,704 bytes, as a name may be.
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], postgresql_using="hash")
    _search_anew()


def _fill(table: str, column: str, of: str, make: Callable[[str], str]) -> None:
    """Fill a column from another, some rows at a time, in the order of the table's key."""
    connection = op.get_bind()
    names = KEYS[table]
    rows = sa.table(table, *map(sa.column, (*names, of, column)))
    key = [rows.c[name] for name in names]
    change = (
        sa.update(rows)
        .where(*(rows.c[name] == sa.bindparam(f"its_{name}") for name in names))
        .values({column: sa.bindparam("made")})
    )
    some = sa.select(*key, rows.c[of]).order_by(*key).limit(AT_ONCE)
    found = connection.execute(some).all()
    while found:
        values = [dict(zip((f"its_{name}" for name in names), one, strict=False)) for one in found]
        connection.execute(
            change,
            [one | {"made": make(row[-1])} for one, row in zip(values, found, strict=True)],
        )
        last = sa.tuple_(*key) > sa.tuple_(*map(sa.literal, found[-1][:-1]))
        found = connection.execute(some.where(last)).all()


def _search_anew() -> None:
    """Write the words of every entry again that has others than plain letters."""
    connection = op.get_bind()
    journal = sa.table("journal", sa.column("seq"), sa.column("entry", sa.LargeBinary))
    search = sa.table("search", sa.column("entry"), sa.column("tokens"))
    change = (
        sa.update(search)
        .where(search.c.entry == sa.bindparam("number"))
        .values(tokens=sa.bindparam("words"))
    )
    some = sa.select(journal).order_by(journal.c.seq).limit(AT_ONCE)
    rows = connection.execute(some).all()
    while rows:
        words = [one for row in rows for one in _words(row.seq, bytes(row.entry))]
        if words:
            connection.execute(change, words)
        rows = connection.execute(some.where(journal.c.seq > rows[-1].seq)).all()


def _words(number: int, data: bytes) -> Iterator[dict[str, object]]:
    """What the search shall have of an entry; nothing of one that is damaged, as verify says."""
    with suppress(ValueError, KeyError, TypeError):
        if data.isascii():
            return
        entry = from_bytes(data)
        if texts := searched(entry.kind, entry.id, entry.body):
            yield {"number": number, "words": stored(texts)}


def downgrade() -> None:
    """Take the columns away, and first the guards that look at them; the search stays as it is."""
    catalogue.remove(op.get_bind())
    for table, column in reversed(COLUMNS):
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
        op.drop_column(table, column)
    for name in reversed(ENDS):
        op.drop_column("questions", name)
