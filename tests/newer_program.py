"""The program that comes after this one: it has one migration more, in a copy of them all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from ledger.store import database, migrate, opening, schema

if TYPE_CHECKING:
    from pathlib import Path

REVISION = f"{int(schema.REVISION) + 1:04d}"

NEXT = '''
"""A column more."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("claims", sa.Column("extra", sa.Text()))
    op.create_table("more", sa.Column("id", sa.Text(), primary_key=True))
    {last}


def downgrade():
    op.drop_table("more")
    op.drop_column("claims", "extra")
'''
"""What a migration to come may look like."""


def scripts(home: Path, folder: Path, last: str = "pass") -> Path:
    """A copy of the migrations in ``home``, with one more that ends with a statement."""
    made = shutil.copytree(home, folder)
    text = NEXT.format(revision=REVISION, before=schema.REVISION, last=last)
    (made / "versions" / f"{REVISION}_more.py").write_text(text)
    return made


def become(folder: Path) -> None:
    """Make this process the newer program, whose migrations are in ``folder``."""
    migrate.PLACES = (folder,)  # type: ignore[misc]
    migrate.REVISION = database.REVISION = opening.REVISION = REVISION  # type: ignore[misc]
