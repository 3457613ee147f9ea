"""A stand: what one side of a comparison said of a question, and how right it was."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Any

import numpy as np

from ledger.model.column_filling import of_rows
from ledger.report.forecasts import forecasts
from ledger.report.sample import scored
from ledger.report.scorable import scorable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ledger.model.assessment import Assessment
    from ledger.report.sample import Sample
    from ledger.report.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How one side stood to a question, over its ``claims`` on it that are scored, by id.

    ``credit`` is their mean credit, 0 to 1; None where none takes a side that can be scored.
    ``probability`` is the mean chance they gave the question of coming about, and ``brier`` the
    mean squared distance of these chances from what came about, 0 (best) to 1; both None where no
    probability can be scored.  ``implied`` says whether words gave any of the chances.  Each mean
    weighs claims by the rule for repeats.
    """

    claims: tuple[Assessment, ...]
    credit: float | None
    probability: float | None
    brier: float | None
    implied: bool

    @property
    def stance(self) -> str:
        """``for``, ``against`` or ``none``; ``mixed`` where the claims differ."""
        first, *others = {one.stance for one in self.claims}
        return "mixed" if others else first


def stands(claims: Sequence[Assessment], settings: Settings) -> dict[str, Stand]:
    """The stand of one side, whose ``claims`` these are, on each question it can be scored on."""
    columns = of_rows(claims)
    able, rows = scorable(columns, settings), np.arange(len(columns))
    sided, given = scored(able, rows), forecasts(able, rows)
    credit = _means(sided, sided.credit)
    probability = _means(given.sample, given.p)
    brier = _means(given.sample, (given.p - given.y) ** 2)
    implied = _means(given.sample, given.implied)
    by_id = {one.id: one for one in claims}
    members: dict[str, dict[str, Assessment]] = defaultdict(dict)
    for chosen in (sided, given.sample):
        for one in columns.ids[chosen.rows[chosen.weights > 0]]:
            members[by_id[one].question][one] = by_id[one]
    return {
        question: Stand(
            claims=tuple(own[one] for one in sorted(own)),
            credit=credit.get(question),
            probability=probability.get(question),
            brier=brier.get(question),
            implied=bool(implied.get(question)),
        )
        for question, own in members.items()
    }


def _means(chosen: Sample, values: NDArray[Any]) -> dict[str, float]:
    """The weighted mean of ``values``, one a claim of the sample, on each question of weight.

    Sums are exact until they are rounded, so that the order of claims changes nothing.
    """
    weighted: dict[int, list[tuple[float, float]]] = defaultdict(list)
    questions = chosen.columns.question[chosen.rows].tolist()
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
