"""Calls: the probabilities that did worst and best, as many of the one as of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.forecast import squared_error

if TYPE_CHECKING:
    from ledger.book.asking.selection import Selected
    from ledger.report.forecasts import Forecasts

MOST: Final = 5
"""So many are told at either end."""

LEAST: Final = 10
"""Of fewer stated probabilities than this none are told: every one of them would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A claim, the probability that it gave, whether its question came about, and its Brier score.

    ``gain`` is by how much that is better than always giving the share that came about.
    """

    claim: str
    speaker: str
    statement: str
    probability: float
    came: bool
    brier: float
    gain: float


@dataclass(frozen=True, slots=True)
class Calls:
    """The biggest ``misses`` and the ``best`` calls, as many of each, the farthest first."""

    misses: tuple[Call, ...] = ()
    best: tuple[Call, ...] = ()


def calls(found: Forecasts, selection: Selected) -> Calls:
    """The calls of some forecasts; none that was read from words.

    Whoever gave the rare thing a high chance and was right stands above whoever said every day that
    the sun will rise.
    """
    share = found.sample.weighing.means(found.y)[0]
    own = np.flatnonzero(~found.implied & (found.sample.weights > 0))
    if share is None or own.size < LEAST:
        return Calls()
    p, y = found.p[own], found.y[own]
    errors = squared_error(p, y)
    gains = (share - y) ** 2 - errors
    order = np.lexsort((found.sample.columns.entry[found.sample.parts.rows[own]], gains))
    ends = order[:MOST], order[::-1][:MOST]
    kept = (ends[0][gains[ends[0]] < 0], ends[1][gains[ends[1]] > 0])
    most = min(one.size for one in kept)
    places = [one[:most] for one in kept]
    rows = found.sample.parts.rows[own]
    told = []
    for several in places:
        claims = selection.rows_of(found.sample.columns, rows[several].tolist())
        told.append(
            tuple(
                Call(
                    claim=claim.id,
                    speaker=claim.speaker_group,
                    statement=claim.statement,
                    probability=float(p[place]),
                    came=bool(y[place] == 1),
                    brier=float(errors[place]),
                    gain=float(gains[place]),
                )
                for claim, place in zip(claims, several.tolist(), strict=True)
            )
        )
    return Calls(*told)
