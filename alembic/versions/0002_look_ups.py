"""An index for what is looked up while others wait to write: the statements of questions."""

from __future__ import annotations

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

INDEX = "ix_questions_statement"


def upgrade() -> None:
    """Make the index."""
    # A tree on PostgreSQL refuses what is over 2,704 bytes, as a statement may be.
    op.create_index(op.f(INDEX), "questions", ["statement"], postgresql_using="hash")


def downgrade() -> None:
    """Take the index away."""
    op.drop_index(op.f(INDEX), "questions")
