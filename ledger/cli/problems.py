"""Problems and names as people can read them: what repeats a thousand times is told once.

`told` does that; `sentence_of` is for what the machine would not do and no other part of the
program has a sentence for.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
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


def told(problems: Sequence[Problem], *, full: bool = False) -> list[str]:
    """Each problem on a line; of many that differ but for the item, the first few and a count.

    Those about one thing, such as an unknown word, are a line.

    Args:
        problems: in the order they are told in.
        full: tell each.
    """
    if full:
        return [str(problem) for problem in problems]
    kinds: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.kind].append(problem)
    many = {kind: alike for kind, alike in kinds.items() if len(alike) > ALIKE}
    lines: list[str] = []
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    for problem in problems:
        kind = problem.kind
        if problem.about:
            if not seen[kind]:
                lines.append(_once(kinds[kind]))
        elif kind not in many or seen[kind] < SHOWN:
            lines.append(str(problem))
        seen[kind] += 1
        if kind in many and seen[kind] == SHOWN and not problem.about:
            lines.append(_others(many[kind][SHOWN:]))
    return lines


IN_MESSAGE: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PATH: Final = {**IN_MESSAGE, **str.maketrans({":": "%3A", ",": "%2C"})}
"""How GitHub wants to have what ends a message, or a path in front of it."""


def annotation(problem: Problem) -> str:
    """A problem as a workflow command of GitHub, which shows it at its line."""
    line = f",line={problem.line}" if problem.line else ""
    path, message = problem.path.translate(IN_PATH), problem.told.translate(IN_MESSAGE)
    return f"::{problem.severity} file={path}{line}::{message}"


def some(names: Sequence[object], *, full: bool = False) -> str:
    """Names or numbers with commas between; of many, the first few and how many more there are."""
    shown = names if full or len(names) <= NAMES else names[:NAMES]
    more = len(names) - len(shown)
    return ", ".join(map(str, shown)) + (f" and {more:,} more" if more else "")


def _once(alike: Sequence[Problem]) -> str:
    """Problems about one thing as the first of them, with how many more places there are."""
    first, *others = alike
    if not others:
        return str(first)
    more = f"{len(others):,} more row{'s' * (len(others) != 1)}"
    return str(replace(first, message=f"(and {more}) {first.message}"))


def _others(alike: Sequence[Problem]) -> str:
    lines = list(dict.fromkeys(problem.line for problem in alike if problem.line))
    where = ""
    if lines:
        named = ", ".join(map(str, lines[:LINES]))
        noun = "line" if len(lines) == 1 else "lines"
        where = f", in {noun} {named}{' and on' if len(lines) > LINES else ''}"
    mark = "" if alike[0].severity == "error" else "warning: "
    return f"{alike[0].path}: {mark}{len(alike):,} more like this{where}; --full shows them all."


LONGEST: Final = 80
"""How many characters of a text or a path are shown."""


def sentence_of(trouble: OSError | UnicodeError | MemoryError | RecursionError) -> str:
    """What happened, for a person."""
    if isinstance(trouble, MemoryError):
        return "There is not enough memory to do this."
    if isinstance(trouble, RecursionError):
        return "Something in what was given is nested too deeply."
    if isinstance(trouble, UnicodeEncodeError):
        return f"{shown(trouble.object)} cannot be written as {trouble.encoding}."
    if isinstance(trouble, UnicodeDecodeError):
        byte = trouble.object[trouble.start]
        return f"What was read is not {trouble.encoding} text: byte 0x{byte:02X}."
    if isinstance(trouble, UnicodeError):
        return f"A text cannot be read or written: {trouble}."
    paths = [one for one in (trouble.filename, trouble.filename2) if isinstance(one, str | bytes)]
    place = " and ".join(shown(os.fsdecode(path)) for path in paths) or "The system refused"
    return f"{place}: {trouble.strerror or trouble}."


def shown(text: str) -> str:
    r"""The text cut short, with bytes that are no UTF-8 as ``\xFF``."""
    plain = text.encode("utf-8", "surrogatepass" if _is_torn(text) else "surrogateescape")
    whole = plain.decode("utf-8", "backslashreplace")
    return whole if len(whole) <= LONGEST else f"{whole[: LONGEST - 1]}…"


def also_done(places: Sequence[str]) -> str:
    """What was written before a command failed, in a sentence; empty where nothing was."""
    if not places:
        return ""
    were = "was" if len(places) == 1 else "were"
    *first, last = map(shown, places)
    return f"{', '.join(first)}{' and ' * bool(first)}{last} {were} written before that."


def _is_torn(text: str) -> bool:
    """Whether it holds halves of surrogate pairs other than those that stand for bytes."""
    return any("\ud800" <= one < "\udc80" or "\udcff" < one <= "\udfff" for one in text)
