"""Duke's Fact-Check Insights: ClaimReviews as a CSV sheet, a row a check, a column a property.

id,@context,@type,claimReviewed,datePublished,url,author.@type,author.name,...
    itemReviewed.author.name,...,reviewRating.ratingValue,reviewRating.alternateName,...
    reviewRating.bestRating,reviewRating.worstRating,...,itemReviewed.appearance.1.url,...
7,https://schema.org,ClaimReview,The moon is nearer.,2024-03-02,https://check.example/moon,
    Organization,The Check,...,Ann Lee,...,1,False,...,5,1,...,https://paper.example/ann,...

(Each row is one line.)  Dots lead into objects, and numbers into lists.
Source: the download of https://www.factcheckinsights.org
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Problem
from ledger.formats.cleaning import stripped
from ledger.formats.fact_checks.reviews import MAX_BYTES, taken
from ledger.formats.table.read import bad_rows
from ledger.formats.table.sheet import Columns, Unreadable, has_columns, origin, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.formats.registry import GivenFile
    from ledger.model.bundle import Bundle, Origin

__all__ = ["BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read"]

NAME: Final = "duke"
BY_ROW: Final = True
NEEDED: Final = ("claimReviewed", "url", "author.name", "reviewRating.alternateName")
NO_LEAD: Final = Columns({})
OWN: Final = frozenset({"id", "@context"})
"""Columns that are no properties of the review."""


looks_like: Final = partial(has_columns, NEEDED)
"""Whether the first line names the properties of ClaimReviews."""


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The checks of a sheet, and all problems, by row."""
    problems: list[Problem] = []
    return taken(given, _checks(given, problems), problems)


def _checks(given: GivenFile, problems: list[Problem]) -> Iterator[tuple[Origin, dict[str, Any]]]:
    try:
        for row in rows_of(given, NEEDED):
            yield origin(given.name, row, NO_LEAD), _object(row.cells)
    except Unreadable as trouble:
        problems.append(Problem(given.name, trouble.number, str(trouble), code="unreadable"))


def _object(cells: Mapping[str, str]) -> dict[str, Any]:
    """A row's filled cells as an object with objects in it."""
    made: dict[str, Any] = {}
    for column, cell in cells.items():
        if column in OWN or not cell.strip():
            continue
        inner = made
        *outer, name = column.split(".")
        for step in outer:
            found = inner.setdefault(step, {})
            inner = found if isinstance(found, dict) else inner
        inner[name] = stripped(cell)
    claim = made.get("itemReviewed")
    if isinstance(claim, dict) and isinstance(claim.get("appearance"), dict):
        claim["appearance"] = list(claim["appearance"].values())
    return made
