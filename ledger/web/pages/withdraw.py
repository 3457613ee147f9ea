"""``/claims/ID/withdraw`` and its like: a claim, a question or a verdict taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book.asking.corrections import told
from ledger.errors import Changed, Refusal
from ledger.web.answers import Answer
from ledger.web.form import CHANGED, form_of
from ledger.web.pages.amend import REASON
from ledger.web.pages.changed_record import at_claim, record_of

if TYPE_CHECKING:
    from ledger.web.asked import Asked
    from ledger.web.form import Form
    from ledger.web.pages.changed_record import Record


def claim(asked: Asked) -> Answer:
    """The form of a claim."""
    return _page(record_of(asked, "claim"), form_of(asked))


def question(asked: Asked) -> Answer:
    """The form of a question; what a claim has made is withdrawn with that."""
    return at_claim(asked, "withdraw") or _page(record_of(asked, "question"), form_of(asked))


def outcome(asked: Asked) -> Answer:
    """The form of an outcome."""
    return _page(record_of(asked, "outcome"), form_of(asked))


def claim_withdrawn(asked: Asked) -> Answer:
    """What comes of the form of a claim."""
    return _withdrawn(asked, "claim")


def question_withdrawn(asked: Asked) -> Answer:
    """What comes of the form of a question."""
    return _withdrawn(asked, "question")


def outcome_withdrawn(asked: Asked) -> Answer:
    """What comes of the form of an outcome."""
    return _withdrawn(asked, "outcome")


def _withdrawn(asked: Asked, kind: str) -> Answer:
    record, form, sent = record_of(asked, kind), form_of(asked), asked.sent
    reason = sent.one(REASON) or None
    try:
        asked.ledger.withdraw(record.id, reason, seen=sent.seen, key=sent.key)
    except Changed as changed:
        return _conflict(asked, record, form, changed)
    except Refusal as refusal:
        return _page(record, form.refused(refusal, (REASON,)))
    return Answer(elsewhere=f"{record.address}?saved=withdrawn")


def _conflict(asked: Asked, record: Record, form: Form, changed: Changed) -> Answer:
    """What was done to it since, and the form, which can be sent again all the same."""
    corrections = [
        (one.change, told(one.before, one.what), told(one.after, one.what), one.by)
        for one in asked.ledger.corrections()
        if one.entry in {number for number, _ in changed.entries} and not one.blind
    ]
    others = [(entry.kind, entry.by) for _, entry in changed.entries]
    return _page(record, form, CHANGED, {"corrections": corrections, "others": others})


def _page(
    record: Record,
    form: Form,
    status: int | None = None,
    since: dict[str, object] | None = None,
) -> Answer:
    return Answer(
        title=f"Withdraw a {'verdict' if record.kind == 'outcome' else record.kind}",
        template="withdraw.html",
        shown={"record": record, "form": form, "since": since},
        status=form.status if status is None else status,
    )
