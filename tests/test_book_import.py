from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from examples import FORMULA, SOURCE, add, only

from ledger.errors import BadValue, FileTrouble, ProblemsFound
from ledger.formats.claimfile.document import print_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock

    from ledger.book.importing.bundles import Imported
    from ledger.book.ledger import Ledger

    Write = Callable[[str, str], Path]

OWN = """
[source]
id = "jt"
publisher = "The Japan Times"
published = "2023-07-03"

[[claim]]
id = "floor"
speaker = "James Black"
statement = "2% is the least each spends."
due = "next week"
[[claim.outcome]]
verdict = "in-progress"
happened_on = "2023-07-04"
evidence = [{ url = "https://a.example" }]

[[claim]]
id = "second"
speaker = "James Black"
statement = "A second thing."
due = "2023-07-12"
"""

SETTLED = OWN.replace(
    '[[claim]]\nid = "second"',
    """\
[[claim.outcome]]
verdict = "did-not-happen"
evidence = [{ url = "https://b.example" }]

[[claim]]
id = "second\"""",
)


def lines(found: Imported) -> dict[str, object]:
    """What an import did, without what is empty."""
    told = {
        "added": dict(found.added),
        "unchanged": found.unchanged,
        "amended": found.amended,
        "stale": found.stale,
        "withdrawn": found.withdrawn,
        "missing": found.missing,
        "skipped": found.skipped,
    }
    return {key: value for key, value in told.items() if value}


def errors(refused: pytest.ExceptionInfo[ProblemsFound]) -> list[str]:
    """The problems that stopped an import: file, line and message."""
    found = [one for one in refused.value.problems if one.severity == "error"]
    return [f"{one.path.rpartition('/')[2]}:{one.line} {one.message}" for one in found]


@pytest.fixture
def own(ledger: Ledger, write: Write) -> Ledger:
    """The ledger with the file `OWN` in it."""
    ledger.import_([write("jt.toml", OWN)])
    return ledger


# What is new and what is not


def test_a_file_is_imported_as_a_whole(ledger: Ledger, write: Write) -> None:
    found = ledger.import_([write("jt.toml", OWN)])
    assert lines(found) == {"added": {"source": 1, "question": 2, "claim": 2, "outcome": 1}}
    assert [(one.id, one.verdict) for one in ledger.list()] == [
        ("second", None),
        ("floor", "in-progress"),
    ]


@pytest.mark.parametrize("text", [OWN, FORMULA, SETTLED])
def test_importing_twice_changes_nothing(
    ledger: Ledger, write: Write, clock: Clock, text: str
) -> None:
    clock.set("2023-08-12")
    ledger.import_([write("jt.toml", text)])
    before = ledger.root()
    clock.wait(days=400)
    found = ledger.import_([write("jt.toml", text)])
    assert set(lines(found)) == {"unchanged"}
    assert ledger.root() == before


def test_a_folder_is_imported_with_all_below_it(ledger: Ledger, write: Write) -> None:
    other = FORMULA.replace('"jt"', '"other"')
    write("2023/jt.toml", OWN)
    write("2023/07/other.toml", other)
    folder = write("notes.txt", "no claim file").parent
    assert ledger.import_([folder]).added["claim"] == 4


def test_a_dry_run_writes_nothing(ledger: Ledger, write: Write) -> None:
    found = ledger.import_([write("jt.toml", OWN)], dry_run=True)
    assert found.added["claim"] == 2
    assert ledger.log() == []


def test_formatting_order_of_keys_and_defaults_change_nothing(own: Ledger, write: Write) -> None:
    other = OWN.replace('due = "next week"', 'kind = "prediction"\ndue = " next week "').replace(
        'speaker = "James Black"\n',
        'checkable = true\nattribution = "quoted"\nspeaker = "James Black"\n',
    )
    assert set(lines(own.import_([write("jt.toml", f"# a comment\n{other}")]))) == {"unchanged"}


