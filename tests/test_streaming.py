"""A primary and a replica that follows it, both real: many write, both are killed, one takes over.

LEDGER_LONG=1 lets each of eight write 100 claims instead of 12.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import pytest
import replication
from commands import Desk, plain_environment
from conftest import many
from examples import add
from postgres import OLDEST, programs
from test_writers import WRITER, writer

from ledger.book.ledger import Ledger
from ledger.errors import Busy, Contradiction
from ledger.journal.checkpoint import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from replication import Node

WRITERS: Final = 8
EACH: Final = many(12, 100)
READERS: Final = 2

READER: Final = """
import sys
from ledger.book.ledger import Ledger

place, replica, most = sys.argv[1:]
said, sizes = [], []
with Ledger(place, replica=replica, tell=said.append) as ledger:
    print("ready", flush=True)
    while not sizes or sizes[-1] < int(most):
        with ledger.at_once() as state:
            sizes.append(state.moment().entry)
            listed = len(state.list())
            made = sum(entry.kind == "claim" for _, entry in state.log())
        assert listed == made, (listed, made)
assert sizes == sorted(sizes), sizes
print(len(sizes), len(said))
"""
"""Reads until there are so many entries, each time one state, and never goes back in time."""

STEADY: Final = """
import sys, threading
from ledger.book.ledger import Ledger
from ledger.errors import ConnectionLost

place, replica, expected = sys.argv[1:]
said, lost, ended = [], 0, threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
with Ledger(place, replica=replica, tell=said.append) as ledger:
    print("ready", flush=True)
    while not (ended.is_set() and said):
        try:
            assert len(ledger.list()) == int(expected)
        except ConnectionLost as trouble:
            assert trouble.cure.startswith("Try again: "), trouble.cure
            lost += 1
print(lost, *said)
"""
"""Reads until it is told to end, and prints how often an answer broke off, and what was said."""

UNTIL_KILLED: Final = """
import sys
from ledger.book.ledger import Ledger

place, name, _ = sys.argv[1:]
source = {"id": "jt", "publisher": "The Japan Times", "published": "2023-07-03",
          "url": "https://news.example/nato"}
with Ledger(place, recorder=name) as ledger:
    print("ready", flush=True)
    sys.stdin.read()
    for n in range(100_000):
        claim = {"id": f"{name}-{n}", "speaker": name, "statement": f"It is {n}.", "due": "2024"}
        print(ledger.add(claim, source).claim.id, flush=True)
"""
"""Adds claims one by one until it is refused, and prints the id of each that is kept."""


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Node, Node]]:
    """A primary with an empty ledger, and its replica."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    found = programs()
    if found is None:
        pytest.skip(f"PostgreSQL {OLDEST} or newer is not installed (initdb, pg_ctl)")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with replication.pair(found) as (primary, replica):
        Ledger(primary.url, create=True).close()
        yield primary, replica


def desk_at(folder: Path, node: Node) -> Desk:
    """A desk whose ledger is on a server."""
    made = Desk(folder)
    made.database = node.url  # type: ignore[assignment] - a URL will do
    return made


def listed(desk: Desk, replica: Node) -> tuple[set[str], str]:
    """The ids that ``list`` shows with a replica, and what it says besides."""
    result = desk("--replica", replica.url, "list", "--format", "json")
    assert result.exit_code == 0, result.output
    return {one["id"] for one in json.loads(result.stdout)}, result.stderr


