"""The charts that pages show of a report; each has its figures in a table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from ledger.report.illustrations import CHARTS, illustration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.build import Report


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as an ``svg`` element, what it is of, and the words that tell what it shows."""

    title: str
    svg: Markup
    words: str


def pictures(report: Report, *names: str) -> Iterator[Picture]:
    """Those of some charts, by their names in `CHARTS`, that have something to show."""
    for name in names:
        if not CHARTS[name].empty(report):
            drawn = illustration(report, name)
            svg = Markup(drawn.svg)  # noqa: S704 - drawn and escaped by us
            yield Picture(CHARTS[name].title, svg, drawn.words)
