"""``/add``: a claim comes in, its source first; and then the next of the same source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.book.asking.show import Dossier, SourceDossier
from ledger.book.ledger import utc_now
from ledger.desk.roles import Role
from ledger.errors import Refusal, StoreTrouble, Taken
from ledger.forms.answers import UNANSWERED, without_key
from ledger.forms.choices import choices
from ledger.forms.claim_answers import ClaimAnswers, label
from ledger.forms.claim_keys import ABOUT, EVERY, QUESTION_KEYS
from ledger.model.field_values import ID
from ledger.model.fields import Sort
from ledger.model.forecast import of_percent
from ledger.web.answers import Answer
from ledger.web.form import CHANGED, REFUSED, counted, form_of
from ledger.web.inputs import LABELS, SINCE, inputs
from ledger.web.known_names import known_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.book.writing.add import Added
    from ledger.forms.choices import Choice
    from ledger.model.claim_state import Assessment
    from ledger.web.asked import Asked
    from ledger.web.form import Form
    from ledger.web.inputs import Input

OF_SOURCE: Final = ("url", "title", "publisher", "published")
MORE_OF_SOURCE: Final = ("authors", "archive_url", "language")
OF_CLAIM: Final = (
    "quote", "speaker", "role", "organisation", "statement", "due", "stance", "kind", "wording",
    "probability", "topics",
)  # fmt: skip
MORE_OF_CLAIM: Final = (
    "question", "type", "options", "ordered", "unit", "measure", "lower_bound", "upper_bound",
    "answer", "made", "place", "attribution", "condition", "criteria", "resolve_by", "closes",
    SINCE, "due_words", "due_basis", "checkable", "note", "proposed", "id",
)  # fmt: skip
EVERY_FIELD: Final = (ABOUT, *OF_SOURCE, *MORE_OF_SOURCE, *OF_CLAIM, *MORE_OF_CLAIM)
REQUIRED: Final = frozenset({"publisher", "speaker", "statement"})
DATES: Final = tuple(
    name for name in EVERY_FIELD if name in EVERY and EVERY[name].sort is Sort.DATE
)
PRESET: Final = (ABOUT, "question", "url", "title", "speaker")
"""What an address of the page may say already."""

LATEST: Final = 5
"""So many claims of a source that is known are shown, the last ones."""

SAVED_BEFORE: Final = (
    "This form was saved before, with other words in it. To add what stands in it now as another "
    "claim, save it once more."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How a claim that may be added is read, and what there is to choose before it is."""

    expected: Added
    readings: tuple[tuple[str, str, str], ...]
    open: tuple[Choice, ...]


def add(asked: Asked) -> Answer:
    """The form, as an address presets it."""
    form = form_of(asked, {name: asked.one(name) for name in PRESET})
    if source := form.value(ABOUT):
        asked.ledger.source(source)
    return _page(asked, form)


def added(asked: Asked) -> Answer:
    """Show how a claim is read, or add it; or why it cannot be added."""
    form = _with_choices(asked, form_of(asked))
    wish = asked.sent.one("do")
    if wish in {"other-source", "own-question"}:
        gone = ABOUT if wish == "other-source" else "question"
        return _page(asked, replace(form, values={**form.values, gone: ("",)}))
    form, due = counted(form, form.value("due"), SINCE)
    answers = answers_of(asked, form, due)
    form = _with_faults(form, answers)
    if form.errors:
        return _page(asked, form)
    try:
        expected = answers.add(asked.sent.key, dry_run=True)
    except Taken as taken:
        return _taken(asked, form, answers, taken)
    except StoreTrouble:
        raise
    except Refusal as refusal:
        return _page(asked, form.refused(refusal, EVERY_FIELD))
    if not expected.before:
        checked = _checked(asked, answers, expected)
        if wish == "check" or checked.open:
            return _page(asked, form, checked, 200 if wish == "check" else REFUSED)
        expected = answers.add(asked.sent.key)
    return _onward(asked, expected, wish)


def _onward(asked: Asked, done: Added, wish: str) -> Answer:
    """Where one goes after a claim was added: to it, or on to the next of its source."""
    if wish == "another":
        onward = asked.to.page("add", source=done.source.id, saved=done.claim.id)
    else:
        onward = asked.to.page("claims", done.claim.id, saved="added")
    return Answer(elsewhere=onward)


def _taken(asked: Asked, form: Form, answers: ClaimAnswers, taken: Taken) -> Answer:
    """The form, where an id is somebody else's, or the key came with other words before."""
    try:
        answers.add(dry_run=True)
    except StoreTrouble:
        raise
    except Refusal:
        return _page(asked, form.with_error("id", str(taken)))
    return _page(asked, form.with_error("", SAVED_BEFORE), status=CHANGED, is_new=True)


def answers_of(asked: Asked, form: Form, due: str) -> ClaimAnswers:
    """What was typed, as the answers to the questions that a terminal asks."""
    keys = [name for name in EVERY_FIELD if name != SINCE and form.value(name)]
    given = {name: form.value(name) for name in keys} | ({"due": due} if due else {})
    if "probability" in given:
        given["probability"] = of_percent(given["probability"])
    given.setdefault("published", "")  # nothing more will be said of it
    if proposes(asked):
        given["proposed"] = "true"
    return ClaimAnswers(answers=given, ledger=asked.ledger, now=utc_now())


