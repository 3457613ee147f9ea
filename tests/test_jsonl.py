"""The whole journal as JSON Lines, and back: what comes out is what went in, to the byte."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from commands import CLAIMS, Desk
from conftest import Clock
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from test_replay import rows

from ledger import Ledger
from ledger.errors import ProblemsFound
from ledger.journal.entry import Entry, to_bytes
from ledger.journal.note import to_base64

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from histories import Step

Thing: TypeAlias = tuple[str, str, dict[str, Any]]
"""The kind of an entry, its id and its body."""


def exported(ledger: Ledger, as_of: str | None = None) -> bytes:
    """The journal of a ledger as JSON Lines."""
    return b"".join(ledger.export_journal(as_of))


def taken(ledger: Ledger, data: bytes) -> tuple[int, int]:
    """How many entries were known, and how many were added."""
    done = ledger.import_journal(io.BytesIO(data), "a.jsonl")
    assert done.root == ledger.root()
    return done.known, done.added


def refused(ledger: Ledger, data: bytes) -> str:
    """Why a journal is not taken in; nothing is written."""
    before = ledger.root()
    with pytest.raises(ProblemsFound) as found:
        taken(ledger, data)
    assert ledger.root() == before
    (problem,) = found.value.problems
    return str(problem)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(histories())
def test_a_journal_makes_the_same_ledger_elsewhere(empty_ledger: Path, history: list[Step]) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 2) as (first, second):
        live(first, clock, history)
        clock.now = max(clock.now, Clock().now)
        data = exported(first)
        taken(second, data)
        assert second.root() == first.root()
        assert exported(second) == data
        assert rows(second.place) == rows(first.place)
        assert second.list() == first.list()


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(histories())
def test_a_journal_goes_on_where_the_ledger_ends(empty_ledger: Path, history: list[Step]) -> None:
    """After each step of a history the copy takes in what is new; `at` alone tells the units."""
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 2) as (first, second):
        for step in history:
            before = first.moment().entry
            live(first, clock, [step])
            clock.now = max(clock.now, Clock().now)
            assert taken(second, exported(first)) == (before, first.moment().entry - before)
        assert rows(second.place) == rows(first.place)


AT = "2023-07-05T12:00:00Z"
SOURCE = ("source", "s", {"publisher": "P", "authors": ["A"]})
QUESTION = ("question", "q", {"statement": "It comes about.", "due": "2024", "due_basis": "stated"})
CLAIM = (
    "claim",
    "c",
    {
        "attribution": "quoted",
        "checkable": True,
        "kind": "prediction",
        "question": "q",
        "source": "s",
        "speaker": "Ann",
    },
)
OUTCOME = ("outcome", "q#1", {"verdict": "stalled"})
ALIAS = ("alias", "Anne", {"into": "Ann"})


def with_(thing: Thing, **changes: Any) -> Thing:  # noqa: ANN401 - what JSON holds
    """A thing with some keys of its body changed, or left out where they are None."""
    kind, identifier, body = thing
    body = {key: value for key, value in {**body, **changes}.items() if value is not None}
    return kind, identifier, body


def lines(*things: Thing, at: str = AT, by: str = "desk") -> bytes:
    """A journal of some things, each a kind, an id and a body."""
    return b"".join(to_bytes(Entry(at, by, *thing)) + b"\n" for thing in things)


START = lines(SOURCE, QUESTION, CLAIM)


def test_the_least_journal_can_be_taken_in(ledger: Ledger) -> None:
    assert taken(ledger, START + lines(OUTCOME, ALIAS)) == (0, 5)
    assert taken(ledger, START + lines(OUTCOME, ALIAS)) == (5, 0)
    (claim,) = ledger.list()
    assert (claim.speaker, claim.verdict, claim.due_latest) == ("Ann", "stalled", "2024-12-31")


@pytest.mark.parametrize(
    ("added", "why"),
    [
        (lines(("outcome", "r#1", {"verdict": "void"})), "4: There is no question r at"),
        (lines(("outcome", "q#2", {"verdict": "void"})), "4: The next outcome of q is q#1."),
        (lines(("outcome", "q", {"verdict": "void"})), "4: 'q' is not an id of an outcome"),
        (lines(with_(OUTCOME, verdict="never")), "4: verdict 'never' is not one of"),
        (lines(with_(OUTCOME, evidence=[{"source": "x"}])), "4: There is no source x at"),
        (lines(with_(OUTCOME, evidence=[{"note": "x"}])), "4: The evidence names neither"),
        (lines(with_(CLAIM, source="x")), "4: There is no source x at"),
        (lines(with_(CLAIM, question="x")), "4: There is no question x at"),
        (lines(("claim", "s", CLAIM[2])), "4: The id s is that of a source."),
        (lines(("claim", "q", {**CLAIM[2], "question": "r"})), "4: The id q is that of a question"),
        (lines(("source", "c", SOURCE[2])), "4: The id c is that of a claim."),
        (lines(("question", "s", QUESTION[2])), "4: The id s is that of a source."),
        (lines(("source", "a b", SOURCE[2])), "4: id 'a b' may hold only"),
        (lines(with_(SOURCE, publisher=None)), "4: publisher is missing."),
        (lines(with_(SOURCE, publisher=" P")), "4: publisher ' P' is not written as the journal"),
        (lines(with_(SOURCE, publisher=True)), "4: publisher must be text"),
        (lines(with_(SOURCE, nonsense="x")), "4: Unknown key 'nonsense'."),
        (lines(with_(SOURCE, digest="x")), "4: digest 'x' is not a SHA-256 digest."),
        (lines(with_(SOURCE, published="next week")), "4: published:"),
        (lines(with_(QUESTION, due="2024-1")), "4: due:"),
        (lines(with_(QUESTION, due_basis=None)), "4: due_basis is missing; it is 'stated'"),
        (lines(with_(QUESTION, id="q")), "4: Unknown key 'id'."),
        (lines(with_(CLAIM, probability="0.70")), "4: probability '0.70' is not written as"),
        (lines(with_(CLAIM, probability="1.5")), "4: probability '1.5' is not a number from 0"),
        (lines(with_(CLAIM, checkable="true")), "4: checkable 'true' is not written as"),
        (lines(with_(CLAIM, quote="a\x00b")), "4: quote contains the control character U+0000"),
        (lines(with_(CLAIM, selector={"exact": "x"})), "4: selector is not a text-quote selector"),
        (lines(with_(CLAIM, key="x")), "4: key and request are a text and the SHA-256 digest"),
        (lines(with_(CLAIM, key="x", request="y")), "4: key and request are a text and the"),
        (lines(with_(CLAIM, statement="x")), "4: A claim that names a question takes its"),
        (lines(("alias", "Ann", {"into": "Ann"})), "4: 'Ann' counts for 'Ann' already."),
        (lines(ALIAS, ("alias", "Ann", {"into": "Anne"})), "5: 'Anne' counts for 'Ann' already."),
        (lines(("alias", "unnamed: x", {"into": "A"})), "4: 'unnamed: x' is not a name"),
        (lines(("alias", " A", {"into": "B"})), "4: speaker ' A' has blanks around it."),
        (lines(with_(ALIAS, into=["x"])), "4: into ['x'] is not a name."),
        (lines(("withdrawal", "Anne", {"what": "alias"})), "4: 'Anne' was not joined"),
        (lines(("withdrawal", "q", {"what": "question"})), "4: Claims stand on q"),
        (lines(("withdrawal", "q#1", {"what": "outcome"})), "4: There is no outcome q#1 at"),
        (lines(("withdrawal", "s", {"what": "source"})), "4: what 'source' is not one of"),
        (lines(("withdrawal", "c", {"what": "claim", "x": "y"})), "4: Unknown key 'x'."),
        (lines(*[("withdrawal", "c", {"what": "claim"})] * 2), "5: There is no claim c at"),
        (lines(("withdrawal", "c", {"what": "claim"}), CLAIM), "5: The claim c was withdrawn"),
        (lines(OUTCOME, at="2023-07-05T11:59:59Z"), "4: at 2023-07-05T11:59:59Z is earlier than"),
        (lines(OUTCOME, at="2023-07-06T12:00:01Z"), "4: at 2023-07-06T12:00:01Z is more than a"),
        (lines(OUTCOME, by=""), "4: by is empty"),
        (lines(OUTCOME, by="a\nb"), "4: by must be on one line."),
        (b"\n", "4: This is not JSON: Expecting value, at its character 1."),
        (b"[]\n", "4: An entry is an object with the keys"),
        (lines(OUTCOME).replace(b":", b": ", 1), "4: The bytes of an entry are not in canonical"),
        (lines(OUTCOME).replace(b"\n", b"\r\n"), "4: The bytes of an entry are not in canonical"),
        (b"\xff\n", "4: This is not UTF-8 text, from its byte 1 on."),
        (b'{"at":"x' + b"y" * (5 * 1024 * 1024), "4: The line is longer than 4 MB."),
        (b"[" * 100_000 + b"\n", "4: This is nested too deeply."),
        (lines(("claim", "d", {**CLAIM[2], "question": "d"})), "4: There is no question d at"),
        (
            lines(("claim", "d", {**CLAIM[2], "question": "d"}))
            + lines(("question", "d", QUESTION[2]), at="2023-07-05T12:00:01Z"),
            "4: There is no question d at",
        ),
    ],
)  # fmt: skip
def test_what_cannot_follow_is_refused_with_its_line(
    ledger: Ledger, added: bytes, why: str
) -> None:
    assert refused(ledger, START + added).startswith(f"a.jsonl:{why}")
    assert ledger.log() == []
    taken(ledger, START)
    assert refused(ledger, START + added).startswith(f"a.jsonl:{why}")


def test_the_key_of_a_request_stays_with_its_claim(ledger: Ledger) -> None:
    asked = with_(CLAIM, key="again", request=f"sha256:{sha256(b'').hexdigest()}")
    data = lines(SOURCE, QUESTION, asked)
    assert taken(ledger, data) == (0, 3)
    assert exported(ledger) == data


def test_a_claim_may_come_before_the_question_of_the_same_import(ledger: Ledger) -> None:
    data = lines(SOURCE, CLAIM, QUESTION)
    assert taken(ledger, data) == (0, 3)
    assert [one.id for one in ledger.list()] == ["c"]


def test_another_journal_is_refused_by_the_first_entry_that_differs(ledger: Ledger) -> None:
    taken(ledger, START)
    other = lines(SOURCE, with_(QUESTION, due="2025"), CLAIM, OUTCOME)
    assert refused(ledger, other).startswith("a.jsonl:2: Entry 2 is not the ledger's entry 2;")
    told = refused(ledger, lines(SOURCE, QUESTION))
    assert told == (
        "a.jsonl: The file ends after entry 2, and the ledger goes on: entry 3 is not in it."
    )
    assert refused(ledger, b"").startswith("a.jsonl: The file ends after entry 0,")


@pytest.mark.slow
def test_a_journal_cut_off_anywhere_is_refused_or_a_shorter_one(
    fresh_ledger: Callable[[str], Ledger],
) -> None:
    """Cut behind an entry it is whole: that is what a missing line break at the end looks like."""
    ends = {at + whole for at, byte in enumerate(START) if byte == ord("\n") for whole in (0, 1)}
    ledger = fresh_ledger("cut")
    for at in range(1, len(START)):
        if at in ends:
            with fresh_ledger(f"cut-{at}") as other:
                assert taken(other, START[:at]) == (0, START[: at + 1].count(b"\n"))
        else:
            line = START[:at].count(b"\n") + 1
            assert refused(ledger, START[:at]) == f"a.jsonl:{line}: The last line is cut off."


def test_an_export_as_of_a_moment_is_the_beginning(ledger: Ledger, clock: Clock) -> None:
    taken(ledger, START)
    clock.wait(days=1)
    ledger.record("q", {"verdict": "in-progress"})
    whole = exported(ledger)
    assert exported(ledger, f"2@{ledger.moment().day}") == lines(SOURCE, QUESTION)
    assert exported(ledger, "2023-07-05") == START
    assert whole.startswith(START)
    assert whole.count(b"\n") == 4
    assert json.loads(whole.splitlines()[-1])["kind"] == "outcome"


def test_a_trial_writes_nothing(ledger: Ledger) -> None:
    done = ledger.import_journal(io.BytesIO(START), dry_run=True)
    assert (done.known, done.added) == (0, 3)
    assert ledger.log() == []
    taken(ledger, START)
    assert ledger.root() == done.root


def test_the_root_is_that_of_the_lines(ledger: Ledger) -> None:
    """RFC 9162: the hash of three leaves, with nothing of the program but the lines."""
    a, b, c = (sha256(b"\x00" + line).digest() for line in START.splitlines())
    expected = sha256(b"\x01" + sha256(b"\x01" + a + b).digest() + c).digest()
    assert ledger.import_journal(io.BytesIO(START)).root == expected


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(empty_ledger: Path, tmp_path: Path) -> None:
    """A journal of 20 MB, read and written by processes of their own."""
    text = "x" * 40_000
    data = lines(
        SOURCE, *(with_(("question", f"q{n}", QUESTION[2]), note=text) for n in range(500))
    )
    small, large = tmp_path / "small.jsonl", tmp_path / "large.jsonl"
    small.write_bytes(START)
    large.write_bytes(data)
    peaks = []
    for name in (small, large):
        database = shutil.copyfile(empty_ledger, name.with_suffix(".db"))
        told = memory_of(f"import_journal(open({str(name)!r}, 'rb'))", database)
        peaks.append(told)
        again = memory_of("export_journal()", database)
        peaks.append(again)
    assert peaks[2] - peaks[0] < 32 * 1024
    assert peaks[3] - peaks[1] < 100 * 1024


def memory_of(call: str, database: Path) -> int:
    """The most memory, in KiB, of a process that makes a call and uses up the answer."""
    program = f"""
