"""Entries that the program would never write: `verify` names them, no command trips over one."""

from __future__ import annotations

import io
import json
import shutil
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk
from conftest import SHARE
from strange_entries import AT, MALFORMED, MISDATED, NUMBER, STRANGE, WHOLE, append

from ledger import Ledger
from ledger.cli import terminal
from ledger.journal.entry import Entry, to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock

KINDS: Final = (*STRANGE, *MISDATED, *MALFORMED)

READING: Final = tuple(one.split("|") for one in """
list
list|--format|json
list|--full
list|--topic|weather
list|--speaker|Ann
list|--verdict|happened
list|--status|overdue
list|--as-of|15@2023-07-05
show|c
show|c|--format|json
show|q
show|own
show|s
show|q#2
show|gone
search|rain
search|rain|--format|json
due
due|--format|json
due|--within|9999d
log
log|--format|json
log|c
log|q
log|Ann L.
log|--last|1
corrections
corrections|--format|json
disputes
disputes|--format|json
duplicates
duplicates|--format|json
report|--by|speaker
report|--by|publisher|--format|json
report|--by|topic|--format|csv
report|--by|year|--format|md
report|--by|wording|--yardstick|ipcc
report|--by|source|--format|html
report|--by|kind|--guard-early
compare|Ann|Bea
compare|P|Q|--format|json
export|--to|claims|-o|OUT
export|--to|csv|-o|OUT.csv
export|--to|jsonl|-o|OUT.jsonl
export|--to|ics|-o|OUT.ics
export|--to|atom|-o|OUT.xml
export|--to|claimreview|-o|OUT
checkpoint
backup|OUT.db
copy|LEDGER|OUT.db
""".strip().splitlines())  # fmt: skip

WRITING: Final = tuple(one.split("|") for one in """
add|--source|s|--speaker|Cleo|--statement|It rains in May.|--due|2023-09
add|--publisher|P|--url|https://p.example|--speaker|Cleo|--question|q
record|open|happened|--on|2023-07-04|--yes
record|c|void|--reason|Gone.|--yes
amend|c|--note|Seen.
amend|q|--criteria|A gauge.|--reason|Clearer.
amend|s|--title|Weather
withdraw|d|--reason|Misread.
withdraw|q#2|--reason|Misread.
merge|Bea|Ann|--reason|One name.
merge|--undo|Ann L.|--reason|Two names.
import|CLAIMS
""".strip().splitlines())  # fmt: skip

CLAIMS: Final = """
[source]
id = "s"
publisher = "P"
authors = ["A"]
published = "2023-07-03"
url = "https://p.example"
[[claim]]
id = "c"
question = "q"
speaker = "Ann"
quote = "rain, rain, rain"
probability = 0.7
reason = "Misread."
[[claim]]
id = "f"
speaker = "Cleo"
statement = "It freezes."
"""
COMMANDS: Final = (*READING, *WRITING)
FEW: Final = 6
"""How many commands are tried with each kind of entry, unless the long run is asked for."""


