"""Damage of the journal that no entry shows by itself, told by the tables and the tiles.

An entry that is put in, taken out or moved, with numbers and leaf hashes to match, shows where
every table has the rows of the other entries; and in a full tile, by the hashes it keeps.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ledger.audit.damage import MOST_ROWS, Damage, entry_of, value_of
from ledger.journal.checkpoint import LARGEST
from ledger.journal.merkle import HASH_BYTES, TILE, tile_root
from ledger.store.raw_rows import columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.audit.damage import Difference, Evidence, Row

Marks: TypeAlias = dict[int, set[tuple[Any, ...]]]
"""What entries did, by their numbers: the rows they made and replaced, wherever these stand."""

Told: TypeAlias = tuple[str, int, int]
"""A kind of damage, the entry it begins with, and the other that it has to do with."""

BESIDES = frozenset({"entry", "replaced_by", "recorded_at", "outcome"})
"""Columns that follow from other entries as well."""

TOLD = {
    "inserted": "No table knows of this entry.",
    "removed": "The tables have rows of an entry that was here.",
    "reordered": "This entry and entry {other} are not where the tables or the tiles have them.",
    "edited": "The tables or the full tile of hashes have another one in its place.",
    "cut off": "The journal ends with entry {end}, and the tables have rows of entry {other}.",
}


def suspect(evidence: Evidence) -> list[Damage]:
    """The first damage of the journal that rows or tiles tell of, if any.

    Entries that a checkpoint vouches for are above suspicion.
    """
    horizon = _horizon(evidence)
    lacking, found = (
        {number: made for number, made in marks.items() if number <= horizon}
        for marks in _marks(evidence)
    )
    differing = sorted(
        number for number in lacking.keys() | found.keys() if number > evidence.proven
    )
    by_tiles = _from_tiles(evidence)
    # A single hash that differs may be an edit, but also an entry put in or taken out at the last
    # place of a tile: there the rows know more, and the tile is only believed if they are silent.
    told = by_tiles if by_tiles and by_tiles[0] != "edited" else None
    if told is None and differing:
        rows = _Rows(lacking, found, least=1 if evidence.is_accused else 2)
        told = _from_rows(min(evidence.size, horizon), differing, rows)
    told = told or by_tiles
    if told is None:
        return []
    kind, entry, other = told
    message = TOLD[kind].format(other=other, end=evidence.size)
    return [Damage(kind, "journal", entry, "", message)]


def _horizon(evidence: Evidence) -> int:
    """The last entry of which all that differs is at hand: it is not where much does."""
    ends = [
        entry_of(table, differing[-1].expected or differing[-1].stored or ())
        for table, differing in evidence.differences.items()
        if len(differing) == MOST_ROWS
    ]
    # The entry at which a table's differences were broken off may be told of by half: it is out.
    return min((entry for entry in ends if entry is not None), default=LARGEST + 1) - 1


def _marks(evidence: Evidence) -> tuple[Marks, Marks]:
    """What entries should have done and are not seen to have, and the other way round."""
    lacking: Marks = {}
    found: Marks = {}
    for table, differing in evidence.differences.items():
        if table == "tiles":
            continue
        for difference in differing:
            for row, marks in ((difference.expected, lacking), (difference.stored, found)):
                if row is not None:
                    _mark(marks, table, row)
    # A row that differs in `BESIDES` alone was made by this entry all the same, and was both
    # expected and found: that it was made tells nothing.
    for number in lacking.keys() & found.keys():
        both = lacking[number] & found[number]
        lacking[number] -= both
        found[number] -= both
    return (
        {number: left for number, left in lacking.items() if left},
        {number: left for number, left in found.items() if left},
    )


def _mark(marks: Marks, table: str, row: Row) -> None:
    names = columns_of(table)
    content = tuple(value for name, value in zip(names, row, strict=True) if name not in BESIDES)
    made = entry_of(table, row)
    if made is not None:
        marks.setdefault(made, set()).add((table, "made", *content))
    ended = value_of(table, row, "replaced_by") if "replaced_by" in names else None
    if isinstance(ended, int):
        marks.setdefault(ended, set()).add((table, "ended", *content))


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the tables tell of entries: what each lacks there, and what is found in its stead.

    ``least`` is in how many tables something must be told of the journal to be believed: in two,
    for one alone tells more of itself; in one, where more than rows speaks against the journal.
    """

    lacking: Marks
    found: Marks
    least: int


def _from_rows(size: int, differing: Sequence[int], rows: _Rows) -> Told | None:
    """What was done, to which entry, and which other has to do with it."""
    first, last = differing[0], differing[-1]
    lacking, found, least = rows.lacking, rows.found, rows.least
    # Two neighbours that changed places look shifted by one as well, but an exchange leaves nothing
    # over: so it is asked for first.
    if _is_exchanged(first, last, rows):
        return "reordered", first, last
    if _is_shifted(found, lacking, range(first, size + 1), least):
        return "inserted", first, first + 1
    if _is_shifted(lacking, found, range(first, size + 1), least):
        return "removed", first, first + 1
    for other in differing[1:]:
        if _is_swapped(first, other, rows):
            return "reordered", first, other
    beyond = [number for number in differing if number > size and _is_whole(found[number])]
    if first > size and beyond:
        return "cut off", size + 1, beyond[-1]
    return _from_entry(differing, rows)


