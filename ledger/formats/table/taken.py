"""Rows that a reader of another format has taken apart, read as those of a sheet are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(frozen=True, slots=True)
class TakenSheet:
    """A sheet whose cells are texts already: its rows, the header first, each with its number.

    ``many`` is how many rows there are, or more; ``rows`` makes them anew each time.
    """

    rows: Callable[[], Iterable[tuple[int, list[str]]]]
    many: int
    encoding: str = "utf-8"
    separator: str = ","
    guessed: bool = False

    def __len__(self) -> int:
        """How many rows it has at most."""
        return self.many

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not blank."""
        return ((number, cells) for number, cells in self.rows() if any(map(str.strip, cells)))
