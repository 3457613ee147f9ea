"""Changes of what was looked at: none is lost, none is written over unseen, none is done twice."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import SEED, SHARE
from examples import FLOOR, SOURCE, with_floor_and_formula
from test_replay import replay, rows

from ledger import Ledger
from ledger.errors import BadValue, Changed, NothingChanges, Refusal, Taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Clock, Write

AFTER = datetime(2023, 8, 1, 12, tzinfo=UTC)
EVIDENCE = [{"url": "https://nato.example/summit"}]
HAPPENED = {"verdict": "happened", "happened_on": "2023-07-11", "evidence": EVIDENCE}
LATER = {"verdict": "did-not-happen", "evidence": EVIDENCE, "reason": "Misread."}
NEWS = {"verdict": "in-progress", "evidence": EVIDENCE}


@pytest.fixture
def made(ledger: Ledger, write: Write, clock: Clock) -> Ledger:
    """A ledger with two questions and three claims."""
    with_floor_and_formula(ledger, write, clock)
    clock.now = AFTER
    return ledger


def size(ledger: Ledger) -> int:
    return ledger.moment().entry


def by(ledger: Ledger, recorder: str) -> Ledger:
    """The same ledger, opened by another recorder."""
    return Ledger(ledger.place, recorder=recorder, clock=lambda: AFTER)


def test_what_was_seen_as_it_stands_is_changed(made: Ledger) -> None:
    made.amend("floor", {"note": "One."}, seen=size(made))
    made.record("floor", HAPPENED, seen=size(made))
    made.amend("floor#1", {"note": "Two."}, seen=size(made))
    made.withdraw("floor#1", "Misread.", seen=size(made))
    made.amend("jt", {"title": "T"}, seen=size(made))


TOUCHED = {
    "a claim by itself": (lambda it: it.amend("reznikov", {"note": "N"}), "reznikov", True),
    "a claim by its question": (
        lambda it: it.amend("formula", {"criteria": "N"}, "R"), "reznikov", True),
    "a claim not by a verdict": (lambda it: it.record("formula", NEWS), "reznikov", False),
    "a claim not by its neighbour": (
        lambda it: it.amend("doubt", {"note": "N"}), "reznikov", False),
    "a claim by its withdrawal": (lambda it: it.withdraw("reznikov", "R"), "reznikov", True),
    "a question by a verdict": (lambda it: it.record("formula", NEWS), "formula", True),
    "a question not by another": (lambda it: it.record("floor", NEWS), "formula", False),
    "a question not by a claim on it": (
        lambda it: it.amend("doubt", {"note": "N"}), "formula", False),
    "a source by itself": (lambda it: it.amend("jt", {"title": "T"}), "jt", True),
    "a source not by its claims": (lambda it: it.amend("doubt", {"note": "N"}), "jt", False),
}  # fmt: skip


@pytest.mark.parametrize("case", TOUCHED)
def test_what_touches_a_record(made: Ledger, case: str) -> None:
    change, identifier, touches = TOUCHED[case]
    seen = size(made)
    change(by(made, "other"))
    after = size(made)
    for attempt in (
        lambda: made.amend(identifier, {"note": "Mine."}, "R", seen=seen, dry_run=True),
        lambda: made.withdraw(identifier, "R", seen=seen),
    ):
        if touches:
            with pytest.raises(Changed) as refused:
                attempt()
            assert refused.value.id == identifier
            assert [number for number, _ in refused.value.entries] == [after]
            assert "by other" in str(refused.value)
        else:
            try:
                attempt()
            except Refusal as refusal:  # sources stay, and so do questions that claims stand on
                assert not isinstance(refusal, Changed)  # noqa: PT017
    if touches:
        assert size(made) == after


def test_a_verdict_is_refused_after_another_and_after_its_question_changed(made: Ledger) -> None:
    seen = size(made)
    by(made, "other").record("formula", NEWS)
    for identifier in ("formula", "reznikov"):
        with pytest.raises(Changed):
            made.record(identifier, HAPPENED, seen=seen)
    seen = size(made)
    by(made, "other").amend("formula", {"due": "2023-07-14"}, "Misread.")
    with pytest.raises(Changed):
        made.record("formula", HAPPENED, seen=seen)
    made.record("formula", HAPPENED, seen=size(made))


def test_nobody_is_told_of_a_blind_verdict_but_who_decides(made: Ledger) -> None:
    made.record("formula", HAPPENED)
    seen = size(made)
    blind = {"verdict": "unclear", "note": "N", "blind": True}
    by(made, "ann").record("formula", blind, seen=seen)
    by(made, "ben").record("formula", blind, seen=seen)
    with pytest.raises(Changed):  # one's own is seen
        by(made, "ben").record("formula", {**blind, "verdict": "late"}, seen=seen)
    made.amend("formula#1", {"note": "N"}, seen=seen)
    decided = {**HAPPENED, "adjudicates": True}
    with pytest.raises(Changed):
        by(made, "eve").record("formula", decided, seen=seen)
    by(made, "eve").record("formula", decided, seen=size(made))


@pytest.mark.parametrize("seen", [-1, 10**6])
def test_what_is_no_entry_was_not_seen(made: Ledger, seen: int) -> None:
    with pytest.raises(BadValue, match="There is no entry"):
        made.amend("floor", {"note": "N"}, seen=seen)


REQUESTS: dict[str, Callable[[Ledger, str, int | None], Any]] = {
    "record": lambda it, key, seen: it.record("floor", HAPPENED, key=key, seen=seen),
    "record blind": lambda it, key, seen: it.record(
        "floor", {**HAPPENED, "blind": True}, key=key, seen=seen),
    "amend a claim": lambda it, key, seen: it.amend("doubt", {"note": "N"}, key=key, seen=seen),
    "amend a claim and its question": lambda it, key, seen: it.amend(
        "floor", {"speaker": "Ann", "due": "2023-07-13", "wording": "likely"}, "R", key=key,
        seen=seen),
    "move a claim": lambda it, key, seen: it.amend(
        "floor", {"question": "formula"}, "R", key=key, seen=seen),
    "amend a question": lambda it, key, seen: it.amend(
        "formula", {"criteria": "C"}, "R", key=key, seen=seen),
    "amend a source": lambda it, key, seen: it.amend("jt", {"title": "T"}, key=key, seen=seen),
    "amend an outcome": lambda it, key, seen: it.amend(
        "formula#1", {"note": "N"}, key=key, seen=seen),
    "judge again": lambda it, key, seen: it.amend(
        "formula#1", {"verdict": "did-not-happen"}, "R", key=key, seen=seen),
    "reopen": lambda it, key, seen: it.amend(
        "formula#1", {"verdict": "in-progress"}, "R", key=key, seen=seen),
    "withdraw a claim": lambda it, key, seen: it.withdraw("floor", "R", key=key, seen=seen),
    "withdraw another": lambda it, key, seen: it.withdraw("doubt", "R", key=key, seen=seen),
    "withdraw an outcome": lambda it, key, seen: it.withdraw(
        "formula#1", "R", key=key, seen=seen),
}  # fmt: skip


@pytest.mark.parametrize("sees", [True, False])
@pytest.mark.parametrize("what", REQUESTS)
def test_the_same_request_again_writes_nothing_and_says_the_same(
    made: Ledger, fresh_ledger: Callable[[str], Ledger], what: str, *, sees: bool
) -> None:
    made.record("formula", HAPPENED)
    seen = size(made) if sees else None
    first = REQUESTS[what](made, "k1", seen)
    root = made.root()
    assert REQUESTS[what](made, "k1", seen) == first
    by(made, "other").amend("reznikov", {"note": "Something else."})
    assert REQUESTS[what](made, "k1", seen) == first
    assert made.root(f"{size(made) - 1}@2023-08-01") == root
    if what != "record blind":  # of that nobody else is to know
        with pytest.raises((Taken, Changed)):
            REQUESTS[what](by(made, "other"), "k1", seen)
    entries = [entry for _, entry in made.log()]
    assert any(entry.body.get("key") == "k1" for entry in entries)
    assert made.verify().whole
    with fresh_ledger("copy") as copy:
        assert replay(Path(copy.place), entries, len(entries)) == rows(Path(made.place))


def test_a_key_with_another_request_or_undone_is_refused(made: Ledger) -> None:
    made.record("floor", HAPPENED, key="k1")
    root = made.root()
    with pytest.raises(Taken, match="'k1' was used before, for outcome floor#1") as refused:
        made.record("floor", {**HAPPENED, "verdict": "unclear"}, key="k1")
    assert "Nothing was written" in refused.value.cure
    assert made.root() == root
    with pytest.raises(NothingChanges):  # another key is another request
        made.record("floor", HAPPENED, key="k2")
    made.undo()
    with pytest.raises(Taken, match="was undone"):
        made.record("floor", HAPPENED, key="k1")
    made.record("floor", HAPPENED, key="k3")


@pytest.mark.parametrize("key", ["", " ", "two\nlines", "\0"])
def test_a_key_is_a_line_of_text(made: Ledger, key: str) -> None:
    root = made.root()
    with pytest.raises(BadValue):
        made.record("floor", HAPPENED, key=key)
    assert made.root() == root


def test_without_a_key_entries_are_as_they_were(made: Ledger) -> None:
    made.record("floor", HAPPENED, seen=size(made))
    (*_, (_, entry)) = made.log()
    assert entry.body == HAPPENED


KILLED = """
import os, signal, sys
from ledger import Ledger
with Ledger(sys.argv[1], recorder="desk") as ledger:
    ledger.record("floor", {"verdict": "unclear", "note": "N"}, key="k1", seen=int(sys.argv[2]))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_who_was_killed_before_the_answer_asks_again(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db", recorder="desk", create=True) as ledger:
        ledger.add(FLOOR, SOURCE)
        seen = size(ledger)
        words = [sys.executable, "-c", KILLED, ledger.place, str(seen)]
        assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
        done = ledger.record("floor", {"verdict": "unclear", "note": "N"}, key="k1", seen=seen)
        assert done.outcome.id == "floor#1"
        assert size(ledger) == seen + 1


WRITERS = 4
"""So many processes write at once."""
RACING = max(100, int(1000 * SHARE))

"""So many changes are asked for, on each kind of database."""


def race(place: str, writer: int, several: int) -> list[tuple[str, str, int, bool]]:
    """Make so many changes: the key, the record, the entry seen, and whether it was made."""
    chance = random.Random(f"{SEED} {writer}")  # noqa: S311 - no secret
    told = []
    with Ledger(place, recorder=f"writer {writer}") as ledger:
        for number in range(several):
            key, seen = f"{writer}-{number}", size(ledger)
            identifier = chance.choice(("floor", "other", "floor#1", "jt"))
            try:
                if identifier == "other":
                    verdict = chance.choice(("happened", "did-not-happen", "unclear"))
                    told_of = {"verdict": verdict, "note": key, "reason": key, "evidence": EVIDENCE}
                    if verdict == "happened":
                        told_of["happened_on"] = f"2023-07-{chance.randint(4, 12):02}"
                    ledger.record(identifier, told_of, seen=seen, key=key)
                else:
                    changes = {"title" if identifier == "jt" else "note": key}
                    ledger.amend(identifier, changes, seen=seen, key=key)
                told.append((key, identifier, seen, True))
            except NothingChanges:
                continue
            except Changed:
                told.append((key, identifier, seen, False))
    return told


@pytest.mark.slow
def test_racing_changes_are_written_or_refused(place: str) -> None:
    with Ledger(place, recorder="desk", create=True) as ledger:
        ledger.add(FLOOR, SOURCE)
        ledger.add({**FLOOR, "id": "other", "statement": "Another."}, "jt")
        ledger.record("floor", {"verdict": "unclear", "note": "N"})
        several = RACING // WRITERS
        with ProcessPoolExecutor(WRITERS, get_context("spawn")) as pool:
            running = [pool.submit(race, place, one, several) for one in range(WRITERS)]
            told = [one for each in running for one in each.result()]
        entries = dict(ledger.log())
        numbers: dict[str, int] = {}
        for number, entry in entries.items():
            if "key" in entry.body:
                assert entry.body["key"] not in numbers
                numbers[entry.body["key"]] = number
        assert {key for key, *_, done in told if done} == numbers.keys()
        assert sum(not done for *_, done in told) > 0
        for key, identifier, seen, done in told:
            if done:
                between = [entries[one].id for one in range(seen + 1, numbers[key])]
                wanted = re.compile(r"other(#\d+)?" if identifier == "other" else identifier)
                touching = [one for one in between if wanted.fullmatch(one)]
                assert touching == []
        assert ledger.verify().whole
