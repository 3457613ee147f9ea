"""Reading ClaimReviews: a file of JSON-LD, or a web page, into bundles with every problem."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import FileTrouble, Problem
from ledger.formats import strict_json
from ledger.formats.bad_items import printed
from ledger.formats.claimreview.bundles import Assembly
from ledger.formats.claimreview.node import KEY, Document
from ledger.formats.claimreview.page import MOST_ATTRIBUTES, Page
from ledger.formats.claimreview.texts import ARCHIVES, is_archive, pages_of, parsed, unwrapped
from ledger.formats.encodings import decoded
from ledger.formats.read_files import as_problem, cut
from ledger.formats.strict_json import BadJson

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import date

    from ledger.formats.claimreview.node import Node
    from ledger.formats.registry import GivenFile
    from ledger.model.bundle import Bundle
    from ledger.model.field_reader import Place


TYPE: Final = "ClaimReview"
MOST_REVIEWS: Final = 20_000
"""The most ClaimReviews of a file, however small they are."""

TOO_MANY: Final = f"This file has more than {MOST_REVIEWS:,} ClaimReviews. {{}}"
TEASERS: Final = "Passed over, ClaimReviews with neither a claim nor a rating (teasers): {}."


def read_reviews(
    path: str,
    text: str,
    horizon: date,
    crowds: Collection[str] = (),
    left_out: Collection[int] = (),
) -> tuple[list[Bundle], list[Problem]]:
    """What the ClaimReviews of ``text`` say, one bundle for each source, and all problems.

    ``horizon`` is the latest day it is anywhere on Earth, ``crowds`` are names of crowds beside
    those that are known, and ``left_out`` the numbers of reviews to pass over, from 1.  Where
    there are errors the bundles must not be entered.
    """
    problems: list[Problem] = []
    found = _found(path, text, problems)
    reviews = [review for review in found if not _is_teaser(review)]
    if teasers := len(found) - len(reviews):
        message = TEASERS.format(teasers)
        problems.append(Problem(path, 0, message, "warning", code="passed-over"))
    if not reviews and all(problem.severity == "warning" for problem in problems):
        problems.append(
            Problem(path, 0, "There is no ClaimReview in this file.", code="nothing-here")
        )
    if len(reviews) > MOST_REVIEWS:
        problems.append(Problem(path, 0, TOO_MANY.format(cut(path)), code="too-many"))
    is_flat = len(reviews) > 1 and "\n" not in text.strip()
    items = {review.place: number for number, review in enumerate(reviews, 1)}
    assembly = Assembly(path, horizon, problems, is_flat, crowds, items=items)
    for review in reviews[:MOST_REVIEWS]:
        if items[review.place] not in left_out:
            assembly.add(review)
    bundles = assembly.bundles()
    return bundles, sorted(problems, key=lambda problem: problem.line)


def _found(path: str, text: str, problems: list[Problem]) -> list[Node]:
    document = _page(path, text, problems) if is_page(text) else _json(path, text, problems)
    return [] if document is None else list(_reviews(document))


def is_page(text: str) -> bool:
    """Whether a text is a web page rather than JSON."""
    return text.lstrip()[:1] == "<"


def _reviews(document: Document) -> Iterator[Node]:
    """The ClaimReviews, wherever they are, without those that only refer to another."""
    for node in document.nodes():
        if TYPE in node.types and node.data.keys() - {"@type", "type", "@id", "@context"}:
            yield node


def _is_teaser(review: Node) -> bool:
    """Whether it names a check without saying anything of it, as lists of checks do."""
    if KEY in review.data or review.text("claimReviewed"):
        return False
    ratings = review.nodes("reviewRating")
    return not any(rating.text("alternateName", "ratingValue", "name") for rating in ratings)


def _json(path: str, text: str, problems: list[Problem]) -> Document | None:
    try:
        root, is_by_line = parsed(text)
    except BadJson as trouble:
        problems.append(Problem(path, trouble.line, str(trouble), code=trouble.code))
        return None
    if is_by_line:
        return Document.of(root, lambda place: int(place[0]) + 1 if place else 0)
    return Document.of(root, _finder(partial(strict_json.lines, text)))


def _page(path: str, text: str, problems: list[Problem]) -> Document:
    """The scripts and the items of a page as one document."""
    page = Page.of(text)
    roots: list[Any] = []
    finders: list[Callable[[Place], int]] = []
    for script in page.scripts:
        content = unwrapped(script.text)
        try:
            roots.append(strict_json.parse(content))
        except BadJson as trouble:
            if TYPE in content:
                line = script.line + max(trouble.line, 1) - 1
                problems.append(Problem(path, line, str(trouble), code=trouble.code))
            continue
        finders.append(_finder(partial(strict_json.lines, content), script.line - 1))
    if page.unread_line:
        message = "A tag, comment or script begins here and never ends; nothing below was read."
        problems.append(Problem(path, page.unread_line, message, "warning", code="unended"))
    if lines := page.overfull_lines:
        others = f" So are {len(lines) - 1} more." if len(lines) > 1 else ""
        message = (
            f"A tag with more than {MOST_ATTRIBUTES:,} attributes is read without them.{others}"
        )
        problems.append(Problem(path, lines[0], message, "warning", code="too-many-attributes"))
    if page.uses_itemref and any(TYPE in str(item["@type"]) for item in page.items):
        message = "This page uses itemref, which is not followed."
        problems.append(Problem(path, 0, message, "warning", code="itemref"))
    marked_up = len(roots)
    finders.append(_finder(lambda: page.lines))
    roots.append(page.items)

    def line_of(place: Place) -> int:
        return finders[int(place[0])](place[1:]) if place else 0

    return Document.of(roots, line_of, marked_up)


def _finder(lines: Callable[[], Mapping[Place, int]], offset: int = 0) -> Callable[[Place], int]:
    """How to find the line of a place, or of the nearest thing around it; worked out when asked."""
    known: list[Mapping[Place, int]] = []

    def line_of(place: Place) -> int:
        if not known:
            known.append(lines())
        while place and place not in known[0]:
            place = place[:-1]
        return known[0].get(place, 0) + offset

    return line_of


__all__ = ["BAD", "BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read"]

NAME: Final = "claimreview"
BY_ROW: Final = False
BAD: Final = ".jsonld"
MAX_BYTES: Final = 14 * 1024 * 1024
"""The most bytes of a file; so many take some 300 MB of memory to enter."""

SUFFIXES: Final = frozenset({".jsonld", ".html", ".htm", ".xhtml", *ARCHIVES})


def looks_like(head: str, path: Path) -> bool:
    """Whether it is JSON or a page that speaks of schema.org, or is either by its name."""
    if path.suffix.lower() in SUFFIXES:
        return True
    if is_archive(head):
        return True
    speaks = "ClaimReview" in head or "schema.org" in head
    return speaks and (is_page(head) or head.lstrip()[:1] in {"{", "["})


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The bundles of a file's ClaimReviews, one for each source, and all problems."""
    try:
        text = _text(given)
    except FileTrouble as trouble:
        return [], [as_problem(Path(given.name), trouble)]
    more = given.options.crowds, given.left_out
    return read_reviews(given.name, text, given.horizon, *more)


def bad_rows(given: GivenFile) -> str:
    """The reviews left out, as a list."""
    found = [one for one in _found(given.name, _text(given), []) if not _is_teaser(one)]
    left = (review.data for n, review in enumerate(found, 1) if n in given.left_out)
    return printed({"@context": "https://schema.org", **one} for one in left)


def _text(given: GivenFile) -> str:
    if is_archive(given.data[:4096].decode("latin-1")):
        return pages_of(given.name, given.data)
    return decoded(Path(given.name), given.data, given.options.encoding)
