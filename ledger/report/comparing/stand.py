"""A stand: what one side of a comparison said of a question, and how right it was."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from ledger.report.forecasts import forecasts
from ledger.report.sample import scored

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    sided, given = scored(claims, settings), forecasts(claims, settings)
    credit = _means(sided, (float(one.credit or 0) for one in sided.claims))
    probability = _means(given.sample, given.p.tolist())
    brier = _means(given.sample, ((given.p - given.y) ** 2).tolist())
    implied = _means(given.sample, given.implied.astype(float).tolist())
    members: dict[str, dict[str, Assessment]] = defaultdict(dict)
    for chosen in (sided, given.sample):
        for claim, weight in zip(chosen.claims, chosen.weights.tolist(), strict=True):
            if weight:
                members[claim.question][claim.id] = claim
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


def _means(chosen: Sample, values: Iterable[float]) -> dict[str, float]:
    """The weighted mean of ``values``, one a claim of the sample, on each question of weight.

    Sums are exact until they are rounded, so that the order of claims changes nothing.
    """
    weighted: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for claim, weight, value in zip(chosen.claims, chosen.weights.tolist(), values, strict=True):
        if weight:
            weighted[claim.question].append((weight, value))
    return {
        question: fsum(weight * value for weight, value in own) / fsum(weight for weight, _ in own)
        for question, own in weighted.items()
    }
