"""Claims as a desk has logged them for a decade, made up from a seed; the same for the same seed.

Speakers are drawn by a Zipf law, questions have one claim or several, and most are settled.  Half
of all statements hold `COMMON`, one in five thousand holds `RARE`.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST: Final = date(2008, 1, 1)
LAST: Final = date(2026, 5, 1)
"""The days between which sources are published."""

TODAY: Final = date(2026, 6, 1)
"""What is due before this may be settled; what is open is due at least `OPEN_FOR` later."""

OPEN_FOR: Final = 220
COMMON, RARE = "percent", "zanzibar"
SPEAKERS, PUBLISHERS, TOPICS, WORDS = 1000, 50, 200, 4000
SETTLED: Final = 0.94
"""The share of settled questions among those that are due."""

WORDINGS: Final = ("likely", "will", "is set to", "is expected to", "probably", "could")


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    publisher: str
    published: date
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    speaker: str
    quote: str
    wording: str
    stance: str
    probability: str
    """In hundredths; empty where there is none."""
    source: Source


@dataclass(frozen=True, slots=True)
class Question:
    """``verdict`` is empty while it is open; ``happened_on`` goes with some verdicts only."""

    id: str
    statement: str
    due: date
    topics: tuple[str, ...]
    verdict: str
    happened_on: str
    evidence: str
    claims: tuple[Claim, ...]


class World:
    """Who speaks where on what, and the claims: ``size`` of them.

    Another ``part`` of the same world has the same speakers, publishers and topics; its sources,
    questions and claims are others, and so are their ids.
    """

    def __init__(self, size: int, part: str = "", seed: int = 1) -> None:
        self._size, self._part = size, part
        self._chance = chance = random.Random(seed)  # noqa: S311 - nothing secret
        self._words = [
            "".join(chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(n))
            for n in chance.choices(range(1, 5), k=WORDS)
        ]
        self._weights = list(accumulate(1 / (n + 10) for n in range(WORDS)))
        self._speakers = [
            f"{chance.choice(self._words).title()} {chance.choice(self._words).title()} {n}"
            for n in range(SPEAKERS)
        ]
        self._zipf = list(accumulate(1 / (n + 1) for n in range(SPEAKERS)))
        self._skills = [chance.betavariate(4, 2) for _ in range(SPEAKERS)]
        publishers = [
            f"The {chance.choice(self._words).title()} Post {n}" for n in range(PUBLISHERS)
        ]
        self._topics = [f"{chance.choice(self._words)}-{n}" for n in range(TOPICS)]
        chance.seed(f"{seed} {part}")
        span = (LAST - FIRST).days
        self._days = sorted(chance.randrange(span) for _ in range(max(50, size // 20)))
        self.sources = [
            self._source(n, FIRST + timedelta(day), chance.choice(publishers))
            for n, day in enumerate(self._days)
        ]

    def questions(self) -> Iterator[Question]:
        """The questions, each with its claims, one by one: memory stays flat."""
        claims = number = 0
        while claims < self._size:
            most = min(self._size - claims, 1 + int(self._chance.expovariate(0.72)))
            yield self._question(number, claims, most)
            claims, number = claims + most, number + 1

    def _source(self, number: int, day: date, publisher: str) -> Source:
        name = f"s{self._part}{number}"
        return Source(
            name, publisher, day, self._text(50), f"https://press.example/{day.year}/{name}"
        )

    def _question(self, number: int, first: int, several: int) -> Question:
        chance, name = self._chance, f"q{self._part}{number}"
        asked, due = self._term()
        truth = chance.random() < 0.55
        word = RARE if number < max(3, self._size // 5000) else ""
        unit = COMMON if number % 2 else "points"
        text = f"{self._text(60)} {word} reaches {chance.randrange(1, 99)} {unit} by {due.year}."
        verdict, happened = self._outcome(due, truth=truth)
        return Question(
            name,
            " ".join(text.capitalize().split()),
            due,
            tuple(dict.fromkeys(chance.choices(self._topics, k=chance.randint(1, 3)))),
            verdict,
            happened,
            f"https://evidence.example/{name}" if verdict else "",
            tuple(self._claim(first + n, due, asked, truth=truth) for n in range(several)),
        )

    def _term(self) -> tuple[int, date]:
        """The number of the source in which a question first comes up, and its due day."""
        chance, days = self._chance, self._days
        if chance.random() < 0.15:
            asked = (date(2024, 6, 1) - FIRST).days + chance.randrange(690)
            due = TODAY + timedelta(chance.randint(OPEN_FOR, 3000))
            return min(bisect_left(days, asked), len(days) - 1), due
        place = chance.randrange(len(days))
        day = FIRST + timedelta(days[place])
        due = day + timedelta(int(30 * (3650 / 30) ** chance.random()))
        if due > TODAY - timedelta(10):
            due = max(day + timedelta(30), TODAY - timedelta(10 + chance.randrange(400)))
        return place, due

    def _outcome(self, due: date, *, truth: bool) -> tuple[str, str]:
        chance = self._chance
        if due >= TODAY or chance.random() > SETTLED:
            return "", ""
        drawn = chance.random()
        if drawn < 0.04:
            return "unclear", ""
        if drawn < 0.10:
            return "partly", ""
        if drawn < 0.14:
            return "late", (due + timedelta(chance.randint(1, 10))).isoformat()
        if truth:
            return "happened", (due - timedelta(chance.randrange(20))).isoformat()
        return "did-not-happen", ""

    def _claim(self, number: int, due: date, asked: int, *, truth: bool) -> Claim:
        chance, days = self._chance, self._days
        until = min((due - FIRST).days - 1, days[asked] + 400)
        source = chance.randrange(asked, max(asked + 1, bisect_left(days, until)))
        who = chance.choices(range(SPEAKERS), cum_weights=self._zipf)[0]
        probability = wording = stance = ""
        if chance.random() < 0.6:
            side = truth if chance.random() < self._skills[who] else not truth
            drawn = chance.betavariate(4, 2) if side else chance.betavariate(2, 4)
            probability = f"{min(0.99, max(0.01, drawn)):.2f}".rstrip("0")
        else:
            wording = chance.choice(WORDINGS)
            stance = "against" if chance.random() < 0.15 else ""
        return Claim(
            f"c{self._part}{number}",
            self._speakers[who],
            self._text(120),
            wording,
            stance,
            probability,
            self.sources[source],
        )

    def _text(self, length: int) -> str:
        words = self._chance.choices(self._words, cum_weights=self._weights, k=length // 5)
        return " ".join(words)[:length].strip()
