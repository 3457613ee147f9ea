"""Where stored rows differ from those that the journal makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row: TypeAlias = tuple[Any, ...]
"""A row as the driver gives it, a value for each column of its table."""

RANKS = {int: 1, float: 1, str: 2, bytes: 3}
"""How SQLite orders values of different types, null first."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that the journal makes, or None, and the one stored in its place, or None."""

    expected: Row | None
    stored: Row | None


def differences(
    expected: Iterator[Row], stored: Iterator[Row], places: Sequence[int]
) -> Iterator[Difference]:
    """What differs between rows that are both in the order of the values at ``places``."""
    ours, theirs = next(expected, None), next(stored, None)
    while ours is not None or theirs is not None:
        if ours == theirs and _types(ours) == _types(theirs):  # 1 == 1.0
            ours, theirs = next(expected, None), next(stored, None)
            continue
        mine = None if ours is None else rank(ours, places)
        other = None if theirs is None else rank(theirs, places)
        if mine == other:
            yield Difference(ours, theirs)
            ours, theirs = next(expected, None), next(stored, None)
        elif other is None or (mine is not None and mine < other):
            yield Difference(ours, None)
            ours = next(expected, None)
        else:
            yield Difference(None, theirs)
            theirs = next(stored, None)


def rank(row: Row, places: Sequence[int]) -> list[tuple[int, Any]]:
    """What orders a row among others, whatever its values are."""
    return [_rank(row[place]) for place in places]


def _rank(value: Any) -> tuple[int, Any]:  # noqa: ANN401 - whatever is stored
    if isinstance(value, str):
        value = value.encode(errors="surrogateescape")
        return RANKS[str], value
    return (0, 0) if value is None else (RANKS[type(value)], value)


def _types(row: Row | None) -> list[type]:
    return [*map(type, row or ())]
