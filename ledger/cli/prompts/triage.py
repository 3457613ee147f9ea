"""Going through what is due: one key a verdict, then since when and what shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from ledger.book.ledger import utc_now
from ledger.cli.prompts.known import Lately
from ledger.cli.prompts.line_editor import LineEditor
from ledger.cli.prompts.verdict_form import ABOUT, VerdictForm
from ledger.cli.terminal import painted, say, say_lines, wrapped
from ledger.model.verdicts import Verdict
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ledger.book.ledger import Ledger
    from ledger.book.writing.record import Recorded
    from ledger.model.claim_state import Assessment

KEYS: Final = {verdict.value[0]: verdict for verdict in Verdict}
"""The key of each verdict, which is its first letter."""

SKIP: Final = frozenset({"\r", "\n", " "})
STOP: Final = frozenset({"q", "\x1b", "\x04", "\x03"})


@dataclass
class Triage:
    """A person who goes through questions; ``tell`` shows what results a verdict would make."""

    ledger: Ledger
    tell: Callable[[Recorded], None]
    recorded: int = 0
    skipped: int = 0
    editor: LineEditor = field(init=False)

    def __post_init__(self) -> None:
        self.editor = LineEditor(Lately(self.ledger).answers)

    def run(self, claims: Iterable[Assessment]) -> None:
        """Ask for a verdict on the question of each claim, until all were seen or it is enough.

        What was recorded before a stop stays.
        """
        questions = list(dict.fromkeys(claim.question for claim in claims))
        try:
            for number, question in enumerate(questions, 1):
                if not self._one(question, f"{number} of {len(questions)}"):
                    break
        except (KeyboardInterrupt, click.Abort):
            say()
            raise
        finally:
            left = len(questions) - self.recorded - self.skipped
            told = f"{counted(self.recorded, 'verdict')} recorded, {self.skipped} skipped"
            say(f"{told}, {left} left.")

    def _one(self, question: str, place: str) -> bool:
        """Ask about one question; False where the person wants no more."""
        form = VerdictForm(
            self.editor,
            {ABOUT: question},
            {"note": ""},
            ledger=self.ledger,
            now=utc_now(),
            tell=self.tell,
        )
        say_lines(["", painted(f"{place}: {question}", bold=True)])
        form.show_question()
        possible = form.verdicts()
        key = self._key({key: one for key, one in KEYS.items() if one in possible})
        if key in STOP:
            return False
        if key in SKIP:
            self.skipped += 1
            return True
        form.given["verdict"] = KEYS[key].value
        say_lines([painted(f"  {KEYS[key].traits.label}", bold=True)])
        form.fill()
        form.review(form.attempt, "records it")
        done = form.record()
        self.recorded += 1
        say(f"Recorded {done.outcome.id}.")
        return True

    def _key(self, keys: Mapping[str, Verdict]) -> str:
        """The key that is pressed, one of those that mean something."""
        ways = ", ".join(f"{key} {verdict.traits.label}" for key, verdict in keys.items())
        say_lines(wrapped(f"{ways}; Enter skips, q stops"))
        while True:
            key = click.getchar().lower()
            if key in keys or key in SKIP or key in STOP:
                return key
