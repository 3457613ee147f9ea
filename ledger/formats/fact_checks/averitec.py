"""AVeriTeC: claims from the web with questions, answers and a label, in JSON.

[{"claim": "The moon is nearer.", "label": "Refuted", "justification": "It was measured.",
  "claim_date": "28-2-2024", "speaker": "Ann Lee", "reporting_source": "The Paper",
  "original_claim_url": "https://paper.example/ann",
  "fact_checking_article": "https://check.example/moon",
  "questions": [{"question": "How far is it?", "answers": [
    {"answer": "Further than before.", "source_url": "https://lab.example/moon",
     "cached_source_url": "https://archive.example/lab"}]}]}]

Source: M. Schlichtkrull, Z. Guo, A. Vlachos, "AVeriTeC", NeurIPS 2023, and the README of its data.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.bad_items import SUFFIX, bad_items
from ledger.formats.fact_checks.reviews import MAX_BYTES, taken
from ledger.formats.strict_json import is_json_with, listed, objects_in, text_of, texts_of
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile
    from ledger.model.bundle import Bundle, Origin

__all__ = ["BAD", "BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read"]

NAME: Final = "averitec"
BY_ROW: Final = False
BAD: Final = SUFFIX

bad_rows: Final = bad_items
"""The items left out, as a list."""

LABELS: Final = (
    "Supported", "Refuted", "Not Enough Evidence", "Conflicting Evidence/Cherrypicking",
)  # fmt: skip
DAY: Final = re.compile(r"(\d\d?)-(\d\d?)-(\d{4})")
"""A day comes first, then the month."""


looks_like: Final = partial(is_json_with, ("claim", "label", "questions"))
"""Whether it is JSON with the keys of the data set."""


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The claims of a file with their labels, and all problems, by line."""
    problems: list[Problem] = []
    return taken(given, _checks(given, problems), problems)


def _checks(given: GivenFile, problems: list[Problem]) -> Iterator[tuple[Origin, dict[str, Any]]]:
    for listing, place, one in objects_in(given, problems):
        origin = listing.origin(place, {"label": "label"})
        label = text_of(one, "label")
        if label and label not in LABELS:
            message = f"The label {shown(label)} is not one of {', '.join(LABELS)}."
            problems.append(origin.problem(("label",), message, code="unknown-label"))
        else:
            yield origin, _review(one)


def _review(one: Mapping[str, Any]) -> dict[str, Any]:
    """A claim as a ClaimReview."""
    where = {
        "url": text_of(one, "original_claim_url"),
        "publisher": _named(one, "reporting_source"),
    }
    return {
        "@type": "ClaimReview",
        "author": {"name": "AVeriTeC"},
        "claimReviewed": text_of(one, "claim"),
        "itemReviewed": {
            "author": _named(one, "speaker"),
            "datePublished": DAY.sub(_in_iso, text_of(one, "claim_date")),
            "appearance": {key: value for key, value in where.items() if value},
        },
        "reviewRating": {
            "alternateName": text_of(one, "label"),
            "ratingExplanation": text_of(one, "justification"),
        },
        "keywords": list(texts_of(one, "claim_types")),
        "citation": [
            {"url": text_of(one, "fact_checking_article")},
            *_evidence(one),
        ],
    }


def _evidence(one: Mapping[str, Any]) -> list[dict[str, str]]:
    """The pages in which the answers were found."""
    return [
        {
            "url": text_of(answer, "source_url"),
            "archivedAt": text_of(answer, "cached_source_url"),
        }
        for _, question in listed(one, "questions")
        for _, answer in listed(question, "answers")
    ]


def _named(one: Mapping[str, Any], key: str) -> dict[str, str]:
    name = text_of(one, key)
    return {"name": name} if name else {}


def _in_iso(found: re.Match[str]) -> str:
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
