"""Who is meant by the words of a subject: a name, a pronoun, the council, two people, traders."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ledger.extract.names import FAMILY, JOINED, OPENERS, RUN, Speaker, crowd, is_body, titled

if TYPE_CHECKING:
    from ledger.extract.names import Names
    from ledger.extract.rules import Language

CONJUNCTION: Final = re.compile(r"^(?:[Aa]nd|[Bb]ut|[Ss]o|[Yy]et|[Tt]hat|[Ww]ith) ")
FIRST_WORD: Final = re.compile(
    r"^(?:The|A|An|Its|Their|His|Her|In|At|On|But|And|Two|Some|Many|Most|Under) "
)
DAY: Final = re.compile(r" (?:on|last|late on|early on) [A-Z][a-z]+day$")
DEFINITE: Final = re.compile(r"^(?:[Tt]he|[Tt]his|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?P<noun>.+)$")
COUNTED: Final = re.compile(
    r"^(?:[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]everal|[Mm]any|[Ss]ome|[Mm]ost"
    r"|[Aa]nother|[Oo]ther) "
)
BEHIND: Final = re.compile(
    r" (?:of|in|at|from|for|with|who|on|to|by|near|close|familiar|published|released|polled) "
)
PEOPLE: Final = re.compile(
    r"[A-Z]?[a-z]+(?:ers|ists|ors|ians|eers|yers|ees|folk|men|women|people|wives)$"
)
"""Plurals that are nearly always of people."""

STUDY: Final = re.compile(
    r"^(?:[Aa]n?|[Tt]he) (?:\w+ )?(?:study|survey|report|poll|analysis|paper) (?:by|from) "
    r"(?P<who>.+)$"
)
NOBODY: Final = frozenset(
    {"This", "That", "These", "Those", "There", "What", "All", "The", "A",
     "However", "Meanwhile", "Although", "Still"})  # fmt: skip
OTHER_PEOPLE: Final = frozenset({
    "people", "person", "source", "sources", "man", "woman", "diplomat", "resident", "study",
    "report", "survey", "poll", "aide", "insider", "official", "trader", "critic", "observer",
    "spokesman", "spokeswoman", "visitor", "citizen", "neighbour", "scholar",
})  # fmt: skip


SEXES: Final = frozenset({"he", "she"})
DEMONYM: Final = re.compile(
    r"^[Tt]he (?:[\w-]+ )*(?:Spaniard|German|Italian|Frenchman|Dutchman|Scot|Scotsman|Welshman"
    r"|Irishman|Englishman|Briton|Brazilian|Argentine|American|Australian|Canadian|Norwegian|Dane"
    r"|Swede|Finn|Belgian|Serb|Croat|Pole|Austrian|Russian|Ukrainian|Republican|Democrat|Texan"
    r"|Conservative|Liberal|New Yorker|[0-9]+-year-old)$"
)
"""Somebody who was named, by where he comes from: the Spaniard said."""


@dataclass
class Identities:
    """Who is known of an article, and whom a pronoun would mean at the moment."""

    names: Names
    language: Language
    last_person: Speaker | None = None
    last_thing: Speaker | None = None
    last_proper: Speaker | None = None
    """The last thing that was called by a name of its own."""
    recent: list[Speaker] = field(default_factory=list)
    """The people noted so far, the last one last."""
    sexes: dict[str, str | None] = field(default_factory=dict)
    """By whose pronoun people were called."""

    @cached_property
    def crowds(self) -> frozenset[str]:
        """Words for people without names."""
        return frozenset(self.language.speech["lonely"])

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Words for what has members: councils, firms, ministries."""
        return frozenset(self.language.speech["bodies"])

    @cached_property
    def generic(self) -> tuple[str, ...]:
        """Words for one person by what they do."""
        return tuple(self.language.speech["generic"])

    def is_pronoun(self, words: str) -> bool:
        """Whether the words are he, she, it and the like."""
        return words in self.language.speech["persons"] + self.language.speech["things"]

    def note(self, speaker: Speaker) -> None:
        """Remember somebody as whom a pronoun behind it means."""
        if speaker.is_person:
            self.last_person = speaker
            self.recent = [*(one for one in self.recent if one != speaker), speaker]
            return
        self.last_thing = speaker
        if not speaker.is_unnamed and speaker.name.lower() not in self.bodies:
            self.last_proper = speaker

    def resolve(self, words: str) -> Speaker | None:
        """Who is meant by the words of a subject; None where they mean nobody who could speak."""
        words = DAY.sub("", CONJUNCTION.sub("", words.strip(" ,.\0")))
        if not words:
            return None
        if words in self.language.speech["persons"]:
            return self._meant(words.lower())
        if DEMONYM.match(words):
            return self.last_person
        if words in self.language.speech["things"]:
            return self.last_thing
        if study := STUDY.match(words):
            return self.resolve(study["who"])
        return self._named(words) or self._described(words)

    def _meant(self, pronoun: str) -> Speaker | None:
        """The last person whom he or she can mean."""
        if pronoun not in SEXES:
            return self.last_person
        lately = [one for one in (self.last_person, *reversed(self.recent)) if one is not None]
        for one in lately:
            if self.sexes.setdefault(one.name, self._sex(one)) in {None, pronoun}:
                self.sexes[one.name] = pronoun
                return one
        return None

    def _sex(self, person: Speaker) -> str | None:
        """The pronoun for somebody whose title or role tells it."""
        last = re.escape(person.name.split()[-1])
        if re.search(rf"\b(?:Mrs?|Sir|Lord)\.? (?:[\w.]+ )?{last}\b", self.names.text):
            return "she" if re.search(rf"\bMrs\.? (?:[\w.]+ )?{last}\b", self.names.text) else "he"
        if re.search(rf"\b(?:Ms|Miss|Dame|Lady)\.? (?:[\w.]+ )?{last}\b", self.names.text):
            return "she"
        role = person.role or ""
        if family := FAMILY.search(role):
            return "she" if family["f"] else None
        if ends := re.search(r"(?P<w>wo)?man\b", role):
            return "she" if ends["w"] else "he"
        return None

    def person(self, words: str) -> Speaker | None:
        """The last of the people of the article whom the words name."""
        for run in reversed(list(RUN.finditer(words))):
            if person := self.names.person(titled(run[0], self.language)[1]):
                return person
        return None

    def _is_crowd(self, word: str) -> bool:
        return word.lower() in self.crowds or PEOPLE.fullmatch(word) is not None

    def _named(self, words: str) -> Speaker | None:
        """A person or a body that the words name."""
        if words in NOBODY or self._is_of_others(words):
            return None
        if person := self.person(words):
            return person
        runs = list(JOINED.finditer(FIRST_WORD.sub("", words)))
        run = runs[-1][0] if runs else ""
        if not run or run in OPENERS or re.search(r"-[a-z]+$", run):
            return None  # prize-winning, say
        title, name = titled(run, self.language)
        is_lower = re.match(r"^(?:[Tt]he|[Aa]n?|[a-z])", words)
        if len(name.split()) > 1 and not is_lower and not is_body(name, self.language):
            return Speaker(name, title, is_person=title is not None)
        tail = words[words.find(run) + len(run) :].strip()
        return None if re.match(r"[a-z]", tail) else self.body(run)

    def _is_of_others(self, words: str) -> bool:
        """Whether they are no name, though one may be among them."""
        if COUNTED.match(words) or self._is_crowd(words.split(maxsplit=1)[0]):
            return True
        head = BEHIND.split(words)[0]
        if head != words and re.search(r"(?:^| )[a-z]+s$", head) and self._is_human(head):
            return True  # chiefs in the U.S.
        return re.match(r"^.+?[’']s? [a-z][\w -]*$", words) is not None  # somebody's somebody

    def body(self, words: str) -> Speaker:
        """An organisation, by the fullest name that the article has for it."""
        plain = re.sub(r"^[Tt]he ", "", words).strip()
        if plain[:1].islower():
            whole = self.names.in_full(plain)
            if whole.lower() == plain and plain in self.language.speech["company"]:
                return self.last_proper or Speaker(whole)
            return Speaker(whole)
        if " " in plain or self.names.is_place(plain):
            return Speaker(plain)
        longer = (
            name
            for name in self.names.others
            if name.split()[0] == plain and is_body(name, self.language)
        )
        return Speaker(next(longer, plain))

    def _described(self, words: str) -> Speaker | None:
        """The expert, the council, two people familiar with the matter, traders."""
        bare = BEHIND.split(words)[0]
        last = bare.split()[-1] if bare.split() else ""
        if definite := DEFINITE.match(words):
            return self._definite(words, definite["noun"], last)
        if any(self._is_crowd(one) for one in bare.split() if one[:1].islower() or one == bare):
            return Speaker(crowd(words))
        if COUNTED.match(words):
            return Speaker(crowd(words)) if self._is_human(words) else None
        if last.lower() in self.bodies:
            return self.body(words)
        is_plural = last.endswith("s") and last.rstrip("s").lower() in self.bodies
        if is_plural or (re.match(r"^[A-Z]?[a-z’' -]+s$", bare) and self._is_human(words)):
            return Speaker(crowd(words))
        return self._owned(words, last)

    def _owned(self, words: str, last: str) -> Speaker | None:
        """Somebody's somebody, where that is one person: Facet's lawyer, the club's owner."""
        return Speaker(crowd(words)) if "’s " in words and last.lower() in self.generic else None

    def _definite(self, words: str, noun: str, last: str) -> Speaker | None:
        head = BEHIND.split(noun)[0].lower()
        ends = head.split("’s ")[-1].split("'s ")[-1]
        if ends in self.generic or ends.split()[-1] in self.generic:
            known = self.names.with_role(ends) or self.names.with_role(ends.split()[-1])
            if known is None and words.lower().startswith("the ") and ends == head:
                known = self.last_person
            return known or Speaker(crowd(words))
        if head.split()[-1] in self.bodies:
            return self.body(noun)
        if self._is_crowd(last) or last.endswith("s"):
            return Speaker(crowd(words))
        return None

    def _is_human(self, words: str) -> bool:
        roles = re.compile(self.language.speech["roles"] + "s?")
        return any(
            word in self.generic
            or word in self.crowds
            or word in OTHER_PEOPLE
            or roles.fullmatch(word) is not None
            for word in (one.lower() for one in re.findall(r"[\w-]+", words))
        )
