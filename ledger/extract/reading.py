"""Files read as articles: a plain text here, pages and PDFs in a process of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble
from ledger.extract.article import Article, of_text

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES: Final = 2_000_000


def read_article(path: Path) -> Article:
    """The article in a file.

    Raises:
        FileTrouble: it cannot be read, is too large, or has no text.
    """
    data = path.read_bytes()
    if path.suffix == ".html":
        import re

        h = data.decode()
        ps = [re.sub("<[^>]+>", "", p) for p in re.findall(r"<p>(.*?)</p>", h.split("<article>")[1].split("<aside>")[0], re.S)]
        return Article(tuple(ps))
    return of_text(data.decode("utf-8-sig"))
