"""Tables of Markdown: cells with ``|`` between them, and a row of dashes below the header.

| Prediction  | Confidence |
| ----------- | ---------- |
| It rains    | 85%        |
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.formats.lists.percents import plain_text
from ledger.formats.table.sheet import Unreadable
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DASHES: Final = re.compile(r"[\s:|-]*-[\s:|-]*")
BETWEEN: Final = re.compile(r"(?<!\\)\|")

Rows = list[tuple[int, list[str]]]


def rows_of_tables(lines: Sequence[str], first: int) -> Rows:
    """The rows of all tables, each with its line, the header first; none where there is no table.

    ``first`` is the number of the first of the ``lines``.

    Raises:
        Unreadable: two tables have other columns, or a row has more cells than there are columns.
    """
    found: Rows = []
    for at in range(1, len(lines)):
        if not _is_below_header(lines, at):
            continue
        header = (first + at - 1, cells_of(lines[at - 1]))
        if not found:
            found.append(header)
        elif found[0][1] != header[1]:
            message = (
                "This table has other columns than the one above; give each a file of its own."
            )
            raise Unreadable(header[0], message)
        found += _body(lines, at + 1, first, len(header[1]))
    return found


def cells_of(line: str) -> list[str]:
    """The cells of a row, without the marks of Markdown."""
    inner = line.strip().removeprefix("|")
    parts = BETWEEN.split(inner)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [plain_text(part.strip()).replace("\\|", "|") for part in parts]


def _is_below_header(lines: Sequence[str], at: int) -> bool:
    line = lines[at]
    return "|" in line and "|" in lines[at - 1] and DASHES.fullmatch(line) is not None


def _body(
    lines: Sequence[str], start: int, first: int, width: int
) -> Iterator[tuple[int, list[str]]]:
    for at in range(start, len(lines)):
        if "|" not in lines[at]:
            return
        cells = cells_of(lines[at])
        if len(cells) > width:
            message = f"This row has more cells than the {counted(width, 'column')} of the table."
            raise Unreadable(first + at, message)
        yield first + at, cells + [""] * (width - len(cells))
