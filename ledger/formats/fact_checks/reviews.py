"""Checks as ClaimReviews, taken in with the number of the row or line of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Problem
from ledger.formats.claimreview.bundles import Assembly, says
from ledger.formats.claimreview.node import Document, Node
from ledger.formats.claimreview.sources import Reviewer
from ledger.formats.claimreview.tables import read_review
from ledger.formats.read_files import cut
from ledger.model import new_ids
from ledger.model.parse_outcome import NO_EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.formats.claimreview.tables import Tables
    from ledger.formats.registry import GivenFile
    from ledger.model.bundle import Bundle, Origin
    from ledger.model.field_reader import Place

MAX_BYTES: Final = 16 * 1024 * 1024
"""The most bytes of a file."""

MOST_CHECKS: Final = 20_000
"""The most fact checks of a file; so many take some 250 MB of memory to enter."""

TOO_MANY: Final = f"This file has more than {MOST_CHECKS:,} fact checks. {{}}"
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
            problems.append(
                Problem(given.name, 0, TOO_MANY.format(cut(given.name)), code="too-many")
            )
            break
        origins.append(origin)
        objects.append(one)

    def line_of(place: Place) -> int:
        return origins[int(place[0])].line_of(()) if place else 0

    document = Document(objects, line_of)
    lines = {origin.line_of(()) for origin in origins} if len(origins) > 1 else set()
    assembly = Assembly(
        given.name,
        given.horizon,
        problems,
        flat=len(lines) == 1,
        crowds=given.options.crowds,
        items={(n,): origin.item for n, origin in enumerate(origins) if origin.item},
    )
    reviews = [Node(one, (n,), document) for n, one in enumerate(objects)]
    read = [_read(review, given, shares) for review in reviews]
    again: dict[str, None] = {}
    several = _checked_otherwise(read)
    for review, tables in zip(reviews, read, strict=True):
        shared = tables.claims[0].get("id", "")
        if shared:
            _tell_apart(assembly, review, tables, is_one_of_several=shared in several)
        if shared in several:
            again[tables.claims[0]["id"]] = None
        assembly.take(review, tables)
    if not objects and all(problem.severity == "warning" for problem in problems):
        problems.append(Problem(given.name, 0, NOTHING, code="nothing-here"))
    if again:
        message = CHECKED_AGAIN.format(len(again), next(iter(again)))
        problems.append(Problem(given.name, 0, message, "warning", code="checked-again"))
    bundles = assembly.bundles()
    told = [problem for problem in problems if problem.code != NO_EVIDENCE.code]
    if without := len(problems) - len(told):
        message = f"Verdicts without evidence: {without}."
        told.append(Problem(given.name, 0, message, "warning", code="no-evidence"))
    return bundles, sorted(told, key=lambda problem: problem.line)


def _read(review: Node, given: GivenFile, shares: Mapping[str, str] | None) -> Tables:
    """The tables of a check, with how much is true of what it is about."""
    tables = read_review(review, given.horizon, given.options.crowds)
    share = shares.get(review.data["reviewRating"]["alternateName"]) if shares else None
    if tables.outcome is not None and share is not None:
        tables.outcome["value"] = share
    return tables


def _checked_otherwise(checks: Sequence[Tables]) -> set[str]:
    """The ids of the claims that the file has checks of which say otherwise."""
    first: dict[str, Tables] = {}
    for check in checks:
        first.setdefault(check.claims[0].get("id", ""), check)
    return {
        identifier
        for check in checks
        if (identifier := check.claims[0].get("id", "")) and says(first[identifier]) != says(check)
    }


def _tell_apart(
    assembly: Assembly, review: Node, tables: Tables, *, is_one_of_several: bool
) -> None:
    """Give a check an id of its own where that of its claim may be another check's, too.

    The id of the claim is made of who said what, and of the page of the check where the data tell
    it: then only another check of the file can have the same.  A check may be in a ledger under
    either id, from a file that had other checks, or from a past release, which kept the first of
    several; which check that is, its source and its outcome tell.
    """
    shared, own = tables.claims[0]["id"], _own_id(assembly, review, tables)
    if not is_one_of_several and Reviewer.of(review).url is not None:
        tables.former_ids = (*tables.former_ids, own)
        tables.shared_ids = frozenset({own})
        return
    tables.former_ids = (*tables.former_ids, shared)
    tables.shared_ids = frozenset(tables.former_ids)
    for claim in tables.claims:
        claim["id"] = own + claim["id"].removeprefix(shared)
        if "question" in claim:
            claim["question"] = own


def _own_id(assembly: Assembly, review: Node, tables: Tables) -> str:
    """An id made of what a check found, too, and on which page: the same in every file."""
    first, found = tables.claims[0], tables.outcome or {}
    pages = " ".join(one.get("url", "") for one in found.get("evidence", ())[:1])
    source = tables.source.get("id", "")
    parts = new_ids.made_of(first["id"]), new_ids.made_of(source) or source, pages
    said = review.as_kept(first.get("speaker", "")), review.as_kept(first.get("statement", ""))
    wish = new_ids.claim_id(*said, found.get("note", ""), " ".join(filter(None, parts)))
    own, number = wish, 1
    while own in assembly.seen and not _repeats(assembly.seen[own][1], tables):
        number += 1
        own = f"{wish}-{number}"
    return own


def _repeats(known: Tables, tables: Tables) -> bool:
    """Whether a check says what another says, but for the id of the claim."""
    return (known.source.get("id"), known.outcome) == (tables.source.get("id"), tables.outcome)
