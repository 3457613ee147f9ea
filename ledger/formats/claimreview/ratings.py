"""Ratings: a verdict written as one on five steps, and a publisher's read as a verdict.

The number says how the claim came out, not the question: who denied what did not happen was right.
It is the claim's credit (`Assessment.rightness`), so that a rating never says other than a report.

Nothing is guessed: a rating whose words are not plain and whose numbers make no scale is left
unplaced, and so is one whose words and numbers contradict each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.formats.claimreview.node import Node
from ledger.formats.claimreview.sources import cited
from ledger.model.field_reader import Complaint
from ledger.model.field_values import decimal_of, shown
from ledger.model.verdicts import (
    BETWEEN_WORDS,
    ENDS,
    IN_THE_MIDDLE,
    OF_SIDES,
    SIDES,
    Verdict,
)

if TYPE_CHECKING:
    from ledger.formats.claimreview.sources import Reviewer
    from ledger.model.claim_state import Assessment
    from ledger.model.export_items import Exhibit

    Table: TypeAlias = dict[str, Any]


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
    "proposed": "Proposed",
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


FINEST: Final = Decimal("0.0001")
LARGEST: Final = Decimal(1000000)
SMALLEST: Final = Decimal("0.000001")
"""The largest number that is taken for one of a scale, and the smallest beside 0."""

NO_RATING: Final = Decimal(-1)
"""What many publishers write as a value where they give no rating."""

UPPER: Final = frozenset({"true", "mostly true"})
"""What stands in the upper half of a scale; ``false`` and ``mostly false`` do in the lower one."""

PLAIN: Final = OF_SIDES.keys() - IN_THE_MIDDLE - {"unclear"}
"""Sides that come to a verdict by words alone."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as its publisher gives it; None for what is not given."""

    words: str | None
    value: str | None
    best: str | None
    worst: str | None

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return self.words is None and self.value is None


@dataclass(frozen=True, slots=True)
class Placement:
    """The verdict a rating comes to, the share with ``partly``, and what is odd about it.

    Where it is not ``placed``, the verdict is ``unclear`` for want of a scale.
    """

    verdict: Verdict
    value: Decimal | None = None
    placed: bool = True
    oddity: str = ""


def place(rating: Rating) -> Placement:
    """Where a rating stands."""
    words = rating.words or rating.value or ""
    side = SIDES.get(BETWEEN_WORDS.sub("-", words.casefold()).strip("-"))
    share = position(rating)
    if side == "unclear":
        return Placement(Verdict.UNCLEAR)
    if side is None and share is None:
        oddity = "neither its words nor its numbers say where"
        return Placement(Verdict.UNCLEAR, placed=False, oddity=oddity)
    if side is not None and share is not None and not _agree(side, share):
        oddity = "its words and its numbers contradict each other"
        return Placement(Verdict.UNCLEAR, placed=False, oddity=oddity)
    if side in PLAIN:
        return Placement(OF_SIDES[side])
    if side is None and share in ENDS:
        return Placement(ENDS[share])
    return Placement(Verdict.PARTLY, None if share in ENDS else share)


def position(rating: Rating) -> Decimal | None:
    """How far the value is from worst to best, 0 to 1, to four places; None where nothing says.

    A scale on which the best number is below the worst is read as it is declared.  Bounds that are
    not given have no default (https://schema.org/bestRating).
    """
    value, best, worst = (_number(one) for one in (rating.value, rating.best, rating.worst))
    if value is None or best is None or worst is None or best == worst or value == NO_RATING:
        return None
    if not min(best, worst) <= value <= max(best, worst):
        return None
    share = (value - worst) / (best - worst)
    rounded = share.quantize(FINEST)
    if rounded in ENDS and share != rounded:
        return None  # too near to an end to be told from it
    return rounded.normalize()


def _agree(side: str, share: Decimal) -> bool:
    if side == "partly":
        return 0 < share < 1
    return share > HALF if side in UPPER else share < HALF


def _number(text: str | None) -> Decimal | None:
    number = None if text is None else decimal_of(text.replace(",", ".", 1))
    if (
        number is None
        or not -LARGEST <= number <= LARGEST
        or 0 < number < SMALLEST
        or -SMALLEST < number < 0
    ):
        return None
    return number


def outcome_of(
    review: Node, reviewer: Reviewer, source: Table, complaints: list[Complaint]
) -> Table | None:
    """The table of the outcome that a review's rating means; None where there is no rating.

    A rating that cannot be placed is complained of, and its verdict is ``unclear``.
    """
    given = next(iter(review.nodes("reviewRating")), None)
    empty = Node({}, review.place, review.document)
    rating = _rating(given or empty, None if given else review.line("reviewRating"))
    if rating.is_empty:
        message = "There is no rating; the claim is taken without an outcome."
        complaints.append(Complaint(("reviewRating",), message, warning=True, code="no-rating"))
        return None
    placement = place(rating)
    if not placement.placed:
        words = shown(rating.words or rating.value)
        message = f"The rating {words} is left unplaced: {placement.oddity}."
        complaints.append(
            Complaint(("reviewRating",), message, warning=True, code="rating-unplaced")
        )
    explained = (given or empty).text("ratingExplanation")
    note = _note(rating, placement, reviewer.name)
    page = reviewer.as_evidence()
    if page and page["url"] == source.get("url"):
        page["source"] = source["id"]
    evidence = [one for one in (page, *cited(review)) if one.get("url")]
    return {
        "verdict": placement.verdict.value,
        **({} if placement.value is None else {"value": f"{placement.value:f}"}),
        "note": f"{note}\n{explained}" if explained else note,
        **({"evidence": evidence} if evidence else {}),
    }


def _rating(given: Node, alone: str | None) -> Rating:
    """The rating an object gives, or one that is no more than a text."""
    return Rating(
        words=given.line("alternateName", "name") or alone,
        value=given.line("ratingValue"),
        best=given.line("bestRating"),
        worst=given.line("worstRating"),
    )


def _note(rating: Rating, placement: Placement, publisher: str | None) -> str:
    """What the publisher said, in the publisher's words."""
    said = f"{publisher or 'The review'} rated it {_told(rating)}"
    return f"{said}." if placement.placed else f"{said}; not placed: {placement.oddity}."


def _told(rating: Rating) -> str:
    """``"Mostly false" (rating 2, best 5, worst 1)``."""
    numbers = {"rating": rating.value, "best": rating.best, "worst": rating.worst}
    told = ", ".join(f"{name} {number}" for name, number in numbers.items() if number is not None)
    parts = (f'"{rating.words}"' if rating.words else "", f"({told})" if told else "")
    return " ".join(filter(None, parts))
