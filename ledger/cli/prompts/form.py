"""A form: questions asked one after the other, each answer judged at once, all reviewed at last.

``<`` goes back to the question before, ``?`` says what is wanted.  An answer that cannot be taken
is shown again, to be mended where it stands.  An empty answer leaves a thing out.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.cli.prompts.line_editor import none
from ledger.cli.terminal import say, say_lines, wrapped
from ledger.errors import Refusal, StoreTrouble
from ledger.forms.answers import UNANSWERED, as_text, without_key
from ledger.model.field_reader import guess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledger.cli.prompts.line_editor import LineEditor, Words
    from ledger.model.field_values import Complaint

BACK: Final = "<"
HELP: Final = "?"
NEXT: Final = "+"
OUT: Final = "-"
"""The answer that leaves a thing out, like an empty one."""


class Back(Exception):  # noqa: N818 - a wish, no fault
    """The question before is wanted again."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: under which key its answer goes, what is asked, and what helps to answer."""

    key: str
    text: str
    help: str = ""
    words: Words = none
    required: bool = False
    prose: bool = False
    """Whether the answer may be pasted from a text."""


@dataclass
class Form(ABC):
    """Answers that a person gives, by key; an empty one was left out.

    ``given`` is what was given otherwise, as by options: it is not asked for, but can be changed.
    """

    editor: LineEditor
    given: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    @abstractmethod
    def steps(self) -> list[str]:
        """The keys to be asked for in order, as far as the answers so far tell."""

    @abstractmethod
    def ask_of(self, key: str) -> Ask:
        """The question for a key."""

    @abstractmethod
    def complaints(self) -> Iterable[Complaint]:
        """What is wrong with the answers so far."""

    @abstractmethod
    def lines(self) -> Iterable[tuple[str, str]]:
        """What the review shows: keys, each with what stands under it in words."""

    def taken(self, key: str) -> None:
        """An answer was taken: another may follow from it."""
        del key

    def tidied(self, key: str, answer: str) -> str:
        """The answer as it is kept, such as the whole word of which the beginning was typed."""
        del key
        return answer

    def refused(self, key: str, answer: str) -> str:
        """Why an answer cannot be taken that `complaints` knows nothing of; empty where it can."""
        del key, answer
        return ""

    def fill(self) -> None:
        """Ask for all that has no answer yet; who goes back comes to where they were."""
        while True:
            steps = self.steps()
            place = next((n for n, key in enumerate(steps) if key not in self.answers), None)
            if place is None:
                return
            try:
                self.ask(steps[place])
            except Back:
                self.ask_again(place - 1)

    def ask_again(self, place: int) -> None:
        """Ask for the answer of a step once more, or on wish for one before."""
        while True:
            place = max(place, 0)
            try:
                self.ask(self.steps()[place])
            except Back:
                place -= 1
            else:
                return

    def ask(self, key: str) -> None:
        """Ask for one answer until it can be taken.

        Raises:
            Back: the question before is wanted.
        """
        question = self.ask_of(key)
        shown = self.answers.get(key) or as_text(self.given.get(key))
        while True:
            answer = self.editor.ask(
                key, question.text, shown, question.words, prose=question.prose
            )
            if answer == BACK:
                raise Back
            if answer == HELP:
                complain(f"{question.help or question.text} {HOW}")
                continue
            answer = "" if answer == OUT else self.tidied(key, answer)
            if not self.take(key, answer):
                shown = answer
                continue
            self.taken(key)
            return

    def take(self, key: str, answer: str) -> bool:
        """Take an answer if that can be, and show why not, or what is odd about it."""
        why = self._why_not(self.ask_of(key), answer)
        complain(*why)
        return not why

    def _why_not(self, question: Ask, answer: str) -> list[str]:
        """Why the answer cannot be taken; else it is, and what is odd about it is shown."""
        if question.required and not answer:
            return ["This cannot be left out."]
        why = self.refused(question.key, answer) if answer else ""
        if why:
            return [why]
        before = self.answers.pop(question.key, None), self.given.pop(question.key, None)
        known = {(one.place, one.code) for one in self.complaints()}
        self.answers[question.key] = answer
        found = [one for one in self.complaints() if one.code not in UNANSWERED]
        new = [one for one in found if (one.place, one.code) not in known]
        told = [(without_key(one.message, question.key), one.warning) for one in new]
        errors = [message for message, warning in told if not warning]
        if errors:
            self._restore(question.key, *before)
            return errors
        complain(*(message for message, _ in told))
        return []

    def _restore(self, key: str, answer: str | None, given: object) -> None:
        self.answers.pop(key, None)
        if answer is not None:
            self.answers[key] = answer
        if given is not None:
            self.given[key] = given

    def review(self, attempt: Callable[[], Sequence[str]], done: str, more: str = "") -> str:
        """Show all answers, and let any be changed, until they are to be kept: Enter, or ``+``.

        ``attempt`` does all but write, and answers what is odd; ``done`` says what Enter does, and
        ``more`` what ``+`` does, if anything.
        """
        while True:
            shown = list(self.lines())
            show(shown)
            try:
                for warning in attempt():
                    complain(f"Note: {warning}")
                wish = self._wish([key for key, _ in shown], done, more)
            except StoreTrouble:
                raise
            except Refusal as refusal:
                complain(f"{refusal} {refusal.cure}".strip())
                wish = self._wish([key for key, _ in shown], "", "")
            if wish in {"", NEXT}:
                return wish
            self._change(wish)

    def _change(self, wish: str) -> None:
        try:
            if wish == BACK:
                self.ask_again(len(self.steps()) - 1)
            else:
                self.ask(wish)
            self.fill()
        except Back:
            return

    def _wish(self, keys: list[str], done: str, more: str) -> str:
        """What is to be done: a key to change, Enter or ``+`` where they may be, or ``<``."""
        ways = [f"Enter {done}"] * bool(done) + [f"{NEXT} {more}"] * bool(more)
        question = "; ".join([*ways, "a number changes that answer"])
        plain = [*([""] if done else []), *([NEXT] if more else []), BACK]
        while True:
            answer = self.editor.ask("review", question, "", self.changeable)
            if answer in plain:
                return answer
            if answer.isdecimal() and 0 < int(answer) <= len(keys):
                return keys[int(answer) - 1]
            if answer in self.changeable():
                return answer
            hint = guess(answer, self.changeable())
            complain(f"Give a number from 1 to {len(keys)}, or a name such as note.{hint}")

    @abstractmethod
    def changeable(self) -> list[str]:
        """The keys that can be changed by their names."""


HOW: Final = (
    f"An empty answer leaves it out, {BACK} goes back, Tab completes, Ctrl-U clears the line, "
    "and Ctrl-C stops."
)


def show(lines: Iterable[tuple[str, str]]) -> None:
    """Print numbered answers."""
    say()
    for number, (key, value) in enumerate(lines, 1):
        label = f"{number:>3} {key.replace('_', ' '):<13}"
        first, *others = wrapped(value or OUT, indent=18)
        say_lines([f"{label} {first.strip()}", *others])


def complain(*sentences: str) -> None:
    """Print what is wrong, or odd, with an answer."""
    for sentence in sentences:
        for line in wrapped(sentence, indent=2):
            say(line)


def whole_word(typed: str, words: Iterable[str]) -> str:
    """The one of the words that begins as was typed, in any case; else what was typed."""
    plain = typed.lower().replace("_", "-").replace(" ", "-").replace("'", "")
    found = [word for word in words if word.startswith(plain)]
    return plain if plain in found else found[0] if len(found) == 1 else typed
