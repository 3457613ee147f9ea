"""Many short texts as one block of bytes: a fraction of what as many objects take.

A text of Python takes some 60 bytes besides its place in a list, so the ids of a million claims
take 70 MiB as a list and 16 MiB as a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Self, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from numpy.typing import NDArray

    Places = NDArray[Any]

AT_ONCE: Final = 10_000
"""So many are objects at a time."""

FEW: Final = 256
"""So many texts are looked for one by one in the block, and more among all as objects."""

ANYTHING: Final = "surrogatepass"
"""How texts become bytes that a damaged database may hold."""


class Texts(Sequence[str]):
    """Texts that cannot be changed, but more can be put behind them.

    ``rows`` are their places among those of the block, where it has others or another order.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._block = b""
        self._ends = np.zeros(1, dtype=np.int64)
        self._rows: NDArray[np.int32] | None = None
        self._extend(texts)

    @classmethod
    def of_block(cls, block: bytes) -> Self:
        """Texts of a block in which each has a NUL behind it, and none within."""
        made = cls()
        data = np.frombuffer(block, dtype=np.uint8)
        ends = np.flatnonzero(data == 0)
        if data.size and (not ends.size or ends[-1] != data.size - 1):
            raise ValueError("The last text has no end.")
        block.decode(errors=ANYTHING)  # else a text could not be read later on
        made._block, made._ends = block, np.concatenate([[0], ends + 1])
        return made

    def block(self) -> bytes:
        """The texts as bytes, a NUL behind each.

        Raises:
            ValueError: one has a NUL in it.
        """
        whole, _ = self.whole()
        if whole.count(b"\0") != len(self):
            raise ValueError("A text has a NUL in it.")
        return whole

    def with_more(self, texts: Iterable[str]) -> Texts:
        """These and others behind them."""
        made = Texts()
        made._block, made._ends = self.whole()
        made._extend(texts)
        return made

    def whole(self) -> tuple[bytes, NDArray[np.int64]]:
        """The block without what is not chosen, and where each text ends, 0 before the first."""
        if self._rows is None:
            return self._block, self._ends
        return Texts(self).whole()

    def _extend(self, texts: Iterable[str]) -> None:
        parts, sizes = [self._block], [self._ends]
        left = iter(texts)
        end = int(self._ends[-1])
        while some := [f"{one}\0".encode(errors=ANYTHING) for one in islice(left, AT_ONCE)]:
            ends = np.cumsum(np.fromiter(map(len, some), np.int64, len(some))) + end
            end = int(ends[-1])
            parts.append(b"".join(some))
            sizes.append(ends)
        self._block, self._ends = b"".join(parts), np.concatenate(sizes)

    def __len__(self) -> int:
        return self._ends.size - 1 if self._rows is None else self._rows.size

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice | Places) -> Texts: ...
    def __getitem__(self, place: int | slice | Places) -> str | Texts:
        """The text at a place, or those at several, or where a mask holds."""
        if isinstance(place, int | np.integer):
            if self._rows is not None:
                place = int(self._rows[place])
            elif place < 0:
                place += len(self)
            return self._text(int(self._ends[place]), int(self._ends[place + 1]))
        made = Texts()
        made._block, made._ends = self._block, self._ends
        rows = np.arange(len(self), dtype=np.int32) if self._rows is None else self._rows
        made._rows = rows[place]
        return made

    def _text(self, start: int, end: int) -> str:
        return self._block[start : end - 1].decode(errors=ANYTHING)

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), AT_ONCE):
            places: Any = slice(first, first + AT_ONCE)
            if self._rows is not None:
                places = self._rows[places]
                ends = (self._ends[places].tolist(), self._ends[places + 1].tolist())
            else:
                listed = self._ends[first : first + AT_ONCE + 1].tolist()
                ends = (listed[:-1], listed[1:])
            yield from map(self._text, *ends)

    __hash__ = Sequence.__hash__  # of the object, as nothing asks for

    def __eq__(self, other: object) -> bool:
        """Whether other texts are the same, in the same order."""
        return isinstance(other, Sequence) and list(self) == list(other)

    def places_of(self, wanted: Collection[str]) -> dict[str, int]:
        """Where those of some texts are that there are."""
        asked = set(wanted)
        if len(asked) > FEW:
            return {one: place for place, one in enumerate(self) if one in asked}
        found = {one: self._place_of(one) for one in asked if type(one) is str}
        return {one: place for one, place in found.items() if place is not None}

    def _place_of(self, wanted: str) -> int | None:
        """Where a text is, looked for in the block as it is."""
        text = f"{wanted}\0".encode(errors=ANYTHING)
        for start in self._beginnings(text):
            place = int(np.searchsorted(self._ends, start))
            if self._ends[place : place + 2].tolist() == [start, start + len(text)]:
                chosen = [place] if self._rows is None else np.flatnonzero(self._rows == place)
                if len(chosen):
                    return int(chosen[0])
        return None

    def _beginnings(self, text: bytes) -> Iterator[int]:
        """Where in the block a text may begin: a NUL within another looks like its end."""
        if self._block.startswith(text):
            yield 0
        start = self._block.find(b"\0" + text) + 1
        while start:
            yield start
            start = self._block.find(b"\0" + text, start) + 1

    def order(self) -> NDArray[np.int64]:
        """The places of the texts as sorted by their code points, alike ones as they come."""
        rows = np.arange(len(self)) if self._rows is None else self._rows
        starts, ends = self._ends[rows].tolist(), (self._ends[rows + 1] - 1).tolist()
        texts = [self._block[start:end] for start, end in zip(starts, ends, strict=True)]
        return np.array(sorted(range(len(texts)), key=texts.__getitem__), dtype=np.int64)


def places_among(listed: Sequence[str], wanted: Collection[str]) -> dict[str, int]:
    """Where those of some texts are that are listed, each once."""
    if isinstance(listed, Texts):
        return listed.places_of(wanted)
    asked = set(wanted)
    return {one: place for place, one in enumerate(listed) if one in asked}