def test_a_question_may_stand_in_another_file_or_in_the_ledger(
    ledger: Ledger, write: Write
) -> None:
    question, claims = FORMULA.split("[[claim]]", 1)
    first = write(
        "a.toml", FORMULA.split("[[question]]")[0].replace("jt", "a") + "[[claim]]" + claims
    )
    second = write("b.toml", question.replace('"jt"', '"b"'))
    ledger.import_([first, second])
    third = FORMULA.split("[[question]]")[0].replace("jt", "c")
    ledger.import_(
        [write("c.toml", f'{third}[[claim]]\nid = "c1"\nquestion = "formula"\nspeaker = "C"')]
    )
    assert {one.question for one in ledger.list()} == {"formula"}


# What changed in a file


def test_a_changed_key_is_an_amendment(own: Ledger, write: Write) -> None:
    found = own.import_([write("jt.toml", OWN.replace("James Black", "J. Black", 1))])
    assert lines(found) == {"amended": ["floor"], "unchanged": 5}
    assert only(own, "floor").speaker == "J. Black"
    assert only(own, "second").speaker == "James Black"


def test_a_changed_source_is_an_amendment(own: Ledger, write: Write) -> None:
    found = own.import_([write("jt.toml", OWN.replace("The Japan Times", "JT"))])
    assert lines(found) == {"amended": ["jt"], "unchanged": 5}


def test_a_claim_and_its_question_amended_together_are_named_once(
    own: Ledger, write: Write
) -> None:
    text = OWN.replace("James Black", "J. Black", 1).replace("2% is", "2.5% is")
    assert own.import_([write("jt.toml", text)]).amended == ["floor"]


def test_a_due_day_read_from_words_stays_when_the_day_of_publication_is_corrected(
    own: Ledger, write: Write
) -> None:
    before = only(own, "floor").due
    found = own.import_([write("jt.toml", OWN.replace('"2023-07-03"', '"2023-07-12"'))])
    assert lines(found) == {"amended": ["jt"], "unchanged": 5}
    assert only(own, "floor").due == before == "2023-07-10/2023-07-16"


def test_other_words_move_the_due_day(own: Ledger, write: Write) -> None:
    own.import_([write("jt.toml", OWN.replace("next week", "this week"))])
    assert only(own, "floor").due == "2023-07-03/2023-07-09"


def test_a_changed_note_amends_the_outcome_it_belongs_to(own: Ledger, write: Write) -> None:
    text = OWN.replace("a.example", "c.example")
    assert own.import_([write("jt.toml", text)]).amended == ["floor#1"]
    (told,) = own.outcomes(["floor"])["floor"]
    assert told.outcome.evidence[0].url == "https://c.example"


def test_after_the_fact_a_change_in_a_file_needs_a_reason(
    ledger: Ledger, write: Write, clock: Clock
) -> None:
    ledger.import_([write("jt.toml", OWN)])
    clock.set("2023-07-17")
    text = OWN.replace("2% is", "2.5% is").replace("James Black", "J. Black")
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_([write("jt.toml", text)])
    assert [line.partition(" ")[0] for line in errors(refused)] == [
        *("jt.toml:10", "jt.toml:9", "jt.toml:19"),
    ]
    assert all("reason" in line for line in errors(refused))
    own_reason = text.replace("due =", 'reason = "Typo in the file."\ndue =')
    ledger.import_([write("jt.toml", own_reason)])
    assert {one.reason for one in ledger.corrections()} == {"Typo in the file."}
    assert {one.after_the_fact for one in ledger.corrections()} == {True}


def test_one_reason_can_serve_a_whole_import(ledger: Ledger, write: Write, clock: Clock) -> None:
    ledger.import_([write("jt.toml", OWN)])
    clock.set("2023-07-17")
    ledger.import_([write("jt.toml", OWN.replace("2% is", "2.5% is"))], reason="Typo.")
    assert [one.reason for one in ledger.corrections()] == ["Typo."]


