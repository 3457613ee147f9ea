"""Accuracy of claims: how right they were, each speaker and question weighed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.outcome import Verdict
from ledger.scoring.accuracy import weighted_mean
from ledger.scoring.intervals import wilson
from ledger.scoring.weights import repeat_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ledger.model.assessment import Assessment

LEVEL: Final = 0.95
"""The confidence level of every interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How right the scored claims were, as shares from 0 to 1; None where nothing is scored.

    ``scored`` counts pairs of a speaker and a question (under the rule ``all``, claims).
    ``strict`` credits what came about partly to nobody, ``lenient`` to everybody; ``guarded`` is
    over the questions whose due day is over, so that what comes true early does not flatter.
    """

    scored: int
    accuracy: float | None
    accuracy_interval: tuple[float, float] | None
    accuracy_strict: float | None
    accuracy_lenient: float | None
    accuracy_guarded: float | None


def accuracy(claims: Sequence[Assessment], repeats: str) -> Accuracy:
    """The accuracy of those of ``claims`` that can be scored.

    ``repeats`` says how one speaker's several claims on one question count
    (`ledger.scoring.weights.RULES`).
    """
    scored = sorted((one for one in claims if one.credit is not None), key=in_order_made)
    weights = repeat_weights(_pairs(scored), repeats)
    credit = np.array([float(one.credit or 0) for one in scored])
    partly = np.array([one.verdict == Verdict.PARTLY for one in scored], dtype=bool)
    over = np.array([one.due_passed for one in scored], dtype=bool)
    pairs = round(weights.sum())
    mean = weighted_mean(credit, weights)
    return Accuracy(
        scored=pairs,
        accuracy=mean,
        accuracy_interval=None if mean is None else wilson(mean, pairs, LEVEL),
        accuracy_strict=weighted_mean(np.where(partly, 0.0, credit), weights),
        accuracy_lenient=weighted_mean(np.where(partly, 1.0, credit), weights),
        accuracy_guarded=weighted_mean(credit[over], weights[over]),
    )


def in_order_made(claim: Assessment) -> tuple[str, str, int, str]:
    """What claims are put in order by: when they were made, then when they were recorded."""
    return claim.made_earliest or "", claim.recorded_at, claim.entry, claim.id


def speaker_group(claim: Assessment) -> str:
    """Whom a claim counts for; a speaker without a name belongs to that source alone."""
    return f"{claim.speaker} ({claim.source})" if claim.unnamed else claim.speaker


def _pairs(claims: Sequence[Assessment]) -> NDArray[np.intp]:
    """For each claim the number of its pair of speaker and question."""
    numbers: dict[tuple[str, str], int] = {}
    pairs = ((speaker_group(one), one.question) for one in claims)
    return np.array([numbers.setdefault(pair, len(numbers)) for pair in pairs], dtype=np.intp)