def whole() -> bytes:
    """The journal behind which the strange entries are put, as JSON Lines."""
    return b"".join(to_bytes(Entry(AT, "desk", *one)) + b"\n" for one in WHOLE)


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder with a ledger of that journal, whose commands take the time from the test."""
    made = Desk(tmp_path)
    shutil.copyfile(empty_ledger, made.database)
    with Ledger(made.database, clock=clock) as ledger:
        ledger.import_journal(io.BytesIO(whole()))
    monkeypatch.setattr("ledger.book.ledger.utc_now", clock)
    monkeypatch.setattr(terminal, "is_interactive", lambda: False)
    return made


@pytest.mark.slow
def test_the_journal_they_are_put_behind_is_whole_and_every_command_works_on_it(desk: Desk) -> None:
    assert desk.done("verify").startswith("The ledger is whole.\n")
    for command in COMMANDS:
        ready(desk, "plain")
        desk.done(*words(desk, command))


def name(desk: Desk, kind: str) -> None:
    """Put a strange entry behind the journal, and see that `verify` names it."""
    told = append(str(desk.database), kind)
    result = desk("verify", "--format", "json")
    assert result.exit_code == 1
    first = json.loads(result.stdout)["damage"][0]
    assert (first["table"], first["entry"]) == ("journal", NUMBER)
    assert told in first["message"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_verify_names_the_entry_and_what_is_wrong(desk: Desk, kind: str) -> None:
    desk.done("checkpoint", "-o", desk.folder / "before.checkpoint")
    name(desk, kind)
    since = desk("verify", "--since", desk.folder / "before.checkpoint", "--format", "json")
    assert since.exit_code == 1
    assert json.loads(since.stdout)["damage"][0]["entry"] == NUMBER


def ready(desk: Desk, kind: str) -> None:
    """Make the ledger anew, with the strange entry ``kind`` behind it; none for ``plain``."""
    kept = desk.folder / "kept.db"
    if not kept.exists():
        shutil.copyfile(desk.database, kept)
        (desk.folder / "claims.toml").write_text(CLAIMS)
    for one in desk.folder.glob("out*"):
        shutil.rmtree(one) if one.is_dir() else one.unlink()
    shutil.copyfile(kept, desk.database)
    if kind != "plain":
        append(str(desk.database), kind)


def words(desk: Desk, command: list[str]) -> list[str]:
    """The words of a command, with the paths that they stand for."""
    paths = {"CLAIMS": "claims.toml", "LEDGER": "ledger.db"}
    out = str(desk.folder / "out")
    return [
        str(desk.folder / paths[one]) if one in paths else one.replace("OUT", out)
        for one in command
    ]


def tried(kind: str, note: Callable[[str], None]) -> list[list[str]]:
    """The commands that are tried with a kind of entry."""
    if SHARE >= 1:
        return list(COMMANDS)
    some = Random(kind).sample(COMMANDS, FEW)  # noqa: S311 - no secret
    note(f"{len(some)} of {len(COMMANDS)} commands")
    return some


def try_(desk: Desk, command: list[str]) -> None:
    """Run a command, which is to end well or in a sentence."""
    result = desk(*words(desk, command))
    assert result.exit_code in {0, 1}, (command, result.output)
    if result.exit_code:
        assert 0 < len(result.stderr.splitlines()) <= 3, (command, result.stderr)
        assert "Traceback" not in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_command_ends_well_or_in_a_sentence(
    desk: Desk, kind: str, note: Callable[[str], None]
) -> None:
    for command in tried(kind, note):
        ready(desk, kind)
        try_(desk, command)


ON_A_SERVER: Final = (
    "probability a word", "claim without a source", "claim on no question", "kind of claim unknown",
    "topics nested", "due in words", "value no number", "verdict unknown", "outcome with a gap",
    "alias in a circle", "withdrawal of nothing", "in the year 9999", "no JSON",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", ON_A_SERVER)
def test_the_same_on_a_server(
    tmp_path: Path,
    postgres_ledger: str,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    monkeypatch.setattr("ledger.book.ledger.utc_now", clock)
    with Ledger(postgres_ledger, clock=clock) as ledger:
        ledger.import_journal(io.BytesIO(whole()))
    desk = Desk(tmp_path)
    desk.database = postgres_ledger  # type: ignore[assignment] - what --db takes
    name(desk, kind)
    reading = [one for one in READING if one[0] not in {"backup", "copy"}]
    for command in Random(kind).sample(reading, FEW):  # noqa: S311 - no secret
        try_(desk, command)


def test_a_command_names_the_entry_that_it_cannot_read(desk: Desk) -> None:
    append(str(desk.database), "probability a word")
    told = f"Entry {NUMBER} is damaged: probability 'abc' is not a number from 0 to 1.\n"
    assert desk.refused("list") == f"{told}Run ledger verify.\n"
    told = f"Entry {NUMBER} is damaged: probability 'abc' is not a number from 0 to 1. Words"
    assert desk.refused("log").startswith(told)


@pytest.mark.parametrize("command", WRITING, ids=lambda one: " ".join(one[:2]))
def test_nothing_is_written_behind_an_entry_of_the_year_9999(
    desk: Desk, command: list[str]
) -> None:
    """It would be dated so itself, and all that come after it."""
    ready(desk, "in the year 9999")
    told = desk.refused(*words(desk, command))
    assert told == (
        f"Entry {NUMBER} is damaged: it is dated 9999-12-31T23:59:59Z, more than a day ahead of "
        "this computer's clock.\n"
        "Nothing was written. Run ledger verify, or set the clock if that is wrong.\n"
    )


def test_a_clock_may_be_a_day_behind_the_last_entry(desk: Desk, clock: Clock) -> None:
    clock.wait(days=-1)
    desk.done("amend", "c", "--note", "Seen.", "--reason", "More of it.")
    clock.wait(seconds=-1)
    desk.refused("amend", "c", "--note", "Seen again.", "--reason", "More of it.")
