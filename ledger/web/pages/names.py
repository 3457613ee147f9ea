"""``/speakers``, ``/publishers``, ``/sources`` and ``/topics``: names and their claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.web.answers import Answer
from ledger.web.asked import MOST

if TYPE_CHECKING:
    from ledger.web.asked import Asked

SHOWN: Final = 200
"""How many names a page has, unless ``limit`` says otherwise."""


def speakers(asked: Asked) -> Answer:
    """The speakers, each under the name that its spellings were joined to."""
    return _names(asked, "speaker", "Speakers", "speakers")


def publishers(asked: Asked) -> Answer:
    """The publishers."""
    return _names(asked, "publisher", "Publishers", "publishers")


def sources(asked: Asked) -> Answer:
    """The sources."""
    return _names(asked, "source", "Sources", "sources")


def topics(asked: Asked) -> Answer:
    """The topics."""
    return _names(asked, "topic", "Topics", "topics")


def _names(asked: Asked, what: str, title: str, path: str) -> Answer:
    most = asked.number("limit", SHOWN if asked.form == "html" else MOST, 1, MOST)
    found = asked.ledger.named(what, asked.as_of)
    shown = found[:most]
    rows = [{"name": one.name, "claims": one.claims, "about": one.about} for one in shown]
    return Answer(
        title=title,
        template="names.html",
        shown={"names": shown, "more": len(found) - len(shown), "of": path, "what": what},
        view=lambda: {"as_of": asked.as_of, "more": len(found) - len(shown), path: rows},
        table=lambda: rows,
        columns=("name", "claims", "about"),
    )
