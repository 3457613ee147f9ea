"""The manifest of a lake: which files there are, what is in them, and which ledger they are of.

It is one JSON object, a line a file, so that it can be read, compared and signed as it is:

    {"format": "claim-ledger-lake", "schema": 1, "origin": "9f...", "entry": 512, "root": "mB...=",
    "files": [
    {"path": "claims/made=2023/000000000001-000000000512.parquet", "table": "claims", ...}
    ]}

``origin`` is the hash of the first entry of the ledger, by which one ledger is told from another;
``root`` the root hash at ``entry``, which is what a checkpoint of so many entries has signed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import FileTrouble

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST: Final = "manifest.json"
FORMAT: Final = "claim-ledger-lake"
SCHEMA: Final = 1
"""The number of the tables' columns and of what they mean; a newer program may write a higher."""


@dataclass(frozen=True, slots=True)
class LakeFile:
    """A file of a lake, by its path in it: what the entries ``first`` to ``last`` did to a table.

    ``sha256`` is of its bytes, in hex.
    """

    path: str
    table: str
    first: int
    last: int
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A lake as of an ``entry``, where the root hash of the ledger was ``root`` (base64)."""

    origin: str
    entry: int
    root: str
    files: tuple[LakeFile, ...]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The ranges of entries that files are of, in order."""
        return sorted({(one.first, one.last) for one in self.files})

    def paths(self, table: str) -> list[str]:
        """The paths of the files of a table."""
        return [one.path for one in self.files if one.table == table]


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def printed(manifest: Manifest) -> bytes:
    """The manifest as JSON, a line a file."""
    head = {
        "format": FORMAT,
        "schema": SCHEMA,
        "origin": manifest.origin,
        "entry": manifest.entry,
        "root": manifest.root,
    }
    lines = ",\n".join(json.dumps(asdict(one)) for one in manifest.files)
    return f'{json.dumps(head)[:-1]}, "files": [\n{lines}\n]}}\n'.encode()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the lake in a folder.

    Raises:
        FileTrouble: there is none, it cannot be read, or it is of a newer program.
    """
    path = folder / MANIFEST
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileTrouble(
            f"{folder} holds no lake: there is no {MANIFEST} in it.",
            "Write one: ledger export --to parquet -o DIR",
        ) from None
    except OSError as trouble:
        raise FileTrouble(f"{path} cannot be read: {trouble.strerror}.") from trouble
    manifest = _manifest_in(data, folder)
    if manifest is None:
        raise FileTrouble(f"{path} is not what this program writes.", ANEW)
    for one in manifest.files:
        _refuse_elsewhere(path, one)
    if not _is_complete(manifest):
        raise FileTrouble(
            f"{path} does not name files of all entries from 1 to {manifest.entry}, each in the "
            "folder of its table.",
            ANEW,
        )
    return manifest


ANEW: Final = "Write the lake anew, into a new folder."

NUMBERED: Final = "journal"
"""The table that has a row for every entry, so that no range is without a file of it."""


def _manifest_in(data: bytes, folder: Path) -> Manifest | None:
    """What some bytes say; None where they are no manifest.

    Raises:
        FileTrouble: it is of a newer program.
    """
    found = _parsed(data)
    if found is None:
        return None
    if found["schema"] > SCHEMA:
        raise FileTrouble(
            f"{folder} was written by a newer version of this program: its tables are those of "
            f"schema {found['schema']}, and this one knows {SCHEMA}.",
            "Install the newer version to use it.",
        )
    try:
        files = tuple(LakeFile(**one) for one in found["files"])
        manifest = Manifest(found["origin"], found["entry"], found["root"], files)
    except (KeyError, TypeError):
        return None
    return manifest if _is_sound(manifest) else None


def _is_sound(manifest: Manifest) -> bool:
    """Whether all that it says is of the type that it should be."""
    texts = [manifest.origin, manifest.root]
    numbers = [manifest.entry]
    for one in manifest.files:
        texts += [one.path, one.table, one.sha256]
        numbers += [one.first, one.last, one.rows]
    return all(isinstance(one, str) for one in texts) and all(type(one) is int for one in numbers)


def _is_complete(manifest: Manifest) -> bool:
    """Whether its ranges follow on one another up to its entry, each with its journal.

    Files that lie in the folder of another table would be read as what they are not, and those that
    are named twice would count twice.
    """
    end = 0
    for first, last in manifest.spans:
        if first != end + 1 or last < first:
            return False
        end = last
    journals = {(one.first, one.last) for one in manifest.files if one.table == NUMBERED}
    lies = all(PurePosixPath(one.path).parts[:1] == (one.table,) for one in manifest.files)
    once = len({one.path for one in manifest.files}) == len(manifest.files)
    return lies and once and end == manifest.entry and journals == set(manifest.spans)


def _parsed(data: bytes) -> dict[str, Any] | None:
    """The object, where it is a manifest of whatever version."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return None
    return found if type(found.get("schema")) is int else None


def _refuse_elsewhere(manifest: Path, one: LakeFile) -> None:
    """Refuse a path that leads out of the folder."""
    place = PurePosixPath(one.path)
    if place.is_absolute() or ".." in place.parts or "\\" in one.path:
        raise FileTrouble(f"{manifest} names {one.path!r}, which is not in its folder.")
