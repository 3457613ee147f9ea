"""The tokens that search works on, made here so that every database finds the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.model.letters import without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable

UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Kana and ideographs, whose words no blanks part: each is a word of its own."""

WORD: Final = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]{{1,64}}")
"""What is over 64 letters long is cut: no database compares patterns of any length."""


def tokens(texts: Iterable[str | None]) -> list[str]:
    """The words of ``texts`` in order of appearance, each once, case and accents folded."""
    text = " ".join(filter(None, texts))
    text = without_accents(text.casefold())
    return list(dict.fromkeys(WORD.findall(text.casefold())))


def stored(texts: Iterable[str | None]) -> str:
    """The tokens as one text in which every token stands behind a blank."""
    return "".join(f" {token}" for token in tokens(texts))
