"""The clauses of an article that look ahead, each with the rule that found it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from ledger.extract.clauses import clauses, trimmed
from ledger.extract.past import is_of_the_past
from ledger.extract.when import days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledger.edtf import FuzzyDate
    from ledger.extract.rules import Language, Rule
    from ledger.extract.sentences import Sentence
    from ledger.extract.when import When


@dataclass(frozen=True, slots=True)
class Cue:
    """Words by which a rule found that a sentence looks ahead."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A clause that looks ahead: its span in the sentence, its cues, and the days to come in it."""

    sentence: Sentence
    start: int
    end: int
    cues: tuple[Cue, ...]
    days: tuple[When, ...]
    reported: bool
    """Whether the sentence says, outside quotation marks, that somebody says so."""

    @property
    def text(self) -> str:
        """Its words."""
        return self.sentence.text[self.start : self.end]

    @property
    def cue(self) -> Cue:
        """The first of its cues, which governs the others."""
        return self.cues[0]

    @property
    def is_quoted(self) -> bool:
        """Whether it is within quotation marks."""
        return self.sentence.is_quoted(self.cue.start)


PLAN: Final = re.compile(
    r"(?i)\b(?:under (?:the|a|its|his|her|this|that)|plans?|bill|draft|proposals?|deal|agreement|"
    r"scheme|"
    r"law|treaty|measures?|project|programme|reform|budget|contract|merger|takeover|ban|rules?|"
    r"move|package|pact|offer|motion|strike|design|expansion|bridge|line|tax|levy|closure|scenario|technology|system|legislation|directive|amendment"
    r"|vision|scheme|factory|plant|terminal|facility|accord|truce|cuts?|increases?|changes?)\b"
)
SAYS: Final = re.compile(
    r"\b(?:says?|said|saying|told|tells?|argued|argues|arguing|warning"
    r"|according to|believes?|thinks?|warns?|warned)\b"
)
CONDITIONAL: Final = re.compile(
    r"\b(?:[Ii]f|[Uu]nless)\b(?! (?:I|we|he|she|it|they|you|there|only|the \w+|[A-Z]\w+) "
    r"(?:were(?! to)|was|had|could|would)\b)"
)
"""A condition that may still come true, which one with "had" or "were" does not say."""

GERUND: Final = re.compile(
    r"(?:^|[“\"]|\b(?:[Bb]ut|[Aa]nd|that|said) )[A-Za-z]?[a-z]+ing [^,;.“”]{2,70}$"
)
MOST: Final = 8
"""How often a rule may find something in a sentence; more is no prose."""
NEAR: Final = 75


def find(
    every: Sequence[Sentence], published: FuzzyDate | None, language: Language, *, sure: bool
) -> Iterator[Found]:
    """The clauses that look ahead, in their order; with ``sure`` only those that surely do."""
    before: Sentence | None = None
    ahead = False
    for sentence in every:
        near = before if before and sentence.paragraph - before.paragraph <= 1 else None
        found = list(_of_sentence(sentence, near, published, language, near_ahead=ahead))
        yield from (one for one in found if not sure or any(cue.rule.sure for cue in one.cues))
        before, ahead = sentence, bool(found)


def _of_sentence(
    sentence: Sentence,
    before: Sentence | None,
    published: FuzzyDate | None,
    language: Language,
    *,
    near_ahead: bool,
) -> Iterator[Found]:
    text = sentence.text
    if text.rstrip('”"’) ').endswith("?") or any(block.search(text) for block in language.blocks):
        return
    own = sentence.own
    reported = re.search(rf"\b{language.speech['plain']}\b|\b[Aa]ccording to\b", own) is not None
    ahead = days(text, published, language)
    context = Context(sentence, before, language, ahead, reported, near_ahead)
    cues = [cue for cue in _cues(context) if not _is_over(context, cue, published)]
    for start, end in clauses(sentence):
        inside = [cue for cue in cues if start <= cue.start < end]
        if inside:
            a, b = trimmed(text, start, end)
            within = tuple(one for one in ahead if start <= one.start < end)
            yield Found(sentence, a, b, tuple(inside), within, reported)


