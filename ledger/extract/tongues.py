"""Whether a text is in a language whose rules there are, by its small words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble
from ledger.extract.rules import language, loaded

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.extract.article import Article

FEWEST: Final = 20
"""Of fewer words nobody can tell."""

SHARE: Final = 0.18
"""At least so many words of an English text are small ones; of news it is a third."""

WORD: Final = re.compile(r"[^\W\d_]+")


def refuse_foreign(path: Path, article: Article) -> None:
    """Let English through, and name the language that another text seems to be in.

    Raises:
        FileTrouble: it is none that is read.
    """
    words = [word.lower() for text in article.paragraphs for word in WORD.findall(text)]
    if len(words) < FEWEST:
        return
    ours = language()
    share = sum(word in ours.small_words for word in words) / len(words)
    name, best = "another language", SHARE
    for other in loaded("others").values():
        small = frozenset(other["words"])
        found = sum(word in small for word in words) / len(words)
        if found > best:
            name, best = other["name"], found
    if share >= SHARE and share >= best - SHARE / 2:
        return
    raise FileTrouble(
        f"This text seems to be in {name}; only {ours.name} is read so far.",
        f"ledger add takes claims in any language.  The rules of {ours.name} are in one file, "
        "which one for another language would stand beside.",
        path=str(path),
    )
