"""All yardsticks, and the one that bears a name."""

from __future__ import annotations

import difflib
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ledger.errors import UnknownName
from ledger.wording import prescribed, surveys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.wording.terms import Yardstick

YARDSTICKS: Final[Mapping[str, Yardstick]] = MappingProxyType({
    one.name: one
    for one in (
        prescribed.ICD_203,
        prescribed.PHIA,
        prescribed.NATO,
        prescribed.IPCC,
        prescribed.EFSA,
        prescribed.KENT,
        surveys.MAUBOUSSIN,
        surveys.CAPPHRASE,
        surveys.FAGEN_ULMSCHNEIDER,
        surveys.ZONINATION,
    )
})  # fmt: skip
"""The yardsticks by name: first those prescribed, then those measured."""


def yardstick(name: str) -> Yardstick:
    """The yardstick of that name.

    Raises:
        UnknownName: none bears it; close names are in the sentence, all names in the cure.
    """
    if name in YARDSTICKS:
        return YARDSTICKS[name]
    close = difflib.get_close_matches(name.lower(), YARDSTICKS, n=3, cutoff=0.5)
    raise UnknownName("yardstick", name, close, tuple(YARDSTICKS))
