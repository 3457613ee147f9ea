"""``/corrections`` and ``/disputes``: what was changed and why, and where recorders differ."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ledger.json_views import agreement_view, correction_view
from ledger.web.answers import Answer
from ledger.web.asked import MOST
from ledger.web.blind import agreement_seen, corrections_seen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.book.asking.corrections import Correction
    from ledger.web.asked import Asked

SHOWN: Final = 40
"""How many corrections, by entry, and how many disputes a page has."""


CORRECTED: Final = (
    "entry", "at", "by", "kind", "id", "what", "before", "after", "reason", "after_the_fact",
    "undone",
)  # fmt: skip
DISPUTED: Final = ("question", "statement", "verdicts", "stands", "adjudicated")
"""The columns of the CSV of corrections, and of that of disputes."""


def corrections_shown(asked: Asked) -> list[Correction]:
    """All corrections but for those of what was given blind, the oldest first."""
    every = asked.ledger.corrections(asked.as_of)
    judged = {one.question for one in every if one.blind and one.question}
    known = asked.ledger.outcomes(judged, asked.as_of) if judged else {}
    return corrections_seen(every, known)


def by_entry(several: Iterable[Correction]) -> list[list[Correction]]:
    """Corrections put together that one entry made."""
    return [list(group) for _, group in groupby(several, key=lambda one: one.entry)]


def corrections(asked: Asked) -> Answer:
    """What was amended, withdrawn or re-judged, the newest first."""
    before = asked.number("before", asked.moment.entry + 1, 1, 10**12)
    most = asked.number("limit", SHOWN, 1, MOST)
    found = [one for one in corrections_shown(asked) if one.entry < before]
    groups = by_entry(found)[::-1]
    shown = groups[:most]
    behind = len(groups) - len(shown)
    onward = (*asked.without("before"), ("before", str(shown[-1][0].entry))) if behind else ()
    rows = [correction_view(one) for group in shown for one in group]
    return Answer(
        title="Corrections",
        template="corrections.html",
        shown={
            "groups": shown,
            "more": behind,
            "onward": asked.to.at(asked.path, onward) if behind else None,
        },
        view=lambda: {"as_of": asked.as_of, "more": behind, "corrections": rows},
        table=lambda: rows,
        columns=CORRECTED,
    )


def disputes(asked: Asked) -> Answer:
    """The questions on which recorders differ, and how far they agree on all they share."""
    most = asked.number("limit", SHOWN, 1, MOST)
    filters = asked.filters()
    every, hidden = agreement_seen(asked.ledger, filters, asked.as_of, asked.visitor)
    found = replace(every, disputes=every.disputes[:most])
    told = agreement_view(found)
    return Answer(
        title="Disputes",
        template="disputes.html",
        shown={
            "agreement": found,
            "hidden": hidden,
            "more": len(every.disputes) - len(found.disputes),
        },
        view=lambda: {**told, "as_of": asked.as_of, "given_blind": hidden},
        table=lambda: told["disputes"],
        columns=DISPUTED,
    )
