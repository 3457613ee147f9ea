"""The bodies of journal entries: plain values, no floats, and the record back from them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from strategies import claims, evidence, outcomes, questions, shares, sources

from ledger import edtf
from ledger.model import parse, parse_outcome
from ledger.model.claim import Claim, Question, Source
from ledger.model.codec import claim_of, outcome_of, question_of, source_of, to_body
from ledger.model.outcome import Evidence, Outcome
from ledger.model.verdicts import Verdict
from ledger.quote import Selector

if TYPE_CHECKING:
    from collections.abc import Iterator

FOREVER = date.max


def leaves(body: Any) -> Iterator[Any]:  # noqa: ANN401 - a body holds any of the plain types
    """The values within a body that are neither a table nor a list."""
    if isinstance(body, dict | list):
        for inner in body.values() if isinstance(body, dict) else body:
            yield from leaves(inner)
    else:
        yield body


def errors(complaints: tuple[Any, ...]) -> list[str]:
    return [one.message for one in complaints if not one.warning]


# Written and read back, by way of JSON as in the journal


@pytest.mark.slow
@given(sources())
def test_a_source_comes_back_from_its_body(source: Source) -> None:
    assert source_of(source.id, json.loads(json.dumps(to_body(source)))) == source


@pytest.mark.slow
@given(questions())
def test_a_question_comes_back_from_its_body(question: Question) -> None:
    assert question_of(question.id, json.loads(json.dumps(to_body(question)))) == question


@pytest.mark.slow
@given(claims())
def test_a_claim_comes_back_from_its_body(claim: Claim) -> None:
    assert claim_of(claim.id, json.loads(json.dumps(to_body(claim)))) == claim


@pytest.mark.slow
@given(outcomes())
def test_an_outcome_comes_back_from_its_body(outcome: Outcome) -> None:
    body = json.loads(json.dumps(to_body(outcome)))
    assert outcome_of(outcome.question, outcome.n, body) == outcome


@pytest.mark.slow
@given(claims() | outcomes() | questions() | sources())
def test_a_body_holds_texts_truth_values_tables_and_lists_alone(record: Claim | Outcome) -> None:
    assert {type(one) for one in leaves(to_body(record))} <= {str, bool}


@pytest.mark.slow
@given(claims() | outcomes() | questions() | sources() | evidence())
def test_a_body_leaves_out_what_is_not_set(record: Claim | Outcome) -> None:
    assert not any(one in (None, [], {}) for one in to_body(record).values())


# A body says what a person could have written


@pytest.mark.slow
@given(sources())
def test_a_body_reads_as_the_table_of_a_source(source: Source) -> None:
    body = to_body(source)
    digest = body.pop("digest", None)
    draft = parse.read_source({**body, "id": source.id})
    assert errors(draft.complaints) == []
    assert {**to_body(draft.source)} | ({"digest": digest} if digest else {}) == to_body(source)


@pytest.mark.slow
@given(questions())
def test_a_body_reads_as_the_table_of_a_question(question: Question) -> None:
    draft = parse.read_question({**to_body(question), "id": question.id}, None)
    assert errors(draft.complaints) == []
    assert draft.question == question


@pytest.mark.slow
@given(claims())
def test_a_body_reads_as_the_table_of_a_claim(claim: Claim) -> None:
    body = to_body(claim)
    body.pop("selector", None)
    source = Source(id=body.pop("source"), publisher="P")
    draft = parse.read_claim({**body, "id": claim.id}, source, horizon=FOREVER)
    assert errors(draft.complaints) == []
    assert draft.question is None
    assert to_body(draft.claim) == {**body, "source": claim.source}


@pytest.mark.slow
@given(outcomes())
def test_a_body_reads_as_the_table_of_an_outcome(outcome: Outcome) -> None:
    draft = parse_outcome.read_outcome(to_body(outcome), None, horizon=FOREVER)
    assert errors(draft.complaints) == []
    assert to_body(draft.outcome) == to_body(outcome)


# Written out


def test_the_id_and_the_number_are_the_entrys_and_not_the_bodys() -> None:
    claim = Claim(id="c", question="q", source="s", speaker="A")
    assert to_body(claim) == {
        "question": "q",
        "source": "s",
        "speaker": "A",
        "attribution": "quoted",
        "kind": "prediction",
        "checkable": True,
    }
    assert to_body(Outcome(question="q", n=3, verdict=Verdict.STALLED)) == {"verdict": "stalled"}


@pytest.mark.parametrize("mark", ["blind", "adjudicates"])
def test_a_mark_of_an_outcome_is_written_only_where_it_is_set(mark: str) -> None:
    """So the bytes and hashes of entries made before there were marks are what they were."""
    outcome = Outcome(question="q", n=3, verdict=Verdict.VOID, **{mark: True})
    assert to_body(outcome) == {"verdict": "void", mark: True}


def test_every_type_of_value_has_its_plain_form() -> None:
    published = edtf.parse("2023-07-12~")
    outcome = Outcome(
        question="q",
        n=1,
        verdict=Verdict.PARTLY,
        value=Decimal("0.750"),
        happened_on=edtf.parse("2023-07"),
        evidence=(Evidence(url="https://a.example", published=published), Evidence(source="s")),
    )
    assert to_body(outcome) == {
        "verdict": "partly",
        "value": "0.75",
        "happened_on": "2023-07",
        "evidence": [{"url": "https://a.example", "published": "2023-07-12~"}, {"source": "s"}],
    }
    assert to_body(Selector(prefix="", exact="a floor", suffix=",")) == {
        "prefix": "",
        "exact": "a floor",
        "suffix": ",",
    }


def test_the_reason_of_a_change_is_no_part_of_the_record() -> None:
    assert question_of("q", {"statement": "It is.", "reason": "A slip."}) == Question(
        id="q", statement="It is."
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("0.0", "0"),
        ("0E-10", "0"),
        ("1", "1"),
        ("1.000", "1"),
        ("0.70", "0.7"),
        ("7E-1", "0.7"),
        ("1E-18", "0.000000000000000001"),
        ("0.999999999999999999", "0.999999999999999999"),
    ],
)
def test_a_decimal_is_its_shortest_plain_text(number: str, text: str) -> None:
    outcome = Outcome(question="q", n=1, verdict=Verdict.PARTLY, value=Decimal(number))
    assert to_body(outcome)["value"] == text
    claim = Claim(id="c", question="q", source="s", speaker="A", probability=Decimal(number))
    assert to_body(claim)["probability"] == text


@given(shares())
def test_a_decimal_comes_back_from_its_text_exactly(share: Decimal) -> None:
    claim = Claim(id="c", question="q", source="s", speaker="A", probability=share)
    text = to_body(claim)["probability"]
    assert Decimal(text) == share
    assert set(text) <= set("0123456789.")
    assert text in {"0", "1"} or not text.endswith(("0", "."))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (1, "1"),
        (0, "0"),
        (0.7, "0.7"),
        (Decimal("0.70"), "0.7"),
        ("0.70", "0.7"),
        (" .7 ", "0.7"),
        ("1e-3", "0.001"),
        ("-0", "0"),
        ("0.000000000000000001000", "0.000000000000000001"),
    ],
    ids=repr,
)
def test_a_probability_is_read_from_every_form_people_write(written: object, kept: str) -> None:
    raw = {"id": "c", "question": "q", "speaker": "A", "probability": written}
    draft = parse.read_claim(raw, Source(id="s", publisher="P"), horizon=FOREVER)
    assert draft.complaints == ()
    assert to_body(draft.claim)["probability"] == kept
