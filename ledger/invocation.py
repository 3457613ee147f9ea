"""The command as it is typed: which ledger it takes, and how a message offers it to be copied."""

from __future__ import annotations

import os
import shlex
from typing import Final

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
