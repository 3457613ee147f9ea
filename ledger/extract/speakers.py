"""Who says what an article claims: by quotation marks, verbs of saying, subjects and pronouns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ledger.extract.names import JOINED, RUN, Speaker, crowd, is_body, titled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.extract.finding import Found
    from ledger.extract.names import Names
    from ledger.extract.rules import Language
    from ledger.extract.sentences import Sentence

ADVERBS: Final = re.compile(
    r"(?:,? (?:also|now|later|then|has|have|had|who|both|still|only|once|even|is|are|was|were|be|not|does|do|did|\w+ly"
    r"|on \w+day|in (?:a|an) \w+|yesterday|today|never|therefore|nevertheless|however))+,?$"
)
PARTS: Final = re.compile(
    r",\s|;\s|:\s|\0+[”\"’]?\s?|[“”\"]\s?|\s[–—]\s|\b(?:and|but|that|while|as|because|although|when|if|which)\s"
)
APPOSED: Final = re.compile(
    r"^(?:an?|the|its|his|her|who|which|one of|now|then|both|chief|head|director|former|a former|spokes\w+|professor|managing) |^\w+ing "
)
PASSIVE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|being|to|will|would|could|may|might|as|than)(?: \w+ly| widely| also)?$"
)
WEAK: Final = re.compile(r"(?: [^,.;\0“”]{0,40}?)? that\b|(?: [^,.;\0“”]{0,30})?[,:]? ?[“\"]?\0")
LONGEST: Final = 70


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said, outside quotation marks, to say something: the verb's place and the speaker."""

    place: int
    speaker: Speaker
    is_named: bool
    """Whether the words name or describe somebody, rather than being a pronoun."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who makes a claim, how the article gives it, and who else is as likely."""

    speaker: Speaker | None
    attribution: str
    rival: Speaker | None = None


