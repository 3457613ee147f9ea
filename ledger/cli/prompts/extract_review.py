"""Going through proposed claims: one key a claim, and what was decided is in the file at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from ledger.cli.prompts.line_editor import LineEditor
from ledger.cli.terminal import painted, say, say_lines, wrapped
from ledger.errors import FileTrouble, Refusal
from ledger.extract.claim_file import Drafts, Entry
from ledger.formats.claimfile.files import read_text
from ledger.formats.claimfile.read import read_claim_file
from ledger.formats.write_files import write_file
from ledger.forms.known_claims import alike, claims_of
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from ledger.book.ledger import Ledger
    from ledger.errors import Problem
    from ledger.extract import Article, Proposal

KEYS: Final = {"k": "keep", "e": "edit", "s": "split", "x": "no claim"}
LATER: Final = frozenset({"\r", "\n", " "})
STOP: Final = frozenset({"q", "\x1b", "\x04", "\x03"})
EDITED: Final = ("statement", "due", "condition", "stance", "kind", "organisation", "role")
OF_QUESTION: Final = frozenset({"statement", "due", "due_words", "due_basis", "condition"})


def review_proposals(
    ctx: click.Context, article: Article, proposals: Sequence[Proposal], output: Path
) -> None:
    """Go through the proposals, or on with those in the file that still are drafts.

    Raises:
        FileTrouble: the file is none that was begun so, or cannot be written.
        click.ClickException: nobody sits at the terminal.
    """
    from datetime import UTC, datetime

    from ledger.cli.terminal import is_interactive
    from ledger.journal.entry import horizon

    if not is_interactive():
        raise click.ClickException("--review asks at a terminal, and this is none.")
    drafts = Drafts.of(article, proposals)
    if output.exists():
        try:
            drafts = Drafts.read(read_text(output), proposals)
        except (ValueError, KeyError, AttributeError, TypeError) as trouble:
            raise FileTrouble(f"{output} is no claim file to go on with.") from trouble
    Review(article, drafts, output, horizon(datetime.now(UTC)), _ledger(ctx)).run()


def _ledger(ctx: click.Context) -> Ledger | None:
    """The ledger, to see what it has already; None where there is none."""
    from ledger.cli.terminal import open_ledger

    try:
        return open_ledger(ctx)
    except Refusal:
        return None


@dataclass
class Review:
    """A person who goes through drafts."""

    article: Article
    drafts: Drafts
    output: Path
    horizon: date
    ledger: Ledger | None
    editor: LineEditor = field(default_factory=LineEditor)
    kept: int = 0
    dropped: int = 0

    def run(self) -> None:
        """Ask about each draft, until all were seen or it is enough."""
        waiting = self.drafts.waiting
        self._write()
        try:
            for number, entry in enumerate(waiting, 1):
                if not self._one(entry, f"{number} of {len(waiting)}"):
                    break
        except (KeyboardInterrupt, click.Abort):
            say()
            raise
        finally:
            left = len(self.drafts.waiting)
            say(f"{counted(self.kept, 'claim')} kept, {self.dropped} taken out, {left} left.")
            if left:
                say(f"They wait in {self.output}; the same command goes on.")

    def _one(self, entry: Entry, place: str) -> bool:
        """Ask about one draft; False where the person wants no more."""
        say_lines(["", painted(place, bold=True), *self._shown(entry)])
        while True:
            key = _key()
            if key in STOP:
                return False
            if key in LATER:
                return True
            if key == "x":
                self.drafts.entries.remove(entry)
                self.dropped += 1
            elif key == "s":
                other = self._split(entry)
                if other is None:
                    continue
                self._write()
                return self._one(entry, "first part") and self._one(other, "second part")
            elif not self._settle(entry, with_fields=key == "e"):
                continue
            self._write()
            return True

    def _settle(self, entry: Entry, *, with_fields: bool) -> bool:
        """Ask for the speaker, and the other fields if they are to be edited; keep what is good."""
        before = (dict(entry.claim), None if entry.question is None else dict(entry.question))
        if with_fields:
            for key in EDITED:
                self._ask(entry, key)
        self._ask(entry, "speaker")
        entry.draft = False
        faults = [one for one in self._problems() if one.severity == "error"]
        for one in faults:
            say_lines(wrapped(one.message, indent=2))
        if faults:
            entry.claim, entry.question = before
            entry.draft = True
            return False
        self.kept += 1
        return True

    def _ask(self, entry: Entry, key: str) -> None:
        table = entry.question if key in OF_QUESTION and entry.question else entry.claim
        known = str(table.get(key, ""))
        answer = self.editor.ask(key, key.capitalize(), known, prose=key == "statement")
        if answer == known:
            return
        if key == "due":
            table.pop("due_words", None)
        if answer:
            table[key] = answer
        else:
            table.pop(key, None)
        if key == "stance":
            _rehome(entry)

    def _split(self, entry: Entry) -> Entry | None:
        """Two drafts of one: the words of the second are typed, the first keeps the rest."""
        quote = str(entry.claim["quote"])
        words = self.editor.ask("split", "The second claim begins with the words")
        at = quote.find(words) if words else -1
        if at <= 0:
            say_lines(wrapped("These words are not within the quote.", indent=2))
            return None
        first = re.sub(r"[\s,;:]+(?:and|but|or)?\s*$", "", quote[:at])
        claim = {**entry.claim, "id": f"{entry.claim['id']}b", "quote": quote[at:]}
        question = None
        if entry.question is not None:
            question = {**entry.question, "id": f"{entry.question['id']}b"}
            claim["question"] = question["id"]
        entry.claim["quote"] = first
        other = Entry(claim, question, proposal=entry.proposal)
        self.drafts.entries.insert(self.drafts.entries.index(entry) + 1, other)
        return other

    def _write(self) -> None:
        write_file(self.output, self.drafts.printed())

    def _problems(self) -> list[Problem]:
        text = self.drafts.printed()
        return read_claim_file(str(self.output), text, self.horizon)[1]

    def _shown(self, entry: Entry) -> Iterator[str]:
        """The paragraph with the quote in it, what is proposed, and what to look at."""
        proposal, quote = entry.proposal, str(entry.claim.get("quote", ""))
        text = self.article.paragraphs[proposal.paragraph] if proposal is not None else quote
        for line in wrapped(text.replace(quote, f"[[ {quote} ]]", 1), indent=2):
            yield painted(line, "cyan" if "[[" in line or "]]" in line else None)
        for key, value in {**entry.claim, **(entry.question or {})}.items():
            if key not in {"id", "quote", "question"}:
                yield from wrapped(f"{key}: {value}", indent=6, first=4)
        for told in entry.remarks:
            yield from (painted(line, "yellow") for line in wrapped(told, indent=6, first=4))
        for known in self._known(entry):
            told = f"The ledger may have it already: {known}"
            yield from (painted(line, "yellow") for line in wrapped(told, indent=6, first=4))

    def _known(self, entry: Entry) -> Iterator[str]:
        """Claims of the ledger with the same quote, or a near statement by the same speaker."""
        if self.ledger is None:
            return
        table = entry.question or entry.claim
        claims = claims_of(self.ledger, str(entry.claim["speaker"]))
        for one in alike(claims, str(table.get("statement", "")), entry.claim.get("quote")):
            yield f"{one.id}: {one.statement}"


def _rehome(entry: Entry) -> None:
    """Give a denial a question of its own, and take it from what is none."""
    if entry.claim.get("stance") == "against" and entry.question is None:
        moved = {key: entry.claim.pop(key) for key in OF_QUESTION if key in entry.claim}
        entry.question = {"id": f"q-{entry.claim['id']}", **moved}
        entry.claim["question"] = entry.question["id"]
    elif entry.claim.get("stance") != "against" and entry.question is not None:
        own = {key: value for key, value in entry.question.items() if key != "id"}
        entry.claim.pop("question", None)
        entry.claim |= own
        entry.question = None


def _key() -> str:
    """The key that is pressed, one of those that mean something."""
    ways = ", ".join(f"{key} {does}" for key, does in KEYS.items())
    say_lines(wrapped(f"{ways}; Enter leaves it for later, q stops"))
    while True:
        key = click.getchar().lower()
        if key in KEYS or key in LATER or key in STOP:
            return key
