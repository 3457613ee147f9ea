"""One row a scored claim, as CSV: what every figure of a report is the mean of."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.formats.write_files import harmless
from ledger.model.claim import KINDS, STANCES
from ledger.model.claim_arrays import VERDICTS
from ledger.model.forecast import squared_error
from ledger.report.answered.figures import asks_for_more, values_of
from ledger.report.sample import every, scorable
from ledger.report.settings import Settings
from ledger.scoring.scores import log_losses
from ledger.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from ledger.book.ledger import Ledger
    from ledger.book.reader import AsOf
    from ledger.model.filters import Filters
    from ledger.report.answered.values import Values
    from ledger.report.sample import Scorable

NAMES: Final = (
    "as_of", "claim", "question", "source", "publisher", "speaker", "kind", "stance", "made",
    "due", "happened_on", "lead", "verdict", "credit", "probability", "came", "brier", "log_score",
)  # fmt: skip
"""The columns; ``lead`` is in days, an empty cell is what a claim does not have."""

ANSWERED: Final = (
    "sort", "unit", "of", "level", "brier_sum", "ranked_probability_score", "absolute_error",
    "bias", "relative_error", "coverage", "interval_score", "crps", "weighted_interval_score",
    "pinball_loss",
)  # fmt: skip
"""More columns where a claim is scored by an answer that is not yes or no.

``of`` is what the question names as measured.  ``level`` is that of a range, whose ``coverage`` is
1 where it held the answer; the ranges that quantiles imply are not among them.
"""

GIVEN: Final = ("probability", "came", "brier", "log_score")
"""The last of `NAMES`, which answers that are not yes or no can have too."""

AT_ONCE: Final = 5_000
"""So many rows are written at a time."""


def score_rows(
    ledger: Ledger,
    filters: Filters | None = None,
    as_of: AsOf = None,
    settings: Settings | None = None,
) -> Iterator[str]:
    """The claims that count in accuracy or whose chance is scored, in the order they were made.

    ``credit`` is what a claim counts in accuracy, 0 to 1; ``came`` is what a probability is scored
    by, be it of a question, of an option or of a threshold.  A speaker's several claims on one
    question have a row each, and no weight.
    """
    with ledger.select(filters, as_of) as selection:
        columns, moment = selection.columns(topics=False), str(selection.moment)
        found = scorable(columns, settings or Settings())
        more = _answered(values_of(found, selection)) if asks_for_more(columns) else {}
    scored = found.credited | found.forecast
    if more:
        scored[[*more["sort"]]] = True
    rows = every(columns).where(scored).rows
    yield _written([(*NAMES, *(ANSWERED if more else ()))])
    for first in range(0, rows.size, AT_ONCE):
        several = rows[first : first + AT_ONCE]
        yield _written(zip(*_cells(found, several, moment, more), strict=True))


def _answered(told: Values) -> dict[str, dict[int, Any]]:
    """By the name of a column what each claim has in it, by its place; nothing where none has."""
    found: dict[str, dict[int, Any]] = defaultdict(dict)
    implied = {row for one in told.scored if one.measure == "crps" for row in one.rows.tolist()}
    for one in told.scored:
        for row, value in zip(one.rows.tolist(), one.values.tolist(), strict=True):
            if one.measure == "coverage" and row in implied:
                continue
            found[one.measure][row] = value
            found["sort"].setdefault(row, one.sort)
            found["unit"].setdefault(row, harmless(clean(one.unit)))
            if one.of:
                found["of"][row] = harmless(clean(one.of))
            if one.level is not None:
                found["level"][row] = one.level
    for given in told.chances:
        found["probability"] |= dict(zip(given.rows.tolist(), given.p.tolist(), strict=True))
        found["came"] |= dict(zip(given.rows.tolist(), given.y.tolist(), strict=True))
    return found if found["sort"] else {}


def _cells(
    found: Scorable, rows: NDArray[np.intp], moment: str, more: Mapping[str, Mapping[int, Any]]
) -> Iterator[list[Any]]:
    """The values of each column, empty where there is none."""
    columns, names = found.columns, found.columns.names
    yield [moment] * rows.size
    yield [harmless(clean(one)) for one in columns.ids[rows]]
    for name in ("question", "source", "publisher", "speaker"):
        known = [harmless(clean(one)) for one in getattr(names, name)]
        yield [known[one] for one in getattr(columns, name)[rows].tolist()]
    yield [KINDS[one] for one in columns.kind[rows].tolist()]
    yield [STANCES[one] for one in columns.stance[rows].tolist()]
    for days in (columns.made_latest, columns.due_latest, columns.happened_latest):
        yield ["" if day is None else day.isoformat() for day in days[rows].tolist()]
    lead = columns.horizon[rows] - columns.made_latest[rows]
    yield ["" if days is None else days.days for days in lead.tolist()]
    yield [VERDICTS[one].value for one in columns.verdict[rows].tolist()]
    p, y = found.chance[rows], found.came[rows]
    scored = found.forecast[rows]
    losses = np.full(rows.size, np.nan)
    losses[scored] = log_losses(p[scored], y[scored], found.settings.log_floor)
    yield _numbers(np.where(found.credited[rows], columns.credit[rows], np.nan))
    own = {
        name: _numbers(np.where(scored, one, np.nan))
        for name, one in zip(GIVEN, (p, y, squared_error(p, y), losses), strict=True)
    }
    for name in (*own, *(ANSWERED if more else ())):
        scores = more.get(name, {})
        usual = own.get(name, [""] * rows.size)
        yield [scores.get(row, one) for row, one in zip(rows.tolist(), usual, strict=True)]


def _numbers(values: NDArray[np.float64]) -> list[Any]:
    return ["" if value != value else value for value in values.tolist()]  # noqa: PLR0124 - NaN


def _written(rows: Any) -> str:  # noqa: ANN401 - rows of values
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
