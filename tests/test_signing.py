"""A key never signs what contradicts what it signed before, whatever happens in between."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from commands import PATIENCE, plain_environment
from examples import add
from hypothesis import given
from hypothesis import strategies as st
from notes import names

from ledger.audit import key_files
from ledger.audit.key_files import Memory
from ledger.book.ledger import Ledger
from ledger.errors import Contradiction, FileTrouble, Malformed, StoreTrouble
from ledger.journal.checkpoint import Checkpoint, parse, verify_signature

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    key_files.make_key(tmp_path / "desk.key", "desk.example")
    return tmp_path / "desk.key"


def remembered(key: Path) -> list[int]:
    """The sizes that a key remembers to have signed."""
    text = key.with_name(f"{key.name}.signed").read_text()
    return [size for size, _ in key_files.parse(text, "desk.example").signed]


def tamper(ledger: Ledger, statement: str) -> None:
    """Change the journal behind the ledger's back, whatever guards it."""
    with closing(sqlite3.connect(ledger.place)) as raw, raw:
        guards = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in guards:
            raw.execute(f"DROP TRIGGER {name}")
        assert raw.execute(statement).rowcount


def edit_last_leaf(ledger: Ledger) -> None:
    """Change the hash of the last entry, as somebody who rewrites the journal would."""
    size = ledger.moment().entry
    tamper(ledger, f"UPDATE journal SET leaf = randomblob(32) WHERE seq = {size}")  # noqa: S608 - a number


def cut(ledger: Ledger, size: int) -> None:
    """Remove the entries after the first ``size``."""
    tamper(ledger, f"DELETE FROM journal WHERE seq > {size}")  # noqa: S608 - a number


def test_a_checkpoint_holds_size_and_root_as_they_are(ledger: Ledger, key: Path) -> None:
    add(ledger)
    plain, made = ledger.checkpoint(), ledger.checkpoint(key)
    assert (plain.origin, plain.size, plain.root) == ("claim-ledger", 3, ledger.root())
    assert (made.origin, made.size, made.root) == ("desk.example", 3, ledger.root())
    assert plain.signatures == ()
    verify_signature(parse(str(made)), key_files.read_key(key).verifier())


def test_an_empty_ledger_can_be_signed(ledger: Ledger, key: Path) -> None:
    assert parse(str(ledger.checkpoint(key))).size == 0
    add(ledger)
    assert ledger.checkpoint(key).size == 3
    assert remembered(key) == [0, 3]


def test_the_same_again_is_signed_and_not_remembered_twice(ledger: Ledger, key: Path) -> None:
    add(ledger)
    assert str(ledger.checkpoint(key)) == str(ledger.checkpoint(key))
    assert remembered(key) == [3]
    add(ledger, id="other", statement="Another.")
    ledger.checkpoint(str(key))
    assert remembered(key) == [3, 5]


def test_the_same_size_with_another_root_is_refused(ledger: Ledger, key: Path) -> None:
    add(ledger)
    ledger.checkpoint(key)
    edit_last_leaf(ledger)
    with pytest.raises(Contradiction) as refusal:
        ledger.checkpoint(key)
    assert str(refusal.value) == (
        "This key has signed another root hash for the first 3 entries: "
        "one of them was changed, or this is another ledger."
    )
    assert remembered(key) == [3]


def test_a_change_below_what_was_signed_is_refused_when_more_was_added(
    ledger: Ledger, key: Path
) -> None:
    add(ledger)
    ledger.checkpoint(key)
    edit_last_leaf(ledger)
    add(ledger, id="other", statement="Another.")
    with pytest.raises(Contradiction, match="another root hash for the first 3 entries"):
        ledger.checkpoint(key)
    assert remembered(key) == [3]


def test_a_ledger_that_was_cut_off_is_refused(ledger: Ledger, key: Path) -> None:
    add(ledger)
    add(ledger, id="other", statement="Another.")
    ledger.checkpoint(key)
    cut(ledger, 4)
    with pytest.raises(Contradiction) as refusal:
        ledger.checkpoint(key)
    assert str(refusal.value) == (
        "This key has signed a checkpoint of 5 entries, and this ledger has 4: "
        "it was cut off, or is another ledger."
    )


def test_another_ledger_is_refused_at_any_size(
    fresh_ledger: Callable[[str], Ledger], key: Path
) -> None:
    with fresh_ledger("one") as one, fresh_ledger("two") as two:
        add(one)
        one.checkpoint(key)
        for number in range(3):
            with pytest.raises(Contradiction):
                two.checkpoint(key)
            add(two, id=f"c{number}", statement=f"S{number}.")
        assert remembered(key) == [3]


