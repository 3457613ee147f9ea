"""When a question was meant to be settled, and when forecasting on it ends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

COLUMNS = ("resolve_by", "resolve_by_latest", "closes")
"""Columns of ``questions``; no question from before has any of them."""


def upgrade() -> None:
    """Add the columns."""
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for name in COLUMNS:
        op.add_column("questions", sa.Column(name, text, nullable=True))


def downgrade() -> None:
    """Take the columns away."""
    for name in reversed(COLUMNS):
        op.drop_column("questions", name)
