"""PostgreSQL as a `ledger.store.backend.Backend`.

Guards, catalogue and words are loaded by the few commands that need them, psycopg by who connects.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import LargeBinary, func, literal

from ledger import permissions
from ledger.errors import StoreTrouble
from ledger.store.postgresql import connections, errors, rows

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, Engine, Select, Table

    from ledger.store.backend import BackedUp, Backend, Catalogue, Guards, Words


class PostgreSQL:
    """A ledger in a database on a server; its place is the URL without the password.

    The server keeps the database's files, and looks after them: copies are for pg_dump.
    """

    parameter = "%s"
    before_upgrade = "keep a copy first, with pg_dump"

    connect = staticmethod(connections.connect)
    name_of = staticmethod(connections.name_of)
    insert_rows = staticmethod(rows.insert_rows)
    close_rows = staticmethod(rows.close_rows)
    raw_rows = staticmethod(rows.raw_rows)
    readers_hold_up = False
    has_replicas = True
    next_rows = staticmethod(rows.next_rows)
    shares = staticmethod(rows.shares)

    def trouble_of(self, fault: BaseException, place: str) -> StoreTrouble | None:
        return errors.trouble_of(fault, place, connections.PATIENCE)

    def holds(self, column: ColumnElement[Any], part: bytes) -> ColumnElement[bool]:
        return func.position(literal(part, LargeBinary).op("in")(column)) > 0

    @property
    def guards(self) -> Guards:
        from ledger.store.postgresql import guards

        return guards

    @property
    def catalogue(self) -> Catalogue:
        from ledger.store.postgresql import catalogue

        return catalogue

    @property
    def words(self) -> Words:
        from ledger.store.postgresql import full_text

        return full_text

    def index_words(self, connection: Connection) -> None:
        pass  # the server keeps its indexes by itself

    def along(self, query: Select[Any], table: Table, index: str) -> Select[Any]:
        return query  # the server knows from its statistics

    def damage_of_file(self, connection: Connection) -> list[str]:
        return []

    def has_dangling_rows(self, connection: Connection) -> bool:
        return False  # the server looks after foreign keys in a migration too

    def new_ledger(self, target: str, mode: int = permissions.NEW) -> AbstractContextManager[str]:
        return nullcontext(target)  # a database on a server is made there, and only filled here

    def beside(self, target: str, ending: str) -> None:
        return None

    def mode_of_copy(self, place: str) -> int:
        return permissions.NEW

    def copy_before_upgrade(self, engine: Engine, place: str, label: str) -> None:
        return None

    def backup(
        self, engine: Engine, place: str, path: Path, *, overwrite: bool = False
    ) -> BackedUp:
        raise StoreTrouble(f"{place} is in no file.", "Make a backup of it with: pg_dump.")

    def restore(self, kept: Path, target: str, *, overwrite: bool = False) -> BackedUp:
        raise StoreTrouble("That ledger is in no file.", "Restore a dump of it with: pg_restore.")


BACKEND: Final[Backend] = PostgreSQL()
