"""Ids made for people who do not want to think of one, and for files that have none."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ledger.model.letters import in_ascii, plain_ascii
from ledger.model.namekeys import name_key

if TYPE_CHECKING:
    from collections.abc import Callable

MOST: Final = 48
"""The most characters in the id that is made of a text."""

SMALL: Final = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "of",
    "on", "or", "that", "the", "their", "to", "will", "with",
})  # fmt: skip
"""Words an id can do without."""

MADE: Final = re.compile(r"(?:^|-)([0-9a-f]{12}(?:-\d+)?(?:-question)?)$")
"""The end of a made id: the digest of what it is made of, and what stands behind that."""

WEB: Final = re.compile(r"^https?://(?:www\.)?")


@dataclass(frozen=True, slots=True)
class Naming:
    """How ids are made of texts: by which letters they are written, and what of texts counts.

    ``letters`` gives a text in ASCII; ``key`` gives what of it the digest is made of.
    """

    letters: Callable[[str], str]
    key: Callable[[str], str]

    def slug(self, text: str) -> str:
        """A readable id made of the first words of ``text``; of its hash where it has none."""
        plain = self.letters(text).lower()
        words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
        kept = [word for word in words if word not in SMALL] or words
        made = ""
        for word in kept:
            if made and len(made) + 1 + len(word) > MOST:
                break
            made = f"{made}-{word}" if made else word[:MOST]
        return made or f"id-{hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()[:10]}"

    def claim_id(self, speaker: str, statement: str, made: str, source: str) -> str:
        """The id of a claim that has none: the same for the same speaker, words, day and source."""
        said = self.key(speaker), self.key(statement), made, source
        return f"{self.slug(statement)}-{_digest(*said)}"

    def source_id(self, url: str, publisher: str, title: str, published: str) -> str:
        """The id of a source that has none: the same for the same url, else for the same others."""
        if url:
            return f"{self.slug(WEB.sub('', url))}-{_digest(url)}"
        words = " ".join(filter(None, (publisher, title, published)))
        said = self.key(publisher), self.key(title), published
        return f"{self.slug(words)}-{_digest(*said)}"

    def text_id(self, text: str) -> str:
        """An id made of a text alone: readable, and another for every other text."""
        return f"{self.slug(text)}-{_digest(text)}"


def _as_written(text: str) -> str:
    return text


NOW: Final = Naming(in_ascii, name_key)
"""As ids are made: names and statements that nobody can tell apart have the same."""

PLAIN: Final = Naming(plain_ascii, name_key)
"""As they are made for a digest: whatever releases of the library for other scripts say."""

UNTIL_0_1_0: Final = Naming(plain_ascii, _as_written)
"""As release 0.1.0 made them."""


@lru_cache(maxsize=1024)
def slug(text: str) -> str:
    """As `Naming.slug`."""
    return NOW.slug(text)


def fresh(wish: str, is_taken: Callable[[str], bool]) -> str:
    """``wish``, or where that is taken, ``wish`` with the lowest number behind it that is not."""
    if not is_taken(wish):
        return wish
    number = 2
    while is_taken(f"{wish}-{number}"):
        number += 1
    return f"{wish}-{number}"


claim_id: Final = NOW.claim_id
source_id: Final = NOW.source_id


@lru_cache(maxsize=1024)
def text_id(text: str) -> str:
    """As `Naming.text_id`."""
    return NOW.text_id(text)


def made_of(identifier: str) -> str | None:
    """What of a made id says which texts it is made of, whatever its words; None for any other id.

    The words in it may have been spelt otherwise: by an earlier release, or another one of the
    library that transliterates.  Parts of an id are parted by colons.
    """
    parts = identifier.split(":")
    ends = [MADE.search(part) for part in parts]
    if not any(ends):
        return None
    return ":".join(part if end is None else end[1] for part, end in zip(parts, ends, strict=True))


def is_transliterated(text: str | None) -> bool:
    """Whether a made id has other words of a text than its letters without accents."""
    return text is not None and not text.isascii() and in_ascii(text) != plain_ascii(text)


def _digest(*texts: str) -> str:
    """48 bits of what texts are, as 12 characters."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:12]
