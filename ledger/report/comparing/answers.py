"""Answers: what each side of a contest scored on each question, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ledger.model.forecast import squared_error
from ledger.report.standing import spans, windows
from ledger.scoring.clusters import linked, repeat_weights
from ledger.scoring.contest import peers
from ledger.scoring.scores import log_losses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.report.forecasts import Forecasts
    from ledger.report.settings import Settings
    from ledger.report.standing import Spans
    from ledger.scoring.clusters import Bounds

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """The forecasts that answers are made of, in the order they were made.

    ``side`` is a place in `Answers.names`, ``asked`` one among the questions.
    """

    side: Places
    asked: Places
    p: Floats
    y: Floats
    spans: Spans


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Answers:
    """A row for each side and each question it answered, by question and then by side.

    ``who`` is a place in ``names``; ``cluster`` numbers what settles questions together.  ``brier``
    is the mean of the side's scores there, weighed by the rule for repeats.  ``peer_brier`` and
    ``peer_log`` are peer scores over the ``peer_days`` on which others stood beside it; ``days``
    is how long its own forecasts stood, and ``window`` how long anybody's did, by question.
    ``weight`` is what the answer weighs: 1, or the share of the window on which it stood.
    """

    names: list[str]
    questions: int
    who: Places
    question: Places
    cluster: Places
    by_question: Bounds
    counts: Places
    brier: Floats
    peer_brier: Floats
    peer_log: Floats
    peer_days: Floats
    days: Floats
    window: Floats
    weight: Floats
    said: Said


def answers_of(found: Forecasts, by: str, settings: Settings, floor: float) -> Answers:
    """What each side scored on each question; sides without a name are none.

    Args:
        found: the forecasts.
        by: what the sides are, ``speaker`` or ``publisher``.
        settings: how repeats are weighed, and what is settled together.
        floor: the least chance that anybody is taken to have given to what came about.
    """
    columns = found.sample.columns
    named = np.ones(found.p.size, dtype=bool)
    if by == "speaker":
        named = ~columns.unnamed[found.sample.parts.rows]
    rows = found.sample.parts.rows[named]
    said = _said(found, rows, named, getattr(columns, by)[rows].astype(np.intp))
    names = [*getattr(columns.names, by)]
    width = len(names) + 1
    keys, cell = np.unique(said.asked * width + said.side, return_inverse=True)
    weights = repeat_weights(cell, settings.repeats, said.spans.days)
    of = np.bincount(cell, weights, minlength=keys.size)
    errors = squared_error(said.p, said.y)
    beside = [
        peers(said.asked, said.spans.start, said.spans.stop, loss)
        for loss in (errors, log_losses(said.p, said.y, floor))
    ]
    stood = np.bincount(cell, beside[0].days, minlength=keys.size)
    gains = [np.bincount(cell, one.gain, minlength=keys.size) for one in beside]
    with np.errstate(divide="ignore", invalid="ignore"):
        by_brier, by_log = (np.where(stood > 0, gain / stood, np.nan) for gain in gains)
    days = np.bincount(cell, said.spans.days, minlength=keys.size).astype(float)
    window = windows(said.spans, said.asked)
    question = keys // width
    first = np.flatnonzero(np.diff(question, prepend=-1))
    return Answers(
        names=names,
        questions=first.size,
        who=keys % width,
        question=question,
        cluster=_clusters(columns.source[rows], said.asked, settings)[question],
        by_question=np.append(first, keys.size),
        counts=np.bincount(keys % width, minlength=len(names)),
        brier=np.bincount(cell, weights * errors, minlength=keys.size) / of,
        peer_brier=by_brier,
        peer_log=by_log,
        peer_days=stood.astype(float),
        days=days,
        window=window,
        weight=days / window[question] if settings.by_window else np.ones(keys.size),
        said=said,
    )


def _said(found: Forecasts, rows: Places, named: NDArray[np.bool_], side: Places) -> Said:
    columns = found.sample.columns
    _, asked = np.unique(columns.question[rows], return_inverse=True)
    stood = spans(columns, rows, side)
    return Said(side, asked, found.p[named], found.y[named], stood)


def _clusters(source: NDArray[Any], asked: Places, settings: Settings) -> Places:
    """For each question the number of its cluster: itself, or what shared sources connect."""
    questions = int(asked.max(initial=-1)) + 1
    if settings.cluster == "question":
        return np.arange(questions)
    members: list[set[int]] = [set() for _ in range(questions)]
    for one, made_in in zip(asked.tolist(), source.tolist(), strict=True):
        members[one].add(made_in)
    return linked(members)
