"""Who says something in each sentence of an article, outside quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ledger.extract.identity import Identities
from ledger.extract.names import JOINED, RUN, is_body, titled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.extract.finding import Found
    from ledger.extract.names import Names, Speaker
    from ledger.extract.rules import Language
    from ledger.extract.sentences import Sentence

ADVERBS: Final = re.compile(
    r"(?:,? (?:also|now|later|then|has|have|had|who|which|both|still|only|once|even|is|are|was|were"
    r"|be|not|quoted as|does|do|did|\w+ly|on \w+day|in (?:a|an) \w+|yesterday|today|never|therefore"
    r"|however|nevertheless|always|already|remains?|feels?|felt|seems?|look|looks))+,?$"
)
PARTS: Final = re.compile(
    r",\s|;\s|:\s|\0+[”\"’]?\s?|[“”\"]\s?|\s[–—]\s"
    r"|\b(?:and|but|that|while|as|because|although|when|if|which)\s"
    r"|\b(?:said|says)\s(?=(?:the|it|he|she|they|its|his|her|their)\b)"
)
APPOSED: Final = re.compile(
    r"^(?:an?|the|its|his|her|who|which|one of|now|then|both|chief|head|director|former"
    r"|spokes\w+|professor|managing|[0-9]{1,3}$) ?|^\w+ing |^[RDI]-[A-Z]"
)
PASSIVE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|being|to|will|would|could|may|might|(?<!quoted )as|than)"
    r"(?: \w+ly| widely| also)?$"
)
WEAK: Final = re.compile(
    r" (?!(?:[^,.;]* )?(?:that|which|who) )[^,.;\0“”]{2,60}? (?:will|would|could|may|might)\b|"
    r"(?: [^,.;\0“”]{0,40}?)? that\b|(?: [^,.;\0“”]{0,30})?[,:]? ?[“\"]?\0"
)
LAST: Final = re.compile(r"[^,.]{0,40}\.?$")
PRONOUN: Final = re.compile(r"(?:^|[,;] |\0[”\"]? )(?:[Hh]e|[Ss]he)\b")
ADDRESSING: Final = frozenset({"told", "tells", "tell", "advised", "asked", "advises"})
"""Verbs behind which whoever hears it stands, not whoever says it."""

FINITE: Final = re.compile(
    r"\b(?:would|will|could|may|might|should|must|can|is|are|was|were|has|have|had)\b"
)
RELATIVE: Final = re.compile(r", (?:which|who|whose) [^,;\0“”]+,?$")
QUOTED_BY: Final = re.compile(r"\bquoted (?P<np>[^,;\0“”]{2,60}) as$")
NOUN: Final = re.compile(r", (?:[Tt]he |[A-Z]|an? )(?:[^,.;\0“”]{0,50}?[\w’')])$")
TAIL: Final = re.compile(
    r" (?:who|on \w+day|in an? \w+|in (?=[A-Z])|last|yesterday|at a|to |after|during|radio|in their"
    r"|before|when|as)\b"
)
NO_SPEAKER: Final = re.compile(
    r"(?:[A-Z][a-z]+day\b|late|early|last|this|yesterday|today"
    r"|that|it|he|she|they|in|on|to|at|there|this|analysts on|reporters|by"
    r"|a (?:letter|statement)|[A-Z]\w+ (?:\d|that))\b"
)
COUNTS: Final = frozenset(
    {"the", "a", "an", "one", "two", "three", "four", "several", "many", "its", "their", "his",
     "her"}
)  # fmt: skip
POINTED: Final = (
    r"\b(?:[A-Z]|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Maj|Adm|Rev|Prof|Dr|Mrs?|Ms|Cllr|St)\."
)
"""A short form whose point ends nothing: Sen., or the initial of a second name."""

LONGEST: Final = 70


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said, outside quotation marks, to say something: the verb's span and the speaker."""

    place: int
    end: int
    speaker: Speaker
    is_named: bool
    """Whether the words name or describe somebody, rather than being a pronoun."""


