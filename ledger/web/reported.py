"""Reports made from the catalogue of a moment: no page reads again what it holds already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ledger.report.build import Gathered, gather, report_of
from ledger.report.settings import Settings

if TYPE_CHECKING:
    from ledger.model.filters import Filters
    from ledger.report.build import Report
    from ledger.web.asked import Asked


def reported(
    asked: Asked,
    by: str,
    filters: Filters,
    settings: Settings | None = None,
    *,
    of_one: bool = False,
) -> Report:
    """As `ledger.report.build.report`, of the moment that is asked for.

    One ``of_one`` speaker, or the like, is as `ledger.report.build.Gathered` says.

    Raises:
        NotFound: a filter names what nothing in the ledger has.
    """
    settings = settings or Settings()
    told = asked.ledger, asked.moment, asked.state
    claims = asked.catalogues.of(*told)
    mask = claims.own(filters)
    if mask is None:  # a name in another spelling, or what only the database can tell
        with asked.ledger.select(filters, asked.as_of) as selection:
            gathered = replace(gather(selection, by), of_one=of_one)
            return report_of(gathered, by, filters, settings)
    basis = asked.catalogues.basis(*told)
    gone = basis.withdrawn.own(filters, all_known=True)
    if gone is None:
        raise AssertionError
    rows = np.flatnonzero(mask)
    with asked.ledger.select(None, asked.as_of) as selection:
        gathered = Gathered(
            selection,
            claims.columns.take(rows),
            basis.withdrawn.columns.take(np.flatnonzero(gone)),
            basis.amended[rows],
            of_one,
        )
        return report_of(gathered, by, filters, settings)
