"""What became of a claim by a publisher's rating, always with the publisher's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ledger.formats.claimreview.appearing import cited
from ledger.formats.claimreview.node import Node
from ledger.formats.claimreview.scale import Rating, place
from ledger.model.raw import shown
from ledger.model.reading import Complaint

if TYPE_CHECKING:
    from ledger.formats.claimreview.reviewer import Reviewer
    from ledger.formats.claimreview.scale import Placement

    Table: TypeAlias = dict[str, Any]


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
