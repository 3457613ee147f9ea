"""Claims as people read them in lists, two lines each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.cli.terminal import (
    RESULT_COLOURS,
    STATUS_COLOURS,
    WIDTH,
    painted,
    say,
    say_json,
    say_lines,
    spread,
    wrapped,
)
from ledger.columns import clean, cut, fitted
from ledger.model.labels import as_said, due_label, status_label, verdict_label
from ledger.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.book.ledger import Ledger
    from ledger.model.assessment import Assessment

WHO = 24
"""The most columns for a speaker's name in a list."""


def tell_claims(
    ledger: Ledger, claims: Sequence[Assessment], form: str, as_of: str | None, *, full: bool
) -> None:
    """Print claims as JSON or as text, with how many there are."""
    if form == "json":
        from ledger.json_views import claim_view

        outcomes = ledger.outcomes({one.question for one in claims}, as_of)
        say_json([claim_view(one, outcomes.get(one.question, ())) for one in claims])
        return
    for one in claims:
        say_lines(claim_lines(one, full=full))
    say(f"{counted(len(claims), 'claim')}." if claims else "No claim matches.")


def claim_lines(claim: Assessment, *, full: bool = False) -> Iterator[str]:
    """A claim in two lines: its id, never cut, and how it stands; who said it and what."""
    result = claim.result or ""
    verdict = verdict_label(claim.verdict, claim.value)
    state = " ".join(filter(None, [status_label(claim), verdict]))
    right = f"{due_label(claim)}  {state}" + (f": {result}" if result else "")
    colour = RESULT_COLOURS.get(result) or STATUS_COLOURS.get(claim.status)
    for left, rest in spread(claim.id, right):
        yield painted(left, bold=True) + painted(rest, colour)
    said = as_said(claim.stance, claim.statement)
    if full:
        yield from wrapped(f"{claim.speaker}: {said}", indent=4, first=2)
    else:
        yield f"  {fitted(clean(claim.speaker), WHO)}{cut(clean(said), WIDTH - WHO - 2)}"
