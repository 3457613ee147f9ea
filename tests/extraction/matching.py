"""Proposals held against labels: which is which, and what of it is right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.extract.sentences import sentences

from .corpora import WRITER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.extract import Article, Proposal

    from .corpora import Label, Labelled

HALF: Final = 0.5
SMALL: Final = frozenset({"the", "a", "an", "of", "in", "at", "and", "unnamed", "for"})


@dataclass(frozen=True, slots=True)
class Scored:
    """How the proposals on one article fared."""

    name: str
    sentences: int
    ahead: int
    """How many of its sentences have a label."""
    proposals: int
    pairs: tuple[tuple[Label, Proposal], ...]
    missed: tuple[Label, ...]
    verbatim: int

    @property
    def density(self) -> float:
        """The share of sentences that look ahead."""
        return self.ahead / self.sentences


def paired(
    labels: Sequence[Label], proposals: Sequence[Proposal], article: Article
) -> list[tuple[Label, Proposal]]:
    """Labels and proposals whose words overlap by half of the shorter; each in one pair at most."""
    options = []
    for label in labels:
        for proposal in proposals:
            place = article.paragraphs[proposal.paragraph].find(label.quote)
            if place < 0:
                continue
            end = min(place + len(label.quote), proposal.start + len(proposal.quote))
            shared = end - max(place, proposal.start)
            if shared >= HALF * min(len(label.quote), len(proposal.quote)):
                options.append((-shared, len(options), label, proposal))
    pairs: list[tuple[Label, Proposal]] = []
    for _, _, label, proposal in sorted(options, key=lambda one: one[:2]):
        if all(label is not one and proposal is not other for one, other in pairs):
            pairs.append((label, proposal))
    return pairs


def is_speaker_right(label: Label, proposal: Proposal) -> bool:
    """Whether it is the same speaker: the writer, or a name that has all words of the other.

    Speakers without a name are the same where both are without, and share a word.
    """
    if proposal.speaker is None or label.speaker == WRITER:
        return proposal.speaker is None and label.speaker == WRITER
    ours, theirs = _words(proposal.speaker), _words(label.speaker)
    if proposal.speaker.startswith("unnamed:") or label.speaker.startswith("unnamed:"):
        both = proposal.speaker.startswith("unnamed:") and label.speaker.startswith("unnamed:")
        return both and bool(ours & theirs)
    return bool(ours) and bool(theirs) and (ours <= theirs or theirs <= ours)


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+", name.lower().replace("’s", "").replace("'s", ""))) - SMALL


def is_day_right(label: Label, proposal: Proposal) -> bool:
    """Whether the deadline has the last day that was labelled, or there is none where none is."""
    found = None if proposal.due is None else edtf.parse(proposal.due).latest
    return found == label.due


def score(one: Labelled, proposals: Sequence[Proposal]) -> Scored:
    """Hold the proposals on an article against its labels."""
    every = sentences(one.article.paragraphs)
    ahead = sum(
        any(_touches(label.quote, sentence.text) for label in one.labels) for sentence in every
    )
    pairs = paired(one.labels, proposals, one.article)
    found = {id(label) for label, _ in pairs}
    text = one.article.paragraphs
    verbatim = sum(
        text[each.paragraph][each.start : each.start + len(each.quote)] == each.quote
        for each in proposals
    )
    missed = tuple(label for label in one.labels if id(label) not in found)
    return Scored(one.name, len(every), ahead, len(proposals), tuple(pairs), missed, verbatim)


def _touches(quote: str, sentence: str) -> bool:
    return quote in sentence or sentence in quote or quote[:40] in sentence
