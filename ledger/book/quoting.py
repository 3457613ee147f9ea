"""Quotes looked up in the text of their source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger import quote

if TYPE_CHECKING:
    from ledger.errors import Problem
    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Claim
    from ledger.quote import Article


def place_quotes(bundle: Bundle, article: Article) -> tuple[Bundle, list[Problem]]:
    """The bundle with each quote's place in the article and the article's digest.

    A quote that is not there is a problem, and names the closest passage.
    """
    problems: list[Problem] = []
    claims = tuple(_placed(item, article, problems) for item in bundle.claims)
    source = replace(bundle.source, record=replace(bundle.source.record, digest=article.digest))
    return replace(bundle, source=source, claims=claims), problems


def _placed(item: Item[Claim], article: Article, problems: list[Problem]) -> Item[Claim]:
    claim = item.record
    if claim.quote is None:
        return item
    selector = quote.find(article, claim.quote)
    if selector is None:
        passage = quote.closest(article, claim.quote)
        hint = f"the closest passage is {passage!r}" if passage else "nothing there is like it"
        message = f"The quote {claim.quote!r} is not in the text; {hint}."
        problems.append(item.origin.problem(("quote",), message))
        return item
    return replace(item, record=replace(claim, selector=selector))
