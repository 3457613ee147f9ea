"""``ledger add``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledger import edtf
from ledger.cli import COMMANDS, completing
from ledger.cli.options import (
    CLAIM_AND_QUESTION,
    SOURCE,
    SOURCE_KEYS,
    as_typed,
    counted,
    given,
    options,
    since_option,
)
from ledger.cli.process import Stopped
from ledger.cli.terminal import field, is_interactive, ledger_to_write, say, say_lines, warn
from ledger.errors import Refusal
from ledger.model.forecast import EXCEPT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.book.writing.add import Added
    from ledger.model.claim import Question
    from ledger.quote import Article


@click.command(short_help=COMMANDS["add"])
@click.option("--id", help="The id of the claim; by default one is made from its words.")
@options(*CLAIM_AND_QUESTION)
@click.option(
    "--source",
    metavar="ID",
    shell_complete=completing.ids,
    help="The id of a source the ledger already has, instead of the options below.",
)
@options(*SOURCE)
@since_option
@click.option(
    "--text",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The text of the source: the quote must be in it.",
)
@click.option("--key", help="Any text of your own; a second add with the same key adds nothing.")
@click.pass_context
def add_command(
    ctx: click.Context,
    /,
    source: str | None,
    since: str | None,
    text: Path | None,
    key: str | None,
    **values: Any,
) -> None:
    """Add a claim: who said what would happen, in which source, by when.

    At a terminal it asks for what is missing, and shows all before anything is added.
    The same address, or publisher and day without another title, is the same source.
    Words in dates are read against the day the claim was made or its source was published.
    A claim that names no question makes one of its own.
    The statement says what would come about, even where --stance is against; the question then
    has another id than the claim.
    After a crash the same command with the same --key can be run again: nothing is added twice.

    \b
    Example:
      ledger add --publisher "The Japan Times" --published 2023-07 \\
        --speaker "James Black" --wording "are looking to" --due 2023-07-12 \\
        --statement "NATO members agree to spend at least 2% of GDP on defence."
    """
    claim = counted(given(values), since)
    article = _article(text)
    if key is None and is_interactive() and not _is_whole(claim, source):
        _ask(ctx, claim if source is None else {**claim, "source": source}, article)
        return
    document = {key: claim.pop(key) for key in SOURCE_KEYS if key in claim}
    if source is not None and document:
        raise click.UsageError("Give either --source or the details of a new source, not both.")
    if source is None and not document:
        raise click.UsageError(
            "Which source? Give --source ID, or --publisher (and --title, --published, --url)."
        )
    with ledger_to_write(ctx) as ledger:
        added = ledger.add(claim, source or document, key, article=article)
    _tell(added)


def _is_whole(claim: Mapping[str, Any], source: str | None) -> bool:
    """Whether all was given that a claim cannot be without."""
    said = "question" in claim or "statement" in claim
    return said and "speaker" in claim and (source is not None or "publisher" in claim)


def _ask(ctx: click.Context, given: dict[str, Any], article: Article | None) -> None:
    """Ask a person for what is not given, and add it.

    A ledger that is new is kept once there is something in it, whatever comes then.
    """
    from ledger.cli.prompts import drafts
    from ledger.cli.prompts.adding import Adding

    stopped: BaseException | None = None
    with ledger_to_write(ctx) as ledger:
        folder = drafts.folder_of(ctx.find_root().obj["target"])
        adding = Adding(ledger, folder, _tell, article)
        try:
            adding.run(given)
        except (Stopped, click.Abort, Refusal) as end:
            if not adding.added:
                raise
            stopped = end
    if stopped is not None:
        raise stopped


def _article(text: Path | None) -> Article | None:
    """The text that the quote must be in, if it was given.

    Raises:
        FileTrouble: it cannot be read.
    """
    if text is None:
        return None
    from ledger.formats.claimfile.files import read_text
    from ledger.quote import Article

    return Article.of(read_text(text))


def _tell(added: Added) -> None:
    claim, question = added.claim, added.question
    if added.before:
        say(f"Added {claim.id} before; nothing was added now.")
        return
    say(f"Added {claim.id}.")
    say_lines(field("new source" if added.new_source else "source", added.source.id))
    say_lines(field("made", None if claim.made is None else edtf.in_words(claim.made)))
    if claim.question != claim.id:
        say_lines(field("question", claim.question))
    if question is not None:
        say_lines(field("due", _due(question)))
    warn(as_typed(warning, add_command) for warning in added.warnings)


def _due(question: Question) -> str:
    """When the question is due, what its words were read as, and which day counts."""
    if question.due is None and question.resolve_by is not None:
        return f"none: to be checked {edtf.by(question.resolve_by)}"
    if question.due is None:
        but = EXCEPT if question.closes is not None else ""
        return f"none: it will be shown, but never scored{but}"
    words = f", read from {question.due_words!r}" if question.due_words else ""
    return f"{edtf.deadline(question.due)}{words}"
