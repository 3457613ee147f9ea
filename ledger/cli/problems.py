"""Problems and names as people can read them: what repeats a thousand times is told once.

`told` does that; `net` holds what the machine would not do and no other part of the program has a
sentence for.

The net holds what may befall any line of a program: a file that cannot be had, a text that is no
UTF-8, memory or stack at an end.  It holds no fault of ours, such as a missing key: that ends in a
traceback.  With LEDGER_TRACEBACK=1 everything does, as in the tests of this program.
"""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ledger.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    return f"{alike[0].path}: {mark}{len(alike):,} more like this{where}; --full shows them all."


SWITCH: Final = "LEDGER_TRACEBACK"
CURE: Final = f"{SWITCH}=1 shows where in the program this happened."

LONGEST: Final = 80
"""How many characters of a text or a path are shown."""


class Unforeseen(Refusal):
    """What the machine would not do, without a sentence of its own in the program."""


@contextmanager
def net() -> Iterator[None]:
    """Turn what may befall any line into a refusal that names the path or the text it was about.

    Raises:
        Unforeseen: something has.
    """
    try:
        yield
    except (OSError, UnicodeError, MemoryError, RecursionError) as trouble:
        if os.environ.get(SWITCH):
            raise
        raise Unforeseen(sentence_of(trouble), CURE) from trouble


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
    place = " and ".join(shown(os.fsdecode(one)) for one in paths) or "The system refused"
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
