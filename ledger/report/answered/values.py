"""What claims say of questions that are not yes or no, scored: a column for each score.

Claims are sorted by what sort of answer they give and by unit; no column is of several.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.answers import (
    Interval,
    Named,
    Point,
    Quantiles,
    QuestionType,
    Result,
    Shares,
    Threshold,
    comes_to,
    probability_of,
)
from ledger.model.forecast import chance, squared_error, stated
from ledger.scoring import number_scores, option_scores, quantile_scores
from ledger.scoring.scores import log_losses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from ledger.model.answers import Answer, AnswerSpace
    from ledger.model.claim_state import Assessment

    Floats = NDArray[np.float64]
    Rows = NDArray[np.intp]
    Bools = NDArray[np.bool_]

CHANCE, SHARES, POINT, INTERVAL, QUANTILES = SORTS = (
    "chance", "shares", "point", "interval", "quantiles",
)  # fmt: skip
"""The sorts of answers: a named option or a threshold with a probability, probabilities of all
options, a point, an interval, quantiles."""

DAYS: Final = "days"
"""The unit of errors in dates."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A score of claims of one sort and unit, and of one thing that is measured.

    ``of`` is that thing, the ``measure`` that questions name; empty where they name none, and
    where the score is one of probabilities or shares, which have a mean over all that there is.
    ``rows`` are the places of the claims, and ``values`` what each has.  ``level`` is that of the
    intervals it is about, None where it is about none, or where none was given.
    """

    sort: str
    unit: str
    of: str
    measure: str
    rows: Rows
    values: Floats
    level: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Between which levels of the distributions of one unit the answers lay."""

    unit: str
    rows: Rows
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """What chance was given to an option or a threshold, and whether it came about, 1 or 0."""

    rows: Rows
    p: Floats
    y: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """All scores, where answers lay, and how many claims have none for being ``beyond`` a bound.

    ``chances`` are what claims of the sort `CHANCE` gave.
    """

    scored: tuple[Scored, ...]
    placed: tuple[Placed, ...]
    chances: tuple[Chances, ...]
    beyond: int


_Key = tuple[str, str, str, tuple[float, ...]]
"""The sort, the unit, what is measured, and what else must be alike: levels of quantiles, that of
an interval."""
_Told = tuple[int, list[float], float]
"""The place of a claim, the numbers that it gives, and what came about."""


def values(claims: Sequence[Assessment], rows: Rows, floor: float | None) -> Values:
    """The scores of some claims on questions that are answered.

    Args:
        claims: the claims.
        rows: their places.
        floor: as `ledger.report.settings.Settings.log_floor`.
    """
    kept: dict[_Key, list[_Told]] = defaultdict(list)
    ordered: set[_Key] = set()
    beyond = 0
    for row, claim in zip(rows.tolist(), claims, strict=True):
        stand, came, space = claim.stand, claim.came, claim.space
        if stand is None or came is None or space is None:
            continue
        if space.type != QuestionType.CATEGORIES and came.middle is None:
            beyond += not isinstance(stand, Threshold)
        for key, numbers, y in _numbers(stand, came, space, claim.measure or ""):
            kept[key].append((row, numbers, y))
            if space.ordered:
                ordered.add(key)
    scored: list[Scored] = []
    placed: list[Placed] = []
    chances: list[Chances] = []
    for key in sorted(kept, key=lambda key: (SORTS.index(key[0]), *key[1:])):
        told = _Block(key, kept[key])
        scored += told.scores(floor, ordered=key in ordered)
        placed += told.places()
        chances += told.chances()
    found = tuple(_joined(scored)), tuple(_joined_places(placed)), tuple(chances)
    return Values(*found, beyond)


def _numbers(
    stand: object, came: Answer, space: AnswerSpace, of: str
) -> Iterator[tuple[_Key, list[float], float]]:
    """What a claim gives in numbers, under what it can be put together with; or nothing."""
    if isinstance(stand, Named | Threshold):
        given, result = chance(stated(probability_of(stand))), comes_to(stand, came)
        if given == given and result in {Result.RIGHT, Result.WRONG}:  # noqa: PLR0124 - NaN
            yield (CHANCE, "", "", ()), [given], float(result is Result.RIGHT)
        return
    if isinstance(stand, Shares):
        options = [option for option, _ in stand.shares]
        if came.option in options:
            alike = (float(len(options)), float(space.ordered))
            shares = [float(share) for _, share in stand.shares]
            unit = f"{len(options)} {'ordered ' * space.ordered}options"
            yield (SHARES, unit, "", alike), shares, float(options.index(came.option))
        return
    if came.middle is None:
        return
    unit = DAYS if space.type == QuestionType.DATE else space.unit or ""
    y = float(came.middle)
    if isinstance(stand, Point) and stand.value.middle is not None:
        signed = float(space.type == QuestionType.NUMBER)
        yield (POINT, unit, of, (signed,)), [float(stand.value.middle)], y
    elif isinstance(stand, Interval):
        level = () if stand.level is None else (float(stand.level),)
        yield (INTERVAL, unit, of, level), [float(stand.low), float(stand.high)], y
    elif isinstance(stand, Quantiles):
        levels = tuple(map(float, stand.levels))
        yield (QUANTILES, unit, of, levels), list(map(float, stand.values)), y


