"""Letters as plain ones: without accents for search, and in ASCII for ids.

Decomposition (NFKD) takes off accents that Unicode keeps as characters of their own, and leaves
letters that are drawn with a stroke, a hook or a ligature, such as ł, đ, ø, ß, æ, œ, ð and þ.
Those are folded here by their names in Unicode ("LATIN SMALL LETTER L WITH STROKE"), so that
every database, and every release of Python, has the same.

Names in other scripts are transliterated for ids by anyascii: it covers every script there is, its
table is one of characters, without a guess at the language, and its licence is ISC, where that of
Unidecode, the other well-kept one, would bind whoever passes this program on (GPL).  It is loaded
when such a letter is met, for most ids have none.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final, Literal

OTHERS: Final = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ð": "d", "Ð": "D",
    "þ": "th", "Þ": "TH", "ȷ": "j", "ĸ": "k", "ŋ": "ng", "Ŋ": "NG", "ə": "e", "Ə": "E",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
}  # fmt: skip
"""Letters whose names do not say which plain ones they stand for."""

WITH: Final = " WITH "
LATIN: Final = "LATIN "


def without_accents(text: str, form: Literal["NFD", "NFKD"] = "NFKD") -> str:
    """The text with its letters as plain ones; what is no letter with an accent stays.

    Other forms of letters, such as ligatures and wide ones, are letters as any but in NFD.
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize(form, text)
    return "".join(map(_plain, decomposed))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """A decomposed character as a plain one; nothing for an accent."""
    if character.isascii():
        return character
    if unicodedata.combining(character):
        return ""
    if character in OTHERS:
        return OTHERS[character]
    name = unicodedata.name(character, "")
    if name.startswith(LATIN) and WITH in name:
        try:
            return unicodedata.lookup(name.partition(WITH)[0])
        except KeyError:
            return character
    return character


def plain_ascii(text: str) -> str:
    """What of a text is ASCII once it is decomposed: what release 0.1.0 made ids of."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def in_ascii(text: str) -> str:
    """The letters and digits of a text in ASCII, and what is ASCII in it already; no more.

    What parts no words, such as a dash, is left out.  Each ideograph and each syllable of Hangul is
    a word of its own.
    """
    if text.isascii():
        return text
    return "".join(map(_ascii, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=16384)
def _ascii(character: str) -> str:
    if character.isascii():
        return character
    known = without_accents(character).encode("ascii", "ignore").decode()
    kind = unicodedata.category(character)
    if known or kind[0] not in "LNM":
        return known
    from anyascii import anyascii  # noqa: PLC0415 - most texts need none of it

    found = anyascii(character)
    is_word = kind == "Lo" and found[:1].isupper()
    return f" {found} " if is_word else found
