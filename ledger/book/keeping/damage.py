"""What is wrong with a ledger: where, of what kind, and how one can tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.journal.merkle import TILE
from ledger.store.raw_rows import columns_of, order_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.book.keeping.differences import Difference, Row
    from ledger.journal.checkpoint import Checkpoint

KINDS: Final = (
    "edited", "removed", "inserted", "reordered", "cut off", "rehashed", "strange", "broken",
)  # fmt: skip
"""``rehashed``: rewritten with all hashes and rows to match; ``strange``: an entry that the program
does not write; ``broken``: cannot even be read."""


TOP: Final = 8
"""No tile is on this level: there are fewer than 256**8 entries."""

MOST: Final = 2000
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
        return bool(self.odd) or any(not one.matches for one in self.checked)


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
