"""Drafts: what was answered before somebody stopped, kept beside the ledger and never in it.

Each is a file of JSON that only its owner can read::

    {"draft": 1, "by": "desk", "answers": {"speaker": "James Black", "quote": ""}}

They lie in a folder named after the ledger, ``ledger.db.drafts``; those of a ledger on a server in
the user's own folder for what programs remember.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from ledger import permissions
from ledger.invocation import state_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENDING: Final = ".drafts"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """What was answered, by the keys of the claim file; an empty text was left out."""

    path: Path
    saved: datetime
    answers: Mapping[str, str]


def folder_of(target: str) -> Path:
    """Where the drafts of the ledger at ``target`` lie, or would."""
    from ledger.store.backend import backend_at

    backend = backend_at(target)
    beside = backend.beside(target, ENDING)
    if beside is not None:
        return beside
    name = hashlib.sha256(backend.name_of(target).encode(errors="surrogateescape")).hexdigest()
    return state_folder() / f"{name[:16]}{ENDING}"


def keep(folder: Path, by: str, answers: Mapping[str, str], now: datetime) -> Path:
    """Write a draft, and answer where it is.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{now.strftime('%Y%m%dT%H%M%S%f')}-{os.getpid()}.json"
    text = json.dumps({"draft": VERSION, "by": by, "answers": dict(answers)}, ensure_ascii=False)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, permissions.OWN)
    with os.fdopen(number, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(f"{text}\n")
    return path


def newest(folder: Path, by: str) -> Draft | None:
    """The draft that ``by`` kept last; what cannot be read is passed over."""
    with suppress(OSError):
        for path in sorted(folder.glob("*.json"), reverse=True):
            with suppress(OSError, ValueError, LookupError, TypeError):
                told = json.loads(path.read_text("utf-8"))
                if told["draft"] == VERSION and told["by"] == by:
                    return Draft(path, _saved(path), _texts(told["answers"]))
    return None


def drop(draft: Draft) -> None:
    """Remove a draft, and the folder with the last."""
    with suppress(OSError):
        draft.path.unlink()
        draft.path.parent.rmdir()


def _saved(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _texts(answers: Any) -> dict[str, str]:
    return {str(key): value for key, value in answers.items() if isinstance(value, str)}
