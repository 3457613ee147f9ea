"""The table of baselines: beside each group's scores what simple rules would have had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.answers.question_types import TYPES
from ledger.report.baseline_prose import FEW
from ledger.report.table import Row, Table
from ledger.report.table_rows import rows
from ledger.text import NONE, percent, score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.build import Report
    from ledger.report.figures import Figures
    from ledger.report.groups import Group


def simple_rules(report: Report) -> Iterator[Table]:
    """What simple rules would have had on the same claims, for groups of ten or more; or no table.

    What is left out goes by what there is, never by the room: the accuracies where no group has ten
    scored, the Brier scores where none has ten forecasts, the market where none has ten that were
    given when a price was recorded.
    """
    every = [*(group.figures for group in report.groups), report.total]
    judged = any(one.accuracy.scored >= FEW for one in every)
    given = any(one.forecasts.forecasts >= FEW for one in every)
    priced = any(one.baselines.market_forecasts >= FEW for one in every)
    if report.type != TYPES[0] or not (judged or given):
        return
    digits = report.settings.digits

    def row(name: str, figures: Figures, group: Group | None) -> Row | None:
        found = figures.baselines
        n = figures.accuracy.scored, figures.forecasts.forecasts, found.market_forecasts
        own = [several >= FEW for several in n]
        shares = figures.accuracy.accuracy, found.accuracy_commoner, found.accuracy_base_rate
        scores = figures.forecasts.brier, found.brier_base_rate
        prices = found.brier_beside_market, found.brier_market
        cells = (
            *([percent(one, digits) if own[0] else NONE for one in shares] if judged else []),
            *([score(one, digits + 1) if own[1] else NONE for one in scores] if given else []),
            *([score(one, digits + 1) if own[2] else NONE for one in prices] if priced else []),
        )
        return Row(name, cells, total=group is None) if any(own) else None

    heads = (
        *(["accuracy", "commoner", "base rate"] if judged else []),
        *(["Brier", "base rate"] if given else []),
        *(["own then", "market"] if priced else []),
    )
    found = tuple(one for one in rows(report, row) if one.cells)  # nothing here is ranked
    yield Table("Beside simple rules", report.by, heads, found)
