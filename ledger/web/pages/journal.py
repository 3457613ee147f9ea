"""``/log`` and ``/verify``: the entries of the journal, and whether the ledger is whole."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from ledger.journal.note import to_base64
from ledger.json_views import entry_view
from ledger.json_views.verified import verified_view
from ledger.model.claim_state import Moment
from ledger.model.kinds import Kind
from ledger.model.outcome import base_of
from ledger.web.answers import Answer
from ledger.web.asked import MOST, ComeAgain
from ledger.web.blind import body_seen, taken_back_blind

if TYPE_CHECKING:
    from ledger.audit.verify import Verified
    from ledger.book.ledger import Ledger
    from ledger.journal.entry import Entry
    from ledger.web.asked import Asked

SHOWN: Final = 60
"""How many entries a page has."""

PAGES: Final = {
    Kind.CLAIM: "claims",
    Kind.SOURCE: "sources",
    Kind.QUESTION: "questions",
    Kind.OUTCOME: "questions",
    Kind.RESPONSE: "claims",
}
"""The pages that show what entries of a kind are about."""


COLUMNS: Final = ("entry", "at", "by", "kind", "id", "body")


def log(asked: Asked) -> Answer:
    """The entries of the journal, all of them or those about one id, the newest first."""
    most = asked.number("limit", SHOWN, 1, MOST)
    end = asked.number("before", asked.moment.entry + 1, 1, 10**12) - 1
    known = Moment(min(end, asked.moment.entry), asked.moment.day)
    found = asked.ledger.log(asked.one("id"), str(known), most)
    entries = list(reversed(found))
    behind = found.more or 0
    before = (*asked.without("before"), ("before", str(found[0][0]))) if behind else ()
    blind = taken_back_blind(asked.ledger, (entry for _, entry in entries), asked.as_of)
    rows = [{**entry_view(n, entry), "body": body_seen(entry, blind)} for n, entry in entries]
    return Answer(
        title="Log",
        template="log.html",
        shown={
            "entries": [(number, entry, _page(asked, entry)) for number, entry in entries],
            "id": asked.one("id"),
            "more": behind,
            "onward": asked.to.at(asked.path, before) if behind else None,
            "said": lambda entry: _said(body_seen(entry, blind)),
        },
        view=lambda: {"as_of": asked.as_of, "more": behind, "entries": rows},
        table=lambda: rows,
        columns=COLUMNS,
    )


def _page(asked: Asked, entry: Entry) -> str | None:
    """The address of what an entry is about."""
    page = PAGES.get(Kind(entry.kind)) if entry.kind in set(Kind) else None
    if page is None:
        return None
    return asked.to.page(page, base_of(entry.id))


def _said(body: dict[str, Any]) -> str:
    """What an entry says in a word."""
    said = body.get("verdict") or body.get("what") or ""
    return "blind" if body.get("blind") and not said else str(said)


@dataclass
class _Last:
    """What was found last; others who ask meanwhile wait for it rather than ask again."""

    lock: Lock = field(default_factory=Lock)
    found: dict[str, tuple[float, datetime, Verified]] = field(default_factory=dict)


LAST: Final = _Last()

GOOD_FOR: Final = 600.0
"""For how many seconds what was found is told again: to verify reads everything there is."""

PATIENCE: Final = 5.0
"""How many seconds somebody waits for what another has asked for."""


def verify(asked: Asked) -> Answer:
    """Whether the ledger is whole, as it is now."""
    at, found = _verified(asked.ledger)
    return Answer(
        title="Verify",
        template="verify.html",
        shown={
            "found": found,
            "at": at,
            "root": to_base64(found.root) if found.root else None,
        },
        view=lambda: {"verified_at": at, **verified_view(found)},
    )


def _verified(ledger: Ledger) -> tuple[str, Verified]:
    """When, in UTC, and what was found."""
    if not LAST.lock.acquire(timeout=PATIENCE):
        raise ComeAgain("The ledger is being verified; come again in a minute.")
    try:
        last = LAST.found.get(ledger.place)
        if last is None or time.monotonic() - last[0] > GOOD_FOR:
            last = (time.monotonic(), datetime.now(UTC), ledger.verify())
            LAST.found[ledger.place] = last
        return last[1].strftime("%Y-%m-%d %H:%M:%S"), last[2]
    finally:
        LAST.lock.release()
