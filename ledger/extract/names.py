"""Who is named in an article: people with their roles and organisations, bodies and crowds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ledger.edtf.vocabulary import MONTHS, WEEKDAYS, one_of
from ledger.model.claim import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.extract.rules import Language

CAPITAL: Final = (
    r"(?:(?:Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Maj|Adm|Rev|Prof|Dr|Mr|Mrs|Ms|Cllr|St)\."
    r"|(?:[A-Z]\.)+[A-Z]\.?(?!\w)|[A-Z]\.(?= [A-Z])"
    r"|(?!I\b)(?:Mc|Mac|O[’']|Al-|El-)?[A-ZÀ-ÖØ-Þ][\w-]*(?:[’'](?!s\b)[A-Za-z]\w+)?|[A-Z]\.)"
)
PARTICLE: Final = r"(?:de|van|von|der|den|al|bin|el|la|di|du|le|dos|da|ter)"
DAYS: Final = one_of(name.capitalize() for name in (*WEEKDAYS, *MONTHS) if name != "may")
RUN: Final = re.compile(rf"(?<![\w’'-]){CAPITAL}(?: (?:{PARTICLE} )*{CAPITAL})*")
JOINED: Final = re.compile(
    rf"(?<![\w’'-]){CAPITAL}"
    rf"(?: (?:(?:of|for|and|on|the|&|{PARTICLE}) ){{0,2}}(?!(?:{DAYS})\b){CAPITAL})*"
)
APPOSITION: Final = re.compile(
    r"^,? (?P<words>(?:an?|the|who|its|his|her|one of|[a-z][\w-]*|[A-Z][\w’'-]*) "
    r"[^,.;:“”()\0]{2,120})"
)
HOME: Final = rf"(?:the )?{CAPITAL}(?: (?:(?:of|for|and|on|the|&) ){{0,2}}{CAPITAL})*"
OPENERS: Final = frozenset({
    "Yet", "But", "And", "However", "Meanwhile", "When", "While", "After", "Although", "Since",
    "As", "In", "On", "For", "Even", "Also", "Both", "Last", "Then", "If", "Now", "So", "Still",
    "Because", "Though", "With", "Most", "Like", "Under", "Before", "Until", "Once", "Only", "At",
    "The", "A", "An", "This", "That", "These", "Those", "His", "Her", "Its", "Their", "No", "One",
    "Some", "Many", "Few", "All", "Our", "My", "Your", "Not", "Here", "There",
})  # fmt: skip
"""Words that begin a sentence, and no name."""

OF_PLACES: Final = frozenset({
    "North", "South", "East", "West", "New", "United", "Great", "Saudi", "Sri", "Hong", "San",
    "Santa", "Los", "Las", "Costa", "White", "Wall", "Supreme", "High", "Air", "Middle", "Central",
})  # fmt: skip
"""How names of two words begin that are not of people."""

FROM: Final = re.compile(rf"(?:(?<=\s)|^)(?:at|of|for|from|with) (?P<name>{HOME})")
OF: Final = re.compile(rf"^,? (?:of|from|at|with) (?P<name>{HOME})")
FAMILY: Final = re.compile(
    r"\b(?:(?P<f>daughter|wife|widow|mother|sister|niece)|son|husband|widower|father|brother|nephew"
    r"|cousin)$"
)
MOST_NAMES: Final = 5


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who makes a claim, as far as the article says."""

    name: str
    role: str | None = None
    organisation: str | None = None
    is_person: bool = False

    @property
    def is_unnamed(self) -> bool:
        """Whether no name is given."""
        return self.name.startswith(UNNAMED)


@dataclass(frozen=True)
class Names:
    """The people of an article by their last names, and its capitalised names."""

    people: dict[str, Speaker]
    others: tuple[str, ...]
    language: Language
    text: str = ""

    @classmethod
    def of(cls, paragraphs: Sequence[str], title: str | None, language: Language) -> Names:
        """All who are named in the paragraphs."""
        people: dict[str, Speaker] = {}
        others: dict[str, int] = {}
        single: set[str] = set()
        whole: list[str] = []
        for text in paragraphs:
            for run in RUN.finditer(text):
                _note(text, run, people, language)
            for run in JOINED.finditer(text):
                others[run[0]] = others.get(run[0], 0) + 1
            runs = [run[0] for run in RUN.finditer(text)]
            single |= {run for run in runs if " " not in run}
            whole += [run for run in runs if " " in run]
        for name in whole:
            title, plain = titled(name, language)
            words = plain.split()
            if (
                1 < len(words) <= MOST_NAMES
                and words[0] not in OF_PLACES
                and words[-1] in single
                and words[-1] not in people
                and not is_body(plain, language)
            ):
                people[words[-1]] = Speaker(plain, title, is_person=True)
        in_title = tuple(run[0] for run in JOINED.finditer(title or ""))
        return cls(people, (*others, *in_title), language, "\n".join(paragraphs))

    def person(self, name: str) -> Speaker | None:
        """The person of that name, whole or last."""
        words = name.split()
        known = self.people.get(words[-1]) if words else None
        if known is None or (len(words) > 1 and words[0] != known.name.split()[0]):
            return None
        return known

    def with_role(self, noun: str) -> Speaker | None:
        """The person last introduced whose role has that noun."""
        wanted = noun.lower()
        return next(
            (
                one
                for one in reversed(self.people.values())
                if one.role and wanted in one.role.lower()
            ),
            None,
        )

    def is_place(self, name: str) -> bool:
        """Whether a name is used as that of a place."""
        return (
            re.search(rf"\b(?:in|at|near|to|from|around) {re.escape(name)}\b", self.text)
            is not None
        )

    def in_full(self, noun: str) -> str:
        """A body's name as the article gives it elsewhere, where that ends in the noun."""
        wanted = noun.lower()
        for name in self.others:
            if name.lower() != wanted and (
                name.lower().endswith(f" {wanted}") or name.lower().startswith(f"{wanted} of ")
            ):
                return name
        return noun[:1].upper() + noun[1:]


