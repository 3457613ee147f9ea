"""Text laid out in columns of a terminal, where some characters are two columns wide or none.

How wide what people see as one character is, such as an emoji made of several, is rich's to say.
It is loaded for a text that has more than letters of Europe and common signs, as most have not.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

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
