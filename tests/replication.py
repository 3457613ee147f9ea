"""A primary and its streaming replica on loopback, of the tests' own, which can be killed.

They are made as `postgres.server` makes one, and gone when the block ends, whatever became of them.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = "ledger"
PATIENCE: Final = 30.0
"""Seconds to wait for what a server should do."""


@dataclass
class Node:
    """One of the two servers, in ``folder``, on a port of loopback."""

    folder: Path
    programs: Path
    port: int
    settings: str = postgres.HASTY

    @property
    def url(self) -> str:
        """The URL of its ledger."""
        return f"postgresql://desk@127.0.0.1:{self.port}/{NAME}"

    @property
    def place(self) -> str:
        """What the program calls it: nothing in the URL is secret."""
        return self.url

    def sql(self, statement: str, name: str = NAME) -> list[tuple[Any, ...]]:
        """Run SQL as the owner of everything, and answer the rows."""
        import psycopg  # noqa: PLC0415 - an extra

        url = f"postgresql://root@127.0.0.1:{self.port}/{name}"
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run a program of PostgreSQL's, as the user it wants."""
        who: dict[str, Any] = {}
        if os.geteuid() == 0:
            who = {"user": "postgres", "group": "postgres", "extra_groups": []}
        words = [self.programs / program, *arguments]
        done = subprocess.run(
            words,
            cwd=self.folder.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            **who,
        )
        log = self.folder.parent / f"{self.folder.name}.log"
        told = log.read_text() if done.returncode and log.exists() else ""
        assert done.returncode == 0, f"{program}: {done.stderr.decode()}{told}"

    def start(self) -> None:
        """Let it run, and wait until it answers."""
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories='' "
            f"{self.settings}"
        )
        log = self.folder.parent / f"{self.folder.name}.log"
        self.run("pg_ctl", "-D", self.folder, "start", "-w", "-l", log, "-o", options)

    def kill(self) -> None:
        """End it without any warning, and wait until nothing of it is left but its files."""
        lock = self.folder / "postmaster.pid"
        pid = int(lock.read_text().split()[0])
        several = [pid, *_children(pid)]
        os.kill(pid, signal.SIGKILL)
        # Its children end by themselves once they see that it is gone.
        self._wait(lambda: not any(map(_is_running, several)), "it is still running")
        lock.unlink()  # where nobody has asked how it ended, its number still seems to be taken

    def stop(self) -> None:
        """End it if it runs."""
        with suppress(AssertionError):
            self.run("pg_ctl", "-D", self.folder, "stop", "-w", "-m", "immediate")

    def promote(self) -> None:
        """Let a replica become a primary."""
        self.run("pg_ctl", "-D", self.folder, "promote", "-w")

    def set(self, name: str, value: str) -> None:
        """Change a setting of the running server."""
        self.sql(f"ALTER SYSTEM SET {name} = '{value}'", "postgres")
        self.sql("SELECT pg_reload_conf()", "postgres")

    def waits_for(self, statement: str, expected: object) -> None:
        """Wait until a statement has this answer."""
        self._wait(lambda: self.sql(statement)[0][0] == expected, f"never {expected}: {statement}")

    @staticmethod
    def _wait(is_so: Any, otherwise: str) -> None:  # noqa: ANN401 - a function
        until = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < until, otherwise
            time.sleep(0.02)


def _children(pid: int) -> list[int]:
    """The processes that a process has begun."""
    states = {int(one.name): _state(int(one.name)) for one in Path("/proc").glob("[0-9]*")}
    return [one for one, state in states.items() if state[1:2] == [str(pid)]]


def _is_running(pid: int) -> bool:
    return _state(pid)[:1] not in ([], ["Z"])


def _state(pid: int) -> list[str]:
    """A letter for how a process is, and its parent's number; nothing where there is none."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    return []


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@contextmanager
def pair(programs: Path, settings: str = postgres.HASTY) -> Iterator[tuple[Node, Node]]:
    """A primary with an empty database for a ledger, and a replica that follows it."""
    home = Path(tempfile.mkdtemp(prefix="ledger-pair-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    primary = Node(home / "primary", programs, free_port(), settings)
    replica = Node(home / "replica", programs, free_port(), settings)
    try:
        primary.run(
            "initdb", "-D", primary.folder, "--username=root", "--auth=trust", "--encoding=UTF8",
            "--no-sync", "--locale=C.UTF-8",
        )  # fmt: skip
        primary.start()
        primary.sql("CREATE ROLE desk LOGIN", "postgres")
        primary.sql(f"CREATE DATABASE {NAME} OWNER desk TEMPLATE template0", "postgres")
        source = f"postgresql://root@127.0.0.1:{primary.port}/postgres?application_name=replica"
        replica.run(
            "pg_basebackup", "-D", replica.folder, "-R", "-X", "stream", "-c", "fast",
            "--no-sync", "-d", source,
        )  # fmt: skip
        replica.start()
        yield primary, replica
    finally:
        replica.stop()
        primary.stop()
        shutil.rmtree(home)
