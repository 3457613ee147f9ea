"""Adding a claim by hand: its source, its question and the claim itself, in one unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book import finding, naming
from ledger.errors import BadValue, Taken
from ledger.model import drafts
from ledger.model.reading import refuse
from ledger.store import records

if TYPE_CHECKING:
    from ledger.book.unit import Unit
    from ledger.model.claim import Claim
    from ledger.model.question import Question
    from ledger.model.reading import Raw
    from ledger.model.source import Source


@dataclass(frozen=True, slots=True)
class Added:
    """What an `add` made; ``question`` is None where the claim stands on one that was there."""

    source: Source
    new_source: bool
    claim: Claim
    question: Question | None
    warnings: tuple[str, ...]


def add(unit: Unit, raw: Raw, source: str | Raw) -> Added:
    """Enter the claim ``raw`` in ``source``: the id of one, or the keys of a new one.

    The same url is the same source.

    Raises:
        BadValue: a key holds what cannot be taken.
        NotFound: the source or the question named is not there.
        Taken: the id is somebody else's.
    """
    document, new_source = _source(unit, source)
    if raw.get("outcome"):
        raise BadValue("outcome", "An outcome is not added with a claim.", "Record it afterwards.")
    identifier = str(raw.get("id") or _made_id(unit, raw, document))
    draft = drafts.read_claim({**raw, "id": identifier}, document, horizon=unit.horizon)
    warnings = refuse(draft.complaints)
    _refuse_taken(unit, identifier, document)
    if draft.question is None:
        asked = finding.question(unit.connection, draft.claim.question)
        warnings += _made_too_late(draft.claim, document, asked)
    if new_source:
        unit.note(document)
    if draft.question is not None:
        unit.note(draft.question)
    unit.note(draft.claim, draft.reason)
    return Added(document, new_source, draft.claim, draft.question, warnings)


def _made_id(unit: Unit, raw: Raw, document: Source) -> str:
    """An id that nothing bears, made of what the claim says."""
    wish = naming.slug(str(raw.get("statement") or raw.get("quote") or "claim"))
    return naming.fresh(
        wish, lambda one: one == document.id or bool(records.bearers(unit.connection, [one]))
    )


def _made_too_late(claim: Claim, document: Source, question: Question) -> tuple[str, ...]:
    """The warning that a claim was certainly made after the due day of a question it names."""
    made = claim.made or document.published
    due = None if question.due is None else question.due.latest
    if made is None or made.earliest is None or due is None or made.earliest <= due:
        return ()
    since = "made" if claim.made else "published"
    return (f"{since} {made} is after the question's due day {due}: kept, but never scored.",)


def _source(unit: Unit, source: str | Raw) -> tuple[Source, bool]:
    """The source meant, and whether it is new."""
    if isinstance(source, str):
        return finding.source(unit.connection, source), False
    url = source.get("url")
    known = records.source_with_url(unit.connection, str(url).strip()) if url else None
    if known is not None:
        return finding.source(unit.connection, known), False
    identifier = source.get("id")
    if not identifier:
        words = ("publisher", "published", "title")
        wish = naming.slug(" ".join(str(source[key]) for key in words if source.get(key)))
        identifier = naming.fresh(wish, lambda one: bool(records.bearers(unit.connection, [one])))
    draft = drafts.read_source({**source, "id": identifier})
    refuse(draft.complaints)
    if records.bearers(unit.connection, [draft.source.id]):
        raise Taken(f"The id {draft.source.id!r} is taken.", "Name the source with --source.")
    return draft.source, True


def _refuse_taken(unit: Unit, identifier: str, document: Source) -> None:
    if identifier == document.id or records.bearers(unit.connection, [identifier]):
        raise Taken(
            f"The id {identifier!r} is taken.",
            f"To change what it says: ledger amend {identifier}. Or give another --id.",
        )
