"""Where in a document the list is, and objects as the rows of a sheet.

[{"speaker": {"name": "Ann"}, "links": ["https://a.example"], "likely": 0.7}]

is a sheet with the columns ``speaker.name``, ``links`` and ``likely``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.claimreview.sources import is_address
from ledger.formats.table.cells import joined
from ledger.formats.table.columns import COLUMNS
from ledger.formats.table.sheet import Unreadable
from ledger.formats.table.taken import TakenSheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.model.field_reader import Place

WRAPPERS: Final = (
    "claims", "promises", "predictions", "forecasts", "pledges", "statements", "questions",
    "results", "data", "items", "records", "rows", "entries", "list", "values", "docs", "hits",
    "objects", "response", "result", "content", "body",
)  # fmt: skip
"""The keys under which files and the answers of services have a list, the likeliest first."""

DEEPEST: Final = 3
"""How deep a list may be, and how deep the objects of one are looked into for cells."""

OURS: Final = 2
"""How many columns that we know make one object a claim."""

MOST_COLUMNS: Final = 1000
"""The most names that the objects of a list may have for their values together."""

NAMING: Final = ("name", "label", "title", "text")
"""What an object in a cell is called by, the surest first."""

MOST_DIGITS: Final = 60
"""From here on a number is written with an exponent."""


@dataclass(frozen=True, slots=True)
class Found:
    """The list in a document: where it is, and what is in it."""

    place: Place
    items: Sequence[Any]


def find_list(root: Any) -> Found | None:  # noqa: ANN401 - any JSON
    """The list that a document is, or has; None where it has none that is likely."""
    found = _in(root, (), DEEPEST)
    if found is not None or not isinstance(root, dict):
        return found
    if len(COLUMNS_KNOWN.intersection(map(_plain, root))) >= OURS:
        return Found((), [root])
    return None


def _in(value: Any, place: Place, deep: int) -> Found | None:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        is_one = any(isinstance(one, dict) for one in value) or not value
        return Found(place, value) if is_one else None
    if not isinstance(value, dict) or not deep:
        return None
    known = [key for wrapper in WRAPPERS for key in value if key.casefold() == wrapper]
    for key in known:
        if found := _in(value[key], (*place, key), deep - 1):
            return found
    lists = [key for key, one in value.items() if isinstance(one, list) and _in(one, (), 1)]
    return Found((*place, lists[0]), value[lists[0]]) if len(lists) == 1 and not known else None


COLUMNS_KNOWN: Final = frozenset(COLUMNS)


def _plain(key: str) -> str:
    return key.strip().casefold()


@dataclass(slots=True)
class Rows:
    """Objects with the number of each as rows; ``left_out`` are keys that hold no cell, counted."""

    objects: Sequence[tuple[int, Mapping[str, Any]]]
    columns: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names: dict[str, None] = {}
        for _, one in self.objects:
            names |= dict.fromkeys(self._cells(one, count=True))
            if len(names) > MOST_COLUMNS:
                message = f"The objects here have more than {MOST_COLUMNS:,} keys."
                raise Unreadable(0, message)
        self.columns = list(names)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """The names of the columns as row 0, then a row for each object."""
        yield 0, self.columns
        for number, one in self.objects:
            cells = self._cells(one)
            yield number, [cells.get(name, "") for name in self.columns]

    def as_sheet(self) -> TakenSheet:
        """The sheet that they are."""
        return TakenSheet(lambda: iter(self), len(self.objects) + 1)

    def _cells(self, one: Mapping[str, Any], *, count: bool = False) -> dict[str, str]:
        cells: dict[str, str] = {}
        waiting: list[tuple[str, Any, int]] = [(key, one[key], 1) for key in reversed(list(one))]
        while waiting:
            name, value, deep = waiting.pop()
            text = cell_of(value)
            if text is not None:
                cells.setdefault(name, text)
            elif isinstance(value, dict) and deep < DEEPEST:
                inner = [(f"{name}.{key}", value[key], deep + 1) for key in reversed(value)]
                waiting += inner
            elif count:
                self.left_out[name] = self.left_out.get(name, 0) + 1
        return cells


def cell_of(value: Any) -> str | None:  # noqa: ANN401 - any JSON
    """The text of a cell for a value; None for an object, or a list of what has no text."""
    if isinstance(value, str) or value is None:
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}" if abs(value.adjusted()) < MOST_DIGITS else str(value)
    if isinstance(value, list):
        return _together([_named(one) for one in value])
    return None if isinstance(value, dict) else str(value)


def _together(texts: Sequence[str | None]) -> str | None:
    """Several texts in one cell: addresses behind blanks, others behind semicolons."""
    known = [text for text in texts if text]
    if None in texts:
        return None
    return joined(known, " " if known and all(map(is_address, known)) else ";")


def _named(one: Any) -> str | None:  # noqa: ANN401 - any JSON
    """An item of a list as a text: itself, its address, or what it is called."""
    if isinstance(one, dict):
        address = one.get("url")
        if isinstance(address, str) and is_address(address):
            return address
        return next((one[key] for key in NAMING if isinstance(one.get(key), str)), None)
    return None if isinstance(one, list) else cell_of(one)
