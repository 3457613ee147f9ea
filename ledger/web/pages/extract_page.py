"""``/extract``: an article comes in, and what may be its claims is gone through and added."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.book.ledger import utc_now
from ledger.desk import uploads
from ledger.errors import BadDate, FileTrouble, NotInstalled, Refusal, StoreTrouble, Taken
from ledger.extract import propose
from ledger.extract.claim_file import tables
from ledger.extract.reading import MAX_BYTES, read_article
from ledger.forms.answers import UNANSWERED, without_key
from ledger.forms.claim_answers import ClaimAnswers
from ledger.forms.claim_keys import ABOUT
from ledger.forms.known_claims import alike, claims_of
from ledger.model.forecast import of_percent
from ledger.web.answers import Answer
from ledger.web.article_text import marked, remarks
from ledger.web.form import CHANGED, REFUSED, form_of
from ledger.web.inputs import inputs
from ledger.web.pages.add import SAVED_BEFORE, proposes
from ledger.web.sent_file import PASTED, sent_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.desk.uploads import Upload
    from ledger.extract import Article, Proposal
    from ledger.model.claim_state import Assessment
    from ledger.web.asked import Asked
    from ledger.web.form import Form
    from ledger.web.inputs import Input

OF_ARTICLE: Final = ("publisher", "published", "title", "url", "authors")
SHOWN: Final = (
    "statement", "speaker", "due", "role", "organisation", "stance", "kind", "wording",
    "probability", "condition", "attribution", "checkable",
)  # fmt: skip
UNSEEN: Final = ("quote", "due_words")
"""What stands in the article, and is not typed."""

READ: Final = "due_read"
NEAR: Final = "near"
"""The day that was read from the article, and one that stands in the neighbourhood."""

MOST: Final = 50
"""So many proposals are gone through at a time: a form has so many fields, and no more."""

KEEP: Final = "keep"
SURE: Final = "sure"
"""The boxes of a proposal: that it is to be added, and that the speaker is the one named."""

NOTHING: Final = "Choose a file, or paste the text of an article."
NOBODY: Final = "The article does not say who published it."
UNKEPT: Final = "Choose at least one of the proposals, with the box above it."
UNSURE: Final = "Look who says it in the text, and tick the box if it is so."
UNREADABLE: Final = "Pages and PDFs cannot be read here. Save the text, and paste that."
GONE: Final = (
    f"The article is not kept any more: after {uploads.HOURS} hour it is to be sent again."
)


def choose(asked: Asked) -> Answer:
    """The form to send an article with."""
    return _page(asked, form_of(asked))


def chosen(asked: Asked) -> Answer:
    """What is proposed of the article; or the claims are added that were chosen."""
    form, upload, article = _sent(asked, form_of(asked))
    sent = asked.sent
    if sent.one("do") == "save":
        return _saved(asked, form, upload, article)
    if upload is None and not form.errors:
        gone = bool(sent.one("upload"))
        form = form.with_error("" if gone else PASTED, GONE if gone else NOTHING)
    if article is None:
        return _page(asked, form, upload)
    form = _with_article(form, article)
    if not form.value("publisher"):
        return _page(asked, form.with_error("publisher", NOBODY), upload)
    proposals = propose(article, sure=bool(form.value("only_sure")))
    return _page(asked, _proposed(form, article, proposals), upload, article, proposals)


def _sent(asked: Asked, form: Form) -> tuple[Form, Upload | None, Article | None]:
    """The article as it was sent or kept, as far as it can be read, and the form with why not."""
    upload = None
    try:
        upload = sent_file(asked, lambda _: "pasted.txt")
        return form, upload, None if upload is None else _article(upload, form)
    except BadDate as refusal:
        return form.with_error("published", f"{refusal} {refusal.cure}".strip()), upload, None
    except NotInstalled:
        return form.with_error("", UNREADABLE), None, None
    except FileTrouble as refusal:  # without where it lies here
        return form.with_error("", f"{refusal.what} {refusal.cure}".strip()), None, None


def _article(upload: Upload, form: Form) -> Article:
    """The article, with what the form says of it.

    Raises:
        FileTrouble, NotInstalled: it cannot be read.
        BadDate: the day that it was published cannot.
    """
    article = read_article(upload.path)
    told: dict[str, Any] = {
        key: form.value(key) for key in ("publisher", "title", "url") if form.value(key)
    }
    if form.value("authors"):
        told["authors"] = tuple(one.strip() for one in form.value("authors").split(","))
    if form.value("published"):
        told["published"] = edtf.read(form.value("published"))
    return replace(article, **told)


def _with_article(form: Form, article: Article) -> Form:
    """The form with what the article says of itself where nothing was typed."""
    known = {
        "publisher": article.publisher,
        "published": article.published,
        "title": article.title,
        "url": article.url,
        "authors": ", ".join(article.authors),
    }
    found = {key: (str(value),) for key, value in known.items() if value and not form.value(key)}
    return replace(form, values={**form.values, **found})


def _proposed(form: Form, article: Article, proposals: Sequence[Proposal]) -> Form:
    """The form with the fields of each proposal."""
    values = {name: form.all(name) for name in (*OF_ARTICLE, "only_sure")}
    for number, one in enumerate(proposals[:MOST], 1):
        question, claim = tables(one, article, "-")
        said = {**claim, **(question or {})}
        for key in (*SHOWN, *UNSEEN):
            if key in said:
                text = str(said[key])
                values[_field(key, number)] = (text.lower() if key == "checkable" else text,)
        near = one.nearby[1] if one.nearby else ""
        values |= {_field(READ, number): (one.due or "",), _field(NEAR, number): (near,)}
    return replace(form, values=values)


def _field(key: str, number: int) -> str:
    return f"{key}-{number}"


def _numbers(form: Form) -> list[int]:
    """The numbers of the proposals that a form has."""
    return [n for n in range(1, MOST + 1) if form.values.get(_field("statement", n)) is not None]


def _saved(asked: Asked, form: Form, upload: Upload | None, article: Article | None) -> Answer:
    """The claims that were chosen are added, or none of them, with what is wrong at its field."""
    kept = [n for n in _numbers(form) if form.value(_field(KEEP, n))]
    if not kept:
        form = form.with_error("", UNKEPT)
    is_new = False
    try:
        for number in kept:
            form = _with_faults(asked, form, number)
        if not form.errors:
            source = _added(asked, form, kept)
            if upload is not None:
                uploads.drop(upload)
            return Answer(elsewhere=asked.to.page("sources", source, saved="extracted"))
    except Taken:
        form, is_new = form.with_error("", SAVED_BEFORE), True
    proposals = [] if article is None else propose(article, sure=bool(form.value("only_sure")))
    status = CHANGED if is_new else REFUSED
    return _page(asked, form, upload, article, proposals, status=status, is_new=is_new)


def _added(asked: Asked, form: Form, kept: Sequence[int]) -> str:
    """Add the claims, each under a key of its own, so that what is sent again is not added again.

    Returns:
        The id of their source.
    """
    source = ""
    for number in kept:
        answers = _answers(asked, form, number, source)
        source = answers.add(f"{asked.sent.key}-{number}").source.id
    return source


def _answers(asked: Asked, form: Form, number: int, source: str = "") -> ClaimAnswers:
    """What stands in the fields of a proposal, as the answers to what a terminal asks."""
    given = {key: form.value(_field(key, number)) for key in (*SHOWN, *UNSEEN)}
    if given["due"] != form.value(_field(READ, number)):
        is_near = given["due"] and given["due"] == form.value(_field(NEAR, number))
        given |= {"due_words": "", "due_basis": "context" if is_near else ""}
    given |= {ABOUT: source} if source else {key: form.value(key) for key in OF_ARTICLE}
    given = {key: value for key, value in given.items() if value}
    given.setdefault("published", "")  # nothing more will be said of it
    given["language"] = "" if source else "en"
    if "probability" in given:
        given["probability"] = of_percent(given["probability"])
    if proposes(asked):
        given["proposed"] = "true"
    return ClaimAnswers(answers=given, ledger=asked.ledger, now=utc_now())


def _with_faults(asked: Asked, form: Form, number: int) -> Form:
    """The form with all that is wrong with a proposal, each at its field."""
    if not form.value(_field(SURE, number)):
        form = form.with_error(_field(SURE, number), UNSURE)
    answers = _answers(asked, form, number)
    faults = [one for one in answers.complaints() if not one.warning]
    for one in faults:
        key = str(one.place[0]) if one.place else ""
        missing = one.code in UNANSWERED
        told = "This cannot be left out." if missing else without_key(one.message, key)
        name = key if key in OF_ARTICLE else _field(key, number) if key in SHOWN else ""
        if name.endswith(f"-{number}") or not form.wrong(name):  # of the article once for all
            form = form.with_error(name, told)
    if faults:
        return form
    try:
        answers.add(f"{asked.sent.key}-{number}", dry_run=True)
    except (StoreTrouble, Taken):
        raise
    except Refusal as refusal:
        return form.with_error(_field("statement", number), str(refusal))
    return form


def _page(  # noqa: PLR0913 - what a page is made of
    asked: Asked,
    form: Form,
    upload: Upload | None = None,
    article: Article | None = None,
    proposals: Sequence[Proposal] = (),
    *,
    status: int | None = None,
    is_new: bool = False,
) -> Answer:
    numbers = _numbers(form)
    claims_by = cache(partial(claims_of, asked.ledger))
    return Answer(
        title="Extract claims",
        template="extract.html",
        shown={
            "form": form,
            "of_article": inputs("source", OF_ARTICLE, ("publisher",) if numbers else ()),
            "upload": None if upload is None else upload.key,
            "article": article,
            "text": None if article is None else marked(article, proposals[: len(numbers)]),
            "parts": [_part(form, number, proposals, claims_by) for number in numbers],
            "left_out": max(0, len(proposals) - len(numbers)) if numbers else 0,
            "proposes": proposes(asked),
            "is_new": is_new,
            "megabytes": MAX_BYTES // 1024 // 1024,
            "labels": {_field(key, n): f"Claim {n}" for n in numbers for key in (*SHOWN, SURE)},
        },
        status=form.status if status is None else status,
    )


def _part(
    form: Form,
    number: int,
    proposals: Sequence[Proposal],
    claims_by: Callable[[str], list[Assessment]],
) -> dict[str, Any]:
    """What is shown of one proposal, beside what ``claims_by`` a speaker the ledger has."""
    speaker, statement, quote = (
        form.value(_field(key, number)) for key in ("speaker", "statement", "quote")
    )
    one = next((each for each in proposals if each.quote == quote), None)
    return {
        "number": number,
        "quote": quote,
        "fields": list(_inputs(number, form.value(_field("due_words", number)))),
        "unseen": [_field(key, number) for key in (*UNSEEN, READ, NEAR)],
        "remarks": [] if one is None else list(remarks(one)),
        "known": list(alike(claims_by(speaker), statement, quote)) if speaker else [],
    }


def _inputs(number: int, due_words: str) -> Iterator[Input]:
    for one in inputs("claim", SHOWN, ("statement", "speaker")):
        hint = f"Read from “{due_words}”." if due_words and one.name == "due" else one.hint
        yield replace(one, name=_field(one.name, number), hint=hint)
