"""The words people write for the keys and choices of the ledger, and where a stray key belongs."""

from __future__ import annotations

from typing import Final

from ledger.model import keys
from ledger.model.verdicts import Verdict

OTHER_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "speaker": ("name", "person", "who", "said-by"),
    "organisation": ("organization", "org", "employer", "affiliation"),
    "role": ("job", "position", "function"),
    "statement": ("text", "proposition", "prediction", "forecast", "sentence"),
    "quote": ("quotation", "verbatim", "words"),
    "wording": ("hedge", "hedging"),
    "stance": ("side", "direction"),
    "probability": ("confidence", "likelihood", "chance", "odds", "percent"),
    "due": ("deadline", "due-date", "due-day", "by", "until"),
    "resolve_by": ("resolves-by", "resolve-date", "resolution-date", "check-by"),
    "closes": ("close", "close-date", "close-time", "closing-time"),
    "criteria": ("resolution", "resolution-criteria", "criterion"),
    "topics": ("tags", "tag", "keywords", "subjects"),
    "made": ("date", "said-on", "said", "made-on"),
    "checkable": ("verifiable", "testable"),
    "published": ("date", "day", "published-on", "publication-date"),
    "publisher": ("outlet", "newspaper", "medium", "site"),
    "authors": ("byline", "reporter", "writer", "by"),
    "title": ("headline", "name"),
    "url": ("link", "href", "address", "web"),
    "archive_url": ("archive", "archived", "archive-link"),
    "language": ("lang", "locale"),
    "verdict": ("result", "status", "outcome"),
    "value": ("share", "score", "credit"),
    "happened_on": ("date", "on", "day", "when", "outcome-date"),
    "evidence": ("sources", "proof", "links", "references"),
    "note": ("notes", "comment", "comments", "remark", "detail"),
    "reason": ("why", "because"),
    **{one.value: one.traits.synonyms for one in Verdict},
    "for": ("pro", "support", "supports", "yes"),
    "against": ("contra", "con", "anti", "oppose", "opposes", "denies", "no"),
    "none": ("neutral", "neither"),
    "quoted": ("direct", "verbatim"),
    "reported": ("indirect", "paraphrased"),
    "unattributed": ("anonymous",),
    "pledge": ("promise", "commitment", "vow"),
    "plan": ("aim", "goal", "intention", "target", "proposal"),
    "desk": ("us", "ours", "editor"),
}
"""By the ledger's own word, in small letters with hyphens."""

DENYING: Final = frozenset({"not", "no", "never", "didnt", "hasnt", "wont"})

CLAIM_BUT_ID: Final = tuple(key for key in keys.CLAIM_KEYS if key != "id")

NEIGHBOURS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "source": {"a [[claim]]": keys.CLAIM_KEYS, "an outcome": keys.OUTCOME_KEYS},
    "question": {"a [[claim]]": keys.CLAIM_KEYS, "[[question.outcome]]": keys.OUTCOME_KEYS},
    "claim": {"[source]": keys.SOURCE_KEYS, "[[claim.outcome]]": keys.OUTCOME_KEYS},
    "outcome": {"its evidence": keys.EVIDENCE_KEYS, "the claim or its question": CLAIM_BUT_ID},
    "evidence": {"the outcome": keys.OUTCOME_KEYS},
}
"""For each table the keys that stray into it, by the place where they belong."""


def elsewhere(key: str, table: str) -> str:
    """`` It belongs in ...`` where a neighbour of ``table`` has the key, else nothing."""
    for name, known in NEIGHBOURS[table].items():
        if key in known:
            return f" It belongs in {name}."
    return f" [{key}] is a table of its own." if key in {"source", "claim", "question"} else ""


def other_word(wrong: str, known: list[str]) -> str | None:
    """The one of the ``known`` words that people also call ``wrong``."""
    return next((one for one in known if wrong in OTHER_WORDS.get(one, ())), None)


def denies(word: str) -> bool:
    """Whether a word says no, as `did-not-happen` does."""
    return not DENYING.isdisjoint(word.replace("'", "").split("-"))
