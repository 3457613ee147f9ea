"""The Merkle tree, against the vectors of Certificate Transparency and the definition itself."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.journal.merkle import (
    TILE,
    consistency_proof,
    filled_tiles,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    tile_root,
    verify_consistency,
    verify_inclusion,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.journal.merkle import HashReader

# The entries, roots and proofs of the reference implementation of RFC 6962.
CT_ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_INCLUSION = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CT_CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH as RFC 9162 section 2.1.1 defines it, over leaf hashes."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + mth(leaves[:split]) + mth(leaves[split:])).digest()


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH as RFC 9162 section 2.1.3.1 defines it."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*path(index, leaves[:split]), mth(leaves[split:])]
    return [*path(index - split, leaves[split:]), mth(leaves[:split])]


def subproof(old: int, leaves: Sequence[bytes], *, known: bool) -> list[bytes]:
    """SUBPROOF as RFC 9162 section 2.1.4.1 defines it."""
    if old == len(leaves):
        return [] if known else [mth(leaves)]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if old <= split:
        return [*subproof(old, leaves[:split], known=known), mth(leaves[split:])]
    return [*subproof(old - split, leaves[split:], known=False), mth(leaves[:split])]


class Tree:
    """A tree in memory that answers as a store would, and counts what it was asked."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.levels = [list(leaves)]
        while tiles := len(self.levels[-1]) // TILE:
            below = self.levels[-1]
            self.levels.append([mth(below[TILE * k : TILE * (k + 1)]) for k in range(tiles)])
        self.size = len(leaves)
        self.asked = 0

    def at(self, size: int) -> HashReader:
        """A reader that has only what the first ``size`` leaves make."""

        def read(level: int, start: int, stop: int) -> list[bytes]:
            assert 0 <= start < stop <= size // TILE**level
            self.asked += stop - start
            return self.levels[level][start:stop]

        return read


def numbered(size: int) -> list[bytes]:
    return [sha256(b"\x00" + str(number).encode()).digest() for number in range(size)]


@pytest.fixture(scope="module")
def tree() -> Tree:
    """More than three tiles of tiles, so that every level has full and ragged parts."""
    return Tree(numbered(3 * 65_536 + 2 * 256 + 7))


@cache
def uniform(size: int) -> bytes:
    """The root of a tree whose leaves are all the same, of any size at no cost."""
    if size == 1:
        return leaf_hash(b"same")
    split = 1 << (size - 1).bit_length() - 1
    return sha256(b"\x01" + uniform(split) + uniform(size - split)).digest()


def read_uniform(level: int, start: int, stop: int) -> list[bytes]:
    return [uniform(TILE**level)] * (stop - start)


def mutations(proof: list[bytes]) -> Iterator[list[bytes]]:
    """Proofs that differ: a node less, a node more, a bit flipped, a node cut, two exchanged."""
    stray = sha256(b"stray").digest()
    for place in range(len(proof) + 1):
        yield [*proof[:place], stray, *proof[place:]]
    for place, node in enumerate(proof):
        yield proof[:place] + proof[place + 1 :]
        for other in (bytes([node[0] ^ 1]) + node[1:], node[:-1], node + b"\x00", b""):
            yield [*proof[:place], other, *proof[place + 1 :]]
        if place:
            yield [*proof[: place - 1], node, proof[place - 1], *proof[place + 1 :]]
        yield [*proof[:place], node, *proof[place:]]


def test_leaves_and_nodes_are_hashed_with_different_prefixes() -> None:
    assert leaf_hash(b"").hex() == CT_ROOTS[1]
    assert leaf_hash(b"L123456") == sha256(b"\x00L123456").digest()
    assert node_hash(b"N123", b"N456") == sha256(b"\x01N123N456").digest()


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_reference_implementation(size: int) -> None:
    known = Tree([leaf_hash(entry) for entry in CT_ENTRIES])
    assert root(size, known.at(size)).hex() == CT_ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), CT_INCLUSION)
