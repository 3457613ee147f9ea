"""The keys people write for a source, a question, a claim and an outcome, as `fields` has them.

They are the same in the claim file, on the command line, in spreadsheets, in the Python API and in
the bodies of journal entries.
"""

from __future__ import annotations

from typing import Final

from ledger.model import fields

TABLES: Final[dict[str, tuple[str, ...]]] = {
    table: tuple(one.name for one in several) for table, several in fields.TABLES.items()
}
"""The keys of each table, in the order of a claim file."""

SOURCE_KEYS: Final = TABLES["source"]
"""The keys of ``[source]`` in a claim file."""

OWN_QUESTION_KEYS: Final = tuple(one.name for one in fields.OWN_QUESTION)
"""The keys of a question that a claim may carry itself."""

QUESTION_KEYS: Final = TABLES["question"]
"""The keys of ``[[question]]``."""

CLAIM_KEYS: Final = TABLES["claim"]
"""The keys of ``[[claim]]``."""

OUTCOME_KEYS: Final = TABLES["outcome"]
"""The keys of ``[[claim.outcome]]`` and ``[[question.outcome]]``."""

EVIDENCE_KEYS: Final = TABLES["evidence"]
"""The keys of one piece of evidence."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    one.name: one.choices for one in fields.EVERY if one.choices
}
"""The words each closed field takes."""