def test_each_key_has_its_own_memory(ledger: Ledger, key: Path, tmp_path: Path) -> None:
    key_files.make_key(tmp_path / "other.key", "desk.example")
    add(ledger)
    ledger.checkpoint(key)
    edit_last_leaf(ledger)
    assert ledger.checkpoint(tmp_path / "other.key").size == 3


@posix_only
def test_a_link_to_a_key_has_the_memory_of_the_key(
    ledger: Ledger, key: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link"
    link.symlink_to(key)
    add(ledger)
    ledger.checkpoint(link)
    assert remembered(key) == [3]


def test_a_damaged_memory_is_not_taken_for_none(ledger: Ledger, key: Path) -> None:
    add(ledger)
    ledger.checkpoint(key)
    file = key.with_name("desk.key.signed")
    good = file.read_text()
    for bad in (
        "",
        good.removesuffix("\n"),
        good * 2,
        "3 AAAA\n",
        good.replace("desk", "disk"),
        f"0{good}",
    ):
        file.write_text(bad)
        with pytest.raises(Malformed, match=r"desk\.key\.signed: "):
            ledger.checkpoint(key)
        assert file.read_text() == bad


def test_a_key_with_too_long_a_name_for_a_memory_is_refused(
    ledger: Ledger, key: Path, tmp_path: Path
) -> None:
    long = key.rename(tmp_path / ("k" * 250))
    with pytest.raises(FileTrouble, match="File name too long"):
        ledger.checkpoint(long)


def test_what_cannot_be_remembered_is_not_signed(
    ledger: Ledger, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    add(ledger)
    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(FileTrouble, match="Input/output error"):
        ledger.checkpoint(key)
    assert not key.with_name("desk.key.signed").exists()


@posix_only
def test_a_key_is_made_for_its_owner_alone_and_never_replaces_a_file(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        verifier = key_files.make_key(tmp_path / "k", "a")
    finally:
        os.umask(old)
    made = (tmp_path / "k").read_bytes()
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600
    assert made.startswith(b"PRIVATE+KEY+a+") and made.endswith(b"\n")  # noqa: PT018 - one line
    with pytest.raises(FileTrouble) as refusal:
        key_files.make_key(tmp_path / "k", "b")
    assert refusal.value.cure == f"It is a key; to verify with: {verifier}"
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for taken in ("link", "folder"):
        (tmp_path / "folder").mkdir(exist_ok=True)
        with pytest.raises(FileTrouble, match="already"):
            key_files.make_key(tmp_path / taken, "b")
    assert (tmp_path / "k").read_bytes() == made
    assert not (tmp_path / "nowhere").exists()


def test_a_key_that_cannot_be_written_whole_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(FileTrouble, match="There is no folder"):
        key_files.make_key(tmp_path / "no" / "k", "a")
    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(FileTrouble, match="No space left on device"):
        key_files.make_key(tmp_path / "k", "a")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", [b"", b"hello\n", b"\xff", b"PRIVATE+KEY+a+00000000+AAAA\n"])
def test_a_file_that_is_no_key_is_named(ledger: Ledger, tmp_path: Path, text: bytes) -> None:
    (tmp_path / "k").write_bytes(text)
    with pytest.raises(Malformed) as refusal:
        ledger.checkpoint(tmp_path / "k")
    assert str(refusal.value).startswith(f"{tmp_path / 'k'}: ")


@given(
    names(),
    st.dictionaries(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), min_size=1),
)
def test_a_memory_is_read_as_it_is_written(origin: str, signed: dict[int, bytes]) -> None:
    one = Memory(origin, tuple(sorted(signed.items())))
    assert key_files.parse(str(one), origin) == one


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=12))
def test_what_was_signed_is_the_beginning_of_what_is_signed_next(
    wishes: list[tuple[int, bool]],
) -> None:
    """Of two ledgers, one key signs only ever one, and that only as it grows."""
    made = Memory("a")
    accepted: list[tuple[int, bool]] = []
    for size, is_other in wishes:

        def root_at(size: int, is_other: bool = is_other) -> bytes:  # noqa: FBT001 - bound
            return bytes([size, is_other and size > 0] * 16)

        found = Checkpoint("a", size, root_at(size))
        largest, was_other = max(accepted, default=(0, is_other))
        fits = size >= largest and (was_other == is_other or not largest)
        if fits:
            key_files.refuse_contradiction(made, found, root_at)
            made = made.adding(found)
            accepted.append((size, is_other))
        else:
            with pytest.raises(Contradiction):
                key_files.refuse_contradiction(made, found, root_at)
    assert [size for size, _ in made.signed] == sorted({size for size, _ in accepted})


