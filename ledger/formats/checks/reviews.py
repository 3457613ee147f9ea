"""Checks as ClaimReviews, taken in with the number of the row or line of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Problem
from ledger.formats.claimreview.bundles import Assembly, says
from ledger.formats.claimreview.node import Document, Node
from ledger.formats.claimreview.tables import read_review
from ledger.model import naming
from ledger.model.judgement import NO_EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.formats.claimreview.tables import Tables
    from ledger.formats.given import GivenFile
    from ledger.model.bundle import Bundle, Origin
    from ledger.model.reading import Place

MOST: Final = 16 * 1024 * 1024
"""The most bytes of a file."""

MOST_CHECKS: Final = 20_000
"""The most fact checks of a file; so many take some 250 MB of memory to enter."""

TOO_MANY: Final = f"This file has more than {MOST_CHECKS:,} fact checks. Cut it into several."
CHECKED_AGAIN: Final = (
    "Checks of claims that another check in this file has otherwise: {}; "
    "each is kept under an id of its own, such as {}."
)
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
    lines = {one.line_of(()) for one in origins} if len(origins) > 1 else set()
    assembly = Assembly(given.name, given.horizon, problems, flat=len(lines) == 1)
    again: dict[str, None] = {}
    for n, one in enumerate(objects):
        review = Node(one, (n,), document)
        tables = read_review(review, given.horizon)
        share = shares.get(one["reviewRating"]["alternateName"]) if shares else None
        if tables.outcome is not None and share is not None:
            tables.outcome["value"] = share
        if _is_checked_again(assembly, tables):
            again[_take_own_id(assembly, tables)] = None
        assembly.take(review, tables)
    if not objects and all(one.severity == "warning" for one in problems):
        problems.append(Problem(given.name, 0, NOTHING))
    if again:
        message = CHECKED_AGAIN.format(len(again), next(iter(again)))
        problems.append(Problem(given.name, 0, message, "warning"))
    bundles = assembly.bundles()
    told = [one for one in problems if one.message != NO_EVIDENCE.message]
    if without := len(problems) - len(told):
        message = f"Verdicts without evidence: {without}."
        told.append(Problem(given.name, 0, message, "warning"))
    return bundles, sorted(told, key=lambda one: one.line)


def _is_checked_again(assembly: Assembly, tables: Tables) -> bool:
    """Whether a claim was checked before in the file, by a check that says otherwise."""
    identifier = tables.claims[0].get("id", "")
    known = assembly.seen.get(identifier)
    return bool(identifier) and known is not None and says(known[1]) != says(tables)


def _take_own_id(assembly: Assembly, tables: Tables) -> str:
    """Give a further check of a claim an id made of what it found, and on which page.

    So it has the same one wherever it stands in the file.
    """
    first, found = tables.claims[0], tables.outcome or {}
    pages = " ".join(one.get("url", "") for one in found.get("evidence", ())[:1])
    result = found.get("note", ""), f"{naming.made_of(first['id'])} {pages}"
    wish = naming.claim_id(first.get("speaker", ""), first.get("statement", ""), *result)
    own, number = wish, 1
    while own in assembly.seen and not _repeats(assembly.seen[own][1], tables):
        number += 1
        own = f"{wish}-{number}"
    old, tables.former_id = first["id"], None
    for one in tables.claims:
        one["id"] = own + one["id"].removeprefix(old)
        if "question" in one:
            one["question"] = own
    return own


def _repeats(known: Tables, tables: Tables) -> bool:
    """Whether a check says what another says, but for the id of the claim."""
    return (known.source.get("id"), known.outcome) == (tables.source.get("id"), tables.outcome)
