"""A PostgreSQL server of the tests' own: private, on a socket in a folder, gone when they are done.

It runs as the user ``postgres`` where the tests run as root, for PostgreSQL refuses root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

HOMES: Final = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs, a folder for each version; elsewhere they are on the path."""

OLDEST: Final = 15

PASSWORD: Final = "p@ss/w:rd 100%?#é"  # noqa: S105 - of a server that lives as long as a test
"""That of the role ``guarded``; all others come in without."""

HASTY: Final = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
)
"""What need not outlast a power failure is made quicker by this."""


def programs() -> Path | None:
    """The folder with initdb and pg_ctl of the newest PostgreSQL here; None where there is none."""
    versions = [int(one.name) for one in HOMES.glob("*") if (one / "bin" / "initdb").exists()]
    newest = max(versions, default=0)
    if newest >= OLDEST:
        return HOMES / str(newest) / "bin"
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@dataclass
class Server:
    """A running server, reached through a socket in ``folder``; its databases are made here."""

    folder: Path
    programs: Path
    _made: Iterator[int] = field(default_factory=count)

    def url(self, name: str, user: str = "desk", password: str = "") -> str:
        """The URL of a database."""
        secret = f":{quote(password, safe='')}" if password else ""
        return f"postgresql://{user}{secret}@/{name}?host={self.folder}"

    def run(self, statement: str, name: str = "postgres") -> list[tuple[Any, ...]]:
        """Run SQL as the owner of everything, and answer the rows."""
        import psycopg  # noqa: PLC0415 - an extra

        with psycopg.connect(self.url(name, "root"), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def empty(self) -> str:
        """The name of a new database without a table in it."""
        return self._make("template0")

    def fresh(self) -> str:
        """The name of a new database with an empty ledger in it."""
        from ledger.book.ledger import Ledger  # noqa: PLC0415 - not all who use a server need it

        if not self.run("SELECT 1 FROM pg_database WHERE datname = 'pattern'"):
            self.run("CREATE DATABASE pattern OWNER desk TEMPLATE template0")
            Ledger(self.url("pattern"), recorder="desk", create=True).close()
        return self._make("pattern")

    def _make(self, template: str) -> str:
        name = f"ledger{next(self._made)}"
        how = "STRATEGY file_copy"  # quicker than the usual one for what is as small
        self.run(f"CREATE DATABASE {name} OWNER desk TEMPLATE {template} {how}")
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever is connected to it."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def server(bin_folder: Path) -> Iterator[Server]:
    """A running server, whose own order of texts is a language's, unlike the ledger's."""
    folder = Path(tempfile.mkdtemp(prefix="ledger-pg-"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        who = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str | Path) -> None:
        words = [bin_folder / program, "-D", data, *arguments]
        done = subprocess.run(
            words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, **who
        )
        told = log.read_text() if done.returncode and log.exists() else ""
        assert done.returncode == 0, f"{program}: {done.stderr.decode()}{told}"

    try:
        run(
            "initdb", "--username=root", "--auth=trust", "--encoding=UTF8", "--no-sync",
            "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US",
        )  # fmt: skip
        rules = data / "pg_hba.conf"
        rules.write_text(f"local all guarded scram-sha-256\n{rules.read_text()}")
        options = f"{HASTY} -c listen_addresses='' -c unix_socket_directories='{folder}'"
        run("pg_ctl", "start", "-w", "-l", log, "-o", options)
        try:
            made = Server(folder, bin_folder)
            made.run("CREATE ROLE desk LOGIN")
            made.run(f"CREATE ROLE guarded LOGIN PASSWORD '{PASSWORD}'")
            yield made
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(folder)
