"""Samples: the claims that figures are about, each with its weight, its cluster and its score.

What of the claims can be scored, and how, is decided once for all of them.  Figures of a group are
then made of the values at its rows; nothing is decided a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self, TypeVar

import numpy as np

from ledger.model.answers.question_types import TYPES
from ledger.model.claim import STANCES
from ledger.model.claim_arrays import VERDICTS
from ledger.model.forecast import BINARY, chance_of_words
from ledger.model.verdicts import Verdict
from ledger.report.base_rates import BaseRates
from ledger.report.settings import days_ahead
from ledger.report.standing import Standing
from ledger.scoring.clusters import Cells, bounds_within, exact_sums, repeat_weights, whole
from ledger.scoring.design import Weighing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from ledger.model.claim_arrays import Codes, Columns
    from ledger.report.settings import Settings
    from ledger.scoring.clusters import Bounds

    Rows = NDArray[np.intp]
    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

Name = TypeVar("Name", bound=str)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Places of claims, in parts such as groups, one behind the other (`clusters.whole`).

    In each part they ascend; one claim can be in several.
    """

    rows: Rows
    bounds: Bounds

    @classmethod
    def of(cls, members: Sequence[Rows]) -> Self:
        """Parts of some places each."""
        rows = np.concatenate([np.empty(0, dtype=np.intp), *members])
        return cls(rows, np.cumsum([0, *(member.size for member in members)]))

    def where(self, holds: Bools) -> Parts:
        """Those of claims of which something ``holds``, as told by their places."""
        chosen = holds[self.rows]
        return Parts(self.rows[chosen], bounds_within(chosen, self.bounds))

    def counts(self, holds: Bools) -> list[int]:
        """Of how many claims in each part something ``holds``, as told by their places."""
        found: list[int] = np.diff(bounds_within(holds[self.rows], self.bounds)).tolist()
        return found

    def counts_of(self, codes: Codes, names: Sequence[Name]) -> dict[Name, list[int]]:
        """How many claims in each part have each of some codes, by its name; -1 has none."""
        many, width = self.bounds.size - 1, len(names) + 1
        part = np.repeat(np.arange(many), np.diff(self.bounds))
        found = np.bincount(part * width + codes[self.rows] + 1, minlength=many * width)
        by_code = found.reshape(many, width).T.tolist()
        return dict(zip(names, by_code[1:], strict=True))


def every(columns: Columns) -> Parts:
    """All claims, in one part."""
    return Parts(np.arange(len(columns)), whole(len(columns)))


class Sample:
    """Claims in the order they were made, weighed in each of ``parts`` by the rule for repeats.

    Args:
        found: the claims, and under what settings.
        parts: which of them are in it.
    """

    def __init__(self, found: Scorable, parts: Parts) -> None:
        columns = found.columns
        self.columns, self.parts, rows = columns, parts, parts.rows
        question = columns.question[rows].astype(np.int64)
        pair = columns.speaker[rows] * np.int64(len(columns.names.question)) + question
        pairs = Cells(pair, parts.bounds)
        self.clusters = cluster(found)[rows].astype(np.intp)
        rule = found.settings.repeats
        days = found.standing.days[rows] if rule == "standing" else None
        weights = repeat_weights(pairs.own, rule, days)
        if found.settings.by_window:
            weights = _by_window(weights, pairs, found.standing, rows)
        if found.settings.weight == "question":
            weights = _by_question(weights, Cells(question, parts.bounds))
        self.weighing = Weighing(weights, parts.bounds)

    @property
    def weights(self) -> Floats:
        """The weight of each claim."""
        return self.weighing.weights

    @property
    def pairs(self) -> list[int]:
        """How many pairs of a speaker and a question there are; where all count, claims.

        Where each question weighs 1, they are questions.
        """
        return [round(total) for total in self.weighing.totals]

    @cached_property
    def cells(self) -> Cells:
        """The clusters that have a claim of any weight."""
        return self.weighing.cells(self.clusters)

    def let_go(self) -> None:
        """Let go of the cells, which take as much as all else; they are found again if need be."""
        self.__dict__.pop("cells", None)

    @property
    def cluster_counts(self) -> list[int]:
        """How many these are."""
        found: list[int] = np.diff(self.cells.bounds).tolist()
        return found

    @property
    def credit(self) -> Floats:
        """What each claim counts in accuracy, 0 to 1; 0 where it is not scored."""
        return np.nan_to_num(self.columns.credit[self.parts.rows])


def _by_window(weights: Floats, pairs: Cells, standing: Standing, rows: Rows) -> Floats:
    """Weights by the share of a question's days, scaled to as many as there are pairs in a part.

    What few claims tell does not grow less for their having come late, so only how one weighs
    beside the other changes.
    """
    days, windows = standing.days[rows], standing.windows[rows]
    shares: Floats = np.zeros(weights.size)
    np.divide(days, windows, out=shares, where=weights > 0)
    (of_pairs,) = pairs.sums(shares)
    totals = exact_sums(of_pairs, pairs.bounds)
    several = np.diff(bounds_within(of_pairs > 0, pairs.bounds))
    scale = [n / total if total else 0.0 for n, total in zip(several, totals, strict=True)]
    found: Floats = shares * np.repeat(scale, np.diff(pairs.bounds))[pairs.own]
    return found


def _by_question(weights: Floats, questions: Cells) -> Floats:
    """The same weights, but that those on each question of a part add up to 1."""
    (sums,) = questions.sums(weights)
    whole = sums[questions.own]
    shares: Floats = np.zeros(weights.size)
    np.divide(weights, whole, out=shares, where=whole > 0)
    return shares


