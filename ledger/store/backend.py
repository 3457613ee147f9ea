"""The seam between a ledger and the kinds of database it can be kept in.

All in which they differ is one class for each, a `Backend`; whatever else the program does is the
same on every database.  Which back end an address means is decided here and nowhere else.  Each is
loaded when it is first asked for, so that a ledger in a file does not wait for a server's driver.

A new back end is a package beside ``sqlite`` and ``postgresql``, a line in `ADDRESSES` and one in
`BACKENDS`; what it must do is written below, and tried by ``tests/test_backend_contract.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from ledger import permissions
from ledger.errors import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, Engine, Select, Table

Row: TypeAlias = tuple[Any, ...]
"""A row as the driver gives it, a value for each column of its table."""

ADDRESSES: Final = {
    "sqlite:///": "sqlite",
    "postgresql://": "postgresql",
    "postgresql+psycopg://": "postgresql",
    "postgres://": "postgresql",
}
"""What an address begins with, and the back end it means; what has no ``://`` is a file's path."""

OF_FILES: Final = "sqlite"
"""The back end of a path."""

BACKENDS: Final = {
    "sqlite": "ledger.store.sqlite.backend",
    "postgresql": "ledger.store.postgresql.backend",
}
"""The module in which each is `BACKEND`, by the name that SQLAlchemy has for the database."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a database: of which kind, its name, and all that matters of it in ``shape``.

    ``is_harmless`` says that it cannot change an answer where it is none of the program's, as an
    index more or somebody's own table.
    """

    kind: str
    name: str
    shape: str
    is_harmless: bool = False


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a copy holds: how many entries, and their root hash (RFC 9162, 32 bytes).

    ``aside`` is where the ledger is kept whose place the copy took, if it had to be kept.
    """

    entries: int
    root: bytes
    aside: Path | None = None


class Guards(Protocol):
    """The triggers by which a database refuses to undo what was written (see `catalogue`)."""

    def statements(self) -> Iterable[str]:
        """The statements that set up the guards where there are no triggers."""

    def expected(self) -> Iterable[Part]:
        """The guards that there should be, each a part of the kind ``guard``."""

    def found(self, connection: Connection) -> Iterable[Part]:
        """The triggers there are in the ledger's schema, each a part of the kind ``guard``."""

    def drop_triggers(self, connection: Connection) -> None:
        """Take away the triggers there are, whoever made them."""


class Catalogue(Protocol):
    """What a database says that it holds (`ledger.store.catalogue`)."""

    def expected(self, connection: Connection) -> Iterable[Part]:
        """The parts that there should be, the guards among them."""

    def found(self, connection: Connection) -> Iterable[Part]:
        """The parts that there are; settings that weaken what the program relies on are some."""


class Words(Protocol):
    """The index of words over `search`, of which each database has one of its own kind."""

    def add_index(self, connection: Connection) -> None:
        """Make the index of what is in `search`, where there is none."""

    def drop_index(self, connection: Connection) -> None:
        """Take the index away."""

    def damage(self, connection: Connection) -> list[str]:
        """What of the index is not as `search` has it, where the program can tell."""

    def entries_with(self, connection: Connection, word: str, most: int) -> list[int]:
        """The numbers of so many entries at most with a word that begins with ``word``.

        ``word`` is a token (`ledger.model.name_keys.tokens`).  Entries that are no longer in force
        are among them.
        """


