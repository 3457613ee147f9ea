"""SQLite as a `ledger.store.backend.Backend`.

Guards, catalogue and copies are loaded by the few commands that need them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger import permissions
from ledger.store.sqlite import connections, errors, new_file, rows

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.store.backend import BackedUp, Backend, Catalogue, Guards


class SQLite:
    """A ledger in a file; its place is the file's path."""

    parameter = "?"
    before_upgrade = "a copy is kept"

    connect = staticmethod(connections.connect)
    trouble_of = staticmethod(errors.trouble_of)
    has_dangling_rows = staticmethod(rows.has_dangling_rows)
    damage_of_file = staticmethod(rows.damage_of_file)
    insert_rows = staticmethod(rows.insert_rows)
    close_rows = staticmethod(rows.close_rows)
    raw_rows = staticmethod(rows.raw_rows)
    new_ledger = staticmethod(new_file.new_ledger)
    copy_before_upgrade = staticmethod(new_file.copy_beside)

    def name_of(self, target: str) -> str:
        return target

    def mode_of_copy(self, place: str) -> int:
        return permissions.of_copy(Path(place))

    @property
    def guards(self) -> Guards:
        from ledger.store.sqlite import guards

        return guards

    @property
    def catalogue(self) -> Catalogue:
        from ledger.store.sqlite import catalogue

        return catalogue

    def backup(
        self, engine: Engine, place: str, path: Path, *, overwrite: bool = False
    ) -> BackedUp:
        from ledger.store.sqlite import copies

        return copies.backup(engine, place, path, overwrite=overwrite)

    def restore(self, kept: Path, target: str, *, overwrite: bool = False) -> BackedUp:
        from ledger.store.sqlite import copies

        return copies.restore(kept, target, overwrite=overwrite)


BACKEND: Final[Backend] = SQLite()