@pytest.mark.parametrize("reason", ["", "\x00"])
def test_a_reason_is_a_text_that_can_be_kept(ledger: Ledger, write: Write, reason: str) -> None:
    with pytest.raises(BadValue):
        ledger.import_([write("jt.toml", OWN)], reason=reason)
    assert ledger.log() == []


def test_a_reason_that_a_file_keeps_changes_nothing(own: Ledger, write: Write) -> None:
    text = OWN.replace("due =", 'reason = "Because."\ndue =')
    assert set(lines(own.import_([write("jt.toml", text)]))) == {"unchanged"}


# Outcomes


def test_a_new_outcome_gets_the_next_number(own: Ledger, write: Write, clock: Clock) -> None:
    clock.set("2023-08-12")
    own.import_([write("jt.toml", SETTLED)])
    assert [one.outcome.id for one in own.outcomes(["floor"])["floor"]] == ["floor#1", "floor#2"]
    assert only(own, "floor").verdict == "did-not-happen"


def test_a_changed_verdict_is_the_next_outcome_and_needs_a_reason(
    ledger: Ledger, write: Write, clock: Clock
) -> None:
    clock.set("2023-08-12")
    ledger.import_([write("jt.toml", SETTLED)])
    changed = SETTLED.replace('"did-not-happen"', '"happened"')
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_([write("jt.toml", changed)])
    assert len(errors(refused)) == 1
    assert "floor#2 says did-not-happen" in errors(refused)[0]
    ledger.import_([write("jt.toml", changed)], reason="Read again.")
    assert only(ledger, "floor").verdict == "happened"
    told = [(one.outcome.id, one.stands) for one in ledger.outcomes(["floor"])["floor"]]
    assert told == [("floor#1", False), ("floor#2", False), ("floor#3", True)]


def test_late_after_did_not_happen_needs_no_reason(
    ledger: Ledger, write: Write, clock: Clock
) -> None:
    clock.set("2023-08-12")
    ledger.import_([write("jt.toml", SETTLED)])
    late = SETTLED.replace(
        '\n[[claim]]\nid = "second"',
        '[[claim.outcome]]\nverdict = "late"\nhappened_on = "2023-08-01"\n'
        '\n[[claim]]\nid = "second"',
    )
    ledger.import_([write("jt.toml", late)])
    assert only(ledger, "floor").verdict == "late"


@pytest.mark.slow
def test_interim_news_in_a_file_unseats_nothing(ledger: Ledger, write: Write, clock: Clock) -> None:
    clock.set("2023-08-12")
    ledger.import_([write("jt.toml", SETTLED)])
    ledger.import_([write("jt.toml", SETTLED.replace('"in-progress"', '"stalled"'))])
    assert len(ledger.outcomes(["floor"])["floor"]) == 3
    assert only(ledger, "floor").verdict == "did-not-happen"


def test_outcomes_alike_but_for_their_notes_keep_to_themselves(
    ledger: Ledger, write: Write
) -> None:
    """The first of two is taken back; the file that has both brings back neither's words."""
    news = '[[claim.outcome]]\nverdict = "stalled"\nnote = "{}"\n'
    two = OWN.replace(
        '\n[[claim]]\nid = "second"',
        news.format("A") + news.format("B") + '\n[[claim]]\nid = "second"',
    )
    ledger.import_([write("jt.toml", two)])
    ledger.withdraw("floor#2", "Wrong page.")
    before = ledger.root()
    assert lines(ledger.import_([write("jt.toml", two)])) == {
        "unchanged": 7,
        "withdrawn": ["floor#2"],
    }
    assert ledger.root() == before


def test_a_verdict_recorded_again_is_the_one_a_file_means(ledger: Ledger, write: Write) -> None:
    ledger.import_([write("jt.toml", OWN)])
    ledger.withdraw("floor#1", "Wrong page.")
    ledger.record("floor", {"verdict": "in-progress", "happened_on": "2023-07-04"})
    before = ledger.root()
    text = re.sub("evidence = .*\n", "", OWN)
    assert set(lines(ledger.import_([write("jt.toml", text)]))) == {"unchanged"}
    assert ledger.root() == before