class _Block:
    """Claims of one sort, unit, measure and form, as arrays."""

    def __init__(self, key: _Key, told: Sequence[_Told]) -> None:
        self.sort, self.unit, self.of, self.form = key
        self.rows = np.array([row for row, _, _ in told], dtype=np.intp)
        self.x = np.array([numbers for _, numbers, _ in told])
        self.y = np.array([y for _, _, y in told])

    def _scored(self, measure: str, scores: Floats | Bools, level: float | None = None) -> Scored:
        # How often ranges hold has no unit, so that it is counted over all that is measured.
        of = "" if measure == "coverage" else self.of
        return Scored(self.sort, self.unit, of, measure, self.rows, scores.astype(float), level)

    def scores(self, floor: float | None, *, ordered: bool) -> Iterator[Scored]:
        """All scores that such claims have."""
        match self.sort:
            case "chance":
                p = self.x[:, 0]
                yield self._scored("brier", squared_error(p, self.y))
                yield self._scored("log_score", log_losses(p, self.y, floor))
            case "shares":
                came = self.y.astype(np.intp)
                yield self._scored("brier", option_scores.option_briers(self.x, came))
                yield self._scored("brier_sum", option_scores.brier_sums(self.x, came))
                log_scores = option_scores.option_log_losses(self.x, came, floor)
                yield self._scored("log_score", log_scores)
                if ordered:
                    ranked = option_scores.ranked_probability_scores(self.x, came)
                    yield self._scored("ranked_probability_score", ranked)
            case "point":
                yield from self._of_points()
            case "interval":
                yield from self._of_intervals()
            case _:
                yield from self._of_quantiles()

    def _of_points(self) -> Iterator[Scored]:
        x = self.x[:, 0]
        yield self._scored("absolute_error", number_scores.absolute_errors(x, self.y))
        yield self._scored("bias", number_scores.errors(x, self.y))
        if self.form[0]:  # a day is no share of another
            yield self._scored("relative_error", number_scores.relative_errors(x, self.y))

    def _of_intervals(self) -> Iterator[Scored]:
        low, high = self.x.T
        level = self.form[0] if self.form else None
        yield self._scored("coverage", number_scores.is_covered(low, high, self.y), level)
        if level is not None and 0 < level < 1:
            levels = np.full(self.y.size, level)
            found = number_scores.interval_scores(low, high, levels, self.y)
            yield self._scored("interval_score", found, level)

    def _of_quantiles(self) -> Iterator[Scored]:
        levels = np.array(self.form)
        losses = quantile_scores.pinball_losses(levels, self.x, self.y)
        yield self._scored("crps", quantile_scores.crps_of_quantiles(levels, self.x, self.y))
        yield self._scored("pinball_loss", losses.mean(axis=1))
        if quantile_scores.is_central(levels):
            found = quantile_scores.weighted_interval_scores(levels, self.x, self.y)
            yield self._scored("weighted_interval_score", found)
        for low, high in self._central():
            level = round(self.form[high] - self.form[low], 9)
            held = number_scores.is_covered(self.x[:, low], self.x[:, high], self.y)
            yield self._scored("coverage", held, level)

    def _central(self) -> Iterator[tuple[int, int]]:
        """The places of those levels that are the ends of a central interval."""
        places = {round(level, 9): place for place, level in enumerate(self.form)}
        for level, low in places.items():
            high = places.get(round(1 - level, 9))
            if high is not None and low < high:
                yield low, high

    def chances(self) -> Iterator[Chances]:
        """What was given, and what came about, if these are chances."""
        if self.sort == CHANCE:
            yield Chances(self.rows, self.x[:, 0], self.y)

    def places(self) -> Iterator[Placed]:
        """Where the answers lay in the distributions, if they are any."""
        if self.sort == QUANTILES:
            low, high = quantile_scores.pit_ranges(np.array(self.form), self.x, self.y)
            yield Placed(self.unit, self.rows, low, high)


def _joined(scored: Iterable[Scored]) -> Iterator[Scored]:
    """Scores of one sort, unit, measure and level, put together; coverage is of both sorts."""
    several: dict[tuple[str, str, str, str, float | None], list[Scored]] = defaultdict(list)
    for one in scored:
        sort = INTERVAL if one.measure == "coverage" else one.sort
        several[sort, one.unit, one.of, one.measure, one.level].append(one)
    for (sort, unit, of, measure, level), parts in several.items():
        rows = np.concatenate([part.rows for part in parts])
        found = np.concatenate([part.values for part in parts])
        kept = ~np.isnan(found)
        yield Scored(sort, unit, of, measure, rows[kept], found[kept], level)


def _joined_places(placed: Iterable[Placed]) -> Iterator[Placed]:
    several: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        several[one.unit].append(one)
    for unit, parts in several.items():
        together = (
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("rows", "low", "high")
        )
        yield Placed(unit, *together)
