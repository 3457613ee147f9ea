"""Text in old code pages: which it may be in, and whether it looks as it should.

Every byte is a letter in some code page, so that a wrong guess makes letters, too, and what is
entered stays for ever.  So Windows-1252 is taken unasked only where what it makes looks like words
of Western languages; else nothing is read, and it is shown how one cell would read in those code
pages in which it looks best.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble
from ledger.formats.read_files import mark_of
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WESTERN: Final = "cp1252"

CANDIDATES: Final = (
    "cp1251", "cp1253", "cp1255", "cp1256", "koi8-r", "cp866", "gb18030", "shift_jis", "big5",
    "euc_kr", WESTERN, "cp1250", "cp1254", "cp1257", "mac-roman", "cp850",
)  # fmt: skip
"""Code pages that files come in, the commonest of those that look alike first."""

SAMPLE: Final = 64 * 1024
"""How many bytes of lines that are not all ASCII are tried in each code page."""

LONGEST: Final = 30
"""How many characters of a cell are shown."""

OFFERED: Final = 3

TOKEN: Final = re.compile(r"[^\s,;|\"()]*[^\x00-\x7f][^\s,;|\"()]*")
"""A word that is not all ASCII."""

UNWESTERN: Final = re.compile(
    r"""[^\W\d_a-zA-Z]{3}                                 # whole words without a Latin letter
    | [a-zß-öø-ÿ][À-ÖØ-ÞŸ]                                # a capital behind a small letter
    | [^\W\d_][\u00a1-\u00a9\u00ab-\u00b6\u00b8\u00b9\u00bb-\u00bf
          \u02c6\u02dc\u2020\u2021\u201a\u201e\u2026\u2030][^\W\d_]
    | (?<![ckdm])[^\W\d_][³¹]                             # a symbol within, or behind a word
    | [ñÑ](?![aeiouáéíóúüAEIOUÁÉÍÓÚÜ])                     # Spanish has a vowel there
    | [õÕ](?![eE])
    | [ãÃ](?![oOeEiI]|s?\b|S\b)
    | Ÿ
    | [œŒ](?![uUiIdDtTlLnNcCrRsS])""",
    re.VERBOSE,
)
"""What no word of a Western language has."""

ICELANDIC: Final = frozenset("áðéíóúýþæö")
SHARED_WITH_TURKISH: Final = frozenset("ðþý")
CZECH: Final = frozenset("èìøùòï"), frozenset("šž")
"""Letters that Czech makes in Windows-1252 beside some that are the same there."""

SCRIPTS: Final = (
    ("latin", "a-zA-Z\u00c0-\u024f"), ("cyrillic", "\u0400-\u04ff"), ("greek", "\u0370-\u03ff"),
    ("hebrew", "\u0590-\u05ff"), ("arabic", "\u0600-\u06ff"), ("han", "\u4e00-\u9fff"),
    ("kana", "\u3040-\u30ff\u4e00-\u9fff"), ("hangul", "\uac00-\ud7a3"),
)  # fmt: skip
WORDS: Final = [re.compile(f"[{letters}]+(?:['\u2019.-][{letters}]+)*") for _, letters in SCRIPTS]
WRONG_CASE: Final = re.compile(
    "[a-zß-öø-ÿ\u03ac-\u03ce\u0430-\u045f][A-ZÀ-ÖØ-Þ\u0391-\u03a9\u0400-\u042f]"
)
COMMON: Final = {"gb18030": "gb2312", "big5": "big5"}
"""For a code page with all characters there are, the one with those that are common."""

SURE: Final = {
    "euc_kr": re.compile("^[^\u4e00-\u9fff]*[\uac00-\ud7a3]{2}[^\u4e00-\u9fff]*$"),
    "shift_jis": re.compile("[\u3041-\u30fe]{2}"),
}
"""What other code pages hardly ever make by chance."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Bytes that no one can tell the code page of: in which line, and what may be meant."""

    line: int
    told: str
    cure: str

    def __str__(self) -> str:
        return f"{self.told} {self.cure}".strip()


def decoded(path: Path, data: bytes, encoding: str | None) -> str:
    """The text of a foreign file: as its mark says, else in the ``encoding`` asked for, else UTF-8.

    A web page may say itself in which code page it is, where none is asked for.

    Raises:
        FileTrouble: it is no text in that, or there is no such encoding.
    """
    told = mark_of(data) or encoding or _declared(data) or "utf-8"
    try:
        return _in(data, told).replace("\r\n", "\n")
    except LookupError as trouble:
        raise FileTrouble(UNKNOWN.format(told), path=str(path)) from trouble
    except UnicodeError as trouble:
        if told == "utf-8":
            found = doubt(data)
            raise FileTrouble(found.told, found.cure, path=str(path), line=found.line) from trouble
        raise FileTrouble(f"This is not text in {told}.", path=str(path)) from trouble


UNKNOWN: Final = "Unknown encoding {!r}; try utf-8, latin-1 or another."

