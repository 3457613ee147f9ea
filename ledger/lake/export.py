"""Writing a lake: new files for new entries, and none that is there is touched again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Contradiction, FileTrouble
from ledger.formats.write_files import make_folder, write_file
from ledger.journal.note import to_base64
from ledger.lake.contents import parts, spans
from ledger.lake.libraries import arrow
from ledger.lake.manifest import (
    MANIFEST,
    SCHEMA,
    LakeFile,
    Manifest,
    digest,
    printed,
    read_manifest,
)
from ledger.lake.tables import schema
from ledger.store import journal_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.book.ledger import Ledger
    from ledger.book.reader import AsOf
    from ledger.store.database import Connection

ABOUT: Final = "claim-ledger."
"""How the keys begin that a file tells by what it is of."""

COMPRESSION: Final = "zstd"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: the lake as it is, and how many of its files are new."""

    manifest: Manifest
    written: int


def export_lake(ledger: Ledger, folder: Path, as_of: AsOf = None) -> Exported:
    """Write a lake into a folder, or bring the one that is there up to now.

    What the entries since the last time did is written into files of its own, a range of entries
    at a time; the manifest names them once they are there.

    Args:
        ledger: what to write.
        folder: where; it is made where it is not there.
        as_of: up to which entry; to the last by default.

    Raises:
        Contradiction: the lake there is of another ledger, or goes further.
        FileTrouble: the folder holds something else, or cannot be written.
        NotInstalled: the library ``pyarrow`` is missing.
    """
    arrow()
    moment = ledger.moment(as_of)
    lake = known_lake(ledger, folder)
    if moment.entry < lake.entry:
        raise Contradiction(
            f"The lake in {folder} goes to entry {lake.entry} already, beyond {moment}.",
            "Leave out --as-of, or name a new folder.",
        )
    written = 0
    for first, last in spans(lake.entry, moment.entry):
        with ledger.select(None, f"{last}@{moment.day}") as selection:
            connection = selection.connection
            root = to_base64(journal_table.root(connection, last))
            found = tuple(_written(connection, folder, replace(lake, entry=last, root=root), first))
        lake = Manifest(lake.origin, last, root, (*lake.files, *found))
        write_file(folder / MANIFEST, printed(lake))
        written += len(found)
    return Exported(lake, written)


def origin_of(connection: Connection) -> str:
    """What tells a ledger from others: the hash of its first entry, in hex; "" without one."""
    return journal_table.leaf(connection, 1)


def known_lake(ledger: Ledger, folder: Path) -> Manifest:
    """The lake in a folder, once it is seen to be of this ledger; an empty one where none is.

    Raises:
        Contradiction: it is of another ledger, or the ledger is empty.
        FileTrouble: the folder holds something else.
    """
    with ledger.select() as selection:
        origin, size = origin_of(selection.connection), selection.moment.entry
    if not size:
        raise Contradiction("The ledger is empty: there is nothing to write.")
    if not folder.exists() or (folder.is_dir() and not list(folder.iterdir())):
        return Manifest(origin, 0, "", ())
    if not folder.is_dir():
        raise FileTrouble(f"{folder} is not a folder.")
    lake = read_manifest(folder)
    refuse_another(ledger, lake, folder)
    return lake


def refuse_another(ledger: Ledger, lake: Manifest, folder: Path) -> None:
    """Refuse a lake that is not of this ledger, or of another past of it.

    Raises:
        Contradiction: it is not.
    """
    with ledger.select() as selection:
        connection, size = selection.connection, selection.moment.entry
        origin = origin_of(connection)
        root = to_base64(journal_table.root(connection, min(size, lake.entry)))
    if lake.origin != origin:
        raise Contradiction(
            f"The lake in {folder} is of another ledger: its first entry is not that of "
            f"{ledger.place}.",
            "Name the ledger that it is of with --db, or another folder.",
        )
    if lake.entry > size:
        raise Contradiction(
            f"The lake in {folder} goes to entry {lake.entry}, and {ledger.place} has {size} only.",
            "See whether entries were cut off: ledger verify --checkpoint FILE",
        )
    if lake.root != root:
        raise Contradiction(
            f"The lake in {folder} and {ledger.place} differ: their root hashes at entry "
            f"{lake.entry} are not the same.",
            "See which of them was changed: ledger verify --checkpoint FILE",
        )


def _written(
    connection: Connection, folder: Path, lake: Manifest, first: int
) -> Iterator[LakeFile]:
    """Write the files of the entries from ``first`` to the last of a lake."""
    for table, place, batches in parts(connection, first, lake.entry):
        begun = next(batches, None)
        if begun is None:
            continue
        path = f"{place}/{first:012}-{lake.entry:012}.parquet"
        rows, data = _file(table, lake, first, chain([begun], batches))
        make_folder((folder / path).parent)
        write_file(folder / path, data)
        yield LakeFile(path, table, first, lake.entry, rows, digest(data))


def _file(table: str, lake: Manifest, first: int, batches: Iterator[Any]) -> tuple[int, bytes]:
    """The bytes of a file, and how many rows it has; it tells what it is of."""
    told = {
        "schema": str(SCHEMA),
        "origin": lake.origin,
        "entries": f"{first}-{lake.entry}",
        "root": lake.root,
    }
    own = schema(table).with_metadata({ABOUT + name: value for name, value in told.items()})
    sink, rows = arrow().BufferOutputStream(), 0
    with arrow().parquet.ParquetWriter(sink, own, compression=COMPRESSION) as writer:
        for one in batches:
            writer.write_batch(one)
            rows += one.num_rows
    return rows, sink.getvalue().to_pybytes()
