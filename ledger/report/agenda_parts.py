"""What wants attention in parts, under the headings that people see, in a list or in a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from ledger.book.asking.agenda import Agenda
    from ledger.model.claim_state import Assessment

IDLE: Final = "Nothing is due, overdue or left untouched."


def parts(
    agenda: Agenda, within: timedelta, stale: timedelta
) -> Iterator[tuple[str, str, list[Assessment]]]:
    """The name of each part, its heading with their number, and its claims; none is empty.

    Claims without a due day, which are looked at by their scheduled end, are parts of their own.
    Where some were left out, it is not known of which part, so the number is that of the first.
    """
    soon = f"within {counted(within.days, 'day')}"
    heads = {
        "overdue": ("Overdue", "Overdue to check, by their scheduled end"),
        "due": (f"Due {soon}", f"To check {soon}, by their scheduled end"),
        "stale": ("", f"Without a due day, untouched for {counted(stale.days, 'day')}"),
    }
    for name, (due, scheduled) in heads.items():
        every: Sequence[Assessment] = getattr(agenda, name)
        for head, is_due in ((due, True), (scheduled, False)):
            claims = [claim for claim in every if (claim.due_latest is not None) is is_due]
            if claims:
                first = "" if agenda.more[name] == 0 else "first "
                yield name, f"{head} ({first}{len(claims):,})", claims
