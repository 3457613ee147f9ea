"""``/``: what wants attention, and what became known of late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ledger.desk.roles import Role
from ledger.journal.note import to_base64
from ledger.json_views import correction_view
from ledger.web.answers import Answer
from ledger.web.blind import agreement_seen
from ledger.web.pages.claim_list import views
from ledger.web.pages.review import by_entry, corrections_shown
from ledger.web.queue import coming, overdue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.model.claim_state import Assessment
    from ledger.web.asked import Asked

FEW: Final = 6
"""How many of each sort are shown; the page of each has all."""

MONTH: Final = timedelta(days=31)
SOON: Final = timedelta(days=30)
STALE: Final = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What wants attention: the first few claims of each sort, and how many there are in all.

    Where nothing falls due soon, ``following`` is what does next.
    """

    overdue: Sequence[Assessment]
    due: Sequence[Assessment]
    following: Sequence[Assessment] = ()
    all_overdue: int = 0
    is_cut: bool = False
    all_due: int = 0


def _everybodys(asked: Asked) -> Waiting:
    """What nobody has settled."""
    found = asked.ledger.due(SOON, STALE, asked.as_of, FEW)
    return Waiting(found.overdue, found.due, found.following)


def _own(asked: Asked) -> Waiting:
    """What nobody has settled, and whoever is signed in has not judged: a claim a question."""
    late, soon = overdue(asked), coming(asked, SOON.days)
    return Waiting(
        late.claims(asked, FEW),
        soon.claims(asked, FEW),
        all_overdue=len(late),
        is_cut=late.is_cut,
        all_due=len(soon),
    )


def home(asked: Asked) -> Answer:
    """The first page."""
    ledger, as_of = asked.ledger, asked.as_of
    recorder = (
        asked.visitor.name if asked.visitor.may(Role.RECORDER) and not asked.to.as_of else None
    )
    agenda = _everybodys(asked) if recorder is None else _own(asked)
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
            "recorder": recorder,
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
