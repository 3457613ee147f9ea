"""Which record somebody means who does not type a whole id.

That is any beginning of an id that no other begins with, ``@3`` for the third of the list that the
terminal showed last, or words in quotes that one claim only has.  What is about to be written asks
first, with the statement: a whole id alone is taken at its word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from ledger.cli import last_list
from ledger.cli.terminal import is_interactive, say, say_lines, wrapped
from ledger.errors import Refusal
from ledger.model.field_values import ID
from ledger.model.outcome import base_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.book.ledger import Ledger

SHOWN: Final = 5
"""How many ids that may be meant are named."""

ON_A_QUESTION: Final = ("claim", "question")
ANY: Final = ("claim", "question", "source")


class Ambiguous(Refusal):
    """What was typed may mean several records."""


def meant(ledger: Ledger, typed: str, kinds: Sequence[str] = ANY, *, by_words: bool = True) -> str:
    """The id that was meant, or what was typed where that tells nothing.

    It may be told ``by_words`` of a claim, unless a text with blanks is an id itself.

    Raises:
        Ambiguous: it may mean several.
        NoSuchLine: it is the number of a line that was not shown.
    """
    begins = base_of(typed)
    behind = typed.removeprefix(begins)
    line = last_list.nth(ledger, begins)
    if line is not None:
        return f"{line}{behind}"
    if ID.fullmatch(begins):
        return f"{_begun(ledger, begins, kinds)}{behind}"
    return _said(ledger, typed) if by_words and " " in typed.strip() else typed


def _begun(ledger: Ledger, beginning: str, kinds: Sequence[str]) -> str:
    found = ledger.begun(beginning, kinds, SHOWN + 1)
    if len(found) > 1:
        more = " and others" if len(found) > SHOWN else ""
        raise Ambiguous(
            f"Several ids begin with {beginning!r}: {', '.join(found[:SHOWN])}{more}.",
            "Type more of it.",
        )
    return found[0] if found else beginning


def _said(ledger: Ledger, words: str) -> str:
    found = ledger.search(words, most=SHOWN)
    if len(found) == 1 and found.more == 0:
        return found[0].id
    if not found:
        return words
    more = "" if found.more == 0 else " and others"
    ids = ", ".join(claim.id for claim in found)
    raise Ambiguous(f"Several claims have {words!r}: {ids}{more}.", "Add a word, or take an id.")


def meant_to_change(ledger: Ledger, typed: str, kinds: Sequence[str] = ON_A_QUESTION) -> str:
    """The same for a command that writes: what is no whole id is shown, and to be confirmed.

    Without a terminal it is what was typed.

    Raises:
        Abort: it is not what was meant.
        Ambiguous, NoSuchLine: as for `meant`.
    """
    if not is_interactive():
        return typed
    found = meant(ledger, typed, kinds)
    if found == typed or not _show(ledger, found):
        return found
    if not click.confirm("Is that what you mean?", default=True):
        say("Nothing was written.", err=True)
        raise click.Abort
    return found


def _show(ledger: Ledger, identifier: str) -> bool:
    """Show what an id is of; False where there is nothing."""
    from ledger.book.asking.show import Dossier
    from ledger.model.claim_state import document_label

    try:
        found = ledger.show(identifier)
    except Refusal:
        return False
    say_lines(wrapped(identifier))
    if not isinstance(found, Dossier):
        source = found.source
        told = document_label(source.publisher, source.title, source.published)
        say_lines(wrapped(told, indent=2))
        return True
    who = "" if found.claim is None else f"{found.claim.speaker}: "
    say_lines(wrapped(f"{who}{found.question.statement}", indent=2))
    return True
