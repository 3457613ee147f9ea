"""The command as it is typed and offered to be copied, and what it has done that lasts.

Whoever writes a file, or adds to a ledger, notes it here once it is done.  Nothing is kept unless
somebody asked to `remember`: to a program that uses the ledger as a library it costs nothing.

What no journal tells, and an undo has to look at, is noted in the user's own folder for what
programs remember: checkpoints taken, and imports made.  There it is kept by the leaf hash of the
first entry of a ledger, and is good for as long as the last has the hash that it had::

    {"marks": [{"what": "checkpoint", "first": 1, "last": 12, "leaf": "9f0c..."}]}

What was written to a server is noted beside them, a line for the last entry of each transaction, so
that whoever reads a replica next does not miss it: its number and its leaf hash::

    12 9f0c...

A folder that cannot be written or read is as good as none: what is not known here, such as a
checkpoint that was taken under another account, holds nothing up.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


VARIABLE: Final = "LEDGER_DB"
"""The environment variable that names the ledger a command takes where none is named."""

USUAL: Final = "ledger.db"
"""The ledger it takes where the variable names none either."""


def command(words: str, place: object, target: str = "") -> str:
    """The command ``words``, such as ``init``, for the ledger at ``place``, ready to be copied.

    The ledger is named wherever the command would take another one by itself.  ``target`` is what
    somebody called it, which may hold a password, and is never printed.
    """
    if (os.environ.get(VARIABLE) or USUAL) in {str(place), target}:
        return f"ledger {words}"
    return f"ledger --db {shlex.quote(str(place))} {words}"


_PLACES: Final[ContextVar[list[str] | None]] = ContextVar("deeds", default=None)


@contextmanager
def remembered() -> Iterator[list[str]]:
    """The files and databases written while the block runs, each once, in order."""
    places: list[str] = []
    before = _PLACES.set(places)
    try:
        yield places
    finally:
        _PLACES.reset(before)


def done(place: object) -> None:
    """Note that the file, or database, at ``place`` was written."""
    places = _PLACES.get()
    if places is not None and str(place) not in places:
        places.append(str(place))


def undone(place: object) -> None:
    """Note that what was written at ``place`` is there no more."""
    places = _PLACES.get()
    if places is not None and str(place) in places:
        places.remove(str(place))


# What is remembered between commands

STATE: Final = {"darwin": "~/Library/Application Support", "win32": "~/AppData/Local"}


def state_folder() -> Path:
    """The user's own folder for what the program remembers, or where it would be."""
    base = os.environ.get("XDG_STATE_HOME") or STATE.get(sys.platform, "~/.local/state")
    return Path(base).expanduser() / "claim-ledger"


CHECKPOINT: Final = "checkpoint"
IMPORT: Final = "import"

KEPT: Final = 20
"""How many marks are kept of a ledger: only those of the last minutes are ever asked for."""

OWN: Final = 0o600


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was done with the entries from the ``first`` to the ``last``.

    ``leaf`` is the leaf hash of the last, in hex.
    """

    what: str
    first: int
    last: int
    leaf: str


def mark(ledger: str, one: Mark) -> None:
    """Remember a mark of the ledger whose first entry has this leaf hash, where that can be."""
    with suppress(OSError, RuntimeError):
        path = _marks_of(ledger)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        several = [*marks(ledger), one][-KEPT:]
        beside = path.with_suffix(f".{os.getpid()}")
        number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWN)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump({"marks": [asdict(each) for each in several]}, file)
        beside.replace(path)


def marks(ledger: str) -> list[Mark]:
    """What is remembered of that ledger, the latest last."""
    with suppress(OSError, RuntimeError, ValueError, LookupError, TypeError):
        told = json.loads(_marks_of(ledger).read_text("utf-8"))["marks"]
        return [
            Mark(str(one["what"]), int(one["first"]), int(one["last"]), str(one["leaf"]))
            for one in told
        ]
    return []


def _marks_of(ledger: str) -> Path:
    return state_folder() / "marks" / f"{ledger[:24]}.json"


@dataclass(frozen=True, slots=True)
class Written:
    """An entry that was written from here, and its leaf hash in hex."""

    number: int
    leaf: str


MOST_WRITTEN: Final = 4096
"""How many bytes of lines are kept of a ledger: only the last are of use."""


def wrote(ledger: str, last: Written) -> None:
    """Remember the ``last`` entry that was written to the ledger, where that can be.

    Lines are put behind each other, for several may write at once, and the highest number counts.
    """
    with suppress(OSError, RuntimeError):
        path = _written_to(ledger)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWN)
        with os.fdopen(number, "ab", buffering=0) as file:
            file.write(f"{last.number} {last.leaf}\n".encode())
            is_long = file.tell() > MOST_WRITTEN
        if is_long:
            _keep_written(ledger, written(ledger)[-1:])


def written(ledger: str) -> list[Written]:
    """What is remembered to have been written to that ledger, by number."""
    found = []
    with suppress(OSError, RuntimeError, ValueError):
        for line in _written_to(ledger).read_text("ascii").splitlines():
            number, _, leaf = line.partition(" ")
            found.append(Written(int(number), leaf))
    return sorted(found, key=lambda one: one.number)


def forget_written(ledger: str, several: Collection[Written]) -> None:
    """Remember entries no more that are not in the ledger."""
    _keep_written(ledger, [one for one in written(ledger) if one not in several])


def _keep_written(ledger: str, several: Iterable[Written]) -> None:
    with suppress(OSError, RuntimeError):
        path = _written_to(ledger)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text("".join(f"{one.number} {one.leaf}\n" for one in several), "ascii")
        beside.replace(path)


def _written_to(ledger: str) -> Path:
    return state_folder() / "written" / f"{ledger[:24]}.txt"