# The ledger leads


def test_an_old_copy_undoes_no_amendment_and_is_named(own: Ledger, write: Write) -> None:
    own.amend("floor", {"speaker": "J. Black"})
    own.amend("second", {"statement": "Another thing."})
    own.amend("jt", {"title": "A title"})
    own.amend("floor#1", {"note": "A note."})
    before = own.root()
    found = own.import_([write("jt.toml", OWN)])
    assert lines(found) == {"unchanged": 2, "stale": ["jt", "second", "floor", "floor#1"]}
    assert own.root() == before


def test_an_old_copy_undoes_no_outcome(own: Ledger, write: Write, clock: Clock) -> None:
    clock.set("2023-08-12")
    own.record("floor", {"verdict": "did-not-happen"})
    own.record("second", {"verdict": "happened"})
    before = own.root()
    assert set(lines(own.import_([write("jt.toml", OWN)]))) == {"unchanged"}
    assert own.root() == before
    assert only(own, "floor").verdict == "did-not-happen"


@pytest.mark.slow
def test_an_old_copy_with_one_new_claim_adds_that_alone(own: Ledger, write: Write) -> None:
    own.amend("floor", {"speaker": "J. Black"})
    more = '\n[[claim]]\nid = "third"\nspeaker = "C"\nstatement = "A third thing."\n'
    found = own.import_([write("jt.toml", OWN + more)])
    assert found.stale == ["floor"]
    assert found.added == {"question": 1, "claim": 1}
    assert only(own, "floor").speaker == "J. Black"


def test_what_was_withdrawn_stays_withdrawn_and_is_named(own: Ledger, write: Write) -> None:
    own.withdraw("floor#1", "Wrong page.")
    own.withdraw("floor")
    before = own.root()
    found = own.import_([write("jt.toml", OWN)])
    assert lines(found) == {"unchanged": 3, "withdrawn": ["floor"]}
    changed = OWN.replace("James Black", "J. Black", 1)
    assert own.import_([write("jt.toml", changed)]).withdrawn == ["floor"]
    assert own.root() == before


def test_a_claim_stays_withdrawn_from_a_question_that_outlived_it(
    own: Ledger, write: Write
) -> None:
    own.add({"id": "other", "speaker": "B", "question": "second"}, "jt")
    own.withdraw("second")
    before = own.root()
    found = own.import_([write("jt.toml", OWN)])
    assert lines(found) == {"unchanged": 5, "withdrawn": ["second"], "missing": ["other"]}
    exported = write("jt.toml", print_document(own.export()["jt"]))
    assert set(lines(own.import_([exported]))) == {"unchanged"}
    assert own.root() == before


def test_a_withdrawn_outcome_stays_withdrawn_and_is_named(own: Ledger, write: Write) -> None:
    own.withdraw("floor#1", "Wrong page.")
    before = own.root()
    assert own.import_([write("jt.toml", OWN)]).withdrawn == ["floor#1"]
    assert own.import_([write("jt.toml", OWN.replace("a.ex", "c.ex"))]).withdrawn == ["floor#1"]
    assert own.root() == before


def test_claims_a_file_no_longer_has_stay_and_are_named(own: Ledger, write: Write) -> None:
    shorter = OWN.partition('[[claim]]\nid = "second"')[0]
    before = own.root()
    assert lines(own.import_([write("jt.toml", shorter)])) == {
        "unchanged": 4,
        "missing": ["second"],
    }
    assert own.root() == before


def test_claims_of_sources_that_were_not_imported_are_not_missed(own: Ledger, write: Write) -> None:
    other = FORMULA.replace('"jt"', '"other"')
    assert own.import_([write("other.toml", other)]).missing == []


