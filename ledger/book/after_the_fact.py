"""After the fact: whether a change came when one could already know how the question went.

Once a final verdict stands or the latest due day has passed, a change to what is scored needs a
reason, and is flagged wherever the claim is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.model import codec, fields
from ledger.model.outcome import question_of, standing
from ledger.model.verdicts import FINAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.model.outcome import Outcome
    from ledger.store.records import Revision

PROTECTED: Final = fields.protected("claim") | fields.protected("question") | {"source"}
"""What of a claim or question may not change after the fact without a reason."""

SCORED: Final = fields.protected("source")
"""What of a source may not, for its claims count for the one and were made by the other."""

HORIZONS: Final = ("due", "resolve_by")
"""What says from when on one may know how a question went; the first there is counts."""

BOOKKEEPING: Final = codec.ABOUT_THE_ENTRY | {"selector", "digest"}
"""Keys of a body that say how a record was kept, not what it says."""


def changed_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The keys, in order, whose value is not the same in two bodies."""
    keys = sorted({*before, *after} - BOOKKEEPING)
    return [key for key in keys if before.get(key) != after.get(key)]


def protected(kind: str, changed: Iterable[str]) -> list[str]:
    """Those of the ``changed`` keys of a record that need a reason after the fact."""
    kept = {"source": SCORED, "claim": PROTECTED, "question": PROTECTED}.get(kind, ())
    return [key for key in changed if key in kept]


def state(revisions: Iterable[Revision], moment: int) -> Revision | None:
    """The revision in force as of entry ``moment``."""
    return next((revision for revision in revisions if revision.in_force(moment)), None)


def outcome_at(revisions: Iterable[Revision], moment: int) -> Outcome | None:
    """One outcome as it was as of entry ``moment``; None where it was not, or was withdrawn."""
    found = state(revisions, moment)
    if found is None:
        return None
    question, n = question_of(found.entry.id) or ("", 0)
    return codec.outcome_of(question, n, found.body)


def standing_at(outcomes: Iterable[Sequence[Revision]], moment: int) -> Outcome | None:
    """The outcome of a question that stood as of entry ``moment``."""
    known = (outcome_at(revisions, moment) for revisions in outcomes)
    return standing(outcome for outcome in known if outcome is not None)


def is_after_the_fact(
    question: Sequence[Revision], outcomes: Iterable[Sequence[Revision]], moment: int, day: str
) -> bool:
    """Whether, as of entry ``moment`` and on ``day``, the question was settled or its day over.

    Its day is the due day, or where it has none, that by which it was meant to be settled.
    ``question`` are the revisions of the question, ``outcomes`` those of each of its outcomes.
    """
    stood = standing_at(outcomes, moment)
    if stood is not None and stood.verdict in FINAL:
        return True
    known = state(question, moment)
    if known is None:
        return False
    ends = (edtf.parse(str(known.body[key])).latest for key in HORIZONS if key in known.body)
    latest = next((end for end in ends if end is not None), None)
    return latest is not None and latest.isoformat() < day
