"""A shared question: one on which both sides of a comparison took a stand that can be scored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Any

import numpy as np

from ledger.model.array_filling import of_rows
from ledger.model.forecast import squared_error
from ledger.report.forecasts import forecasts
from ledger.report.sample import every, scorable, scored
from ledger.scoring.clusters import linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

    from ledger.model.claim_state import Assessment
    from ledger.report.sample import Sample
    from ledger.report.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedQuestion:
    """A question on which both sides have credit, or both a probability that can be scored.

    It weighs ``weight``: 1, or with a window of the question the share of the days from the first
    claim of either to the end on which both stood.
    """

    id: str
    statement: str
    verdict: str
    value: Decimal | None
    a: Stand
    b: Stand
    weight: float


def shared_questions(
    first: Sequence[Assessment], second: Sequence[Assessment], settings: Settings
) -> tuple[SharedQuestion, ...]:
    """The questions on which both sides, whose claims these are, have the same figure."""
    sides = stands(first, settings), stands(second, settings)
    found = []
    for question in sorted(sides[0].keys() & sides[1].keys()):
        a, b = (side[question] for side in sides)
        if None in {a.credit, b.credit} and None in {a.brier, b.brier}:
            continue
        about = a.claims[0]
        found.append(
            SharedQuestion(
                id=question,
                statement=about.statement,
                verdict=about.verdict or "",
                value=about.value,
                a=a,
                b=b,
                weight=_shared_days(a, b) if settings.by_window else 1.0,
            )
        )
    return tuple(found)


def _shared_days(a: Stand, b: Stand) -> float:
    """The share of the days of either on which both stood, as both stand to the end."""
    return min(a.days, b.days) / max(a.days, b.days)


def clusters(questions: Iterable[SharedQuestion], settings: Settings) -> NDArray[np.intp]:
    """For each question the number of its cluster: what was settled together.

    Clustered by source, a question has sources on either side, and all that a chain of sources
    connects is one cluster, so that no source is ever in two.
    """
    if settings.cluster == "question":
        return linked([{question.id} for question in questions])
    return linked(
        [
            {claim.source for side in (question.a, question.b) for claim in side.claims}
            for question in questions
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How one side stood to a question, over its ``claims`` on it that are scored, by id.

    ``credit`` is their mean credit, 0 to 1; None where none takes a side that can be scored.
    ``probability`` is the mean chance they gave the question of coming about, and ``brier`` the
    mean squared distance of these chances from what came about, 0 (best) to 1; both None where no
    probability can be scored.  ``implied`` says whether words gave any of the chances.  Each mean
    weighs claims by the rule for repeats.  ``days`` is how long the side stood, from its first
    claim on.
    """

    claims: tuple[Assessment, ...]
    credit: float | None
    probability: float | None
    brier: float | None
    implied: bool
    days: float

    @property
    def stance(self) -> str:
        """``for``, ``against`` or ``none``; ``mixed`` where the claims differ."""
        first, *others = {claim.stance for claim in self.claims}
        return "mixed" if others else first


def stands(claims: Sequence[Assessment], settings: Settings) -> dict[str, Stand]:
    """The stand of one side, whose ``claims`` these are, on each question it can be scored on."""
    columns = of_rows(claims)
    able, all_claims = scorable(columns, settings), every(columns)
    sided, given = scored(able, all_claims), forecasts(able, all_claims)
    credit = _means(sided, sided.credit)
    probability = _means(given.sample, given.p)
    brier = _means(given.sample, squared_error(given.p, given.y))
    implied = _means(given.sample, given.implied)
    rows = np.flatnonzero(able.standing.windows)
    windows = able.standing.windows[rows].tolist()
    asked = [columns.names.question[one] for one in columns.question[rows].tolist()]
    days = dict(zip(asked, windows, strict=True))
    by_id = {claim.id: claim for claim in claims}
    members: dict[str, dict[str, Assessment]] = defaultdict(dict)
    for chosen in (sided, given.sample):
        for identifier in columns.ids[chosen.parts.rows[chosen.weights > 0]]:
            members[by_id[identifier].question][identifier] = by_id[identifier]
    return {
        question: Stand(
            claims=tuple(own[one] for one in sorted(own)),
            credit=credit.get(question),
            probability=probability.get(question),
            brier=brier.get(question),
            implied=bool(implied.get(question)),
            days=days[question],
        )
        for question, own in members.items()
    }


def _means(chosen: Sample, values: NDArray[Any]) -> dict[str, float]:
    """The weighted mean of ``values``, one a claim of the sample, on each question of weight.

    Sums are exact until they are rounded, so that the order of claims changes nothing.
    """
    weighted: dict[int, list[tuple[float, float]]] = defaultdict(list)
    questions = chosen.columns.question[chosen.parts.rows].tolist()
    for question, weight, value in zip(
        questions, chosen.weights.tolist(), values.tolist(), strict=True
    ):
        if weight:
            weighted[question].append((weight, value))
    return {
        chosen.columns.names.question[question]: fsum(weight * value for weight, value in own)
        / fsum(weight for weight, _ in own)
        for question, own in weighted.items()
    }
