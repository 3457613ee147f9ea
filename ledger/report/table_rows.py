"""The rows of a report's tables: a line for each group and for all, under what sets some apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.report.groups import plural
from ledger.report.table import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.report.build import Report
    from ledger.report.figures import Figures
    from ledger.report.groups import Group


def kinds(report: Report) -> str:
    """The kinds the figures are about, as a reader would call them."""
    return plural(report.kinds)


def has_total(report: Report) -> bool:
    """Whether all claims together have a line of their own, or would only say the same again."""
    return len(report.groups) != 1 and (report.by != "kind" or len(report.kinds) != 1)


def apart(report: Report) -> dict[str, str]:
    """What names the groups that are not compared with the others, by their place."""
    return {
        "few": f"Fewer than {report.settings.min_claims} scored:",
        "unnamed": "Without a name, and so not ranked:",
    }


def rows(report: Report, row: Callable[[str, Figures, Group | None], Row | None]) -> Iterator[Row]:
    """A line for each group and for all, under what sets some groups apart."""
    place = "ranked"
    for group in report.groups:
        if (found := row(group.key, group.figures, group)) is None:
            continue
        if group.place != place:
            place = group.place
            yield Row(apart(report)[place])
        yield found
    if has_total(report) and (found := row(f"All {kinds(report)}", report.total, None)) is not None:
        yield found