def test_the_inclusion_proofs_of_the_reference_implementation(
    index: int, size: int, proof: list[str]
) -> None:
    known = Tree([leaf_hash(entry) for entry in CT_ENTRIES])
    nodes = [bytes.fromhex(node) for node in proof]
    assert inclusion_proof(index, size, known.at(size)) == nodes
    assert verify_inclusion(
        leaf_hash(CT_ENTRIES[index]), index, size, nodes, bytes.fromhex(CT_ROOTS[size])
    )


@pytest.mark.parametrize(("old", "new", "proof"), CT_CONSISTENCY)
def test_the_consistency_proofs_of_the_reference_implementation(
    old: int, new: int, proof: list[str]
) -> None:
    known = Tree([leaf_hash(entry) for entry in CT_ENTRIES])
    nodes = [bytes.fromhex(node) for node in proof]
    assert consistency_proof(old, new, known.at(new)) == nodes
    assert verify_consistency(
        old, bytes.fromhex(CT_ROOTS[old]), new, bytes.fromhex(CT_ROOTS[new]), nodes
    )


def test_the_example_of_rfc_9162_section_2_1_5() -> None:
    """Seven leaves a b c d e f j; g = ab, h = cd, i = ef, k = gh, l = ij."""
    a, b, c, d, e, f, j = leaves = numbered(7)
    g, h, i = (node_hash(*pair) for pair in ((a, b), (c, d), (e, f)))
    k, m = node_hash(g, h), node_hash(i, j)  # the m is the RFC's l
    read = Tree(leaves).at(7)
    assert inclusion_proof(0, 7, read) == [b, h, m]
    assert inclusion_proof(3, 7, read) == [c, g, m]
    assert inclusion_proof(4, 7, read) == [f, j, k]
    assert inclusion_proof(6, 7, read) == [i, k]
    assert consistency_proof(3, 7, read) == [c, d, g, m]
    assert consistency_proof(4, 7, read) == [m]
    assert consistency_proof(6, 7, read) == [i, j, k]


def test_every_root_up_to_600_is_the_one_defined(tree: Tree) -> None:
    leaves = tree.levels[0]
    for size in range(601):
        assert root(size, tree.at(size)) == mth(leaves[:size]), size


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 65_792, 131_071, 131_072, 197_127])
def test_roots_around_tiles_of_tiles_are_the_ones_defined(tree: Tree, size: int) -> None:
    assert root(size, tree.at(size)) == mth(tree.levels[0][:size])


@given(st.integers(1, 2**64))
def test_roots_of_huge_trees_are_the_ones_defined(size: int) -> None:
    assert root(size, read_uniform) == uniform(size)


def test_the_root_of_a_tile_is_the_root_of_its_256_leaves() -> None:
    leaves = numbered(256)
    assert tile_root(leaves) == mth(leaves)


@pytest.mark.parametrize("count", [0, 1, 255, 257, 512])
def test_only_a_full_tile_has_a_root(count: int) -> None:
    with pytest.raises(ValueError, match=f"256 hashes, not {count}"):
        tile_root(numbered(count))


def test_every_proof_of_inclusion_in_small_trees_is_the_one_defined_and_verifies() -> None:
    leaves = numbered(70)
    for size in range(1, 71):
        read, top = Tree(leaves).at(size), mth(leaves[:size])
        for index in range(size):
            proof = inclusion_proof(index, size, read)
            assert proof == path(index, leaves[:size])
            assert verify_inclusion(leaves[index], index, size, proof, top)


def test_every_proof_of_consistency_of_small_trees_is_the_one_defined_and_verifies() -> None:
    leaves = numbered(70)
    tops = [mth(leaves[:size]) for size in range(71)]
    for new in range(1, 71):
        read = Tree(leaves).at(new)
        for old in range(1, new + 1):
            proof = consistency_proof(old, new, read)
            assert proof == subproof(old, leaves[:new], known=True)
            assert verify_consistency(old, tops[old], new, tops[new], proof)


