"""An article as it was read: what is known of it, and its paragraphs, whose words are quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ledger.model.field_reader import CONTROLS, INVISIBLE

if TYPE_CHECKING:
    from ledger.edtf import FuzzyDate


@dataclass(frozen=True, slots=True)
class Article:
    """What stands in an article, and what its file says of it; nothing is guessed.

    ``paragraphs`` are those of the body, with single blanks between words; the title and a line
    that names the authors are none of them.  ``notices`` say what was left out or is missing.
    """

    paragraphs: tuple[str, ...]
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: FuzzyDate | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    notices: tuple[str, ...] = field(default=())

    @property
    def words(self) -> int:
        """How many words the body has."""
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)


LONGEST_TITLE: Final = 200
BYLINE: Final = re.compile(r"(?:By|BY|Words by|Text:) (?P<names>[^.!?]{2,120})")
AND: Final = re.compile(r",? and |, ")
CLOSES: Final = (".", "!", "?", "”", '"', ":", "…", "’")
"""How a paragraph ends, and no title."""

LINES: Final = 55
"""A line at least so long may have been broken by the width of a page."""


def of_text(text: str) -> Article:
    """An article as a plain text has it: perhaps a title, perhaps a byline, then paragraphs.

    Paragraphs have a blank line between them, or where there is none, each is a line.
    """
    blocks = _blocks(text)
    title: str | None = None
    authors: tuple[str, ...] = ()
    if len(blocks) > 1 and len(blocks[0]) <= LONGEST_TITLE and not blocks[0].endswith(CLOSES):
        title = blocks.pop(0)
    if blocks and (byline := BYLINE.fullmatch(blocks[0])):
        authors = tuple(AND.split(byline["names"]))
        blocks.pop(0)
    return Article(tuple(blocks), title, authors)


def cleaned(text: str) -> str:
    """A text without characters that nobody sees, with a blank for each that controls something."""
    return CONTROLS.sub(" ", INVISIBLE.sub("", text))


def _blocks(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    long = [line for line in lines if line.strip()]
    broken = len(long) > 1 and sum(len(line) > LINES for line in long) * 2 > len(long)
    full = max((len(line) for line in long), default=0) > 2 * LINES
    blocks: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            blocks.append([])
            continue
        if not broken or full or not _goes_on(blocks[-1]):
            blocks.append([])
        blocks[-1].append(line)
    joined = (" ".join(cleaned(" ".join(block)).split()) for block in blocks)
    return [block for block in joined if block]


def _goes_on(block: list[str]) -> bool:
    """Whether the next line belongs to the same paragraph: the last one was full."""
    return bool(block) and len(block[-1]) > LINES
