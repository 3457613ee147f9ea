"""The ledger beside a plain one in Python: whatever is done to both, they say the same.

Among the steps the clock jumps, also back, the program is killed at some statement of what it
writes, the ledger is closed and opened, backed up and restored, and upgraded, which is killed too.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import warnings
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from unittest import mock

import newer_program
import pytest
from conftest import SEED, SHARE, Clock, many
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, event
from test_crashes import revision
from test_replay import replay, rows

from ledger.book.ledger import Ledger
from ledger.errors import NeedsReason, NotFound, NothingChanges, Refusal, Taken
from ledger.store import database, migrate
from ledger.store.schema import REVISION
from ledger.store.sqlite import connections
from ledger.store.sqlite.copies import restore

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows forks no processes")

FINAL = ("happened", "did-not-happen", "void", "unclear")
INTERIM = ("in-progress", "stalled")

questions = st.sampled_from(["a", "b", "c"])
claims = st.sampled_from(["a", "b", "c", "k", "l", "m"])
speakers = st.sampled_from(["Ann", "Bea", "Cyd"])
reasons = st.sampled_from([None, "Misread."])
keys = st.sampled_from([None, None, "key1", "key2"])


@dataclass(frozen=True)
class PlainClaim:
    """What the plain ledger knows of a claim."""

    speaker: str
    question: str
    note: str | None = None


@dataclass
class Plain:
    """A ledger as one would write it on a page: no database, no journal, no hashes."""

    entries: int = 0
    claims: dict[str, PlainClaim] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    """Every id there ever was."""
    open: set[str] = field(default_factory=set)
    """The questions in force."""
    verdicts: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    """By question: its verdicts in their order, and whether each was withdrawn."""
    requests: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By key: the claim that was added, and its speaker."""

    def standing(self, question: str) -> str | None:
        """The verdict that stands on a question."""
        given = [verdict for verdict, gone in self.verdicts.get(question, []) if not gone]
        finals = [verdict for verdict in given if verdict in FINAL]
        return (finals or given or [None])[-1]

    def told(self) -> dict[str, tuple[Any, ...]]:
        """The claims: who, on what, what became of it, and the note."""
        return {
            name: (one.speaker, one.question, self.standing(one.question), one.note)
            for name, one in self.claims.items()
        }

    def copy(self) -> Plain:
        """The same, to go on with by itself."""
        return Plain(
            self.entries,
            dict(self.claims),
            set(self.names),
            set(self.open),
            {question: list(several) for question, several in self.verdicts.items()},
            dict(self.requests),
        )


HASTY = "synchronous = OFF"
LONG_AGO = "2020-01-01"