def _is_over(context: Context, cue: Cue, published: FuzzyDate | None) -> bool:
    dated = context.has("due ahead", cue.start, cue.end, ())
    return is_of_the_past(context.sentence, cue.start, cue.end, published, dated=dated)


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may ask of the sentence around the words it found."""

    sentence: Sentence
    before: Sentence | None
    language: Language
    days: Sequence[When]
    reported: bool
    near_ahead: bool

    def has(self, need: str, start: int, end: int, cues: Sequence[Cue]) -> bool:
        """Whether it has what a rule ``needs``."""
        text = self.sentence.text
        quoted = self.sentence.is_quoted(start)
        ways: Mapping[str, Callable[[], bool]] = {
            "reported": lambda: self.reported and not quoted,
            "due": lambda: bool(self.days),
            "due ahead": lambda: self._is_dated(end),
            "plan": lambda: not quoted and self._is_of_plan(text, start),
            "conditional": lambda: self._is_conditional(text, start),
            "amount": lambda: re.search(r"\d", text[end : end + NEAR]) is not None,
            "earlier": lambda: bool(cues) and cues[-1].rule.shape == "to",
            "says": lambda: quoted or SAYS.search(self.sentence.own) is not None,
        }
        return ways[need]()

    def _is_dated(self, end: int) -> bool:
        """Whether a day to come stands near behind, and nobody says something between."""
        near = [one.start for one in self.days if 0 <= one.start - end <= NEAR]
        between = self.sentence.text[end : min(near, default=end)]
        return bool(near) and not re.search(self.language.speech["plain"], between)

    def _is_conditional(self, text: str, start: int) -> bool:
        """Whether it depends on something that may still come true: if it rains; cutting it."""
        return bool(CONDITIONAL.search(text) or GERUND.search(text[:start]))

    def _is_of_plan(self, text: str, start: int) -> bool:
        if PLAN.search(text[:start]):
            return True
        return self.near_ahead and self.before is not None


def _cues(context: Context) -> list[Cue]:
    """The words found by rules, in their order; of overlapping ones the first, then the longest."""
    text = context.sentence.text
    matches = sorted(
        (
            (found.start(), -found.end(), order, rule)
            for order, rule in enumerate(context.language.rules)
            for found in islice(rule.pattern.finditer(text), MOST)
            if _fits(rule, found, text)
        ),
        key=lambda one: one[:3],
    )
    cues: list[Cue] = []
    for start, minus_end, _, rule in matches:
        end = -minus_end
        if cues and start < cues[-1].end:
            continue
        if rule.needs and not any(context.has(need, start, end, cues) for need in rule.needs):
            continue
        if not _is_open(context, start):
            cues.append(Cue(rule, start, end))
    return cues


def _fits(rule: Rule, found: re.Match[str], text: str) -> bool:
    if rule.not_before and rule.not_before.search(text[max(0, found.start() - 60) : found.start()]):
        return False
    return not (rule.not_after and rule.not_after.search(text[found.end() :]))


RELATIVE: Final = re.compile(r", (?:who|which|whose) [^,;“”]*, (?:will |would |may |could )?$")
MAIN_CLAUSE: Final = re.compile(
    r" (?:[^ ]+ ){2,12}(?<!say )(?<!says )(?<!said )(?<!think )(?<!thinks )(?<!that )(?<!which )"
    r"(?<!and )(?<!or )(?<!decide )(?<!decides )(?<!believe )(?<!hope )(?<!know )(?<!what )(?<!as )"
    r"(?:he|she|it|they|we|I|you|there) $"
)
"""A condition and, without a comma between them, the subject of what depends on it."""


def _is_open(context: Context, start: int) -> bool:
    """Whether the words are only asked about, or stand in a condition."""
    text = context.sentence.text
    before = RELATIVE.sub(" ", text[:start])
    begin = max(before.rfind(mark) for mark in (", ", "; ", "“", "”", ": ")) + 1
    part = before[begin:]
    if context.language.open.search(part):
        return True
    conditions = list(context.language.condition.finditer(part))
    if not conditions or " then " in part or conditions[-1].group().lower() == "once":
        return False
    return MAIN_CLAUSE.match(part[conditions[-1].end() :]) is None
