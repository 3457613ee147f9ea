"""Soundness: the values of a row of claims, read only where the program could have written them.

The tables are made of entries that were looked at as they came in; but whoever holds the database
can write what they like.  Each value is looked at once, for most come again and again.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.errors import BadDate
from ledger.journal.entry import is_moment
from ledger.model.keys import CHOICES
from ledger.model.raw import decimal_of, shown, to_places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

MANY: Final = 16_384
"""How many values of a kind are known at once."""


@lru_cache(maxsize=MANY)
def share(value: Any) -> Decimal | None:  # noqa: ANN401 - whatever is stored
    """A number from 0 to 1.

    Raises:
        ValueError: it is none.
    """
    if value is None:
        return None
    number = decimal_of(value) if isinstance(value, str) else None
    exact = to_places(number) if number is not None and 0 <= number <= 1 else None
    if exact is None:
        raise ValueError(f"{shown(value)} is no number from 0 to 1")
    return exact


@lru_cache(maxsize=MANY)
def texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever is stored
    """A list of texts, kept as JSON.

    Raises:
        ValueError: it is none.
    """
    try:
        found = json.loads(value)
    except (TypeError, ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(f"{shown(value)} is no list of texts")
    return tuple(found)


@lru_cache(maxsize=MANY)
def _date(value: Any) -> Any:  # noqa: ANN401 - whatever is stored
    if value is not None:
        try:
            edtf.parse(value)
        except (BadDate, TypeError) as trouble:
            raise ValueError(f"{shown(value)} is no date") from trouble
    return value


@lru_cache(maxsize=MANY)
def _day(value: Any) -> Any:  # noqa: ANN401 - whatever is stored
    if value is not None:
        try:
            date.fromisoformat(value)
        except (TypeError, ValueError) as trouble:
            raise ValueError(f"{shown(value)} is no day") from trouble
    return value


@lru_cache(maxsize=MANY)
def _moment(value: Any) -> Any:  # noqa: ANN401 - whatever is stored
    if not isinstance(value, str) or not is_moment(value):
        raise ValueError(f"{shown(value)} is no moment")
    return value


def _choice(key: str) -> Callable[[Any], Any]:
    known = frozenset({*CHOICES[key], None})

    def read(value: Any) -> Any:  # noqa: ANN401 - whatever is stored
        if value not in known:
            raise ValueError(f"{shown(value)} is not one of {', '.join(CHOICES[key])}")
        return value

    return read


READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "recorded_at": _moment,
    "probability": share,
    "value": share,
    "topics": texts,
    "published": _date,
    "made": _date,
    "due": _date,
    "resolve_by": _date,
    "closes": _date,
    "stated_happened_on": _date,
    "made_earliest": _day,
    "made_latest": _day,
    "due_latest": _day,
    "resolve_by_latest": _day,
    "stated_happened_latest": _day,
    "kind": _choice("kind"),
    "attribution": _choice("attribution"),
    "stated_stance": _choice("stance"),
    "due_basis": _choice("due_basis"),
    "verdict": _choice("verdict"),
}
"""How the values of columns are read that hold more than any text."""

NUMBERS: Final = {"entry": int, "checkable": bool}
NEEDED: Final = frozenset({
    "id", "entry", "recorded_at", "kind", "question", "statement", "topics", "speaker",
    "attribution", "source", "publisher", "checkable",
})  # fmt: skip
"""What every row holds."""


def refuse_type(name: str, value: Any) -> None:  # noqa: ANN401 - whatever is stored
    """Refuse a value that is of another type than its column's.

    Raises:
        ValueError: it is.
    """
    if value is None and name not in NEEDED:
        return
    if type(value) is not NUMBERS.get(name, str):
        raise ValueError(f"is {shown(value)}")