@pytest.mark.slow
@pytest.mark.parametrize("size", [255, 256, 257, 511, 513, 65_536, 65_537, 66_000, 197_127])
def test_proofs_across_tiles_are_the_ones_defined(tree: Tree, size: int) -> None:
    leaves = tree.levels[0][:size]
    for place in {0, 254, size // 3, size - 1}:
        assert inclusion_proof(place, size, tree.at(size)) == path(place, leaves)
        old = place + 1
        assert consistency_proof(old, size, tree.at(size)) == subproof(old, leaves, known=True)


@given(st.data())
def test_proofs_in_huge_trees_verify(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 2**64))
    index = data.draw(st.integers(0, size - 1))
    leaf, top = uniform(1), uniform(size)
    assert verify_inclusion(leaf, index, size, inclusion_proof(index, size, read_uniform), top)
    old, old_top = index + 1, uniform(index + 1)
    proof = consistency_proof(old, size, read_uniform)
    assert verify_consistency(old, old_top, size, top, proof)


def test_no_more_is_read_than_some_hashes_of_each_level(tree: Tree) -> None:
    """Three levels: a root asks for 255 a level at most, a proof for less than three times that."""
    for size in (65_535, 131_071, 196_607, tree.size):
        tree.asked = 0
        root(size, tree.at(size))
        assert tree.asked <= 255 * 3
        for place in range(0, size, 4_001):
            tree.asked = 0
            inclusion_proof(place, size, tree.at(size))
            assert tree.asked < 3 * 255 * 3
            tree.asked = 0
            consistency_proof(place + 1, size, tree.at(size))
            assert tree.asked < 3 * 255 * 3


@pytest.mark.parametrize("size", [*range(1, 18), 31, 33])
def test_a_changed_proof_of_inclusion_is_refused(size: int) -> None:
    leaves = numbered(size + 1)
    read, top = Tree(leaves).at(size), mth(leaves[:size])
    for index in range(size):
        proof = inclusion_proof(index, size, read)
        leaf = leaves[index]
        for changed in mutations(proof):
            assert not verify_inclusion(leaf, index, size, changed, top)
        for other in {*range(-1, size + 2)} - {index}:
            assert not verify_inclusion(leaf, other, size, proof, top)
        assert not verify_inclusion(leaves[index + 1], index, size, proof, top)
        assert not verify_inclusion(leaf, index, size, proof, mth(leaves))
        assert not verify_inclusion(leaf, index, 0, proof, top)
        assert not verify_inclusion(leaf, index, -size, proof, top)
        assert not verify_inclusion(leaf[:-1], index, size, proof, top)
        assert not verify_inclusion(leaf, index, size, proof, top + b"\x00")


@pytest.mark.parametrize("new", [*range(1, 18), 31, 33])
def test_a_changed_proof_of_consistency_is_refused(new: int) -> None:
    leaves = numbered(new + 1)
    tops = [mth(leaves[:size]) for size in range(new + 2)]
    for old in range(1, new + 1):
        proof = consistency_proof(old, new, Tree(leaves).at(new))
        for changed in mutations(proof):
            assert not verify_consistency(old, tops[old], new, tops[new], changed)
        assert not verify_consistency(old, tops[old - 1], new, tops[new], proof)
        assert not verify_consistency(old, tops[old], new, tops[new + 1], proof)
        assert not verify_consistency(0, tops[0], new, tops[new], proof)
        assert not verify_consistency(-old, tops[old], new, tops[new], proof)
        assert not verify_consistency(new + 1, tops[new + 1], new, tops[new], proof)
        assert not verify_consistency(old, tops[old][:-1], new, tops[new], proof)
        assert not verify_consistency(old, tops[old], new, tops[new][:-1], proof)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_hashes_of_another_length_are_refused_even_where_they_agree(length: int) -> None:
    """Without this, a byte moved from one hash to its neighbour would change nothing."""
    one, other = numbered(2)
    wrong = (one + other)[:length]
    assert not verify_inclusion(wrong, 0, 1, [], wrong)
    assert not verify_consistency(1, wrong, 1, wrong, [])
    assert not verify_inclusion(wrong, 0, 2, [(one + other)[length:]], node_hash(one, other))
    assert not verify_consistency(1, wrong, 2, node_hash(one, other), [(one + other)[length:]])