import resource
from collections import deque
from ledger import Ledger
with Ledger({str(database)!r}) as ledger:
    answer = ledger.{call}
    deque(answer if hasattr(answer, "__next__") else (), maxlen=0)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    return int(done.stdout)


@pytest.mark.slow
def test_the_commands_pass_a_journal_on_through_a_pipe(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.done("import", CLAIMS)
    desk.done("amend", "two-percent-floor", "--note", "Seen again.")
    program = [sys.executable, "-m", "ledger", "--db"]
    with subprocess.Popen(
        [*program, desk.database, "export", "--to", "jsonl"], stdout=subprocess.PIPE
    ) as export:
        done = subprocess.run(
            [*program, tmp_path / "new.db", "import", "--from", "jsonl", "-"],
            stdin=export.stdout,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (export.returncode, done.returncode, done.stderr) == (0, 0, "")
    with Ledger(desk.database) as first, Ledger(tmp_path / "new.db") as second:
        assert second.root() == first.root()
        assert to_base64(second.root()) in done.stdout
        assert second.list() == first.list()


@pytest.mark.slow
def test_a_journal_is_known_by_its_beginning_and_taken_in_from_a_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.add(id="one")
    file = tmp_path / "all.jsonl"
    assert desk.done("export", "--to", "jsonl", "-o", file) == f"Wrote {file}.\n"
    again = desk("import", file)
    assert again.stderr == f"Reading {file} as jsonl.\n"
    assert again.stdout.startswith("Nothing changed: the ledger has all 3 entries.\nRoot hash of 3")
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    assert other("import", "--dry-run", file).exit_code == 1  # there is no ledger to try it on
    other.done("init")
    assert other.done("import", "--dry-run", file).startswith("Would add 3 entries.\n")
    assert other.done("import", file).startswith("Added 3 entries.\n")
    file.write_bytes(file.read_bytes()[:-9])
    third = Desk(tmp_path / "third")
    third.folder.mkdir()
    told = third.refused("import", "--from", "jsonl", file)
    assert told == (f"{file}:3: The last line is cut off.\n1 problem found; nothing was written.\n")
    assert not third.database.exists()


def test_a_journal_goes_alone_and_whole(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.add(id="one")
    file = tmp_path / "all.jsonl"
    desk.done("export", "--to", "jsonl", "-o", file)
    assert "by itself" in desk.misused("import", "--from", "jsonl", file, file)
    assert "by itself" in desk.misused("import", "--from", "jsonl", "--skip-bad", file)
    assert "exported whole" in desk.misused("export", "--to", "jsonl", "--speaker", "James Black")
    told = desk.refused("import", "--from", "jsonl", tmp_path / "nowhere.jsonl")
    assert told == f"{tmp_path / 'nowhere.jsonl'} cannot be read: No such file or directory.\n"
    told = desk.refused("import", "--from", "jsonl", tmp_path)
    assert told == f"{tmp_path} cannot be read: Is a directory.\n"
