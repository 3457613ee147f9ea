"""The verdict on a claim as a rating on five steps, in words and, where it is settled, in a number.

The number says how the claim came out, not the question: who denied what did not happen was right.
It is the claim's credit (`Assessment.rightness`), so that a rating never says other than a report.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from ledger.model.assessment import Assessment
    from ledger.model.exhibit import Exhibit

BEST: Final = 5
WORST: Final = 1
HALF: Final = Decimal("0.5")

SCALE: Final = (
    "How the claim came out by its due day: 5 as claimed, 4 more than half of it, 3 half of it, "
    "2 less than half of it, 1 not as claimed."
)

RESULTS: Final = {"right": "Right", "wrong": "Wrong", "partly": "Partly right"}

STATUSES: Final = {
    "open": "Open",
    "overdue": "Overdue",
    "settled": "Settled",
    "not-checkable": "Not checkable",
}
"""What stands for a verdict where there is none."""


def rating_of(exhibit: Exhibit) -> dict[str, Any]:
    """The ``reviewRating`` of a claim."""
    claim, standing = exhibit.claim, exhibit.standing
    note = None if standing is None else standing.outcome.note
    step = _step(claim.rightness)
    scale = {"ratingValue": step, "bestRating": BEST, "worstRating": WORST, "description": SCALE}
    return {
        "@type": "Rating",
        "alternateName": _words(claim),
        **({} if step is None else scale),
        **({"ratingExplanation": note} if note else {}),
    }


def _step(rightness: Decimal | None) -> int | None:
    """The step of a credit from 0 to 1; only the ends of the scale say that it is all or none."""
    if rightness is None:
        return None
    if rightness in {0, 1}:
        return BEST if rightness else WORST
    middle = (BEST + WORST) // 2
    return middle + (rightness > HALF) - (rightness < HALF)


def _words(claim: Assessment) -> str:
    """The verdict in words; on a denial, what it means for who denied comes first."""
    if not claim.checkable or claim.verdict is None:
        return STATUSES[claim.status]
    words = Verdict(claim.verdict).traits.rated
    if claim.stance == "against" and claim.result is not None:
        return f"{RESULTS[claim.result]}: {words[0].lower()}{words[1:]}"
    return words
