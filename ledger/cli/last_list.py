"""The list that a terminal showed last, so that ``@3`` means the third of it.

It is kept for each terminal and ledger in the user's own folder for what programs remember, and is
as good as none once it is old, or the ledger is another one than it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ledger import permissions
from ledger.errors import Refusal
from ledger.invocation import state_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ledger.book.ledger import Ledger

NUMBERED: Final = re.compile(r"@([0-9]{1,6})", re.ASCII)
LASTS: Final = 12 * 3600
"""For how many seconds a list is what somebody may still have before them."""


class NoSuchLine(Refusal):
    """A line of a list that was not shown, or too long ago."""


def keep(ledger: Ledger, ids: Sequence[str]) -> None:
    """Remember what this terminal shows; where that cannot be kept, nothing is."""
    if not sys.stdout.isatty():
        return
    moment = ledger.moment()
    kept = {"entry": moment.entry, "root": ledger.root(str(moment)).hex(), "ids": list(ids)}
    with suppress(OSError):
        path = _path(ledger)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget_old(path.parent)
        beside = path.with_suffix(f".{os.getpid()}")
        number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, permissions.OWN)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(kept, file)
        beside.replace(path)


def nth(ledger: Ledger, typed: str) -> str | None:
    """The id that ``@3`` means; None for a text that is no number of a list.

    Raises:
        NoSuchLine: nothing of that number was shown here lately.
    """
    found = NUMBERED.fullmatch(typed)
    if found is None:
        return None
    ids = _shown(ledger)
    if not 0 < int(found[1]) <= len(ids):
        many = f"had {len(ids)}" if ids else "is not there, or too long ago"
        raise NoSuchLine(
            f"{typed} is a line of the list this terminal showed last, which {many}.",
            "Show it again: ledger list, ledger search or ledger due.",
        )
    return ids[int(found[1]) - 1]


def _shown(ledger: Ledger) -> list[str]:
    """The ids of the list shown last, as long as the ledger is the one it was of."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        path = _path(ledger)
        if time.time() - path.stat().st_mtime > LASTS:
            return []
        kept = json.loads(path.read_text("utf-8"))
        now = ledger.moment()
        then = f"{int(kept['entry'])}@{now.day}"
        if kept["entry"] <= now.entry and ledger.root(then).hex() == kept["root"]:
            return [str(one) for one in kept["ids"]]
    return []


def _path(ledger: Ledger) -> Path:
    """The file of this terminal and ledger.

    Raises:
        OSError: nobody sits at a terminal.
    """
    if sys.platform == "win32":
        where = str(os.getppid())
    else:
        where = f"{os.ttyname(sys.stdout.fileno())} {os.getsid(0)}"
    place = os.path.realpath(ledger.place)
    name = hashlib.sha256(f"{where}\0{place}".encode(errors="surrogateescape")).hexdigest()
    return state_folder() / "lists" / f"{name[:24]}.json"


def _forget_old(folder: Path) -> None:
    for path in folder.iterdir():
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > LASTS:
                path.unlink()
