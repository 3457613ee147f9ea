"""The tree over the journal in tiles, as C2SP tlog-tiles has them, to be published.

https://github.com/C2SP/C2SP/blob/main/tlog-tiles.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.journal.merkle import TILE
from ledger.store import journal_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.asking.selection import Selection
    from ledger.journal.merkle import HashReader


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """The tiles of a tree of ``size`` leaves: level, number, and how many hashes each has."""
    level = 0
    while size:
        full, rest = divmod(size, TILE)
        yield from ((level, number, TILE) for number in range(full))
        if rest:
            yield level, full, rest
        size, level = full, level + 1


def tile_path(level: int, number: int, width: int) -> str:
    """The path of a tile below the address of a log."""
    parts: list[str] = []
    rest = number
    while True:
        rest, part = divmod(rest, 1000)
        parts.append(f"{'x' if parts else ''}{part:03}")
        if not rest:
            break
    partial = "" if width == TILE else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(parts))}{partial}"


def all_hashes(selection: Selection) -> HashReader:
    """What brings the hashes of the tree as of a selection, all of which it holds in memory."""
    read = journal_table.reader(selection.connection)
    levels: list[list[bytes]] = []
    size = selection.moment.entry
    while size:
        levels.append(list(read(len(levels), 0, size)))
        size //= TILE
    return lambda level, start, stop: levels[level][start:stop]


def tile(selection: Selection, level: int, number: int, width: int) -> bytes:
    """The hashes of a tile, one behind the other.

    Raises:
        Damaged: the journal has them no more.
    """
    read = journal_table.reader(selection.connection)
    return b"".join(read(level, number * TILE, number * TILE + width))