def test_an_old_copy_moves_no_claim_back(own: Ledger, write: Write) -> None:
    own.amend("second", {"question": "floor"})
    before = own.root()
    found = own.import_([write("jt.toml", OWN)])
    assert lines(found) == {"unchanged": 4, "stale": ["second"]}
    assert own.root() == before


def test_no_claim_is_put_on_a_question_that_was_withdrawn(ledger: Ledger, write: Write) -> None:
    path = write("jt.toml", FORMULA)
    ledger.import_([path])
    for one in ("doubt", "reznikov", "formula"):
        ledger.withdraw(one)
    assert ledger.import_([path]).withdrawn == ["formula", "reznikov", "doubt"]
    more = '\n[[claim]]\nid = "third"\nspeaker = "C"\nquestion = "formula"\n'
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_([write("jt.toml", FORMULA + more)])
    assert errors(refused) == [
        "jt.toml:27 The question 'formula' was withdrawn; no claim can stand on it."
    ]


def test_nothing_is_recorded_on_a_question_that_was_withdrawn(
    own: Ledger, write: Write, clock: Clock
) -> None:
    own.withdraw("floor")
    clock.set("2023-08-12")
    before = own.root()
    own.import_([write("jt.toml", SETTLED)])
    assert own.root() == before


# Claims that move in a file


def test_a_claim_that_moves_in_a_file_leaves_no_question_behind(own: Ledger, write: Write) -> None:
    moved = OWN.replace('statement = "A second thing."\ndue = "2023-07-12"', 'question = "floor"')
    own.import_([write("jt.toml", moved)])
    assert only(own, "second").question == "floor"
    assert [(entry.kind, entry.body.get("what")) for _, entry in own.log("second")[-2:]] == [
        ("claim", None),
        ("withdrawal", "question"),
    ]
    assert set(lines(own.import_([write("jt.toml", moved)]))) == {"unchanged"}
    assert own.export()["jt"]["claim"][1]["question"] == "floor"


def test_a_claim_does_not_move_from_under_others(own: Ledger, write: Write) -> None:
    own.add({"id": "other", "speaker": "B", "question": "second"}, "jt")
    moved = OWN.replace('statement = "A second thing."\ndue = "2023-07-12"', 'question = "floor"')
    with pytest.raises(ProblemsFound) as refused:
        own.import_([write("jt.toml", moved)])
    assert [one for one in errors(refused) if "other" in one]
    along = moved + '\n[[claim]]\nid = "other"\nspeaker = "B"\nquestion = "floor"\n'
    own.import_([write("jt.toml", along)])
    assert {one.question for one in own.list()} == {"floor"}


def test_a_claim_that_comes_to_a_question_being_left_is_a_problem(
    own: Ledger, write: Write
) -> None:
    moved = OWN.replace('statement = "A second thing."\ndue = "2023-07-12"', 'question = "floor"')
    coming = moved + '\n[[claim]]\nid = "other"\nspeaker = "B"\nquestion = "second"\n'
    with pytest.raises(ProblemsFound) as refused:
        own.import_([write("jt.toml", coming)])
    assert [one for one in errors(refused) if "other" in one]


def test_to_move_to_a_settled_question_needs_a_reason(own: Ledger, write: Write) -> None:
    own.record("floor", {"verdict": "did-not-happen", "happened_on": "2023-07-04"})
    moved = OWN.replace('statement = "A second thing."\ndue = "2023-07-12"', 'question = "floor"')
    with pytest.raises(ProblemsFound) as refused:
        own.import_([write("jt.toml", moved)])
    assert "reason" in errors(refused)[0]


# What contradicts the ledger


def test_a_due_day_in_a_file_does_not_contradict_an_outcome_of_the_ledger(
    own: Ledger, write: Write, clock: Clock
) -> None:
    clock.set("2023-07-13")
    own.record("second", {"verdict": "happened", "happened_on": "2023-07-12"})
    with pytest.raises(ProblemsFound) as refused:
        own.import_([write("jt.toml", OWN.replace('"2023-07-12"', '"2023-07-11"'))], reason="Typo.")
    (line,) = errors(refused)
    assert line.startswith("jt.toml:21 second#1 says happened.")
    assert "ledger withdraw second#1" in line


