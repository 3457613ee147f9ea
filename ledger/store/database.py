"""A ledger's database: connected to, its version read, and units of work run on it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from ledger import invocation
from ledger.errors import LedgerTooNew, NotALedger
from ledger.invocation import Written, command
from ledger.store.backend import backend_at, backend_of
from ledger.store.journal_table import ENTERED, leaf
from ledger.store.schema import REVISION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from ledger.store.backend import Backend

__all__ = ["Connection", "Database", "connect", "empty", "refuse_newer", "version", "version_in"]

NUMBER: Final = re.compile("[0-9]{4}")
"""What the name of a migration looks like; the first is 0001."""

MOST_TOLD: Final = 2
"""How many of several are told."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; ``place`` is what people call it: its path, or its URL without password.

    ``target`` is what it was opened by, for another process to open it by.
    """

    engine: Engine
    place: str
    target: str = field(default="", repr=False)

    @property
    def backend(self) -> Backend:
        """What it is kept by."""
        return backend_of(self.engine)

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """What the driver raises, as SQLAlchemy wraps it and as it is."""
        return DBAPIError, self.engine.dialect.loaded_dbapi.Error

    @contextmanager
    def reading(self, needs: int = 0) -> Iterator[Connection]:  # noqa: ARG002 - of replicas alone
        """A unit that reads one state of the ledger, in which there is entry ``needs``, if any."""
        with self._unit(writes=False) as connection:
            yield connection

    @contextmanager
    def at_once(self) -> Iterator[Database]:
        """The same database, all of whose units that read are one: of one state of the ledger."""
        with self.reading() as connection:
            yield _AtOnce(self.engine, self.place, self.target, connection=connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A unit that writes: all of it is kept, or nothing is."""
        with self._unit(writes=True) as connection:
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A unit that changes the schema; foreign keys are not looked at while it lasts."""
        with self._unit(writes=True, migrates=True) as connection:
            yield connection

    @contextmanager
    def _unit(self, **options: bool) -> Iterator[Connection]:
        try:
            with self.engine.connect() as bare:
                connection = bare.execution_options(**options)
                with connection.begin() as begun:
                    yield connection
                    ours = self._written(connection) if begun.is_active else None
                if options.get("migrates") or connection.info.pop(ENTERED, False):
                    invocation.done(self.place)
                if ours is not None:
                    invocation.wrote(*ours)
        except self.faults as fault:
            own = fault.orig if isinstance(fault, DBAPIError) else fault
            trouble = own and self.backend.trouble_of(own, self.place)
            if not trouble:
                raise
            raise trouble from fault

    def _written(self, connection: Connection) -> tuple[str, Written] | None:
        """The last entry that a unit wrote, behind the leaf hash of the ledger's first.

        It is for whoever reads a replica next; None where nothing was written, or there is none.
        """
        last = connection.info.get(ENTERED)
        if last is None or not self.backend.has_replicas:
            return None
        return leaf(connection, 1), Written(*last)


@dataclass(frozen=True, slots=True)
class _AtOnce(Database):
    """A database with a unit under way, in which all that reads is done."""

    connection: Connection = field(kw_only=True, repr=False)

    @contextmanager
    def reading(self, needs: int = 0) -> Iterator[Connection]:  # noqa: ARG002 - it has begun
        """The unit that is under way."""
        yield self.connection


def connect(target: str, *, create: bool) -> Database:
    """The database at ``target``, of whatever version."""
    return Database(*backend_at(target).connect(target, create=create), target)


def version(database: Database) -> str | None:
    """The migration the database is at, or None where it is empty.

    Raises:
        NotALedger: it holds tables, but no ledger's, or does not say of which version it is.
    """
    with database.reading() as connection:
        return version_in(connection, database.place)


def version_in(connection: Connection, place: str) -> str | None:
    """What `version` says, of a database with a unit under way."""
    names = inspect(connection).get_table_names()
    if not names:
        return None
    if not {"alembic_version", "journal"}.issubset(names):
        raise NotALedger(f"{place} is a database, but not a ledger.")
    rows = connection.execute(text("SELECT * FROM alembic_version")).all()
    if len(rows) != 1 or not NUMBER.fullmatch(str(rows[0][0])) or int(rows[0][0]) < 1:
        told = " and ".join(repr(row[0]) for row in rows[:MOST_TOLD]) or "nothing"
        raise NotALedger(
            f"{place} is a database, but not a ledger, or is damaged: "
            f"its table alembic_version holds {told}.",
            f"If it was a ledger, go back to a backup of it: {command('restore FILE', place)}",
        )
    return str(rows[0][0])


def empty(database: Database, target: str) -> NotALedger:
    """The refusal of an empty database, which people call ``target``."""
    return NotALedger(
        f"{database.place} is empty.",
        f"Make it a ledger with: {command('init', database.place, target)}",
    )


def refuse_newer(found: str, place: str) -> None:
    """Refuse a database at a migration this program does not know.

    Raises:
        LedgerTooNew: it is.
    """
    if found > REVISION:
        raise LedgerTooNew(
            f"{place} was written by a newer version of this program.",
            "Install the newer version to use it.",
        )
