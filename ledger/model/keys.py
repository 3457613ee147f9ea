"""The keys people write for a source, a question, a claim and an outcome, as `fields` has them.

They are the same in the claim file, on the command line, in spreadsheets, in the Python API and in
the bodies of journal entries.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from ledger.model import fields
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable


TABLES: Final[dict[str, tuple[str, ...]]] = {
    table: tuple(field.name for field in several) for table, several in fields.TABLES.items()
}
"""The keys of each table, in the order of a claim file."""

SOURCE_KEYS: Final = TABLES["source"]
"""The keys of ``[source]`` in a claim file."""

OWN_QUESTION_KEYS: Final = tuple(field.name for field in fields.OWN_QUESTION)
"""The keys of a question that a claim may carry itself."""

QUESTION_KEYS: Final = TABLES["question"]
"""The keys of ``[[question]]``."""

CLAIM_KEYS: Final = TABLES["claim"]
"""The keys of ``[[claim]]``."""

OUTCOME_KEYS: Final = TABLES["outcome"]
"""The keys of ``[[claim.outcome]]`` and ``[[question.outcome]]``."""

EVIDENCE_KEYS: Final = TABLES["evidence"]
"""The keys of one piece of evidence."""

RESPONSE_KEYS: Final = TABLES["response"]
"""The keys of ``[[claim.response]]``."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    field.name: field.choices for field in fields.EVERY if field.choices
}
"""The words each closed field takes."""


ALIKE: Final = 0.75
"""How alike two words must be for one to be offered for the other (difflib's ratio)."""

OTHER_WORDS: Final[dict[str, tuple[str, ...]]] = {
    **{field.name: field.synonyms for field in fields.EVERY if field.synonyms},
    **{
        verdict.value: (*verdict.traits.words.split(), *verdict.traits.synonyms)
        for verdict in Verdict
    },
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

CLAIM_BUT_ID: Final = tuple(key for key in CLAIM_KEYS if key != "id")

NEIGHBOURS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "source": {"a [[claim]]": CLAIM_KEYS, "an outcome": OUTCOME_KEYS},
    "question": {"a [[claim]]": CLAIM_KEYS, "[[question.outcome]]": OUTCOME_KEYS},
    "claim": {"[source]": SOURCE_KEYS, "[[claim.outcome]]": OUTCOME_KEYS},
    "outcome": {"its evidence": EVIDENCE_KEYS, "the claim or its question": CLAIM_BUT_ID},
    "evidence": {"the outcome": OUTCOME_KEYS},
    "response": {"the claim": CLAIM_KEYS},
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


def guess(wrong: str, known: Iterable[str]) -> str:
    """`` Did you mean ...?`` where one of the ``known`` words is close, else nothing."""
    found = meant(wrong, known)
    return "" if found is None else f" Did you mean {found!r}?"


def meant(wrong: str, known: Iterable[str]) -> str | None:
    """The one of the ``known`` words that is close, if one is.

    What says no is never offered for what does not, nor the other way round.
    """
    words = list(known)
    plain = wrong.strip().lower().replace("_", "-").replace(" ", "-")
    found = other_word(plain, words)
    if found is None:
        alike = {word.lower().replace("_", "-"): word for word in words}
        same_side = [one for one in alike if denies(one) == denies(plain)]
        close = difflib.get_close_matches(plain, same_side, n=1, cutoff=ALIKE)
        close = close or [one for one in same_side if sorted(one) == sorted(plain)]
        found = alike[close[0]] if close else None
    return found
