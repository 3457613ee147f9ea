"""``/claims/ID/amend`` and its like: our record of something corrected, by whoever has seen it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.corrections import told
from ledger.book.asking.show import SourceDossier
from ledger.errors import Changed, NotFound, Refusal
from ledger.forms.answers import as_text
from ledger.forms.claim_answers import listed
from ledger.model.fields import Sort
from ledger.model.forecast import of_percent
from ledger.web.answers import Answer
from ledger.web.form import CHANGED, counted, form_of
from ledger.web.inputs import LABELS, SINCE, inputs
from ledger.web.known_names import known_names
from ledger.web.pages.changed_record import at_claim, record_of
from ledger.web.verdict_form import digest, effects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.book.writing.changes import Amended
    from ledger.web.asked import Asked
    from ledger.web.form import Form
    from ledger.web.pages.changed_record import Record

OF_QUESTION: Final = (
    "statement", "due", SINCE, "due_words", "due_basis", "condition", "criteria", "resolve_by",
    "closes", "type", "options", "ordered", "unit", "measure", "lower_bound", "upper_bound",
    "topics",
)  # fmt: skip
KEYS: Final = {
    "claim": (
        "quote", "speaker", "role", "organisation", "stance", "kind", "wording", "probability",
        "answer", "made", "place", "attribution", "checkable", "note", "source", "question",
    ),
    "question": (*OF_QUESTION, "note"),
    "source": (
        "url", "title", "publisher", "published", "authors", "archive_url", "language", "note",
    ),
    "outcome": (
        "verdict", "value", "answer", "answer_low", "answer_high", "happened_on", "note",
        "evidence",
    ),
}  # fmt: skip
"""What can be amended of each kind of record, in the order of its form."""

REASON: Final = "reason"
REMOVED: Final = "remove_evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What stood in a field when the form was opened, what stands there now, and what was typed."""

    label: str
    before: str
    now: str
    typed: str


def claim(asked: Asked) -> Answer:
    """The form of a claim."""
    return _shown_first(asked, "claim")


def question(asked: Asked) -> Answer:
    """The form of a question; what a claim has made is amended with that."""
    return at_claim(asked, "amend") or _shown_first(asked, "question")


def source(asked: Asked) -> Answer:
    """The form of a source."""
    return _shown_first(asked, "source")


def outcome(asked: Asked) -> Answer:
    """The form of an outcome."""
    return _shown_first(asked, "outcome")


def claim_amended(asked: Asked) -> Answer:
    """What comes of the form of a claim."""
    return _amended(asked, "claim")


def question_amended(asked: Asked) -> Answer:
    """What comes of the form of a question."""
    return _amended(asked, "question")


def source_amended(asked: Asked) -> Answer:
    """What comes of the form of a source."""
    return _amended(asked, "source")


def outcome_amended(asked: Asked) -> Answer:
    """What comes of the form of an outcome."""
    return _amended(asked, "outcome")


def _shown_first(asked: Asked, kind: str) -> Answer:
    record = record_of(asked, kind)
    known = asked.ledger.editable(record.id)
    return _page(asked, record, known, form_of(asked, _texts(record, known)))


def _amended(asked: Asked, kind: str) -> Answer:
    """Write what was changed in the form, or show why not, or what would change."""
    record, form, sent = record_of(asked, kind), form_of(asked), asked.sent
    opened = asked.ledger.editable(record.id, f"{sent.seen}@{asked.moment.day}")
    changes = _changes(record, opened, form)
    form, due = counted(form, str(changes.get("due", "")), SINCE)
    if due:
        changes["due"] = due
    reason = sent.one(REASON) or None
    is_judged = kind == "outcome" and "verdict" in changes and sent.one("checked") != digest(sent)
    is_check = sent.one("do") == "check" or is_judged
    for name in LEADING.intersection(changes):
        if changes[name] and not _is_there(asked, name, changes[name]):
            form = form.with_error(name, f"There is no {name} {changes[name]!r} in this ledger.")
    if form.errors:
        return _page(asked, record, opened, form)
    try:
        done = asked.ledger.amend(
            record.id, changes, reason, seen=sent.seen, key=sent.key, dry_run=is_check
        )
    except Changed as changed:
        return _conflict(asked, record, opened, form, changed)
    except Refusal as refusal:
        return _page(asked, record, opened, form.refused(refusal, (*_keys(record, opened), REASON)))
    if is_check:
        return _page(asked, record, opened, form, done)
    return Answer(elsewhere=f"{record.address}?saved=amended")


LEADING: Final = frozenset({"source", "question"})
"""The fields that hold the id of another record."""


