"""The keys by which names and statements are compared: what nobody can tell apart is one.

Decomposition (NFKD) takes off accents that Unicode keeps as characters of their own, and leaves
letters that are drawn with a stroke, a hook or a ligature, such as ł, đ, ø, ß, æ, œ, ð and þ.
Those are folded here by their names in Unicode ("LATIN SMALL LETTER L WITH STROKE"), so that
every database, and every release of Python, has the same.

Names in other scripts are transliterated for ids by anyascii: it covers every script there is, its
table is one of characters, without a guess at the language, and its licence is ISC, where that of
Unidecode, the other well-kept one, would bind whoever passes this program on (GPL).  It is loaded
when such a letter is met, for most ids have none.

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
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    return tuple(
        aspect for aspect in ASPECTS if _likeness(name, aspect) != _likeness(other, aspect)
    )


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
    # That keeps what it was asked last, and statements come but once.
    key = " ".join(statement.split()) if statement.isascii() else name_key(statement)
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:32]


UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Kana and ideographs, whose words no blanks part: each is a word of its own."""

WORD: Final = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]{{1,64}}")
"""What is over 64 letters long is cut: no database compares patterns of any length."""


LONGEST: Final = 64
"""The most letters of a word that are looked at."""

LETTERS: Final = "".join(one.lower() if one.isalnum() else " " for one in map(chr, range(128)))
"""What each character of ASCII is to `WORD`: a small letter, a digit, or a blank."""


def tokens(texts: Iterable[str | None]) -> list[str]:
    """The words of ``texts`` in order of appearance, each once, case and accents folded."""
    text = " ".join(filter(None, texts))
    if text.isascii():
        words = dict.fromkeys(text.translate(LETTERS).split())
        if max(map(len, words), default=0) <= LONGEST:
            return list(words)
    text = without_accents(text.casefold())
    return list(dict.fromkeys(WORD.findall(text.casefold())))


def stored(texts: Iterable[str | None]) -> str:
    """The tokens as one text in which every token stands behind a blank."""
    found = " ".join(tokens(texts))
    return f" {found}" if found else ""
