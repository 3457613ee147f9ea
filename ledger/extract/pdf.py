"""A PDF: the text of its pages by pypdf, with the words joined that its lines break."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

import pypdf

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_PAGES: Final = 60
BROKEN: Final = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
STOP: Final = (".", "!", "?", "”", '"', ":")
SHORT, SHORTER = 0.9, 0.7
"""A line that ends a sentence ends a paragraph, too, where it has less than 0.9 of a full line's
length; any other, such as a title, where it has less than 0.7.
"""

NUMBER: Final = re.compile(r"(?:[Pp]age )?[0-9]{1,4}(?: ?(?:/|of) ?[0-9]{1,4})?")


def read(data: bytes) -> Mapping[str, Any]:
    """The text of a PDF and what it says of itself; the day it was made is not that of its text."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"trouble": "encrypted"}
    pages = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
    text = _paragraphs([line.strip() for page in pages for line in page.split("\n")])
    if not text:
        return {"trouble": "scan" if len(reader.pages) else "empty"}
    told = reader.metadata
    authors = [told.author.strip()] if told and told.author and told.author.strip() else []
    return {
        "text": text,
        "title": (told.title or "").strip() or None if told else None,
        "authors": authors,
        "cut": MOST_PAGES if len(reader.pages) > MOST_PAGES else 0,
    }


def _paragraphs(lines: list[str]) -> list[str]:
    """The lines joined into paragraphs, each of which ends with a line that is not full.

    A page of its own number, and where a page ends, end none.
    """
    lines = [line for line in lines if line and not NUMBER.fullmatch(line)]
    full = sorted(map(len, lines))
    usual = full[len(full) * 3 // 4] if full else 0
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        paragraphs[-1].append(line)
        if len(line) < (SHORT if line.endswith(STOP) else SHORTER) * usual:
            paragraphs.append([])
    joined = (BROKEN.sub("", "\n".join(one)) for one in paragraphs if one)
    return [" ".join(one.split()) for one in joined]