def test_equal_sizes_want_equal_roots_and_no_proof() -> None:
    one, other = numbered(2)
    assert verify_consistency(5, one, 5, one, [])
    assert not verify_consistency(5, one, 5, other, [])
    assert not verify_consistency(5, one, 5, one, [one])


def test_a_history_that_was_rewritten_has_no_proof() -> None:
    leaves = numbered(9)
    rewritten = [*leaves[:2], leaf_hash(b"never said"), *leaves[3:]]
    proof = consistency_proof(5, 9, Tree(rewritten).at(9))
    assert not verify_consistency(5, mth(leaves[:5]), 9, mth(rewritten), proof)


@given(
    st.integers(-1, 20),
    st.integers(-1, 20),
    st.lists(st.sampled_from(numbered(4)) | st.binary(max_size=40), max_size=6),
)
def test_a_made_up_proof_is_refused(first: int, second: int, proof: list[bytes]) -> None:
    stray, other = sha256(b"stray").digest(), sha256(b"other").digest()
    assert not verify_inclusion(stray, first, second, proof, other)
    assert not verify_consistency(first, stray, second, other, proof)


def test_proofs_of_what_is_not_there_are_refused() -> None:
    for index, size in [(0, 0), (3, 3), (4, 3), (-1, 3)]:
        with pytest.raises(ValueError, match=f"{size} leaves has no leaf {index}"):
            inclusion_proof(index, size, read_uniform)
    for old, new in [(0, 0), (0, 3), (4, 3), (-1, 3)]:
        with pytest.raises(ValueError, match=f"no proof from {old} to {new}"):
            consistency_proof(old, new, read_uniform)
    with pytest.raises(ValueError, match="cannot have -1 leaves"):
        root(-1, read_uniform)


@pytest.mark.parametrize("count", [0, 2, 4])
def test_a_reader_that_brings_another_number_of_hashes_is_refused(count: int) -> None:
    def read(level: int, start: int, stop: int) -> list[bytes]:
        del level, start, stop
        return numbered(count)

    with pytest.raises(ValueError, match=f"Level 0 has {count} of the 3 hashes from 0 on"):
        root(3, read)


def test_the_example_of_c2sp_tlog_tiles() -> None:
    """A tree of 70,000 leaves has 273 full tiles on level 0 and one on level 1."""
    assert list(filled_tiles(0, 70_000)) == [*((0, index) for index in range(273)), (1, 0)]


@pytest.mark.parametrize(
    ("before", "after", "tiles"),
    [
        (0, 0, []),
        (0, 255, []),
        (0, 256, [(0, 0)]),
        (255, 256, [(0, 0)]),
        (256, 256, []),
        (256, 511, []),
        (256, 512, [(0, 1)]),
        (500, 1_024, [(0, 1), (0, 2), (0, 3)]),
        (65_535, 65_536, [(0, 255), (1, 0)]),
        (65_536, 65_792, [(0, 256)]),
        (2**24 - 1, 2**24, [(0, 65_535), (1, 255), (2, 0)]),
    ],
)
def test_tiles_are_named_as_they_become_full(
    before: int, after: int, tiles: list[tuple[int, int]]
) -> None:
    assert list(filled_tiles(before, after)) == tiles


@given(st.lists(st.integers(0, 300_000), min_size=1, max_size=5))
def test_every_tile_is_named_once_however_the_tree_grows(sizes: list[int]) -> None:
    steps = [0, *sorted(sizes)]
    named = [tile for before, after in pairwise(steps) for tile in filled_tiles(before, after)]
    assert sorted(named) == sorted(filled_tiles(0, steps[-1]))
    assert len(set(named)) == len(named) == steps[-1] // 256 + steps[-1] // 65_536


@pytest.mark.parametrize(("before", "after"), [(2, 1), (-1, 300)])
def test_a_tree_never_shrinks(before: int, after: int) -> None:
    with pytest.raises(ValueError, match=f"does not grow from {before} to {after}"):
        filled_tiles(before, after)
