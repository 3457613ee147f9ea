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
from ledger.model import forecast
from ledger.model.field_values import shown
from ledger.model.fields import OUTCOME, OWN_CLAIM, OWN_QUESTION, Sort
from ledger.model.keys import CHOICES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from decimal import Decimal

    from ledger.model.fields import Field

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
    exact = forecast.kept(value) if isinstance(value, str) else None
    if exact is None:
        raise ValueError(f"{shown(value)} is not a number from 0 to 1")
    return exact


@lru_cache(maxsize=MANY)
def texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever is stored
    """A list of texts, kept as JSON.

    Raises:
        ValueError: it is none.
    """
    if value is None:  # one that is rare
        return ()
    try:
        found = json.loads(value)
    except (TypeError, ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(f"{shown(value)} is not a list of texts")
    return tuple(found)


@lru_cache(maxsize=MANY)
def _date(value: Any) -> Any:  # noqa: ANN401 - whatever is stored
    if value is not None:
        try:
            edtf.parse(value)
        except (BadDate, TypeError) as trouble:
            raise ValueError(f"{shown(value)} is not a date") from trouble
    return value


@lru_cache(maxsize=MANY)
def _day(value: Any) -> Any:  # noqa: ANN401 - whatever is stored
    if value is not None:
        try:
            date.fromisoformat(value)
        except (TypeError, ValueError) as trouble:
            raise ValueError(f"{shown(value)} is not a day") from trouble
    return value


@lru_cache(maxsize=MANY)
def _moment(value: Any) -> Any:  # noqa: ANN401 - whatever is stored
    if not isinstance(value, str) or not is_moment(value):
        raise ValueError(f"{shown(value)} is not a moment")
    return value


def _choice(key: str) -> Callable[[Any], Any]:
    known = frozenset({*CHOICES[key], None})

    def read(value: Any) -> Any:  # noqa: ANN401 - whatever is stored
        if value not in known:
            raise ValueError(f"{shown(value)} is not one of {', '.join(CHOICES[key])}")
        return value

    return read


OF_SORTS: Final[Mapping[Sort, Callable[[Any], Any]]] = {
    Sort.SHARE: share,
    Sort.LIST: texts,
    Sort.DATE: _date,
}

STATED: Final = {"stance": "stated_stance", "happened_on": "stated_happened_on"}
"""What an assessment has under another name, since what follows from it has its own."""


def _readers(several: Iterable[Field]) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """How the columns of fields are read, and those of the days that bound dates."""
    for field in several:
        read = _choice(field.name) if field.choices else OF_SORTS.get(field.sort)
        if read is not None:
            yield STATED.get(field.name, field.name), read
        for bound in field.bounds:
            yield bound, _day


READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "recorded_at": _moment,
    "published": _date,
    "stated_happened_latest": _day,
    **dict(_readers((*OWN_CLAIM, *OWN_QUESTION, *OUTCOME))),
}
"""How the values of columns are read that hold more than any text."""


class Kept(dict[Any, Any]):
    """What a function makes of each value, worked out once for those that come again."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, value: Any) -> Any:  # noqa: ANN401 - whatever is stored
        made = self._read(value)
        if len(self) >= MANY:
            self.clear()
        self[value] = made
        return made


OWN: Final = (*OWN_CLAIM, *OWN_QUESTION)
TYPES: Final = {"entry": int, **{field.name: bool for field in OWN if field.sort is Sort.FLAG}}
NEEDED: Final = frozenset({"entry", "recorded_at", "question", "source", "publisher"}).union(
    field.name for field in OWN if field.always_set
)
"""What every row holds."""


def refuse_type(name: str, value: Any) -> None:  # noqa: ANN401 - whatever is stored
    """Refuse a value that is of another type than its column's.

    Raises:
        ValueError: it is.
    """
    if value is None and name not in NEEDED:
        return
    if type(value) is not TYPES.get(name, str):
        raise ValueError(f"is {shown(value)}")
