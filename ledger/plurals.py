"""Things counted in a sentence: one of them is not many."""

from __future__ import annotations

import re


def counted(n: int, noun: str) -> str:
    """The number with its noun: ``1 entry``, ``0 entries``, ``1,200 claims``."""
    return f"{n:,} {noun if n == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """What many of a noun are called, if it is as regular as an entry, an address or a claim."""
    if re.search("[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith("s") else f"{noun}s"


def the_first(n: int, noun: str) -> str:
    """Those at the beginning: ``the first entry``, ``the first 3 entries``."""
    return f"the first {noun}" if n == 1 else f"the first {counted(n, noun)}"
