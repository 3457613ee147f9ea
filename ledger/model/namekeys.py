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

IN_ANY_CASE: Final = LOOKS_LIKE | {
    ord(chr(one).upper()): chr(like).upper() for one, like in LOOKS_LIKE.items()
}
"""The same, with capitals."""

CAPITALS: Final = str.maketrans("ВЕНКМОРТХ", "BEHKMOPTX")  # noqa: RUF001 - as above
"""Capitals of Cyrillic that look like Latin ones whose small letters do not."""

CASE: Final = "case"
ACCENTS: Final = "accents"
FORMS: Final = "forms of letters"
SIGNS: Final = "punctuation"
BLANKS: Final = "blanks"
ENTITIES: Final = "entities of HTML"
SCRIPT: Final = "letters of another script that look the same"

ASPECTS: Final = (CASE, ACCENTS, FORMS, SIGNS, BLANKS, ENTITIES, SCRIPT)
"""What names that are merely alike differ in, in words."""


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
    """What two names share that differ only in `ASPECTS`.

    So do "J. Black" and "j black", "Anné" and "Anne", "Procter &amp; Gamble" and the same without
    the entity, and a name with a letter of another script that looks like a Latin one.  It is empty
    for a name without letters and digits, which is like no other.
    """
    text = html.unescape(name) if "&" in name else name
    plain = without_accents(name_key(text).translate(CAPITALS).casefold()).casefold()
    return "".join(filter(str.isalnum, plain)).translate(LOOKS_LIKE)


def differences(name: str, other: str) -> tuple[str, ...]:
    """Those of `ASPECTS` in which two names differ that have one `likeness`.

    They do where the names are no more alike once that aspect counts.
    """
    return tuple(one for one in ASPECTS if _likeness(name, one) != _likeness(other, one))


def _likeness(name: str, counts: str) -> str:
    """The `likeness` of a name in which one aspect counts."""
    text = name_key(name if counts == ENTITIES else html.unescape(name))
    if counts != SCRIPT:
        text = text.translate(CAPITALS).translate(IN_ANY_CASE)
    if counts == ACCENTS:
        text = unicodedata.normalize("NFKC", text)
    else:
        text = without_accents(text, "NFD" if counts == FORMS else "NFKD")
    if counts != CASE:
        text = text.lower() if counts == FORMS else text.casefold()
    signs = str.isspace if counts == BLANKS else lambda one: not one.isspace()
    return "".join(
        one for one in text if one.isalnum() or (counts in {SIGNS, BLANKS} and signs(one))
    )


def statement_key(statement: str) -> str:
    """What equal statements share, in 32 characters: a digest of their `name_key`."""
    return hashlib.sha256(name_key(statement).encode(errors="surrogatepass")).hexdigest()[:32]
