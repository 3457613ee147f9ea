"""Lists of claims at a terminal: two lines a claim."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ledger.cli.terminal import (
    RESULT_COLOURS,
    STATUS_COLOURS,
    columns,
    painted,
    say,
    say_json,
    say_lines,
    say_more,
    spread,
    verdict_colour,
    wrapped,
)
from ledger.model.claim_state import as_said, due_label, status_label, verdict_label
from ledger.model.forecast import exact_percent
from ledger.text import clean, counted, cut, fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.ledger import Ledger
    from ledger.model.claim_state import Assessment
    from ledger.model.export_items import Page

WHO = 24
"""The most columns for a speaker's name in a list."""


def tell_claims(
    ledger: Ledger, claims: Page[Assessment], form: str, as_of: str | None, *, full: bool
) -> None:
    """Print claims as JSON or as text, with how many there are."""
    if form == "json":
        from ledger.json_views import claim_view

        outcomes = ledger.outcomes({claim.question for claim in claims}, as_of)
        say_json([claim_view(claim, outcomes.get(claim.question, ())) for claim in claims])
        return
    numbered = Numbered(ledger)
    for claim in claims:
        say_lines(numbered.lines(claim, full=full))
    numbered.keep()
    if claims.more == 0:
        say(f"{counted(len(claims), 'claim')}." if claims else "No claim matches.")
    say_more(claims.more)


class Numbered:
    """A list of claims whose lines have numbers at a terminal, where ``@3`` then means the third.

    Elsewhere they have none, and nothing is remembered.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._ids: list[str] = []
        self._here = sys.stdout.isatty()

    def lines(self, claim: Assessment, *, full: bool) -> Iterator[str]:
        """The lines of the next claim."""
        self._ids.append(claim.id)
        number = f"@{len(self._ids)}" if self._here else ""
        return claim_lines(claim, full=full, number=number)

    def keep(self) -> None:
        """Remember what was shown."""
        if self._here and self._ids:
            from ledger.cli import last_list

            last_list.keep(self._ledger, self._ids)


def claim_lines(claim: Assessment, *, full: bool = False, number: str = "") -> Iterator[str]:
    """A claim in two lines: its id, never cut, and how it stands; who said it and what.

    A ``number`` stands before who said it.
    """
    result = claim.result or ""
    verdict = verdict_label(claim.verdict, claim.amount)
    state = " ".join(filter(None, [status_label(claim), verdict]))
    chance = "" if claim.probability is None else f"{exact_percent(claim.probability)}  "
    right = f"{chance}{due_label(claim)}  {state}" + (f": {result}" if result else "")
    colour = (
        RESULT_COLOURS.get(result)
        or STATUS_COLOURS.get(claim.status)
        or verdict_colour(claim.verdict)
    )
    for left, rest in spread(claim.id, right):
        yield painted(left, bold=True) + painted(rest, colour)
    said = as_said(claim.stance, claim.statement, claim.answer)
    lead = f"{number} " if number else "  "
    if full:
        first, *others = wrapped(f"{claim.speaker}: {said}", indent=4, first=0)
        yield from (f"{lead}{first}", *others)
    else:
        who = WHO + 2 - len(lead)
        yield f"{lead}{fitted(clean(claim.speaker), who)}{cut(clean(said), columns() - WHO - 2)}"
