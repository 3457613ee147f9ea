"""``/review``: the questions that whoever is signed in has not judged, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.show import Dossier
from ledger.errors import Changed, NotFound, Refusal
from ledger.model.verdicts import FINAL, Verdict
from ledger.web.answers import Answer
from ledger.web.asked import YES, hidden_fields
from ledger.web.changed_since import differences
from ledger.web.form import CHANGED, form_of
from ledger.web.pages.record import save
from ledger.web.queue import queue
from ledger.web.verdict_form import (
    choices,
    each_effect,
    fields,
    looked_over,
    outcome_in,
    rows,
    sources_of,
)

if TYPE_CHECKING:
    from ledger.web.addresses import Parameters
    from ledger.web.asked import Asked
    from ledger.web.form import Form
    from ledger.web.queue import Queue

FILTERS: Final = ("topic", "speaker", "source")
RUN: Final = ("blind", "whole")
"""What is asked to be judged, and how."""

PARAMETERS: Final = (*FILTERS, *RUN, "behind", "done", "saved")

MOST_EFFECTS: Final = 20
"""So many claims are shown with what each verdict makes of them."""

MOST_DONE: Final = 10**6


def judging(asked: Asked) -> Answer:
    """The first question that is still to be judged, or the next behind one that was."""
    waiting = _queue(asked)
    found = waiting.behind(asked.one("behind"))
    if found is None:
        return _nothing(asked, waiting)
    question, number = found
    return _page(asked, waiting, question, number, form_of(asked))


def judged(asked: Asked) -> Answer:
    """Save a verdict and go on to the next question; or say why it cannot be saved."""
    sent, form = asked.sent, form_of(asked)
    found = _dossier(asked, sent.one("question"))
    raw = outcome_in(sent, blind=_is_blind(asked))
    raw.pop("adjudicates", None)
    form = looked_over(asked, form, found.question, raw)
    conflict = None
    if not form.errors:
        try:
            done = save(asked, found.question.id, raw)
        except Changed as refusal:
            conflict = refusal
        except Refusal as refusal:
            form = form.refused(refusal, fields(form))
        else:
            return Answer(elsewhere=_onward(asked, found.question.id, done.outcome.id))
    waiting = _queue(asked)
    number = waiting.number(found.question.id)
    return _page(asked, waiting, found.question.id, number, form, conflict)


def _onward(asked: Asked, question: str, outcome: str) -> str:
    """The address of what is next once a verdict was saved."""
    more = {"behind": question, "done": str(_done(asked) + 1), "saved": outcome}
    return asked.to.at("/review", [*asked.without(*more), *more.items()])


def _done(asked: Asked) -> int:
    return asked.number("done", 0, 0, MOST_DONE)


def _is_blind(asked: Asked) -> bool:
    return asked.one("blind") in YES


def _queue(asked: Asked) -> Queue:
    whole = asked.one("whole") in YES
    return queue(asked, asked.filters(), blind=_is_blind(asked), whole=whole)


def _dossier(asked: Asked, question: str) -> Dossier:
    found = asked.ledger.show(question, asked.as_of)
    if not isinstance(found, Dossier):
        raise NotFound("question", question)
    return found


def _page(  # noqa: PLR0913, PLR0917 - what is asked, what was answered, and why it was refused
    asked: Asked,
    waiting: Queue,
    question: str,
    number: int,
    form: Form,
    conflict: Changed | None = None,
) -> Answer:
    found, done = _dossier(asked, question), _done(asked)
    blind = _is_blind(asked)
    shown: dict[str, Any] = {
        **_frame(asked),
        "question": found.question,
        "claims": found.claims,
        "sources": asked.ledger.sources(sources_of(found.claims, ()), asked.as_of),
        "form": form,
        "choices": choices(found.question),
        "rows": rows(form),
        "each_effect": [] if blind else each_effect(found.claims[:MOST_EFFECTS]),
        "settling": [
            one
            for one in choices(found.question)
            if Verdict(one.value) in FINAL - {Verdict.ANSWERED}
        ],
        "number": done + number,
        "all": done + max(len(waiting), number),
        "is_cut": waiting.is_cut,
        "skip": asked.to.at("/review", [*_kept(asked), ("behind", question), ("done", str(done))]),
        "differences": [] if conflict is None else differences(asked, conflict),
    }
    return Answer(
        title="Review",
        template="review.html",
        shown=shown,
        status=CHANGED if conflict is not None else form.status,
    )


def _nothing(asked: Asked, waiting: Queue) -> Answer:
    """What is shown where nothing is left, or only what was skipped."""
    shown = {**_frame(asked), "question": None, "left": len(waiting)}
    return Answer(title="Review", template="review.html", shown=shown)


def _frame(asked: Asked) -> dict[str, Any]:
    """What the page has beside the question: how far one is, and what is chosen."""
    kept, blind = _kept(asked), _is_blind(asked)
    turned = [pair for pair in kept if pair[0] != "blind"]
    return {
        "blind": blind,
        "turned": asked.to.at("/review", turned if blind else [*turned, ("blind", "1")]),
        "here": asked.to.at("/review", asked.without("saved")),
        "again": asked.to.at("/review", kept),
        "saved": asked.one("saved"),
        "saved_on": (asked.one("saved") or "").partition("#")[0],
        "topic": asked.one("topic") or "",
        "speaker": asked.one("speaker") or "",
        "source": asked.one("source") or "",
        "whole": asked.one("whole") in YES,
        "kept": list(hidden_fields(kept, *FILTERS, "whole")),
        "topics": asked.ledger.names("topic"),
        "done": _done(asked),
    }


def _kept(asked: Asked) -> Parameters:
    return asked.without("behind", "done", "saved")
