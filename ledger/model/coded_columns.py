"""Columns as numbers into lists of values, so that what depends on a value is worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from ledger.model.claim_arrays import Bools


class Numbering(dict["Hashable", int]):
    """A number for each value, in the order in which they come."""

    def __missing__(self, value: Hashable) -> int:
        self[value] = number = len(self)
        return number


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column as numbers into a list of values; there may be values that no row has."""

    codes: NDArray[np.integer[Any]]
    values: Sequence[Any]

    def table(self, read: Callable[[Any], Any], dtype: str) -> NDArray[Any]:
        """What ``read`` makes of the value of each row, None among them."""
        found = np.array([read(value) for value in self.values], dtype=dtype)
        told: NDArray[Any] = found[self.codes]
        return told

    def each(self, holds: Callable[[Any], bool]) -> Bools:
        """Whether something holds of the value of each row; of None it does not."""
        held = [value is not None and holds(value) for value in self.values]
        told: Bools = np.array(held, dtype=bool)[self.codes]
        return told

    def made(self, read: Callable[[Any], Any]) -> Coded:
        """The column of what ``read`` makes of each value that is not None."""
        numbers = Numbering()
        made = [numbers[None if value is None else read(value)] for value in self.values]
        narrow = np.min_scalar_type(max(made, default=0))
        return Coded(np.array(made, dtype=narrow)[self.codes], list(numbers))

    def or_else(self, other: Coded, where: Bools) -> Coded:
        """The rows where something holds, and of ``other`` the rest."""
        others = other.codes.astype(np.int32) + np.int32(len(self.values))
        codes = np.where(where, self.codes, others)
        return Coded(codes, [*self.values, *other.values]).made(lambda one: one)

    def apart(self, by: Coded, where: Bools, named: Callable[[Any, Any], Any]) -> Coded:
        """The column in which rows where something holds are called by what they are ``by`` too."""
        if not where.any():
            return self
        codes, numbers = self.codes.astype(np.int32), Numbering(zip(self.values, count()))
        width = len(by.values)
        pairs, own = np.unique(
            self.codes[where] * np.int64(width) + by.codes[where], return_inverse=True
        )
        told = (divmod(one, width) for one in pairs.tolist())
        made = [numbers[named(self.values[one], by.values[other])] for one, other in told]
        codes[where] = np.array(made, dtype=np.int32)[own]
        return Coded(codes, list(numbers))


def of_each(
    several: Iterable[Coded], rows: Bools, read: Callable[..., Any], dtype: type
) -> NDArray[Any]:
    """What ``read`` makes of the values of some columns together, once for each that differ."""
    columns = list(several)
    keys = np.stack([one.codes[rows].astype(np.int64) for one in columns])
    found, own = np.unique(keys, axis=1, return_inverse=True)
    made = [
        read(*(column.values[place] for column, place in zip(columns, places, strict=True)))
        for places in found.T.tolist()
    ]
    told: NDArray[Any] = np.array(made, dtype=dtype)[own.reshape(-1)]
    return told
