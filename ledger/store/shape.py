"""Whether a database is of the shape that the migrations make, on whichever kind of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.store import postgresql_catalogue, sqlite_catalogue
from ledger.store.catalogue import compared

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.store.catalogue import Deviation


def deviations(connection: Connection) -> list[Deviation]:
    """Where a database is not of the shape that the migrations make."""
    own = sqlite_catalogue if connection.dialect.name == "sqlite" else postgresql_catalogue
    return compared(own.expected(connection), own.found(connection))
