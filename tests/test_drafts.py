"""Sources, questions and claims as people write them: what is taken, and what is said.

Here it is 30 June 2024 at the latest, and the source was published on 5 July 2023.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from ledger import edtf
from ledger.model import parse
from ledger.model.claim import Claim, Question, Source

if TYPE_CHECKING:
    from ledger.model.parse import ClaimDraft, QuestionDraft, SourceDraft

HORIZON = date(2024, 6, 30)
SOURCE = Source(id="jt", publisher="The Japan Times", published=edtf.parse("2023-07-05"))
UNDATED = Source(id="jt", publisher="The Japan Times")
BASE = {"id": "c", "speaker": "A", "statement": "It comes about."}


def claim(source: Source = SOURCE, **raw: object) -> ClaimDraft:
    return parse.read_claim(BASE | raw, source, horizon=HORIZON)


def stand(**raw: object) -> ClaimDraft:
    """A claim that names a question."""
    return parse.read_claim(
        {"id": "c", "speaker": "A", "question": "q"} | raw, SOURCE, horizon=HORIZON
    )


def said(draft: ClaimDraft | QuestionDraft | SourceDraft) -> list[str]:
    """What is complained of, warnings marked."""
    return [
        f"{'warning: ' if one.warning else ''}{one.place[0]}: {one.message}"
        for one in draft.complaints
    ]


def due_of(draft: ClaimDraft) -> tuple[str, str | None, str | None]:
    """The due date as kept: its text, its words and its basis."""
    assert draft.question is not None
    assert said(draft) == []
    question = draft.question
    return str(question.due), question.due_words, question.due_basis


# What is left unsaid


def test_a_claim_of_few_keys_has_the_defaults_and_makes_its_own_question() -> None:
    draft = claim()
    assert draft.claim == Claim(
        id="c",
        question="c",
        source="jt",
        speaker="A",
        attribution="quoted",
        kind="prediction",
        stance=None,
        probability=None,
        checkable=True,
    )
    assert draft.question == Question(id="c", statement="It comes about.")
    assert draft.complaints == ()
    assert draft.reason is None


def test_a_claim_that_names_a_question_makes_none() -> None:
    draft = stand(stance="against", reason="A slip.")
    assert draft.question is None
    assert (draft.claim.question, draft.claim.stance) == ("q", "against")
    assert draft.reason == "A slip."
    assert draft.complaints == ()


def test_the_note_of_a_claim_is_not_its_questions() -> None:
    draft = claim(note="Said twice.")
    assert draft.claim.note == "Said twice."
    assert draft.question is not None
    assert draft.question.note is None


def test_a_source_of_few_keys_has_nothing_more() -> None:
    draft = parse.read_source({"id": "jt", "publisher": "The Japan Times"})
    assert (draft.source, draft.complaints) == (UNDATED, ())


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ({"speaker": "  James Black \n"}, {"speaker": "James Black"}),
        ({"checkable": "False"}, {"checkable": False}),
        ({"checkable": False}, {"checkable": False}),
        ({"probability": 1}, {"probability": Decimal(1)}),
        ({"quote": "two\nlines"}, {"quote": "two\nlines"}),
        ({"role": None, "checkable": None}, {"role": None, "checkable": True}),
    ],
    ids=repr,
)
def test_a_value_is_kept_without_what_does_not_matter(
    raw: dict[str, Any], kept: dict[str, Any]
) -> None:
    draft = claim(**raw)
    assert {key: getattr(draft.claim, key) for key in kept} == kept
    assert draft.complaints == ()


def test_topics_are_kept_once_each_in_their_order() -> None:
    draft = claim(topics=["nato", " japan", "nato"])
    assert draft.question is not None
    assert draft.question.topics == ("nato", "japan")
    for one in ("nato", ["nato"]):
        alone = claim(topics=one)
        assert alone.question is not None
        assert alone.question.topics == ("nato",)
    with_a_comma = claim(topics=["Smith, John"])
    assert with_a_comma.question is not None
    assert with_a_comma.question.topics == ("Smith, John",)
    assert with_a_comma.complaints == ()


# Due dates and their words


def test_a_due_date_is_stated_unless_it_is_said_whose_it_is() -> None:
    assert due_of(claim(due="2023-07-12")) == ("2023-07-12", None, "stated")
    assert due_of(claim(due="2023-07-12", due_basis="desk")) == ("2023-07-12", None, "desk")


def test_without_a_due_date_there_is_no_basis() -> None:
    draft = claim()
    assert draft.question is not None
    assert (draft.question.due, draft.question.due_basis) == (None, None)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        # 5 July 2023 was a Wednesday.
        ("next week", "2023-07-10/2023-07-16"),
        ("this Friday", "2023-07-07"),
        ("later this year", "../2023-12-31"),
        ("by the end of 2024", "../2024-12-31"),
        ("in 3 weeks", "2023-07-26"),
    ],
)
def test_words_in_due_are_read_against_the_day_of_publication_and_kept(
    words: str, kept: str
) -> None:
    assert due_of(claim(due=f" {words} ")) == (kept, words, "stated")


def test_words_in_due_are_read_against_the_day_the_claim_was_made_if_that_is_known() -> None:
    assert due_of(claim(made="2023-06-30", due="next week")) == (
        "2023-07-03/2023-07-09",
        "next week",
        "stated",
    )


def test_words_in_made_are_read_against_the_day_of_publication() -> None:
    draft = claim(made="last week")
    assert str(draft.claim.made) == "2023-06-26/2023-07-02"
    assert draft.complaints == ()


@pytest.mark.parametrize(("words", "day"), [("Friday", "2023-06-30"), ("4 July", "2022-07-04")])
def test_words_in_made_look_back_from_the_day_of_publication(words: str, day: str) -> None:
    """Monday 3 July 2023: nothing is published before it is said."""
    source = Source(id="s", publisher="P", published=edtf.parse("2023-07-03"))
    draft = claim(source, made=words)
    assert str(draft.claim.made) == day
    assert draft.complaints == ()


def test_words_without_a_day_to_hang_on_are_refused() -> None:
    assert said(claim(UNDATED, due="next week")) == [
        (
            "due: due: 'next week' depends on the day it was said, and none is given. "
            "Give that day, or write a full date such as 2023-07-12."
        )
    ]


def test_words_that_two_days_of_the_anchor_read_differently_are_refused_with_both() -> None:
    source = Source(id="s", publisher="P", published=edtf.parse("2023-07-03/2023-07-10"))
    (problem,) = said(claim(source, due="next week"))
    assert "'2023-07-10 to 2023-07-16' or '2023-07-17 to 2023-07-23'" in problem


def test_words_of_a_question_that_stands_alone_are_read_against_the_source() -> None:
    raw = {"id": "q", "statement": "It is.", "due": "next week"}
    draft = parse.read_question(raw, SOURCE.published)
    assert (draft.question.id, draft.question.statement) == ("q", "It is.")
    assert str(draft.question.due) == "2023-07-10/2023-07-16"
    assert draft.question.due_words == "next week"


def test_due_words_beside_a_date_keep_the_date_and_warn_where_they_now_differ() -> None:
    same = claim(due="2023-12-31", due_words="later this year")
    assert due_of(same) == ("2023-12-31", "later this year", "stated")
    unreadable = claim(due="2023-12-31", due_words="before the snow falls")
    assert due_of(unreadable)[1] == "before the snow falls"
    other = claim(due="2023-12-31", due_words="next week")
    assert other.question is not None
    assert str(other.question.due) == "2023-12-31"
    assert said(other) == [
        (
            "warning: due_words: due_words 'next week' would now be read as "
            "2023-07-10 to 2023-07-16, not 2023-12-31."
        )
    ]


def test_a_misspelt_basis_is_named_even_where_the_due_date_cannot_be_read() -> None:
    assert [one.place for one in claim(due="2023-02-30", due_basis="state").complaints] == [
        ("due",),
        ("due_basis",),
    ]


# Made, published and due


@pytest.mark.parametrize("made", ["2024-06-30", "2024-06", "2024", "2024-06-30/2024-07-31"])
def test_a_claim_may_be_made_on_the_latest_day_it_is_anywhere(made: str) -> None:
    assert said(claim(UNDATED, made=made)) == []


@pytest.mark.parametrize("made", ["2024-07-01", "2024-07", "2025", "2024-07-01/.."])
def test_a_claim_certainly_made_later_is_refused(made: str) -> None:
    told = edtf.in_words(made)
    assert said(claim(UNDATED, made=made)) == [f"made: made {told} is in the future."]


def test_a_source_is_warned_of_when_published_in_the_future_if_the_day_is_known() -> None:
    today = {"id": "s", "publisher": "P", "published": "2024-06-30"}
    assert said(parse.read_source(today, horizon=HORIZON)) == []
    raw = today | {"published": "2024-07-01"}
    assert said(parse.read_source(raw)) == []
    assert said(parse.read_source(raw, horizon=HORIZON)) == [
        "warning: published: published 2024-07-01 is in the future; is it right?"
    ]


@pytest.mark.parametrize("due", ["2023-07-05", "2023-07", "2023", "../2023-07-05", "2023-07-05~"])
def test_what_may_be_due_on_the_day_of_publication_is_taken(due: str) -> None:
    assert said(claim(due=due)) == []


@pytest.mark.parametrize("due", ["2023-07-04", "2023-06", "2022", "../2023-07-04", "2023-07-04~"])
def test_what_was_due_before_publication_is_refused_for_an_own_question(due: str) -> None:
    assert said(claim(due=due)) == [
        (
            f"due: due {edtf.in_words(due)} is over before its source was published (2023-07-05); "
            "if the claim is older, say so with made."
        )
    ]
    assert said(claim(due=due, made="2022-01-01")) == []


def test_a_fuzzy_day_of_publication_is_taken_at_its_earliest() -> None:
    source = Source(id="s", publisher="P", published=edtf.parse("2023-07"))
    assert said(claim(source, due="2023-07-01")) == []
    assert len(said(claim(source, due="2023-06-30"))) == 1


# Stance and probability


@pytest.mark.parametrize(
    ("stance", "probability", "complaints"),
    [
        ("for", "0.51", 0),
        ("for", "1", 0),
        ("for", "0.5", 0),
        ("for", "0.49", 1),
        ("for", "0", 1),
        ("against", "0.49", 0),
        ("against", "0", 0),
        ("against", "0.5", 0),
        ("against", "0.51", 1),
        ("none", "0", 0),
        ("none", "1", 0),
        (None, "0", 0),
        (None, "1", 0),
    ],
)
def test_a_stance_fits_a_probability_on_its_side_of_one_half(
    stance: str | None, probability: str, complaints: int
) -> None:
    draft = stand(stance=stance, probability=probability)
    assert [one.place for one in draft.complaints] == [("stance",)] * complaints


def test_a_stance_against_its_probability_names_both_readings() -> None:
    assert said(stand(stance="against", probability="0.85")) == [
        (
            "stance: stance against contradicts probability 0.85, which is always that of the "
            "statement coming about: either the stance is for, or the probability is 0.15."
        )
    ]


def test_a_low_probability_is_no_written_denial() -> None:
    assert said(claim(probability="0.1")) == []
    assert [one.place for one in claim(stance="against").complaints] == [("stance",)]


@pytest.mark.parametrize("speaker", ["unnamed: experts", "Unnamed Studio:", "A. Unnamed"])
def test_a_speaker_may_be_unnamed_in_one_way(speaker: str) -> None:
    warned = [one.place for one in claim(speaker=speaker).complaints if one.warning]
    assert warned == ([("speaker",)] if speaker == "Unnamed Studio:" else [])


@pytest.mark.parametrize("speaker", ["unnamed experts", "Unnamed: experts", "unnamed:", "UNNAMED"])
def test_an_unnamed_speaker_written_otherwise_is_warned_of(speaker: str) -> None:
    assert said(claim(speaker=speaker)) == [
        (
            f"warning: speaker: speaker '{speaker}': a speaker without a name is written "
            "like 'unnamed: experts'."
        )
    ]