def _note(text: str, run: re.Match[str], people: dict[str, Speaker], language: Language) -> None:
    """Note the person that capitalised words name, if they name one."""
    title, name = titled(run[0], language)
    before = text[max(0, run.start() - 60) : run.start()]
    after = text[run.end() : run.end() + 140]
    role, home = _apposed(after, language)
    role = title or role or _role_before(before, language)
    if of := OF.match(after):
        home = home or of["name"].removeprefix("the ")
    is_who = re.match(r", (?:who|[0-9]{1,3},)\b", after) is not None and " " in name
    speaks = re.match(rf",? {language.speech['verbs']}\b", after) or re.search(
        rf"\b{language.speech['verbs']} $", before
    )
    if len(name.split()) > 1 and not speaks:
        speaks = re.match(rf", [^,.;:“”\0]{{2,90}}, {language.speech['verbs']}\b", after)
    words = name.split()
    if not words or len(words) > MOST_NAMES or not (role or is_who or (speaks and len(words) > 1)):
        return
    if is_body(name, language) or re.search(r"\b[Tt]he $", before):
        return
    known = people.get(words[-1])
    if known is not None and len(words) == 1:
        people[words[-1]] = replace(
            known, role=known.role or role, organisation=known.organisation or home
        )
    elif known is None and (len(words) > 1 or title or (role and FAMILY.search(role))):
        people[words[-1]] = Speaker(name, role, home, is_person=True)


def titled(run: str, language: Language) -> tuple[str | None, str]:
    """Capitalised words as a title, such as Health Minister, and the name behind it."""
    words = run.split()
    while len(words) > 1 and words[0] in OPENERS:
        words = words[1:]
    titles = language.speech["titles"]
    last = max((n for n, word in enumerate(words[:-1]) if word.rstrip(".") in titles), default=-1)
    title = " ".join(words[: last + 1])
    plain = title.rstrip(".").lower()
    if plain in {"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady"}:
        title = ""
    return title[:1].lower() + title[1:] if title else None, " ".join(words[last + 1 :])


def _apposed(after: str, language: Language) -> tuple[str | None, str | None]:
    """The role and the organisation that words behind a name give: , a lawyer at the Institute."""
    found = APPOSITION.match(after)
    if found is None or not after.startswith(","):
        return None, None
    words = found["words"]
    words = (
        re.split(r" (?:who|which|whose|and (?:he|she))\b| (?:said|says|told|wrote)\b", words)[0]
        if not words.startswith("who ")
        else words
    )
    if re.search(rf"\b{language.speech['roles']}s?\b", words) is None and not words.startswith(
        "who "
    ):
        return None, None
    home = FROM.search(words)
    role = words if home is None else words[: home.start()]
    role = re.sub(r"^(?:an?|the|its|his|her|one of the|who) ", "", role).strip(" ,")
    if re.match(r"(?:is|was|took|had|has|will|would|did|said|says|advised|asked)\b", role):
        return None, None
    organisation = None if home is None else home["name"].removeprefix("the ")
    return role or None, organisation


def _role_before(before: str, language: Language) -> str | None:
    """The role in words before a name: its director, Chidi Bello; her colleague Bo Tamsin."""
    found = re.search(
        r"\b(?:its|their|the|his|her|[\w]+[’']s?|[Aa]n?|[A-Z]\w+) "
        rf"(?P<role>(?:[\w-]+ ){{0,3}}{language.speech['roles']})"
        r"(?: (?:of|at|for) [^,.]{2,40})?,? $",
        before,
        re.IGNORECASE,
    )
    return found["role"] if found else None


def is_body(name: str, language: Language) -> bool:
    """Whether a name is that of an organisation, by its words."""
    words = {word.lower().rstrip("s") for word in re.findall(r"\w+", name)}
    bodies = {word.rstrip("s") for word in language.speech["bodies"]}
    return bool(words & bodies) or bool(
        re.search(
            r"\b(?:Inc|Ltd|plc|PLC|AG|SE|Corp|Group|Holdings|Bank|Capital|Partners|Research|Party|United|FC|Rovers|Alliance|Times|Post|Herald|Gazette|Courier)\b",
            name,
        )
    )


def crowd(words: str) -> str:
    """A speaker without a name, as the claim file has it."""
    plain = re.sub(r"^(?:[Tt]he|[Ss]ome of the) ", "", words).strip()
    return f"{UNNAMED} {plain[:1].lower()}{plain[1:]}"
