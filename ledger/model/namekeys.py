"""The keys by which names and statements are compared: what nobody can tell apart is one.

"Ann Lee" with a no-break space, with two blanks, or with letters composed otherwise looks the same
on every screen, so it is one name (`name_key`).  Case and accents are seen, and can mean two
people: such names are different, and pointed out as alike (`likeness`).  Neither is ever shown or
written; what people wrote stays as they wrote it.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from functools import lru_cache
from typing import Final

from ledger.model.letters import without_accents

UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f]"
    "|(?<=[\u0000-\u058f])[\u200c\u200d]"
)
"""Characters that have no width and no shape (Unicode: Default_Ignorable_Code_Point).

Joiners are among them only behind letters that are not joined: elsewhere they change what is seen,
and so do the variation selectors of ideographs.
"""

LOOKS_LIKE: Final = str.maketrans(
    "авеорсухіјѕԁһӏѵԛԝɡοανρτυχικ",
    "abeopcyxijsdhlvqwgoavptuxik",
)
"""Small letters of other scripts that look like Latin ones, and what they look like."""

CAPITALS: Final = str.maketrans("ВЕНКМОРТХ", "BEHKMOPTX")  # noqa: RUF001 - as above
"""Capitals of Cyrillic that look like Latin ones whose small letters do not."""


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """What a name is compared by: composed (NFC), with single plain blanks and nothing unseen.

    A name of nothing but what is unseen is its own key.
    """
    if name.isascii():
        return " ".join(name.split())
    key = unicodedata.normalize("NFC", UNSEEN.sub("", name))
    return " ".join(key.split()) or name


def is_same(one: object, other: object) -> bool:
    """Whether two values are the same, or texts that nobody can tell apart."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or name_key(one) == name_key(other)
    return one == other


@lru_cache(maxsize=65536)
def likeness(name: str) -> str:
    """What two names share that differ only by case, accents, punctuation or blanks.

    So do "J. Black" and "j black", "Anné" and "Anne", "Procter &amp; Gamble" and the same without
    the entity, and a name with a letter of another script that looks like a Latin one.  It is empty
    for a name without letters and digits, which is like no other.
    """
    text = html.unescape(name) if "&" in name else name
    plain = without_accents(name_key(text).translate(CAPITALS).casefold()).casefold()
    return "".join(filter(str.isalnum, plain)).translate(LOOKS_LIKE)


def statement_key(statement: str) -> str:
    """What equal statements share, in 32 characters: a digest of their `name_key`."""
    return hashlib.sha256(name_key(statement).encode(errors="surrogatepass")).hexdigest()[:32]
