"""Proposals: what may be the claims of an article, each as far as its words go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.extract import statements
from ledger.extract.attribution import attributed
from ledger.extract.finding import find
from ledger.extract.names import Names
from ledger.extract.rules import language
from ledger.extract.sentences import sentences
from ledger.extract.speakers import Speakers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.extract.article import Article
    from ledger.extract.attribution import Attributed
    from ledger.extract.finding import Found
    from ledger.extract.names import Speaker
    from ledger.extract.when import When


@dataclass(frozen=True, slots=True)
class Proposal:
    """One claim as it is proposed; what the article does not say is None.

    ``quote`` stands word for word in paragraph ``paragraph`` of the article, from 0, at ``start``.
    ``speaker`` is None where it is the writer; ``rival`` is another who is as likely.
    ``due`` is EDTF and ``due_words`` what it was read from; ``nearby`` are words of the
    neighbourhood, and the day they mean, that may be the deadline.
    """

    paragraph: int
    start: int
    quote: str
    statement: str
    speaker: str | None = None
    organisation: str | None = None
    role: str | None = None
    attribution: str = "unattributed"
    kind: str = "prediction"
    wording: str | None = None
    stance: str = "for"
    probability: str | None = None
    condition: str | None = None
    due: str | None = None
    due_words: str | None = None
    nearby: tuple[str, str] | None = None
    rival: str | None = None
    checkable: bool = True
    rule: str = ""
    comments: tuple[str, ...] = ()


def propose(article: Article, *, sure: bool = False) -> list[Proposal]:
    """The claims that the rules of English find in an article, in its order."""
    tongue = language()
    every = sentences(article.paragraphs)
    speakers = Speakers(Names.of(article.paragraphs, article.title, tongue), tongue)
    speakers.read(every)
    proposals: list[Proposal] = []
    lately: tuple[int, When] | None = None
    for found in find(every, article.published, tongue, sure=sure):
        who = attributed(found, every, speakers)
        proposals.append(_proposal(found, who, article, lately))
        if found.days:
            lately = (found.sentence.paragraph, found.days[0])
    return proposals


def _proposal(
    found: Found,
    who: Attributed,
    article: Article,
    lately: tuple[int, When] | None,
) -> Proposal:
    stance = statements.stance_of(found)
    due = _due(found, stance)
    speaker = who.speaker
    name = speaker.name if speaker else article.publisher or "The writer"
    near = lately[1] if lately and lately[0] == found.sentence.paragraph else None
    near = None if due is not None else next(iter(found.days), near)
    return Proposal(
        found.sentence.paragraph,
        found.sentence.start + found.start,
        found.text,
        statements.statement_of(found, name, stance),
        speaker.name if speaker else None,
        _home(speaker),
        speaker.role if speaker else None,
        who.attribution if speaker else "unattributed",
        statements.kind_of(found),
        statements.wording_of(found),
        stance,
        statements.probability_of(found),
        statements.condition_of(found),
        str(due.date) if due else None,
        due.words if due else None,
        (near.words, str(near.date)) if near else None,
        _rival(who),
        statements.is_checkable(found, language()),
        found.cue.rule.name,
    )


def _home(speaker: Speaker | None) -> str | None:
    return speaker.organisation if speaker else None


def _rival(who: Attributed) -> str | None:
    rival = who.rival
    return None if rival is None or rival == who.speaker else rival.name


UNTIL: Final = re.compile(r"(?i)(?:until|till)\b")


OF_PLANS: Final = frozenset({"plan", "conditional"})
COUNTED: Final = re.compile(r"(?i)(?:with)?in (?!the )[^ ]+ (?:days?|weeks?|months?|years?)$")
PAST: Final = re.compile(
    r"(?<!be )(?<!is )(?<!are )(?<!, )\b"
    r"(?!(?:need|expect|schedul|limit|unit|combin|detail|plann|propos)ed\b)"
    r"(?:\w{2,}ed|said|told|met|began|took|made|won|lost|came|went|was"
    r"|were|had|held|hit|cut|fell|rose|led|left|gave|wrote|set out|struck|brought)\b"
    r"|, (?:originally |first |once )?(?:introduced|reached|announced|published|unveiled|founded"
    r"|planned|released|signed|launched|approved|passed|held) "
)
"""Words before which a day is that on which something was done: in October, they agreed to meet."""


def _due(found: Found, stance: str) -> When | None:
    """The day among those in the clause that is the deadline: the first behind the cue.

    A day in a condition is none, nor one until which something is denied, nor one that a plan
    counts from its own beginning: prisoners would be exchanged within 30 days.
    """
    text = found.sentence.text
    days = [
        one
        for one in found.days
        if not statements.is_condition(text[: one.start], found.cue.start)
        and not (stance == "against" and UNTIL.match(one.words))
        and not (found.cue.rule.needs & OF_PLANS and COUNTED.match(one.words))
    ]
    behind = [one for one in days if one.start >= found.cue.start]
    told = text[found.start : found.cue.end]
    chosen: Sequence[When] = behind or ([] if PAST.search(told) else days)
    return chosen[0] if chosen else None