def _from_entry(differing: Sequence[int], rows: _Rows) -> Told | None:
    """What was done, where one entry alone shows it.

    Where an entry lacks all its rows, and the one before has them, it is that which was put in.
    """
    for number in differing:
        if _is_whole(rows.lacking.get(number, set())) and not rows.found.get(number):
            is_next = _made(rows.found, number - 1) == _made(rows.lacking, number)
            return "inserted", number - 1 if is_next else number, differing[-1]
    for number in differing:
        if _is_other(number, rows):
            return "edited", number, 0
    return None


def _is_shifted(one: Marks, other: Marks, numbers: range, least: int) -> bool:
    """Whether each of these entries made in the one what the next made in the other.

    Where an entry makes what the one before it made, such as the same words to search for, that
    does not differ, and is in one of the two alone.  What the first made in the other tells too.
    """
    pairs = [(_made(one, number), _made(other, number + 1)) for number in numbers]
    moved = {mark[0] for mine, its in pairs for mark in mine & its}
    tables = moved | {mark[0] for mark in _made(other, numbers.start)}
    is_told = bool(moved) and len(tables) >= least
    return is_told and all(mine <= its or its <= mine for mine, its in pairs)


def _is_exchanged(first: int, other: int, rows: _Rows) -> bool:
    """Whether each of two entries did what the other should have done, and nothing else."""
    lacking, found = rows.lacking.get, rows.found.get
    tables = {mark[0] for number in (first, other) for mark in lacking(number, set())}
    return (
        len(tables) >= rows.least
        and lacking(first) == found(other) is not None
        and found(first) == lacking(other) is not None
    )


def _is_swapped(first: int, other: int, rows: _Rows) -> bool:
    """Whether what one of two entries should have made, the other did."""
    lacking, found = rows.lacking, rows.found
    moved = (
        lacking.get(first, set()) & found.get(other, set()),
        found.get(first, set()) & lacking.get(other, set()),
    )
    return any(len({mark[0] for mark in marks}) >= rows.least for marks in moved)


def _is_other(number: int, rows: _Rows) -> bool:
    """Whether all the rows of an entry are others than it should have made."""
    lacking, found = _made(rows.lacking, number), _made(rows.found, number)
    same = {mark[0] for mark in lacking} & {mark[0] for mark in found}
    return len(same) >= rows.least


def _made(marks: Marks, number: int) -> set[tuple[Any, ...]]:
    return {mark for mark in marks.get(number, set()) if mark[1] == "made"}


def _is_whole(marks: set[tuple[Any, ...]]) -> bool:
    """Whether these may be all the rows that an entry makes.

    Every entry has a row in ``search``, but for those of outcomes, responses and aliases; the
    latter two make one row alone, and where that is a new revision they end another.  One row alone
    tells more of its own table than of the journal.
    """
    tables = {mark[0] for mark in marks if mark[1] == "made"}
    if tables in ({"aliases"}, {"responses"}):
        return any(mark[1] == "ended" for mark in marks)
    return len(tables) > 1 and bool(tables & {"search", "outcomes"})


def _from_tiles(evidence: Evidence) -> Told | None:
    """What the hashes in the full tiles tell, where they are not in doubt themselves."""
    for difference in evidence.differences.get("tiles", ()):
        told = _from_tile(difference, evidence.places)
        if told and told[1] > evidence.proven:
            return told
    return None


def displaced(differing: Sequence[Difference]) -> set[bytes]:
    """The hashes that the first tile that differs has where the journal gives others."""
    for tile in differing[:1]:
        if tile.expected and tile.stored and _is_telling(tile):
            pairs = zip(_hashes_of(tile.expected[2]), _hashes_of(tile.stored[2]), strict=True)
            return {was for is_, was in pairs if is_ != was}
    return set()


def _from_tile(difference: Difference, elsewhere: Mapping[bytes, int]) -> Told | None:
    expected, stored = difference.expected, difference.stored
    if expected is None or stored is None or not _is_telling(difference):
        return None
    is_, was = _hashes_of(expected[2]), _hashes_of(stored[2])
    places = [place for place in range(TILE) if is_[place] != was[place]]
    first, last = places[0], places[-1]
    entry = expected[1] * TILE + first + 1
    told = None
    if Counter(is_) == Counter(was):
        told = "reordered", entry, entry + was.index(is_[first]) - first
    # What is put in pushes the last hash out of the tile, and what is taken out lets one in there:
    # so a shift goes on to the tile's end.
    elif first < last == TILE - 1 and was[first:-1] == is_[first + 1 :]:
        told = "inserted", entry, entry + 1
    elif first < last == TILE - 1 and is_[first:-1] == was[first + 1 :]:
        told = "removed", entry, entry + 1
    elif first == last:
        other = elsewhere.get(was[first])
        told = ("reordered", entry, other) if other else ("edited", entry, 0)
    return told


def _is_telling(difference: Difference) -> bool:
    """Whether both are tiles of leaves, of which the stored one is sound and has other hashes."""
    expected, stored = difference.expected, difference.stored
    if expected is None or stored is None or expected[0] != 0 or expected[2] == stored[2]:
        return False
    # A tile that somebody changed no longer has its own root: then the tile is in doubt, and tells
    # nothing of the journal.
    hashes, root = stored[2:]
    if not isinstance(hashes, bytes) or len(hashes) != TILE * HASH_BYTES:
        return False
    return bool(tile_root(_hashes_of(hashes)) == root)


def _hashes_of(joined: bytes) -> list[bytes]:
    """The hashes of a tile, one by one."""
    return [joined[at : at + HASH_BYTES] for at in range(0, len(joined), HASH_BYTES)]
