"""``/questions/ID``: all who took a stand on one question, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.disputes import verdicts
from ledger.book.asking.forecasts import day_of
from ledger.book.asking.show import SourceDossier
from ledger.model.export_items import standing_among
from ledger.model.filters import Filters
from ledger.model.forecast import points_between
from ledger.web.answers import Answer
from ledger.web.blind import corrections_seen, seen
from ledger.web.pages.claim import dossier_seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.asking.forecasts import Course
    from ledger.model.claim_state import Assessment
    from ledger.web.asked import Asked

MOST: Final = 60
"""How many claims, and how many forecasts, a page shows; the others are a list of their own."""


def question(asked: Asked) -> Answer:
    """The question that an id is about."""
    found = asked.ledger.show(asked.name, asked.as_of)
    if isinstance(found, SourceDossier):
        return Answer(elsewhere=asked.to.page("sources", asked.name))
    own = found.question.id
    if own != asked.name:
        return Answer(elsewhere=asked.to.page("questions", own, form=asked.form))
    if asked.form == "csv":
        return Answer(file=lambda: asked.ledger.sheet(Filters(question=(own,)), asked.as_of))
    if found.claim is not None:  # the claim that made it bears its id
        found = _as_question(found)
    outcomes = seen(found.outcomes, asked.visitor)
    course = asked.ledger.forecasts(own, None, asked.as_of) if found.claims else None
    moves = [] if course is None else list(_moves(course))
    evidence = {one.source for each in outcomes for one in each.outcome.evidence if one.source}
    return Answer(
        title=found.question.statement,
        template="question.html",
        shown={
            "question": found.question,
            "withdrawn": found.withdrawn,
            "claims": found.claims[:MOST],
            "more": max(0, len(found.claims) - MOST),
            "moves": moves[-MOST:],
            "more_moves": max(0, len(moves) - MOST),
            "outcomes": outcomes,
            "responses": found.responses,
            "recorders": verdicts(outcomes),
            "stands": standing_among(outcomes),
            "hidden": len(found.outcomes) - len(outcomes),
            "sources": asked.ledger.sources(evidence, asked.as_of),
            "corrections": corrections_seen(found.corrections, {own: list(found.outcomes)}),
        },
        view=lambda: {"as_of": asked.as_of, **dossier_seen(found, outcomes)},
    )


def _as_question(found: Any) -> Any:  # noqa: ANN401 - a dossier, made the question's own
    from dataclasses import replace  # noqa: PLC0415 - where a claim bears the question's id

    return replace(found, claim=None, withdrawn=False)


def _moves(course: Course) -> Iterator[tuple[str, Assessment, Any]]:
    """Each forecast with its day, and by how many points it moved its speaker's last one."""
    last: dict[str, Assessment] = {}
    for one in course.claims:
        before = last.get(one.speaker_group)
        last[one.speaker_group] = one
        moved = None
        if before is not None and before.probability is not None and one.probability is not None:
            moved = points_between(before.probability, one.probability)
        yield day_of(one), one, moved
