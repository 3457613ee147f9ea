"""Accuracy of claims: how right they were, each speaker and question weighed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.model.outcome import Verdict
from ledger.report.settings import LEVEL
from ledger.scoring.accuracy import weighted_mean
from ledger.scoring.design import effective_n
from ledger.scoring.intervals import wilson

if TYPE_CHECKING:
    from ledger.report.sample import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How right the scored claims were, as shares from 0 to 1; None where nothing is scored.

    ``scored`` counts pairs of a speaker and a question (under the rule ``all``, claims), and
    ``clusters`` what settled them: questions, or sources.  ``effective_n`` is how many separate
    claims would tell as much, and what the interval rests on.  ``strict`` credits what came about
    partly to nobody, ``lenient`` to everybody; ``guarded`` is over the questions whose horizon is
    over, so that what comes true early does not flatter.
    """

    scored: int
    clusters: int
    effective_n: float | None
    accuracy: float | None
    accuracy_interval: tuple[float, float] | None
    accuracy_strict: float | None
    accuracy_lenient: float | None
    accuracy_guarded: float | None


def accuracy(scored: Sample) -> Accuracy:
    """The accuracy of the claims that count in it."""
    weights = scored.weights
    credit = np.array([float(one.credit or 0) for one in scored.claims])
    partly = np.array([one.verdict == Verdict.PARTLY for one in scored.claims], dtype=bool)
    over = np.array([one.horizon_passed for one in scored.claims], dtype=bool)
    mean, n = weighted_mean(credit, weights), effective_n(credit, weights, scored.clusters)
    return Accuracy(
        scored=scored.pairs,
        clusters=scored.cluster_count,
        effective_n=n,
        accuracy=mean,
        accuracy_interval=None if mean is None or n is None else wilson(mean, n, LEVEL),
        accuracy_strict=weighted_mean(np.where(partly, 0.0, credit), weights),
        accuracy_lenient=weighted_mean(np.where(partly, 1.0, credit), weights),
        accuracy_guarded=weighted_mean(credit[over], weights[over]),
    )
