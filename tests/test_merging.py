"""Spellings of one name, joined by ``ledger merge``, and what follows from it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from examples import add, only

from ledger import Filters
from ledger.errors import BadValue, Contradiction, NeedsReason, NotFound, NothingChanges
from ledger.report import report
from ledger.report.comparing.comparison import compare
from ledger.store.records import Spellings

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Clock, LedgerAfter

    from ledger import Ledger


@pytest.fixture
def spelled(ledger_after: LedgerAfter) -> Ledger:
    """A ledger with one man written in three ways, and somebody else."""
    return ledger_after(_spell)


def _spell(ledger: Ledger, *_: object) -> None:
    for number, speaker in enumerate(["James Black", "J. Black", "Black, James", "Jamie Shea"]):
        add(ledger, id=f"c{number}", speaker=speaker, statement=f"It comes about: {number}.")


def groups(ledger: Ledger, as_of: str | None = None) -> dict[str, str]:
    """Whom each claim counts for."""
    return {one.id: one.speaker_group for one in ledger.list(as_of=as_of)}


def test_a_merged_spelling_counts_for_the_other_and_stays_as_written(spelled: Ledger) -> None:
    spelled.merge("J. Black", "James Black")
    assert only(spelled, "c1").speaker == "J. Black"
    assert groups(spelled) == {
        "c0": "James Black", "c1": "James Black", "c2": "Black, James", "c3": "Jamie Shea",
    }  # fmt: skip


def test_what_was_merged_can_be_taken_back(spelled: Ledger) -> None:
    before = groups(spelled)
    spelled.merge("J. Black", "James Black")
    assert spelled.unmerge("J. Black").into == "James Black"
    assert groups(spelled) == before
    spelled.merge("James Black", "J. Black")
    assert groups(spelled)["c0"] == "J. Black"


def test_a_spelling_of_a_spelling_counts_for_the_last(spelled: Ledger) -> None:
    spelled.merge("J. Black", "Black, James")
    assert spelled.merge("Black, James", "James Black").group == "James Black"
    assert {groups(spelled)[one] for one in ("c0", "c1", "c2")} == {"James Black"}
    spelled.unmerge("Black, James")
    assert groups(spelled) | {"c3": ""} == {
        "c0": "James Black", "c1": "Black, James", "c2": "Black, James", "c3": "",
    }  # fmt: skip


def test_to_be_joined_to_a_spelling_is_to_count_for_its_name(spelled: Ledger) -> None:
    spelled.merge("Black, James", "James Black")
    done = spelled.merge("J. Black", "Black, James")
    assert (done.into, done.group) == ("Black, James", "James Black")
    assert groups(spelled)["c1"] == "James Black"


def test_a_circle_is_refused(spelled: Ledger) -> None:
    spelled.merge("J. Black", "Black, James")
    spelled.merge("Black, James", "James Black")
    root = spelled.root()
    for into in ("J. Black", "Black, James"):
        with pytest.raises(Contradiction, match="already counts for 'James Black'") as refused:
            spelled.merge("James Black", into)
        assert refused.value.cure == (
            "To turn that round, first undo it: "
            f"ledger merge {shlex.quote(into)} --undo --reason 'not one name'"
        )
    assert spelled.root() == root


def test_a_spelling_joined_to_somebody_else_leaves_the_first(spelled: Ledger) -> None:
    spelled.merge("J. Black", "Jamie Shea")
    spelled.merge("J. Black", "James Black")
    assert groups(spelled)["c1"] == "James Black"
    spelled.unmerge("J. Black")
    assert groups(spelled)["c1"] == "J. Black"


@pytest.mark.parametrize(
    ("speaker", "into", "refusal", "why"),
    [
        ("J. Black", "James Blakc", NotFound, "Did you mean James Black"),
        ("Nobody", "James Black", NotFound, "no speaker 'Nobody'"),
        ("J. Black", "j. black", Contradiction, "already spellings of one name"),
        ("unnamed: experts", "James Black", Contradiction, "is not a name"),
        ("J. Black", "unnamed: experts", Contradiction, "is not a name"),
        ("Black, James", "James Black", NothingChanges, "already joined to 'James Black'"),
    ],
)
def test_what_cannot_be_merged_is_refused(
    spelled: Ledger, speaker: str, into: str, refusal: type[Exception], why: str
) -> None:
    add(spelled, id="c4", speaker="unnamed: experts", statement="So it is said.")
    spelled.merge("Black, James", "James Black")
    root = spelled.root()
    with pytest.raises(refusal, match=why):
        spelled.merge(speaker, into)
    assert spelled.root() == root


def test_a_name_is_known_whatever_its_case_unless_two_differ_in_it_alone(spelled: Ledger) -> None:
    spelled.merge("j. BLACK", "james black")
    assert groups(spelled)["c1"] == "James Black"
    add(spelled, id="c4", speaker="JAMES BLACK", statement="Loudly said.")
    with pytest.raises(Contradiction, match="'JAMES BLACK' or 'James Black'"):
        spelled.merge("Black, James", "james black")
    spelled.merge("JAMES BLACK", "James Black")
    assert groups(spelled)["c4"] == "James Black"


def test_undoing_what_was_never_done_is_refused(spelled: Ledger) -> None:
    spelled.merge("J. Black", "James Black")
    with pytest.raises(Contradiction, match="was not joined") as refused:
        spelled.unmerge("James Black")
    assert refused.value.cure == "Joined to it: J. Black."
    spelled.unmerge("J. Black")
    with pytest.raises(Contradiction, match="was not joined"):
        spelled.unmerge("J. Black")


def test_filters_take_every_spelling_for_the_person(spelled: Ledger) -> None:
    spelled.merge("J. Black", "Black, James")
    spelled.merge("Black, James", "James Black")
    for name in ("James Black", "J. Black", "black, james"):
        found = spelled.list(Filters(speaker=(name,)))
        assert [one.id for one in found] == ["c0", "c1", "c2"]
    assert [one.id for one in spelled.list(Filters(speaker=("Jamie Shea",)))] == ["c3"]


def test_the_past_is_as_it_was(spelled: Ledger, clock: Clock) -> None:
    before = spelled.moment()
    clock.wait(days=1)
    spelled.merge("J. Black", "James Black")
    between = spelled.moment()
    clock.wait(days=1)
    spelled.unmerge("J. Black")
    assert groups(spelled, str(before))["c1"] == "J. Black"
    assert groups(spelled, str(between))["c1"] == "James Black"
    assert groups(spelled, between.day.isoformat())["c1"] == "James Black"
    assert groups(spelled)["c1"] == "J. Black"
    wanted = Filters(speaker=("James Black",))
    assert len(spelled.list(wanted, str(before))) == 1
    assert len(spelled.list(wanted, str(between))) == 2


def test_a_report_counts_the_spellings_as_one_speaker(spelled: Ledger) -> None:
    spelled.record("c0", {"verdict": "happened", "happened_on": "2023-07-04"})
    spelled.record("c1", {"verdict": "void", "happened_on": "2023-07-04"})
    spelled.merge("J. Black", "James Black", "One man.")
    found = {one.key: one.figures.as_dict() for one in report(spelled).groups}
    assert set(found) == {"James Black", "Black, James", "Jamie Shea"}
    assert found["James Black"]["claims"] == 2
    assert found["James Black"]["scored"] == 1


def test_spellings_of_one_name_weigh_as_one_speaker_on_a_question(spelled: Ledger) -> None:
    for identifier, speaker in {"on-1": "James Black", "on-2": "J. Black"}.items():
        spelled.add({"id": identifier, "speaker": speaker, "question": "c3"}, "jt")
    spelled.record("c3", {"verdict": "happened", "happened_on": "2023-07-04"})
    assert report(spelled).total.as_dict()["scored"] == 3
    spelled.merge("J. Black", "James Black", "One man.")
    assert report(spelled).total.as_dict()["scored"] == 2


def test_spellings_of_one_name_are_not_compared(spelled: Ledger) -> None:
    spelled.merge("J. Black", "James Black")
    with pytest.raises(BadValue, match="are one speaker here: James Black"):
        compare(spelled, "J. Black", "James Black")


def test_merging_is_listed_among_the_corrections(spelled: Ledger) -> None:
    spelled.merge("J. Black", "James Black", "one man")
    spelled.unmerge("J. Black", "his brother")
    told = [
        (one.kind, one.id, one.what, one.before, one.after, one.reason)
        for one in spelled.corrections()
    ]
    name = ("alias", "J. Black", "speaker_group")
    assert told == [
        (*name, "J. Black", "James Black", "one man"),
        (*name, "James Black", "J. Black", "his brother"),
    ]
    assert len(spelled.corrections(f"5@{spelled.moment().day}")) == 0


def test_a_merge_after_the_fact_needs_a_reason_and_is_flagged(
    spelled: Ledger, clock: Clock
) -> None:
    """It changes whom claims count for whose answers can be known; undoing it does so too."""
    spelled.record("c1", {"verdict": "happened", "happened_on": "2023-07-04"})
    with pytest.raises(NeedsReason, match="the question c1 is settled"):
        spelled.merge("J. Black", "James Black")
    spelled.merge("Black, James", "James Black")
    spelled.merge("J. Black", "Black, James", "One man.")
    for undone in ("J. Black", "Black, James"):
        with pytest.raises(NeedsReason, match="the question c1 is settled"):
            spelled.unmerge(undone)
    told = [(one.id, one.after_the_fact, one.bears_on) for one in spelled.corrections()]
    assert told == [("Black, James", False, ()), ("J. Black", True, ("c1",))]
    assert report(spelled).total.as_dict()["amended_after"] == 1
    spelled.unmerge("Black, James", "Two men.")
    assert spelled.corrections()[-1].bears_on == ("c1",)
    clock.wait(days=400)
    with pytest.raises(NeedsReason, match="due day is over"):
        spelled.merge("Jamie Shea", "James Black")


def test_the_journal_names_the_spelling(spelled: Ledger) -> None:
    spelled.merge("J. Black", "James Black")
    spelled.unmerge("J. Black")
    told = [(entry.kind, dict(entry.body)) for _, entry in spelled.log("J. Black")]
    assert told == [("alias", {"into": "James Black"}), ("withdrawal", {"what": "alias"})]


def test_a_circle_in_the_table_does_no_harm() -> None:
    """No verb makes one; a table that somebody edited may hold one."""
    spellings = Spellings({"a": "b", "b": "a", "c": "a"})
    assert spellings.group("c") in {"a", "b"}
    assert "a" in spellings.keys_of(["a"])


def test_the_command_merges_and_undoes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.add(speaker="James Black", id="one")
    desk.add(speaker="J. Black", id="two")
    told = desk.done("merge", "J. Black", "James Black", "--reason", "one man")
    assert told == "J. Black counts for James Black from now on.\n"
    (view,) = [one for one in desk.json("list") if one["id"] == "two"]
    assert (view["speaker"], view["speaker_group"]) == ("J. Black", "James Black")
    assert "counts for James Black" in desk.done("show", "two")
    assert "counts for" not in desk.done("show", "one")
    told = desk.done("merge", "--undo", "J. Black", "--reason", "his brother")
    assert told == "J. Black counts for itself again, no longer for James Black.\n"
    assert "takes one name" in desk.misused("merge", "--undo", "J. Black", "James Black")
    assert "Name whom SPEAKER is" in desk.misused("merge", "J. Black")
    assert "There is no speaker 'X'" in desk.refused("merge", "X", "James Black")
    desk.add(speaker="Black, James", id="three")
    desk.done("merge", "James Black", "Black, James", "--reason", "one man")
    told = desk.done("merge", "J. Black", "James Black", "--reason", "one man")
    assert told.endswith("James Black itself counts for Black, James.\n")
