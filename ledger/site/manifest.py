"""What a run that published a site left: its files, what is in them, and what they rest on."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import FileTrouble

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST: Final = ".ledger-site.json"
LOG: Final = ".ledger-site.log"
NEW: Final = ".ledger-site.new"
OWN: Final = frozenset({MANIFEST, LOG, NEW})
"""The names in the folder that are the program's own."""

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a file that was written: a digest of it, its size, its stamp."""

    digest: str
    size: int
    stamp: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run left: for what it stands, and its files by path.

    ``made`` is all that the stamps do not tell: the program, the settings; ``root`` is the root
    hash at ``entry``, the last one before which nothing is held back.
    """

    made: str = ""
    as_of: str = ""
    entry: int = 0
    root: str = ""
    files: dict[str, Kept] = field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest | None:
    """What the last run left in a folder; None where none was there.

    Raises:
        FileTrouble: the folder is not empty and was not written by this program, or is none.
    """
    try:
        if not folder.exists():
            return None
        there = {one.name for one in os.scandir(folder)}
        if not there:
            return None
        if there.isdisjoint(OWN):
            raise FileTrouble(
                f"{folder} is not empty, and holds no site of this program.",
                "Name a folder that is new, empty, or was written by ledger publish.",
            )
        path = folder / MANIFEST
        return _parsed(path) if path.exists() else Manifest()
    except NotADirectoryError:
        raise FileTrouble(f"{folder} is not a folder.") from None
    except OSError as trouble:
        raise FileTrouble(f"{folder} cannot be read: {trouble.strerror}.") from trouble


def _parsed(path: Path) -> Manifest:
    """The manifest in a file.

    Raises:
        FileTrouble: it is none: then nobody knows which files are this program's.
    """
    try:
        found = json.loads(path.read_bytes())
        if found["format"] == FORMAT:
            files = {one: Kept(*known) for one, known in found["files"].items()}
            return Manifest(found["made"], found["as_of"], found["entry"], found["root"], files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise FileTrouble(
        f"{path} is not what this program writes, so it cannot tell which files are its own.",
        "Publish into another folder, or remove this one first.",
    )


def printed(manifest: Manifest) -> bytes:
    """The manifest as JSON, a line a file."""
    head: dict[str, Any] = {
        "format": FORMAT,
        "as_of": manifest.as_of,
        "entry": manifest.entry,
        "root": manifest.root,
        "made": manifest.made,
    }
    lines = (
        f"{json.dumps(path)}: {json.dumps([one.digest, one.size, one.stamp])}"
        for path, one in sorted(manifest.files.items())
    )
    begin = json.dumps(head)[:-1]
    return (f'{begin}, "files": {{\n' + ",\n".join(lines) + "\n}}\n").encode()
