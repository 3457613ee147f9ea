"""Sentences that tell what somebody once said, thought or did, whose words look ahead all the same.

    He told this newspaper in 1989 that he would retire.      over: a year that is over
    My father thought it would last forever.                  over: what was thought
    Opponents had argued that the vote should wait.           over: said before something else
    “We told them this would happen,” she said.               over: a report in a quotation
    The council promised to mend it by the following summer.  over: counted from a day in a story

Where a day to come stands behind the words, what was said then is still ahead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.edtf import FuzzyDate
    from ledger.extract.sentences import Sentence

LONG_AGO: Final = re.compile(
    r"\b(?:[Aa]t the time|[Bb]ack then|(?:[Yy]ears|[Dd]ecades) (?:ago|earlier|before)"
    r"|[Ii]n those days|[Ii]n the (?:18|19|20)[0-9]0s"
    r"|[Aa]s a (?:child|boy|girl|student|young \w+)|[Pp]reviously|[Ff]ormerly"
    r"|[Ii]n the past|[Uu]ntil (?:then|recently))\b"
)
USED_TO: Final = re.compile(r"\bused to (?:say|tell|think|joke|boast|argue|insist)\b")
FOLLOWING: Final = re.compile(
    r"\bthe following (?:day|week|month|year|spring|summer|autumn|winter)"
)
YEAR: Final = re.compile(r"\b[Ii]n ((?:19|20)[0-9]{2})\b")
TOLD_IN: Final = re.compile(
    r"\b(?:said|told|wrote|warned|predicted|promised|vowed|asked|noted)\b[^.;\0]{0,40}? "
    r"in ((?:19|20)[0-9]{2})\b"
)
PAST_TENSE: Final = re.compile(r"\b(?:said|promised|told|predicted|took|was|were|had|did)\b")
CUE_OF_PAST: Final = re.compile(
    r"\b(?:would|wouldn|could|might|was|were|should|\w+ed|swore|undertook)\b"
)
SAID_BEFORE: Final = re.compile(
    r"\bhad (?:\w+ )?(?:said|argued|warned|predicted|promised|hoped|expected|feared|told|thought"
    r"|believed|forecast|suggested|claimed|insisted|pledged|vowed)\b[^;]*$"
)
THOUGHT: Final = re.compile(
    r"\b(?:(?<!is )(?<!are )(?<!widely )thought|knew|dreamed|dreamt|imagined|assumed|figured"
    r"|never (?:believed|expected|said))\b(?! to\b)[^,;]*$"
)
REPORT: Final = re.compile(
    r"\b(?:told|said|warned|feared|hoped|believed|promised|knew|thought|expected|wished|was afraid"
    r"|were afraid|asked)\b[^,;.]*$"
)


def is_of_the_past(
    sentence: Sentence, start: int, end: int, published: FuzzyDate | None, *, dated: bool
) -> bool:
    """Whether the words from ``start`` to ``end`` were ahead of somebody then, and no longer are.

    ``dated`` says that a day to come stands behind them, by which what was said is still ahead.
    """
    own = sentence.own
    before = sentence.text[:start]
    is_quoted = sentence.is_quoted(start)
    day = None if published is None else published.earliest
    told = TOLD_IN.search(own)
    if USED_TO.search(own) or (told and day is not None and int(told[1]) < day.year):
        return True
    if dated or CUE_OF_PAST.search(sentence.text[start:end]) is None:
        return False
    if LONG_AGO.search(own[:start]) or FOLLOWING.search(sentence.text[end:]):
        return True
    if SAID_BEFORE.search(before) or THOUGHT.search(before):
        return True
    if is_quoted and REPORT.search(_of_quotation(sentence, start)):
        return True
    year = YEAR.search(own[:start])
    is_over = year is not None and day is not None and int(year[1]) < day.year
    return is_over and PAST_TENSE.search(own) is not None


def _of_quotation(sentence: Sentence, place: int) -> str:
    """What stands before ``place`` in the quotation around it."""
    begin = next(start for start, end in sentence.quoted if start <= place < end)
    return sentence.text[begin:place]
