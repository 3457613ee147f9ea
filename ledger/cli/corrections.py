"""Corrections as people read them, ready to publish."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ledger.book.asking.corrections import told
from ledger.cli.terminal import painted, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.book.asking.corrections import Correction


def corrections_lines(corrections: Iterable[Correction]) -> Iterator[str]:
    """Corrections in a few lines an entry: when, what, from what to what, and why."""
    for _, group in groupby(corrections, key=lambda one: one.entry):
        several = list(group)
        first = several[0]
        flag = "  after the fact" if any(one.after_the_fact for one in several) else ""
        yield painted(f"  {first.at[:10]}  {first.subject}") + painted(flag, "yellow")
        for one in several:
            change = f"{one.change}: {told(one.before)} -> {told(one.after)}"
            withdrawn = one.what == "withdrawn"
            yield from wrapped("withdrawn" if withdrawn else change, indent=8, first=6)
        if first.reason:
            yield from wrapped(f"reason: {first.reason}", indent=8, first=6)
