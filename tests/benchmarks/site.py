"""The files and ledgers of one size, each made when a row first asks for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache, cached_property
from itertools import count
from typing import TYPE_CHECKING, Final

from .measuring import LEDGER, Command, run

if TYPE_CHECKING:
    from pathlib import Path

    from .server import Served

NEW_OUTCOMES: Final = 100
IMPORTED: Final = "imported"
"""For what the database on PostgreSQL is that holds a ledger."""

CLAIM: Final = (
    "--publisher", "The New Paper", "--published", "2026-05-20", "--speaker", "Somebody New",
    "--due", "2027-12-31", "--title", "What comes next",
)  # fmt: skip


@cache
def has_limit(command: str) -> bool:
    """Whether a command of the ledger can be told how much to list."""
    return (
        "--limit"
        in subprocess.run(
            [LEDGER, command, "--help"], check=True, capture_output=True, text=True
        ).stdout
    )


class Site:
    """A folder with made-up data of a size, and what is made of it."""

    def __init__(self, size: int, folder: Path, served: Served | None) -> None:
        self.size, self.folder, self._served = size, folder, served
        self._settled = 0
        self._numbers = count(1)

    @property
    def served(self) -> Served:
        """The server of PostgreSQL.

        Raises:
            NoServer: there is none on this machine.
        """
        if self._served is None:
            raise NoServer
        return self._served

    # Files

    @cached_property
    def data(self) -> Path:
        """The files of the claims that the ledgers hold."""
        return self._made("")

    @cached_property
    def more(self) -> Path:
        """The files of as many other claims of the same people."""
        return self._made("m")

    def _made(self, part: str) -> Path:
        folder = self.folder / f"data{part}"
        self._python("made_files", str(self.size), str(folder), part)
        return folder

    def sheets(self, data: Path) -> list[str]:
        """The paths of all sheets."""
        return [str(one) for one in sorted((data / "sheets").iterdir())]

    @cached_property
    def journal(self) -> Path:
        """The journal of `imported`."""
        return self._exported(self.imported)

    @cached_property
    def journal_of_both(self) -> Path:
        """The journal of a ledger that holds `data` and `more`; it begins with `journal`."""
        both = self.copied(self.imported, "both")
        for one in self.sheets(self.more):
            self.ledger(both, "import", one)
        path = self._exported(both)
        both.unlink()
        return path

    # Ledgers

    @cached_property
    def imported(self) -> Path:
        """A ledger that holds `data` as it was imported; nothing is written to it."""
        path = self._place("imported")
        for one in self.sheets(self.data):
            self.ledger(path, "import", one)
        return path

    @cached_property
    def desk(self) -> Path:
        """A ledger like `imported` with some questions judged again; rows may write to it."""
        path = self.copied(self.imported, "desk")
        self._python("steps", "judge", str(path), str(self.data / "questions.tsv"))
        return path

    @cached_property
    def checkpoint(self) -> str:
        """The path of a checkpoint of `desk` before rows wrote to it."""
        path = self.folder / "desk.checkpoint"
        self._run(LEDGER, "--db", str(self.desk), "checkpoint", log=path)
        self.settle()
        return str(path)

    def settle(self) -> None:
        """Record a hundred new outcomes in `desk`."""
        self._python(
            "steps", "settle", str(self.desk), str(self.data / "questions.tsv"),
            str(self._settled), str(NEW_OUTCOMES),
        )  # fmt: skip
        self._settled += NEW_OUTCOMES

    @cached_property
    def on_server(self) -> str:
        """The URL of a ledger on PostgreSQL that holds `data`.

        Raises:
            NoServer: there is no server on this machine.
        """
        url = self.served.url(IMPORTED)
        if url is None:
            url = self.served.fresh(IMPORTED)
            self.ledger(url, "import", str(self.journal))
        self.served.tidy(url)
        return url

    # What is asked for, or written

    @property
    def a_claim(self) -> str:
        """The id of a claim in the middle of the data."""
        return f"c{self.size // 2}"

    def new_claim(self) -> tuple[str, ...]:
        """The words that add a claim which nobody made before."""
        number = next(self._numbers)
        statement = f"The thing with the number {number} comes about."
        return ("add", "--id", f"new-{number}", "--statement", statement, *CLAIM)

    # Places

    def forget(self, ledger: Path) -> None:
        """Remove whatever the program keeps beside a ledger or for its user, to be quicker."""
        for one in ledger.parent.iterdir():
            if one != ledger:
                shutil.rmtree(one) if one.is_dir() else one.unlink()
        shutil.rmtree(self.folder / "cache", ignore_errors=True)

    def new(self, name: str) -> Path:
        """A path at which nothing is, in a folder of its own for what is kept beside it."""
        path = self.kept(name)
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir(parents=True)
        return path

    def kept(self, name: str) -> Path:
        """The path of that name, with what was written there."""
        return self.folder / "scratch" / name / name

    def copied(self, ledger: Path, name: str) -> Path:
        """A copy of a ledger, in a folder of its own."""
        path = self._place(name)
        shutil.copyfile(ledger, path)
        return path

    def _place(self, name: str) -> Path:
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder / "ledger.db"

    def _exported(self, ledger: Path) -> Path:
        path = ledger.with_name("journal.jsonl")
        self.ledger(ledger, "export", "--to", "jsonl", "-o", str(path))
        return path

    # Programs, not measured

    def ledger(self, database: Path | str, *words: str) -> None:
        """Run the ledger on a database."""
        self._run(*ours(database, *words).words)

    def _python(self, module: str, *arguments: str) -> None:
        self._run(sys.executable, "-m", f"{__package__}.{module}", *arguments)

    def _run(self, *words: str, log: Path | None = None) -> None:
        run(Command(words), self.folder)
        if log is not None:
            (self.folder / "printed").replace(log)


class NoServer(Exception):  # noqa: N818 - named for what is missing
    """There is no PostgreSQL on this machine."""


def ours(database: Path | str, *words: str, server: int | None = None, note: str = "") -> Command:
    """A command of the ledger."""
    return Command((LEDGER, "--db", str(database), "--recorder", "desk", *words), server, note)


def bare(name: str, *arguments: object, server: int | None = None) -> Command:
    """A yardstick."""
    module = f"{__package__}.yardsticks"
    return Command((sys.executable, "-m", module, name, *map(str, arguments)), server)
