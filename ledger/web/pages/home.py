"""``/``: what wants attention, and what became known of late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ledger.journal.note import to_base64
from ledger.json_views import correction_view
from ledger.web.answers import Answer
from ledger.web.blind import agreement_seen
from ledger.web.pages.claim_list import views
from ledger.web.pages.review import by_entry, corrections_shown

if TYPE_CHECKING:
    from ledger.web.asked import Asked

FEW: Final = 6
"""How many of each sort are shown; the page of each has all."""

MONTH: Final = timedelta(days=31)
SOON: Final = timedelta(days=30)
STALE: Final = timedelta(days=180)


def home(asked: Asked) -> Answer:
    """The first page."""
    ledger, as_of = asked.ledger, asked.as_of
    agenda = ledger.due(SOON, STALE, as_of, FEW)
    latest = ledger.latest_verdicts(as_of, FEW)
    since = (max(asked.moment.day, date.min + MONTH) - MONTH).isoformat()
    corrected = [one for one in corrections_shown(asked) if one.at[:10] >= since]
    together = by_entry(corrected)
    agreement, _ = agreement_seen(ledger, None, as_of, asked.visitor)
    waiting = [one for one in agreement.disputes if not one.adjudicated]
    return Answer(
        title="Claims, and what became of them",
        template="home.html",
        shown={
            "agenda": agenda,
            "latest": latest,
            "corrections": together[-FEW:],
            "more_corrections": max(0, len(together) - FEW),
            "disputes": waiting[:FEW],
            "more_disputes": max(0, len(waiting) - FEW),
            "root": to_base64(ledger.root(as_of)),
            "is_empty": asked.moment.entry == 0,
        },
        view=lambda: {
            "as_of": as_of,
            "entry": asked.moment.entry,
            "root": ledger.root(as_of).hex(),
            "overdue": views(asked, agenda.overdue),
            "due": views(asked, agenda.due),
            "latest": views(asked, latest),
            "corrections": [correction_view(one) for one in corrected],
            "disputes_waiting": len(waiting),
        },
    )
