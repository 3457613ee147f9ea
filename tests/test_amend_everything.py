"""What can be given when a record is made can be corrected afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click
import pytest
from commands import Desk
from examples import only, record_as, with_floor_and_formula

from ledger.cli import group
from ledger.errors import BadValue, Contradiction, NeedsReason, NothingChanges
from ledger.model.fields import RECORDS, Sort

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Clock, LedgerAfter

    from ledger.book.ledger import Ledger

UNAMENDED: Final = {
    "id": "an id is for good",
    "key": "it names the request, not the claim",
    "text": "it is not kept, and the place of a quote in it goes with the quote",
    "blind": "it says how a verdict was given",
    "adjudicates": "it says how a verdict was given",
    "proposed": "it is approved, by somebody else",
}
"""What cannot be corrected, and why; whoever adds an option that can be may not name it here."""


def flags(name: str) -> set[str]:
    """The flags of a command, without those that are about how it answers."""
    command = group.get_command(click.Context(group), name)
    assert command is not None
    found = {flag for one in command.params if isinstance(one, click.Option) for flag in one.opts}
    return {flag.removeprefix("--") for flag in found} - {"format", "yes", "h", "help"}


@pytest.mark.parametrize("name", ["add", "record", "forecast"])
def test_every_option_that_makes_a_record_amends_it(name: str) -> None:
    assert flags(name) - flags("amend") <= UNAMENDED.keys()


def test_the_verdict_which_is_no_option_of_record_amends_an_outcome() -> None:
    assert "verdict" in flags("amend")


ANN: Final = {"speaker": "Ann", "statement": "S."}


@pytest.fixture
def desk(ledger_after: LedgerAfter, clock: Clock) -> Ledger:
    """A ledger with a claim and two on a shared question, which is settled, all overdue."""
    found = ledger_after(with_floor_and_formula)
    clock.set("2023-07-20")
    found.record("formula", {"verdict": "happened", "happened_on": "2023-07-11", "note": "N."})
    found.add({**ANN, "id": "counted", "type": "number", "answer": "at least 300"}, "jt")
    found.add(
        {**ANN, "id": "which", "type": "categories", "options": ["a", "b"], "answer": "a"}, "jt"
    )
    found.add({**ANN, "id": "year", "type": "number", "answer": "2030"}, "jt")
    told = {"answer": "411", "answer_low": "400", "answer_high": "420"}
    found.record("counted", {"verdict": "answered", **told})
    found.respond("floor", {"by": "A", "date": "2023-07-12", "text": "Yes."})
    return found


VALUES: Final = {
    "publisher": "AFP", "title": "T", "authors": ["A"], "published": "2023-07-02",
    "url": "https://b.example", "archive_url": "https://c.example", "language": "en", "note": "M.",
    "statement": "S.", "due": "2023-07-13", "due_words": "", "due_basis": "context",
    "resolve_by": "2023-08", "closes": "2023-07", "criteria": "C.", "condition": "If.",
    "topics": ["t"], "question": "formula", "speaker": "Ann", "organisation": "O", "role": "R",
    "attribution": "reported", "kind": "pledge", "quote": "Q", "place": "p. 3", "wording": "will",
    "stance": "for", "probability": "0.7", "made": "2023-07-01", "checkable": False,
    "verdict": "partly", "value": "0.25", "happened_on": "2023-07-10",
    "evidence": [{"url": "https://d.example"}], "by": "B", "date": "2023-07-13", "text": "No.",
}  # fmt: skip
"""Another value for each field of a record."""

ASKED: Final[dict[tuple[str, str], tuple[str, object]]] = {
    ("question", "type"): ("year", "date"),
    ("question", "options"): ("which", ["a", "b", "c"]),
    ("question", "ordered"): ("which", True),
    ("question", "unit"): ("counted", "seats"),
    ("question", "measure"): ("counted", "seats in the Diet"),
    ("question", "lower_bound"): ("counted", "0"),
    ("question", "upper_bound"): ("counted", "650"),
    ("claim", "answer"): ("counted", "more than 350"),
    ("outcome", "answer"): ("counted#1", "412"),
    ("outcome", "answer_low"): ("counted#1", "405"),
    ("outcome", "answer_high"): ("counted#1", "415"),
}
"""The same for those of questions that are not yes or no, and what has each."""

OF: Final = {
    "source": "jt",
    "question": "formula",
    "claim": "floor",
    "outcome": "formula#1",
    "response": "floor#r1",
}


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (kind, field.name)
        for kind in OF
        for field in RECORDS[kind]
        if field.name not in {"id", "blind", "adjudicates", "disputed", "proposed", "due_words"}
    ],
)
def test_every_field_of_every_record_is_amended_and_undone(
    desk: Ledger, kind: str, key: str
) -> None:
    if key == "value":
        desk.amend("formula#1", {"verdict": "partly", "value": "0.5"}, "Misread.")
        identifier = "formula#2"
    else:
        identifier = OF[kind]
    identifier, value = ASKED.get((kind, key), (identifier, VALUES.get(key)))
    before = desk.editable(identifier)
    done = desk.amend(identifier, {key: value}, "Misread.")
    where = identifier if done.recorded is None else done.recorded.outcome.id
    after = desk.editable(where)
    if key != "checkable":
        assert after[key] == value
        assert before.get(key) != after[key]
    assert key in {one for _, one, *_ in done.changes}
    assert not desk.verify().damage
    desk.undo()
    assert desk.editable(identifier) == before
    assert not desk.verify().damage


def test_every_sort_of_field_is_tried() -> None:
    assert {field.sort for kind in OF for field in RECORDS[kind]} == set(Sort)


# Another verdict


def verdicts(ledger: Ledger, question: str = "formula") -> list[tuple[str, str, bool]]:
    """The outcomes of a question: their ids, verdicts, and whether each stands."""
    found = ledger.outcomes([question])[question]
    return [(one.outcome.id, str(one.outcome.verdict), one.stands) for one in found]


def test_another_verdict_is_recorded_as_the_next_with_the_note_and_evidence(desk: Ledger) -> None:
    with pytest.raises(NeedsReason, match="is a correction, and needs a reason"):
        desk.amend("formula#1", {"verdict": "did-not-happen"})
    done = desk.amend("formula#1", {"verdict": "did-not-happen"}, "Another summit.")
    assert done.recorded is not None
    outcome = done.recorded.outcome
    assert (outcome.id, outcome.note, outcome.happened_on) == ("formula#2", "N.", None)
    assert verdicts(desk) == [
        ("formula#1", "happened", False),
        ("formula#2", "did-not-happen", True),
    ]
    (told,) = desk.corrections()
    assert (told.what, told.before, told.after) == ("verdict", "happened", "did-not-happen")
    assert told.reason == "Another summit."
    assert only(desk, "reznikov").result == "wrong"


def test_news_in_place_of_a_verdict_reopens_the_question(desk: Ledger) -> None:
    with pytest.raises(NeedsReason, match="reopens the question"):
        desk.amend("formula#1", {"verdict": "stalled"})
    desk.amend("formula#1", {"verdict": "stalled"}, "Too early.")
    assert verdicts(desk) == [("formula#2", "stalled", True)]
    assert only(desk, "reznikov").status == "overdue"
    desk.undo()
    assert verdicts(desk) == [("formula#1", "happened", True)]
    assert not desk.verify().damage


def test_a_share_goes_with_its_verdict(desk: Ledger) -> None:
    desk.amend("formula#1", {"verdict": "partly", "value": "0.75"}, "Three of four.")
    desk.amend("formula#2", {"verdict": "happened"}, "The fourth too.")
    assert verdicts(desk)[-1] == ("formula#3", "happened", True)
    with pytest.raises(BadValue, match="value goes with the verdict partly"):
        desk.amend("formula#3", {"value": "0.5"}, "No.")


def test_only_what_stands_or_is_the_last_is_judged_again(desk: Ledger) -> None:
    desk.amend("formula#1", {"verdict": "unclear"}, "Doubtful.")
    with pytest.raises(Contradiction, match="formula#1 was followed by formula#2") as caught:
        desk.amend("formula#1", {"verdict": "void"}, "No.")
    assert caught.value.cure == "Amend that: ledger amend formula#2."
    desk.amend("formula#1", {"note": "Old."})
    with pytest.raises(NothingChanges):
        desk.amend("formula#2", {"verdict": "unclear"})


def test_how_a_verdict_was_given_stays(desk: Ledger) -> None:
    for key in ("blind", "adjudicates"):
        with pytest.raises(BadValue, match="how a verdict was given"):
            desk.amend("formula#1", {key: True})
    record_as(desk, "Bea", "formula", "unclear", blind=True)
    with pytest.raises(Contradiction, match="is a blind verdict of Bea"):
        desk.amend("formula#2", {"verdict": "void"})
    desk.recorder = "Bea"
    desk.amend("formula#2", {"verdict": "void"})
    assert verdicts(desk)[0] == ("formula#1", "happened", True)
    assert desk.outcomes(["formula"])["formula"][-1].outcome.blind


@pytest.mark.parametrize(
    ("identifier", "cure"),
    [
        ("reznikov", "Name the outcome: ledger amend formula#1."),
        ("floor", "There is none yet: ledger record floor VERDICT."),
        ("jt", "Name the outcome, such as QUESTION#1."),
    ],
)
def test_a_verdict_is_said_of_an_outcome(desk: Ledger, identifier: str, cure: str) -> None:
    with pytest.raises(BadValue, match="verdict is said of an outcome") as caught:
        desk.amend(identifier, {"verdict": "void"})
    assert caught.value.cure == cure


def test_the_command_shows_what_becomes_of_each_claim_and_asks(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    desk = Desk(folder)
    desk.add(id="floor")
    desk.done("record", "floor", "happened", "--on", "2023-07-11")
    told = desk.done(
        "amend", "floor#1", "--verdict", "Late", "--on", "2023-07-14", "--reason", "R."
    )
    assert "James Black, for: wrong" in told
    assert "Amended floor#1.\nThe verdict is floor#2 now.\n" in told
    assert "verdict: happened -> late" in told
    desk.add(id="denial", stance="against", statement="It rains.")
    (question,) = [one["question"] for one in desk.json("list") if one["id"] == "denial"]
    desk.done("record", question, "happened", "--on", "2023-07-11", "--yes")
    change = (f"{question}#1", "--verdict", "void", "--reason", "R.")
    assert desk("amend", *change).exit_code == 1
    desk.done("amend", *change, "--yes")
