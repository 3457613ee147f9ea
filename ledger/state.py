"""The user's own folder for what the program remembers between commands."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

USUAL: Final = {"darwin": "~/Library/Application Support", "win32": "~/AppData/Local"}


def state_folder() -> Path:
    """Where it is, or would be."""
    base = os.environ.get("XDG_STATE_HOME") or USUAL.get(sys.platform, "~/.local/state")
    return Path(base).expanduser() / "claim-ledger"
