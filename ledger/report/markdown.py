"""A report as Markdown, for an article's notes or a wiki."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.columns import clean
from ledger.report.command import command
from ledger.report.prose import AGAIN, sentences
from ledger.report.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.making import Report
    from ledger.report.tables import Row, Table

SPECIAL: Final = re.compile(r"([\\`*_\[\]{}<>|~&$]|(?<=www)\.|:(?=//))", re.IGNORECASE)
"""What means something to Markdown or HTML within a line; ``www.`` and ``://`` begin links."""


def escaped(text: str) -> str:
    """A text from data as a piece of a line in which Markdown and HTML see nothing but text."""
    return SPECIAL.sub(r"\\\1", " ".join(clean(text).split()))


def as_markdown(report: Report) -> str:
    """The report as a heading, tables and paragraphs, ending in a line break."""
    first, *others = tables(report)
    lines = [
        f"# {escaped(first.title)}",
        "",
        f"As of {report.moment}, root `{report.root_hash}`.",
        "",
        *_table(first),
    ]
    for table in others:
        lines += ["", f"## {escaped(table.title)}", "", *_table(table)]
    for sentence in sentences(report):
        lines += ["", escaped(sentence)]
    return "\n".join([*lines, "", AGAIN, "", f"    {command(report, 'md')}"]) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield f"| {' | '.join((table.first, *table.heads))} |"
    yield f"| :-- |{' --: |' * len(table.heads)}"
    for row in table.rows:
        yield f"| {' | '.join((_name(row), *_cells(row, len(table.heads))))} |"


def _name(row: Row) -> str:
    name = escaped(row.name)
    return f"**{name}**" if row.total else name if row.cells else f"*{name}*"


def _cells(row: Row, columns: int) -> tuple[str, ...]:
    return tuple(map(escaped, row.cells)) if row.cells else ("",) * columns
