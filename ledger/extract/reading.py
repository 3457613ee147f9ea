"""Files read as articles: a text here, a page or a PDF in a process of its own, within limits.

A page of 5 MB of unclosed tags keeps a parser busy for minutes, and a PDF may unpack to anything,
so both are read by a child (`ledger.extract.child`) that is given so much time and memory, and no
more.  What it could not read, and what it left out, is said.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.errors import BadDate, FileTrouble, NotInstalled
from ledger.extract.article import cleaned, of_text
from ledger.extract.tongues import refuse_foreign
from ledger.formats import encodings
from ledger.formats.read_files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ledger.edtf import FuzzyDate
    from ledger.extract.article import Article

MAX_BYTES: Final = 2 * 1024 * 1024
SECONDS: Final = 10
MEGABYTES: Final = 512
MOST_OUT: Final = 4 * 1024 * 1024
"""The most that is taken of what the child answers."""

LOST: Final = 0.5
"""Where less of a page's words are in the article, it is said."""

PAGES: Final = (".html", ".htm", ".xhtml")
SAVED: Final = "Save its text, and give that."


def read_article(path: Path) -> Article:
    """The article in a file: a text, a saved page, or a PDF.

    Raises:
        FileTrouble: it cannot be read within the limits, has no text, or is not in English.
        NotInstalled: the library that reads pages or PDFs is missing.
    """
    data = read_bytes(path, MAX_BYTES)
    kind = _kind(data, path)
    article = of_text(_text(path, data)) if kind == "text" else _of_child(path, kind, data)
    if not article.words:
        raise FileTrouble("There is no text in it.", path=str(path))
    refuse_foreign(path, article)
    return article


def _kind(data: bytes, path: Path) -> str:
    head = data[:1024].lstrip().lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or path.suffix.lower() in PAGES:
        return "html"
    if b"mime-version:" in data[:4096].lower() and b"multipart/related" in data[:8192].lower():
        raise FileTrouble(
            "This is a page saved as one archive (MHTML).",
            "Save it in the browser as a page, HTML only.",
            path=str(path),
        )
    if head.startswith((b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise FileTrouble(
            "This is a document of a word processor, which is not read.", SAVED, path=str(path)
        )
    return "text"


def _text(path: Path, data: bytes) -> str:
    text = encodings.decoded(path, data, None)
    if "\0" in text:
        raise FileTrouble("This is not a text, a page or a PDF.", path=str(path))
    return text


def _of_child(path: Path, kind: str, data: bytes) -> Article:
    answer = _asked(path, kind, data)
    match answer.get("trouble"):
        case "missing":
            raise NotInstalled(*WANTED[kind], "extract")
        case "memory":
            message = f"Reading it needs more than {MEGABYTES} MB of memory."
            raise FileTrouble(message, SAVED, path=str(path))
        case str() as trouble:
            raise FileTrouble(SAID.get(trouble, SAID["unread"]), SAVED, path=str(path))
    return _article(answer, kind)


WANTED: Final = {"html": ("A page", "trafilatura"), "pdf": ("A PDF", "pypdf")}
"""What needs a library, and which."""

SAID: Final = {
    "encrypted": "This PDF is locked with a password.",
    "unread": "This file is damaged, or no more than its name says: it cannot be read.",
    "empty": "No article was found in it.",
    "scan": "This PDF has no text: its pages are pictures.",
}
"""What is said of a file that the child could not read."""


def _asked(path: Path, kind: str, data: bytes) -> dict[str, Any]:
    """What the child answers, as it is not trusted: a mapping, or the name of a trouble."""
    command = [sys.executable, "-m", "ledger.extract.child", kind, str(MEGABYTES), str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as trouble:
        message = f"Reading it takes longer than {SECONDS} seconds."
        raise FileTrouble(message, SAVED, path=str(path)) from trouble
    if done.returncode or len(done.stdout) > MOST_OUT:
        # The limit of its CPU time ends a child by a signal; so does the want of memory, at times.
        return {"trouble": "memory" if done.returncode == -6 else "unread"}  # noqa: PLR2004
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return {"trouble": "unread"}
    return answer if isinstance(answer, dict) else {"trouble": "unread"}


def _article(answer: Mapping[str, Any], kind: str) -> Article:
    notices = []
    seen, whole = answer.get("seen") or 0, answer["text"]
    article = of_text("\n\n".join(whole) if isinstance(whole, list) else whole)
    if kind == "html":
        paragraphs = tuple(_line(one) for one in whole)
        article = replace(article, paragraphs=paragraphs, title=None, authors=())
    words = article.words
    if seen and words < LOST * seen:
        notices.append(f"Of the {seen:,} words in the file, {words:,} are taken for the article.")
    if answer.get("cut"):
        notices.append(f"Only the first {answer['cut']} pages were read.")
    title = _line(answer.get("title")) or article.title
    return replace(
        article,
        paragraphs=_body(article.paragraphs, title),
        title=title,
        authors=tuple(map(_line, answer.get("authors") or article.authors)),
        published=_day(answer.get("published")),
        publisher=_line(answer.get("publisher")) or None,
        url=_line(answer.get("url")) or None,
        language=_line(answer.get("language")) or None,
        notices=tuple(notices),
    )


def _line(text: str | None) -> str:
    return " ".join(cleaned(text or "").split())


def _body(paragraphs: tuple[str, ...], title: str | None) -> tuple[str, ...]:
    """The paragraphs without the title, which pages repeat at their head."""
    if paragraphs and title and paragraphs[0].strip().lower() == title.strip().lower():
        return paragraphs[1:]
    return paragraphs


def _day(text: str | None) -> FuzzyDate | None:
    """The day of a moment as the page has it, in the zone that it names."""
    try:
        return edtf.parse((text or "")[:10])
    except BadDate:
        return None
