"""What an answer seems to say under another key: a probability, or the kind of claim.

It is only offered; a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ledger.model.forecast import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER: Final = r"(?P<number>\d{1,3}(?:[.,]\d+)?)\s?(?:%|per\s?cent)"
CHANCE: Final = r"(?:chances?|probab\w+|likel\w+|odds|sure|certain\w*|confiden\w+)"
PROBABILITY: Final = (
    re.compile(rf"(?<![\d.,]){NUMBER}(?:\W+\w+)?\W+{CHANCE}\b", re.IGNORECASE),
    re.compile(rf"\b{CHANCE}(?:\W+\w+)?\W+{NUMBER}", re.IGNORECASE),
)
ALONE: Final = re.compile(rf"\W*{NUMBER}\W*", re.IGNORECASE)

KINDS: Final = {
    "pledge": re.compile(
        r"\b(?:pledg(?:es?|ed|ing)|promis(?:es?|ed|ing)|vow(?:s|ed)?|commit(?:s|ted|ments?)"
        r"|guarantee[sd]?)\b",
        re.IGNORECASE,
    ),
    "plan": re.compile(
        r"\b(?:plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|inten(?:ds?|ded|tions?)|propos(?:es?|ed|als?))"
        r" (?:to|for|that)\b",
        re.IGNORECASE,
    ),
}
"""By each kind of claim that is no prediction, the words that people say it with."""

IN: Final = ("quote", "wording", "statement")
"""The answers in which it is noticed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that may belong under ``key``, and the words it was seen in."""

    key: str
    value: str
    words: str

    def question(self) -> str:
        """What is asked of whoever wrote it."""
        if self.key == "kind":
            return f"{self.words!r}: is this a {self.value}, not a prediction?"
        return (
            f"{self.words!r}: is {self.value} the stated probability that the statement comes "
            "about?"
        )


def noticed(key: str, answer: str) -> Iterator[Offer]:
    """What an answer seems to say beside what it was asked for."""
    if key not in IN:
        return
    ways = (*PROBABILITY, ALONE) if key == "wording" else PROBABILITY
    for way in ways:
        found = way.search(answer) if way is not ALONE else way.fullmatch(answer)
        share = None if found is None else Decimal(found["number"].replace(",", ".")) / 100
        if found is not None and share is not None and share <= 1:
            yield Offer("probability", canonical(share), found[0].strip())
            break
    for kind, words in KINDS.items():
        if (seen := words.search(answer)) is not None:
            yield Offer("kind", kind, seen[0])
            break
