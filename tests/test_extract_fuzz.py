"""Spoilt articles: no traceback, no quote that is not there, no file that `check` refuses, in time.

Some twenty texts, pages, PDFs and answers of programs; with LEDGER_LONG=1 in the environment,
2,000 of each, and longer ones.  Most pages and PDFs are parsed in this process, which is what
their child does within its limits; some go through the child itself.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import SEED, many
from extraction.pdf import pdf

from ledger import edtf
from ledger.errors import Refusal
from ledger.extract import Article, child, propose
from ledger.extract.article import of_text
from ledger.extract.claim_file import printed
from ledger.extract.reading import read_article
from ledger.extract.using import taken
from ledger.formats.claimfile.read import read_claim_file

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent / "extraction" / "developed"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))]
PAGE = (FOLDER / "4-election.html").read_text(encoding="utf-8")
PIECES = [
    "“", "”", '"', "’", "(", " said ", " will ", " by 2030 ", ", who ", " that ", "\n\n", "\t",
    "\x07", "\u200b", "\u202e", "é", "漢字", "😀", ".", "...", "? ", " Mr. ", " on Monday ", "%",
    " no ", " if ", "’s ", " – ", "İ", "ß", "\\", "'''", "#", "[[claim]]\n", "\ufeff",
]  # fmt: skip
SCALE = many(1, 4)
"""How long the texts are that go on and on."""

TAGS = ["<p>", "</p>", "<div>", "<a ", "</a>", "<!--", "<script>", "&amp;", "&#0;", "<table>", ">"]


def spoilt(text: str, chance: random.Random, pieces: list[str]) -> str:
    """A text with parts taken out, doubled, moved, and pieces put in."""
    for _ in range(chance.randint(1, 12)):
        at, end = sorted(chance.randint(0, len(text)) for _ in range(2))
        end = min(end, at + chance.choice([1, 5, 80]))
        part = chance.choice(["", text[at:end] * 2, chance.choice(pieces) * chance.choice([1, 9])])
        text = text[:at] + part + text[end:]
    return text


def assert_sound(article: Article) -> None:
    """Whatever is proposed stands in the article, and its file is one that `check` takes."""
    begun = time.monotonic()
    proposals = propose(article)
    text = printed(article, proposals)
    assert time.monotonic() - begun < 10
    for one in proposals:
        paragraph = article.paragraphs[one.paragraph]
        assert paragraph[one.start : one.start + len(one.quote)] == one.quote
    _, problems = read_claim_file("a.toml", text, date(2100, 1, 1))
    assert [str(one) for one in problems if one.severity == "error"] == []


def test_spoilt_texts() -> None:
    chance = random.Random(SEED)  # noqa: S311 - nothing is secret
    for _ in range(many(12, 2000)):
        article = of_text(spoilt(chance.choice(TEXTS), chance, PIECES))
        day = chance.choice(["2025-06-11", "2025", "2025-06-01/2025-06-20"])
        assert_sound(replace(article, published=edtf.parse(day), publisher="The Example"))


@pytest.mark.parametrize(
    "text",
    [
        "will " * 5_000 * SCALE,
        "a, " * 5_000 * SCALE,
        "said that " * 1_250 * SCALE,
        "A. B. " * 2_250 * SCALE,
        "“Yes,” he said. " * 750 * SCALE,
        "The council of the " * 1_250 * SCALE,
        "in 3 " * 2_250 * SCALE,
        "x" * 22_500 * SCALE,
        "Mr Example, who " * 1_000 * SCALE,
        "“" * 2_250 * SCALE,
        "no chance of " * 1_000 * SCALE,
        "the end of " * 1_000 * SCALE,
        "he plans to go and to " * 750 * SCALE,
        "if " * 2_250 * SCALE + "it will",
        "May " * 2_250 * SCALE,
    ],
    ids=lambda text: text[:20],
)
def test_texts_that_go_on_and_on(text: str) -> None:
    """They take no more time than any other of their length."""
    assert_sound(Article((text,), published=edtf.parse("2025-06-11"), publisher="The Example"))


LINES = ["The bridge will open in May, the council", "said on Tuesday.", "", "It may rain then."]


def test_a_pdf_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    path = tmp_path / "article.pdf"
    path.write_bytes(pdf(LINES))
    article = read_article(path)
    assert " ".join(article.paragraphs).startswith("The bridge will open in May, the council said")


def read_or_refused(path: Path) -> Article | str:
    """The article in a file, or the sentence that refuses it."""
    try:
        return read_article(path)
    except Refusal as refusal:
        return str(refusal)


def _page(chance: random.Random) -> bytes:
    return spoilt(PAGE, chance, TAGS + PIECES).encode("utf-8", "replace")


def _pdf(chance: random.Random) -> bytes:
    data = bytearray(pdf(LINES * chance.randint(1, 9)))
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data[: chance.choice([len(data), chance.randrange(len(data))])])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("kind", "make"), [("html", _page), ("pdf", _pdf)])
def test_spoilt_pages_and_pdfs(
    kind: str, make: Callable[[random.Random], bytes], tmp_path: Path
) -> None:
    pytest.importorskip({"html": "trafilatura", "pdf": "pypdf"}[kind])
    chance = random.Random(SEED)  # noqa: S311 - nothing is secret
    for number in range(many(12, 2000)):
        data = make(chance)
        begun = time.monotonic()
        found = child.answer(kind, data)
        assert time.monotonic() - begun < 10
        json.dumps(found)
        if number % (many(12, 2000) // 2):
            continue
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(data)
        article = read_or_refused(path)
        if isinstance(article, Article):
            assert_sound(replace(article, publisher="The Example"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>" + b"<a " * 690_000,
        b"<html><body>" + b"<div>" * 400_000 + b"It will rain.",
        b"<html><body><p>" + b"<b><i>" * 300_000 + b"It will rain.</p>",
        b"<html><script type='application/ld+json'>" + b"[" * 1_000_000 + b"</script><p>It rains.",
    ],
    ids=["unclosed", "deep", "crossed", "deep-data"],
)
def test_pages_that_would_keep_a_parser_busy_end_within_the_limits(
    data: bytes, tmp_path: Path
) -> None:
    pytest.importorskip("trafilatura")
    path = tmp_path / "article.html"
    path.write_bytes(data)
    begun = time.monotonic()
    told = read_or_refused(path)
    assert isinstance(told, Article) or told.startswith(str(path))
    assert time.monotonic() - begun < 15


def _value(chance: random.Random) -> object:
    return chance.choice([None, "", "x", 0, 1, 99, -1, 1.5, True, [], {}, "by June", "for", "will"])


def test_spoilt_answers_of_programs() -> None:
    chance = random.Random(SEED)  # noqa: S311 - nothing is secret
    article = replace(of_text(TEXTS[0]), published=edtf.parse("2025-06-11"), publisher="P")
    text = article.paragraphs[0]
    good = {
        "paragraph": 1, "quote": text[:30], "statement": "It rains.", "speaker": None,
        "role": None, "wording": None, "due_words": None, "stance": "for", "kind": "plan",
        "condition": None, "checkable": True, "reason": None,
    }  # fmt: skip
    for _ in range(many(40, 2000)):
        claim: Any = dict(good)
        for key in chance.sample(sorted(good), chance.randint(0, 3)):
            claim[key] = _value(chance)
        if chance.random() < 0.1:
            claim = _value(chance)
        found = taken(article, {"claims": [claim]})
        assert len(found.proposals) + len(found.refused) == 1
        _, problems = read_claim_file("a", printed(article, found.proposals), date(2100, 1, 1))
        assert [str(one) for one in problems if one.severity == "error"] == []
