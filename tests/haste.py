"""What makes the tests quick and changes nothing of what they test: called by ``conftest.py``."""

from __future__ import annotations

import os
import sys
import tempfile
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine
from sqlalchemy.util import LRUCache

from ledger.store.sqlite import connections

if TYPE_CHECKING:
    from sqlalchemy import Engine

MEMORY: Final = "/dev/shm"  # noqa: S108 - what is made there is made as in any such folder
"""The folder that Linux keeps in memory."""

ROOM: Final = 4 * 2**30
FILES: Final = 100_000
"""What tests may need there at a time, of bytes and of files, with room to spare."""


def compile_once() -> None:
    """Let the Pythons that tests start, hundreds of them, keep what they compile."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def work_in_memory() -> None:
    """Keep folders of tests in memory, where that has room: a disk is waited for at each commit."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    told = os.statvfs(MEMORY)
    roomy = told.f_bavail * told.f_frsize >= ROOM and told.f_favail >= FILES
    if roomy and not told.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = MEMORY


def share_compiled_statements() -> None:
    """Let ledgers in files share what SQLAlchemy compiles: a process of tests opens thousands.

    Each would compile its statements anew, which takes a third of the time of a small command.
    """
    model = create_engine("sqlite://")
    model.connect().close()  # which tells the dialect what the database can do
    options = {"compiled_cache": LRUCache(1000)}

    def sharing(*arguments: Any, **settings: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own
        made = create_engine(*arguments, **settings, execution_options=options)
        made.dialect = model.dialect
        return made

    connections.create_engine = sharing
