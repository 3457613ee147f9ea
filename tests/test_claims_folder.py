"""The claims that come with the program: of an article, and of a survey of forecasters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ledger.book.importing.check import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Clock

    from ledger.book.ledger import Ledger
    from ledger.model.bundle import Bundle
    from ledger.model.claim_state import Assessment
    from ledger.model.outcome import Outcome

CLAIMS = Path(__file__).parent.parent / "claims"
VILNIUS = "jt-2023-07-nato-vilnius"
WRITTEN = date(2026, 11, 24)
"""When the outcomes were last looked for."""

TOKYO = [
    ("in-progress", "2023-07-12"),
    ("stalled", "2024-07"),
    ("did-not-happen", "2024-12-31"),
]


@pytest.fixture(scope="module")
def bundles() -> list[Bundle]:
    found, problems = check([CLAIMS], WRITTEN)
    assert [str(one) for one in problems if one.severity == "error"] == []
    return found


@pytest.fixture(scope="module")
def vilnius(bundles: list[Bundle]) -> Bundle:
    (found,) = [one for one in bundles if one.source.record.id == VILNIUS]
    return found


@pytest.fixture
def listed(fresh_ledger: Callable[[str], Ledger], clock: Clock) -> dict[str, Assessment]:
    clock.set(WRITTEN.isoformat())
    with fresh_ledger("claims") as ledger:
        ledger.import_([CLAIMS])
        return {one.id: one for one in ledger.list()}


def outcomes_of(bundle: Bundle, question: str) -> list[Outcome]:
    return [item.record for item in bundle.outcomes if item.record.question == question]


@pytest.mark.slow
def test_the_only_warning_is_of_an_outcome_for_which_nothing_was_found() -> None:
    bundles, problems = check([CLAIMS], WRITTEN)
    outcomes = [item for bundle in bundles for item in bundle.outcomes]
    without = [item for item in outcomes if not item.record.evidence]
    assert [item.record.verdict for item in without] == ["unclear"]
    assert [(one.line, one.severity) for one in problems] == [
        (item.origin.line_of(("verdict",)), "warning") for item in without
    ]


def test_each_file_is_named_for_its_source_in_the_folder_of_its_year(
    bundles: list[Bundle],
) -> None:
    for bundle in bundles:
        source = bundle.source.record
        assert source.published is not None
        assert source.published.earliest is not None
        assert bundle.path == str(
            CLAIMS / str(source.published.earliest.year) / f"{source.id}.toml"
        )


def test_the_vilnius_article_makes_51_claims(vilnius: Bundle) -> None:
    assert len(vilnius.claims) == 51
    assert vilnius.source.record.publisher == "The Japan Times"
    assert str(vilnius.source.record.published) == "2023-07-03/2023-07-09"


def test_ids_that_others_refer_to_are_there(vilnius: Bundle) -> None:
    claims = {item.record.id: item.record for item in vilnius.claims}
    assert claims["two-percent-floor"].question == "two-percent-floor"
    assert claims["two-percent-floor"].speaker == "James Black"
    for name in ("reznikov-signal-formula", "experts-doubt-it"):
        assert claims[name].question == "ukraine-clear-signal-and-formula"


def test_every_quote_is_short(vilnius: Bundle) -> None:
    quotes = [item.record.quote for item in vilnius.claims]
    assert all(quote and len(quote.split()) <= 20 for quote in quotes)


def test_all_evidence_has_an_address_and_a_publisher(bundles: list[Bundle]) -> None:
    evidence = [
        one for bundle in bundles for item in bundle.outcomes for one in item.record.evidence
    ]
    assert len(evidence) > 100
    assert all(one.url and one.url.startswith(("https://", "http://")) for one in evidence)
    assert all(one.publisher for one in evidence)


def test_a_denial_stands_against_a_question_of_its_own(bundles: list[Bundle]) -> None:
    denials = [
        item.record
        for bundle in bundles
        for item in bundle.claims
        if item.record.stance == "against"
    ]
    assert len(denials) == 4
    assert all(claim.question != claim.id for claim in denials)


def test_kyiv_and_the_experts_stand_on_one_question_and_get_opposite_results(
    listed: dict[str, Assessment],
) -> None:
    kyiv, experts = listed["reznikov-signal-formula"], listed["experts-doubt-it"]
    assert (kyiv.stance, experts.stance) == ("for", "against")
    assert kyiv.question == experts.question
    assert kyiv.verdict == experts.verdict == "did-not-happen"
    assert (kyiv.result, experts.result) == ("wrong", "right")
    assert (kyiv.unnamed, experts.unnamed) == (False, True)


def test_the_tokyo_office_was_on_the_table_then_shelved_then_not_there(
    vilnius: Bundle, listed: dict[str, Assessment]
) -> None:
    history = outcomes_of(vilnius, "tokyo-office-opens-2024")
    assert [(one.verdict, str(one.happened_on)) for one in history] == TOKYO
    office = listed["tokyo-office-opens-2024"]
    assert (office.due_latest, office.due_words) == ("2024-12-31", "sometime next year")
    assert (office.verdict, office.result) == ("did-not-happen", "wrong")


def test_a_condition_that_can_no_longer_be_met_makes_a_question_void(
    listed: dict[str, Assessment],
) -> None:
    first, offered = (
        listed["tokyo-office-first-in-asia"],
        listed["office-itpp-link-acceptable-france"],
    )
    assert first.verdict == offered.verdict == "void"
    assert first.condition
    assert (first.result, offered.result) == (None, None)


def test_all_four_or_nothing_is_not_partly(listed: dict[str, Assessment]) -> None:
    assert listed["itpp-all-four-approved-vilnius"].verdict == "did-not-happen"
    share = listed["itpp-transition-2023"]
    assert (share.verdict, str(share.value)) == ("partly", "0.75")


def test_what_is_too_vague_is_kept_and_not_judged(listed: dict[str, Assessment]) -> None:
    vague = [one for one in listed.values() if not one.checkable]
    assert len(vague) == 7
    assert {one.verdict for one in vague} == {None}


def test_the_survey_has_a_probability_for_every_quarter_from_1968_to_2019(
    bundles: list[Bundle],
) -> None:
    """The page of record tells two of them: 32% in the survey of 2001Q1, 14% in 2002Q2."""
    (survey,) = [one for one in bundles if one.source.record.id == "spf-anxious-index"]
    given = {item.record.id: item.record for item in survey.claims}
    quarters = [(year, n) for year in range(1969, 2020) for n in (1, 2, 3, 4)][:202]
    assert list(given) == [f"spf-{year}q{n}-decline" for year, n in quarters]
    assert [
        round(given[f"spf-{name}-decline"].probability, 2) for name in ("2001q2", "2002q3")
    ] == [
        Decimal("0.32"),
        Decimal("0.14"),
    ]
    assert str(given["spf-2001q2-decline"].made) == "2001-33"
    happened = [item.record for item in survey.outcomes if item.record.verdict == "happened"]
    assert {one.question[4:8] for one in happened} >= {"1974", "1980", "1990", "2008"}
    assert all(one.evidence for one in happened)