@posix_only
def test_a_key_that_cannot_be_locked_is_refused(
    ledger: Ledger, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", fail)
    with pytest.raises(FileTrouble, match="cannot be locked: No locks available"):
        ledger.checkpoint(key)
    assert not key.with_name("desk.key.signed").exists()


@posix_only
def test_a_key_that_can_be_read_once_but_not_again_is_refused(
    ledger: Ledger, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk may fail at any moment, also between the reading of the key and its lock."""
    add(ledger)
    read = key_files.read_key(key)
    monkeypatch.setattr("ledger.audit.signing.read_key", lambda _: read)
    key.unlink()
    with pytest.raises(FileTrouble, match=r"desk\.key"):
        ledger.checkpoint(key)


@pytest.mark.slow
@posix_only
def test_only_one_program_signs_with_a_key_at_a_time(ledger: Ledger, key: Path) -> None:
    import fcntl  # noqa: PLC0415 - there is none on Windows

    add(ledger)
    with key.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with subprocess.Popen(
            [sys.executable, "-m", "ledger", "--db", ledger.place, "checkpoint", "--key", key],
            env=plain_environment(),
            stdout=subprocess.PIPE,
        ) as other:
            with pytest.raises(subprocess.TimeoutExpired):
                other.wait(3)
            fcntl.flock(file, fcntl.LOCK_UN)
            told = other.communicate(timeout=PATIENCE)[0].decode()
    assert other.returncode == 0
    assert parse(told).size == 3


KILLED = """
import json, os, signal, sys
from pathlib import Path
from ledger.book.ledger import Ledger

place, key = sys.argv[1:]
memory = Path(key + ".signed")
before = memory.read_bytes()
WATCHED = ("book/signing.py", "formats/write_files.py", "audit/key_files.py")

def killed_at(line):
    count = 0
    def trace(frame, event, _):
        nonlocal count
        if not frame.f_code.co_filename.endswith(WATCHED):
            return None
        if event == "line":
            count += 1
            if count == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace
    return trace

with Ledger(place) as ledger:  # loads what every child needs
    ledger.checkpoint(key)
line, ended = 0, False
while not ended:
    line += 1
    memory.write_bytes(before)
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        with Ledger(place) as ledger:
            sys.settrace(killed_at(line))
            made = ledger.checkpoint(key)
            sys.settrace(None)
            os.write(theirs, str(made).encode())
        os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as told:
        signed = told.read().decode()
    ended = os.waitpid(child, 0)[1] == 0
    print(json.dumps([line, signed, memory.read_text()]))
"""


@pytest.mark.slow
@posix_only
def test_killed_at_any_line_the_memory_is_whole_and_lacks_nothing_signed(
    ledger: Ledger, key: Path, tmp_path: Path
) -> None:
    """A process of its own is killed with SIGKILL at each line it runs while it signs."""
    add(ledger)
    ledger.checkpoint(key)
    add(ledger, id="other", statement="Another.")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, ledger.place, str(key)],
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=4 * PATIENCE,
    )
    ends = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(ends) > 30
    states = set()
    for _, signed, text in ends:
        sizes = [size for size, _ in key_files.parse(text, "desk.example").signed]
        assert sizes in ([3], [3, 5])
        assert sizes == [3, 5] or not signed
        states.add((len(sizes), bool(signed)))
    assert states == {(1, False), (2, False), (2, True)}
    assert ledger.checkpoint(key).size == 5
    assert remembered(key) == [3, 5]
    left = {path.name for path in tmp_path.iterdir()}
    assert {one for one in left if not one.startswith(".desk.key.signed.")} == {
        "ledger.db", "desk.key", "desk.key.signed",
    }  # fmt: skip


def test_a_missing_hash_in_the_journal_is_a_sentence(ledger: Ledger) -> None:
    add(ledger)
    tamper(ledger, "DELETE FROM journal WHERE seq = 2")
    with pytest.raises(StoreTrouble) as refusal:
        ledger.checkpoint()
    assert str(refusal.value) == (
        "The journal is damaged: a hash of entries 1 to 3 is missing or cut."
    )


def test_a_copy_of_a_ledger_goes_on_where_the_ledger_was(
    ledger: Ledger, key: Path, tmp_path: Path
) -> None:
    add(ledger)
    ledger.checkpoint(key)
    shutil.copyfile(ledger.place, tmp_path / "copy.db")
    with Ledger(tmp_path / "copy.db", recorder="desk") as copy:
        assert copy.checkpoint(key).size == 3
