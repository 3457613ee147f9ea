"""Accuracy of claims: how right they were, each speaker and question weighed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.model.claim_columns import VERDICTS
from ledger.model.verdicts import Verdict
from ledger.report.settings import LEVEL
from ledger.scoring.accuracy import weighted_mean
from ledger.scoring.share import share

if TYPE_CHECKING:
    from ledger.report.sample import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How right the scored claims were, as shares from 0 to 1; None where nothing is scored.

    ``scored`` counts pairs of a speaker and a question (under the rule ``all``, claims), and
    ``clusters`` what settled them: questions, or sources.  ``effective_clusters`` is how many of
    one weight would tell as much, ``heaviest_cluster`` the share of all weight that the heaviest
    has, and ``effective_n`` how many separate claims would tell as much: what the interval rests
    on.  There is none where one cluster has most of the weight; ``rough`` says that it may hold
    less often than it should.  ``strict`` credits what came about partly to nobody, ``lenient`` to
    everybody; ``guarded`` is over the questions whose horizon is over, so that what comes true
    early does not flatter.
    """

    scored: int
    clusters: int
    effective_clusters: float | None
    heaviest_cluster: float | None
    effective_n: float | None
    accuracy: float | None
    accuracy_interval: tuple[float, float] | None
    accuracy_rough: bool | None
    accuracy_strict: float | None
    accuracy_lenient: float | None
    accuracy_guarded: float | None


def accuracy(scored: Sample) -> Accuracy:
    """The accuracy of the claims that count in it."""
    weights = scored.weights
    credit = scored.credit
    partly = scored.columns.verdict[scored.rows] == VERDICTS.index(Verdict.PARTLY)
    over = scored.columns.horizon_passed[scored.rows]
    found = share(credit, weights, scored.clusters, LEVEL)
    return Accuracy(
        scored=scored.pairs,
        clusters=scored.cluster_count,
        effective_clusters=None if found is None else found.design.effective_clusters,
        heaviest_cluster=None if found is None else found.design.heaviest,
        effective_n=None if found is None else found.design.effective_n,
        accuracy=None if found is None else found.mean,
        accuracy_interval=None if found is None else found.interval,
        accuracy_rough=None if found is None or found.interval is None else found.rough,
        accuracy_strict=weighted_mean(np.where(partly, 0.0, credit), weights),
        accuracy_lenient=weighted_mean(np.where(partly, 1.0, credit), weights),
        accuracy_guarded=weighted_mean(credit[over], weights[over]),
    )
