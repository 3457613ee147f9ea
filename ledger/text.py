"""Text as people read it: in columns of a terminal, wrapped, counted, and numbers rounded.

How wide what people see as one character is, such as an emoji made of several, is rich's to say.
It is loaded for a text that has more than letters of Europe and common signs, as most have not.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


SEQUENCES: Final = re.compile(
    "\x1b[\\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\\\)"  # a string meant for the terminal
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"  # a control sequence
    "|\x1b[ -/]*[0-~]?"  # any other escape
)
HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""What can hide or change text on a terminal: control, bidirectional and invisible characters.

U+FFFE and U+FFFF are among them: they are no characters, and no XML may hold them.
"""

BYTES: Final = re.compile("[\udc80-\udcff]")
"""What Python makes of bytes in the names of files that are no UTF-8."""

CLOSING: Final = frozenset({"Pe", "Pf", "Po"})
"""The kinds of marks that belong to what is before them."""

SINGLE: Final = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u2190-\u21ff\u2500-\u25fc]*"
)
"""Texts of characters that take one column each, whatever stands beside them."""

IDLE_JOINER: Final = re.compile("\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])")
"""A joiner before what is no picture, whose place `ACCENT` takes, which has no width either."""

ACCENT: Final = "\u0300"

NEWEST: Final = "latest"
"""By which Unicode widths are told: the newest rich knows, whatever the environment says."""


def clean(text: str) -> str:
    """The text without what could hide or change it on a terminal; line breaks and tabs stay.

    A byte of a file's name that is no UTF-8 is shown as U+FFFD: without it there is another name.
    """
    return HIDDEN.sub("", SEQUENCES.sub("", text if text.isascii() else BYTES.sub("\ufffd", text)))


def width(text: str) -> int:
    """How many columns the text takes."""
    if _is_plain(text):
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - see above

    return cell_len(_measured(text), NEWEST)


def _measured(text: str) -> str:
    """The text as it is measured: a joiner that joins no pictures hides nothing behind it."""
    return IDLE_JOINER.sub(ACCENT, text)


def _is_plain(text: str) -> bool:
    """Whether each character of a text takes one column, as everybody knows."""
    return SINGLE.fullmatch(text) is not None


def fitted(text: str, columns: int) -> str:
    """The text on one line, filled up to ``columns``, or cut with an ellipsis and one blank."""
    line = cut(text, columns - 1)
    return line + " " * (columns - width(line))


def cut(text: str, columns: int) -> str:
    """The text on one line, cut with an ellipsis where it takes more than ``columns``."""
    line = " ".join(text.split())
    return line if width(line) <= columns else f"{_start(line, columns - 1).rstrip()}…"


def wrap(text: str, columns: int) -> list[str]:
    """The words of the text in lines of at most ``columns``.

    A word that is wider than a line is broken, as texts are that put no blanks between words, but
    not before a mark that closes what is before it; nor is an address, which would be one no more.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text, columns):
        if line and width(line) + 1 + width(word) <= columns:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        line = word
    return [*lines, line]


def _words(text: str, columns: int) -> Iterator[str]:
    for word in text.split():
        rest = word
        while width(rest) > columns and "://" not in word:
            start = len(_start(rest, columns)) or 1
            if start > 1 and unicodedata.category(rest[start]) in CLOSING:
                start -= 1
            yield rest[:start]
            rest = rest[start:]
        yield rest


def _start(text: str, columns: int) -> str:
    """As much of the beginning of the text as takes at most ``columns``, characters whole."""
    if _is_plain(text):
        return text[: max(columns, 0)]
    from rich.cells import split_graphemes  # noqa: PLC0415 - see above

    end = 0
    for _, after, wide in split_graphemes(_measured(text), NEWEST)[0]:
        columns -= wide
        if columns < 0:
            break
        end = after
    return text[:end]


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


NONE: Final = "-"
"""Stands for a figure that is not defined."""


def percent(share: float | None, digits: int) -> str:
    """A share from 0 to 1 in percent, halves rounded up; a dash for None.

    ``digits`` are those of the share: 2 for whole percents.  What is not quite nothing or not quite
    all never reads as 0% or 100%.
    """
    if share is None:
        return NONE
    exact = Decimal(repr(round(share, 12))) * 100
    step = Decimal(1).scaleb(2 - digits)
    shown = exact.quantize(step, ROUND_HALF_UP)
    if shown == 0 != exact:
        return f"<{step:f}%"
    if shown == 100 != exact:  # noqa: PLR2004 - all of it, in percent
        return f">{100 - step}%"
    return f"{shown:f}%"


def score(value: float | None, digits: int) -> str:
    """A score with so many digits after the point, halves away from 0; a dash for None."""
    if value is None:
        return NONE
    exact = Decimal(repr(round(value, 12)))
    shown = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{abs(shown) if shown == 0 else shown:f}"


def p_value(p: float) -> str:
    """A p value as it follows on "p": "= 0.30", "= 0.004", "< 0.001", or "> 0.99"."""
    for digits, least in ((2, 0.1), (3, 0.001)):
        if p >= least:
            shown = score(p, digits)
            return "> 0.99" if float(shown) == 1 else f"= {shown}"
    return "< 0.001"


def is_whole(weight: float) -> bool:
    """Whether a sum of weights is a number of claims, but for rounding."""
    return round(weight, 9).is_integer()


def weight(value: float) -> str:
    """How many claims there are, counting repeats as parts of one."""
    return f"{value:,.0f}" if is_whole(value) else f"{value:,.1f}"


def between(
    interval: tuple[float, float] | None, digits: int, shown: Callable[[float, int], str]
) -> str:
    """Both ends of an interval; nothing for None."""
    return "" if interval is None else " to ".join(shown(end, digits) for end in interval)