class TwoLedgers(RuleBasedStateMachine):
    """A real ledger and a plain one, to which the same things are done."""

    empty: ClassVar[Path]
    done: ClassVar[Counter[str]] = Counter()

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.patches = [mock.patch.object(connections, "PRAGMAS", (*connections.PRAGMAS, HASTY))]
        self.patches[0].start()
        self.place = str(shutil.copyfile(self.empty, self.folder / "ledger.db"))
        self.clock, self.plain = Clock(), Plain()
        self.latest = self.clock.now
        self.ledger = Ledger(self.place, recorder="desk", clock=self.clock)
        self.fuse: int | None = None
        self.kept: Plain | None = None
        self.past: dict[int, tuple[bytes, dict[str, tuple[Any, ...]]]] = {}
        document = {"id": "paper", "publisher": "P"}
        own = {"id": "a", "speaker": "Ann", "statement": "a."}
        self.ledger.add(own, document)
        self.plain = Plain(3, {"a": PlainClaim("Ann", "a")}, {"a", "paper"}, {"a"})

    def teardown(self) -> None:
        if not hasattr(self, "ledger"):
            return
        entries = [entry for _, entry in self.ledger.log()]
        times = [entry.at for entry in entries]
        assert times == sorted(times)
        copy = shutil.copyfile(self.empty, self.folder / "replayed.db")
        migrate.upgrade(str(copy))
        assert replay(copy, entries, len(entries)) == rows(Path(self.place))
        for patch in reversed(self.patches):
            patch.stop()
        shutil.rmtree(self.folder)

    def both(
        self,
        call: Callable[[Ledger], object],
        change: Callable[[Plain], type[Refusal] | None],
    ) -> None:
        """Do the same to both ledgers; ``change`` says how the real one refuses, if it shall."""
        after = self.plain.copy()
        refusal = change(after)
        if self.fuse is not None:
            lived = in_a_child(lambda: call(self.ledger), self.fuse)
            self.fuse = None
            if not lived:
                self.done["commands killed"] += 1
                return
        elif refusal is not None:
            with pytest.raises(refusal):
                call(self.ledger)
        else:
            call(self.ledger)
        if refusal is None:
            self.plain = after

    # What is done to both

    @rule(name=questions, speaker=speakers, key=keys)
    def add(self, name: str, speaker: str, key: str | None) -> None:
        def change(plain: Plain) -> type[Refusal] | None:
            if key in plain.requests:
                return None if plain.requests[key] == (name, speaker) else Taken
            if name in plain.names:
                return Taken
            plain.claims[name] = PlainClaim(speaker, name)
            plain.open.add(name)
            plain.names.add(name)
            plain.entries += 2
            if key is not None:
                plain.requests[key] = (name, speaker)
            return None

        claim = {"id": name, "speaker": speaker, "statement": f"{name}."}
        self.both(lambda ledger: ledger.add(claim, "paper", key), change)

    @rule(name=st.sampled_from(["k", "l", "m"]), speaker=speakers, question=questions)
    def add_to(self, name: str, speaker: str, question: str) -> None:
        def change(plain: Plain) -> type[Refusal] | None:
            if name in plain.names:
                return Taken
            if question not in plain.open:
                return NotFound
            plain.claims[name] = PlainClaim(speaker, question)
            plain.names.add(name)
            plain.entries += 1
            return None

        claim = {"id": name, "speaker": speaker, "question": question}
        self.both(lambda ledger: ledger.add(claim, "paper"), change)

    @rule(question=questions, verdict=st.sampled_from(FINAL + INTERIM), reason=reasons)
    def record(self, question: str, verdict: str, reason: str | None) -> None:
        def change(plain: Plain) -> type[Refusal] | None:
            before = plain.standing(question)
            if question not in plain.open:
                return NotFound
            if before == verdict:
                return NothingChanges
            if before in FINAL and verdict in FINAL and reason is None:
                return NeedsReason
            plain.verdicts.setdefault(question, []).append((verdict, False))
            plain.entries += 1
            return None

        outcome = {"verdict": verdict, "reason": reason}
        self.both(lambda ledger: ledger.record(question, outcome), change)

    @rule(name=claims, note=st.sampled_from(["Seen.", "Heard."]))
    def amend(self, name: str, note: str) -> None:
        if name in self.plain.open - set(self.plain.claims):
            return  # the id means a question that has outlived its claim

        def change(plain: Plain) -> type[Refusal] | None:
            if name not in plain.claims:
                return NotFound
            if plain.claims[name].note == note:
                return NothingChanges
            plain.claims[name] = replace(plain.claims[name], note=note)
            plain.entries += 1
            return None

        self.both(lambda ledger: ledger.amend(name, {"note": note}), change)

    @rule(name=claims, reason=reasons)
    def withdraw(self, name: str, reason: str | None) -> None:
        if name in self.plain.open - set(self.plain.claims):
            return  # as above

        def change(plain: Plain) -> type[Refusal] | None:
            if name not in plain.claims:
                return NotFound
            question = plain.claims[name].question
            if plain.standing(question) in FINAL and reason is None:
                return NeedsReason
            del plain.claims[name]
            plain.entries += 1
            if question == name and all(one.question != name for one in plain.claims.values()):
                plain.open.remove(name)
                plain.entries += 1
            return None

        self.both(lambda ledger: ledger.withdraw(name, reason), change)

    @rule(question=questions, number=st.integers(1, 3))
    def withdraw_outcome(self, question: str, number: int) -> None:
        def change(plain: Plain) -> type[Refusal] | None:
            several = plain.verdicts.get(question, [])
            if number > len(several) or several[number - 1][1]:
                return NotFound
            several[number - 1] = (several[number - 1][0], True)
            plain.entries += 1
            return None

        self.both(lambda ledger: ledger.withdraw(f"{question}#{number}", "Misread."), change)

    # What happens to the real one

    @rule(hours=st.integers(-300, 500))
    def time_passes(self, hours: int) -> None:
        """A clock that goes back by more than a day after an entry lets nobody write."""
        then, earliest = self.clock.now, self.latest - timedelta(days=1)
        self.clock.now = max(then + timedelta(hours=hours), earliest)
        self.latest = max(self.latest, self.clock.now)
        self.done["clock set back"] += self.clock.now < then

    @rule(statements=st.integers(0, 25))
    def the_next_is_killed(self, statements: int) -> None:
        self.fuse = statements

    @rule()
    def open_again(self) -> None:
        self.ledger.close()
        self.ledger = Ledger(self.place, recorder="desk", clock=self.clock)

    @rule()
    def back_up(self) -> None:
        copied = self.ledger.backup(self.folder / "b.db", replace=True)
        assert (copied.entries, copied.root) == (self.plain.entries, self.ledger.root())
        self.kept = self.plain.copy()

    @precondition(lambda self: self.kept is not None)
    @rule()
    def restore_it(self) -> None:
        restore(self.folder / "b.db", self.place, overwrite=True)
        self.done["restored"] += 1
        migrate.upgrade(self.place)
        self.plain = self.kept.copy()
        self.past = {size: one for size, one in self.past.items() if size <= self.plain.entries}

    @precondition(lambda self: len(self.patches) == 1)
    @rule(statements=st.none() | st.integers(0, 60))
    def upgrade(self, statements: int | None) -> None:
        scripts = newer_program.scripts(migrate.scripts(), self.folder / "scripts")
        self.patches += [
            mock.patch.object(migrate, "PLACES", (scripts,)),
            mock.patch.object(migrate, "REVISION", newer_program.REVISION),
            mock.patch.object(database, "REVISION", newer_program.REVISION),
        ]
        for patch in self.patches[1:]:
            patch.start()
        before = self.ledger.root()
        killed = not (
            statements is None or in_a_child(lambda: migrate.upgrade(self.place), statements)
        )
        if killed:
            self.ledger.root()  # whoever reads next rolls back what is half done
            assert revision(Path(self.place)) == REVISION
            self.done["upgrades killed"] += 1
        assert migrate.upgrade(self.place).changed == (killed or statements is None)
        assert self.ledger.root() == before
        self.done["upgraded"] += 1

    @rule()
    def look_back(self) -> None:
        for size, (root, told) in self.past.items():
            assert self.ledger.root(f"{size}@{LONG_AGO}") == root
            assert said(self.ledger, f"{size}@{LONG_AGO}") == told

    @invariant()
    def they_say_the_same(self) -> None:
        if hasattr(self, "ledger"):
            assert self.ledger.moment().entry == self.plain.entries
            told = said(self.ledger)
            assert told == self.plain.told()
            self.past[self.plain.entries] = (self.ledger.root(), told)


