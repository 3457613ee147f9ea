"""The form of a verdict: what its fields say, and what is wrong with each."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger import edtf
from ledger.model import parse_outcome
from ledger.model.claim_state import as_judged
from ledger.model.forecast import of_percent
from ledger.model.outcome import Outcome
from ledger.model.verdicts import COUNTED, FINAL, Verdict, possible
from ledger.report.page.claim_rows import result_of
from ledger.report.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.book.writing.record import Recorded
    from ledger.model.claim import Question
    from ledger.model.claim_state import Assessment
    from ledger.model.export_items import RecordedOutcome
    from ledger.web.asked import Asked
    from ledger.web.form import Form
    from ledger.web.posted import Posted

ROWS: Final = 3
"""So many pieces of evidence a form has room for, and one more than were filled in."""

MOST_ROWS: Final = 40

EVIDENCE: Final = {"url": "url", "title": "title", "archive": "archive_url", "note": "note"}
"""The fields of a piece of evidence, and the keys that they are."""

PLAIN: Final = (
    "verdict", "value", "answer", "answer_low", "answer_high", "happened_on", "note", "reason",
)  # fmt: skip

KEYS: Final = {
    Verdict.HAPPENED: "t",
    Verdict.DID_NOT_HAPPEN: "f",
    Verdict.PARTLY: "p",
    Verdict.LATE: "l",
    Verdict.UNCLEAR: "u",
    Verdict.VOID: "v",
    Verdict.ANSWERED: "a",
    Verdict.IN_PROGRESS: "i",
    Verdict.STALLED: "s",
}
"""The key that gives each verdict, which is drawn on its button."""


class Choice(NamedTuple):
    """A verdict that can be given: its word, what it is called, its key, and what it means."""

    value: str
    called: str
    key: str
    meaning: str


class Effect(NamedTuple):
    """What becomes of a claim: its result now, and as it would be, in words and as a mark."""

    claim: Assessment
    now: str
    mark: str
    then: str


def choices(question: Question) -> list[Choice]:
    """The verdicts that a question can get."""
    several = possible(asks=question.type is not None, has_due=question.due is not None)
    return [Choice(str(one), one.traits.label, KEYS[one], one.traits.meaning) for one in several]


def rows(form: Form) -> range:
    """The numbers of the pieces of evidence that a form shows, from 1."""
    filled = [n for n in range(1, MOST_ROWS + 1) if any(_piece(form.value, n).values())]
    return range(1, min(max(ROWS, filled[-1] + 1 if filled else 0), MOST_ROWS) + 1)


def _piece(value: Any, number: int) -> dict[str, str]:  # noqa: ANN401 - what gives a field its text
    return {key: value(f"evidence-{number}-{name}") for name, key in EVIDENCE.items()}


def fields(form: Form) -> frozenset[str]:
    """The names of all fields of a form."""
    return frozenset(PLAIN) | {f"evidence-{n}-{name}" for n in rows(form) for name in EVIDENCE}


def sources_of(claims: Iterable[Assessment], outcomes: Iterable[RecordedOutcome]) -> frozenset[str]:
    """The ids of the sources that some claims were made in, and some verdicts rest on."""
    evidence = {one.source for each in outcomes for one in each.outcome.evidence if one.source}
    return frozenset({one.source for one in claims} | evidence)


def outcome_in(sent: Posted, *, blind: bool) -> dict[str, Any]:
    """The outcome that a form says, as `Ledger.record` takes it."""
    raw: dict[str, Any] = {name: text for name in PLAIN if (text := sent.one(name))}
    if "answer" in raw:
        raw.setdefault("verdict", Verdict.ANSWERED.value)
    if "value" in raw:
        raw["value"] = of_percent(raw["value"])
    if raw.get("verdict") != Verdict.PARTLY:
        raw.pop("value", None)
    pieces = (_piece(sent.one, number) for number in range(1, MOST_ROWS + 1))
    shown = [
        {key: text for key, text in one.items() if text} for one in pieces if any(one.values())
    ]
    if shown:
        raw["evidence"] = shown
    if blind:
        raw["blind"] = True
    elif sent.one("adjudicates"):
        raw["adjudicates"] = True
    return raw


def looked_over(asked: Asked, form: Form, question: Question, raw: dict[str, Any]) -> Form:
    """The form with what is wrong with each of its fields."""
    day = asked.moment.day
    draft = parse_outcome.read_outcome(
        raw, question, horizon=day + timedelta(days=1), anchor=edtf.from_day(day)
    )
    numbers = [n for n in range(1, MOST_ROWS + 1) if any(_piece(form.value, n).values())]
    for one in draft.complaints:
        if not one.warning:
            form = form.with_error(_field(one.place, numbers), one.message)
    return form


def _field(place: Sequence[Any], numbers: Sequence[int]) -> str:
    """The field of the form that a place in an outcome stands for."""
    if place[:1] == ("evidence",) and len(place) > 1:
        names = {key: name for name, key in EVIDENCE.items()}
        name = names.get(str(place[2]), "url") if len(place) > 2 else "url"  # noqa: PLR2004
        return f"evidence-{numbers[int(place[1])]}-{name}"
    name = str(place[0]) if place else ""
    return name if name in PLAIN else ""


def digest(sent: Posted) -> str:
    """What tells whether a form says what it said when its effect was shown."""
    told = sorted(
        pair for pair in sent.fields if pair[0] not in {"do", "seen", "checked"} and pair[1]
    )
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def effects(done: Recorded) -> list[Effect]:
    """What a verdict makes of each claim on its question."""
    return list(_effects(done.claims, done.before, done.outcome if done.stands else done.before))


def each_effect(claims: Sequence[Assessment]) -> list[tuple[Assessment, dict[str, Effect]]]:
    """What each final verdict would make of some claims that nobody has settled."""
    of = {
        str(one): list(_effects(claims, None, Outcome(question="", n=0, verdict=one)))
        for one in COUNTED
        if one in FINAL
    }
    return [
        (claim, {verdict: several[place] for verdict, several in of.items()})
        for place, claim in enumerate(claims)
    ]


def _effects(
    claims: Iterable[Assessment], before: Outcome | None, then: Outcome | None
) -> Iterator[Effect]:
    for claim in claims:
        now = result_of(as_judged(claim, before), Settings())[1]
        mark, words = result_of(as_judged(claim, then), Settings())
        yield Effect(claim, now, mark, words)
