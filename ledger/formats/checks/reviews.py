"""Checks as ClaimReviews, taken in with the number of the row or line of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Problem
from ledger.formats.claimreview.bundles import Assembly
from ledger.formats.claimreview.node import Document, Node
from ledger.formats.claimreview.tables import read_review
from ledger.model.judgement import NO_EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.formats.given import GivenFile
    from ledger.model.bundle import Bundle, Origin
    from ledger.model.reading import Place

MOST: Final = 16 * 1024 * 1024
"""The most bytes of a file."""

MOST_CHECKS: Final = 20_000
"""The most fact checks of a file; so many take some 250 MB of memory to enter."""

TOO_MANY: Final = f"This file has more than {MOST_CHECKS:,} fact checks. Cut it into several."
NOTHING: Final = "There is no fact check in this file."


def taken(
    given: GivenFile,
    checks: Iterable[tuple[Origin, Mapping[str, Any]]],
    problems: list[Problem],
    shares: Mapping[str, str] | None = None,
) -> tuple[list[Bundle], list[Problem]]:
    """The bundles of ClaimReviews, each given with its origin; and all ``problems`` with theirs.

    ``shares`` says how much is true of what has a rating in these words, where that is partly.
    """
    origins: list[Origin] = []
    objects: list[Mapping[str, Any]] = []
    for origin, one in checks:
        if len(objects) == MOST_CHECKS:
            problems.append(Problem(given.name, 0, TOO_MANY))
            break
        origins.append(origin)
        objects.append(one)

    def line_of(place: Place) -> int:
        return origins[int(place[0])].line_of(()) if place else 0

    document = Document(objects, line_of)
    assembly = Assembly(given.name, given.horizon, problems)
    for n, one in enumerate(objects):
        review = Node(one, (n,), document)
        tables = read_review(review, given.horizon)
        share = shares.get(one["reviewRating"]["alternateName"]) if shares else None
        if tables.outcome is not None and share is not None:
            tables.outcome["value"] = share
        assembly.take(review, tables)
    if not objects and all(one.severity == "warning" for one in problems):
        problems.append(Problem(given.name, 0, NOTHING))
    bundles = assembly.bundles()
    told = [one for one in problems if one.message != NO_EVIDENCE.message]
    if without := len(problems) - len(told):
        message = f"Verdicts without evidence: {without}."
        told.append(Problem(given.name, 0, message, "warning"))
    return bundles, sorted(told, key=lambda one: one.line)
