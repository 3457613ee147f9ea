"""How long the scores of 100,000 claims take, beside the same arithmetic in plain numpy.

    python tests/benchmarks/scoring.py

The claims are on 50,000 questions by 1,000 speakers.  Plain numpy means the shortest code that
gives the same figure, without checks and with no care for the order of claims.  Both are run in
turns, their figures compared, and the best of three runs counts.
Exit code 1 says that everything together took longer or more memory than the limits.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ledger.scoring.calibration import bins, decomposition
from ledger.scoring.clusters import cluster_sums
from ledger.scoring.hypothesis_tests import calibration_test, consistency_band, homogeneity
from ledger.scoring.intervals import mean_interval, share
from ledger.scoring.pooling import pool
from ledger.scoring.scores import brier, brier_skill, log_score
from ledger.scoring.simulated_outcomes import coupled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Figures = Sequence[object]
    Plain = Callable[["Claims"], Figures] | None

CLAIMS, QUESTIONS, SPEAKERS = 100_000, 50_000, 1_000
LEVEL, SEED, RUNS = 0.95, 1, 3
SECONDS, MEGABYTES = 10, 500
TOLERANCE = 0.02
"""Two intervals differ by so much where one is by t and one by the normal distribution."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Forecasts, their outcomes and weights, the questions they are on and who made them."""

    p: NDArray[np.float64]
    y: NDArray[np.float64]
    w: NDArray[np.float64]
    question: NDArray[np.intp]
    speaker: NDArray[np.intp]


def made_up() -> Claims:
    """Claims whose forecasts, in hundredths, are too bold by half."""
    random = np.random.default_rng(SEED)
    question = random.integers(QUESTIONS, size=CLAIMS)
    chance = random.beta(1.2, 1.2, QUESTIONS)
    y = (random.random(QUESTIONS) < chance)[question].astype(float)
    bold = np.clip((chance[question] - 0.5) * 1.5 + 0.5 + random.normal(0, 0.1, CLAIMS), 0.01, 0.99)
    w = 1.0 / random.integers(1, 4, CLAIMS)
    return Claims(np.round(bold, 2), y, w, question, random.integers(SPEAKERS, size=CLAIMS))


def scores(claims: Claims) -> Figures:
    """The Brier, logarithmic and skill scores."""
    p, y, w = claims.p, claims.y, claims.w
    return brier(p, y, w), log_score(p, y, w).mean, brier_skill(p, y, w)


def plain_scores(claims: Claims) -> Figures:
    """The same."""
    p, y, w = claims.p, claims.y, claims.w
    score = np.average((p - y) ** 2, weights=w)
    base = np.average(y, weights=w)
    log = np.average(-np.log(np.where(y == 1, p, 1 - p)), weights=w)
    return score, log, 1 - score / np.average((base - y) ** 2, weights=w)


def calibration(claims: Claims) -> Figures:
    """Bins and decomposition."""
    p, y, w = claims.p, claims.y, claims.w
    parts = decomposition(p, y, w)
    assert parts is not None
    return [*(one.observed for one in bins(p, y, w, claims.question, LEVEL)), parts.miscalibration]


def plain_calibration(claims: Claims) -> Figures:
    """The same, with a loop over blocks for the regression."""
    p, y, w = claims.p, claims.y, claims.w
    place = np.searchsorted(np.arange(1, 10) / 10, p, side="right")
    observed = np.bincount(place, w * y) / np.bincount(place, w)
    forecast, own = np.unique(p, return_inverse=True)
    blocks: list[tuple[float, float, int]] = []
    for top, bottom in zip(np.bincount(own, w * y), np.bincount(own, w), strict=True):
        block = (top, bottom, 1)
        while blocks and blocks[-1][0] / blocks[-1][1] >= block[0] / block[1]:
            before = blocks.pop()
            block = (block[0] + before[0], block[1] + before[1], block[2] + before[2])
        blocks.append(block)
    fitted = np.repeat([one[0] / one[1] for one in blocks], [one[2] for one in blocks])
    gain = (p - y) ** 2 - (fitted[own] - y) ** 2
    assert fitted.size == forecast.size
    return [*observed.tolist(), np.average(gain, weights=w)]


def interval(claims: Claims) -> Figures:
    """The interval of the Brier score."""
    loss = claims.w * (claims.p - claims.y) ** 2
    top, bottom = cluster_sums(claims.question, loss, claims.w)
    return mean_interval(top, bottom, LEVEL, unseen=0) or ()


