"""Whether a lake is whole, and says what the ledger says that it is of."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.errors import Contradiction, FileTrouble
from ledger.lake.contents import parts
from ledger.lake.export import ABOUT, refuse_another
from ledger.lake.libraries import arrow
from ledger.lake.manifest import MANIFEST, digest, read_manifest
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.ledger import Ledger
    from ledger.lake.manifest import LakeFile, Manifest

AGAIN = "Write the lake anew, into a new folder: ledger export --to parquet -o DIR"
"""What helps where a file is not as it was written."""


def hold(ledger: Ledger, folder: Path) -> Manifest:
    """Hold a lake against the ledger, row by row.

    Raises:
        Contradiction: it is of another ledger or of an older entry, or a row differs.
        FileTrouble: a file is missing, changed or was added, or is of a newer program.
        NotInstalled: the library ``pyarrow`` is missing.
    """
    lake = whole(folder)
    refuse_another(ledger, lake, folder)
    for first, last in lake.spans:
        _compare(ledger, lake, folder, first, last)
    size = ledger.moment().entry
    if lake.entry < size:
        raise Contradiction(
            f"The lake in {folder} is whole, but as of entry {lake.entry}: the ledger has "
            f"{counted(size - lake.entry, 'entry')} more.",
            f"Bring it up to date: ledger export --to parquet -o {folder}",
        )
    return lake


def whole(folder: Path) -> Manifest:
    """The manifest of a lake, once each of its files is seen to be as it was written.

    Raises:
        FileTrouble: one is missing, changed or of another lake, one more is there, or it is all of
            a newer program.
        NotInstalled: the library ``pyarrow`` is missing.
    """
    arrow()
    lake = read_manifest(folder)
    there = {path.relative_to(folder).as_posix() for path in _files(folder)} - {MANIFEST}
    named = {one.path: one for one in lake.files}
    if lost := sorted(named.keys() - there):
        raise FileTrouble(f"The lake in {folder} is not whole: {lost[0]} is missing.", AGAIN)
    if added := sorted(there - named.keys()):
        raise FileTrouble(
            f"The lake in {folder} holds {added[0]}, which its manifest does not name.",
            "Move it elsewhere.",
        )
    for one in lake.files:
        _refuse_changed(folder, lake, one)
    return lake


def _files(folder: Path) -> Iterator[Path]:
    """The files in a folder and in those in it, but for what systems and engines leave hidden."""
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names if not name.startswith("."))


def _refuse_changed(folder: Path, lake: Manifest, one: LakeFile) -> None:
    """Refuse a file that is not as it was written, or not of this lake."""
    changed = FileTrouble(f"The lake in {folder} is not whole: {one.path} was changed.", AGAIN)
    try:
        data = (folder / one.path).read_bytes()
    except OSError as trouble:
        path = folder / one.path
        raise FileTrouble(f"{path} cannot be read: {trouble.strerror}.") from trouble
    if digest(data) != one.sha256:
        raise changed
    told: dict[bytes, bytes] = {}
    with suppress(arrow().ArrowException):
        told = arrow().parquet.read_schema(arrow().BufferReader(data)).metadata or {}
    if told.get(f"{ABOUT}origin".encode()) != lake.origin.encode():
        raise Contradiction(
            f"The lake in {folder} holds {one.path}, which is of another ledger.", AGAIN
        )
    if told.get(f"{ABOUT}entries".encode()) != f"{one.first}-{one.last}".encode():
        raise changed
    if one.last == lake.entry and told.get(f"{ABOUT}root".encode()) != lake.root.encode():
        raise FileTrouble(
            f"The lake in {folder} is not whole: {MANIFEST} has another root hash than {one.path}.",
            AGAIN,
        )


def _compare(ledger: Ledger, lake: Manifest, folder: Path, first: int, last: int) -> None:
    """Refuse a lake of which the files of a range are not what the ledger makes of it."""
    files = {
        str(Path(one.path).parent.as_posix()): one
        for one in lake.files
        if (one.first, one.last) == (first, last)
    }
    with ledger.select(None, f"{last}@{ledger.moment().day}") as selection:
        for _, place, batches in parts(selection.connection, first, last):
            own = list(batches)
            one = files.pop(place, None)
            if own and (one is None or not _same(folder / one.path, own)):
                raise _differs(folder, one.path if one else f"{place}/")
            if not own and one is not None:
                raise _differs(folder, one.path)
    if files:
        raise _differs(folder, min(one.path for one in files.values()))


def _same(path: Path, own: list[Any]) -> bool:
    """Whether a file holds just these batches."""
    arrow()
    found = arrow().parquet.ParquetFile(path).read()
    return bool(found.equals(arrow().Table.from_batches(own)))


def _differs(folder: Path, path: str) -> Contradiction:
    return Contradiction(
        f"The lake in {folder} does not say what the ledger says: {path} differs.",
        f"See whether the ledger is whole: ledger verify. {AGAIN}",
    )
