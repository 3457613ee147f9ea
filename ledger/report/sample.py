"""A sample: the claims that a figure is about, each with its weight and its cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.scoring.weights import repeat_weights

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    from ledger.model.assessment import Assessment
    from ledger.report.settings import Settings


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Claims in the order they were made; ``weights`` and ``clusters`` are in the same order."""

    claims: tuple[Assessment, ...]
    weights: NDArray[np.float64]
    clusters: NDArray[np.intp]

    @property
    def pairs(self) -> int:
        """How many pairs of a speaker and a question there are; where all count, claims."""
        return round(float(self.weights.sum()))

    @property
    def cluster_count(self) -> int:
        """How many clusters have a claim of any weight."""
        return np.unique(self.clusters[self.weights > 0]).size


def sample(claims: Iterable[Assessment], settings: Settings) -> Sample:
    """The claims with the weights that the rule for repeats gives them among each other."""
    ordered = tuple(sorted(claims, key=_in_order_made))
    pairs = numbers((speaker_group(one), one.question) for one in ordered)
    clusters = numbers(cluster(one, settings) for one in ordered)
    return Sample(ordered, repeat_weights(pairs, settings.repeats), clusters)


def scored(claims: Iterable[Assessment], settings: Settings) -> Sample:
    """Those of the claims that count in accuracy."""
    return sample(
        (one for one in claims if one.credit is not None and can_score(one, settings)), settings
    )


def can_score(claim: Assessment, settings: Settings) -> bool:
    """Whether the day by which a claim's question was due lets it be scored at all.

    Without a due day a claim could only ever come out one way, and so it could, for a while, where
    it was settled early.
    """
    if not claim.checkable or claim.due_latest is None or claim.made_too_late:
        return False
    return claim.due_passed or not settings.guard_early


def cluster(claim: Assessment, settings: Settings) -> str:
    """What a claim is taken to be settled together with: its question, or its source."""
    return claim.question if settings.cluster == "question" else claim.source


def speaker_group(claim: Assessment) -> str:
    """Whom a claim counts for; a speaker without a name belongs to that source alone."""
    return f"{claim.speaker} ({claim.source})" if claim.unnamed else claim.speaker_group


def _in_order_made(claim: Assessment) -> tuple[str, str, int, str]:
    """What claims are put in order by: when they were made, then when they were recorded."""
    return claim.made_earliest or "", claim.recorded_at, claim.entry, claim.id


def numbers(names: Iterable[Hashable]) -> NDArray[np.intp]:
    """For each name a number, the same for the same name."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.intp)