DECLARED: Final = re.compile(
    rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9_:.+-]+)
    | ^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9_:.+-]+)""",
    re.IGNORECASE | re.VERBOSE,
)
LOOKED_AT: Final = 4096
"""How many bytes of a page may say how it is encoded; browsers look at 1,024."""

AS_BROWSERS: Final = {
    "iso8859-1": WESTERN, "ascii": WESTERN, "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8", "tis-620": "cp874",
}  # fmt: skip
"""What browsers take for encodings that pages name, by the names that Python has for those.

Source: https://encoding.spec.whatwg.org/#names-and-labels
"""


def _declared(data: bytes) -> str | None:
    """The encoding that a page names; None where it names none that is known."""
    head = data[:LOOKED_AT]
    found = DECLARED.search(head) if head.lstrip()[:1] == b"<" else None
    if found is None:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode()).name
    except LookupError:
        return None
    return AS_BROWSERS.get(name, name)


def _in(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != WESTERN:
            raise
        return data.decode("latin-1")  # so browsers read the five bytes that have no character


def looks_western(data: bytes) -> bool:
    """Whether bytes, read as Windows-1252, are words as Western languages write them."""
    try:
        texts = [line.decode(WESTERN) for line in _lines(data)]
    except UnicodeDecodeError:
        return False
    letters = {one for text in texts for one in text.casefold() if one.isalpha() and one > "\x7f"}
    odd, plain = CZECH
    if letters & SHARED_WITH_TURKISH and not (letters <= ICELANDIC and len(letters) > 2):  # noqa: PLR2004 - Guðrún
        return False
    if (letters & odd and letters & plain) or ("ø" in letters and letters & set("áèìùò")):
        return False
    return not any(UNWESTERN.search(token[0]) for text in texts for token in TOKEN.finditer(text))


def sample(data: bytes, encoding: str = WESTERN) -> str:
    """The first word that is not all ASCII."""
    for line in _lines(data):
        if found := TOKEN.search(line.decode(encoding, "replace")):
            return found[0][:LONGEST]
    return ""


def doubt(data: bytes) -> Doubt:
    """What to say of bytes that are no UTF-8, and may be in several code pages."""
    start = _first(data)
    line = data.count(b"\n", 0, start) + 1
    text = b"".join(_lines(data))[:SAMPLE]
    read = {one: found for one in CANDIDATES if (found := _decoded(text, one)) is not None}
    best = sorted(read, key=lambda one: -_likelihood(read[one], one))[:OFFERED]
    cell = _cell(data, start)
    shows = {one: found for one in best if (found := _decoded(cell, one)) is not None}
    told = f"This is not UTF-8 text: byte 0x{data[start]:02X}."
    if not shows:
        return Doubt(line, told, "Save the file as UTF-8, or say with --encoding how it is.")
    each = [f"{shown(text[:LONGEST])} with --encoding {one}" for one, text in shows.items()]
    options = f"{', '.join(each[:-1])} or {each[-1]}" if len(each) > 1 else each[0]
    return Doubt(line, told, f"Save the file as UTF-8, or say how it is encoded: {options}.")


def _lines(data: bytes) -> Iterator[bytes]:
    """The lines that are not all ASCII."""
    return (line for line in io.BytesIO(data) if not line.isascii())


def _first(data: bytes) -> int:
    try:
        data.decode()
    except UnicodeDecodeError as trouble:
        return trouble.start
    return next(place for place, byte in enumerate(data) if byte > 0x7F)  # noqa: PLR2004 - ASCII


BOUNDS: Final = b'\n\r\t,;|"<>'


def _cell(data: bytes, start: int) -> bytes:
    """What stands around a byte, up to what may end a cell."""
    first = max(data.rfind(bytes([one]), 0, start) for one in BOUNDS) + 1
    ends = [end for one in BOUNDS if (end := data.find(bytes([one]), start)) > 0]
    return data[first : min([*ends, len(data), start + 4 * LONGEST])].strip()


def _decoded(data: bytes, encoding: str) -> str | None:
    """The text; None where it is none, but for a character that the end cuts in two."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return None
    return None if re.search("[\x80-\x9f\ue000-\uf8ff\ufffd]", text) else text


def _likelihood(text: str, encoding: str) -> float:
    """How many of the words that are not all ASCII look like words, 0 to 1."""
    words = [one[0].strip(".,:!?'\u2019\u201c\u201d") for one in TOKEN.finditer(text)]
    words = [one for one in words if one]
    if encoding == WESTERN or encoding.startswith(("mac", "cp85", "cp125")):
        fits = [one for one in words if not (UNWESTERN.search(one) and one[0] < "\u0250")]
    else:
        fits = words
    good = sum(
        any(word.fullmatch(one) for word in WORDS) and not WRONG_CASE.search(one) for one in fits
    )
    common = COMMON.get(encoding)
    rare = common is not None and _is_rare(text, common)
    sure = SURE.get(encoding)
    bonus = 0.1 if sure is not None and sure.search(text) and not rare else 0
    return good / max(len(words), 1) / (1 + rare) + bonus


def _is_rare(text: str, common: str) -> bool:
    try:
        text.encode(common)
    except UnicodeEncodeError:
        return True
    return False