def proposes(asked: Asked) -> bool:
    """Whether what whoever asks adds waits for an editor."""
    return asked.site.proposals and not asked.visitor.may(Role.EDITOR)


def _with_choices(asked: Asked, form: Form) -> Form:
    """The form with what was chosen in place of what was typed."""
    chosen = {
        mark.rpartition("-")[0]: (value,)
        for mark in asked.sent.all("offered")
        if (value := asked.sent.one(f"choose-{mark}"))
    }
    known = {key: value for key, value in chosen.items() if key in EVERY_FIELD}
    return replace(form, values={**form.values, **known})


def _with_faults(form: Form, answers: ClaimAnswers) -> Form:
    """The form with all that is wrong with what was typed, each at its field."""
    if form.value(ABOUT) and answers.source_id is None:
        return form.with_error("", f"There is no source {form.value(ABOUT)!r} in this ledger.")
    for one in answers.complaints():
        key = str(one.place[0]) if one.place else ""
        if not one.warning and key in EVERY_FIELD:
            missing = one.code in UNANSWERED
            told = "This cannot be left out." if missing else without_key(one.message, key)
            form = form.with_error(key, told)
        elif not one.warning:
            form = form.with_error("", one.message)
    for key in ("question", "id"):
        why = answers.refused(key, form.value(key)) if form.value(key) else ""
        if why and not form.wrong(key):
            form = form.with_error(key, why)
    return form


def _checked(asked: Asked, answers: ClaimAnswers, expected: Added) -> Checked:
    """How it is read, and what is still to be chosen."""
    offered = asked.sent.all("offered")
    still = [one for one in choices(answers, expected) if one.mark not in offered]
    return Checked(
        expected=expected, readings=tuple(_readings(answers, expected)), open=tuple(still)
    )


def _readings(answers: ClaimAnswers, expected: Added) -> Iterator[tuple[str, str, str]]:
    """Each date that was typed: what the field is called, what was typed, and what it is."""
    for name in DATES:
        typed = answers.value(name)
        is_asked = name not in QUESTION_KEYS or expected.question is not None
        found = answers.date_of(name) if typed and is_asked else None
        if found is not None:
            told = edtf.deadline(found) if name == "due" else edtf.in_words(found)
            yield LABELS[name][0], str(typed), told
    if expected.question is not None and not answers.value("due"):
        yield LABELS["due"][0], "", "none: the claim is shown, but never scored"


def _page(
    asked: Asked,
    form: Form,
    checked: Checked | None = None,
    status: int | None = None,
    *,
    is_new: bool = False,
) -> Answer:
    """The form; what was typed and has no field now goes with it unseen."""
    source = _source_of(asked, form)
    question = _question_of(asked, form)
    shown = [*OF_CLAIM, *MORE_OF_CLAIM]
    if proposes(asked):
        shown.remove("proposed")
    if source is None:
        shown += [*OF_SOURCE, *MORE_OF_SOURCE]
    if question is not None:
        shown = [one for one in shown if one not in {*QUESTION_KEYS, "question", SINCE}]
    unseen = [one for one in EVERY_FIELD if one not in shown and form.value(one)]
    parts = {
        name: inputs(table, [one for one in several if one in shown], REQUIRED)
        for name, table, several in (
            ("of_source", "source", OF_SOURCE),
            ("more_of_source", "source", MORE_OF_SOURCE),
            ("of_claim", "claim", OF_CLAIM),
            ("more_of_claim", "claim", MORE_OF_CLAIM),
        )
    }
    is_first = asked.posted is None
    return Answer(
        title="Add a claim",
        template="add.html",
        shown={
            **parts,
            "form": form,
            "proposes": proposes(asked),
            "opened": [name for name, several in parts.items() if _has_words(form, several)],
            "source": source,
            "source_label": "" if source is None else label(source.source),
            "latest": [] if source is None else _latest(source),
            "question": question,
            "unseen": [(one, form.value(one)) for one in unseen],
            "checked": checked,
            "offered": asked.sent.all("offered") if asked.posted is not None else [],
            "focus": ("quote" if source is not None else "url") if is_first else "",
            "saved": _saved(asked),
            "names": known_names(asked, source),
            "labels": {name: called for name, (called, _) in LABELS.items()},
            "is_new": is_new,
        },
        status=form.status if status is None else status,
    )


def _saved(asked: Asked) -> str | None:
    """The id of the claim that was saved just now, if the address tells one."""
    saved = asked.one("saved")
    return saved if saved and ID.fullmatch(saved) else None


def _has_words(form: Form, several: Iterable[Input]) -> bool:
    """Whether something stands in one of some fields, or is wrong with it."""
    return any(form.value(one.name) or form.wrong(one.name) for one in several)


def _latest(source: SourceDossier) -> list[Assessment]:
    return sorted(source.claims, key=lambda claim: claim.entry)[-LATEST:]


def _source_of(asked: Asked, form: Form) -> SourceDossier | None:
    identifier = form.value(ABOUT)
    if not identifier or asked.ledger.source_at(identifier) is None:
        return None
    found = asked.ledger.show(identifier)
    return found if isinstance(found, SourceDossier) else None


def _question_of(asked: Asked, form: Form) -> Dossier | None:
    if not form.value("question") or form.wrong("question"):
        return None
    try:
        found = asked.ledger.show(form.value("question"))
    except StoreTrouble:
        raise
    except Refusal:
        return None
    return found if isinstance(found, Dossier) else None
