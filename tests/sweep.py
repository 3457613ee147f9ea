"""Every reading command in every form, and what makes the output of each form valid."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import feedparser
import pages
from icalendar import Calendar
from markdown_it import MarkdownIt

from ledger.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Command = tuple[str, ...]
"""The words of a command."""

BY: Final = ("speaker", "publisher", "source", "topic", "kind", "wording", "year")
FORMS: Final = ("text", "json", "csv", "md", "html")

SETTINGS: Final[tuple[Command, ...]] = (
    (),
    ("--digits", "4"),
    ("--guard-early", "--repeats", "last", "--cluster", "source"),
    ("--yardstick", "icd203", "--repeats", "all", "--min-claims", "1"),
)

FILTERS: Final[tuple[Command, ...]] = (
    (),
    ("--speaker", "Ann"),
    ("--publisher", "The Herald"),
    ("--kind", "pledge", "--kind", "plan"),
    ("--status", "settled"),
    ("--status", "overdue", "--due-before", "2024-01-01"),
)

LISTS: Final[tuple[Command, ...]] = (
    *(("list", *filters) for filters in FILTERS),
    ("list", "--full"),
    ("search", "comes", "about"),
    ("search", "صحة"),
    ("due", "--within", "3650"),
    ("corrections",),
    ("disputes",),
    ("duplicates",),
    ("log",),
    ("log", "--last", "3"),
    ("log", "came"),
    ("compare", "Ann", "Bob"),
    ("compare", "The Herald", "The Mail; Weekly", "--by", "publisher", "--full"),
)
"""Commands with a form for people and one for programs."""

EXPORTS: Final = ("claimreview", "csv", "ics", "atom", "jsonl")


def shown(identifiers: Sequence[str]) -> list[Command]:
    """``show`` of each id, in both forms."""
    both = product(identifiers, ("text", "json"))
    return [("show", one, "--format", form) for one, form in both]


def commands() -> Iterator[Command]:
    """All but ``show``, each without its moment."""
    for words, form in product(LISTS, ("text", "json")):
        yield (*words, "--format", form)
    for by, form, settings in product(BY, FORMS, SETTINGS):
        yield ("report", "--by", by, "--format", form, *settings)
    for filters, form in product(FILTERS[1:], FORMS):
        yield ("report", *filters, "--format", form)
    for form, filters in product(EXPORTS, FILTERS):
        if form != "jsonl" or not filters:
            yield ("export", "--to", form, *filters)


def form_of(command: Command) -> str:
    """The form in which a command answers."""
    if command[0] == "export":
        return command[command.index("--to") + 1]
    return command[command.index("--format") + 1]


def validate(form: str, output: str) -> None:
    """Fail where ``output`` is not what its form promises."""
    CHECKS[form](output)


def _text(output: str) -> None:
    for line in output.splitlines():
        assert line == clean(line), f"{line!r} could upset a terminal"
        assert line == line.rstrip(), f"{line!r} ends in blanks"


def _csv(output: str) -> None:
    rows = list(csv.reader(io.StringIO(output)))
    assert rows, "there is no first row"
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if re.match(r"[=+@\t\r]", cell)]


def _markdown(output: str) -> None:
    for tokens in MarkdownIt("commonmark").enable("table").parse(output):
        assert tokens.type != "html_block", tokens.content


def _calendar(output: str) -> None:
    assert Calendar.from_ical(output).name == "VCALENDAR"


def _feed(output: str) -> None:
    found = feedparser.parse(io.BytesIO(output.encode()))
    assert not found.bozo, found.get("bozo_exception")


def _lines(output: str) -> None:
    for line in output.splitlines():
        assert isinstance(json.loads(line), dict)


CHECKS: Final[dict[str, Callable[[str], Any]]] = {
    "text": _text,
    "json": json.loads,
    "csv": _csv,
    "md": _markdown,
    "html": pages.read,
    "claimreview": json.loads,
    "ics": _calendar,
    "atom": _feed,
    "jsonl": _lines,
    "claims": tomllib.loads,
}
"""For each form what refuses output that is not of it."""
