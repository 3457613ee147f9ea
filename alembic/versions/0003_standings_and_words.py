"""What stands on each question as rows, words found by an index, and numbers beyond 2**31.

A claim may say where in its source it stands, may be proposed, and may have responses; a question
may ask for more than yes or no, a claim on it may say which, how much or when, and so may an
outcome.  None from before does, is or has.
Standings are made of the rows that are there.  On PostgreSQL numbers of entries become bigint; on
SQLite every integer is as large as that.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from ledger.store import catalogue
from ledger.store.backend import backend_of
from ledger.store.standings import COUNTS, ENDS, history, horizon_of

if TYPE_CHECKING:
    from collections.abc import Iterator

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None

NUMBERS = {
    "journal": ("seq",),
    "tiles": ("number",),
    "search": ("entry",),
    **dict.fromkeys(
        ("ids", "sources", "questions", "claims", "outcomes", "evidence", "aliases"),
        ("entry", "replaced_by"),
    ),
}
"""Columns for numbers of entries."""

VERSIONED = (
    "ids", "sources", "questions", "claims", "outcomes", "evidence", "standings", "responses",
    "aliases",
)  # fmt: skip
"""Tables whose rows entries make and end."""

INDEXES: tuple[tuple[str, str, list[str], str | None], ...] = (
    *((f"ix_{one}_entry", one, ["entry"], None) for one in VERSIONED),
    *(
        (f"ix_{one}_replaced_by", one, ["replaced_by"], "replaced_by IS NOT NULL")
        for one in VERSIONED
    ),
    ("ix_outcomes_again", "outcomes", ["question"], "(n > 1) OR blind"),
    (
        "ix_standings_horizon", "standings", ["final", "horizon", "question"],
        "replaced_by IS NULL",
    ),
)  # fmt: skip
"""New indexes: name, table, columns, and of which rows, if not of all."""

ANSWERS = ("answer", "answer_low", "answer_high")
OF_SPACE = ("type", "options", "ordered", "unit", "measure", "lower_bound", "upper_bound")
STANDS = ("verdict", "value", *ANSWERS, "happened_on", "happened_latest")
"""What of an outcome stands as text."""

AT_ONCE = 500


def upgrade() -> None:
    """Make the table, fill it, and index what lists are found by."""
    connection = op.get_bind()
    is_server = connection.dialect.name == "postgresql"
    if is_server:
        for table, names in NUMBERS.items():
            for name in names:
                op.alter_column(table, name, type_=sa.BigInteger())
    number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("claims", sa.Column("place", text, nullable=True))
    none = sa.false()
    op.add_column(
        "claims", sa.Column("proposed", sa.Boolean(), nullable=False, server_default=none)
    )
    if is_server:
        op.alter_column("claims", "proposed", server_default=None)
    op.add_column("claims", sa.Column("answer", text, nullable=True))
    for name in ("type", "options", "unit", "measure", "lower_bound", "upper_bound"):
        op.add_column("questions", sa.Column(name, text, nullable=True))
    op.add_column(
        "questions", sa.Column("ordered", sa.Boolean(), nullable=False, server_default=none)
    )
    if is_server:
        op.alter_column("questions", "ordered", server_default=None)
    for name in ANSWERS:
        op.add_column("outcomes", sa.Column(name, text, nullable=True))
    op.create_table(
        "responses",
        sa.Column("claim", text, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("entry", number, nullable=False),
        sa.Column("replaced_by", number),
        *(sa.Column(one, text, nullable=False) for one in ("recorded_at", "by", "date", "text")),
        sa.Column("url", text),
        sa.PrimaryKeyConstraint("claim", "n", "entry", name=op.f("pk_responses")),
    )
    op.create_table(
        "standings",
        sa.Column("question", text, nullable=False),
        sa.Column("entry", number, nullable=False),
        sa.Column("replaced_by", number),
        sa.Column("outcome", number),
        *(sa.Column(one, text) for one in STANDS),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("horizon", text),
        sa.PrimaryKeyConstraint("question", "entry", name=op.f("pk_standings")),
    )
    _fill()
    for name, table, columns, rows in INDEXES:
        which = None if rows is None else sa.text(rows)
        op.create_index(op.f(name), table, columns, sqlite_where=which, postgresql_where=which)
    backend_of(connection).words.add_index(connection)


def _fill() -> None:
    """Make the standings, some questions at a time."""
    names = ("question", "entry", "replaced_by", "outcome", *COUNTS, "horizon")
    filled = sa.insert(sa.table("standings", *map(sa.column, names)))
    for several in _questions():
        rows: list[dict[str, Any]] = []
        for question, (asked, judged) in several.items():
            made = list(history(asked, judged))
            ends = [*(entry for entry, _ in made[1:]), None]
            rows += [
                {"question": question, "entry": entry, "replaced_by": end, **row}
                for (entry, row), end in zip(made, ends, strict=True)
            ]
        if rows:
            op.get_bind().execute(filled, rows)


def _questions() -> Iterator[dict[str, tuple[list[Any], list[Any]]]]:
    """Questions in order, each with its rows, as (entry, horizon), and those of its outcomes."""
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    asked = sa.table("questions", sa.column("id", text), *map(sa.column, ("entry", *ENDS)))
    told = sa.table(
        "outcomes",
        sa.column("question", text),
        sa.column("final", sa.Boolean()),
        sa.column("blind", sa.Boolean()),
        *(sa.column(one) for one in ("n", "entry", "replaced_by", *COUNTS) if one != "final"),
    )
    connection = op.get_bind()
    last: str | None = ""
    while last is not None:
        after = sa.select(asked.c.id).where(asked.c.id > last).order_by(asked.c.id)
        end = connection.scalar(after.offset(AT_ONCE).limit(1))
        found: dict[str, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        for rows, key in ((asked, asked.c.id), (told, told.c.question)):
            some = sa.select(rows).where(key > last, *([] if end is None else [key <= end]))
            for row in connection.execute(some).mappings():
                if rows is asked:
                    found[row["id"]][0].append((row["entry"], horizon_of(row)))
                else:
                    found[row["question"]][1].append(dict(row))
        yield found
        last = end


def downgrade() -> None:
    """Take all that away, and first the guards that look at it; numbers stay large."""
    connection = op.get_bind()
    catalogue.remove(connection)
    backend_of(connection).words.drop_index(connection)
    for name, table, *_ in reversed(INDEXES):
        op.drop_index(op.f(name), table)
    op.drop_table("standings")
    op.drop_table("responses")
    for name in ANSWERS:
        op.drop_column("outcomes", name)
    for name in OF_SPACE:
        op.drop_column("questions", name)
    op.drop_column("claims", "answer")
    op.drop_column("claims", "proposed")
    op.drop_column("claims", "place")
