"""Claims as a JSON list of objects, or JSON Lines with one on each line: a sheet in other clothes.

{"results": [{"speaker": "Ann", "statement": "It rains.", "due": "2027-07-12", "publisher": "P"}]}

The list may stand under the keys that services put it under.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import FileTrouble, Problem
from ledger.formats import strict_json
from ledger.formats.claimfile.files import decoded
from ledger.formats.lists.objects import Rows, find_list
from ledger.formats.strict_json import MAX_BYTES, BadJson
from ledger.formats.table import as_sheet
from ledger.formats.table.sheet import Unreadable
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.formats.lists.objects import Found
    from ledger.formats.registry import GivenFile
    from ledger.formats.table.taken import TakenSheet

__all__ = ["BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read", "read_plain"]

NAME: Final = "json"
BY_ROW: Final = True

BEGINNING: Final = re.compile(r'[\ufeff\s]*(?:\[\s*[{\]]|\{\s*["}])')
SUFFIXES: Final = frozenset({".json", ".jsonl", ".ndjson"})
BY_LINE: Final = re.compile(r"\s*\{[^\n]*\}[ \t\r]*\n+\s*\{")
"""How JSON Lines begin."""

NO_LIST: Final = (
    "There is no list of objects here, by itself or under a key such as claims, results or data."
)


def looks_like(head: str, path: Path) -> bool:
    """Whether it begins as a list of objects, or an object, does; or is JSON by its name."""
    return BEGINNING.match(head) is not None or path.suffix.lower() in SUFFIXES


def _sheet(given: GivenFile, problems: list[Problem]) -> TakenSheet:
    """The objects of a file as a sheet.

    Raises:
        Unreadable: it is no JSON, or has no list of objects.
    """
    try:
        text = decoded(Path(given.name), given.data)
        found = list(_lines(text) if BY_LINE.match(text) else _items(text))
    except FileTrouble as trouble:
        raise Unreadable(trouble.line, f"{trouble.what} {trouble.cure}".strip()) from trouble
    except BadJson as trouble:
        raise Unreadable(trouble.line, str(trouble)) from trouble
    objects: list[tuple[int, Mapping[str, Any]]] = []
    for number, one in found:
        if isinstance(one, dict):
            objects.append((number, one))
        elif number not in given.left_out:
            problems.append(Problem(given.name, number, "This is not an object.", code="no-object"))
    rows = Rows(objects)
    if rows.left_out:
        named = ", ".join(map(shown, sorted(rows.left_out)))
        message = f"Passed over, for they hold lists of objects: {named}."
        problems.append(Problem(given.name, 0, message, "warning", code="passed-over"))
    return rows.as_sheet()


def _lines(text: str) -> Iterator[tuple[int, Any]]:
    """What each line says, with its number.

    Raises:
        BadJson: a line is no JSON, or all of them have too many values.
    """
    strict_json.bounded(text)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, strict_json.parse(line)
            except BadJson as trouble:
                raise BadJson(number, str(trouble), code=trouble.code) from trouble


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """The items of the list, each with its line; where some share one, with its place, from 1.

    Raises:
        BadJson: the text is no JSON, or has no list.
    """
    found = find_list(strict_json.parse(text))
    if found is None:
        raise BadJson(0, NO_LIST, code="no-list")
    yield from zip(_numbers(text, found), found.items, strict=True)


def _numbers(text: str, found: Found) -> list[int]:
    many = len(found.items)
    places = list(range(1, many + 1))
    if text.count("\n") < many:
        return places
    known = strict_json.lines(text)
    lines = [known.get((*found.place, number), 0) for number in range(many)]
    return lines if len(set(lines)) == many and 0 not in lines else places


read: Final = partial(as_sheet.read, _sheet)
read_plain: Final = partial(as_sheet.read_plain, _sheet)
bad_rows: Final = partial(as_sheet.bad_rows, _sheet)
