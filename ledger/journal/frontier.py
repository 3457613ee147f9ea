"""The tree of a sequence of leaves that come one by one, in memory that does not grow with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ledger.journal import merkle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.journal.merkle import HashReader


class Frontier:
    """The hashes of each level that fill no tile yet: all that later leaves can change."""

    def __init__(self) -> None:
        self.size = 0
        self._open: list[list[bytes]] = [[]]

    @classmethod
    def of(cls, size: int, read: HashReader) -> Self:
        """The frontier of the tree of ``size`` leaves whose hashes ``read`` brings."""
        made = cls()
        made.size = size
        made._open = []
        level, hashes = 0, size
        while hashes or not level:
            start = hashes - hashes % merkle.TILE
            made._open.append(list(read(level, start, hashes)) if start < hashes else [])
            level, hashes = level + 1, hashes // merkle.TILE
        return made

    def copy(self) -> Frontier:
        """Another that goes on from here by itself."""
        made = Frontier()
        made.size, made._open = self.size, [list(one) for one in self._open]
        return made

    def add(self, leaf: bytes) -> Iterator[tuple[int, int, Sequence[bytes], bytes]]:
        """Take in a leaf; the tiles it fills, as (level, number, hashes, root), lower ones first.

        The leaf is taken in as the tiles are gone through.
        """
        self.size += 1
        level, place, found = 0, self.size, leaf
        while True:
            if level == len(self._open):
                self._open.append([])
            self._open[level].append(found)
            if place % merkle.TILE:
                return
            hashes, self._open[level] = self._open[level], []
            found, level, place = merkle.tile_root(hashes), level + 1, place // merkle.TILE
            yield level - 1, place - 1, hashes, found

    def root(self) -> bytes:
        """The root over the leaves so far (RFC 9162), 32 bytes."""
        return merkle.root(self.size, self._read)

    def _read(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """A root asks only for hashes that fill no tile yet, from the first of them on."""
        return self._open[level][: stop - start]
