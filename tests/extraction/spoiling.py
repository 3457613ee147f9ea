"""Labels as a program would propose them, sound and spoilt: how many are refused."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.extract.rules import language
from ledger.extract.using import taken
from ledger.extract.when import days

from .corpora import WRITER
from .figures import SEED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .corpora import Label, Labelled

FOREIGN: Final = "Zebulon Quagmire"


@dataclass(frozen=True, slots=True)
class Spoilt:
    """How many spoilt proposals were refused, and how many sound ones were."""

    refused: int
    spoilt: int
    lost: int
    sound: int


def spoilt_proposals(several: Sequence[Labelled]) -> Spoilt:
    """Each label as it is, and with an altered quote, a foreign speaker, a day that nobody said."""
    chance = random.Random(SEED)  # noqa: S311 - chances, no secrets
    refused = spoilt = lost = sound = 0
    for one in several:
        claims = [proposed(label, one) for label in one.labels]
        worse = [each for claim in claims for each in _worse(claim, chance)]
        lost += _refused(claims, one)
        sound += len(claims)
        refused += _refused(worse, one)
        spoilt += len(worse)
    return Spoilt(refused, spoilt, lost, sound)


def proposed(label: Label, one: Labelled) -> dict[str, Any]:
    """A label as a program proposes it."""
    paragraphs = one.article.paragraphs
    number = next(n for n, text in enumerate(paragraphs, 1) if label.quote in text)
    found = days(label.quote, one.article.published, language())
    words = [each.words for each in found if each.date.latest == label.due]
    speaker = None if label.speaker == WRITER else label.speaker
    return {
        "paragraph": number,
        "quote": label.quote,
        "speaker": speaker,
        "due_words": words[0] if words else None,
        "statement": f"{label.quote}.",
        "stance": label.stance,
    }


def _worse(claim: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    words = claim["quote"].split()
    at = chance.randrange(len(words))
    yield {**claim, "quote": " ".join([*words[:at], "purple", *words[at:]])}
    yield {**claim, "speaker": FOREIGN}
    yield {**claim, "due_words": "by 17 March 2041"}
    yield {**claim, "due": str(edtf.parse("2041-03-17"))}


def _refused(claims: list[dict[str, Any]], one: Labelled) -> int:
    return len(taken(one.article, {"claims": claims}).refused)
