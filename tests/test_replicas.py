"""Commands that only read use a replica: when it will do, what is said when not, what is refused.

Here a replica is another database with the same journal, which nothing follows; servers that really
do are in ``test_streaming.py``.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.request import urlopen

import pytest
from commands import Desk
from examples import add

from ledger import invocation
from ledger.book.ledger import Ledger
from ledger.errors import Contradiction, NotFound, StoreTrouble, Unreachable
from ledger.invocation import Written
from ledger.store import read_replica

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from postgres import Server

NOBODY: Final = "postgresql://desk@127.0.0.1:1/ledger"
"""Where no server is."""

SHORT: Final = 0.3


@pytest.fixture(autouse=True)
def own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What a machine remembers is the test's own; and it does not wait long for a replica."""
    monkeypatch.setattr(read_replica, "PATIENCE", SHORT)

    def sit_at(machine: str) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / machine))

    sit_at("own")
    return sit_at


@pytest.fixture
def primary(postgres_ledger: str) -> str:
    """The URL of a ledger with a source, a question and a claim: three entries."""
    with Ledger(postgres_ledger, recorder="desk") as ledger:
        add(ledger)
    return postgres_ledger


@pytest.fixture
def copied(primary: str, postgres_server: Server) -> Iterator[str]:
    """The URL of a database with the same journal, to which nothing more comes by itself."""
    name = postgres_server.empty()
    url = postgres_server.url(name)
    with Ledger(primary) as ledger:
        ledger.copy(url)
    yield url
    postgres_server.drop(name)


@pytest.fixture
def desk(tmp_path: Path, primary: str) -> Desk:
    """A desk with that ledger."""
    made = Desk(tmp_path)
    made.database = primary  # type: ignore[assignment] - a URL will do
    return made


def place_of(url: str) -> str:
    """What the program calls a database."""
    with Ledger(url) as ledger:
        return ledger.place


def listed(desk: Desk, *words: str) -> tuple[list[str], str]:
    """The ids that ``list`` shows, and what it says besides."""
    result = desk(*words, "list", "--format", "json")
    assert result.exit_code == 0, result.output

    return [one["id"] for one in json.loads(result.stdout)], result.stderr


# Where it is read


def test_what_only_reads_is_read_on_the_replica(
    desk: Desk, copied: str, own_machine: Callable[[str], None]
) -> None:
    own_machine("another")
    with Ledger(str(desk.database)) as ledger:
        add(ledger, id="later", speaker="B")
    own_machine("own")
    assert listed(desk) == (["floor", "later"], "")
    assert listed(desk, "--replica", copied) == (["floor"], "")


