"""A report as Markdown, for an article's notes or a wiki."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.columns import clean
from ledger.report.command import command
from ledger.report.prose import AGAIN, percent, rows, sentences, title

if TYPE_CHECKING:
    from ledger.report.figures import Figures, Report

SPECIAL: Final = re.compile(r"([\\`*_\[\]{}<>|~&$]|(?<=www)\.|:(?=//))", re.IGNORECASE)
"""What means something to Markdown or HTML within a line; ``www.`` and ``://`` begin links."""


def escaped(text: str) -> str:
    """A text from data as a piece of a line in which Markdown and HTML see nothing but text."""
    return SPECIAL.sub(r"\\\1", " ".join(clean(text).split()))


def as_markdown(report: Report) -> str:
    """The report as a heading, a table and paragraphs, ending in a line break."""
    lines = [
        f"# {title(report)}",
        "",
        f"As of {report.moment}, root `{report.root}`.",
        "",
        _heads(report),
        "| :-- | --: | --: | --: | --: | --: | --: | :-- |",
    ]
    for key, figures in rows(report):
        name = escaped(key)
        lines.append(_row(f"**{name}**" if figures is report.total else name, figures))
    for sentence in sentences(report):
        lines += ["", sentence]
    return "\n".join([*lines, "", AGAIN, "", f"    {command(report, 'md')}"]) + "\n"


def _heads(report: Report) -> str:
    names = (report.by, "claims", "settled", "scored", "accuracy", "strict", "lenient")
    return f"| {' | '.join(names)} | {report.level:.0%} interval |"


def _row(key: str, figures: Figures) -> str:
    counts, found = figures.counts, figures.accuracy
    interval = ""
    if found.accuracy_interval is not None:
        interval = " to ".join(percent(end) for end in found.accuracy_interval)
    numbers = (f"{n:,}" for n in (counts.claims, counts.settled, found.scored))
    shares = map(percent, (found.accuracy, found.accuracy_strict, found.accuracy_lenient))
    return f"| {' | '.join([key, *numbers, *shares, interval])} |"