def scored(found: Scorable, parts: Parts) -> Sample:
    """Those of the claims that count in accuracy."""
    return Sample(found, parts.where(found.credited))


def cluster(found: Scorable) -> NDArray[np.int32]:
    """What each claim is taken to be settled together with: its question, or its source."""
    columns = found.columns
    return columns.question if found.settings.cluster == "question" else columns.source


def numbers(values: NDArray[Any]) -> NDArray[np.intp]:
    """For each value a number, the same for the same value, in the order in which they come."""
    _, first, own = np.unique(values, return_index=True, return_inverse=True)
    places = np.empty(first.size, dtype=np.intp)
    places[np.argsort(first)] = np.arange(first.size)
    return places[own]


CAME: Final = np.array([*(BINARY.get(verdict, np.nan) for verdict in VERDICTS), np.nan])
"""By the place of a verdict, what a probability is scored by; the last is that of none, -1."""

FATES: Final = ("right", "partly", "wrong", "unscored")
"""How a settled claim came out, in the order in which they are stacked and listed."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Scorable:
    """The claims of ``columns``, and for each row what can be scored of it.

    ``credited`` counts in accuracy, and ``sided`` in what its words have meant.  ``chance`` is that
    which the claim gives its question, as stated or, where ``implied``, as its words are read, with
    its ``timid`` and ``bold`` ends; NaN where it gives none.  ``came`` is what it is scored by: 1
    where the question came about in time, 0 where not, NaN where that cannot be said.

    ``forecast`` says whose chance is scored; ``alone`` whose claim takes no side, as one half does
    not, so that nothing but its stated chance is.  ``no_horizon`` are claims of which nothing but
    the chance could be scored (`Assessment.has_no_horizon`): what comes about can be settled early
    and what does not mostly never is, so that they are counted apart, and left out with
    ``guard_early``.  ``partly`` has a chance that is not scored, as its question came about partly,
    and ``unread`` words that the yardstick does not know.
    """

    columns: Columns
    settings: Settings
    credited: Bools
    sided: Bools
    chance: Floats
    timid: Floats
    bold: Floats
    implied: Bools
    came: Floats
    forecast: Bools
    alone: Bools
    no_horizon: Bools
    partly: Bools
    unread: Bools
    rates: BaseRates
    standing: Standing
    fell_out: Bools

    @property
    def fate(self) -> NDArray[np.int8]:
        """How each claim came out, a place in `FATES`, agreeing with what accuracy is made of."""
        return np.where(self.credited, self.columns.result, np.int8(FATES.index("unscored")))


def scorable(columns: Columns, settings: Settings) -> Scorable:
    """What can be scored of claims.

    Raises:
        UnknownName: no yardstick bears the name that ``settings`` give.
    """
    stated = ~np.isnan(columns.probability)
    chance, timid, bold = _chances(columns, settings)
    came = CAME[columns.verdict]
    given, binary = ~np.isnan(chance), ~np.isnan(came)
    in_time = columns.counting & ~columns.made_too_late
    on_time = in_time & _can_fail(columns, settings)
    no_horizon = in_time & columns.has_no_horizon & stated
    chance_counts = given & np.where(no_horizon, not settings.guard_early, on_time)
    sideless = columns.stance == STANCES.index("none")
    answers = columns.type != TYPES.index("binary")
    standing = Standing(columns, in_time & (given | ~sideless | answers))
    days = days_ahead(settings.at)
    stood = np.True_ if days is None else standing.ahead(days)
    credited = ~np.isnan(columns.credit) & on_time
    forecast = chance_counts & binary
    return Scorable(
        columns=columns,
        settings=settings,
        credited=credited & stood,
        sided=on_time & binary & ~sideless & stood,
        chance=chance,
        timid=timid,
        bold=bold,
        implied=~stated & given,
        came=came,
        forecast=forecast & stood,
        alone=on_time & binary & sideless & stated & stood,
        no_horizon=no_horizon & stood,
        partly=chance_counts & verdict_is(columns, Verdict.PARTLY) & stood,
        unread=on_time & binary & ~sideless & (columns.wording >= 0) & ~given & stood,
        rates=BaseRates(columns, came),
        standing=standing,
        fell_out=(credited | forecast) & ~stood,
    )


def _can_fail(columns: Columns, settings: Settings) -> Bools:
    """Whether the horizon of a claim's question lets the claim be scored at all.

    Without one a claim could only ever come out one way, and so it could, for a while, where it was
    settled early.
    """
    return columns.horizon_passed if settings.guard_early else ~np.isnat(columns.horizon)


def _chances(columns: Columns, settings: Settings) -> tuple[Floats, Floats, Floats]:
    """The chance that each claim gives its question, and its timid and its bold end."""
    stated = columns.probability
    if settings.yardstick is None:
        return stated, stated, stated
    words = [*columns.names.wording, None]  # the last is that of none, -1
    sides = len(STANCES)
    said, own = np.unique(columns.wording * sides + columns.stance, return_inverse=True)
    of_words = np.array([
        chance_of_words(words[one // sides], STANCES[one % sides], settings.yardstick)
        for one in said.tolist()
    ]).reshape(-1, 3)  # fmt: skip
    unstated = np.isnan(stated)
    point, timid, bold = (np.where(unstated, of_words[own, end], stated) for end in range(3))
    return point, timid, bold


def verdict_is(columns: Columns, verdict: Verdict) -> Bools:
    """On whose question a verdict stands."""
    found: Bools = columns.verdict == VERDICTS.index(verdict)
    return found
