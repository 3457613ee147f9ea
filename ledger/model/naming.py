"""Ids made for people who do not want to think of one, and for files that have none."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ledger.model.letters import in_ascii

if TYPE_CHECKING:
    from collections.abc import Callable

MOST: Final = 48
"""The most characters in the id that is made of a text."""

SMALL: Final = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "of",
    "on", "or", "that", "the", "their", "to", "will", "with",
})  # fmt: skip
"""Words an id can do without."""

WEB: Final = re.compile(r"^https?://(?:www\.)?")


@lru_cache(maxsize=1024)
def slug(text: str) -> str:
    """A readable id made of the first words of ``text``; of its hash where it has none."""
    plain = in_ascii(text).lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    kept = [word for word in words if word not in SMALL] or words
    made = ""
    for word in kept:
        if made and len(made) + 1 + len(word) > MOST:
            break
        made = f"{made}-{word}" if made else word[:MOST]
    return made or f"id-{hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()[:10]}"


def fresh(wish: str, is_taken: Callable[[str], bool]) -> str:
    """``wish``, or where that is taken, ``wish`` with the lowest number behind it that is not."""
    if not is_taken(wish):
        return wish
    number = 2
    while is_taken(f"{wish}-{number}"):
        number += 1
    return f"{wish}-{number}"


def claim_id(speaker: str, statement: str, made: str, source: str) -> str:
    """The id of a claim that has none: the same for the same speaker, words, day and source."""
    return f"{slug(statement)}-{_digest(speaker, statement, made, source)}"


def source_id(url: str, publisher: str, title: str, published: str) -> str:
    """The id of a source that has none: the same for the same url; without one, for the others."""
    if url:
        return f"{slug(WEB.sub('', url))}-{_digest(url)}"
    said = (publisher, title, published)
    return f"{slug(' '.join(filter(None, said)))}-{_digest(*said)}"


def text_id(text: str) -> str:
    """An id made of a text alone: readable, and another for every other text."""
    return f"{slug(text)}-{_digest(text)}"


def _digest(*texts: str) -> str:
    """48 bits of what texts are, as 12 characters."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:12]