def test_a_day_of_publication_in_a_file_does_not_contradict_a_claim_of_the_ledger(
    own: Ledger, write: Write
) -> None:
    text = OWN.replace('"2023-07-03"', '"2023-07-13"').replace(
        'due = "2023-07-12"', 'due = "2023-07-20"'
    )
    own.add({"id": "other", "speaker": "B", "statement": "S.", "due": "2023-07-12"}, "jt")
    with pytest.raises(ProblemsFound) as refused:
        own.import_([write("jt.toml", text)])
    assert [line.partition(":")[2][:2] for line in errors(refused)] == ["5 "]
    assert "ledger amend other --made" in errors(refused)[0]
    own.amend("other", {"made": "2023-07-03"})
    own.import_([write("jt.toml", text)])


def test_a_new_outcome_is_held_against_the_due_day_the_ledger_has(
    own: Ledger, write: Write, clock: Clock
) -> None:
    """The file's due day is out of date, so what happened by it did not happen by the ledger's."""
    clock.set("2023-07-13")
    own.amend("second", {"due": "2023-07-10"}, "Misread.")
    text = OWN + '[[claim.outcome]]\nverdict = "happened"\nhappened_on = "2023-07-11"\n'
    with pytest.raises(ProblemsFound) as refused:
        own.import_([write("jt.toml", text)])
    (line,) = errors(refused)
    assert "late" in line
    assert line.endswith("The ledger has due 2023-07-10.")
    own.import_([write("jt.toml", text.replace('2023-07-11"\n', '2023-07-10"\n'))])


def test_the_day_a_claim_was_made_is_held_against_the_due_day_the_ledger_has(
    own: Ledger, write: Write
) -> None:
    own.amend("second", {"due": "2023-07-04"})
    text = OWN.replace('due = "2023-07-12"', 'due = "2023-07-12"\nmade = "2023-07-05"')
    with pytest.raises(ProblemsFound) as refused:
        own.import_([write("jt.toml", text)], reason="Typo.")
    assert "made 2023-07-05 is after the due day of second in the ledger: 2023-07-04" in str(
        errors(refused)
    )
    own.import_([write("jt.toml", text.replace("2023-07-05", "2023-07-04"))], reason="Typo.")


def test_a_claim_may_leave_a_question_that_others_have_left_already(
    own: Ledger, write: Write
) -> None:
    own.add({"id": "other", "speaker": "B", "question": "second"}, "jt")
    own.withdraw("other")
    moved = OWN.replace('statement = "A second thing."\ndue = "2023-07-12"', 'question = "floor"')
    stays = moved + '\n[[claim]]\nid = "other"\nspeaker = "B"\nquestion = "second"\n'
    assert own.import_([write("jt.toml", stays)]).withdrawn == ["other"]
    assert only(own, "second").question == "floor"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "jt"', 'id = "floor"'),
        ('id = "jt"', 'id = "formula"'),
        ('id = "floor"', 'id = "doubt"'),
        ('id = "floor"', 'id = "formula"'),
        ('id = "floor"', 'id = "other"'),
    ],
)
def test_an_id_that_belongs_to_something_else_is_a_problem(
    ledger: Ledger, write: Write, old: str, new: str
) -> None:
    ledger.import_([write("other.toml", FORMULA.replace('"jt"', '"other"'))])
    if new == 'id = "floor"':
        add(ledger)
    before = ledger.root()
    text = OWN.replace('id = "jt"', 'id = "mine"').replace(
        'id = "mine"' if "jt" in old else old, new
    )
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_([write("mine.toml", text)])
    assert [line for line in errors(refused) if f"'{new[6:-1]}'" in line]
    assert ledger.root() == before


