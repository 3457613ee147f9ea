"""What the machine would not do and no other part of the program has a sentence for.

The net holds what may befall any line of a program: a file that cannot be had, a text that is no
UTF-8, memory or stack at an end.  It holds no fault of ours, such as a missing key: that ends in a
traceback.  With LEDGER_TRACEBACK=1 everything does, as in the tests of this program.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ledger.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
