"""Many who write at once, each a process of its own: nobody is refused and the journal has no fork.

LEDGER_LONG=1 lets each write 1,000 claims instead of 50.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from commands import plain_environment
from conftest import many
from examples import add
from test_store import leaves, plain_root

from ledger.book.ledger import Ledger
from ledger.store.opening import open_database
from ledger.store.projection import project
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EACH: Final = many(50, 1000)
RACES: Final = many(10, 200)

WRITER: Final = """
import sys
from ledger.book.ledger import Ledger

place, name, number = sys.argv[1:]
source = {"id": "jt", "publisher": "The Japan Times", "published": "2023-07-03",
          "url": "https://news.example/nato"}
with Ledger(place, recorder=name) as ledger:
    print("ready", flush=True)
    sys.stdin.read()
    for n in range(int(number)):
        claim = {"id": f"{name}-{n}", "speaker": name, "statement": f"It is {n}.", "due": "2024"}
        print(ledger.add(claim, source).claim.id, flush=True)
"""
"""Adds claims one by one, and prints the id of each once it is told that it is kept."""


def writer(place: str, name: str, program: str, each: int) -> subprocess.Popen[str]:
    """A process that writes once its standard input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", program, place, name, str(each)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=plain_environment(),
    )


def write_at_once(
    place: str, number: int, program: str = WRITER, each: int = EACH
) -> list[list[str]]:
    """Let processes write at once; what each was told is kept, in its order."""
    writers = [writer(place, f"w{n}", program, each) for n in range(number)]
    for one in writers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in writers:
        assert one.stdin is not None
        one.stdin.close()
        one.stdin = None
    told = [one.communicate(timeout=1800) for one in writers]
    assert [(one.returncode, err) for one, (_, err) in zip(writers, told, strict=True)] == [
        (0, "")
    ] * number
    return [out.split() for out, _ in told]


RACER: Final = """
import sys
from ledger.book.ledger import Ledger
from ledger.errors import Taken

place, name, number = sys.argv[1:]
source = {"id": "jt", "publisher": "The Japan Times", "url": "https://news.example/nato"}
with Ledger(place, recorder=name) as ledger:
    print("ready", flush=True)
    sys.stdin.read()
    for n in range(int(number)):
        claim = {"id": f"c{n}", "speaker": "A", "statement": "It rains."}
        try:
            print("added", ledger.add(claim, source).claim.id)
        except Taken:
            pass
        del claim["id"]
        print("keyed", ledger.add(claim, source, key=f"k{n}").claim.id, flush=True)
"""
"""Adds claims under ids, and requests under keys, that others use too."""


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 8])
def test_nothing_that_was_acknowledged_is_missing(
    place: str, number: int, tmp_path: Path, note: Callable[[str], None]
) -> None:
    with Ledger(place, create=True) as ledger:
        add(ledger)
    began = time.monotonic()
    acknowledged = write_at_once(place, number)
    took = time.monotonic() - began
    assert [len(ids) for ids in acknowledged] == [EACH] * number
    with Ledger(place) as ledger:
        entries = ledger.log()
        listed = {one.id for one in ledger.list()}
        root = ledger.root()
    assert [seq for seq, _ in entries] == list(range(1, len(entries) + 1))
    assert root == plain_root(leaves(place))
    claims = [entry.id for _, entry in entries if entry.kind == "claim"]
    assert len(claims) == len(set(claims)) == number * EACH + 1
    for n, ids in enumerate(acknowledged):
        assert ids == [f"w{n}-{m}" for m in range(EACH)]
        assert [one for one in claims if one.startswith(f"w{n}-")] == ids
    assert listed == set(claims)
    assert [entry.kind for _, entry in entries].count("source") == 1
    moments = [entry.at for _, entry in entries]
    assert moments == sorted(moments)
    with open_database(str(tmp_path / "again.db"), create=True).writing() as connection:
        project(connection, 1, [entry for _, entry in entries])
    assert projected(place) == projected(str(tmp_path / "again.db"))
    note(f"{number} x {EACH} adds at once, none missing, no fork, {took:.0f} s")


@pytest.mark.slow
def test_of_many_who_ask_for_an_id_or_with_a_key_one_is_served(place: str) -> None:
    """An id is given once, and a request is entered once, though the tables do not enforce it."""
    with Ledger(place, create=True) as ledger:
        told = write_at_once(place, 8, RACER, RACES)
        claims = [entry.id for _, entry in ledger.log() if entry.kind == "claim"]
        assert ledger.verify().whole
    lines = [tuple(pair) for one in told for pair in zip(one[::2], one[1::2], strict=True)]
    added = sorted(name for what, name in lines if what == "added")
    keyed = Counter(name for what, name in lines if what == "keyed")
    assert added == sorted(f"c{n}" for n in range(RACES))
    assert set(keyed.values()) == {8}
    assert sorted(claims) == sorted([*added, *keyed])
    assert len(keyed) == RACES


def projected(place: str) -> dict[str, set[tuple[object, ...]]]:
    """The rows of the tables that are a projection of the journal."""
    with open_database(place).reading() as connection:
        return {
            name: set(map(tuple, connection.execute(table.select())))
            for name, table in metadata.tables.items()
            if name not in {"journal", "tiles"}
        }