def said(ledger: Ledger, as_of: str | None = None) -> dict[str, tuple[Any, ...]]:
    """What the real ledger says, in the words of the plain one."""
    return {
        one.id: (one.speaker, one.question, one.verdict, one.note)
        for one in ledger.list(as_of=as_of)
    }


def in_a_child(work: Callable[[], object], statements: int) -> bool:
    """Do it in a process that is killed before its statement of that number, or its commit.

    The answer is whether it lived.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which do nothing here
        child = os.fork()
    if child == 0:
        left = statements

        def burn(*_: object) -> None:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

        event.listen(Engine, "before_cursor_execute", burn)
        event.listen(Engine, "commit", burn)
        with suppress(Refusal):
            work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return status == 0


@pytest.mark.slow
def test_the_ledger_and_a_plain_one_say_the_same(
    empty_ledger: Path, note: Callable[[str], None]
) -> None:
    TwoLedgers.empty = empty_ledger
    examples, steps = many(50, 5000), 100 if SHARE else 30
    TwoLedgers.done.clear()
    run_state_machine_as_test(
        seed(SEED)(TwoLedgers),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    told = ", ".join(f"{what} {number}" for what, number in sorted(TwoLedgers.done.items()))
    note(f"{examples} x {steps} steps, seed {SEED}: {told}")
    assert len(TwoLedgers.done) == 5
