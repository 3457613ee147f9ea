"""The form of an outcome: what became of a question, since when, and what shows it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.book.asking.show import Dossier
from ledger.cli.ids import ON_A_QUESTION, meant
from ledger.cli.prompts.form import Ask, Form, complain, whole_word
from ledger.cli.prompts.line_editor import none
from ledger.errors import NeedsReason, Refusal
from ledger.journal.entry import horizon
from ledger.model import fields, parse_outcome
from ledger.model.claim_state import as_said
from ledger.model.forecast import of_percent
from ledger.model.verdicts import Verdict, possible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from ledger.book.ledger import Ledger
    from ledger.book.writing.record import Recorded
    from ledger.model.claim import Question
    from ledger.model.field_values import Complaint

ABOUT: Final = "id"
"""The key of the first answer: a question, or a claim on it."""

VERDICTS: Final = tuple(verdict.value for verdict in Verdict)
ANSWERED: Final = Verdict.ANSWERED.value
TEXTS: Final = {
    ABOUT: "Which question, or claim on it (its id)",
    "verdict": "What became of it",
    "value": "Which share of it came about (such as 0.75 or 75%)",
    "answer": "What is the answer (empty: another verdict)",
    "happened_on": "When did that become true (empty: not known)",
    "evidence": "What shows it (addresses, with blanks between)",
    "note": "What the evidence says, in short",
    "reason": "Why the verdict before it is replaced",
}
EVERY: Final = {one.name: one for one in fields.OUTCOME if one.name in TEXTS}
MOST_IDS: Final = 2000


@dataclass
class VerdictForm(Form):
    """Asks what became of a question; ``tell`` shows what each claim's result would be."""

    ledger: Ledger = field(kw_only=True)
    now: datetime = field(kw_only=True)
    tell: Callable[[Recorded], None] = field(kw_only=True)
    _needs_reason: bool = False

    def steps(self) -> list[str]:
        """The question, the verdict, and what goes with that."""
        verdict = self._value("verdict")
        asks = self._asks() and self.given.get("verdict", ANSWERED) == ANSWERED
        answered = asks and self._value("answer")
        keys = [ABOUT, *["answer"] * asks, *["verdict"] * (not answered)]
        keys += ["value"] * (verdict == Verdict.PARTLY)
        keys += ["happened_on"] * (verdict != Verdict.UNCLEAR)
        keys += ["evidence", "note", *["reason"] * self._needs_reason]
        return [key for key in keys if key not in self.given]

    def ask_of(self, key: str) -> Ask:
        """The question for a key."""
        one = EVERY.get(key)
        told = one.option.help if one is not None and one.option is not None else ""
        words = none
        if key == "verdict":
            told = ", ".join(VERDICTS)
            words = lambda: VERDICTS  # noqa: E731 - as the others are made
        elif key == ABOUT:
            words = lambda: self.ledger.ids("", ("claim", "question"), MOST_IDS)  # noqa: E731
        required = key in {ABOUT, "verdict"} or (key == "reason" and self._needs_reason)
        prose = key in {"note", "reason", "evidence"}
        return Ask(key, TEXTS[key], told, words, required, prose)

    def changeable(self) -> list[str]:
        """All that can be answered."""
        return list(TEXTS)

    def _asks(self) -> bool:
        """Whether the question asks for more than yes or no."""
        question = self._question() if self._value(ABOUT) else None
        return question is not None and question.type is not None

    def verdicts(self) -> list[Verdict]:
        """Those that the question can get."""
        question = self._question()
        if question is None:
            return list(Verdict)
        return possible(asks=question.type is not None, has_due=question.due is not None)

    def _value(self, key: str) -> Any:
        return self.answers.get(key) or self.given.get(key)

    def tidied(self, key: str, answer: str) -> str:
        """The answer as it is kept: a whole verdict for its beginning, 0.75 for 75%."""
        if key == ABOUT:
            with suppress(Refusal):
                return meant(self.ledger, answer, ON_A_QUESTION)
        if key == "verdict":
            return whole_word(answer, VERDICTS)
        return of_percent(answer) if key == "value" else answer

    @property
    def about(self) -> str:
        """The id that was answered, or given."""
        return str(self._value(ABOUT))

    def outcome(self) -> dict[str, Any]:
        """The outcome as `Ledger.record` takes it."""
        raw = {**self.given, **{key: text for key, text in self.answers.items() if text}}
        raw.pop(ABOUT, None)
        if raw.get("answer"):
            raw["verdict"] = ANSWERED
        shown = raw.pop("evidence", None)
        if isinstance(shown, str):
            shown = [{"url": url} for url in shown.split()]
        return {**raw, "evidence": shown} if shown else raw

    def complaints(self) -> Iterable[Complaint]:
        """What the reader of outcomes says of the answers so far."""
        question = self._question() if self._value(ABOUT) else None
        if question is None:
            return ()
        today = edtf.from_day(self.now.date())
        draft = parse_outcome.read_outcome(
            self.outcome(), question, horizon=horizon(self.now), anchor=today
        )
        return draft.complaints

    def _question(self) -> Question | None:
        try:
            found = self.ledger.show(self.about)
        except Refusal:
            return None
        return found.question if isinstance(found, Dossier) else None

    def refused(self, key: str, answer: str) -> str:
        """Why there is nothing to record of an id."""
        if key != ABOUT:
            return ""
        try:
            found = self.ledger.show(meant(self.ledger, answer, ON_A_QUESTION))
        except Refusal as refusal:
            return f"{refusal} {refusal.cure}".strip()
        return "" if isinstance(found, Dossier) else f"{answer!r} is a source, not a question."

    def taken(self, key: str) -> None:
        """Show what is asked about, and what a date was read as."""
        answer = self.answers[key]
        if key == ABOUT:
            self.show_question()
        elif key == "happened_on" and answer:
            found = edtf.read(answer, edtf.from_day(self.now.date()), roll="back")
            if str(found) != answer:
                complain(f"{answer!r} is {edtf.in_words(found)}")

    def show_question(self) -> None:
        """Print the statement, when it is due, and who said so."""
        question = self._question()
        if question is None:
            return
        due = "no due day" if question.due is None else f"due {edtf.deadline(question.due)}"
        complain(f"{question.statement} ({due})")
        found = self.ledger.show(question.id)
        if isinstance(found, Dossier):
            complain(*(as_said(one.stance, one.speaker, one.answer) for one in found.claims))

    def lines(self) -> Iterator[tuple[str, str]]:
        """The answers, in the order of the form."""
        for key in dict.fromkeys((*self.steps(), *TEXTS)):
            found = self._value(key)
            if isinstance(found, list):
                found = " ".join(str(one.get("url")) for one in found)
            if key in self.steps() or found:
                yield key, str(found or "")

    def attempt(self) -> Sequence[str]:
        """Show the results that would be, ask for a reason where one is needed, and write nothing.

        The answer is what is odd.
        """
        try:
            expected = self.record(dry_run=True)
        except NeedsReason as refusal:
            if self._value("reason"):
                raise
            complain(str(refusal))
            self._needs_reason = True
            self.ask("reason")
            expected = self.record(dry_run=True)
        self.tell(expected)
        return expected.warnings

    def record(self, *, dry_run: bool = False) -> Recorded:
        """Record the outcome."""
        return self.ledger.record(self.about, self.outcome(), dry_run=dry_run)
