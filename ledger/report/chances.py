"""The chance that the wording of a claim gives its question."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ledger.wording import bold, implied, timid, yardstick

if TYPE_CHECKING:
    from ledger.wording import Term

UNKNOWN: Final = (float("nan"),) * 3


def chance_of_words(
    wording: str | None, stance: str, yardstick_name: str
) -> tuple[float, float, float]:
    """The probability that words imply of the question coming about, 0 to 1; NaN where none.

    The first is the point of their range; the others are its ends, the one nearest to one half and
    the one farthest from it.

    Raises:
        UnknownName: no yardstick bears the name.
    """
    return UNKNOWN if wording is None else _read(wording, stance, yardstick_name)


@lru_cache(maxsize=4096)
def term(wording: str, yardstick_name: str) -> Term | None:
    """The term of the yardstick that a wording holds, if it can be read in one way only."""
    found = implied(wording, "for", yardstick(yardstick_name))
    return None if found is None else found.term


@lru_cache(maxsize=4096)
def _read(wording: str, stance: str, yardstick_name: str) -> tuple[float, float, float]:
    found = implied(wording, stance, yardstick(yardstick_name))
    return UNKNOWN if found is None else (found.point, timid(found), bold(found))
