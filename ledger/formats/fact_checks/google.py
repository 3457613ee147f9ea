"""Google's Fact Check Tools: what ``claims:search`` answers, and lists of ClaimReview markup.

{"claims": [{"text": "The moon is nearer.", "claimant": "Ann Lee",
  "claimDate": "2024-02-28T00:00:00Z",
  "claimReview": [{"publisher": {"name": "The Check", "site": "check.example"},
    "url": "https://check.example/moon", "title": "Is the moon nearer?",
    "reviewDate": "2024-03-02T00:00:00Z", "textualRating": "False", "languageCode": "en"}]}],
 "nextPageToken": "..."}

{"claimReviewMarkupPages": [{"pageUrl": "https://check.example/moon", "publishDate": "2024-03-02",
  "claimReviewAuthor": {"name": "The Check"},
  "claimReviewMarkups": [{"url": "https://check.example/moon", "claimReviewed": "A claim.",
    "claimDate": "2024-02-28", "claimAuthor": {"name": "Ann Lee", "jobTitle": "Astronomer"},
    "claimAppearances": ["https://paper.example/ann"],
    "rating": {"textualRating": "False", "ratingValue": 1, "worstRating": 1, "bestRating": 5}}]}]}

Source: https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims and
.../v1alpha1/pages
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.bad_items import SUFFIX, bad_items
from ledger.formats.fact_checks.reviews import MAX_BYTES, taken
from ledger.formats.strict_json import is_json_with, listed, objects_in, text_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile
    from ledger.formats.strict_json import Listing
    from ledger.model.bundle import Bundle, Origin
    from ledger.model.field_reader import Place

    Check = tuple[Origin, dict[str, Any]]

__all__ = ["BAD", "BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read"]

NAME: Final = "google"
BY_ROW: Final = False
BAD: Final = SUFFIX

SEARCHED: Final = "claims"

bad_rows: Final = partial(bad_items, wrapper=SEARCHED)
"""The items left out, as a list."""

MARKUPS: Final = "claimReviewMarkups"
PAGES: Final = "claimReviewMarkupPages"


def looks_like(head: str, path: Path) -> bool:
    """Whether it is JSON with the keys of an answer of Google's."""
    is_search = is_json_with(("claimReview", "textualRating"), head, path)
    return is_search or is_json_with((MARKUPS,), head, path)


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The checks of an answer, or of several in a list, and all problems, by line."""
    problems: list[Problem] = []
    return taken(given, _checks(given, problems), problems)


def _checks(given: GivenFile, problems: list[Problem]) -> Iterator[Check]:
    for listing, place, one in objects_in(given, problems, SEARCHED):
        if PAGES in one or MARKUPS in one:
            pages = listed(one, PAGES) if PAGES in one else [(-1, one)]
            for number, page in pages:
                at = place if number < 0 else (*place, PAGES, number)
                yield from _of_page(listing, at, page)
        elif SEARCHED in one:  # one page of several in a list
            for number, claim in listed(one, SEARCHED):
                yield from _of_claim(listing, (*place, SEARCHED, number), claim)
        else:
            yield from _of_claim(listing, place, one)


def _of_claim(listing: Listing, place: Place, claim: Mapping[str, Any]) -> Iterator[Check]:
    """The reviews of a claim that was searched for, as ClaimReviews."""
    for number, review in listed(claim, "claimReview"):
        publisher = _inner(review, "publisher")
        site = text_of(publisher, "site")
        yield (
            listing.origin((*place, "claimReview", number), {}),
            {
                "@type": "ClaimReview",
                "url": text_of(review, "url"),
                "headline": text_of(review, "title"),
                "datePublished": text_of(review, "reviewDate"),
                "author": {
                    "name": text_of(publisher, "name") or site,
                    "url": f"https://{site}" if site else "",
                },
                "claimReviewed": text_of(claim, "text"),
                "itemReviewed": {
                    "author": _named(text_of(claim, "claimant")),
                    "datePublished": text_of(claim, "claimDate"),
                },
                "reviewRating": {"alternateName": text_of(review, "textualRating")},
            },
        )


def _of_page(listing: Listing, place: Place, page: Mapping[str, Any]) -> Iterator[Check]:
    """The markup of a page, as ClaimReviews."""
    reviewer = _inner(page, "claimReviewAuthor")
    for number, markup in listed(page, MARKUPS):
        author, rating = _inner(markup, "claimAuthor"), _inner(markup, "rating")
        yield (
            listing.origin((*place, MARKUPS, number), {}),
            {
                "@type": "ClaimReview",
                "url": text_of(markup, "url") or text_of(page, "pageUrl"),
                "datePublished": text_of(page, "publishDate"),
                "author": _named(text_of(reviewer, "name")),
                "claimReviewed": text_of(markup, "claimReviewed"),
                "itemReviewed": {
                    "name": text_of(markup, "claimLocation"),
                    "datePublished": text_of(markup, "claimDate"),
                    "author": {
                        **_named(text_of(author, "name")),
                        "jobTitle": text_of(author, "jobTitle"),
                        "sameAs": text_of(author, "sameAs"),
                    },
                    "firstAppearance": text_of(markup, "claimFirstAppearance"),
                    "appearance": list(texts_of(markup, "claimAppearances")),
                },
                "reviewRating": {
                    "alternateName": text_of(rating, "textualRating"),
                    "ratingExplanation": text_of(rating, "ratingExplanation"),
                    **{key: rating[key] for key in SCALE if rating.get(key)},
                },
            },
        )


SCALE: Final = ("ratingValue", "worstRating", "bestRating")
"""What is no number of a scale where it is 0: so the service writes that there is none."""


def _inner(one: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = one.get(key)
    return value if isinstance(value, dict) else {}


def _named(name: str) -> dict[str, str]:
    return {"name": name} if name else {}
