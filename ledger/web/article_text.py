"""The text of an article with what was proposed of it marked, and what may be said of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.extract import Article, Proposal


def marked(article: Article, proposals: Sequence[Proposal]) -> list[list[tuple[str, int]]]:
    """The paragraphs in pieces, each with the number of the proposal that it is, from 1; or 0.

    Of two proposals that share words the first has them.
    """
    found: list[list[tuple[str, int]]] = []
    for place, text in enumerate(article.paragraphs):
        pieces, at = [], 0
        own = [(one, n) for n, one in enumerate(proposals, 1) if one.paragraph == place]
        for one, number in sorted(own, key=lambda pair: pair[0].start):
            if one.start < at:
                continue
            pieces += [(text[at : one.start], 0), (one.quote, number)]
            at = one.start + len(one.quote)
        pieces.append((text[at:], 0))
        found.append([piece for piece in pieces if piece[0]])
    return found


def remarks(proposal: Proposal) -> Iterator[str]:
    """What a person should look at before the proposal is kept."""
    if proposal.rival is not None:
        yield f"{proposal.rival} may be the one who says it."
    if proposal.nearby is not None:
        words, day = proposal.nearby
        yield f"“{words}” stands nearby, which would be {day}: is it due then?"
    if not proposal.checkable:
        yield "It names no number, day or name by which to tell."
    yield from proposal.comments
