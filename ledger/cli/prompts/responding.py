"""Asking what the one who was judged answers, and noting it once all of it was seen."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import click

from ledger import edtf
from ledger.book.asking.show import Dossier
from ledger.book.ledger import utc_now
from ledger.cli.ids import meant
from ledger.cli.process import Stopped
from ledger.cli.prompts.form import BACK, HELP, Ask, Form, complain
from ledger.cli.prompts.known import Lately
from ledger.cli.prompts.line_editor import LineEditor, none
from ledger.cli.terminal import say, say_lines, wrapped
from ledger.errors import Refusal
from ledger.journal.entry import horizon
from ledger.model import parse_outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ledger.book.ledger import Ledger
    from ledger.book.writing.respond import Responded
    from ledger.model.field_values import Complaint

ABOUT: Final = "id"
TEXTS: Final = {
    ABOUT: "To which claim (its id)",
    "by": "Who answers",
    "date": "On which day",
    "text": "What they say, in their words",
    "url": "Where it was published (an address; empty: nowhere)",
}
MOST_IDS: Final = 2000
WAYS: Final = (
    f"{BACK} goes back, {HELP} helps. Nothing is noted before you have seen all of it; "
    "Ctrl-C stops."
)


def ask(ledger: Ledger, given: dict[str, Any]) -> Responded:
    """Ask for a response of which some is ``given``, and note it.

    Raises:
        Refusal: what is given cannot be so.
        Stopped, click.Abort: the person stops; nothing is noted.
    """
    form = ResponseForm(LineEditor(Lately(ledger).answers), given, ledger=ledger, now=utc_now())
    try:
        if ABOUT in given:
            given[ABOUT] = meant(ledger, given[ABOUT], ("claim",))
            ledger.show(given[ABOUT])
            form.show_claim()
        say_lines(wrapped(WAYS))
        form.fill()
        form.review(tuple, "notes it")
        return form.respond()
    except (Stopped, click.Abort):
        say("\nNothing was noted.", err=True)
        raise


@dataclass
class ResponseForm(Form):
    """Asks who answers to which claim, when, and what."""

    ledger: Ledger = field(kw_only=True)
    now: datetime = field(kw_only=True)

    def steps(self) -> list[str]:
        """All there is, but what was given."""
        return [key for key in TEXTS if key not in self.given]

    def ask_of(self, key: str) -> Ask:
        """The question for a key."""
        words = none
        if key == ABOUT:
            words = lambda: self.ledger.ids("", ("claim",), MOST_IDS)  # noqa: E731 - as the others
        elif key == "by":
            words = self._speakers
        return Ask(key, TEXTS[key], "", words, required=key != "url", prose=key == "text")

    def _speakers(self) -> list[str]:
        found = self._claim()
        return [] if found is None or found.claim is None else [found.claim.speaker]

    def changeable(self) -> list[str]:
        """All that can be answered."""
        return list(TEXTS)

    def _value(self, key: str) -> str:
        return str(self.answers.get(key) or self.given.get(key) or "")

    def tidied(self, key: str, answer: str) -> str:
        """The whole id for its beginning."""
        if key == ABOUT:
            with suppress(Refusal):
                return meant(self.ledger, answer, ("claim",))
        return answer

    def raw(self) -> dict[str, str]:
        """The response as `Ledger.respond` takes it."""
        return {key: self._value(key) for key in TEXTS if key != ABOUT and self._value(key)}

    def complaints(self) -> Iterable[Complaint]:
        """What the reader of responses says of the answers so far."""
        today = edtf.from_day(self.now.date())
        draft = parse_outcome.read_response(
            self.raw(), self._value(ABOUT), horizon=horizon(self.now), anchor=today
        )
        return draft.complaints

    def _claim(self) -> Dossier | None:
        try:
            found = self.ledger.show(self._value(ABOUT))
        except Refusal:
            return None
        return found if isinstance(found, Dossier) and found.claim is not None else None

    def refused(self, key: str, answer: str) -> str:
        """Why there is no answering an id."""
        if key != ABOUT:
            return ""
        try:
            found = self.ledger.show(meant(self.ledger, answer, ("claim",)))
        except Refusal as refusal:
            return f"{refusal} {refusal.cure}".strip()
        is_claim = isinstance(found, Dossier) and found.claim is not None
        return "" if is_claim else f"{answer!r} is not a claim."

    def taken(self, key: str) -> None:
        """Show what is answered, and what a date was read as."""
        answer = self.answers[key]
        if key == ABOUT:
            self.show_claim()
        elif key == "date" and answer:
            found = edtf.read(answer, edtf.from_day(self.now.date()), roll="back")
            if str(found) != answer:
                complain(f"{answer!r} is {edtf.in_words(found)}")

    def show_claim(self) -> None:
        """Print who said what, and what became of it."""
        found = self._claim()
        if found is not None and found.claim is not None:
            became = f" ({found.claim.verdict})" if found.claim.verdict else ""
            complain(f"{found.claim.speaker}: {found.claim.statement}{became}")

    def lines(self) -> Iterator[tuple[str, str]]:
        """The answers, in the order of the form."""
        for key in TEXTS:
            yield key, self._value(key)

    def respond(self) -> Responded:
        """Note the response."""
        return self.ledger.respond(self._value(ABOUT), self.raw())
