"""Asking for claims, one after the other, and keeping a draft of one that is left unfinished."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.book.ledger import utc_now
from ledger.cli.process import Stopped
from ledger.cli.prompts import drafts
from ledger.cli.prompts.claim_form import ClaimForm
from ledger.cli.prompts.form import BACK, HELP, NEXT
from ledger.cli.prompts.known import Lately
from ledger.cli.prompts.line_editor import LineEditor
from ledger.cli.terminal import say, say_lines, wrapped
from ledger.errors import Refusal
from ledger.forms.answers import as_text
from ledger.forms.claim_keys import ABOUT, OF_NEXT
from ledger.text import cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.book.ledger import Ledger
    from ledger.book.writing.add import Added
    from ledger.cli.prompts.drafts import Draft
    from ledger.quote import Article

WAYS: Final = (
    f"An empty answer leaves a thing out, {BACK} goes back, {HELP} helps. "
    "Nothing is added before you have seen all of it; Ctrl-C stops."
)


@dataclass
class Adding:
    """A person who adds claims to a ledger; ``folder`` is where drafts are kept."""

    ledger: Ledger
    folder: Path
    tell: Callable[[Added], None]
    article: Article | None = None
    added: int = 0
    draft: Draft | None = None
    form: ClaimForm = field(init=False)

    def run(self, given: dict[str, Any]) -> None:
        """Ask for a claim of which some is ``given``, and then for the next as long as is wished.

        Raises:
            Stopped, click.Abort: the person stops; what was added before stays.
            Refusal: what is given cannot be so, or the ledger cannot be written.
        """
        lately = Lately(self.ledger)
        editor = LineEditor(lately.answers)
        self.form = self._form(editor, given)
        self.form.refuse_given()
        say_lines(wrapped(WAYS))
        try:
            if not given:
                self._begin(lately)
            while self._one() == NEXT:
                pass
        except (Stopped, click.Abort) as end:
            self._keep(asks=not isinstance(end, Stopped) or end.is_typed)
            raise
        except Refusal:  # such as a ledger that cannot be written any more
            self._keep(asks=False)
            raise

    def _form(
        self, editor: LineEditor, given: dict[str, Any], answers: dict[str, str] | None = None
    ) -> ClaimForm:
        return ClaimForm(
            editor,
            given,
            answers or {},
            ledger=self.ledger,
            now=utc_now(),
            article=self.article,
        )

    def _begin(self, lately: Lately) -> None:
        """Resume a draft, or take the source that was used just now."""
        self.draft = drafts.newest(self.folder, self.ledger.recorder)
        if self.draft is not None:
            said = self.draft.answers.get("statement") or self.draft.answers.get("speaker") or "-"
            say_lines(
                wrapped(f"There is a draft of {self.draft.saved:%Y-%m-%d %H:%M} (UTC): {said}")
            )
            if self.form.editor.is_so("Go on with it?"):
                self.form.answers.update(self.draft.answers)
                return
            if self.form.editor.is_so("Keep it for later?"):
                self.draft = None
                return
            drafts.drop(self.draft)
            self.draft = None
        last = lately.source(utc_now())
        if last is not None:
            self.form.answers[ABOUT] = last
            self.form.asked = OF_NEXT
            say_lines(wrapped(f"Source: {self.form.source_label()}. For another: {BACK}"))

    def _one(self) -> str:
        """Ask for one claim and add it; the answer is what is wished then."""
        form = self.form
        form.fill()
        wish = form.review(form.attempt, "adds it", "adds it and asks for the next of this source")
        done = form.add()
        self.added += 1
        if self.draft is not None:
            drafts.drop(self.draft)
            self.draft = None
        self.form = self._form(form.editor, {}, {ABOUT: done.source.id})
        self.form.asked = OF_NEXT
        self.tell(done)
        return wish

    def _keep(self, *, asks: bool) -> None:
        """Keep what was answered as a draft, unless the person who stopped wants it not."""
        known = {key: as_text(value) for key, value in self.form.given.items()}
        answers = {**known, **self.form.answers}
        say()
        if any(value for key, value in answers.items() if key != ABOUT or "://" in value):
            with suppress(Stopped, click.Abort):  # who stops twice wants out, and loses nothing
                asks = asks and not self.form.editor.is_so("Keep what you answered as a draft?")
                if asks:
                    answers = {}
            if answers:
                self._write(answers)
        say(f"Nothing {'more ' if self.added else ''}was added.", err=True)

    def _write(self, answers: dict[str, str]) -> None:
        try:
            drafts.keep(self.folder, self.ledger.recorder, answers, utc_now())
        except OSError as trouble:
            say(f"The draft cannot be kept: {cut(str(trouble), 200)}", err=True)
            return
        if self.draft is not None:
            drafts.drop(self.draft)
        say("A draft is kept; the next ledger add offers to go on with it.", err=True)
