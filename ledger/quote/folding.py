"""Folding: a text as it is compared, whatever its quotation marks, dashes and white space."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

_MARKS: Final = {
    ord(mark): straight
    for straight, marks in (
        ("'", "\u2018\u2019\u201a\u201b\u2032\u2039\u203a"),
        ('"', "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"),
        ("...", "\u2026"),
    )
    for mark in marks
}
_UNSEEN: Final = "\u00ad\u200b\u2060\ufeff"
_DASHES: Final = r"\-\u2010-\u2015\u2212"
_PIECE: Final = re.compile(
    rf"[\s{_UNSEEN}]*(?P<dash>[{_DASHES}])[\s{_UNSEEN}{_DASHES}]*"
    rf"|(?P<blank>[\s{_UNSEEN}]+)"
    r"|[^\x00-\x7f]"
)


def fold(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text, and for each of its characters the index it comes from."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for piece in _PIECE.finditer(text):
        place = max(piece.start(), piece.start("dash"))
        folded = _fold_piece(piece)
        parts += (text[done : piece.start()], folded)
        places += (*range(done, piece.start()), *[place] * len(folded))
        done = piece.end()
    parts.append(text[done:])
    places += range(done, len(text))
    return "".join(parts), tuple(places)


def _fold_piece(piece: re.Match[str]) -> str:
    if piece["dash"]:
        return "-"
    if piece["blank"]:
        return " " if piece["blank"].strip(_UNSEEN) else ""
    return _MARKS.get(ord(piece[0])) or normalize("NFD", piece[0])


def folded(text: str) -> str:
    """The folded text, without white space around it."""
    return fold(text)[0].strip()
