"""How long `ledger extract` takes as a whole command, on an article of 1,500 words."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from .corpora import HERE
from .pdf import pdf

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS: Final = 1500
RUNS: Final = 5
LINE: Final = 90
"""How many letters a line of the PDF has."""


def times() -> str:
    """A sentence with the median of each kind, in seconds of the clock."""
    took = {kind: f"{_seconds(kind, make):.1f}" for kind, make in KINDS.items()}
    return (
        f"An article of 1,500 words takes {took['txt']} s as a text, {took['html']} s as a page, "
        f"{took['pdf']} s as a PDF, as a whole command on one core; 1.5 s and 4 s were aimed at."
    )


def _text() -> str:
    parts = [path.read_text("utf-8") for path in sorted((HERE / "articles").glob("*.txt"))]
    paragraphs: list[str] = []
    for one in "\n\n".join(parts).split("\n\n"):
        if sum(len(each.split()) for each in paragraphs) < WORDS:
            paragraphs.append(one)
    return "\n\n".join(paragraphs)


def _page(text: str) -> bytes:
    body = "".join(f"<p>{one}</p>" for one in text.split("\n\n"))
    return f"<html><body><article><h1>News</h1>{body}</article></body></html>".encode()


def _pdf(text: str) -> bytes:
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) > LINE:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    return pdf(lines)


KINDS: Final[dict[str, Callable[[str], bytes]]] = {
    "txt": str.encode, "html": _page, "pdf": _pdf,
}  # fmt: skip


def _seconds(kind: str, make: Callable[[str], bytes]) -> float:
    took = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"article.{kind}"
        path.write_bytes(make(_text()))
        command = [
            sys.executable, "-m", "ledger", "extract", str(path), "--publisher", "P",
            "--published", "2026-11-18",
        ]  # fmt: skip
        for _ in range(RUNS):
            begun = time.monotonic()
            subprocess.run(command, check=True, capture_output=True)
            took.append(time.monotonic() - begun)
    return sorted(took)[RUNS // 2]
