"""``/due``, ``/due.ics`` and ``/news.atom``: what comes, as a page and to subscribe to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import BadValue
from ledger.formats.calendar_and_feed import print_calendar, print_feed
from ledger.json_views import CLAIM_VIEW
from ledger.model.spans import not_a_span, span_of
from ledger.web.answers import Answer
from ledger.web.asked import MOST
from ledger.web.pages.claim_list import views

if TYPE_CHECKING:
    from datetime import timedelta

    from ledger.web.asked import Asked

SHOWN: Final = 20
"""How many of what is due, overdue and left untouched a page has of each."""


def due(asked: Asked) -> Answer:
    """What is overdue, what falls due soon, and what was left untouched."""
    within, stale = _span(asked, "within", "30d"), _span(asked, "stale", "180d")
    most = asked.number("limit", SHOWN, 1, MOST)
    agenda = asked.ledger.due(within, stale, asked.as_of, most)
    parts = {"overdue": agenda.overdue, "due": agenda.due, "stale": agenda.stale}

    def rows() -> list[dict[str, object]]:
        return [
            {"why": why, **view} for why, several in parts.items() for view in views(asked, several)
        ]

    return Answer(
        title="Due",
        template="due.html",
        shown={
            "agenda": agenda,
            "within": within.days,
            "stale": stale.days,
            "calendar": asked.to.at("/due", [("status", "open"), ("status", "overdue")], "ics"),
        },
        view=lambda: {
            "as_of": asked.as_of,
            "more": dict(agenda.more),
            "claims": rows(),
        },
        table=rows,
        columns=("why", *CLAIM_VIEW, "outcomes", "recorded_at"),
    )


def calendar(asked: Asked) -> Answer:
    """The due days of the claims that the filters let through, as a calendar."""
    filters = asked.filters()
    return Answer(file=lambda: print_calendar(asked.ledger.due_days(filters, asked.as_of)))


def news(asked: Asked) -> Answer:
    """What became known of these claims, as a feed."""
    filters = asked.filters()
    return Answer(file=lambda: print_feed(asked.ledger.news(filters, asked.as_of)))


def _span(asked: Asked, name: str, usual: str) -> timedelta:
    text = asked.one(name) or usual
    found = span_of(text)
    if found is None:
        raise BadValue(name, not_a_span(text))
    return found
