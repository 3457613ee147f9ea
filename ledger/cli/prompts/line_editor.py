"""One line typed by a person: edited, completed, recalled, pasted.

Only this module speaks prompt_toolkit, and it is loaded only where somebody is asked.

What is pasted is one answer, however many lines it has: a line break in it is a blank.  A terminal
that marks what is pasted says so itself; of others, where prose is asked for, an Enter behind which
more has come already was not pressed by anybody.  Elsewhere somebody may type ahead.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer, Completion
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import has_focus
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys

from ledger.cli.process import Stopped
from ledger.cli.terminal import columns
from ledger.model.name_keys import tokens
from ledger.text import clean, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document
    from prompt_toolkit.key_binding import KeyPressEvent

    Words = Callable[[], Sequence[str]]

MOST: Final = 50
"""How many completions are offered."""

MENU: Final = 5
"""How many lines of the terminal are kept free for them."""

OF_THE_TERMINAL: Final = {Keys.CPRResponse, Keys.Ignore}
"""Keys that no person presses: what a terminal answers."""


def none() -> Sequence[str]:
    """No words at all."""
    return ()


class Offered(Completer):
    """Completes with those of some texts in which every word typed begins some word."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._known: list[tuple[str, list[str]]] | None = None

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - the library's
    ) -> Iterable[Completion]:
        """The texts meant, those that begin as was typed before others."""
        typed = document.text_before_cursor.rpartition(", ")[2]
        wanted = tokens([typed])
        if not wanted:
            return []
        found = [text for text, known in self._all() if _holds(known, wanted)]
        start = typed.casefold()
        found.sort(key=lambda text: not text.casefold().startswith(start))
        shown = [text for text in found if text != typed][:MOST]
        return [Completion(text, -len(typed), display=clean(text)) for text in shown]

    def _all(self) -> list[tuple[str, list[str]]]:
        if self._known is None:
            self._known = [(text, tokens([text])) for text in self._words()]
        return self._known


def _holds(known: list[str], wanted: list[str]) -> bool:
    return all(any(one.startswith(word) for one in known) for word in wanted)


class LineEditor:
    """Asks for lines; what was answered to a question can be recalled at the next of its kind.

    ``before`` gives what was answered to questions of a kind in earlier days, the oldest first.
    """

    def __init__(self, before: Callable[[str], Iterable[str]] = lambda _: ()) -> None:
        self._before = before
        self._histories: dict[str, InMemoryHistory] = {}

    def ask(
        self,
        kind: str,
        question: str,
        default: str = "",
        words: Words = none,
        *,
        prose: bool = False,
    ) -> str:
        """The line that is typed, without blanks around it; at first it is ``default``.

        ``prose`` says that it may be pasted from a text, line breaks and all.

        Raises:
            Stopped: by Ctrl-C.
            click.Abort: there is no more input.
        """
        session: PromptSession[str] = PromptSession(
            history=self._history(kind),
            completer=Offered(words),
            complete_while_typing=words is not none,
            key_bindings=_bindings(prose=prose),
            reserve_space_for_menu=MENU if words is not none else 0,
        )
        asked = "\n".join(wrap(f"{clean(question)}:", columns() - 1))
        message = FormattedText([("bold", asked), ("", " ")])
        try:
            return " ".join(session.prompt(message, default=default, handle_sigint=False).split())
        except Stopped:
            raise
        except KeyboardInterrupt:
            raise Stopped(signal.SIGINT, is_typed=True) from None
        except EOFError:
            raise click.Abort from None

    def is_so(self, question: str, *, usual: bool = True) -> bool:
        """Whether a person says yes; Enter says what is ``usual``."""
        while True:
            answer = self.ask("yes or no", f"{question} [{'Y/n' if usual else 'y/N'}]").lower()
            if answer in {"", "y", "yes", "n", "no"}:
                return usual if not answer else answer.startswith("y")
            click.echo("  Answer y or n.")

    def _history(self, kind: str) -> InMemoryHistory:
        if kind not in self._histories:
            self._histories[kind] = InMemoryHistory(list(dict.fromkeys(self._before(kind))))
        return self._histories[kind]


def _bindings(*, prose: bool) -> KeyBindings:
    bindings = KeyBindings()
    typing = has_focus(DEFAULT_BUFFER)

    @bindings.add(Keys.BracketedPaste, filter=typing)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text(" ".join(_lines(event.data)))

    @bindings.add("enter", filter=typing)
    def _(event: KeyPressEvent) -> None:
        waiting = event.app.key_processor.input_queue
        if prose and any(press.key not in OF_THE_TERMINAL for press in waiting):
            event.current_buffer.insert_text(" ")
        else:
            event.current_buffer.validate_and_handle()

    return bindings


def _lines(pasted: str) -> Iterator[str]:
    for line in pasted.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip():
            yield line.strip("\t ") if "\t" in line else line.strip()
