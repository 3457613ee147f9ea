"""Sentences cut into clauses, each of which can hold one claim."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.extract.sentences import Sentence

SAYS: Final = (
    r"(?:said|says|say|saying|told|adds|added|warns|warned|argues|argued|explained|announced"
    r"|stated|noted|insists|insisted|claims|claimed|suggested|concluded|reported|confirmed|stressed"
    r"|maintained|admitted|means|meaning|shows|showed|revealed)"
)
CONJUNCTIONS: Final = (
    r"and|but|while|although|though|whereas|so|yet|or|which|who|whose|where|when|because|adding|saying"
    r"|according|despite|after|ending|whilst|raising|prompting|paving|as (?!early|soon|long)"
)
AGAIN: Final = (
    r"said|says|that|ruled|rules|vowed|promised|pledged|plans|plan|intends|expects|expect|hopes"
    r"|hope|wants|he|she|it|they|we|there|has|will|would|could|may|might|should|to|is|are|said"
)
BREAK: Final = re.compile(
    rf"[;:]\s+|\s[–—-]\s|,\s(?=(?:{CONJUNCTIONS})\b)|\s(?=(?:while|although|whereas|because)\s)"
    rf"|\b{SAYS}(?: (?!would|will|could|the|it|he|she|they|may|might|should)[^\s,.;“”\0]+){{0,4}}"
    r"(?<! on)(?<! of)(?<! in) that\s(?=\w)"
    rf"|\b(?!told){SAYS}\s(?=(?:the|a|an|it|he|she|they|there|no|its|his|her|their|this|these|we|\d)\b)"
    r"|\b(?:said|says)\s(?=[A-Z]?[\w’ ]{2,40} "
    r"(?:will|would|could|may|might|should|was|were|is|are)\b)"
    rf"|\s(?=and (?:{AGAIN})\b)|\s(?=but (?:{AGAIN})\b)"
    r"|,\s(?=with (?:[\w’'-]+ ){1,7}(?:expected|due|to|set|seen|scheduled|planned|likely|forecast"
    r"|\w+ing)\b)"
    r"|,\s(?=[^,;\0]{2,70}? (?:said|says|told|added|adds|wrote|warned)\b)"
    r"|,\s(?=(?:said|says|added|adds|wrote|warned|argued|explained|predicted|noted)\s)"
    r"|\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey) (?:said|says|added|wrote),\s"
    r"|(?<=[^\s,]),\s(?=(?:according to|in the (?:view|words) of)\b)"
)
"""Where one clause ends and the next begins."""

NOUNS: Final = (
    r"(?:(?!\b(?:will|would|could|may|might|can|should|must|is|are|was|were|has|have|had|that|which"
    r"|to|more|less|up|down|and)\b)[^,;\0“”])"
)
TRAILING: Final = re.compile(
    rf",\s(?=(?:the|an?|its|his|her|their|one|two|[A-Z][\w’'-]+)\b{NOUNS}{{0,60}}"
    rf"(?:, {NOUNS}{{2,60}}){{1,2}},? (?:said|says|told|added|adds|wrote|warned|argued|announced"
    r"|explained|predicted|noted|insisted|acknowledged)\b)"
)
"""Before somebody with an apposition who says it: ..., the engineer, Odile Brandt, said."""

RELATIVE: Final = re.compile(r"(?:which|who|whose|where|when)\b")
COMMA: Final = re.compile(r",\s(?!(?:and|or)\b|[^,]{1,25} (?:and|or) )")
"""Where a relative clause ends, unless the comma is one of a list."""

LEADING: Final = re.compile(r"(?:According to|In the (?:view|words) of) [^,]+,\s")
EDGE: Final = re.compile(r"^(?:(?:and|but|so|yet|or|while|although|though|that)\s)+")


def clauses(sentence: Sentence) -> list[tuple[int, int]]:
    """The spans of a sentence's clauses; the marks of quotations part them too."""
    text = sentence.text
    cuts = {0, len(text)}
    for start, end in sentence.quoted:
        cuts |= {start, end}
    if leading := LEADING.match(text):
        cuts.add(leading.end())
    cuts |= {found.end() for found in TRAILING.finditer(text)}
    for found in BREAK.finditer(text):
        cuts.add(found.end())
        if RELATIVE.match(text, found.end()) and (comma := COMMA.search(text, found.end())):
            cuts.add(comma.end())
    order = sorted(cuts)
    return [(a, b) for a, b in itertools.pairwise(order) if text[a:b].strip(' ,.“”"‘’')]


STRIP: Final = ' ,;:.–—-“”"‘’…'


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A clause without the marks and the conjunction around it."""
    while start < end and text[start] in STRIP:
        start += 1
    if edge := EDGE.match(text[start:end]):
        start += edge.end()
    while end > start and text[end - 1] in STRIP and not _closes_name(text, end):
        end -= 1
    return start, end


def _closes_name(text: str, end: int) -> bool:
    """Whether a point belongs to the word before it, as in p.m."""
    return (
        text[end - 1] == "." and re.search(r"\b(?:[ap]\.m|[A-Z]\.[A-Z])\.$", text[:end]) is not None
    )
