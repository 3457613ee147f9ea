"""Predictions in Markdown or plain text, as people keep them in blogs: a line each.

---
title: Predictions for 2027
author: Ann Lee
site: Ann's blog
date: 2027-01-01
---
## Weather
1. It rains in Ville: 85%
2. **It snows in May** (10%)
- 70% - The lake dries up
- It hails
  - Confidence: 20%

What stands above the text (the front matter) gives the speaker, the title, the day and the
publisher; headings give topics.  A table (`ledger.formats.lists.pipe_table`) is a sheet by itself.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble
from ledger.formats.encodings import decoded
from ledger.formats.lists.percents import (
    chance_in,
    heading_of,
    listed,
    prediction_in,
    year_of,
)
from ledger.formats.lists.pipe_table import rows_of_tables
from ledger.formats.table import as_sheet
from ledger.formats.table.header import keys_of, plain_name
from ledger.formats.table.sheet import Unreadable
from ledger.formats.table.taken import TakenSheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.errors import Problem
    from ledger.formats.lists.pipe_table import Rows
    from ledger.formats.registry import GivenFile

__all__ = ["BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read", "read_plain"]

NAME: Final = "markdown"
MAX_BYTES: Final = 4 * 1024 * 1024
"""The most bytes of a text; so many take some 300 MB of memory to enter."""
BY_ROW: Final = True

SUFFIXES: Final = frozenset({".md", ".markdown", ".mdown"})
ENOUGH: Final = 3
"""How many lines with chances make a text a list of predictions, whatever its name."""

FRONT: Final = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
ENTRY: Final = re.compile(r"(\w[\w -]{0,40}):[ \t]*(.*)")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")

COLUMNS: Final = (
    "statement", "probability", "topics", "due", "due_basis", "verdict", "speaker", "title",
    "published", "url", "publisher",
)  # fmt: skip
"""The columns of the sheet that such a text is."""

OF_LINE: Final = COLUMNS[:6]
"""Those that a line, or the heading above it, gives."""

OURS: Final = {
    "author": "speaker", "authors": "speaker", "speaker": "speaker", "by": "speaker",
    "title": "title", "date": "published", "published": "published", "url": "url",
    "permalink": "url", "canonical_url": "url",
    "publisher": "publisher", "site": "publisher", "blog": "publisher",
}  # fmt: skip
"""What stands above a text, and the columns these are."""

NOTHING: Final = 'There is no prediction here, such as "It rains in Ville: 85%".'

BOTH: Final = (
    "Here is a table, and there are predictions in lines; give each kind a file of its own."
)


def looks_like(head: str, path: Path) -> bool:
    """Whether it is Markdown by its name, or several lines of it are predictions."""
    if path.suffix.lower() in SUFFIXES:
        return True
    if head.lstrip("\ufeff \t\r\n")[:1] in {"<", "{", "["}:
        return False
    found = 0
    for line in head.split("\n")[:-1]:
        found += prediction_in(line.rstrip("\r")) is not None
        if found == ENOUGH:
            return True
    return False


def _sheet(given: GivenFile, _: list[Problem]) -> TakenSheet:
    """The predictions of a text as a sheet.

    Raises:
        Unreadable: it is no text in UTF-8, or there is none in it.
    """
    try:
        text = decoded(Path(given.name), given.data, given.options.encoding)
    except FileTrouble as trouble:
        raise Unreadable(trouble.line, f"{trouble.what} {trouble.cure}".strip()) from trouble
    front = FRONT.match(text)
    above = _above(front[1]) if front else {}
    lines = text[front.end() if front else 0 :].split("\n")
    first = text.count("\n", 0, front.end() if front else 0) + 1
    rows, table = list(_rows(above, lines, first)), rows_of_tables(lines, first)
    if rows and table:
        raise Unreadable(table[0][0], BOTH)
    if table:
        return _table(above, table, given.options.columns)
    if not rows:
        raise Unreadable(0, NOTHING)
    used = [place for place in range(len(COLUMNS)) if any(cells[place] for _, cells in rows)]

    def kept() -> Iterator[tuple[int, list[str]]]:
        yield 0, [COLUMNS[place] for place in used]
        for number, cells in rows:
            yield number, [cells[place] for place in used]

    return TakenSheet(kept, len(rows) + 1)


def _rows(
    above: Mapping[str, str], lines: Sequence[str], first: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The predictions as rows, each with its line."""
    year, topic = year_of(above.get("title", "")), ""
    own = [above.get(name, "") for name in COLUMNS[len(OF_LINE) :]]
    waiting: tuple[int, str] | None = None  # a statement whose chance may stand below it
    for number, line in enumerate(lines, first):
        if (title := heading_of(line)) is not None:
            about = year_of(title)
            year, topic = about or year, "" if about else title.replace(";", ",")
            waiting = None
            continue
        due = (year, "context") if year else ("", "")
        if (found := prediction_in(line)) is not None:
            waiting = None
            yield number, (found.statement, found.probability, topic, *due, found.verdict, *own)
        elif waiting is not None and (chance := chance_in(line)) is not None:
            yield waiting[0], (waiting[1], chance, topic, *due, "", *own)
            waiting = None
        elif (text := listed(line)) and not (waiting and line[:1].isspace()):
            waiting = number, text.rstrip(":")


def _table(above: Mapping[str, str], table: Rows, mapped: Mapping[str, str]) -> TakenSheet:
    """A table, and in columns of their own what stands above the text and in no column."""
    held = {plain_name(name) for name in table[0][1]}
    held |= {key for ours in mapped.values() for key in keys_of(ours)}
    more = {name: text for name, text in above.items() if name not in held}

    def kept() -> Iterator[tuple[int, list[str]]]:
        (_, header), *body = table
        yield 0, [*header, *more]
        for number, cells in body:
            yield number, [*cells, *(more.values() if any(cells) else ())]

    return TakenSheet(kept, len(table))


def _above(front: str) -> Mapping[str, str]:
    """What the front matter says under our names."""
    found: dict[str, str] = {}
    for line in front.split("\n"):
        entry = ENTRY.fullmatch(line.rstrip())
        column = OURS.get(entry[1].strip().lower()) if entry else None
        if entry is None or column is None:
            continue
        text = entry[2].strip().strip("\"'")
        if column == "published":
            day = DAY.match(text)
            text = day[0] if day else ""
        if column != "url" or text.startswith(("http://", "https://")):
            found.setdefault(column, text)
    return found


read: Final = partial(as_sheet.read, _sheet)
read_plain: Final = partial(as_sheet.read_plain, _sheet)
bad_rows: Final = partial(as_sheet.bad_rows, _sheet)
