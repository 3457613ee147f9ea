r"""Two formats to subscribe to: a calendar of due days, and a feed of what is new.

The calendar (iCalendar) has an all-day event on each due day:

    BEGIN:VEVENT
    UID:two-percent-floor@claim-ledger
    DTSTAMP:20230712T093000Z
    SEQUENCE:3
    DTSTART;VALUE=DATE:20230712
    SUMMARY:Settled (happened): NATO members agree to ...
    END:VEVENT

Lines end in CR LF and are folded at 75 octets; in texts ``\``, ``;``, ``,`` and line breaks are
escaped.  A program that has an event takes the one with the same UID and a higher SEQUENCE for its
update.  Nothing in a file depends on the day it is written.

The feed (Atom) has the news of a ledger, the newest first:

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

Sources: RFC 5545, https://www.rfc-editor.org/rfc/rfc5545, and RFC 4287,
https://www.rfc-editor.org/rfc/rfc4287
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from ledger import edtf
from ledger.model.claim_state import document_label, verdict_label
from ledger.model.field_values import is_on_the_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.model.export_items import DueDay, Item, News


OCTETS: Final = 75
"""How long a line may be, without its end."""

WITHIN: Final = 0x80
"""How the octets of a character but the first begin in UTF-8, by their two highest bits."""

ESCAPES: Final = (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"), ("\r", ""))

HEAD: Final = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//claim-ledger//due days//EN",
    "CALSCALE:GREGORIAN",
    "X-WR-CALNAME:Claims falling due",
)


def print_calendar(days: Iterable[DueDay]) -> Iterator[str]:
    """The due days as the text of a calendar file, an event at a time."""
    yield _lines_of(HEAD)
    for day in days:
        yield _lines_of(_event(day))
    yield _lines_of(["END:VCALENDAR"])


def _lines_of(lines: Iterable[str]) -> str:
    return "".join([f"{part}\r\n" for line in lines for part in fold(line)])


def fold(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, cut between characters, all but the first indented."""
    data = line.encode()
    if len(data) <= OCTETS:
        yield line
        return
    start, room, indent = 0, OCTETS, ""
    while start < len(data):
        end = start + room
        while end < len(data) and data[end] & 0xC0 == WITHIN:
            end -= 1
        yield indent + data[start:end].decode()
        start, room, indent = end, OCTETS - 1, " "


def property_text(text: str) -> str:
    """A text as the value of a property."""
    for sign, escaped in ESCAPES:  # quicker than `str.translate`, which looks at each character
        text = text.replace(sign, escaped)
    return text


def _event(due: DueDay) -> Iterator[str]:
    about = due.about
    stamp = due.changed_at.replace("-", "").replace(":", "")
    state = "settled" if about.settled else "open"
    yield "BEGIN:VEVENT"
    yield f"UID:{about.question}@claim-ledger"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{due.revisions - 1}"
    yield f"DTSTART;VALUE=DATE:{due.day.replace('-', '')}"
    yield f"SUMMARY:{property_text(_summary(due))}"
    yield f"DESCRIPTION:{property_text(chr(10).join(_description(due)))}"
    yield "CATEGORIES:" + ",".join(filter(None, ["claim", state, about.verdict]))
    yield f"STATUS:{'CONFIRMED' if about.settled else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _summary(due: DueDay) -> str:
    about = due.about
    waiting = "Due" if due.is_deadline else "To be checked"
    state = f"Settled ({about.verdict})" if about.settled else waiting
    return f"{state}: {about.statement}"


def _when(due: DueDay) -> str:
    """The due day, with its latest day where that is another, or the scheduled end."""
    about = due.about
    if not due.is_deadline:
        return f"No due day; to be settled {edtf.by(about.resolve_by or due.day)}."
    words = f", from “{about.due_words}”" if about.due_words else ""
    return f"Due {edtf.deadline(about.due or due.day)}{words}."


def _description(due: DueDay) -> Iterator[str]:
    about = due.about
    yield about.statement
    if about.condition:
        yield f"Condition: {about.condition}"
    yield _when(due)
    if about.due_basis == "desk":
        yield "The day was set by those who keep the ledger."
    if about.verdict:
        when = f" ({edtf.in_words(about.happened_on)})" if about.happened_on else ""
        yield f"Verdict: {verdict_label(about.verdict, about.amount)}{when}."
    for claim in due.claims:
        where = document_label(claim.publisher, None, claim.published)
        yield f"{claim.speaker} ({claim.stance}), in {where}: {claim.id}"


FORBIDDEN: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped; and carriage returns, which it does not keep."""


ODD: Final = re.compile(f"[&<>]|{FORBIDDEN.pattern}")
"""What cannot stand in XML as it is."""


def print_feed(news: News) -> Iterator[str]:
    """The news as the text of an Atom file, an entry at a time."""
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"  <id>{news.id.urn}</id>",
        "  <title>Claims, and what became of them</title>",
        f"  <updated>{news.updated}</updated>",
        "  <generator>claim-ledger</generator>",
    ]
    yield "".join(f"{line}\n" for line in head)
    for item in news.items:
        yield _entry(item)
    yield "</feed>\n"


def _entry(item: Item) -> str:
    categories = "".join(map(_category, (item.kind, *item.topics)))
    links = "".join(map(_link, filter(is_on_the_web, item.links)))
    paragraphs = "".join([f"<p>{_lines(paragraph)}</p>" for paragraph in item.paragraphs])
    return (
        "  <entry>\n"
        f"    <id>{item.id.urn}</id>\n"
        f"    <title>{_text(item.title)}</title>\n"
        f"    <updated>{item.at}</updated>\n"
        f"    <published>{item.at}</published>\n"
        f"    <author><name>{_text(item.by)}</name></author>\n"
        f"{categories}{links}"
        f'    <content type="html">{escape(paragraphs)}</content>\n'
        "  </entry>\n"
    )


@lru_cache(maxsize=1024)
def _category(term: str) -> str:
    return f"    <category term={quoteattr(_allowed(term))}/>\n"


def _link(address: str) -> str:
    return f'    <link rel="related" href={quoteattr(_allowed(address))}/>\n'


def _lines(paragraph: str) -> str:
    """A paragraph as HTML that keeps its line breaks."""
    return _text(paragraph).replace("\n", "<br/>")


def _text(text: str) -> str:
    return escape(_allowed(text)) if ODD.search(text) else text


def _allowed(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)
