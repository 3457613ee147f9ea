"""The form of a claim: its source, who said what, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger import edtf
from ledger.cli.prompts.form import Ask, Form, complain, whole_word
from ledger.cli.prompts.line_editor import none
from ledger.forms.claim_answers import DENIED, ClaimAnswers, is_denial, label
from ledger.forms.claim_keys import (
    ABOUT,
    EVERY,
    MOST_IDS,
    NAMED,
    OF_CLAIM,
    OF_SOURCE,
    QUESTION_KEYS,
    REQUIRED,
    REVIEWED,
    SOURCE_KEYS,
    SOURCE_KEYS_SET,
    STANCES_SAID,
    TEXTS,
)
from ledger.forms.noticed import noticed
from ledger.model.field_values import is_on_the_web
from ledger.model.fields import Sort
from ledger.model.forecast import of_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.cli.prompts.line_editor import Words
    from ledger.model.claim import Source


@dataclass
class ClaimForm(ClaimAnswers, Form):
    """Asks for a claim in a source; ``asked`` are the keys of the claim that are asked for."""

    asked: tuple[str, ...] = OF_CLAIM

    # What is asked

    def steps(self) -> list[str]:
        """The source, unless it is one that the ledger has; then the claim."""
        about: list[str] = []
        if not SOURCE_KEYS_SET & self.given.keys():
            about.append(ABOUT)
        if self.source_id is None:
            about += OF_SOURCE
        asked = self.asked if self.source_id else OF_CLAIM
        place = asked.index("statement") + 1 if "statement" in asked else len(asked)
        asked = (*asked[:place], *self.of_type(), *asked[place:])
        of_claim = [key for key in asked if not (self.on_question() and key in QUESTION_KEYS)]
        return [key for key in (*about, *of_claim) if key not in self.given]

    def ask_of(self, key: str) -> Ask:
        """The question for a key of the claim file."""
        one = EVERY.get(key)
        told = "" if one is None or one.option is None else one.option.help
        required = key in REQUIRED and not (key in QUESTION_KEYS and self.on_question())
        required = required or key in {"options", "answer"}.intersection(self.of_type())
        text = TEXTS.get(key, told.rstrip(".") or key)
        prose = one is not None and one.sort in {Sort.TEXT, Sort.LINE}
        return Ask(key, text, told, self._words(key), required, prose)

    def _words(self, key: str) -> Words:
        one = EVERY.get(key)
        if one is not None and one.choices:
            return lambda: one.choices
        if key in NAMED:
            return self._names_of(NAMED[key])
        if key == ABOUT:
            return self._names_of("source")
        if key == "question":
            return lambda: self.ledger.ids("", ("question",), MOST_IDS)
        return none

    def _names_of(self, what: str) -> Callable[[], list[str]]:
        return lambda: self.ledger.names(what)

    def changeable(self) -> list[str]:
        """Every key that `add` takes."""
        of_source = (ABOUT,) if self.source_id else (ABOUT, *SOURCE_KEYS)
        claim = [one for one in EVERY if one not in {"due_words", *SOURCE_KEYS}]
        on = QUESTION_KEYS if self.on_question() else frozenset()
        return [*dict.fromkeys((*of_source, *(key for key in claim if key not in on)))]

    # What follows from an answer

    def tidied(self, key: str, answer: str) -> str:
        """The answer as it is kept: a whole word for its beginning, 0.7 for 70%."""
        one = EVERY.get(key)
        if one is not None and one.choices:
            return whole_word(answer, one.choices)
        return of_percent(answer) if key == "probability" else answer

    def taken(self, key: str) -> None:
        """Show what a date was read as, and offer what was noticed."""
        answer = self.answers[key]
        if answer and key in EVERY and EVERY[key].sort is Sort.DATE:
            self._show_date(key, answer)
        if key == ABOUT and (known := self._of_address(answer)) is not None:
            complain(f"That is {label(known)}.")
            self.answers[ABOUT] = known.id
        if key == "statement" and DENIED in self.offered and not is_denial(answer):
            self.take("stance", self.value("stance") or "against")
        for offer in noticed(key, answer):
            if (offer.key, offer.value) not in self.offered and not self.value(offer.key):
                self.offered.add((offer.key, offer.value))
                if self.editor.is_so(offer.question()):
                    self.take(offer.key, offer.value)

    def _of_address(self, answer: str) -> Source | None:
        if not answer or not is_on_the_web(answer):
            return None
        return self.ledger.source_at(answer)

    def _show_date(self, key: str, answer: str) -> None:
        found = self.date_of(key)
        if found is not None and str(found) != answer:
            complain(f"{answer!r} is {edtf.in_words(found)}")

    # The review

    def source_label(self) -> str:
        """The source that the ledger has, in words."""
        known = self.source_named(self.value(ABOUT))
        return "" if known is None else label(known)

    def lines(self) -> Iterator[tuple[str, str]]:
        """The source, what is mostly there, and what else was answered."""
        known = self.source_named(self.value(ABOUT)) if self.value(ABOUT) else None
        if known is not None:
            yield ABOUT, label(known)
        else:
            yield ABOUT, str(self.value(ABOUT) or self.value("url") or "")
            for key in OF_SOURCE:
                yield key, self._shown(key)
        others = [key for key in self.changeable() if key not in {ABOUT, *SOURCE_KEYS}]
        for key in dict.fromkeys((*REVIEWED, *others)):
            if self.on_question() and key in QUESTION_KEYS:
                continue
            if key in REVIEWED or self._shown(key):
                yield key, self._shown(key)
        for key in SOURCE_KEYS:
            if known is None and key not in {*OF_SOURCE, "url"} and self.value(key):
                yield key, self._shown(key)

    def _shown(self, key: str) -> str:
        found = self.value(key)
        if key == "stance":
            stance = found or "for"
            said = STANCES_SAID[stance] if not self.value("probability") or found else ""
            return f"{stance}: {said}" if said else "by the probability"
        if key == "kind":
            return str(found or "prediction")
        if key in EVERY and EVERY[key].sort is Sort.DATE and found:
            date = self.date_of(key)
            words = "" if date is None or str(date) == str(found) else f", read from {found!r}"
            return f"{found if date is None else edtf.in_words(date)}{words}"
        if isinstance(found, list | tuple):
            return ", ".join(map(str, found))
        return "" if found is None else str(found)

    def attempt(self) -> tuple[str, ...]:
        """Do all but write, and answer what is odd."""
        done = self.add(dry_run=True)
        if isinstance(self.source(), str) or done.new_source:
            return done.warnings
        known = f"the ledger has this source already: {label(done.source)}"
        return (known, *done.warnings)
