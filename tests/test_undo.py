"""Undo: one's own last command taken back at once, seen everywhere as if it had not been given."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from examples import FLOOR, SOURCE, add, only, record_as, with_floor_and_formula

from ledger.audit.key_files import make_key
from ledger.audit.one_pass import OnePass
from ledger.audit.verify import diagnosed
from ledger.book.ledger import Ledger
from ledger.errors import Contradiction, NotFound, ProblemsFound, Taken
from ledger.journal.entry import Entry, from_bytes, latest, to_bytes
from ledger.report import forms, report
from ledger.store import journal_table, projection
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock, LedgerAfter, Write

KNOWN = "2023-07-20"
"""A day on which all due days are over: what is changed then is changed after the fact."""


@pytest.fixture
def desk(ledger_after: LedgerAfter, clock: Clock) -> Ledger:
    """A ledger with a claim on its own question and two on a shared one, all of them overdue."""
    found = ledger_after(with_floor_and_formula)
    clock.set(KNOWN)
    found.record("formula", {"verdict": "happened", "happened_on": "2023-07-11"})
    return found


def figures(ledger: Ledger) -> dict[str, Any]:
    """All that a report by speaker says but of which entry it is."""
    found = json.loads(forms.written(report(ledger, by="speaker"), "json", ledger))
    return {key: found[key] for key in found if key not in {"as_of", "entry", "root"}}


def state(ledger: Ledger) -> tuple[Any, ...]:
    """What the ledger says by now, and what of it was withdrawn or changed after the fact."""
    late = {(one.kind, one.id, one.what) for one in ledger.corrections() if one.after_the_fact}
    kept = [one for one in ledger.export().values() if one["claim"] or one["question"]]
    return figures(ledger), kept, ledger.withdrawn(), late, list(ledger.named("speaker"))


def whole(ledger: Ledger) -> bool:
    """Whether both ways to verify find it whole, and another ledger takes its journal in."""
    database, now = open_database(ledger.place), datetime.now(UTC)
    quick = OnePass(database, [], 0, latest(now))
    long = diagnosed(database, [], 0, iter, now)
    return quick.is_whole(iter) and not long.damage


COMMANDS: dict[str, Callable[[Ledger], object]] = {
    "add": lambda desk: desk.add({**FLOOR, "id": "new", "statement": "S."}, SOURCE),
    "add a source": lambda desk: desk.add({**FLOOR, "id": "new"}, {"publisher": "AFP"}),
    "add on a question": lambda desk: desk.add(
        {"id": "new", "speaker": "Ann", "question": "floor"}, "jt"
    ),
    "deny": lambda desk: desk.add({**FLOOR, "id": "new", "stance": "against"}, "jt"),
    "forecast": lambda desk: desk.forecast("floor", "70%"),
    "record": lambda desk: desk.record("floor", {"verdict": "late", "happened_on": "2023-07-15"}),
    "record news": lambda desk: desk.record("floor", {"verdict": "stalled"}),
    "correct a verdict": lambda desk: desk.record(
        "formula", {"verdict": "did-not-happen", "reason": "Misread."}
    ),
    "amend a claim": lambda desk: desk.amend("floor", {"speaker": "Ann"}, "Misread."),
    "amend its question": lambda desk: desk.amend("floor", {"due": "2023-07-13"}, "Misread."),
    "amend both": lambda desk: desk.amend("floor", {"due": "2024", "wording": "may"}, "Misread."),
    "amend a question": lambda desk: desk.amend("formula", {"criteria": "C."}, "Misread."),
    "amend a source": lambda desk: desk.amend("jt", {"publisher": "JT"}, "Renamed."),
    "amend an outcome": lambda desk: desk.amend("formula#1", {"note": "N."}),
    "move a claim": lambda desk: desk.amend("floor", {"question": "formula"}, "The same."),
    "withdraw a claim": lambda desk: desk.withdraw("floor", "Not said."),
    "withdraw a shared claim": lambda desk: desk.withdraw("doubt", "Not said."),
    "withdraw a verdict": lambda desk: desk.withdraw("formula#1", "The wrong summit."),
    "merge": lambda desk: desk.merge("James Black", "Oleksii Reznikov", "One man."),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_did_is_as_if_it_had_not_been_given(desk: Ledger, command: str) -> None:
    before, then = state(desk), str(desk.moment())
    COMMANDS[command](desk)
    between, changed = str(desk.moment()), state(desk)
    assert changed != before
    expected = desk.undo(dry_run=True)
    assert str(desk.moment()) == between
    assert desk.undo("A slip.") == expected
    assert state(desk) == before
    assert whole(desk)
    assert [one.id for one in desk.list(as_of=then)] == [one.id for one in desk.list()]
    assert figures_as_of(desk, between) == changed[0]
    undoing = [entry for _, entry in desk.log() if "undoes" in entry.body]
    assert sorted(int(str(one.body["undoes"])) for one in undoing) == [
        step.entry for step in expected.steps
    ]
    told = [one for one in desk.corrections() if one.undone]
    assert {one.entry for one in told} >= {
        number for number, entry in desk.log() if "undoes" in entry.body
    }
    assert not any(one.after_the_fact for one in told)


def figures_as_of(ledger: Ledger, moment: str) -> dict[str, Any]:
    """The figures as of a moment."""
    found = report(ledger, by="speaker", as_of=moment)
    told = json.loads(forms.written(found, "json", ledger))
    return {key: told[key] for key in told if key not in {"as_of", "entry", "root"}}


def test_merging_is_taken_back_both_ways(desk: Ledger, clock: Clock) -> None:
    desk.merge("James Black", "Oleksii Reznikov", "One man.")
    clock.wait(hours=1)
    before = state(desk)
    desk.unmerge("James Black", "Two men.")
    desk.undo()
    assert state(desk) == before
    assert whole(desk)


def test_a_source_that_was_new_stays(desk: Ledger) -> None:
    desk.add({**FLOOR, "id": "new"}, {"publisher": "AFP", "id": "afp"})
    assert desk.undo().kept_source == "afp"
    assert desk.source("afp").publisher == "AFP"
    desk.add({**FLOOR, "id": "new-2"}, "afp")
    assert desk.undo().kept_source is None


def test_an_undone_claim_is_shown_as_it_was_and_its_id_stays_taken(desk: Ledger) -> None:
    desk.add({**FLOOR, "id": "new"}, "jt")
    desk.undo()
    found = desk.show("new")
    assert found.withdrawn  # type: ignore[union-attr]  # it is a claim's
    with pytest.raises(Taken, match="a claim that was taken back, and stays taken") as caught:
        desk.add({**FLOOR, "id": "new"}, "jt")
    assert caught.value.cure == "Give another --id."


ON_THE_QUESTION: dict[str, Callable[[Ledger], object]] = {
    "a verdict": lambda desk: desk.record("new", {"verdict": "unclear"}),
    "a verdict, by its number": lambda desk: desk.record("new#1", {"verdict": "unclear"}),
    "a claim": lambda desk: desk.add({"id": "x", "speaker": "Ann", "question": "new"}, "jt"),
    "a forecast": lambda desk: desk.forecast("new", "70%"),
    "a claim moved there": lambda desk: desk.amend("floor", {"question": "new"}, "The same."),
}


@pytest.mark.parametrize("later", ON_THE_QUESTION)
def test_nothing_comes_on_a_question_that_was_taken_back(desk: Ledger, later: str) -> None:
    add(desk, id="new")
    desk.undo()
    with pytest.raises(NotFound) as caught:
        ON_THE_QUESTION[later](desk)
    assert str(caught.value) == "There is no question in force 'new' in this ledger."


def test_as_of_between_it_is_there(desk: Ledger) -> None:
    add(desk, id="new")
    between = str(desk.moment())
    desk.undo()
    assert only(desk, "new", between).speaker == "James Black"
    assert "new" not in {one.id for one in desk.list()}
    (late,) = [one for one in desk.corrections(between) if one.undone] or [None]
    assert late is None


# What cannot be undone


def refused(ledger: Ledger) -> str:
    """What an undo is refused with; nothing is written."""
    before = ledger.moment()
    with pytest.raises(Contradiction) as caught:
        ledger.undo()
    assert ledger.moment() == before
    return f"{caught.value} {caught.value.cure}"


def test_nothing_is_undone_in_an_empty_ledger_or_of_others(ledger: Ledger) -> None:
    assert "desk has recorded nothing here" in refused(ledger)
    add(ledger)
    ledger.recorder = "Ann"
    assert "Ann has recorded nothing here" in refused(ledger)


@pytest.mark.parametrize(("minutes", "fits"), [(15, True), (15.02, False), (3000, False)])
def test_it_is_undone_within_fifteen_minutes(
    desk: Ledger, clock: Clock, minutes: float, *, fits: bool
) -> None:
    add(desk, id="new")
    clock.wait(minutes=minutes)
    if not fits:
        assert "is more than 15 minutes old" in refused(desk)
        return
    desk.undo()
    assert whole(desk)


def test_an_undo_is_not_undone(desk: Ledger) -> None:
    add(desk, id="new")
    desk.undo()
    assert "an undo is not undone" in refused(desk)


LATER: dict[str, tuple[str, Callable[[Ledger], object]]] = {
    "a verdict": ("add", lambda desk: desk.record("new", {"verdict": "stalled"})),
    "a claim": ("add", lambda desk: desk.add({"id": "x", "speaker": "B", "question": "new"}, "jt")),
    "an amendment": ("add", lambda desk: desk.amend("new", {"note": "N."})),
    "a withdrawal": ("add", lambda desk: desk.withdraw("new", "No.")),
    "another verdict": (
        "record",
        lambda desk: desk.record("floor", {"verdict": "unclear", "reason": "Doubtful."}),
    ),
    "a blind verdict": (
        "record",
        lambda desk: desk.record("floor", {"verdict": "unclear", "blind": True}),
    ),
    "a verdict on a shared question": (
        "withdraw a shared claim",
        lambda desk: desk.record("formula", {"verdict": "unclear", "reason": "Doubtful."}),
    ),
    "a claim of the source": ("amend a source", lambda desk: add(desk, id="x")),
    "a verdict that names the source": (
        "amend a source",
        lambda desk: desk.record("floor", {"verdict": "unclear", "evidence": [{"source": "jt"}]}),
    ),
    "another merge": (
        "merge",
        lambda desk: desk.merge("Oleksii Reznikov", "Ann", "Two names."),
    ),
}


@pytest.mark.parametrize("later", LATER)
def test_what_others_have_built_on_is_not_undone(desk: Ledger, later: str) -> None:
    command, build = LATER[later]
    if later == "another merge":
        desk.add({**FLOOR, "id": "ann", "speaker": "Ann"}, "jt")
    COMMANDS[command](desk)
    desk.recorder = "Bea"
    build(desk)
    desk.recorder = "desk"
    assert "Bea has built on" in refused(desk)


def test_what_others_record_elsewhere_holds_nothing_up(desk: Ledger) -> None:
    desk.amend("floor", {"speaker": "Ann"}, "Misread.")
    record_as(desk, "Bea", "formula", "unclear", reason="Doubtful.")
    desk.undo()
    assert only(desk, "floor").speaker == "James Black"
    assert whole(desk)


def test_a_verdict_holds_nothing_up_that_comes_in_the_source_it_names(desk: Ledger) -> None:
    desk.record("floor", {"verdict": "unclear", "evidence": [{"source": "jt"}]})
    desk.recorder = "Bea"
    add(desk, id="new", statement="S.")
    desk.recorder = "desk"
    assert [step.id for step in desk.undo().steps] == ["floor#1"]
    assert whole(desk)


@pytest.mark.parametrize("is_signed", [False, True])
def test_what_a_checkpoint_covers_is_not_undone(
    desk: Ledger, tmp_path: Path, *, is_signed: bool
) -> None:
    key = None
    if is_signed:
        key = tmp_path / "key"
        make_key(key, "news.example")
    desk.checkpoint(key)
    add(desk, id="new")
    desk.undo()
    add(desk, id="new-2")
    desk.checkpoint(key)
    assert "A checkpoint of" in refused(desk)


AT_ONCE: dict[str, tuple[str, dict[str, Any]]] = {
    "a final verdict": ("The wrong summit.", {"verdict": "unclear", "reason": "The wrong summit."}),
    "news for another reason": ("The wrong summit.", {"verdict": "stalled", "reason": "Talks."}),
    "news": ("The wrong summit.", {"verdict": "stalled"}),
}


@pytest.mark.parametrize("later", AT_ONCE)
def test_a_verdict_right_behind_a_withdrawal_is_taken_back_alone(desk: Ledger, later: str) -> None:
    reason, outcome = AT_ONCE[later]
    desk.withdraw("formula#1", reason)
    before = state(desk)
    desk.record("formula", outcome)
    assert [step.id for step in desk.undo().steps] == ["formula#2"]
    assert state(desk) == before
    assert whole(desk)


@pytest.mark.parametrize("reason", ["Misread.", "  Misread, \u0041\u030a.  "])
def test_news_in_place_of_a_verdict_is_taken_back_with_its_withdrawal(
    desk: Ledger, reason: str
) -> None:
    before = state(desk)
    desk.amend("formula#1", {"verdict": "stalled"}, reason)
    assert [step.id for step in desk.undo().steps] == ["formula#1", "formula#2"]
    assert state(desk) == before
    assert whole(desk)


def test_a_question_withdrawn_for_another_reason_than_its_claim_is_taken_back_alone(
    desk: Ledger,
) -> None:
    desk.add({"id": "x", "speaker": "Ann", "question": "floor"}, "jt")
    desk.withdraw("x", "Not said.")
    desk.withdraw("floor", "Not said either.")
    assert [step.id for step in desk.undo().steps] == ["floor", "floor"]
    assert whole(desk)


def test_an_import_is_not_undone_but_what_comes_behind_it(desk: Ledger, write: Write) -> None:
    path = write(
        "more.toml",
        '[source]\nid = "s"\npublisher = "P"\n[[claim]]\nid = "a"\nspeaker = "A"\n'
        'statement = "S."\n[[claim]]\nid = "b"\nspeaker = "A"\nstatement = "T."\n'
        '[[claim.outcome]]\nverdict = "unclear"\n',
    )
    desk.import_([path])
    assert "came with an import, which is not undone" in refused(desk)
    desk.record("a", {"verdict": "unclear"})
    assert [step.id for step in desk.undo().steps] == ["a#1"]


def test_another_machine_sees_by_its_shape_that_it_was_an_import(
    desk: Ledger, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "none"))
    text = '[source]\nid = "s"\npublisher = "P"\n' + "".join(
        f'[[claim]]\nid = "{one}"\nspeaker = "A"\nstatement = "{one}."\n' for one in "ab"
    )
    desk.import_([write("more.toml", text)])
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    assert "came with an import, which is not undone" in refused(desk)


def test_it_is_the_command_that_was_shown(desk: Ledger) -> None:
    add(desk, id="new")
    last = desk.undo(dry_run=True).steps[-1].entry
    add(desk, id="newer", statement="S.")
    with pytest.raises(Contradiction, match="is not the last that desk has recorded"):
        desk.undo(last=last)


def test_a_request_with_a_key_is_not_done_again_after_an_undo(desk: Ledger) -> None:
    request = ({**FLOOR, "id": "new"}, "jt", "k1")
    desk.add(*request)
    assert desk.add(*request).before
    desk.undo()
    with pytest.raises(Taken, match="'k1' added 'new', which was undone at once"):
        desk.add(*request)
    desk.add({**FLOOR, "id": "new-2"}, "jt", "k2")


# Files


def test_a_file_that_has_what_was_undone_does_not_bring_it_back(desk: Ledger) -> None:
    desk.amend("floor", {"speaker": "Ann"}, "Misread.")
    add(desk, id="new")
    from histories import import_documents  # noqa: PLC0415 - Hypothesis is slow to load

    documents = desk.export()
    desk.undo()
    size = desk.moment().entry
    told = import_documents(desk, documents)
    assert desk.moment().entry == size
    assert told.withdrawn == ["new"]
    assert not [one for one in desk.list() if one.id == "new"]


# What verify and an import of a journal make of it


FORGERIES: dict[str, tuple[Callable[[Entry], Entry], str]] = {
    "another's": (
        lambda one: Entry(one.at, "Bea", one.kind, one.id, one.body),
        "which another has recorded",
    ),
    "too late": (
        lambda one: Entry("2023-07-20T12:15:01Z", one.by, one.kind, one.id, one.body),
        "which is more than 15 minutes older",
    ),
    "of nothing": (
        lambda one: Entry(one.at, one.by, one.kind, one.id, {**one.body, "undoes": "99"}),
        "which is not there before it",
    ),
    "of another": (
        lambda one: Entry(one.at, one.by, one.kind, one.id, {**one.body, "undoes": "2"}),
        "",
    ),
    "of other words": (
        lambda one: Entry(one.at, one.by, one.kind, one.id, {**one.body, "speaker": "Cyd"}),
        "does not say what stood before",
    ),
    "no number": (
        lambda one: Entry(one.at, one.by, one.kind, one.id, {**one.body, "undoes": "0x3"}),
        "is not the number of an entry",
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_an_undo_that_could_not_be_is_told_by_verify_and_by_an_import(
    desk: Ledger, clock: Clock, fresh_ledger: Callable[[str], Ledger], forgery: str
) -> None:
    change, told = FORGERIES[forgery]
    desk.amend("floor", {"speaker": "Ann"}, "Misread.")
    entries = [*b"".join(desk.export_journal()).splitlines()]
    done = desk.undo()
    (last,) = b"".join(desk.export_journal()).splitlines()[len(entries) :]
    entry = change(from_bytes(last))
    assert len(done.steps) == 1
    clock.wait(hours=1)
    with fresh_ledger("other") as other:
        with pytest.raises(ProblemsFound) as caught:
            other.import_journal(io.BytesIO(b"\n".join([*entries, to_bytes(entry), b""])))
        assert told in str(caught.value.problems[0])
        other.import_journal(io.BytesIO(b"\n".join([*entries, b""])))
        with open_database(other.place).writing() as connection:
            size = journal_table.head(connection).size
            journal_table.append(connection, size, [entry])
            projection.project(connection, size + 1, [entry])
        found = other.verify()
        assert not found.whole
        assert any(told in one.message for one in found.damage)


def test_an_undo_of_what_is_not_the_last_is_told(
    desk: Ledger,
) -> None:
    desk.amend("floor", {"speaker": "Ann"}, "Misread.")
    number = desk.moment().entry
    desk.record("floor", {"verdict": "stalled"})
    _, first = desk.log("floor")[1]
    body = {key: first.body[key] for key in first.body}
    entry = Entry("2023-07-20T12:00:00Z", "desk", "claim", "floor", {**body, "undoes": str(number)})
    with open_database(desk.place).writing() as connection:
        size = journal_table.head(connection).size
        journal_table.append(connection, size, [entry])
        projection.project(connection, size + 1, [entry])
    (damage,) = desk.verify().damage
    assert "which is not the last thing that was recorded before" in damage.message


def test_what_is_undone_twice_is_told(desk: Ledger) -> None:
    desk.amend("floor", {"speaker": "Ann"}, "Misread.")
    desk.undo()
    _, again = desk.log("floor")[-1]
    with open_database(desk.place).writing() as connection:
        size = journal_table.head(connection).size
        journal_table.append(connection, size, [again])
        projection.project(connection, size + 1, [again])
    (damage,) = desk.verify().damage
    assert f"It undoes entry {size - 1}, which entry {size} has undone." in damage.message
    assert not whole(desk)


def test_a_claim_that_is_moved_back_to_its_own_question_is_no_damage(desk: Ledger) -> None:
    desk.amend("floor", {"question": "formula"}, "The same.")
    desk.amend("floor", {"question": ""}, "Not the same.")
    assert whole(desk)


def test_it_is_the_same_on_every_database(place: str, clock: Clock) -> None:
    with Ledger(place, recorder="desk", clock=clock, create=True) as ledger:
        add(ledger)
        clock.set(KNOWN)
        before = figures(ledger)
        for command in ("add", "record", "amend both", "withdraw a claim"):
            COMMANDS[command](ledger)
            ledger.undo()
            clock.wait(minutes=20)
        assert figures(ledger) == before
        assert ledger.withdrawn() == []
        assert whole(ledger)


# Copies and news


def test_copies_and_backups_take_undone_commands_along(desk: Ledger, tmp_path: Path) -> None:
    desk.withdraw("floor", "Not said.")
    desk.undo()
    desk.amend("floor", {"due": "2024"}, "Misread.")
    desk.undo()
    before = state(desk)
    desk.copy(tmp_path / "copy.db")
    desk.backup(tmp_path / "backup.db")
    for name in ("copy.db", "backup.db"):
        with Ledger(tmp_path / name, clock=desk._clock) as other:  # noqa: SLF001 - the test's own
            assert state(other) == before
            assert whole(other)


def test_news_tell_of_what_was_added_and_undone(desk: Ledger) -> None:
    add(desk, id="new", statement="It rains.")
    desk.undo()
    newest, _, added, *_ = desk.news().items
    assert added.title.endswith("It rains.")
    assert newest.title.startswith("Correction, undone at once: ")
