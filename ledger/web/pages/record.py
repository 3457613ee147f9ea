"""``/questions/ID/record``: what happened, and what that makes of each claim before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.disputes import verdicts
from ledger.book.asking.show import SourceDossier
from ledger.desk.roles import Role
from ledger.errors import Changed, NotFound, Refusal, Taken
from ledger.web.answers import Answer
from ledger.web.asked import YES
from ledger.web.blind import seen
from ledger.web.changed_since import differences
from ledger.web.door import NotAllowed
from ledger.web.form import CHANGED, form_of
from ledger.web.verdict_form import (
    choices,
    digest,
    effects,
    fields,
    looked_over,
    outcome_in,
    rows,
    sources_of,
)

if TYPE_CHECKING:
    from ledger.book.asking.show import Dossier
    from ledger.book.writing.record import Recorded
    from ledger.web.asked import Asked
    from ledger.web.form import Form

NOT_AN_EDITOR: Final = "To decide between verdicts takes the role editor."


def record(asked: Asked) -> Answer:
    """The form, with what is known of the question."""
    found = _dossier(asked)
    own = found.question.id
    if own != asked.name:
        elsewhere = asked.to.page("questions", own, "record", blind=asked.one("blind"))
        return Answer(elsewhere=elsewhere)
    decides = "yes" if asked.one("adjudicates") in YES and _can_decide(asked, found) else None
    return _page(asked, found, form_of(asked, {"adjudicates": decides}))


def recorded(asked: Asked) -> Answer:
    """Show what a verdict would make of each claim, or save it; or say why it cannot be."""
    found, sent, form = _dossier(asked), asked.sent, form_of(asked)
    raw = outcome_in(sent, blind=is_blind(asked))
    if raw.get("adjudicates") and not asked.visitor.may(Role.EDITOR):
        raise NotAllowed(NOT_AN_EDITOR)
    form = looked_over(asked, form, found.question, raw)
    if form.errors:
        return _page(asked, found, form)
    is_known = is_blind(asked) or sent.one("checked") == digest(sent)
    try:
        if sent.one("do") == "save" and is_known:
            save(asked, found.question.id, raw)
            return Answer(elsewhere=asked.to.page("questions", found.question.id, saved="recorded"))
        expected = asked.ledger.record(found.question.id, raw, seen=sent.seen, dry_run=True)
    except Changed as conflict:
        return _page(asked, found, form, conflict=conflict)
    except Refusal as refusal:
        return _page(asked, found, form.refused(refusal, fields(form)))
    return _page(asked, found, form, expected)


def save(asked: Asked, question: str, raw: dict[str, Any]) -> Recorded:
    """Record what a form says; one that was saved, and went back to and changed, is another form.

    Raises:
        Changed: somebody was there before, or the form was saved with other words in it.
        Refusal: it cannot be so.
    """
    sent = asked.sent
    try:
        return asked.ledger.record(question, raw, seen=sent.seen, key=sent.key)
    except Taken:
        return asked.ledger.record(question, raw, seen=sent.seen)


def is_blind(asked: Asked) -> bool:
    """Whether a verdict is given without sight of the others."""
    return asked.one("blind") in YES


def _dossier(asked: Asked) -> Dossier:
    found = asked.ledger.show(asked.name, asked.as_of)
    if isinstance(found, SourceDossier) or (found.withdrawn and found.claim is None):
        raise NotFound("question in force", asked.name)
    return found


def _can_decide(asked: Asked, found: Dossier) -> bool:
    """Whether there are verdicts to decide between, and whoever asks may."""
    given = verdicts(found.outcomes)
    several = len(given) > 1 or any(one.outcome.disputed for one in given)
    return several and asked.visitor.may(Role.EDITOR) and not is_blind(asked)


def _page(
    asked: Asked,
    found: Dossier,
    form: Form,
    expected: Recorded | None = None,
    conflict: Changed | None = None,
) -> Answer:
    outcomes = [] if is_blind(asked) else seen(found.outcomes, asked.visitor)
    shown: dict[str, Any] = {
        "question": found.question,
        "claims": found.claims,
        "sources": asked.ledger.sources(sources_of(found.claims, outcomes), asked.as_of),
        "outcomes": outcomes,
        "hidden": 0 if is_blind(asked) else len(found.outcomes) - len(outcomes),
        "blind": is_blind(asked),
        "form": form,
        "choices": choices(found.question),
        "rows": rows(form),
        "expected": expected,
        "effects": [] if expected is None else effects(expected),
        "checked": "" if expected is None else digest(asked.sent),
        "can_decide": _can_decide(asked, found),
        "differences": [] if conflict is None else differences(asked, conflict),
    }
    return Answer(
        title="Record what happened",
        template="record.html",
        shown=shown,
        status=CHANGED if conflict is not None else form.status,
    )
