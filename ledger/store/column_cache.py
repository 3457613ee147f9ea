"""Columns kept in the user's cache folder, so that a large ledger need not be read again and again.

What is kept is never the truth: it can be deleted at any time, and is passed over where anything is
in doubt.  It is bound to the ledger by the number of an entry and the root hash of the journal at
that entry, to itself by a checksum, and to the program by its version::

    claim-ledger columns 1
    <BLAKE2b of all that follows, in hex>
    <a line of JSON: version, entry, root, values, and where the arrays are>
    <arrays as numpy has them, and ids with a NUL behind each>

Only the user can read it, whoever may read the ledger.  A folder or file that cannot be made, read
or trusted is as good as none.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
import time
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger import permissions
from ledger.model.texts import Texts
from ledger.store import journal_table
from ledger.store.schema import REVISION
from ledger.store.stored_rows import OF_CLAIM, OF_QUESTION, PACKED, Stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from ledger.store.stored_rows import Rows

LEAST: Final = 20_000
"""The columns of fewer claims than this are not kept: they are read in a moment."""

VARIABLE: Final = "LEDGER_CACHE"
"""Names another folder; where it is empty nothing is kept."""

HEAD: Final = b"claim-ledger columns 1\n"
SUFFIX: Final = ".columns"
WIDTH: Final = 8
DAYS_KEPT: Final = 90
"""What nobody has used for so long is taken away when something new is kept."""


def folder() -> Path | None:
    """Where columns are kept; None where they are not."""
    if (named := os.environ.get(VARIABLE)) is not None:
        return Path(named) if named else None
    base = {"win32": "LOCALAPPDATA"}.get(sys.platform, "XDG_CACHE_HOME")
    usual = {"darwin": "~/Library/Caches", "win32": "~/AppData/Local"}
    with suppress(RuntimeError):  # there is no home
        place = os.environ.get(base) or usual.get(sys.platform, "~/.cache")
        return Path(place).expanduser() / "claim-ledger"
    return None


def load(connection: Connection, entry: int) -> Stored | None:
    """What was in force at some entry up to ``entry``; None where nothing is kept of it."""
    path = _path(connection)
    if path is None:
        return None
    try:
        found, root = parse(_read(path))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    if found.entry > entry or journal_table.root(connection, found.entry).hex() != root:
        return None
    with suppress(OSError):
        os.utime(path)
    return found


def keep(connection: Connection, stored: Stored) -> None:
    """Keep what is in force now, where it is much and can be kept."""
    path = _path(connection)
    large = len(stored.claims.ids) >= LEAST
    if path is None or not large or journal_table.head(connection).size != stored.entry:
        return
    root = journal_table.root(connection, stored.entry).hex()
    with suppress(OSError, ValueError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear(path.parent)
        _write(path, printed(stored, root))


def _path(connection: Connection) -> Path | None:
    """The file of the ledger, which is known by its first entry."""
    place = folder()
    if place is None or not journal_table.head(connection).size:
        return None
    return place / f"{journal_table.root(connection, 1).hex()}{SUFFIX}"


def _read(path: Path) -> bytearray:
    """The bytes of a regular file that nobody else can have written.

    Raises:
        OSError: it cannot be read.
        ValueError: somebody else may have written it.
    """
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:  # noqa: PTH123 - of a descriptor
        known = os.fstat(file.fileno())
        if not stat.S_ISREG(known.st_mode) or not _is_own(known):
            raise ValueError("The file is somebody else's.")
        data = bytearray(known.st_size)
        if file.readinto(data) != known.st_size:
            raise ValueError("The file was cut.")
    return data


def _is_own(known: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True  # Windows keeps rights in the folder
    return known.st_uid == os.geteuid() and not known.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(path: Path, data: list[bytes]) -> None:
    """Put a file in its place as a whole; the user alone can read it."""
    number, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with open(number, "wb") as file:  # noqa: PTH123 - of a descriptor
            file.writelines(data)
        Path(name).chmod(permissions.OWN)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _clear(place: Path) -> None:
    """Take away what nobody has used for long."""
    old = time.time() - DAYS_KEPT * 86_400
    for path in [*place.glob(f"*{SUFFIX}"), *place.glob("*.new")]:
        if path.stat().st_mtime < old:
            path.unlink(missing_ok=True)


def _tables(stored: Stored) -> dict[str, Rows]:
    return {"claims": stored.claims, "questions": stored.questions, "sources": stored.sources}


def printed(stored: Stored, root: str) -> list[bytes]:
    """The bytes that keep columns; ``root`` is the journal's root hash at their entry, in hex.

    Raises:
        ValueError: an id cannot be kept so.
    """
    blocks: list[list[Any]] = []
    parts: list[bytes] = []
    values = {table: dict(rows.values) for table, rows in _tables(stored).items()}
    topics = values["questions"].pop(PACKED)
    packed = stored.questions.packed.get(PACKED) or json.dumps(topics).encode()
    blocks.append(["questions", PACKED, len(packed), PACKED])
    parts += [packed, bytes(-len(packed) % WIDTH)]
    for table, rows in _tables(stored).items():
        data = rows.ids.block()
        blocks.append([table, "ids", len(data), ""])
        parts += [data, bytes(-len(data) % WIDTH)]
        arrays: dict[str, NDArray[Any]] = {"entry": rows.entry, **rows.codes}
        for name, array in arrays.items():
            blocks.append([table, name, array.nbytes, array.dtype.str])
            parts += [array.tobytes(), bytes(-array.nbytes % WIDTH)]
    header = {
        "about": _about(),
        "entry": stored.entry,
        "root": root,
        "blind": sorted(stored.blind),
        "corrected": {kind: sorted(several) for kind, several in stored.corrected.items()},
        "values": values,
        "blocks": blocks,
    }
    told = json.dumps(header).encode()
    parts = [told, b" " * (-(len(told) + 1) % WIDTH) + b"\n", *parts]
    digest = blake2b()
    for part in parts:
        digest.update(part)
    return [HEAD, f"{digest.hexdigest()}\n".encode(), *parts]


def _about() -> list[Any]:
    """What else the bytes hang on."""
    return [version("claim-ledger"), REVISION, sys.byteorder, *OF_CLAIM, *OF_QUESTION]


def parse(data: bytearray) -> tuple[Stored, str]:
    """The columns that bytes keep, and the root hash they are bound to.

    Raises:
        ValueError: the bytes are not whole, or of another version.
        LookupError, TypeError, AttributeError: likewise.
    """
    start = len(HEAD) + 2 * blake2b().digest_size + 1
    rest = memoryview(data)[start:]
    if data[:start] != HEAD + f"{blake2b(rest).hexdigest()}\n".encode():
        raise ValueError("The checksum is another.")
    end = data.index(b"\n", start) + 1
    header = json.loads(data[start:end])
    if header["about"] != _about():
        raise ValueError("Another version wrote it.")
    found = Stored(header["entry"])
    found.blind = set(header["blind"])
    found.corrected = {kind: set(several) for kind, several in header["corrected"].items()}
    tables = _tables(found)
    for table, name, dtype, part in _blocks(rest[end - start :], header["blocks"]):
        rows = tables[table]
        if dtype == PACKED:
            rows.packed[name] = bytes(part)
        elif name == "ids":
            rows.ids = Texts.of_block(bytes(part))
        elif name == "entry":
            rows.entry = np.frombuffer(part, dtype)
        else:
            rows.codes[name] = np.frombuffer(part, dtype)
    for table, rows in tables.items():
        rows.values = {name: [None] for name in rows.packed} | header["values"][table]
        arrays: list[NDArray[Any]] = [rows.entry, *rows.codes.values()]
        if any(array.size != len(rows.ids) for array in arrays) or {*rows.codes} != {*rows.values}:
            raise ValueError("Columns are not of one length.")
    return found, header["root"]


def _blocks(
    data: memoryview, blocks: list[list[Any]]
) -> Iterator[tuple[str, str, str, memoryview]]:
    """The table, name, type and bytes of each array."""
    first = 0
    for table, name, size, dtype in blocks:
        yield table, name, dtype, data[first : first + size]
        first += size + -size % WIDTH
