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
NUMBER: Final = re.compile(r"(?:[Pp]age )?[0-9]{1,4}(?: ?(?:/|of) ?[0-9]{1,4})?")


def read(data: bytes) -> Mapping[str, Any]:
    """The text of a PDF and what it says of itself; the day it was made is not that of its text."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"trouble": "encrypted"}
    pages = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
    text = BROKEN.sub("", "\n\n".join(_paragraphs(page) for page in pages))
    if not text.strip():
        return {"trouble": "scan" if len(reader.pages) else "empty"}
    told = reader.metadata
    authors = [told.author.strip()] if told and told.author and told.author.strip() else []
    return {
        "text": text,
        "title": (told.title or "").strip() or None if told else None,
        "authors": authors,
        "cut": MOST_PAGES if len(reader.pages) > MOST_PAGES else 0,
    }


def _paragraphs(page: str) -> str:
    """The page with a blank line where a paragraph ends: a short line that ends a sentence."""
    lines = [line.strip() for line in page.split("\n")]
    lines = [line for line in lines if not NUMBER.fullmatch(line)]
    full = sorted(len(line) for line in lines if line)
    usual = full[len(full) * 3 // 4] if full else 0
    parts: list[str] = []
    for line in lines:
        parts.append(line)
        if line.endswith(STOP) and len(line) < usual * 0.9:
            parts.append("")
    return "\n".join(parts)