def begun(program: str, *words: str) -> subprocess.Popen[str]:
    """A process that runs a program of the test's, and is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=plain_environment(),
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def read_while_cleared(primary: Node, replica: Node) -> None:
    """Read on and on in one unit, while the rows that it reads are put elsewhere at the primary."""
    with Ledger(primary.url, replica=replica.url) as ledger, ledger.at_once() as state:
        state.list()
        primary.sql("VACUUM FULL claims")
        while True:
            state.list()


def let_go(several: list[subprocess.Popen[str]]) -> None:
    """Let writers that are ready begin."""
    for one in several:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in several:
        assert one.stdin is not None
        one.stdin.close()
        one.stdin = None


@pytest.mark.slow
def test_many_write_while_others_read_the_replica_which_is_killed(
    pair: tuple[Node, Node], tmp_path: Path, note: Callable[[str], None]
) -> None:
    primary, replica = pair
    desk = desk_at(tmp_path, primary)
    with Ledger(primary.url) as ledger:
        add(ledger)
    assert listed(desk, replica) == ({"floor"}, "")
    total = 3 + WRITERS * EACH * 2  # a claim and its question each
    began = time.monotonic()
    several = [writer(primary.url, f"w{n}", WRITER, EACH) for n in range(WRITERS)]
    readers = [begun(READER, primary.url, replica.url, str(total)) for _ in range(READERS)]
    let_go(several)
    told = [one.communicate(timeout=300) for one in several]
    assert [(one.returncode, err) for one, (_, err) in zip(several, told, strict=True)] == [
        (0, "")
    ] * WRITERS
    read = [one.communicate(timeout=300) for one in readers]
    assert [(one.returncode, err) for one, (_, err) in zip(readers, read, strict=True)] == [
        (0, "")
    ] * READERS
    took = time.monotonic() - began
    kept = {"floor"} | {name for out, _ in told for name in out.split()}
    assert len(kept) == WRITERS * EACH + 1
    assert listed(desk, replica) == (kept, "")

    # It stands still: whoever wrote nothing reads what it has, and whoever did does not.
    replica.sql("SELECT pg_wal_replay_pause()", "postgres")
    desk.add(id="late", speaker="B")
    late = f"{replica.place} has no entry {total + 2} yet, after 5 seconds"
    assert listed(desk, replica) == (kept | {"late"}, f"{late}; read from {primary.place}.\n")
    other = {"XDG_STATE_HOME": str(tmp_path / "another machine")}
    words = ("--db", primary.url, "--replica", replica.url, "list", "--format", "json")
    done = desk.process(*words, environment=other)
    assert ({one["id"] for one in json.loads(done.stdout)}, done.stderr) == (kept, "")
    replica.sql("SELECT pg_wal_replay_resume()", "postgres")
    assert listed(desk, replica) == (kept | {"late"}, "")

    # What it reads is cleared away at the primary, and it does not wait for who reads.
    replica.set("max_standby_streaming_delay", "0")
    replica.waits_for("SHOW max_standby_streaming_delay", "0")
    with pytest.raises(Busy, match="Another program was in the way") as refused:
        read_while_cleared(primary, replica)
    assert refused.value.cure == "Run it again, or without --replica."

    steady = [begun(STEADY, primary.url, replica.url, str(len(kept) + 1)) for _ in range(READERS)]
    replica.kill()
    gone = f"{replica.place} cannot be reached: Connection refused"
    told = [one.communicate(timeout=60) for one in steady]
    assert [(one.returncode, err) for one, (_, err) in zip(steady, told, strict=True)] == [
        (0, "")
    ] * READERS
    for out, _ in told:
        lost, _, said = out.strip().partition(" ")
        assert int(lost) <= 1
        assert replica.place in said  # whether it was lost or could not be reached is chance
        assert said.endswith(f"; read from {primary.place}.")
    assert listed(desk, replica) == (kept | {"late"}, f"{gone}; read from {primary.place}.\n")
    assert desk.done("--replica", replica.url, "verify").startswith("The ledger is whole")
    replica.start()
    assert listed(desk, replica) == (kept | {"late"}, "")
    note(
        f"{WRITERS} x {EACH} adds at once, read {sum(int(out.split()[0]) for out, _ in read)} "
        f"times meanwhile, {took:.0f} s"
    )


@pytest.mark.slow
def test_what_was_acknowledged_outlasts_a_primary_whose_replica_is_synchronous(
    pair: tuple[Node, Node], tmp_path: Path, note: Callable[[str], None]
) -> None:
    primary, replica = pair
    primary.set("synchronous_standby_names", "replica")
    primary.waits_for("SELECT sync_state FROM pg_stat_replication", "sync")
    several = [writer(primary.url, f"w{n}", UNTIL_KILLED, 0) for n in range(4)]
    let_go(several)
    first = [one.stdout.readline() for one in several for _ in range(3) if one.stdout is not None]
    primary.kill()
    told = [one.communicate(timeout=60) for one in several]
    assert all(one.returncode == 1 for one in several)
    assert all("was lost: " in err or "cannot be reached: " in err for _, err in told), told
    acknowledged = {name for out in [*first, *(out for out, _ in told)] for name in out.split()}
    assert len(acknowledged) >= 12

    # Until somebody promotes it, the replica is read, and nothing is written.
    desk = desk_at(tmp_path, primary)
    found, said = listed(desk, replica)
    assert acknowledged <= found
    assert said.startswith(f"{primary.place} cannot be reached: Connection refused; read from ")
    words = ("add", "--publisher", "P", "--speaker", "A", "--statement", "S.")
    assert "cannot be reached" in desk.refused("--replica", replica.url, *words)
    desk.database = replica.url  # type: ignore[assignment]
    assert "cannot be written: it takes no changes" in desk.refused(*words)

    replica.promote()
    found = {one["id"] for one in desk.json("list")}
    assert acknowledged <= found
    assert desk.done("verify").startswith("The ledger is whole")
    servers = f"127.0.0.1:{primary.port},127.0.0.1:{replica.port}"
    both = f"postgresql://desk@{servers}/{replication.NAME}?target_session_attrs="
    desk.database = f"{both}read-write"  # type: ignore[assignment] # whichever takes changes
    desk.add(id="after", speaker="B")
    assert desk.done("init").startswith(f"postgresql://desk@{servers}/ledger is a ledger already")
    told = desk("--replica", f"{both}prefer-standby", "list", "--format", "json")
    assert {one["id"] for one in json.loads(told.stdout)} == found | {"after"}
    assert told.stderr == ""
    desk.database = replica.url  # type: ignore[assignment]
    note(
        f"{len(acknowledged)} acknowledged when the primary was killed, all there; "
        f"{len(found - acknowledged)} more that nobody was told of"
    )

    # The old primary comes back by mistake: it went another way, or is behind, and is not read.
    primary.start()
    primary.set("synchronous_standby_names", "")
    back, said = listed(desk, primary)
    assert back == found | {"after"}
    assert "has no entry" in said


@pytest.mark.slow
def test_what_an_asynchronous_replica_had_not_got_is_lost_and_a_checkpoint_shows_it(
    pair: tuple[Node, Node], tmp_path: Path
) -> None:
    primary, replica = pair
    desk = desk_at(tmp_path, primary)
    desk.add(id="kept", speaker="A")
    replica.waits_for("SELECT count(*) FROM claims", 1)
    replica.kill()
    desk.add(id="lost", speaker="B")
    checkpoint = tmp_path / "checkpoint"
    desk.done("checkpoint", "-o", checkpoint)
    primary.kill()
    replica.start()
    replica.promote()
    desk.database = replica.url  # type: ignore[assignment]
    assert {one["id"] for one in desk.json("list")} == {"kept"}
    # By itself it is as whole as it was; only who holds it against what was signed can see it.
    assert desk.done("verify").startswith("The ledger is whole")
    told = desk("verify", "--checkpoint", checkpoint)
    assert told.exit_code == 1
    assert "entries" in told.output
    desk.add(id="after", speaker="C")
    assert desk("verify", "--checkpoint", checkpoint).exit_code == 1
    # Whoever wrote what was lost is told too.
    found, said = listed(desk, replica)
    assert found == {"kept", "after"}
    assert said == (
        f"{replica.place} lacks 1 entry written from here, from 5 on: hold it against a "
        f"checkpoint.\n"
    )
    primary.start()
    told = desk("--replica", primary.url, "list")
    assert (told.exit_code, told.stdout) == (1, "")
    assert "its entry 5 is not that ledger's.\n" in told.stderr
    with Ledger(replica.url) as ledger, pytest.raises(Contradiction):
        ledger.prove("kept", parse(checkpoint.read_text()))
