"""A saved page: its article by trafilatura, and what its own data says of it.

What a page says of itself is taken from JSON-LD first, then from OpenGraph and the like, and a date
from nowhere else: what stands in an address or in the text is not guessed from.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import lxml.html  # type: ignore[import-untyped]
import trafilatura

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ARTICLES: Final = re.compile(r"(?:\w*Article|BlogPosting|Report|Posting|WebPage)$")
DEEPEST: Final = 20
NAMES: Final = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "published": ("article:published_time", "og:article:published_time", "dc.date", "dcterms.date",
                  "date", "parsely-pub-date", "datepublished", "dc.date.issued"),
    "publisher": ("og:site_name", "application-name", "dc.publisher"),
    "authors": ("author", "article:author", "dc.creator", "parsely-author"),
    "url": ("og:url",),
    "language": ("og:locale", "dc.language"),
}  # fmt: skip
"""The names of a page's metadata, by what they say, the first that is there being taken."""

ADDRESS: Final = re.compile(r"https?://")
SITE: Final = re.compile(r"\s+[|–—-]\s+[^|–—]{2,60}$")
"""The name of the site behind a title."""


def read(data: bytes) -> Mapping[str, Any]:
    """The article of a page, with what is known of it."""
    tree = lxml.html.fromstring(data)
    found = _of_page(tree)
    whole = trafilatura.extract(
        data, include_comments=False, include_tables=False, include_formatting=False,
        favor_precision=True, output_format="txt", deduplicate=False,
    )  # fmt: skip
    if not whole:
        return {"trouble": "empty"}
    paragraphs = [line.strip() for line in whole.split("\n") if line.strip()]
    return {**found, "text": _prose(paragraphs), "seen": _seen(tree)}


def _prose(paragraphs: list[str]) -> list[str]:
    byline = re.compile(r"(?:By|BY) [A-Z][^.!?]{2,80}")
    return [one for one in paragraphs if not byline.fullmatch(one)]


def _seen(tree: Any) -> int:  # noqa: ANN401 - lxml's
    """How many words of prose the page shows: those in its paragraphs."""
    return sum(len(one.text_content().split()) for one in tree.iter("p"))


def _of_page(tree: Any) -> dict[str, Any]:  # noqa: ANN401 - lxml's
    found = {key: value for key, value in _linked(tree).items() if value}
    meta: dict[str, list[str]] = {}
    for one in tree.iter("meta"):
        name = (one.get("property") or one.get("name") or one.get("itemprop") or "").lower()
        if name and (one.get("content") or "").strip():
            meta.setdefault(name, []).append(" ".join(one.get("content").split()))
    for key, names in NAMES.items():
        several = next((meta[name] for name in names if name in meta), None)
        if several and key not in found:
            people = [each for each in several if not ADDRESS.match(each)]
            value = people if key == "authors" else several[0]
            if value:
                found[key] = value
    title = next(iter(tree.iter("title")), None)
    if "title" not in found and title is not None and title.text:
        found["title"] = SITE.sub("", " ".join(title.text.split()))
    link = next((one.get("href") for one in tree.iter("link") if one.get("rel") == "canonical"), "")
    if "url" not in found and link and ADDRESS.match(link):
        found["url"] = link
    if "language" not in found and (said := tree.get("lang")):
        found["language"] = said
    return found


def _linked(tree: Any) -> dict[str, Any]:  # noqa: ANN401 - lxml's
    """What JSON-LD says of the article."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data, DEEPEST):
            kinds = node.get("@type")
            several = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(one, str) and ARTICLES.search(one) for one in several):
                return _said(node)
    return {}


def _nodes(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph"), depth - 1)
    elif depth and isinstance(data, list):
        for one in data:
            yield from _nodes(one, depth - 1)


def _said(node: Mapping[str, Any]) -> dict[str, Any]:
    url = _text(node.get("url")) or _text(node.get("mainEntityOfPage"), "@id")
    return {
        "title": _text(node.get("headline")) or _text(node.get("name")),
        "published": _text(node.get("datePublished")),
        "publisher": _text(node.get("publisher")),
        "authors": _texts(node.get("author")),
        "url": url if url and ADDRESS.match(url) else None,
        "language": _text(node.get("inLanguage")),
    }


def _texts(value: object) -> list[str]:
    several = value if isinstance(value, list) else [value]
    return [text for one in several if (text := _text(one)) and not ADDRESS.match(text)]


def _text(value: object, key: str = "name") -> str | None:
    """A text, or the name of a thing that has one."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None
