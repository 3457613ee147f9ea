"""``/claims/ID/approve`` and ``/claims/ID/respond``: what an editor does beside a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import Changed, Refusal
from ledger.web.answers import Answer
from ledger.web.form import CHANGED, form_of
from ledger.web.pages.amend import REASON
from ledger.web.pages.changed_record import record_of

if TYPE_CHECKING:
    from ledger.web.asked import Asked
    from ledger.web.form import Form
    from ledger.web.pages.changed_record import Record

ANSWERED: Final = ("by", "date", "text", "url")
"""The fields of a response."""


def approve(asked: Asked) -> Answer:
    """The form by which a proposed claim is approved."""
    return _approving(record_of(asked, "claim"), form_of(asked))


def approved(asked: Asked) -> Answer:
    """What comes of it."""
    record, form = record_of(asked, "claim"), form_of(asked)
    try:
        asked.ledger.approve(record.id, asked.sent.one(REASON) or None, seen=asked.sent.seen)
    except Changed as changed:
        return _approving(record, form.refused(changed, ()), CHANGED)
    except Refusal as refusal:
        return _approving(record, form.refused(refusal, (REASON,)))
    return Answer(elsewhere=f"{record.address}?saved=approved")


def _approving(record: Record, form: Form, status: int | None = None) -> Answer:
    return Answer(
        title="Approve a claim",
        template="approve.html",
        shown={"record": record, "form": form, "changed": status is not None},
        status=form.status if status is None else status,
    )


def respond(asked: Asked) -> Answer:
    """The form by which a response to a claim is noted."""
    record = record_of(asked, "claim")
    known = asked.ledger.show(record.id)
    by = getattr(getattr(known, "claim", None), "speaker", "")
    return _responding(record, form_of(asked, {"by": by}))


def responded(asked: Asked) -> Answer:
    """What comes of it."""
    record, form, sent = record_of(asked, "claim"), form_of(asked), asked.sent
    told = {key: value for key in ANSWERED if (value := sent.one(key))}
    try:
        asked.ledger.respond(record.id, told)
    except Refusal as refusal:
        return _responding(record, form.refused(refusal, ANSWERED))
    return Answer(elsewhere=f"{record.address}?saved=responded")


def _responding(record: Record, form: Form) -> Answer:
    return Answer(
        title="Note a response",
        template="respond.html",
        shown={"record": record, "form": form},
        status=form.status,
    )
