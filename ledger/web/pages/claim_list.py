"""``/claims``: a list of claims with what there is in it, to be narrowed, sorted and searched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.orders import ORDERS
from ledger.json_views import claim_view
from ledger.model.filters import FILTERS, chosen
from ledger.web.answers import Answer
from ledger.web.asked import FILTERED, MOST
from ledger.web.blind import seen_by_question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ledger.model.claim_state import Assessment
    from ledger.model.filters import Filters
    from ledger.web.asked import Asked
    from ledger.web.catalogue import Catalogue, Facet

SHOWN: Final = 40
"""How many claims a page of a list has, unless ``limit`` says otherwise."""

VALUES: Final = 8
"""How many values of each sort a page names."""

FOUND: Final = 1000
"""So many of the claims that hold some words are looked at, the newest."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list: the claims, how many there are in all, and how many are behind these.

    ``cut`` says that there are more claims with the words asked for than were looked at.
    """

    catalogue: Catalogue
    mask: NDArray[Any]
    claims: list[Assessment]
    total: int
    behind: int
    cut: bool


def find(asked: Asked, filters: Filters, usual: str = "due", shown: int = SHOWN) -> Found:
    """The claims that the filters let through, in the order and from the place asked for."""
    catalogue = asked.catalogues.of(asked.ledger, asked.moment, asked.state)
    mask = catalogue.matching(asked.ledger, replace(filters, words=()))
    cut = False
    if filters.words:
        words = " ".join(filters.words)
        entries, cut = asked.ledger.entries_holding(words, asked.as_of, FOUND)
        mask = mask & catalogue.among(entries)
    order = asked.choice("sort", tuple(ORDERS), "recorded" if filters.words else usual)
    most = asked.number("limit", shown, 1, MOST)
    places, behind = catalogue.listed(mask, order, asked.one("after"), most)
    claims = catalogue.claims(asked.ledger, places)
    return Found(catalogue, mask, claims, int(mask.sum()), behind, cut)


def claims(asked: Asked) -> Answer:
    """The list."""
    filters = asked.filters()
    if asked.form == "csv":
        return Answer(file=lambda: asked.ledger.sheet(filters, asked.as_of))
    found = find(asked, filters)
    facets = [] if found.cut else found.catalogue.facets(found.mask, VALUES)
    return Answer(
        title="Claims",
        template="claims.html",
        shown={
            "found": found,
            "chosen": list(chosen_values(asked)),
            "facets": [_linked(asked, facet) for facet in facets],
            "orders": tuple(ORDERS),
            "order": asked.one("sort", "recorded" if filters.words else "due"),
            "words": " ".join(filters.words),
            "kept": asked.without("words", "after", "sort"),
            "onward": onward(asked, found),
            "first_page": asked.to.at(asked.path, asked.without("after")),
            "is_first": asked.one("after") is None,
        },
        view=lambda: {
            "as_of": asked.as_of,
            "entry": asked.moment.entry,
            "total": found.total,
            "more": found.behind,
            "cut": found.cut,
            "next": onward(asked, found, "json"),
            "facets": {facet.name: dict(facet.values) for facet in facets},
            "claims": views(asked, found.claims),
        },
    )


def onward(asked: Asked, found: Found, form: str = "html") -> str | None:
    """The address of the next page of a list; None on the last."""
    if not found.behind or not found.claims:
        return None
    given = (*asked.without("after"), ("after", found.claims[-1].id))
    return asked.to.at(asked.path, given, form)


def views(asked: Asked, several: Sequence[Assessment]) -> list[dict[str, Any]]:
    """Claims as the command has them in JSON, without what was given blind."""
    known = asked.ledger.outcomes({claim.question for claim in several}, asked.as_of)
    outcomes = seen_by_question(known)
    return [claim_view(claim, outcomes.get(claim.question, ())) for claim in several]


def chosen_values(asked: Asked) -> Iterable[tuple[str, str, str]]:
    """Each filter that is set, its value, and the address of the list without it."""
    for name, value in asked.given:
        if name in FILTERED:
            left = [pair for pair in asked.without("after") if pair != (name, value)]
            yield name.replace("_", " "), value, asked.to.at(asked.path, left)


def _linked(asked: Asked, facet: Facet) -> dict[str, Any]:
    """A facet with the address that each of its values leads to."""
    return {
        "title": facet.title,
        "more": facet.more,
        "counts": [
            (name, number, asked.to.at(asked.path, _narrowed(asked, facet.name, name)))
            for name, number in facet.values
        ],
    }


def _narrowed(asked: Asked, name: str, value: str) -> list[tuple[str, str]]:
    """The parameters of the list narrowed to one value of a facet."""
    if name == "year":
        year = int(value)
        kept = asked.without("after", "due_after", "due_before")
        days = ("due_after", f"{year - 1:04}-12-31"), ("due_before", f"{year + 1:04}-01-01")
        return [*kept, *days]
    return [*asked.without("after", name), (name, value)]


def list_query(filters: Filters) -> list[tuple[str, str]]:
    """The parameters that the filters are."""
    return [
        (name, str(one))
        for name, value in chosen(filters).items()
        for one in (value if isinstance(value, tuple) else (value,))
        if name in FILTERS
    ]
