"""The Merkle tree of RFC 9162 section 2.1: roots, proofs and their verification, as pure functions.

Hashes are SHA-256, 32 bytes each; a leaf is the hash of one entry's bytes.
The tree is read in tiles of 256 hashes.
The hash at level L, index i is the root of the complete subtree over the 256**L leaves from number
i * 256**L on, so level 0 holds the leaves and each tile has its root one level up:

    level 1        r0              r1           root of tile (0, k) = hash k of level 1
              ┌────┴────┐     ┌────┴────┐
    level 0   0 ... 255       256 ... 511       tile (0, 0), tile (0, 1), ...

Nothing here stores a hash: a `HashReader` brings those asked for.
A root asks for at most 255 hashes of each level, a proof for less than three times as many.

Sources: https://www.rfc-editor.org/rfc/rfc9162#section-2.1 and, for the tiles,
https://github.com/C2SP/C2SP/blob/main/tlog-tiles.md
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


TILE: Final = 256
"""Hashes in a full tile."""

HASH_BYTES: Final = 32

HashReader: TypeAlias = Callable[[int, int, int], Sequence[bytes]]
"""``(level, start, stop)`` -> the hashes of that level numbered from start to stop - 1.

Only complete subtrees of the tree in question are asked for, never an empty range."""

_BITS: Final = 8  # TILE == 1 << _BITS


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry's bytes: SHA-256 of 0x00 and the entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees: SHA-256 of 0x01 and both their hashes."""
    return sha256(b"\x01" + left + right).digest()


def tile_root(hashes: Sequence[bytes]) -> bytes:
    """The root of one full tile, which is a hash of the next level.

    Raises:
        ValueError: there are not exactly `TILE` hashes.
    """
    if len(hashes) != TILE:
        message = f"A full tile has {TILE} hashes, not {len(hashes)}."
        raise ValueError(message)
    return _fold(hashes)


def filled_tiles(size_before: int, size_after: int) -> Iterator[tuple[int, int]]:
    """The tiles that become full as the tree grows: (level, index), lower levels first.

    The tile (L, k) holds hashes 256*k to 256*k + 255 of level L, as C2SP tlog-tiles counts them.

    Raises:
        ValueError: a size is negative, or the tree would shrink.
    """
    if not 0 <= size_before <= size_after:
        message = f"A tree does not grow from {size_before} to {size_after} leaves."
        raise ValueError(message)
    return (
        (level, index)
        for level in range(_top(size_after))
        for index in range(_complete(size_before, level + 1), _complete(size_after, level + 1))
    )


def root(size: int, read: HashReader) -> bytes:
    """The Merkle tree hash of the first ``size`` leaves; of none, SHA-256 of no bytes.

    Reads at most 255 hashes of each level, in one call a level.

    Raises:
        ValueError: the size is negative, or the reader brings too few or too many hashes.
    """
    if size < 0:
        message = f"A tree cannot have {size} leaves."
        raise ValueError(message)
    return _range_hash(0, size, read) if size else sha256(b"").digest()


def inclusion_proof(index: int, size: int, read: HashReader) -> list[bytes]:
    """The hashes that show leaf ``index`` (from 0) to be in the tree of ``size`` leaves.

    They come in the order of RFC 9162 section 2.1.3.1, from the leaf up.

    Raises:
        ValueError: there is no such leaf, or the reader brings too few or too many hashes.
    """
    if not 0 <= index < size:
        message = f"A tree of {size} leaves has no leaf {index}."
        raise ValueError(message)
    start, stop = 0, size
    beside = []
    while stop - start > 1:
        middle = _middle(start, stop)
        if index < middle:
            beside.append((middle, stop))
            stop = middle
        else:
            beside.append((start, middle))
            start = middle
    return [_range_hash(*part, read) for part in reversed(beside)]


def consistency_proof(old: int, new: int, read: HashReader) -> list[bytes]:
    """The hashes that show the tree of ``old`` leaves to be the beginning of that of ``new``.

    They come in the order of RFC 9162 section 2.1.4.1; equal trees need none.

    Raises:
        ValueError: the sizes are not 0 < old <= new, or the reader brings too few or too many
            hashes.
    """
    if not 0 < old <= new:
        message = f"There is no proof from {old} to {new} leaves; the sizes must be 0 < old <= new."
        raise ValueError(message)
    start, stop = 0, new
    parts = []
    while old < stop:
        middle = _middle(start, stop)
        if old <= middle:
            parts.append((middle, stop))
            stop = middle
        else:
            parts.append((start, middle))
            start = middle
    if start:  # else the part left is the whole old tree, whose root the verifier has
        parts.append((start, stop))
    return [_range_hash(*part, read) for part in reversed(parts)]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the proof shows the leaf hash at ``index`` in the tree of that size and root.

    Source: RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    sides = _sides(index, size - 1)
    if len(proof) != len(sides):
        return False
    result = leaf
    for sibling, is_left in zip(proof, sides, strict=True):
        result = node_hash(sibling, result) if is_left else node_hash(result, sibling)
    return result == root


