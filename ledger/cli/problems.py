"""Problems and names as people can read them: what repeats a thousand times is told once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.errors import Problem

ALIKE: Final = 5
"""More problems of one kind than this are not told one by one."""
SHOWN: Final = 3
"""So many of them are."""
LINES: Final = 5
"""So many lines of the others are named."""
NAMES: Final = 20
"""So many names or numbers are listed before the others are counted."""

OF_ANY_KEY: Final = frozenset({"unknown-key", "unknown-table"})
"""Codes of problems that are alike whatever key they are about, for the key is what is wrong."""


def told(problems: Sequence[Problem], *, full: bool = False) -> list[str]:
    """Each problem on a line; of many that differ but for the item, the first few and a count.

    Args:
        problems: in the order they are told in.
        full: tell each.
    """
    if full:
        return [str(one) for one in problems]
    kinds: dict[tuple[str, str, str, str], list[Problem]] = defaultdict(list)
    for one in problems:
        kinds[_kind(one)].append(one)
    many = {kind: alike for kind, alike in kinds.items() if len(alike) > ALIKE}
    lines: list[str] = []
    seen: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for one in problems:
        kind = _kind(one)
        if kind not in many or seen[kind] < SHOWN:
            lines.append(str(one))
        seen[kind] += 1
        if kind in many and seen[kind] == SHOWN:
            lines.append(_others(many[kind][SHOWN:]))
    return lines


def some(names: Sequence[object], *, full: bool = False) -> str:
    """Names or numbers with commas between; of many, the first few and how many more there are."""
    shown = names if full or len(names) <= NAMES else names[:NAMES]
    more = len(names) - len(shown)
    return ", ".join(map(str, shown)) + (f" and {more:,} more" if more else "")


def _kind(problem: Problem) -> tuple[str, str, str, str]:
    """What problems that are alike share, whatever else they say."""
    key = "" if problem.code in OF_ANY_KEY else problem.key
    return problem.path, problem.severity, problem.code, key


def _others(alike: Sequence[Problem]) -> str:
    lines = list(dict.fromkeys(one.line for one in alike if one.line))
    where = ""
    if lines:
        named = ", ".join(map(str, lines[:LINES]))
        noun = "line" if len(lines) == 1 else "lines"
        where = f", in {noun} {named}{' and on' if len(lines) > LINES else ''}"
    mark = "" if alike[0].severity == "error" else "warning: "
    return f"{alike[0].path}: {mark}{len(alike):,} more like this{where}; --full tells each."
