"""Baselines: what simple rules would have scored on the very claims that figures are about.

An accuracy of 84% says little where always saying "no" gives 84% too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.answers.question_types import TYPES
from ledger.model.claim import STANCES
from ledger.model.forecast import HALF, turned
from ledger.scoring.clusters import bounds_within
from ledger.scoring.design import Weighing
from ledger.scoring.scores import briers, log_losses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.model.claim_arrays import Columns
    from ledger.report.forecasts import Forecasts
    from ledger.report.sample import Bools, Rows, Sample, Scorable

ANSWERS: Final = ("no", "yes")
"""What is said of a question: that it comes about, or that it does not."""

MARKET: Final = "(market)"
"""How the names of speakers end that are the price of a market, as imports write them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baselines:
    """What simple rules would have scored; None where there is nothing to score.

    Questions that are not yes or no have none of them.
    ``accuracy_commoner`` is the accuracy of always giving ``commoner_answer``, the one that these
    questions had more often: nobody could know it beforehand, so it is of this sample alone.
    ``accuracy_base_rate``, ``brier_base_rate`` and ``log_score_base_rate`` are those of who gives
    each question the share of questions that had come about until the claim was made
    (`ledger.report.base_rates`).  ``market_forecasts`` pairs were made when the price of a market
    on their question was recorded: on these the price scores ``brier_market``, and the claims
    themselves ``brier_beside_market``.
    """

    commoner_answer: str | None
    accuracy_commoner: float | None
    accuracy_base_rate: float | None
    brier_base_rate: float | None
    log_score_base_rate: float | None
    market_forecasts: int
    brier_market: float | None
    brier_beside_market: float | None


def baselines(found: Scorable, counting: Sample, given: Forecasts) -> list[Baselines]:
    """The baselines of each part of some claims.

    Args:
        found: the claims, and what had come about when each was made.
        counting: those that count in accuracy.
        given: those whose chances are scored.
    """
    market = _beside_market(found, given)
    base, weighing = found.rates.each[given.sample.parts.rows], given.sample.weighing
    columns = (
        *_by_answer(found, counting),
        briers(base, given.y, weighing),
        weighing.means(log_losses(base, given.y)),
        *market,
    )
    names = Baselines.__dataclass_fields__
    return [Baselines(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def _by_answer(
    found: Scorable, counting: Sample
) -> tuple[list[str | None], list[float | None], list[float | None]]:
    """The commoner answer of each part, its accuracy, and that of what was commoner until then."""
    rows, weighing = counting.parts.rows, counting.weighing
    if (counting.columns.type[rows] != TYPES.index("binary")).any():
        several = len(weighing.totals)  # of an option or a threshold nothing is commoner
        return [None] * several, [None] * several, [None] * several
    against = counting.columns.stance[rows] == STANCES.index("against")
    worth = np.where(against, turned(counting.credit), counting.credit)
    shares = weighing.means(worth)
    half = float(HALF)
    answers = [None if share is None else ANSWERS[share >= half] for share in shares]
    always = [None if share is None else max(share, turned(share)) for share in shares]
    base = found.rates.each[rows]
    guessed = np.where(base > half, worth, np.where(base < half, turned(worth), half))
    return answers, always, weighing.means(guessed)


def _beside_market(
    found: Scorable, given: Forecasts
) -> tuple[list[int], list[float | None], list[float | None]]:
    """How many forecasts have a market's price beside them, its Brier score, and their own."""
    parts, weighing = given.sample.parts, given.sample.weighing
    is_market = _markets(found.columns)
    nothing: list[float | None] = [None] * (parts.bounds.size - 1)
    if not is_market.any():
        return [0] * len(nothing), nothing, nothing
    prices = np.flatnonzero(is_market & ~np.isnan(found.columns.probability))
    own = np.flatnonzero(~is_market[parts.rows])
    last = last_before(found.columns, prices, parts.rows[own])
    chosen = np.zeros(parts.rows.size, dtype=bool)
    chosen[own[last >= 0]] = True
    price = found.columns.probability[last[last >= 0]]
    among = Weighing(weighing.weights[chosen], bounds_within(chosen, parts.bounds))
    p, y = given.p[chosen], given.y[chosen]
    return [round(one) for one in among.totals], briers(price, y, among), briers(p, y, among)


def _markets(columns: Columns) -> Bools:
    """Which claims are the price of a market."""
    ends = [name.casefold().endswith(MARKET) for name in columns.names.speaker]
    found: Bools = np.array([*ends, False], dtype=bool)[columns.speaker]
    return found


def last_before(columns: Columns, said: Rows, asked: Rows) -> NDArray[np.intp]:
    """For each row ``asked`` the last of the rows ``said`` on its question by that day; -1 if none.

    A row of ``said`` counts once it was certainly made, by the first day on which the other can
    have been.
    """
    days = columns.made_latest[said].astype(np.int64), columns.made_earliest[asked].astype(np.int64)
    known = [~np.isnat(columns.made_latest[said]), ~np.isnat(columns.made_earliest[asked])]
    said, said_on = said[known[0]], days[0][known[0]]
    least = min(said_on.min(initial=0), days[1][known[1]].min(initial=0))
    width = max(said_on.max(initial=0), days[1][known[1]].max(initial=0)) - least + 1
    keys = columns.question[said].astype(np.int64) * width + (said_on - least)
    order = np.argsort(keys, kind="stable")
    wanted = columns.question[asked].astype(np.int64) * width + (days[1] - least)
    places = np.searchsorted(keys[order], np.where(known[1], wanted, -1), side="right") - 1
    found = np.where(places >= 0, said[order][np.maximum(places, 0)] if said.size else -1, -1)
    same = (found >= 0) & (columns.question[found] == columns.question[asked])
    return np.where(same, found, -1)