def verify_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows the old tree to be the beginning of the new one.

    Equal sizes want equal roots and an empty proof.
    A tree of no leaves is the beginning of every tree, so there is nothing to show: refused.

    Source: RFC 9162 section 2.1.4.2.
    """
    if not 0 < old <= new or not _are_hashes(old_root, new_root, *proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    # The climb begins at the last subtree that is complete in both trees.
    height = _trailing_zeros(old)
    sides = _sides((old - 1) >> height, (new - 1) >> height)
    path = [old_root, *proof] if old == 1 << height else proof
    if len(path) != len(sides) + 1:
        return False
    old_result = new_result = path[0]
    for node, is_left in zip(path[1:], sides, strict=True):
        if is_left:
            old_result = node_hash(node, old_result)
            new_result = node_hash(node, new_result)
        else:
            new_result = node_hash(new_result, node)
    return old_result == old_root and new_result == new_root


def _fold(row: Sequence[bytes]) -> bytes:
    """The Merkle tree hash over these hashes, at least one, taken as leaves."""
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        odd = row[len(row) & ~1 :]
        row = [*[sha256(b"\x01" + left + right).digest() for left, right in pairs], *odd]
    return row[0]


def _range_hash(start: int, stop: int, read: HashReader) -> bytes:
    """The Merkle tree hash of leaves ``start`` to ``stop`` - 1.

    ``start`` is a multiple of the least power of two that spans the range, as it is wherever
    RFC 9162 splits a tree.
    So each level adds its complete subtrees to the left of what the levels below leave over, and
    one fold makes of them the remainder for the level above.
    """
    top = _top(stop - start)
    rest: list[bytes] = []
    for level in range(top + 1):
        high = _complete(stop, level)
        low = _complete(start, level) if level == top else high - high % TILE
        row = [*_asked(level, low, high, read), *rest]
        rest = [_fold(row)] if row else []
    return rest[0]


def _asked(level: int, start: int, stop: int, read: HashReader) -> Sequence[bytes]:
    if start == stop:
        return ()
    hashes = read(level, start, stop)
    if len(hashes) != stop - start:
        message = f"Level {level} has {len(hashes)} of the {stop - start} hashes from {start} on."
        raise ValueError(message)
    return hashes


def _top(size: int) -> int:
    """The highest level on which a tree of that size has a hash; -1 where it has no leaf."""
    return (size.bit_length() - 1) // _BITS


def _complete(size: int, level: int) -> int:
    """How many complete subtrees of that level the first ``size`` leaves hold."""
    return size >> (_BITS * level)


def _middle(start: int, stop: int) -> int:
    """Where RFC 9162 splits a range of leaves: after the largest power of two less than it."""
    return start + (1 << (stop - start - 1).bit_length() - 1)


def _sides(place: int, last: int) -> list[bool]:
    """For each node of a proof, from below, whether it stands to the left.

    ``place`` and ``last`` number the subtree climbed from and the last one of its height; they are
    fn and sn of RFC 9162.
    A subtree without a right neighbour rises until it has a left one.
    """
    sides = []
    while last:
        is_left = bool(place & 1) or place == last
        height = _trailing_zeros(place) + 1 if is_left else 1
        place, last = place >> height, last >> height
        sides.append(is_left)
    return sides


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)


class Frontier:
    """The hashes of each level that fill no tile yet: all that later leaves can change."""

    def __init__(self) -> None:
        self.size = 0
        self._open: list[list[bytes]] = [[]]

    @classmethod
    def of(cls, size: int, read: HashReader) -> Self:
        """The frontier of the tree of ``size`` leaves whose hashes ``read`` brings."""
        made = cls()
        made.size, made._open = size, []
        level, hashes = 0, size
        while hashes or not level:
            start = hashes - hashes % TILE
            found = list(read(level, start, hashes)) if start < hashes else []
            made._open.append(found + [b""] * (hashes - start - len(found)))  # b"": was taken away
            level, hashes = level + 1, hashes // TILE
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
            if place % TILE:
                return
            hashes, self._open[level] = self._open[level], []
            found, level, place = tile_root(hashes), level + 1, place // TILE
            yield level - 1, place - 1, hashes, found

    def root(self) -> bytes:
        """The root over the leaves so far (RFC 9162), 32 bytes."""
        return root(self.size, self._read)

    def _read(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """A root asks only for hashes that fill no tile yet, from the first of them on."""
        return self._open[level][: stop - start]
