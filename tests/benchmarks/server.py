"""The rows' PostgreSQL: a server of the benchmark's own, and the databases on it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from . import server_yardsticks
from .measuring import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    import postgres


class Served:
    """A running server; its process does a part of the work of those who ask it."""

    def __init__(self, server: postgres.Server) -> None:
        self._server = server
        self._named: dict[str, str] = {}
        pid = server.folder / "data" / "postmaster.pid"
        self.process = int(pid.read_text().split()[0])

    def fresh(self, use: str) -> str:
        """The URL of a new database with an empty ledger; the last one for the same use goes."""
        if use in self._named:
            self._server.drop(self._named[use])
        self._named[use] = name = self._server.empty()
        url = self._server.url(name)
        subprocess.run([LEDGER, "--db", url, "init"], check=True, capture_output=True)
        return url

    def url(self, use: str) -> str | None:
        """The URL of the database for a use, if there is one."""
        return self._server.url(self._named[use]) if use in self._named else None

    def clear(self) -> None:
        """Take all databases away."""
        for name in self._named.values():
            self._server.drop(name)
        self._named.clear()

    def dumped(self, url: str, folder: Path) -> Path:
        """A folder with the rows of a ledger as ``COPY`` writes them."""
        server_yardsticks.dump(url, folder)
        return folder

    def tidy(self, url: str) -> None:
        """Let the server do now what it would else do while something is measured."""
        self._server.run("VACUUM ANALYZE", self._name(url))
        self._server.run("CHECKPOINT")

    @staticmethod
    def _name(url: str) -> str:
        return url.partition("?")[0].rpartition("/")[2]


@contextmanager
def served() -> Iterator[Served | None]:
    """A server, or None where PostgreSQL is not installed or its driver is missing."""
    sys.path.insert(0, str(Path(__file__).parents[1]))  # what tests share is no package
    import postgres  # noqa: PLC0415 - is found only now

    programs = postgres.programs()
    if programs is None:
        yield None
        return
    with postgres.server(programs) as server:
        yield Served(server)
