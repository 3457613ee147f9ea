"""Ids made for people and files that have none; and what past releases read or named otherwise.

A file that a past release imported is imported again: the record it made must be found and left as
it is, though it has another id now, or other words.  So a reader that has come to read something
otherwise says of each record how it was read before, too (`Former`), by one of the rules here; an
import seeks the record under its former ids, and writes what only the newer reading changes when
it is asked to, and not otherwise.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ledger.model.codec import to_body
from ledger.model.name_keys import in_ascii, is_same, name_key, plain_ascii

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.model.codec import Record


LONGEST_ID: Final = 48
"""The most characters in the id that is made of a text."""

SHORT: Final = 4
"""How many words the id has that is made for a claim added by hand, so that it can be typed."""

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

    def slug(self, text: str, most: int | None = None) -> str:
        """A readable id made of the first words of ``text``; of its hash where it has none.

        They are no more than ``most``, where that is given.
        """
        plain = self.letters(text).lower()
        words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
        kept = [word for word in words if word not in SMALL] or words
        made = ""
        for word in kept[:most]:
            if made and len(made) + 1 + len(word) > LONGEST_ID:
                break
            made = f"{made}-{word}" if made else word[:LONGEST_ID]
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
def slug(text: str, most: int | None = None) -> str:
    """As `Naming.slug`."""
    return NOW.slug(text, most)


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


REFERRING: Final = frozenset({"source", "question"})
"""Keys that hold the id of another record, which may itself have had another."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that past releases went by: the last one that did, and what it is about, in words.

    ``was`` gives what the rule made of a text or a table, where that can be said apart.
    """

    until: str
    words: str
    was: Callable[[Any], Any] = lambda given: given


@dataclass(frozen=True, slots=True)
class Former:
    """How a record was read before: by which rule, under which id, and what its body held.

    ``id`` is None where that is as it is; a value in ``body`` is None where the key was not set.
    All of ``body`` belongs together: a ledger has this reading where it has all of it.
    ``shared`` says that others had the id too: whose the record under it is, its outcomes tell.
    """

    rule: Rule
    id: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    shared: bool = False


def former(rule: Rule, now: Record, then: Record) -> tuple[Former, ...]:
    """How a record that is read as ``now`` was read by a rule; nothing where that is the same.

    Nor are texts another reading that nobody can tell apart: what was written stays so.
    """
    before, after = to_body(then), to_body(now)
    keys = {
        one for one in {*before, *after} - REFERRING if not is_same(before.get(one), after.get(one))
    }
    identifier = then.id if then.id != now.id else None
    if not keys and identifier is None:
        return ()
    return (Former(rule, identifier, {key: before.get(key) for key in sorted(keys)}),)


def former_id(now: str, then: str, *, shared: bool = False) -> tuple[Former, ...]:
    """The id that release 0.1.0 made of texts, where it is another than is made ``now``."""
    return (Former(RULES["ids"], then, shared=shared),) if then != now else ()


RULES: Final[dict[str, Rule]] = {
    "ids": Rule("0.1.0", "ids made of texts", UNTIL_0_1_0.slug),
    "tidying": Rule("0.1.0", "characters that mean nothing, entities, and addresses that harm"),
    "cells": Rule("0.1.0", "cells of sheets that hold several"),
    "places": Rule("0.1.0", "titles that say where in a document a claim stands"),
    "closing time": Rule("0.1.0", "closing times of trackers taken for due days"),
    "days in UTC": Rule("0.1.0", "days of trackers in UTC"),
    "crowds": Rule("0.1.0", "crowds taken for speakers"),
}
"""Every rule there was, by a name for readers.

Where a rule changes, what it was comes in here, with the last release that went by it; the readers
it is about say `Former` by it; and `tests/museum/imported` shows that nothing is appended.
"""
