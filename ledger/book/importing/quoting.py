"""Quotes looked up in the text of their source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.errors import Problem
    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Claim
    from ledger.quote import Article


def place_quotes(
    bundle: Bundle, article: Article, earlier: Mapping[str, Claim]
) -> tuple[Bundle, list[Problem]]:
    """The bundle with each quote's place in the article and the article's digest.

    A quote that is not there is a problem.  It names what now stands where the quote was found
    before, as the ``earlier`` claims have it by their ids, else the closest passage.
    """
    problems: list[Problem] = []
    claims = tuple(
        _placed(item, article, earlier.get(item.record.id), problems) for item in bundle.claims
    )
    home = bundle.source
    source = _said(replace(home, record=replace(home.record, digest=article.digest)), "digest")
    return replace(bundle, source=source, claims=claims), problems


def _said(item: Item[Any], key: str) -> Item[Any]:
    """The item with a word on ``key``, where its file leaves to the ledger what it does not say."""
    return item if item.said is None else replace(item, said=item.said | {key})


def _placed(
    item: Item[Claim], article: Article, earlier: Claim | None, problems: list[Problem]
) -> Item[Claim]:
    claim = item.record
    if claim.quote is None:
        return item
    selector = quote.find(article, claim.quote)
    if selector is None:
        hint = _what_stands_there(article, earlier, claim.quote) or _closest(article, claim.quote)
        message = f"The quote {claim.quote!r} is not in the text; {hint}."
        problems.append(item.origin.problem(("quote",), message, code="quote-not-found"))
        return item
    return _said(replace(item, record=replace(claim, selector=selector)), "selector")


def _what_stands_there(article: Article, earlier: Claim | None, words: str) -> str:
    """What a text that was edited since says in the place of the words; empty if that is gone."""
    if earlier is None or earlier.selector is None or earlier.quote != words:
        return ""
    now = quote.find_again(article, earlier.selector)
    return f"where it stood, the text now says {now.exact!r}" if now else ""


def _closest(article: Article, words: str) -> str:
    passage = quote.closest(article, words)
    return f"the closest passage is {passage!r}" if passage else "nothing there is like it"
