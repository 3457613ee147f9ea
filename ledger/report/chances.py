"""The chance a claim gives its question: as stated, or as its wording implies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ledger.wording import bold, implied, timid, yardstick

if TYPE_CHECKING:
    from ledger.model.assessment import Assessment
    from ledger.wording import Term


@dataclass(frozen=True, slots=True)
class Chance:
    """The probability of the question coming about, 0 to 1.

    Where the words gave it, ``implied``, it is the point of their range; ``timid`` and ``bold`` are
    the ends nearest to one half and farthest from it.  A stated one has no range.
    """

    probability: float
    timid: float
    bold: float
    implied: bool


def chance(claim: Assessment, yardstick_name: str | None) -> Chance | None:
    """The chance a claim gives its question; None where neither a number nor its words do.

    Raises:
        UnknownName: no yardstick bears the name.
    """
    if claim.probability is not None:
        stated = float(claim.probability)
        return Chance(stated, stated, stated, implied=False)
    if claim.wording is None or yardstick_name is None:
        return None
    return _read(claim.wording, claim.stance, yardstick_name)


@lru_cache(maxsize=4096)
def term(wording: str, yardstick_name: str) -> Term | None:
    """The term of the yardstick that a wording holds, if it can be read in one way only."""
    found = implied(wording, "for", yardstick(yardstick_name))
    return None if found is None else found.term


@lru_cache(maxsize=4096)
def _read(wording: str, stance: str, yardstick_name: str) -> Chance | None:
    found = implied(wording, stance, yardstick(yardstick_name))
    if found is None:
        return None
    return Chance(found.point, timid(found), bold(found), implied=True)