class Backend(Protocol):
    """What a kind of database does for a ledger that is kept in it.

    ``parameter`` stands for a value in a statement that goes to the driver as it is.
    ``before_upgrade`` says in a few words who keeps a copy before an upgrade: the program or the
    person.
    """

    @property
    def parameter(self) -> str: ...  # noqa: D102 - told above
    @property
    def before_upgrade(self) -> str: ...  # noqa: D102 - told above

    # Addresses and connections.

    def connect(self, target: str, *, create: bool) -> tuple[Engine, str]:
        """An engine on the database at ``target``, and its place: what people may call it.

        Units of work are begun as their connection's execution options say.  One that ``writes``
        is alone in that until it ends, whoever else would write, and sees what those before it
        wrote; any other sees one state of the database, from its first query to its last.  In one
        that ``migrates`` foreign keys are not looked at.  What is committed outlasts a crash.

        Raises:
            StoreTrouble: there can be no ledger; a missing file is made only with ``create``.
        """

    def trouble_of(self, fault: BaseException, place: str) -> StoreTrouble | None:
        """What an error of the driver means for the person, or None where it is our own fault."""

    def name_of(self, target: str) -> str:
        """What people may call the ledger at ``target``: the address, without any password."""

    def holds(self, column: ColumnElement[Any], part: bytes) -> ColumnElement[bool]:
        """Whether the bytes of a column have others in them."""

    # Rows in and out, many at once.

    def insert_rows(
        self, connection: Connection, table: Table, rows: Sequence[Sequence[Any]]
    ) -> None:
        """Insert ``rows``, at least one, with a value each for every column in its order."""

    def close_rows(
        self,
        connection: Connection,
        table: Table,
        key: tuple[str, ...],
        rows: Sequence[Sequence[Any]],
    ) -> None:
        """End the rows in force that ``rows`` name, each as (number of the entry, *values of key).

        Where a key comes twice, the first number ends its rows.
        """

    def raw_rows(
        self, connection: Connection, table: Table, wanted: Select[Any], *, by_index: bool = False
    ) -> Iterator[Sequence[Any]]:
        """What ``wanted``, a query on whole rows of ``table``, finds, as it is kept.

        No value is converted, and none is refused for what it holds; nor has any index a say in it,
        but ``by_index``.
        """

    @property
    def readers_hold_up(self) -> bool:
        """Whether nobody can write for as long as a unit reads."""

    @property
    def has_replicas(self) -> bool:
        """Whether other servers can hold the same database a little later, to be read there."""

    def next_rows(
        self,
        connection: Connection,
        table: Table,
        place: Any,  # noqa: ANN401 - each has its own
        most: int,
    ) -> tuple[list[Row], Any]:
        """The next rows of a table, at most so many, in the order in which they are kept.

        No index has a say in it, and truth comes as 1 or 0.  ``place`` is None at first, and then
        what came with the rows before; where readers hold nobody up it is of one unit, and
        otherwise of any.
        """

    def shares(self, connection: Connection, table: Table, entry: int) -> tuple[Any, Any]:
        """Places (`next_rows`) that bring all rows between them: about those up to an entry first.

        Rows that no entry makes come with the first.
        """

    def index_words(self, connection: Connection) -> None:
        """See to it that what was put into `search` is in the index of `words`, if it can be."""

    def along(self, query: Select[Any], table: Table, index: str) -> Select[Any]:
        """The query, which goes along an index of ``table`` where the database has to be told."""

    # The shape of the database, and what is wrong with it.

    @property
    def guards(self) -> Guards: ...  # noqa: D102 - told at the class
    @property
    def catalogue(self) -> Catalogue: ...  # noqa: D102 - told at the class
    @property
    def words(self) -> Words: ...  # noqa: D102 - told at the class

    def damage_of_file(self, connection: Connection) -> list[str]:
        """What the database itself finds wrong with how it is kept, the first few faults."""

    def has_dangling_rows(self, connection: Connection) -> bool:
        """Whether some row points to one that is not there, as a migration may bring about."""

    # Files; where a database has none of its own, its programs are named instead.

    def new_ledger(self, target: str, mode: int = permissions.NEW) -> AbstractContextManager[str]:
        """The address to write to: ``target``, or a file beside it until the block ends.

        ``mode`` says who may read and write a new file, less what the umask takes.  It becomes
        ``target`` only where the block does not raise, and takes nobody else's place.

        Raises:
            StoreTrouble: there can be no ledger at ``target``, or somebody else made one meanwhile.
        """

    def beside(self, target: str, ending: str) -> Path | None:
        """What is named after the ledger at ``target``, beside it; None where it is in no file."""

    def mode_of_copy(self, place: str) -> int:
        """The mode to make a copy of the ledger at ``place`` with: open to no more people."""

    def copy_before_upgrade(self, engine: Engine, place: str, label: str) -> Path | None:
        """Keep a copy of the database beside it, named after ``label``; None where none is made.

        Raises:
            StoreTrouble: it cannot be copied; then no copy is there.
        """

    def backup(
        self, engine: Engine, place: str, path: Path, *, overwrite: bool = False
    ) -> BackedUp:
        """Copy the ledger to a new file at ``path``, while others may write to it.

        Raises:
            FileTrouble: there is a file already, and ``overwrite`` does not allow to replace it; or
                it cannot be made.
            StoreTrouble: the ledger is in no file, or is damaged; then nothing is at ``path``.
        """

    def restore(self, kept: Path, target: str, *, overwrite: bool = False) -> BackedUp:
        """Put a copy of the backup ``kept`` where the ledger ``target`` is, or was.

        A ledger that has entries which the backup lacks gives way only where ``overwrite`` says so,
        and is then kept aside; so is a file that is damaged, or no ledger.

        Raises:
            StoreTrouble: the backup is not sound, or the ledger has what it lacks, or is in use.
            FileTrouble: the file cannot be made.
        """


def backend_at(target: str) -> Backend:
    """The back end of the database that an address means.

    Raises:
        StoreTrouble: it is of some other kind of database.
    """
    for beginning, name in ADDRESSES.items():
        if target.startswith(beginning):
            return _loaded(name)
    if "://" in target:
        raise StoreTrouble(
            f"{target.partition('://')[0]}:// is not a kind of database this program can use.",
            "Name a file, sqlite:///PATH or postgresql://USER@HOST/NAME.",
        )
    return _loaded(OF_FILES)


def backend_of(connected: Connection | Engine) -> Backend:
    """The back end of a database that is connected to."""
    return _loaded(connected.dialect.name)


@cache
def _loaded(name: str) -> Backend:
    backend: Backend = import_module(BACKENDS[name]).BACKEND
    return backend