def plain_interval(claims: Claims) -> Figures:
    """The same by the normal distribution, which that of t is for so many questions."""
    top = np.bincount(claims.question, claims.w * (claims.p - claims.y) ** 2)
    bottom = np.bincount(claims.question, claims.w)
    mean = top.sum() / bottom.sum()
    reach = 1.959964 * np.sqrt(((top - mean * bottom) ** 2).sum()) / bottom.sum()
    return mean - reach, mean + reach


def by_speaker(claims: Claims) -> Figures:
    """The interval of each speaker's Brier score; the mean of all, so that it can be compared."""
    loss = claims.w * (claims.p - claims.y) ** 2
    found = []
    for own in members(claims):
        top, bottom = cluster_sums(claims.question[own], loss[own], claims.w[own])
        found.append(mean_interval(top, bottom, LEVEL) or ())
    return list(np.mean(found, axis=0))


def members(claims: Claims) -> list[NDArray[np.intp]]:
    """The numbers of each speaker's claims."""
    order = np.argsort(claims.speaker, kind="stable")
    return np.split(order, np.cumsum(np.bincount(claims.speaker))[:-1])


def accuracy(claims: Claims) -> Figures:
    """Accuracy with its interval."""
    found = share(_credit(claims), claims.w, claims.question, LEVEL)
    assert found is not None
    assert found.interval is not None
    return found.mean, *found.interval


def pooled(claims: Claims) -> Figures:
    """The pooled accuracy of all speakers."""
    successes, n = cluster_sums(claims.speaker, claims.w * _credit(claims), claims.w)
    return pool(successes, n, LEVEL, together=float(n.sum()))


def differ(claims: Claims) -> Figures:
    """The test of whether speakers differ."""
    found = homogeneity(_credit(claims), claims.w, claims.question, claims.speaker)
    assert found is not None
    return found.f, found.p


def _credit(claims: Claims) -> NDArray[np.float64]:
    return np.where(claims.p > 0.5, claims.y, 1 - claims.y)


def band(claims: Claims) -> Figures:
    """The consistency band and the test of calibration."""
    coupling = coupled(claims.p, claims.w, claims.question, seed=SEED)
    found = consistency_band(coupling, LEVEL)
    tested = calibration_test(coupling, claims.y, claims.w, claims.question)
    assert tested is not None
    return found.lower, found.upper, tested.p_value


PARTS: list[tuple[str, Callable[[Claims], Figures], Plain]] = [
    ("Brier, log and skill score", scores, plain_scores),
    ("bins and decomposition", calibration, plain_calibration),
    ("Brier interval", interval, plain_interval),
    ("Brier interval by speaker", by_speaker, None),
    ("accuracy interval", accuracy, None),
    ("pooled accuracy", pooled, None),
    ("whether speakers differ", differ, None),
    ("consistency band and test", band, None),
]


def seconds(part: Callable[[Claims], Figures], claims: Claims) -> tuple[float, Figures]:
    """Processor seconds of one run, which other programs at work do not lengthen; its figures."""
    start = time.process_time()
    figures = part(claims)
    return time.process_time() - start, figures


def best(part: Callable[[Claims], Figures], plain: Plain, claims: Claims) -> tuple[float, float]:
    """The best times of both ways; 0 for plain numpy where there is none."""
    ours, theirs = [], []
    for _ in range(RUNS):
        time_taken, figures = seconds(part, claims)
        ours.append(time_taken)
        if plain is not None:
            time_taken, expected = seconds(plain, claims)
            theirs.append(time_taken)
            assert np.allclose(np.array(figures), np.array(expected), rtol=TOLERANCE)
    return min(ours), min(theirs, default=0.0)


def memory() -> float:
    """The most memory this process has had so far, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def row(name: str, ours: float, theirs: float) -> str:
    """One line of the table."""
    beside = f"   plain {theirs:7.3f} s   ratio {ours / theirs:5.2f}" if theirs else ""
    return f"{name:<28}{ours:7.3f} s{beside}\n"


def main() -> int:
    """Measure each part; 1 where all together are over a limit."""
    claims = made_up()
    before = memory()
    for _, part, _ in PARTS:
        part(claims)
    peak = memory()
    times = []
    for name, part, plain in PARTS:
        times.append(best(part, plain, claims))
        sys.stdout.write(row(name, *times[-1]))
    total = sum(ours for ours, _ in times)
    both = [pair for pair in times if pair[1]]
    sys.stdout.write(row("all", total, 0.0))
    sys.stdout.write(row("all with a counterpart", *map(sum, zip(*both, strict=True))))
    sys.stdout.write(f"peak memory {peak:.0f} MB, {before:.0f} MB of it before the first score\n")
    return int(total > SECONDS or peak > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
