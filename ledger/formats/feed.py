"""The feed format: news of a ledger for feed readers, the newest first.

    <entry>
      <id>urn:uuid:...</id>
      <title>James Black: NATO members agree to ...</title>
      <updated>2023-07-05T12:00:00Z</updated>
      <author><name>desk</name></author>
      <category term="claim"/>
      <content type="html">&lt;p&gt;...&lt;/p&gt;</content>
    </entry>

Ids are made of the journal (RFC 4122, version 5), so that the same news has the same id in every
file, and in a copy of the ledger.

Source: RFC 4287, https://www.rfc-editor.org/rfc/rfc4287
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from ledger.model.addresses import is_on_the_web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.model.news import Item, News

FORBIDDEN: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped; and carriage returns, which it does not keep."""


def print_feed(news: News) -> str:
    """The news as the text of an Atom file."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"  <id>{news.id.urn}</id>",
        "  <title>Claims, and what became of them</title>",
        f"  <updated>{news.updated}</updated>",
        "  <generator>claim-ledger</generator>",
        *(f"  {line}" for one in news.items for line in _entry(one)),
        "</feed>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _entry(item: Item) -> Iterator[str]:
    yield "<entry>"
    yield f"  <id>{item.id.urn}</id>"
    yield f"  <title>{_text(item.title)}</title>"
    yield f"  <updated>{item.at}</updated>"
    yield f"  <published>{item.at}</published>"
    yield f"  <author><name>{_text(item.by)}</name></author>"
    for term in (item.kind, *item.topics):
        yield f"  <category term={quoteattr(_allowed(term))}/>"
    for address in item.links:
        if is_on_the_web(address):
            yield f'  <link rel="related" href={quoteattr(_allowed(address))}/>'
    paragraphs = "".join(f"<p>{_lines(one)}</p>" for one in item.paragraphs)
    yield f'  <content type="html">{escape(paragraphs)}</content>'
    yield "</entry>"


def _lines(paragraph: str) -> str:
    """A paragraph as HTML that keeps its line breaks."""
    return _text(paragraph).replace("\n", "<br/>")


def _text(text: str) -> str:
    return escape(_allowed(text))


def _allowed(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)
