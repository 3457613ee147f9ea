"""What a report says of how much can be scored, and of when its claims were logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.report.baseline_prose import FEW
from ledger.text import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.build import Report


def about_scorability(report: Report) -> Iterator[str]:
    """Which shares of many claims can be scored, and how many were logged with hindsight."""
    found, digits = report.total.scorability, report.settings.digits
    if report.total.counts.claims < FEW:
        return
    if not found.is_whole:
        told = (
            f"Of all, {percent(found.checkable_share, digits)} can be checked, "
            f"{percent(found.hedged_share, digits)} only say what may be, "
            f"{percent(found.undated_share, digits)} have no day, and "
            f"{percent(found.probability_share, digits)} give a probability"
        )
        if found.due:
            told += (
                f"; of the {found.due:,} that are due, "
                f"{percent(found.due_settled_share, digits)} are settled"
            )
        yield f"{told}."
    before, after = found.logged_before_outcome, found.logged_after_outcome
    if after:
        of = f"{after:,} of the {before + after:,}" if before else f"All {after:,}"
        yield (
            f"{of} whose outcome has a day were logged after it, so whoever chose them could know "
            f"how they came out."
        )
