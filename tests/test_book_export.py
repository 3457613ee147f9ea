from __future__ import annotations

import tomllib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Clock
from examples import FLOOR, FORMULA, SOURCE, add
from histories import empty_ledgers, histories, live
from hypothesis import given, settings

from ledger.book.asking import export
from ledger.errors import Contradiction
from ledger.formats.claimfile.document import print_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from histories import Step

    from ledger.book.ledger import Ledger

    Write = Callable[[str, str], Path]
    Make = Callable[[str], Ledger]


def documents(ledger: Ledger, as_of: str | None = None) -> dict[str, Any]:
    """What the ledger exports, without what is empty."""
    found = ledger.export(as_of)
    return {one: {key: told[key] for key in told if told[key]} for one, told in found.items()}


def again(ledger: Ledger, write: Write, make: Make) -> Ledger:
    """A fresh ledger with what the first exports."""
    found = documents(ledger)
    paths = [write(f"again/{one}.toml", print_document(told)) for one, told in found.items()]
    other = make("again")
    other.import_(paths)
    assert documents(other) == found
    return other


def test_a_claim_is_written_with_its_question_and_without_defaults(ledger: Ledger) -> None:
    add(ledger, kind="prediction", attribution="quoted", checkable=True, due_basis="stated")
    assert documents(ledger) == {"jt": {"source": SOURCE, "claim": [FLOOR]}}


def test_what_is_no_default_is_written(ledger: Ledger) -> None:
    keys = {"kind": "plan", "attribution": "reported", "checkable": False, "due_basis": "desk"}
    add(ledger, **keys)
    assert ledger.export()["jt"]["claim"] == [{**FLOOR, **keys}]


def test_the_real_claim_file_comes_out_as_it_went_in(ledger: Ledger, clock: Clock) -> None:
    path = "claims/2023/jt-2023-07-nato-vilnius.toml"
    clock.set("2026-11-23")
    ledger.import_([path])
    with open(path, "rb") as file:  # noqa: PTH123 - tomllib wants bytes
        assert documents(ledger) == {"jt-2023-07-nato-vilnius": tomllib.load(file)}


def test_a_shared_question_is_written_once_where_its_first_claim_was_made(
    ledger: Ledger, write: Write, fresh_ledger: Make
) -> None:
    ledger.import_([write("jt.toml", FORMULA)])
    other = {"id": "lm", "publisher": "Le Monde"}
    ledger.add({"id": "third", "speaker": "C", "question": "formula"}, other)
    ledger.withdraw("doubt")
    found = documents(ledger)
    assert [one["id"] for one in found["jt"]["question"]] == ["formula"]
    assert found["lm"] == {
        "source": other,
        "claim": [{"id": "third", "question": "formula", "speaker": "C"}],
    }
    again(ledger, write, fresh_ledger)


def test_a_question_that_lost_its_claims_is_written_too(
    ledger: Ledger, write: Write, fresh_ledger: Make
) -> None:
    ledger.import_([write("jt.toml", FORMULA)])
    ledger.withdraw("doubt")
    ledger.withdraw("reznikov")
    assert [one["id"] for one in ledger.export()["jt"]["question"]] == ["formula"]
    again(ledger, write, fresh_ledger)


def test_a_question_that_outlived_its_claim_is_written_as_a_question(
    ledger: Ledger, write: Write, fresh_ledger: Make
) -> None:
    add(ledger)
    ledger.add({"id": "no", "speaker": "B", "question": "floor", "stance": "against"}, "jt")
    ledger.withdraw("floor")
    (question,) = ledger.export()["jt"]["question"]
    assert question == {key: FLOOR[key] for key in ("id", "statement", "due")}
    again(ledger, write, fresh_ledger)


def test_a_denial_added_by_hand_is_written_with_its_question(
    ledger: Ledger, write: Write, fresh_ledger: Make
) -> None:
    add(ledger, stance="against", id="no-floor")
    (found,) = documents(ledger).values()
    question = "nato-members-agree-2"
    assert [one["id"] for one in found["question"]] == [question]
    assert [(one["id"], one["question"]) for one in found["claim"]] == [("no-floor", question)]
    again(ledger, write, fresh_ledger)