@dataclass
class Speakers:
    """The speakers of an article, sentence by sentence."""

    names: Names
    language: Language
    said: dict[Sentence, list[Attribution]] = field(default_factory=dict)
    meant: dict[Sentence, tuple[Speaker | None, Speaker | None, Speaker | None]] = field(
        default_factory=dict
    )
    """Whom pronouns of a sentence mean: a person, a thing, a thing with a name of its own."""
    who: Identities = field(init=False)

    def __post_init__(self) -> None:
        self.who = Identities(self.names, self.language)

    def read(self, every: Sequence[Sentence]) -> None:
        """Go through the sentences once, in their order, and note who speaks in each."""
        for sentence in every:
            self._note_subject(sentence)
            self.said[sentence] = list(self._attributions(sentence))
            who = self.who
            self.meant[sentence] = (who.last_person, who.last_thing, who.last_proper)

    def _note_subject(self, sentence: Sentence) -> None:
        """Remember whom a pronoun behind it can mean: the first person, the first body."""
        own = sentence.own
        for run in JOINED.finditer(own):
            person = self.who.person(run[0])
            if PRONOUN.search(own[: run.start()]):
                break  # he said that somebody else would
            if person is not None:
                self.who.note(person)
                break
        thing = self._thing(own)
        if thing is not None:
            self.who.note(self.who.body(thing))

    def _thing(self, own: str) -> str | None:
        """The body that a sentence begins with."""
        bodies = "|".join(self.who.bodies)
        start = re.match(
            rf"(?:[^,\0]{{0,30}}, )?(?P<np>[Tt]he (?:[\w’'-]+ ){{0,3}}?(?:{bodies})"
            rf"(?: (?:of|for) (?:the )?[A-Z][\w-]+)?)\b(?:, (?P<name>{JOINED.pattern}),)?",
            own,
        )
        if start:
            return start["name"] or start["np"]
        run = JOINED.match(own)
        if run is None or self.who.person(run[0]) is not None:
            return None
        if is_body(run[0], self.language) or " " in run[0]:
            return run[0]
        known = any(
            name.split()[0] == run[0] and " " in name and is_body(name, self.language)
            for name in self.names.others
        )
        return run[0] if known else None

    def _attributions(self, sentence: Sentence) -> Iterator[Attribution]:
        own = sentence.own
        for verb in self._verbs(own):
            words = self._after(own, verb) or self._before(own, verb)
            if words and (one := self._attribution(words, verb)):
                yield one
        for verb in re.finditer(rf"\b{self.language.speech['according']} ", own):
            rest = re.match(rf"(?:{POINTED}|[^,;.\0“”]){{2,90}}", own[verb.end() :])
            if rest and (one := self._attribution(rest[0], verb)):
                yield one

    def _verbs(self, own: str) -> Iterator[re.Match[str]]:
        """The verbs of saying: the weaker ones only before "that" or beside a quotation."""
        both = rf"\b(?:{self.language.speech['verbs']}|(?P<weak>{self.language.speech['weak']}))\b"
        for verb in re.finditer(both, own):
            before, after = own[: verb.start()].rstrip(), own[verb.end() :]
            if PASSIVE.search(before):
                continue
            if (
                verb["weak"] is None
                or WEAK.match(after)
                or before.endswith(("\0", "”", '"'))
                or (NOUN.search(before) and LAST.match(after))
            ):
                yield verb

    def _attribution(self, words: str, verb: re.Match[str]) -> Attribution | None:
        speaker = self.who.resolve(words)
        if speaker is None:
            return None
        self.who.note(speaker)
        is_named = not self.who.is_pronoun(words.strip())
        return Attribution(verb.start(), verb.end(), speaker, is_named)

    def _after(self, own: str, verb: re.Match[str]) -> str | None:
        """The speaker behind the verb, as in: “...,” said Odile Brandt."""
        before = own[: verb.start()].rstrip()
        if not before.endswith(("\0", "”", '"', "’", ",")) or verb[0] in ADDRESSING:
            return None
        rest = re.match(rf" (?P<np>(?:{POINTED}|[^,;.:\0“”\"]){{2,90}})", own[verb.end() :])
        if rest is None or (before.endswith(",") and FINITE.search(TAIL.split(rest["np"])[0])):
            return None
        named = re.match(rf", (?P<name>{RUN.pattern})[,.]", own[verb.end() + rest.end() :])
        if named and self.who.person(named["name"]):
            return named["name"]
        words = TAIL.split(rest["np"])[0]
        return None if NO_SPEAKER.match(words) or not self._may_speak(words) else words

    def _before(self, own: str, verb: re.Match[str]) -> str | None:
        """The speaker before the verb; of "..., saying" it is the subject of the sentence."""
        text = own[: verb.start()].rstrip()
        if verb[0].endswith("ing") and text.endswith(","):
            return self._first(text)
        return self.before(own, verb.start())

    def _may_speak(self, words: str) -> bool:
        first = words.split(maxsplit=1)[0] if words.split() else ""
        return (
            first[:1].isupper()
            or first in COUNTS
            or any(word in self.who.crowds for word in words.split()[:3])
        )

    def before(self, own: str, place: int) -> str | None:
        """The subject that ends before ``place``, over an apposition and adverbs."""
        whole = own[:place].rstrip(" ")
        if by := QUOTED_BY.search(whole):
            return by["np"]
        if relative := RELATIVE.search(whole):
            whole = f"{whole[: relative.start()]},"
        text = ADVERBS.sub("", whole).rstrip()
        closed = whole[len(text) :].startswith(",") or text.endswith(",")
        if text.endswith((" and", " but")):
            return self._first(text)
        parts = [part.strip() for part in PARTS.split(text.rstrip(",")) if part and part.strip()]
        while parts:
            words = ADVERBS.sub("", parts.pop()).strip()
            if closed and parts and (APPOSED.match(words) or self._is_role(words)):
                continue
            return words if words and len(words) <= LONGEST else None
        return None

    def _is_role(self, words: str) -> bool:
        """Whether words say what somebody is: president of a bank."""
        return re.match(rf"(?:[\w-]+ ){{0,3}}{self.language.speech['roles']}\b", words) is not None

    def _first(self, text: str) -> str | None:
        """The subject of a sentence whose verbs are joined: its first words, up to a name's end."""
        for run in RUN.finditer(text):
            if self.names.person(titled(run[0], self.language)[1]):
                return run[0]
        begins = re.match(r"[A-Z][\w’'-]+(?: [\w’'-]+){0,3}", text)
        words = begins[0].split() if begins else []
        for end in range(len(words), 0, -1):
            if self.who.resolve(" ".join(words[:end])) is not None:
                return " ".join(words[:end])
        return None

    def subject_of(self, found: Found) -> Speaker | None:
        """The subject of the words by which a claim was found."""
        sentence, cue, who = found.sentence, found.cue, self.who
        kept = (who.last_person, who.last_thing, who.last_proper)
        who.last_person, who.last_thing, who.last_proper = self.meant[sentence]
        first = sentence.text[cue.start : cue.end].split()[0]
        words: str | None = first
        if not who.is_pronoun(first):
            text = sentence.text if found.is_quoted else sentence.own
            words = self.before(text, cue.start)
        answer = None
        if words is not None and who.is_pronoun(words):
            named = [one for one in self.said[sentence] if one.place < cue.start and one.is_named]
            answer = named[-1].speaker if named else None
        if answer is None and words:
            answer = who.resolve(words)
        who.last_person, who.last_thing, who.last_proper = kept
        return answer
