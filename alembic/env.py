"""Runs the migrations on the connection the program hands over, or on ``-x db=PATH``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from ledger.store.database import connect
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection


def is_compared(name: str | None, kind: str) -> bool:
    """Leave the search tables out of comparisons: databases may add their own beside them."""
    return kind != "table" or not (name or "").startswith("search")


def run(connection: Connection) -> None:
    """Run the migrations in the transaction that is open on ``connection``."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=lambda name, kind, _parents: is_compared(name, kind),
        include_object=lambda _table, name, kind, *_more: is_compared(name, kind),
        compare_type=True,
        transactional_ddl=False,  # the transaction is already open, and all of it
    )
    context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    target = context.get_x_argument(as_dictionary=True).get("db", "ledger.db")
    with connect(target, create=True).migrating() as own:
        run(own)