@pytest.mark.slow
def test_outcomes_are_written_in_order_with_their_reasons(
    ledger: Ledger, clock: Clock, write: Write, fresh_ledger: Make
) -> None:
    add(ledger)
    clock.set("2023-08-12")
    link = [{"url": "https://a.example", "note": "Page 2."}, {"source": "jt"}]
    ledger.record("floor", {"verdict": "partly", "value": "0.750", "evidence": link})
    ledger.record("floor", {"verdict": "happened", "happened_on": "2023-07-11", "reason": "R."})
    (claim,) = ledger.export()["jt"]["claim"]
    assert claim["outcome"] == [
        {"verdict": "partly", "value": "0.75", "evidence": link},
        {"verdict": "happened", "happened_on": "2023-07-11", "reason": "R."},
    ]
    again(ledger, write, fresh_ledger)


def test_a_verdict_left_behind_by_a_withdrawn_one_still_has_a_reason(
    ledger: Ledger, clock: Clock, write: Write, fresh_ledger: Make
) -> None:
    """Late after did-not-happen is news; once that is withdrawn, late corrects what was before."""
    add(ledger)
    clock.set("2023-08-12")
    ledger.record("floor", {"verdict": "unclear"})
    ledger.record("floor", {"verdict": "did-not-happen", "reason": "R."})
    ledger.record("floor", {"verdict": "late", "happened_on": "2023-08-01"})
    ledger.withdraw("floor#2", "Wrong page.")
    found = again(ledger, write, fresh_ledger)
    assert [one.verdict for one in found.list()] == ["late"]


def test_withdrawn_claims_and_outcomes_are_not_written(ledger: Ledger) -> None:
    add(ledger)
    add(ledger, id="second")
    ledger.record("floor", {"verdict": "stalled"})
    ledger.withdraw("floor#1", "Wrong page.")
    ledger.withdraw("second")
    assert documents(ledger) == {"jt": {"source": SOURCE, "claim": [FLOOR]}}


def test_a_source_without_claims_is_written(ledger: Ledger) -> None:
    add(ledger)
    ledger.withdraw("floor")
    assert documents(ledger) == {"jt": {"source": SOURCE}}


def test_a_claim_that_moved_is_written_where_it_stands(
    ledger: Ledger, write: Write, fresh_ledger: Make
) -> None:
    ledger.import_([write("jt.toml", FORMULA)])
    add(ledger)
    ledger.amend("floor", {"question": "formula"})
    document = ledger.export()["jt"]
    assert [one["id"] for one in document["question"]] == ["formula"]
    assert {one.get("question") for one in document["claim"]} == {"formula"}
    again(ledger, write, fresh_ledger)


def test_due_words_go_out_with_the_date_they_were_read_as(
    ledger: Ledger, write: Write, fresh_ledger: Make
) -> None:
    add(ledger, due="next week")
    ledger.amend("jt", {"published": "2023-07-10"})
    (claim,) = ledger.export()["jt"]["claim"]
    assert (claim["due"], claim["due_words"]) == ("2023-07-10/2023-07-16", "next week")
    found = again(ledger, write, fresh_ledger)
    assert [one.due for one in found.list()] == ["2023-07-10/2023-07-16"]


@pytest.mark.parametrize(
    "text",
    ['"""', "\\", "a\nb", "'''\n\"", "a\u2028b", "tab\there", "#", "é\U0001f600", "[x]\n= 1"],
)
def test_texts_survive_the_way_through_a_file(
    ledger: Ledger, write: Write, fresh_ledger: Make, text: str
) -> None:
    add(ledger, statement=text, quote=text, note=text)
    (found,) = again(ledger, write, fresh_ledger).list()
    (before,) = ledger.list()
    assert (found.statement, found.quote, found.note) == (
        before.statement,
        before.quote,
        before.note,
    )


def test_an_export_is_as_of_a_moment(ledger: Ledger, clock: Clock) -> None:
    add(ledger)
    clock.wait(days=1)
    ledger.amend("floor", {"speaker": "J. Black"})
    assert documents(ledger, "2023-07-05") == {"jt": {"source": SOURCE, "claim": [FLOOR]}}


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(histories(12))
def test_files_are_the_same_however_many_are_made_at_once(
    empty_ledger: Path, history: list[Step]
) -> None:
    """A question is in one of them alone, and goes with its first claim wherever that is."""
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        live(ledger, clock, history)
        clock.now = max(clock.now, Clock().now)
        with pytest.MonkeyPatch.context() as patch:
            made = []
            for number in (1, 2, 100):
                patch.setattr(export, "SOURCES_AT_ONCE", number)
                with suppress(Contradiction):  # there are questions, and no source
                    made.append(ledger.export())
        assert all(one == made[0] for one in made)
        for one in made[:1]:
            written = [
                table["id"]
                for document in one.values()
                for kind in ("question", "claim")
                for table in document[kind]
            ]
            assert len(written) == len(set(written))
