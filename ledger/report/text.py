"""A report as aligned text that fits 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.columns import clean, cut, fitted, width, wrap
from ledger.report.command import command_lines
from ledger.report.prose import AGAIN, percent, rows, sentences, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.figures import Figures, Report

WIDTH: Final = 80
KEY: Final = 33
"""Columns for the name of a group; the five figures take the rest."""
INDENT: Final = "  "
"""Before the rest of a name that takes several lines."""


def as_text(report: Report) -> str:
    """The report for a terminal, ending in a line break."""
    heads = f"{'':<{KEY}}{'claims':>7} {'settled':>8} {'scored':>7}{'accuracy':>10}"
    interval = f"{report.level:.0%} interval"
    lines = [*_head(report), "", f"{heads}{interval:>{WIDTH - len(heads)}}"]
    for key, figures in rows(report):
        lines += _row(key, figures)
    lines.append("")
    for sentence in sentences(report):
        lines += wrap(sentence, WIDTH)
    return "\n".join([*lines, "", AGAIN, *command_lines(report, "text", WIDTH)]) + "\n"


def _head(report: Report) -> list[str]:
    heading, moment = title(report), f"as of {report.moment}"
    room = WIDTH - len(heading) - len(moment)
    return [f"{heading}{' ' * room}{moment}"] if room > 0 else [heading, moment]


def _row(key: str, figures: Figures) -> Iterator[str]:
    counts, found = figures.counts, figures.accuracy
    interval = ""
    if found.accuracy_interval is not None:
        low, high = found.accuracy_interval
        interval = f"{percent(low)} to {percent(high):>4}"
    cells = f"{counts.claims:>7,} {counts.settled:>8,} {found.scored:>7,}"
    cells += f"{percent(found.accuracy):>10}"
    name, *rest = _folded(key)
    yield f"{fitted(name, KEY)}{cells}{interval:>{WIDTH - KEY - len(cells)}}".rstrip()
    yield from rest


def _folded(key: str) -> list[str]:
    """The name of a group on lines short enough for its column."""
    name, room = clean(key), KEY - 1 - len(INDENT)
    if width(name) < KEY:
        return [name]
    first, *rest = wrap(name, room)
    return [first, *(f"{INDENT}{cut(line, room)}" for line in rest)]
