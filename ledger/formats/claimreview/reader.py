"""ClaimReview as one of the formats there are (the contract is in `ledger.formats.registry`)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble
from ledger.formats.claimfile.files import decoded
from ledger.formats.claimreview.read import is_page, read_reviews
from ledger.formats.files import as_problem

if TYPE_CHECKING:
    from ledger.errors import Problem
    from ledger.formats.given import GivenFile
    from ledger.model.bundle import Bundle

__all__ = ["BY_ROW", "MOST", "NAME", "looks_like", "read"]

NAME: Final = "claimreview"
BY_ROW: Final = False
MOST: Final = 14 * 1024 * 1024
"""The most bytes of a file; so many take some 300 MB of memory to enter."""

SUFFIXES: Final = frozenset({".jsonld", ".html", ".htm", ".xhtml"})


def looks_like(head: str, path: Path) -> bool:
    """Whether it is JSON or a page that speaks of schema.org, or is either by its name."""
    if path.suffix.lower() in SUFFIXES:
        return True
    speaks = "ClaimReview" in head or "schema.org" in head
    return speaks and (is_page(head) or head.lstrip()[:1] in {"{", "["})


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The bundles of a file's ClaimReviews, one for each source, and all problems."""
    path = Path(given.name)
    try:
        text = decoded(path, given.data)
    except FileTrouble as trouble:
        return [], [as_problem(path, trouble)]
    return read_reviews(given.name, text, given.horizon)
