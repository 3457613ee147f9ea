"""Where the shape of a database is not the program's own, in words: as damage, or as a warning."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from ledger.book.keeping.damage import Damage
from ledger.store.catalogue import deviations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.store.catalogue import Deviation
    from ledger.store.database import Connection

NAMED: Final = 10
"""How many parts that differ in the same way are named; of more, how many there are."""

SAID: Final = {"removed": "missing", "edited": "changed", "inserted": "none of the program's"}


def damage_of_shape(connection: Connection) -> tuple[list[Damage], list[str]]:
    """What is wrong with the shape of a database, and warnings of what else it holds.

    Who needs to know what a changed part was and is told so, as long as that is short.
    """
    differing = deviations(connection)
    wrong = [one for one in differing if not one.is_harmless]
    beside = [one for one in differing if one.is_harmless]
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