def _is_there(asked: Asked, kind: str, identifier: str) -> bool:
    try:
        found = asked.ledger.show(identifier)
    except NotFound:
        return False
    return isinstance(found, SourceDossier) == (kind == "source")


def _conflict(
    asked: Asked, record: Record, opened: Mapping[str, Any], form: Form, changed: Changed
) -> Answer:
    """What somebody else has changed since, beside what was typed; and a form that goes on."""
    try:
        known = asked.ledger.editable(record.id)
    except NotFound:
        gone = "It was withdrawn since you opened this form, so nothing was saved."
        return _page(asked, record, opened, form.with_error("", gone), status=CHANGED)
    before, now = _texts(record, opened), _texts(record, known)
    names = dict.fromkeys([*_keys(record, opened), *_keys(record, known)])
    typed = [one for one in names if one in form.values]
    mine = {one for one in typed if form.value(one) != before.get(one, "")}
    theirs = {one for one in names if now.get(one, "") != before.get(one, "")}
    differences = [
        Difference(
            label=LABELS[one][0],
            before=before.get(one, ""),
            now=now.get(one, ""),
            typed=form.value(one) if one in mine else "",
        )
        for one in names
        if one in mine | theirs
    ]
    kept = {one: (now.get(one, ""),) for one in names if one not in mine}
    form = replace(form, values={**form.values, **kept})
    who = dict.fromkeys(entry.by for _, entry in changed.entries)
    return _page(asked, record, known, form, status=CHANGED, differences=differences, by=list(who))


def _keys(record: Record, known: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of the form: a claim on a question of its own has those of that among them."""
    if record.kind == "claim" and "statement" in known:
        return (*OF_QUESTION, *KEYS["claim"])
    return KEYS[record.kind]


def _texts(record: Record, known: Mapping[str, Any]) -> dict[str, str]:
    """What stands in each field: what is usual is left unsaid, as in a claim file."""
    table, found = record.table, {}
    for name in _keys(record, known):
        value = known.get(name)
        text = str(value).lower() if isinstance(value, bool) else as_text(value)
        one = table.get(name)
        usual = None if one is None or one.default is None else str(one.default).lower()
        found[name] = "" if text == usual or name == "evidence" else text
    return found


def _changes(record: Record, opened: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """The keys that are not any more as they were when the form was opened.

    What the form that was sent has no field for is left alone.
    """
    before, table = _texts(record, opened), record.table
    found: dict[str, Any] = {}
    for name in _keys(record, opened):
        typed, one = form.value(name), table.get(name)
        is_key = name not in {"evidence", SINCE}
        if not is_key or typed == before[name] or name not in form.values:
            continue
        if one is not None and one.sort is Sort.LIST:
            found[name] = listed(typed)
        elif one is not None and one.sort is Sort.SHARE:
            found[name] = of_percent(typed)
        else:
            found[name] = typed
    if record.kind == "outcome" and (form.value("evidence") or form.all(REMOVED)):
        known = opened.get("evidence", ())
        kept = [one for n, one in enumerate(known, 1) if str(n) not in form.all(REMOVED)]
        found["evidence"] = [*kept, *({"url": one} for one in form.value("evidence").split())]
    return found


def _evidence(known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The evidence there is: the number of each, and what it is in words."""
    for number, one in enumerate(known.get("evidence", ()), 1):
        yield str(number), str(told(one, "evidence"))


def _page(  # noqa: PLR0913 - what a form may have to show
    asked: Asked,
    record: Record,
    known: Mapping[str, Any],
    form: Form,
    expected: Amended | None = None,
    *,
    status: int | None = None,
    differences: list[Difference] | None = None,
    by: list[str] | None = None,
) -> Answer:
    names = _keys(record, known)
    mine = [one for one in names if one in OF_QUESTION] if record.kind == "claim" else []
    recorded = None if expected is None or known.get("blind") else expected.recorded
    return Answer(
        title=f"Amend a {'verdict' if record.kind == 'outcome' else record.kind}",
        template="amend.html",
        shown={
            "record": record,
            "form": form,
            "of_question": inputs("claim", mine, {"statement"}),
            "of_record": inputs(
                record.kind,
                [one for one in names if one not in mine],
                {"speaker", "publisher", "statement", "verdict", "source"},
            ),
            "evidence": list(_evidence(known)),
            "removed": form.all(REMOVED),
            "expected": expected,
            "effects": [] if recorded is None else effects(recorded),
            "checked": "" if expected is None else digest(asked.sent),
            "differences": differences,
            "by": by,
            "labels": {name: called for name, (called, _) in LABELS.items()},
            "names": known_names(asked),
        },
        status=form.status if status is None else status,
    )