def test_the_claim_of_another_source_is_never_amended(own: Ledger, write: Write) -> None:
    with pytest.raises(ProblemsFound) as refused:
        own.import_([write("mine.toml", OWN.replace('id = "jt"', 'id = "mine"'))])
    assert len([line for line in errors(refused) if "source 'jt'" in line]) == 2


# Problems


def test_a_problem_in_any_file_and_nothing_is_written(ledger: Ledger, write: Write) -> None:
    good = write("a.toml", OWN)
    bad = write("b.toml", FORMULA.replace('"jt"', '"b"').replace("against", "agains"))
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_([good, bad])
    assert [line[:9] for line in errors(refused)] == ["b.toml:22"]
    assert ledger.log() == []


def test_problems_within_files_and_between_them_are_all_named_at_once(
    ledger: Ledger, write: Write
) -> None:
    """A date in a, an id that b has too, one of the ledger's, a question and a source of nobody."""
    add(ledger)
    head = '[source]\nid = "{}"\npublisher = "P"\n'
    claim = '[[claim]]\nid = "{}"\nspeaker = "A"\nstatement = "S."\n'
    on = '[[claim]]\nid = "on"\nquestion = "{}"\nspeaker = "A"\n'
    outcome = '[[claim.outcome]]\nverdict = "stalled"\nevidence = [{ source = "gone" }]\n'
    first = head.format("a") + claim.format("twice") + 'due = "2023-13"\n' + on.format("two")
    write("a.toml", first)
    second = head.format("b") + claim.format("twice") + outcome + claim.format("floor")
    folder = write("b.toml", second).parent
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_([folder])
    places = [line.split()[0] for line in errors(refused)]
    assert places == ["a.toml:8", "a.toml:11", "b.toml:5", "b.toml:10", "b.toml:12"]


def test_what_may_be_in_a_file_that_cannot_be_read_is_not_missed(
    ledger: Ledger, write: Write
) -> None:
    write("a.toml", FORMULA)
    claim = '[[claim]]\nid = "reznikov"\nquestion = "far"\nspeaker = "B"\n'
    write("b.toml", f'[source]\nid = "b"\npublisher = "P"\n{claim}')
    folder = write("c.toml", "[source").parent
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_([folder])
    assert [line.split()[0] for line in errors(refused)] == ["b.toml:5", "c.toml:1"]


def test_skip_bad_leaves_out_a_file_and_what_depends_on_it(ledger: Ledger, write: Write) -> None:
    """File b has a mistake, c needs a question of b, d one of c, and a none of them."""
    write("a.toml", OWN)
    head = '[source]\nid = "{0}"\npublisher = "P"\n'
    own = '[[question]]\nid = "q-{0}"\nstatement = "S {0}."\n'
    on = '[[claim]]\nid = "on-{0}"\nquestion = "q-{1}"\nspeaker = "C"\n'
    write("b.toml", (head + own).format("b") + 'colour = "red"\n')
    write("c.toml", (head + own + on).format("c", "b"))
    folder = write("d.toml", (head + on).format("d", "c")).parent
    with pytest.raises(ProblemsFound):
        ledger.import_([folder])
    found = ledger.import_([folder], skip_bad=True)
    assert [path.rpartition("/")[2] for path in found.skipped] == ["b.toml", "c.toml", "d.toml"]
    assert found.added == {"source": 1, "question": 2, "claim": 2, "outcome": 1}
    messages = [str(one) for one in found.problems]
    assert len(messages) == len(set(messages)) == 3


def test_skip_bad_can_leave_nothing(ledger: Ledger, write: Write) -> None:
    found = ledger.import_([write("a.toml", "[source]\n")], skip_bad=True)
    assert set(lines(found)) == {"skipped"}
    assert ledger.log() == []


