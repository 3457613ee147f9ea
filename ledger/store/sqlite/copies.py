"""Backups of a ledger's file, and a ledger made of one: verified before they bear its name.

Copying the file while somebody writes gives a torn copy or an old one; SQLite's ``VACUUM INTO``
reads one state of the ledger, whoever writes meanwhile.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger import invocation, permissions
from ledger.errors import Busy, FileTrouble, NotALedger, ReadOnly, StoreTrouble, clause
from ledger.journal import merkle
from ledger.store import journal_table
from ledger.store.backend import BackedUp
from ledger.store.database import Database, version_in
from ledger.store.sqlite import files
from ledger.store.sqlite.connections import engine_of, path_of
from ledger.store.sqlite.files import half_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Engine


CACHE = 32 * 1024
"""KiB of pages kept while a copy is looked at: SQLite goes from each row to its indexes."""

ENTRIES = "SELECT entry FROM journal ORDER BY seq"


def backup(engine: Engine, place: str, path: Path, *, overwrite: bool) -> BackedUp:
    """Copy the ledger in the file ``place`` to a new file at ``path``."""
    own = Path(place)
    with _naming(path):
        path = files.followed(path)
        permissions.refuse_irregular(path)
        if path.exists() and path.samefile(own):
            raise FileTrouble(f"{path} is the ledger itself.", "Name another file.")
        if path.exists() and not overwrite:
            raise _there_is(path)
        before = path.stat() if path.exists() else None
        most = permissions.of_copy(own)
        with half_copy(engine, own, path) as half:
            copied = _verified(half, place)
            with Database(engine, place).reading() as connection:
                if not _is_root(connection, copied.entries, copied.root):
                    raise _damaged(place)
            if before is not None:
                permissions.keep(half, before, most)
            _put(half, path, overwrite=overwrite)
    return copied


def restore(kept: Path, target: str, *, overwrite: bool = False) -> BackedUp:
    """Put a copy of the backup ``kept`` where the ledger ``target`` is, or was."""
    place = files.followed(path_of(target))
    with _naming(kept, "read"):
        if not kept.exists():
            raise FileTrouble(f"There is no backup {kept}.")
    with _naming(place):
        permissions.refuse_irregular(place)
        if place.exists() and place.samefile(kept):
            raise FileTrouble(f"{kept} is the ledger itself.", "Name the file of a backup.")
    with _naming(place), half_copy(engine_of(kept, create=False), kept, place) as half:
        copied = _verified(half, str(kept))
        if not place.exists():
            _put(half, place, overwrite=False)
            return copied
        permissions.keep(half, place.stat())
        with _against(place, half, copied) as lost:
            if lost and not overwrite:
                raise StoreTrouble(
                    f"{place} was left as it is: {lost}.",
                    "With --replace it is kept aside, and the backup takes its place.",
                )
            aside = files.name_beside(place, place, "before-restore") if lost else None
            _put(half, place, overwrite=True)
    return replace(copied, aside=aside)


def _verified(path: Path, called: str) -> BackedUp:
    """What the file at ``path`` holds, its root hash computed from the bytes of its entries.

    Raises:
        StoreTrouble: it is damaged, or no ledger; ``called`` is how the person knows it.
    """
    opened = Database(engine_of(path, create=False), called)
    with opened.reading() as connection:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE}")
        if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one() != "ok":
            raise _damaged(called)
        if version_in(connection, called) is None:
            raise NotALedger(f"{called} is empty.")
        size = journal_table.head(connection).size
        stored: Any = connection.exec_driver_sql(ENTRIES).cursor  # as the driver gives them
        number, root = _root(
            merkle.leaf_hash(data)
            for (data,) in stored
            if isinstance(data, bytes)  # what somebody put in by hand may be anything
        )
        if number != size or not _is_root(connection, size, root):
            raise _damaged(called)
    return BackedUp(size, root)


def _is_root(connection: Connection, size: int, root: bytes) -> bool:
    """Whether the database itself says that this is the root of its first ``size`` entries."""
    try:
        return journal_table.root(connection, size) == root
    except ValueError:  # hashes are missing
        return False


def _root(leaves: Iterable[bytes]) -> tuple[int, bytes]:
    """How many leaf hashes there are, and the root hash over them; few are held at a time."""
    tiles: list[bytes] = []
    rest: list[bytes] = []
    for leaf in leaves:
        rest.append(leaf)
        if len(rest) == merkle.TILE:
            tiles.append(merkle.tile_root(rest))
            rest = []
    behind = len(tiles) * merkle.TILE

    def read(level: int, start: int, stop: int) -> Sequence[bytes]:
        if level == 0:
            return rest[start - behind : stop - behind]
        if level == 1:
            return tiles[start:stop]
        below = range(start * merkle.TILE, stop * merkle.TILE, merkle.TILE)
        return [merkle.tile_root(read(level - 1, one, one + merkle.TILE)) for one in below]

    size = behind + len(rest)
    return size, merkle.root(size, read)


@contextmanager
def _against(place: Path, half: Path, copied: BackedUp) -> Iterator[str]:
    """What would be lost if the file at ``place`` gave way to ``half``; nobody writes meanwhile.

    Whoever waits for the file to write to it finds afterwards that it has moved, and is refused.
    """
    with ExitStack() as stack:
        try:
            opened = Database(engine_of(place, create=False), str(place))
            ours = stack.enter_context(opened.writing())
            kept = stack.enter_context(Database(engine_of(half, create=False), "").reading())
            lost = _lost(ours, kept, copied, opened.place)
        except (Busy, ReadOnly):
            raise
        except StoreTrouble as trouble:
            lost = clause(str(trouble))
        yield lost


def _lost(ours: Connection, kept: Connection, copied: BackedUp, place: str) -> str:
    """What a ledger has that its backup lacks, in words; an empty text where that is nothing."""
    if version_in(ours, place) is None:
        return ""
    size = journal_table.head(ours).size
    if size <= copied.entries:
        same = _is_root(ours, size, journal_table.root(kept, size))
        return "" if same else "it has entries that the backup lacks"
    if not _is_root(ours, copied.entries, copied.root):
        return "it has other entries than the backup"
    more = size - copied.entries
    return f"it has {'an entry' if more == 1 else f'{more} entries'} that the backup lacks"


@contextmanager
def _naming(place: Path, done: str = "made") -> Iterator[None]:
    """Trouble with a file as a refusal, which says what could not be ``done`` to it."""
    try:
        yield
    except FileExistsError as trouble:
        raise _there_is(place) from trouble
    except (OSError, ValueError) as trouble:
        why = getattr(trouble, "strerror", None) or trouble
        raise FileTrouble(f"{place} cannot be {done}: {why}.") from trouble


def _put(half: Path, place: Path, *, overwrite: bool) -> None:
    """Give a finished copy its name."""
    files.remove_companions(place)
    if overwrite and place.exists():
        half.replace(place)
        files.sync(place.parent)
    else:
        files.name(half, place)
    invocation.done(place)


def _there_is(place: Path) -> FileTrouble:
    return FileTrouble(f"{place} already exists.", "Name another, or give --replace.")


def _damaged(called: str) -> StoreTrouble:
    return StoreTrouble(
        f"{called} is damaged: its entries do not make its root hash.",
        "No copy was made. Go back to an earlier backup.",
    )
