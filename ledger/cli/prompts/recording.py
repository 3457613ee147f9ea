"""Asking what became of a question, and recording it once all of it was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ledger.book.ledger import utc_now
from ledger.cli.process import Stopped
from ledger.cli.prompts.form import BACK, HELP
from ledger.cli.prompts.known import Lately
from ledger.cli.prompts.line_editor import LineEditor
from ledger.cli.prompts.verdict_form import ABOUT, VerdictForm
from ledger.cli.terminal import say, say_lines, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.book.ledger import Ledger
    from ledger.book.writing.record import Recorded

WAYS: Final = (
    f"An empty answer leaves a thing out, {BACK} goes back, {HELP} helps. "
    "Nothing is recorded before you have seen all of it; Ctrl-C stops."
)


def ask(ledger: Ledger, given: dict[str, Any], tell: Callable[[Recorded], None]) -> Recorded:
    """Ask for a verdict of which some is ``given``; ``tell`` shows the results it would make.

    Raises:
        Refusal: what is given cannot be so.
        Stopped, click.Abort: the person stops; nothing is recorded.
    """
    editor = LineEditor(Lately(ledger).answers)
    form = VerdictForm(editor, given, ledger=ledger, now=utc_now(), tell=tell)
    try:
        if ABOUT in given:
            ledger.show(given[ABOUT])
            form.show_question()
        say_lines(wrapped(WAYS))
        form.fill()
        form.review(form.attempt, "records it")
        return form.record()
    except (Stopped, click.Abort):
        say("\nNothing was recorded.", err=True)
        raise