def test_a_file_under_two_names_says_nothing_new(ledger: Ledger, write: Write) -> None:
    done = ledger.import_([write("a.toml", OWN), write("b.toml", OWN)])
    assert done.added["claim"] == 2
    assert [one.code for one in done.problems].count("said-again") == 1
    root = ledger.root()
    assert not ledger.import_([write("a.toml", OWN), write("b.toml", OWN)]).added
    assert ledger.root() == root


def test_another_source_of_the_same_id_is_a_problem(ledger: Ledger, write: Write) -> None:
    other = OWN.replace("The Japan Times", "Reuters")
    assert other != OWN
    paths = [write("a.toml", OWN), write("b.toml", other)]
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_(paths)
    assert any("'jt'" in line for line in errors(refused))
    found = ledger.import_(paths, skip_bad=True)
    assert [path.rpartition("/")[2] for path in found.skipped] == ["b.toml"]
    assert found.added["claim"] == 2


def test_the_same_file_named_twice_is_read_once(ledger: Ledger, write: Write) -> None:
    path = write("a.toml", OWN)
    assert ledger.import_([path, path]).added["claim"] == 2


ARTICLE = (
    "Black called it a floor. “We look to 2% as a floor, not a ceiling, for all of us,” said James "
    "Black of RAND Europe. Kyiv hopes for more.\n"
)
QUOTED = OWN.replace('due = "next week"', 'quote = "a floor, not a ceiling"\ndue = "next week"')


def test_where_an_article_was_edited_since_what_stands_in_the_quotes_place_is_named(
    ledger: Ledger, write: Write
) -> None:
    """The first edit changes its words; after the second there is no such place."""
    path, text = write("a.toml", QUOTED), write("article.txt", ARTICLE)
    ledger.import_([path], text=text)
    write("article.txt", ARTICLE.replace("a floor, not a ceiling", "a floor and not the ceiling"))
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_([path], text=text)
    quote = "a.toml:11 The quote 'a floor, not a ceiling' is not in the text; "
    edited = "where it stood, the text now says 'a floor and not the ceiling'."
    assert errors(refused) == [quote + edited]
    write("article.txt", "It is a flor, not a celing.")
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_([path], text=text)
    assert errors(refused) == [f"{quote}the closest passage is 'a flor, not a celing.'."]


def test_the_place_of_another_quote_is_not_named(ledger: Ledger, write: Write) -> None:
    path, text = write("a.toml", QUOTED), write("article.txt", ARTICLE)
    ledger.import_([path], text=text)
    write("a.toml", QUOTED.replace("not a ceiling", "not the ceiling"))
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_([path], text=text)
    assert "the closest passage is 'a floor, not a ceiling,'" in errors(refused)[0]


def test_a_path_where_nothing_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises((FileTrouble, ProblemsFound)):
        ledger.import_([tmp_path / "none.toml"])


def test_evidence_names_a_source_of_the_files_or_the_ledger(ledger: Ledger, write: Write) -> None:
    add(ledger)
    text = OWN.replace('"jt"', '"mine"').replace('"floor"', '"mine-floor"')
    ledger.import_([write("a.toml", text.replace('url = "https://a.example"', 'source = "mine"'))])
    with pytest.raises(ProblemsFound) as refused:
        ledger.import_(
            [write("a.toml", text.replace('url = "https://a.example"', 'source = "mein"'))]
        )
    assert errors(refused)[0].startswith("a.toml:15 ")
    ledger.import_([write("a.toml", text.replace('url = "https://a.example"', 'source = "jt"'))])
    assert SOURCE["id"] == "jt"


def test_what_was_added_by_hand_can_be_exported_and_imported_again(
    ledger: Ledger, write: Write
) -> None:
    add(ledger, due="next week", topics=["a"])
    ledger.record("floor", {"verdict": "stalled", "evidence": [{"url": "https://a.example"}]})
    before = ledger.root()
    found = ledger.import_([write("jt.toml", print_document(ledger.export()["jt"]))])
    assert set(lines(found)) == {"unchanged"}
    assert ledger.root() == before
