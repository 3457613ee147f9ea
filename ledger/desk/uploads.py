"""Files that somebody has sent and not imported yet: kept for an hour, each under a key.

They lie in the user's own folder for what the program remembers, each in a folder of its own that
only its owner may read.  Whoever sent one is told by the key alone, so that nobody else's can be
asked for.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.invocation import state_folder
from ledger.permissions import OWN

if TYPE_CHECKING:
    from pathlib import Path

HOURS: Final = 1
LASTING: Final = HOURS * 3600.0
"""Seconds that a file is kept."""

MOST: Final = 20
"""So many are kept, the last ones."""

NOT_OF_A_NAME: Final = re.compile(r"[^\w.() -]+")
LONGEST: Final = 80
KEY: Final = re.compile(r"[A-Za-z0-9_-]{24}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its key, and where it lies, under the name that it came with."""

    key: str
    path: Path


def keep(by: str, name: str, data: bytes) -> Upload:
    """Keep a file that ``by`` has sent, and drop those that are too old or too many.

    Raises:
        OSError: it cannot be written.
    """
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _drop_old(folder)
    key = secrets.token_urlsafe(18)
    own = folder / _named(by, key)
    own.mkdir(mode=0o700)
    path = own / _tame(name)
    path.touch(mode=OWN)
    path.write_bytes(data)
    return Upload(key, path)


def find(by: str, key: str) -> Upload | None:
    """The file that ``by`` has sent under a key; None where it is not kept any more."""
    if not KEY.fullmatch(key):
        return None
    own = _folder() / _named(by, key)
    with suppress(OSError):
        if own.stat().st_mtime >= time.time() - LASTING:
            return next((Upload(key, path) for path in own.iterdir()), None)
    return None


def drop(upload: Upload) -> None:
    """Remove a file that is not wanted any more."""
    shutil.rmtree(upload.path.parent, ignore_errors=True)


def _folder() -> Path:
    return state_folder() / "uploads"


def _named(by: str, key: str) -> str:
    digest = hashlib.sha256(f"{key} {by}".encode(errors="surrogateescape")).hexdigest()
    return digest[:48]


def _tame(name: str) -> str:
    """A name that is one of a file here, with the ending that it has."""
    last = re.split(r"[\\/]", name)[-1]
    tame = NOT_OF_A_NAME.sub("_", last).lstrip(". ").rstrip(" ")
    return tame[-LONGEST:].lstrip(". ") or "file"


def _drop_old(folder: Path) -> None:
    """Drop what is too old, and of what is left all but the last."""
    found = []
    for one in folder.iterdir():
        with suppress(OSError):
            found.append((one.stat().st_mtime, one))
    found.sort(reverse=True)
    since = time.time() - LASTING
    for place, (at, one) in enumerate(found):
        if at < since or place >= MOST - 1:
            shutil.rmtree(one, ignore_errors=True)
