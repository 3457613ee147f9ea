"""What the tests of the ledger share: a clock one can set, a fresh ledger, and claim files."""

from __future__ import annotations

import atexit
import os
import shutil
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, TypeAlias
from unittest import mock

import haste
import postgres
import pytest
from commands import Desk
from hypothesis import HealthCheck, settings

from ledger.book.ledger import Ledger
from ledger.store.sqlite import connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Write: TypeAlias = Callable[[str, str], Path]
    Fill: TypeAlias = Callable[[Ledger, Write, "Clock"], object]
    LivedOnce: TypeAlias = Callable[[Fill], tuple[Path, datetime]]
    LedgerAfter: TypeAlias = Callable[[Fill], Ledger]
    Work: TypeAlias = Callable[[Desk], object]
    DeskAfter: TypeAlias = Callable[[Work], Desk]

# What the net at the entry of the program would hold is shown, unless a test is about the net.
os.environ["LEDGER_TRACEBACK"] = "1"

# Nothing is kept in the folder of whoever runs the tests; those about that name one of their own.
os.environ["LEDGER_CACHE"] = ""
os.environ["XDG_STATE_HOME"] = mkdtemp(prefix="ledger-state-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

haste.compile_once()
haste.work_in_memory()
haste.share_compiled_statements()

SHARE = float(os.environ.get("LEDGER_LONG") or 0)
"""How much of the long run is taken: ``LEDGER_LONG=1`` all of it, ``0.1`` a tenth, unset none."""

SEED = int(os.environ.get("LEDGER_SEED") or 20261124)
"""What the tests draw their chances from; each says so among the figures at the end."""


def many(short: int, whole: int) -> int:
    """How often a test tries: ``short``, or in a long run ``whole`` or a share of it."""
    return max(short, round(SHARE * whole))


# How long a busy machine takes to draw an example says nothing of the program.
settings.register_profile(
    "unhurried",
    settings(),
    deadline=None,
    max_examples=many(30, 100),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unhurried")


@contextmanager
def unsynced() -> Iterator[None]:
    """SQLite is faster, and what it writes need not outlast a power failure."""
    with mock.patch.object(connections, "PRAGMAS", (*connections.PRAGMAS, "synchronous = OFF")):
        yield


NOTE = "note"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped: what a test needs, `.ci/run` installs."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and os.environ.get("CI") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 - pytest's own
    """Print the figures and seeds that tests `note`, also those of tests that pass."""
    reports = [one for several in terminalreporter.stats.values() for one in several]
    notes = [
        f"{report.nodeid.rpartition('::')[2]}: {text}"
        for report in reports
        if getattr(report, "when", None) == "call"
        for name, text in report.user_properties
        if name == NOTE
    ]
    if notes:
        terminalreporter.section("figures")
        for line in sorted(notes):
            terminalreporter.line(line)


@pytest.fixture
def note(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Notes a figure or a seed of a test, to be printed at the end."""
    return lambda text: record_property(NOTE, text)


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = datetime(2023, 7, 5, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def set(self, moment: str) -> None:
        """Set it to a day at noon, or to a moment, in UTC."""
        text = moment if "T" in moment else f"{moment}T12:00:00"
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)

    def wait(self, **time: float) -> None:
        """Let a time pass, in the units of `timedelta`."""
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """A clock that says 2023-07-05, noon, in UTC."""
    return Clock()


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty ledger, made once by the migrations."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    Ledger(path, recorder="desk", create=True).close()
    return path


@pytest.fixture
def fresh_ledger(empty_ledger: Path, tmp_path: Path, clock: Clock) -> Callable[[str], Ledger]:
    """Makes an empty ledger of a name, kept in the test's folder, with the test's clock."""

    def make(name: str) -> Ledger:
        path = shutil.copyfile(empty_ledger, tmp_path / f"{name}.db")
        return Ledger(path, recorder="desk", clock=clock)

    return make


@pytest.fixture
def ledger(fresh_ledger: Callable[[str], Ledger]) -> Iterator[Ledger]:
    """An empty ledger of the desk's, with the test's clock."""
    with fresh_ledger("ledger") as made:
        yield made


@pytest.fixture(scope="session")
def lived_once(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> LivedOnce:
    """The folder of a ledger to which something was done, once in this process; and the time."""

    @cache
    def make(fill: Fill) -> tuple[Path, datetime]:
        folder, clock = tmp_path_factory.mktemp("lived"), Clock()
        path = shutil.copyfile(empty_ledger, folder / "ledger.db")
        with Ledger(path, recorder="desk", clock=clock) as ledger:
            fill(ledger, partial(_write, folder), clock)
        return folder, clock.now

    return make


@pytest.fixture
def ledger_after(lived_once: LivedOnce, tmp_path: Path, clock: Clock) -> Iterator[LedgerAfter]:
    """A ledger of the test's own after what a function did to one, and its clock as it was then."""
    with ExitStack() as opened:

        def copied(fill: Fill) -> Ledger:
            folder, clock.now = lived_once(fill)
            shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
            return opened.enter_context(
                Ledger(tmp_path / "ledger.db", recorder="desk", clock=clock)
            )

        yield copied


@pytest.fixture(scope="session")
def worked_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Work], Path]:
    """The folder of a desk after what a function did there, once in this process."""

    @cache
    def make(work: Work) -> Path:
        folder = tmp_path_factory.mktemp("worked")
        with chdir(folder):
            work(Desk(folder))
        return folder

    return make


@pytest.fixture
def desk_after(worked_once: Callable[[Work], Path], tmp_path: Path) -> DeskAfter:
    """A desk of the test's own, in a folder that is as it was after what a function did in one."""

    def copied(work: Work) -> Desk:
        shutil.copytree(worked_once(work), tmp_path, dirs_exist_ok=True)
        return Desk(tmp_path)

    return copied


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this test process's own."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    programs = postgres.programs()
    if programs is None:
        pytest.skip(f"PostgreSQL {postgres.OLDEST} or newer is not installed (initdb, pg_ctl)")
    with postgres.server(programs) as running:
        yield running


@pytest.fixture
def postgres_ledger(postgres_server: postgres.Server) -> Iterator[str]:
    """The URL of a database with an empty ledger in it."""
    name = postgres_server.fresh()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def postgres_database(postgres_server: postgres.Server) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    name = postgres_server.empty()
    yield postgres_server.url(name)
    postgres_server.drop(name)


PLACES: dict[str, Callable[[pytest.FixtureRequest], str]] = {
    "sqlite": lambda request: str(request.getfixturevalue("tmp_path") / "ledger.db"),
    "postgresql": lambda request: request.getfixturevalue("postgres_database"),
}
"""Where a ledger can be made, on each back end."""


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    """Where a ledger can be made: on each kind of database in turn."""
    return PLACES[request.param](request)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of a name and a text into the test's folder of claims."""
    return partial(_write, tmp_path)


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / "claims" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
