"""The keys people write for a source, a question, a claim and an outcome.

They are the same in the claim file, on the command line, in spreadsheets, in the Python API and in
the bodies of journal entries.
"""

from __future__ import annotations

from typing import Final

from ledger.model.claim import ATTRIBUTIONS, KINDS, STANCES
from ledger.model.question import DUE_BASES
from ledger.model.verdicts import Verdict

SOURCE_KEYS: Final = (
    "id", "publisher", "title", "authors", "published", "url", "archive_url", "language", "note",
)  # fmt: skip
"""The keys of ``[source]`` in a claim file."""

OWN_QUESTION_KEYS: Final = (
    "statement", "due", "due_words", "due_basis", "resolve_by", "closes", "criteria", "condition",
    "topics",
)  # fmt: skip
"""The keys of a question that a claim may carry itself."""

QUESTION_KEYS: Final = ("id", *OWN_QUESTION_KEYS, "note", "reason", "outcome")
"""The keys of ``[[question]]``."""

CLAIM_KEYS: Final = (
    "id", "question", "speaker", "organisation", "role", "attribution", "kind", "quote", "wording",
    "stance", "probability", "made", "checkable", "note", "reason", *OWN_QUESTION_KEYS, "outcome",
)  # fmt: skip
"""The keys of ``[[claim]]``."""

OUTCOME_KEYS: Final = (
    "verdict", "value", "happened_on", "blind", "adjudicates", "disputed", "note", "reason",
    "evidence",
)  # fmt: skip
"""The keys of ``[[claim.outcome]]`` and ``[[question.outcome]]``."""

EVIDENCE_KEYS: Final = ("url", "source", "publisher", "title", "published", "archive_url", "note")
"""The keys of one piece of evidence."""

TABLES: Final[dict[str, tuple[str, ...]]] = {
    "source": SOURCE_KEYS,
    "question": QUESTION_KEYS,
    "claim": CLAIM_KEYS,
    "outcome": OUTCOME_KEYS,
    "evidence": EVIDENCE_KEYS,
}
"""The keys of each table."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "attribution": ATTRIBUTIONS,
    "kind": KINDS,
    "stance": STANCES,
    "due_basis": DUE_BASES,
    "verdict": tuple(verdict.value for verdict in Verdict),
}
"""The words each closed field takes."""
