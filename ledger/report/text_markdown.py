"""A report for people: as aligned text, usually of 80 columns, and as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.report.command import command, command_lines
from ledger.report.layout import tables
from ledger.report.prose import AGAIN, sentences
from ledger.report.status_bars import bars, has_bars
from ledger.text import clean, cut, fitted, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.report.build import Report
    from ledger.report.table import Row, Span, Table


WIDTH: Final = 80
"""How many columns there are where nobody says otherwise."""
LINE: Final = range(10, 21)
"""How many columns the line that draws a share and its interval takes; long names leave it few."""
NAME: Final = 18
"""The least columns for names beside such a line; where there are fewer, nothing is drawn."""
LEAST: Final = 8
"""The least columns for names beside figures; where there are fewer, figures stand below them."""
INDENT: Final = "  "
"""Before the rest of a name that takes several lines."""


def as_text(report: Report, columns: int = WIDTH) -> str:
    """The report for a terminal of so many columns, ending in a line break."""
    return "".join(f"{line}{drawn}\n" for line, drawn in text_lines(report, columns))


def text_lines(report: Report, columns: int) -> Iterator[tuple[str, str]]:
    """The lines of the report as text; the letters of a bar are apart, to be coloured.

    More than 80 columns are used where names need them.
    """
    first, *others = every = list(tables(report))
    room = room_for(every, columns)
    lines = [*head(first.title, f"as of {report.moment}", room), "", *table_lines(first, room)]
    yield from ((line, "") for line in lines)
    if has_bars(report):
        yield from (("", ""), ("What became of them", ""), ("", ""), *bars(report, room))
    lines = []
    for table in others:
        lines += ["", table.title, "", *table_lines(table, room)]
    lines.append("")
    for sentence in sentences(report):
        lines += wrap(sentence, room)
    lines += ["", AGAIN, *command_lines(report, "text", room)]
    yield from ((line, "") for line in lines)


def room_for(tables: Iterable[Table], columns: int) -> int:
    """How many of ``columns`` to use: the usual, or as many more as keep all names whole."""
    return min(columns, max([WIDTH, *map(_needed, tables)]))


def _needed(table: Table) -> int:
    """How many columns a table takes whose names are on one line each."""
    drawn = LINE[-1] + 2 if any(row.span for row in table.rows) else 0
    return _longest(table) + sum(_sizes(table)) + 2 * len(table.heads) + drawn


def _longest(table: Table) -> int:
    """How many columns the names of a table take at most, and the blank behind them."""
    return max((width(clean(row.name)) for row in table.rows if row.cells), default=0) + 1


def _sizes(table: Table) -> list[int]:
    """How many columns the cells take below each head."""
    return [
        max(map(len, (head, *(row.cells[place] for row in table.rows if row.cells))))
        for place, head in enumerate(table.heads)
    ]


def head(heading: str, aside: str, columns: int = WIDTH) -> list[str]:
    """What stands left and right on the first line, or on two where it is too short for both."""
    room = columns - width(heading) - width(aside)
    return [f"{heading}{' ' * room}{aside}"] if room > 0 else [*wrap(heading, columns), aside]


def table_lines(table: Table, room_of_all: int = WIDTH) -> Iterator[str]:
    """The lines of a table: names to the left, cells to the right, drawings after them."""
    columns = _sizes(table)
    taken = sum(columns) + 2 * len(columns)
    if room_of_all - taken < LEAST:
        yield from _stacked(table, room_of_all)
        return
    line = 0
    if any(row.span for row in table.rows):
        room = room_of_all - taken - 2
        fits = room - LINE[0] >= NAME
        line = min(max(room - _longest(table), LINE[0]), LINE[-1]) if fits else 0
    name = room_of_all - taken - (line + 2 if line else 0)
    heads = "".join(f"{head:>{size + 2}}" for head, size in zip(table.heads, columns, strict=True))
    scale = f"  {'0%':<{line - 4}}100%" if line else ""
    yield f"{'':<{name}}{heads}{scale}"
    for row in table.rows:
        yield from _row(row, name, columns, line)


def _stacked(table: Table, columns: int) -> Iterator[str]:
    """The rows of a table that is too wide: each name, and below it what is told of it."""
    for row in table.rows:
        yield from wrap(clean(row.name), columns)
        if row.cells:
            pairs = zip(table.heads, row.cells, strict=True)
            told = ", ".join(f"{head} {cell}" for head, cell in pairs if cell)
            yield from (f"{INDENT}{one}" for one in wrap(told, columns - len(INDENT)))


def _row(row: Row, name: int, columns: list[int], line: int) -> Iterator[str]:
    if not row.cells:
        yield row.name
        return
    cells = "".join(f"{cell:>{size + 2}}" for cell, size in zip(row.cells, columns, strict=True))
    drawn = f"  {_line(row.span, line)}" if line and row.span else ""
    first, *rest = _folded(row.name, name)
    yield f"{fitted(first, name)}{cells}{drawn}".rstrip()
    yield from rest


def _line(span: Span, size: int) -> str:
    """The interval as a line from 0% to 100%, with a dot for the share itself."""
    drawn = ["·" if place in {0, size - 1} else " " for place in range(size)]
    if span.interval is not None:
        low, high = (round(end * (size - 1)) for end in span.interval)
        drawn[low : high + 1] = "─" * (high - low + 1)
    drawn[round(span.middle * (size - 1))] = "●"
    return "".join(drawn)


def _folded(key: str, columns: int) -> list[str]:
    """The name of a group on lines short enough for its column."""
    name, room = clean(key), columns - 1 - len(INDENT)
    if width(name) < columns:
        return [name]
    first, *rest = wrap(name, room)
    return [first, *(f"{INDENT}{cut(line, room)}" for line in rest)]


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
        *markdown_table(first),
    ]
    for table in others:
        lines += ["", f"## {escaped(table.title)}", "", *markdown_table(table)]
    for sentence in sentences(report):
        lines += ["", escaped(sentence)]
    return "\n".join([*lines, "", AGAIN, "", f"    {command(report, 'md')}"]) + "\n"


def markdown_table(table: Table) -> Iterator[str]:
    """The lines of a table in Markdown."""
    side = " :-- |" if table.is_text else " --: |"
    yield f"| {' | '.join((table.first, *table.heads))} |"
    yield f"| :-- |{side * len(table.heads)}"
    for row in table.rows:
        yield f"| {' | '.join((_name(row), *_cells(row, len(table.heads))))} |"


def _name(row: Row) -> str:
    name = escaped(row.name)
    return f"**{name}**" if row.total else name if row.cells else f"*{name}*"


def _cells(row: Row, columns: int) -> tuple[str, ...]:
    return tuple(map(escaped, row.cells)) if row.cells else ("",) * columns
