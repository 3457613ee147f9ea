"""What is wrong with a ledger: where, of what kind, how one can tell; and rows that differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.journal.merkle import TILE
from ledger.store.catalogue import deviations
from ledger.store.raw_rows import columns_of, order_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.journal.checkpoint import Checkpoint
    from ledger.store.catalogue import Deviation
    from ledger.store.database import Connection


KINDS: Final = (
    "edited", "removed", "inserted", "reordered", "cut off", "rehashed", "strange", "broken",
)  # fmt: skip
"""``rehashed``: rewritten with all hashes and rows to match; ``strange``: an entry that the program
does not write; ``broken``: cannot even be read."""


TOP: Final = 8
"""No tile is on this level: there are fewer than 256**8 entries."""

MOST_ROWS: Final = 2000
"""How many differing rows of a table are looked at."""


@dataclass(frozen=True, slots=True)
class Damage:
    """The first thing wrong in one place, and its kind, one of `KINDS`.

    ``table`` may also be ``guards``, ``catalogue`` or ``file``; ``entry`` is the first entry
    concerned, if any; ``row`` is what the row is known by; ``more`` says how many further rows or
    entries differ; ``is_unequal`` says that the bytes of an entry do not have the leaf hash kept
    beside them.
    """

    kind: str
    table: str
    entry: int | None
    row: str
    message: str
    more: int = 0
    is_unequal: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A checkpoint, and whether the entries as they are stored have its root."""

    checkpoint: Checkpoint
    matches: bool


@dataclass(slots=True)
class Evidence:
    """What was found, before it is asked what was done.

    ``size`` is the number of the last entry; ``own`` the damage that entries show by themselves;
    ``odd`` what may follow from damage elsewhere; ``proven`` how many entries a checkpoint vouches
    for; ``kept`` how many it would vouch for by the leaf hashes that are kept beside the entries;
    ``places`` tells which entries have the hashes that full tiles have for others.
    """

    since: int
    size: int
    own: list[Damage] = field(default_factory=list)
    odd: list[Damage] = field(default_factory=list)
    differences: dict[str, list[Difference]] = field(default_factory=dict)
    last: dict[str, Row | None] = field(default_factory=dict)
    checked: list[Checked] = field(default_factory=list)
    places: dict[bytes, int] = field(default_factory=dict)
    proven: int = 0
    kept: int = 0

    @property
    def is_accused(self) -> bool:
        """Whether more than rows speaks against the journal: a checkpoint, or what is odd in it."""
        return bool(self.odd) or any(not checked.matches for checked in self.checked)


def value_of(table: str, row: Row, name: str) -> Any:  # noqa: ANN401 - whatever is stored
    """The value of a column of a row."""
    return row[columns_of(table).index(name)]


def entry_of(table: str, row: Row) -> int | None:
    """The number of the entry that made a row, where it is one; for a tile the first it holds."""
    if table == "tiles":
        span = leaves_of(row)
        return span and span[0]
    found = value_of(table, row, "entry")
    return found if isinstance(found, int) else None


def leaves_of(tile: Row) -> tuple[int, int] | None:
    """The first and the last entry that a tile holds, where it can hold any."""
    level, number = tile[:2]
    if not isinstance(level, int) or not isinstance(number, int) or not 0 <= level < TOP:
        return None
    leaves: int = TILE ** (level + 1)
    return number * leaves + 1, (number + 1) * leaves


def name_of(table: str, row: Row) -> str:
    """What a row is known by: its key without the entry."""
    key: Sequence[str] = [name for name in order_of(table) if name != "entry"]
    if table == "tiles":
        key = ("level", "number")
    return " ".join(f"{name} {shown(value_of(table, row, name))}" for name in key)


def shown(value: Any) -> str:  # noqa: ANN401 - whatever is stored
    """A stored value for people, cut where it is long."""
    if value is None:
        return "nothing"
    text = value.hex() if isinstance(value, bytes) else str(value)
    most = 40
    return text if len(text) <= most else f"{text[:most]}..."


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


class Last:
    """Goes through rows, and remembers the last."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = rows
        self.last: Any = None

    def __iter__(self) -> Any:  # noqa: ANN401 - an iterator of rows
        for row in self._rows:
            self.last = row
            yield row


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


NAMED: Final = 10
"""How many parts that differ in the same way are named; of more, how many there are."""

SAID: Final = {"removed": "missing", "edited": "changed", "inserted": "not the program's"}


def damage_of_shape(connection: Connection) -> tuple[list[Damage], list[str]]:
    """What is wrong with the shape of a database, and warnings of what else it holds.

    Who needs to know what a changed part was and is told so, as long as that is short.
    """
    differing = deviations(connection)
    wrong = [deviation for deviation in differing if not deviation.is_harmless]
    beside = [deviation for deviation in differing if deviation.is_harmless]
    damage = [_damage(some) for some in _alike(wrong)]
    return damage, [
        f"{_told(some)}{_rest(some)} No answer changes by it." for some in _alike(beside)
    ]


def _alike(several: Iterable[Deviation]) -> Iterator[list[Deviation]]:
    """Deviations told together: those of one kind of part that differ in one way.

    What a part was changed to is told of each by itself.
    """

    def key(one: Deviation) -> tuple[str, str, str]:
        return one.kind, one.part.kind, one.part.name if _is_shown(one) else ""

    for _, some in groupby(sorted(several, key=key), key=key):
        yield list(some)


def _is_shown(one: Deviation) -> bool:
    most = 200
    return one.kind == "edited" and len(one.wanted) < most and len(one.part.shape) < most


def _damage(some: Sequence[Deviation]) -> Damage:
    one = some[0]
    table = "guards" if one.part.kind == "guard" else "catalogue"
    return Damage(one.kind, table, None, "", _told(some), max(0, len(some) - NAMED))


def _told(some: Sequence[Deviation]) -> str:
    one = some[0]
    if _is_shown(one):
        was = f"it is {one.part.shape}, and should be {one.wanted}"
        return f"The {one.part.kind} {one.part.name} was changed: {was}."
    *most, last = [each.part.name for each in some[:NAMED]]
    what = f"{_plural(one.part.kind)} {', '.join(most)} and" if most else one.part.kind
    verb = ("were" if most else "was") if one.kind == "edited" else ("are" if most else "is")
    return f"The {what} {last} {verb} {SAID[one.kind]}."


def _plural(kind: str) -> str:
    if kind.endswith("y"):
        return f"{kind[:-1]}ies"
    return f"{kind}es" if kind.endswith("x") else f"{kind}s"


def _rest(some: Sequence[Deviation]) -> str:
    more = len(some) - NAMED
    return f" {more} more are like that." if more > 0 else ""
