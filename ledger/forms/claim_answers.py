"""The answers of a claim's form: what source and claim they make, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.show import Dossier
from ledger.errors import NotFound, Refusal
from ledger.forms.answers import UNANSWERED
from ledger.forms.claim_keys import (
    ABOUT,
    EVERY,
    OF_BOTH,
    OF_TYPE,
    QUESTION_KEYS,
    SOURCE_KEYS,
    SOURCE_KEYS_SET,
)
from ledger.journal.entry import horizon
from ledger.model import parse
from ledger.model.claim_state import document_label
from ledger.model.field_reader import refuse
from ledger.model.field_values import is_on_the_web
from ledger.model.fields import Sort
from ledger.model.keys import denies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from ledger.book.ledger import Ledger
    from ledger.book.writing.add import Added
    from ledger.edtf import FuzzyDate
    from ledger.model.claim import Source
    from ledger.model.field_values import Complaint
    from ledger.quote import Article

ASKING: Final = ("?", "\uff1f", "\u061f")
"""What a statement ends in that is put as a question."""

DENIED: Final = ("stance", "against")
"""What is noted once a statement was refused that says what would not come about."""


@dataclass
class ClaimAnswers:
    """What was answered of a claim; the quote must be in the ``article``, if one was given.

    ``given`` is what was given otherwise, as by options; an answer goes before it.
    """

    given: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    ledger: Ledger = field(kw_only=True)
    now: datetime = field(kw_only=True)
    article: Article | None = None
    offered: set[tuple[str, str]] = field(default_factory=set)
    """What was offered once, and is not again: keys and values."""
    _known: dict[str, Source | None] = field(default_factory=dict)

    @property
    def horizon(self) -> date:
        """The latest day it is anywhere on Earth."""
        return horizon(self.now)

    def value(self, key: str) -> Any:  # noqa: ANN401 - a text, or what an option gave
        """What stands under a key: the answer, else what was given."""
        return self.answers.get(key) or self.given.get(key)

    @property
    def source_id(self) -> str | None:
        """The id of a source that the ledger has, if that was answered."""
        about = self.value(ABOUT)
        return about if about and self.source_named(about) is not None else None

    def source_named(self, identifier: str) -> Source | None:
        """The source of the ledger that an id, or an address, is of."""
        if identifier not in self._known:
            found = self.ledger.source_at(identifier)
            self._known[identifier] = found
        return self._known[identifier]

    def on_question(self) -> bool:
        """Whether the claim stands on a question that the ledger has."""
        return bool(self.value("question"))

    def of_type(self) -> tuple[str, ...]:
        """The keys of what the question asks for, which its statement as a question shows."""
        if self.on_question():
            return ("answer",) if self._type_of(str(self.value("question"))) else ()
        if not self.value("type") and not str(self.value("statement") or "").endswith(ASKING):
            return ()
        return ("type", *OF_TYPE.get(str(self.value("type") or ""), ()))

    def _type_of(self, identifier: str) -> str | None:
        """The type of a question of the ledger; None of yes or no, and where there is none."""
        try:
            found = self.ledger.show(identifier)
        except Refusal:
            return None
        return found.question.type if isinstance(found, Dossier) else None

    def source(self) -> str | dict[str, Any]:
        """The source as `Ledger.add` takes it: an id, or its keys."""
        about = self.value(ABOUT)
        known = self.source_named(about) if about else None
        if known is not None:
            return known.id
        raw = self._raw(SOURCE_KEYS)
        return {**raw, "url": about} if about and "url" not in raw else raw

    def claim(self) -> dict[str, Any]:
        """The claim as `Ledger.add` takes it."""
        keys = [key for key in EVERY if key not in SOURCE_KEYS_SET or key in OF_BOTH]
        if self.on_question():
            keys = [key for key in keys if key not in QUESTION_KEYS]
        return self._raw(keys)

    def _raw(self, keys: Iterable[str]) -> dict[str, Any]:
        raw: dict[str, Any] = {}
        for key in keys:
            found = self.value(key)
            if found is None or found == "":
                continue
            is_list = EVERY[key].sort is Sort.LIST and isinstance(found, str)
            raw[key] = listed(found) if is_list else found
        return raw

    def add(self, key: str | None = None, *, dry_run: bool = False) -> Added:
        """Add the claim; with a ``key`` as `Ledger.add` does, with ``dry_run`` only as it would.

        Raises:
            Refusal: as `Ledger.add` does.
        """
        return self.ledger.add(
            self.claim(), self.source(), key, article=self.article, dry_run=dry_run
        )

    def document(self) -> Source | None:
        """The source, as far as it is known."""
        source = self.source()
        if isinstance(source, str):
            return self.source_named(source)
        draft = parse.read_source({"publisher": "-", **source, "id": "new"}, horizon=self.horizon)
        return draft.source

    def date_of(self, key: str) -> FuzzyDate | None:
        """The date that the answer under a key was read as."""
        document = self.document()
        if key == "published":
            return None if document is None else document.published
        raw = {**self.claim(), "id": "new-claim", "statement": "-", "speaker": "-"}
        if document is None:
            return None
        draft = parse.read_claim(raw, document, horizon=self.horizon)
        record: Any = draft.question if key in QUESTION_KEYS else draft.claim
        found: FuzzyDate | None = getattr(record, key, None)
        return found

    def complaints(self) -> Iterator[Complaint]:
        """What the readers of sources and claims say of the answers so far."""
        source = self.source()
        if not isinstance(source, str):
            yield from parse.read_source({**source, "id": "new"}, horizon=self.horizon).complaints
        document = self.document()
        if document is None:
            return
        claim = self.claim()
        apart = "new" if claim.get("stance") == "against" and not self.on_question() else None
        raw = {**claim, "id": claim.get("id") or "new-claim"}
        draft = parse.read_claim(
            raw,
            document,
            horizon=self.horizon,
            published_lost=self._is_undated_yet(document),
            apart=apart,
        )
        yield from draft.complaints

    def _is_undated_yet(self, document: Source) -> bool:
        """Whether it may still be said when the source was published."""
        return document.published is None and "published" not in self.answers

    def refuse_given(self) -> None:
        """Refuse what was given and cannot be taken, whatever is answered.

        Raises:
            BadValue, NotFound: something cannot.
        """
        if ABOUT in self.given:
            self.ledger.source(self.given[ABOUT])
        refuse(one for one in self.complaints() if one.code not in UNANSWERED)

    def refused(self, key: str, answer: str) -> str:
        """What only the ledger, or the article, can say of an answer."""
        if key == ABOUT:
            return self._no_source(answer)
        if key == "statement":
            return self._denial(answer)
        if key == "quote" and self.article is not None:
            return self._not_in_text(answer, self.article)
        if key in {"question", "id"}:
            return self._no_id(key, answer)
        return ""

    def _no_source(self, answer: str) -> str:
        if is_on_the_web(answer) or self.source_named(answer) is not None:
            return ""
        return (
            f"{answer!r} is neither an address (https://...) nor the id of a source that is here; "
            "leave it out where there is none."
        )

    def _denial(self, answer: str) -> str:
        """Say once that a statement says what would come about, and never what would not."""
        if DENIED in self.offered or not is_denial(answer):
            return ""
        self.offered.add(DENIED)
        return (
            "Say what would come about, even if the speaker denies it: that is the stance, which "
            "is then against."
        )

    def _not_in_text(self, answer: str, article: Article) -> str:
        from ledger import quote  # noqa: PLC0415 - only where a text is given

        if quote.find(article, answer) is not None:
            return ""
        return f"This is not in the text; {quote.not_there(article, answer)}."

    def _no_id(self, key: str, answer: str) -> str:
        try:
            self.ledger.show(answer)
        except NotFound as refusal:
            return str(refusal) if key == "question" else ""
        except Refusal as refusal:
            return str(refusal)
        return "" if key == "question" else f"The id {answer!r} is taken."


def is_denial(statement: str) -> bool:
    """Whether a statement seems to say what would not come about."""
    return any(denies(word) for word in statement.lower().rstrip(".").split())


def listed(text: str) -> list[str]:
    """The texts between the commas of one."""
    return [one for part in text.split(",") if (one := part.strip())]


def label(source: Source) -> str:
    """A source in words, with its id."""
    return f"{document_label(source.publisher, source.title, source.published)} ({source.id})"