@dataclass
class Speakers:
    """The speakers of an article, sentence by sentence."""

    names: Names
    language: Language
    last_person: Speaker | None = None
    last_thing: Speaker | None = None
    said: dict[Sentence, list[Attribution]] = field(default_factory=dict)
    subjects: dict[Sentence, tuple[Speaker | None, Speaker | None]] = field(default_factory=dict)

    def read(self, every: Sequence[Sentence]) -> None:
        """Go through the sentences once, in their order, and note who speaks in each."""
        for sentence in every:
            self._note_subject(sentence)
            found = self._attributions(sentence)
            self.said[sentence] = found
            self.subjects[sentence] = (self.last_person, self.last_thing)

    def _note_subject(self, sentence: Sentence) -> None:
        """Remember whom a pronoun behind it can mean: the first person, the first body."""
        own = sentence.own
        first = True
        for run in JOINED.finditer(own):
            _, name = titled(run[0], self.language)
            person = self.names.person(name)
            if person is not None and first:
                self.last_person, first = person, False
        start = re.match(r"(?:[^,\0]{0,30}, )?(?P<np>[Tt]he (?:[\w’'-]+ ){0,3}?[\w-]+)\b", own)
        thing = None
        if start and start["np"].split()[-1].lower() in self.language.speech["bodies"]:
            thing = start["np"]
        elif (
            (run := JOINED.match(own))
            and self.names.person(run[0]) is None
            and is_body(run[0], self.language)
        ) or (
            (run := JOINED.match(own))
            and len(run[0].split()) > 1
            and self.names.person(titled(run[0], self.language)[1]) is None
        ) or ((run := re.match(r"[A-Z]\w+", own)) and own.count(run[0]) and self._is_known(run[0])):
            thing = run[0]
        if thing is not None:
            self.last_thing = self._body(thing)

    def _is_known(self, word: str) -> bool:
        return any(name.split()[0] == word and len(name.split()) > 1 for name in self.names.others)

    def _attributions(self, sentence: Sentence) -> list[Attribution]:
        own = sentence.own
        found: list[Attribution] = []
        for verb in self._verbs(own):
            words = self._after(own, verb) or self._before(own, verb.start())
            one = self._attribution(words, verb.start()) if words else None
            if one is not None:
                found.append(one)
        for verb in re.finditer(rf"\b{self.language.speech['according']} ", own):
            if verb[0].startswith(("for", "For")):
                continue
            rest = re.match(r"[^,;.\0“”]{2,90}", own[verb.end() :])
            one = self._attribution(rest[0], verb.start()) if rest else None
            if one is not None:
                found.append(one)
        return found

    def _verbs(self, own: str) -> Iterator[re.Match[str]]:
        """The verbs of saying: the weaker ones only before "that" or beside a quotation."""
        both = rf"\b(?:{self.language.speech['verbs']}|(?P<weak>{self.language.speech['weak']}))\b"
        for verb in re.finditer(both, own):
            before, after = own[: verb.start()].rstrip(), own[verb.end() :]
            if PASSIVE.search(before):
                continue
            if verb["weak"] is None or WEAK.match(after) or before.endswith(("\0", "”", '"')):
                yield verb

    def _attribution(self, words: str, place: int) -> Attribution | None:
        speaker = self.resolve(words)
        if speaker is None:
            return None
        is_named = (
            words.strip() not in self.language.speech["persons"] + self.language.speech["things"]
        )
        if speaker.is_person:
            self.last_person = speaker
        else:
            self.last_thing = speaker
        return Attribution(place, speaker, is_named)

    def _after(self, own: str, verb: re.Match[str]) -> str | None:
        """The speaker behind the verb, as in: “...,” said Odile Brandt."""
        before = own[: verb.start()].rstrip()
        if not before.endswith(("\0", "”", '"', "’", ",", "\0,")) or not before:
            return None
        rest = re.match(r" (?P<np>[^,;.:\0“”\"]{2,90})", own[verb.end() :])
        if rest is None:
            return None
        words = re.split(
            r" (?:who|on \w+day|in an? \w+|in (?=[A-Z])|last|yesterday|at a|to |after|during)\b",
            rest["np"],
        )[0]
        if re.match(r"(?:the|an?|one|two|three|\w+ \w*s?\b)|[A-Z]", words) is None:
            return None
        if re.match(
            r"(?:that|it|he|she|they|in|on|to|at|there|this|analysts on|reporters|by|a (?:letter|statement))\b",
            words,
        ):
            return None
        return words if self._may_speak(words) else None

    def _may_speak(self, words: str) -> bool:
        first = words.split(maxsplit=1)[0]
        lonely = self.language.speech["lonely"]
        return (
            first[:1].isupper()
            or first
            in {
                "the",
                "a",
                "an",
                "one",
                "two",
                "three",
                "four",
                "several",
                "many",
                "its",
                "their",
                "his",
                "her",
            }
            or words.split(maxsplit=1)[0].lower() in lonely
            or any(word in lonely for word in words.split()[:3])
        )

    def _before(self, own: str, place: int) -> str | None:
        """The subject that ends before ``place``, over an apposition and adverbs."""
        whole = own[:place].rstrip(" ")
        text = ADVERBS.sub("", whole).rstrip()
        closed = whole[len(text) :].startswith(",") or text.endswith(",")
        if text.endswith((" and", " but")):
            return self._first(text)
        parts = [part.strip() for part in PARTS.split(text.rstrip(",")) if part and part.strip()]
        while parts:
            words = parts.pop()
            words = ADVERBS.sub("", words).strip()
            if (closed or parts) and APPOSED.match(words) and closed and parts:
                continue
            if not words or len(words) > LONGEST:
                return None
            return words
        return None

    def _first(self, text: str) -> str | None:
        """The subject of a sentence whose verbs are joined: its first words, up to a name's end."""
        for run in RUN.finditer(text):
            if self.names.person(titled(run[0], self.language)[1]):
                return run[0]
        begins = re.match(r"[A-Z][\w’'-]+(?: [\w’'-]+){0,3}", text)
        words = begins[0].split() if begins else []
        for end in range(len(words), 0, -1):
            if self.resolve(" ".join(words[:end])) is not None:
                return " ".join(words[:end])
        return None

    def resolve(self, words: str) -> Speaker | None:
        """Who is meant by the words of a subject; None where they mean nobody who could speak."""
        words = words.strip(" ,.\0")
        words = re.sub(r"^(?:[Aa]nd|[Bb]ut|[Ss]o|[Yy]et|[Tt]hat) ", "", words)
        if not words:
            return None
        speech = self.language.speech
        if words in speech["persons"]:
            return self.last_person
        if words in speech["things"]:
            return self.last_thing
        return self._named(words) or self._described(words)

    def _named(self, words: str) -> Speaker | None:
        """A person or a body that the words name."""
        possessive = re.match(r"^(?:.+?[’']s?) (?P<noun>[a-z][\w -]*)$", words)
        if (
            re.match(r"^(?:[Aa]n?|[Tt]wo|[Tt]hree|[Oo]ne) ", words)
            or words.split(maxsplit=1)[0].lower() in self._crowds()
        ):
            return None
        for run in reversed(list(RUN.finditer(words))):
            if person := self.names.person(titled(run[0], self.language)[1]):
                return person
        runs = list(
            JOINED.finditer(
                re.sub(
                    r"^(?:The|A|An|Its|Their|His|Her|In|At|On|But|And|Two|Some|Many|Most) ",
                    "",
                    words,
                )
            )
        )
        if not runs or possessive:
            return None
        run = runs[-1]
        title, name = titled(run[0], self.language)
        lower = re.match(r"^(?:[Tt]he|[Aa]n?|[a-z])", words)
        if len(name.split()) > 1 and not lower and not is_body(name, self.language):
            return Speaker(name, title, is_person=title is not None)
        tail = words[words.find(run[0]) + len(run[0]) :].strip()
        if tail and tail.split()[0].islower() and tail.split()[-1] in self._crowds():
            return Speaker(crowd(words))
        if tail and re.match(r"[a-z]", tail):
            return self._described(words)
        return self._body(run[0])

    def _crowds(self) -> list[str]:
        crowds: list[str] = self.language.speech["lonely"]
        return crowds

    def _body(self, words: str) -> Speaker:
        plain = re.sub(r"^[Tt]he ", "", words).strip()
        if plain[:1].isupper() and len(plain.split()) == 1:
            longer = next(
                (
                    name
                    for name in self.names.others
                    if name.split()[0] == plain and is_body(name, self.language)
                ),
                plain,
            )
            return Speaker(longer)
        return Speaker(self.names.in_full(plain) if plain[:1].islower() else plain)

    def _described(self, words: str) -> Speaker | None:
        """The expert, the council, two people familiar with the matter, traders."""
        speech = self.language.speech
        definite = re.match(
            r"^(?:[Tt]he|[Tt]his|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?P<noun>.+)$", words
        )
        bare = re.split(r" (?:of|in|at|from|for|with|who|on|to) ", words)[0]
        last = bare.split()[-1].lower() if bare.split() else ""
        if definite:
            noun = definite["noun"]
            head = re.split(r" (?:of|in|at|from|for|with|who|on|to) ", noun)[0].lower()
            if head in speech["generic"] or any(
                head.endswith(f" {one}") for one in speech["generic"]
            ):
                return (
                    self.names.with_role(head)
                    or self.names.with_role(head.split()[-1])
                    or (
                        self.last_person
                        if words.lower().startswith("the ")
                        else Speaker(crowd(words))
                    )
                )
            if head.split()[-1] in speech["bodies"]:
                return self._body(noun)
            if last in speech["lonely"] or last.endswith("s"):
                return Speaker(crowd(words))
            return Speaker(noun[:1].upper() + noun[1:]) if last in speech["bodies"] else None
        if last in speech["lonely"] or any(
            word in speech["lonely"] for word in bare.lower().split()
        ):
            return Speaker(crowd(words))
        if re.match(
            r"^(?:[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]everal|[Mm]any|[Ss]ome|[Mm]ost|[Aa]nother|[Oo]ther) ",
            words,
        ):
            return Speaker(crowd(words)) if self._is_human(words) else None
        if last.rstrip("s") in speech["bodies"] or last in speech["bodies"]:
            return self._body(words)
        if re.match(r"^[A-Z]?[a-z’' -]+s$", bare) and self._is_human(words):
            return Speaker(crowd(words))
        return None

    def _is_human(self, words: str) -> bool:
        speech = self.language.speech
        found = [word.lower() for word in re.findall(r"[\w-]+", words)]
        return any(
            word in speech["generic"]
            or word in speech["lonely"]
            or re.fullmatch(speech["roles"] + "s?", word)
            or word
            in {
                "people",
                "person",
                "source",
                "sources",
                "man",
                "woman",
                "diplomat",
                "resident",
                "study",
                "report",
                "survey",
                "poll",
                "aide",
                "insider",
                "official",
                "trader",
                "critic",
                "observer",
            }
            for word in found
        )

    def subject_of(self, found: Found) -> Speaker | None:
        """The subject of the words by which a claim was found."""
        sentence, cue = found.sentence, found.cue
        person, thing = self.last_person, self.last_thing
        self.last_person, self.last_thing = self.subjects[sentence]
        words = self._before(sentence.own if not found.is_quoted else sentence.text, cue.start)
        answer = None
        if words in self.language.speech["things"] + self.language.speech["persons"]:
            before = [one for one in self.said[sentence] if one.place < cue.start and one.is_named]
            answer = before[-1].speaker if before else None
        if answer is None and words:
            answer = self.resolve(words)
        self.last_person, self.last_thing = person, thing
        return answer