@pytest.mark.parametrize(
    "words",
    [
        ("show", "floor"), ("list",), ("search", "NATO"), ("log",), ("sources",), ("speakers",),
        ("publishers",), ("topics",), ("due",), ("report",), ("corrections",), ("disputes",),
        ("duplicates",), ("forecasts", "floor"), ("export", "--to", "jsonl"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_every_command_that_only_reads_takes_it(
    desk: Desk, copied: str, words: tuple[str, ...]
) -> None:
    told = desk("--replica", NOBODY, *words)
    expected = desk(*words)
    assert (told.exit_code, told.stdout) == (expected.exit_code, expected.stdout)
    assert "127.0.0.1:1/ledger cannot be reached: Connection refused; read from " in told.stderr
    told = desk("--replica", copied, *words)
    assert (told.stdout, told.stderr) == (expected.stdout, expected.stderr)


@pytest.mark.parametrize(
    "words",
    [
        ("add", "--publisher", "P", "--speaker", "A", "--statement", "S."),
        ("verify",),
        ("checkpoint",),
        ("init",),
    ],
    ids=lambda words: words[0],
)
def test_what_writes_or_vouches_looks_at_the_primary_alone(
    desk: Desk, words: tuple[str, ...]
) -> None:
    told = desk("--replica", NOBODY, *words)
    assert (told.exit_code, told.stderr) == (0, "")


def test_the_variable_names_a_replica_too(
    desk: Desk, copied: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_REPLICA", NOBODY)
    assert listed(desk)[1].startswith("postgresql://desk@127.0.0.1:1/ledger cannot be reached: ")
    assert listed(desk, "--replica", copied)[1] == ""


# What must be there


def test_whoever_wrote_something_reads_it(desk: Desk, copied: str, primary: str) -> None:
    """The copy never gets it, so after a while the primary is read, and that is said in a line."""
    desk.add(id="mine", speaker="B")
    since = time.monotonic()
    found, told = listed(desk, "--replica", copied)
    assert SHORT < time.monotonic() - since < SHORT + 5
    assert found == ["floor", "mine"]
    size = len(Ledger(primary).log())
    behind = f"{place_of(copied)} has no entry {size} yet, after 0 seconds"
    assert told == f"{behind}; read from {place_of(primary)}.\n"


def test_whoever_waits_reads_what_comes_in_time(
    desk: Desk, copied: str, primary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_replica, "PATIENCE", 20.0)
    desk.add(id="mine", speaker="B")
    with Ledger(primary) as ledger, Ledger(copied) as follower:
        journal = b"".join(ledger.export_journal())
        pauses: list[float] = []

        def follow(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 7:
                from io import BytesIO  # noqa: PLC0415 - for this alone

                follower.import_journal(BytesIO(journal))

        monkeypatch.setattr(read_replica.time, "sleep", follow)
        assert listed(desk, "--replica", copied) == (["floor", "mine"], "")
    assert pauses == [0.02, 0.04, 0.08, 0.16, 0.32, 0.32, 0.32]


def test_an_entry_that_is_asked_for_is_waited_for(
    desk: Desk, copied: str, primary: str, own_machine: Callable[[str], None]
) -> None:
    own_machine("another")
    with Ledger(primary) as ledger:
        add(ledger, id="later", speaker="B")
        size = ledger.moment().entry
        moment = str(ledger.moment())
    own_machine("own")
    assert listed(desk, "--replica", copied, "--at-least", "3") == (["floor"], "")
    found, told = listed(desk, "--replica", copied, "--at-least", str(size))
    assert found == ["floor", "later"]
    assert f"has no entry {size} yet" in told
    told = desk.refused("--replica", copied, "--at-least", "99", "list")
    assert told.endswith("There is no entry '99' in this ledger.\n")
    assert "--at-least goes with --replica" in desk.misused("--at-least", "3", "list")
    with Ledger(primary, replica=copied) as reader:
        assert len(reader.list(as_of=moment)) == 2


def test_a_checkpoint_is_proved_against_what_holds_it(
    primary: str, copied: str, own_machine: Callable[[str], None]
) -> None:
    own_machine("another")
    with Ledger(primary) as ledger:
        add(ledger, id="later", speaker="B")
        checkpoint = ledger.checkpoint()
    own_machine("own")
    with Ledger(copied) as alone, pytest.raises(Contradiction):
        alone.prove("floor", checkpoint)
    with Ledger(primary, replica=copied) as reader:
        assert reader.prove("floor", checkpoint).checkpoint == checkpoint


def test_nobody_goes_back_in_time(
    primary: str, copied: str, own_machine: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    own_machine("another")
    said: list[str] = []
    with Ledger(primary) as writer, Ledger(primary, replica=copied, tell=said.append) as reader:
        assert len(reader.list()) == 1
        add(writer, id="later", speaker="B")
        own_machine("own")
        assert len(reader.list()) == 1
        with pytest.raises(NotFound), Ledger(primary, replica=copied, at_least=99) as other:
            other.list()
        add(reader, id="mine", speaker="C")
        assert (len(reader.list()), len(said)) == (3, 1)
        # The copy would do for whoever has seen nothing yet; this one has seen the primary.
        monkeypatch.setattr(read_replica, "AGAIN", 0.0)
        invocation.forget_written(_first_leaf(primary), invocation.written(_first_leaf(primary)))
        reader._database._known.again = 0.0  # type: ignore[attr-defined] # noqa: SLF001 - half a minute later
        assert (len(reader.list()), len(said)) == (3, 1)
        with Ledger(primary, replica=copied) as fresh:
            assert len(fresh.list()) == 1


def _first_leaf(url: str) -> str:
    with Ledger(url) as ledger:
        return ledger.root("1@2026-01-01").hex()


# What is refused


def test_a_replica_of_another_ledger_is_refused(
    desk: Desk, primary: str, postgres_server: Server
) -> None:
    name = postgres_server.fresh()
    url = postgres_server.url(name)
    with Ledger(url) as other:
        # While it is empty nobody can tell whose it is: it may be a replica that gets its first
        # entry in a moment.
        assert listed(desk, "--replica", url)[0] == ["floor"]
        add(other, id="theirs")
    told = desk.refused("--replica", url, "list")
    assert told == (
        f"{place_of(url)} is no replica of {place_of(primary)}: it holds another ledger.\n"
        "Name a replica of this ledger, or leave out --replica.\n"
    )
    postgres_server.drop(name)


@pytest.mark.parametrize("more", [0, 1], ids=["as many", "more"])
def test_one_that_went_its_own_way_is_refused(
    desk: Desk, copied: str, primary: str, own_machine: Callable[[str], None], more: int
) -> None:
    own_machine("another")
    with Ledger(primary) as ledger, Ledger(copied) as other:
        for _ in range(1 - more):
            add(ledger, id="ours", speaker="B")
        add(other, id="theirs", speaker="B")
        size = other.moment().entry
    own_machine("own")
    told = desk.refused("--replica", copied, "list")
    assert told.startswith(f"{place_of(copied)} is no replica of {place_of(primary)}: its entry ")
    assert told.endswith(
        f" {size} is not that ledger's.\nIf it has become the primary, name it with --db.\n"
    )


def test_a_file_has_no_replica(desk: Desk, primary: str, tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    told = desk.refused("--replica", str(file), "list")
    assert told.startswith(f"{file} is a file, and has no replica.\n--replica goes with a --db on ")
    desk.database = file
    for words in (("list",), ("add", "--publisher", "P", "--speaker", "A", "--statement", "S.")):
        assert f"{file} is a file, and has no replica." in desk.refused(
            "--replica", primary, *words
        )
    assert not file.exists()


def test_what_is_no_ledger_is_passed_over_and_named(
    desk: Desk, primary: str, postgres_database: str, postgres_server: Server
) -> None:
    found, told = listed(desk, "--replica", postgres_database)
    assert found == ["floor"]
    empty = place_of_bare(postgres_server, postgres_database)
    assert (
        told
        == f"{empty} holds no ledger of this program's version; read from {place_of(primary)}.\n"
    )
    found, told = listed(desk, "--replica", postgres_server.url("nowhere"))
    assert found == ["floor"]
    assert told.startswith("There is no database at postgresql://")


def place_of_bare(server: Server, url: str) -> str:
    """What the program calls a database that need not hold a ledger."""
    from ledger.store.backend import backend_at  # noqa: PLC0415 - for this alone

    assert str(server.folder) in url
    return backend_at(url).name_of(url)


# When servers go


def test_while_the_primary_is_away_the_replica_answers(desk: Desk, copied: str) -> None:
    desk.database = NOBODY  # type: ignore[assignment]
    found, told = listed(desk, "--replica", copied)
    assert found == ["floor"]
    read = f"read from {place_of(copied)}, as of entry 3"
    assert told == f"{NOBODY} cannot be reached: Connection refused; {read}.\n"
    words = ("add", "--publisher", "P", "--speaker", "A", "--statement", "S.")
    assert f"{NOBODY} cannot be reached" in desk.refused("--replica", copied, *words)
    with Ledger(NOBODY, replica=copied) as ledger, pytest.raises(Unreachable):
        add(ledger)


def test_while_both_are_away_nothing_is_answered(desk: Desk) -> None:
    desk.database = NOBODY  # type: ignore[assignment]
    told = desk.refused("--replica", NOBODY.replace(":1/", ":2/"), "list")
    assert f"{NOBODY} cannot be reached: Connection refused." in told


def test_a_replica_that_goes_in_the_middle_is_told_with_the_cure(
    primary: str, copied: str, postgres_server: Server
) -> None:
    def broken(ledger: Ledger) -> None:
        with ledger.at_once() as state, state.select() as selection:
            pid = selection.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            postgres_server.run(f"SELECT pg_terminate_backend({pid})")
            state.list()

    with (
        Ledger(primary, replica=copied) as ledger,
        pytest.raises(StoreTrouble, match=r"The connection to .* was lost") as refused,
    ):
        broken(ledger)
    assert refused.value.cure == f"Try again: {place_of(primary)} answers then."


def test_what_was_lost_with_a_primary_is_told_once(
    desk: Desk, copied: str, own_machine: Callable[[str], None]
) -> None:
    """The copy takes the place of a primary that went with an entry that nobody else had."""
    desk.add(id="lost", speaker="B")
    own_machine("another")
    desk.database = copied  # type: ignore[assignment]
    desk.add(id="new", speaker="C")
    own_machine("own")
    found, told = listed(desk, "--replica", copied)
    assert found == ["floor", "new"]
    lacks = f"{place_of(copied)} lacks 1 entry written from here, from 5 on"
    assert told == f"{lacks}: hold it against a checkpoint.\n"
    assert listed(desk, "--replica", copied) == (["floor", "new"], "")


# What is remembered


def test_the_highest_of_what_was_written_counts(own_machine: Callable[[str], None]) -> None:
    first = "ab" * 32
    assert invocation.written(first) == []
    for number in (7, 9, 8):
        invocation.wrote(first, Written(number, f"{number:064x}"))
    assert [one.number for one in invocation.written(first)] == [7, 8, 9]
    invocation.forget_written(first, [Written(9, f"{9:064x}")])
    assert [one.number for one in invocation.written(first)] == [7, 8]
    for number in range(10, 200):
        invocation.wrote(first, Written(number, f"{number:064x}"))
    kept = invocation.written(first)
    assert kept[-1] == Written(199, f"{199:064x}")
    assert len(kept) < 70
    own_machine("another")
    assert invocation.written(first) == []


def test_only_what_has_replicas_is_remembered(
    ledger: Any,  # noqa: ANN401 - the fixture's
    primary: str,
    tmp_path: Path,
) -> None:
    add(ledger)
    files = [*tmp_path.glob("own/claim-ledger/written/*")]
    with Ledger(primary) as served:
        assert files == [
            tmp_path / f"own/claim-ledger/written/{served.root('1@2026-01-01').hex()[:24]}.txt"
        ]
        assert files[0].read_text().splitlines()[-1].startswith(f"{served.moment().entry} ")
        with served._writing(keep=False):  # noqa: SLF001 - a dry run
            pass
    assert len(files[0].read_text().splitlines()) == 1


def test_pages_to_read_come_from_the_replica(
    desk: Desk, copied: str, primary: str, own_machine: Callable[[str], None]
) -> None:
    """They are served by a process of its own, which is asked for a list."""
    own_machine("another")
    with Ledger(primary) as ledger:
        add(ledger, id="later", speaker="B")
    own_machine("own")
    words = ("--db", primary, "--replica", copied, "serve", "--read-only", "--port", "0")
    with desk.terminal(*words) as serving:
        serving.sees("http://")
        serving.sees("until Ctrl-C.")
        address = serving.shown.partition("http://")[2].partition("/ until")[0].replace("\n", "")
        with urlopen(f"http://{address}/claims.json") as answer:
            shown = json.load(answer)
        assert [one["id"] for one in shown["claims"]] == ["floor"]
        assert serving.presses(b"\x03") in {-2, 130}
