"""Amending: a new revision of a record, the old one kept, and a reason after the fact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.book import after_the_fact, lookup
from ledger.book.writing import reasons
from ledger.book.writing.amend_outcome import amend_outcome, refuse_for_no_outcome
from ledger.book.writing.changes import Amended, merged
from ledger.book.writing.reasons import questions_of, read_reason, refuse_without_reason
from ledger.book.writing.respond import amend_response
from ledger.book.writing.withdraw import claims_on
from ledger.errors import BadValue, Contradiction, NothingChanges
from ledger.model import codec, keys, parse
from ledger.model.codec import kind_of, to_body
from ledger.model.field_reader import refuse
from ledger.model.kinds import Kind
from ledger.model.outcome import question_of, response_of_id
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.book.transaction import Transaction
    from ledger.model.claim import Claim, Question, Source
    from ledger.model.field_reader import Raw

    Changed = Source | Question | Claim

UNAMENDABLE: Final = frozenset({"id", "reason", "outcome", "response", "proposed"})
"""Keys of the claim file that do not say what a record is."""


def amend(transaction: Transaction, identifier: str, changes: Raw, reason: str | None) -> Amended:
    """Enter a new revision of what ``identifier`` names, with the keys of ``changes`` set anew.

    An empty text takes a key out.  Where a claim and its question share the id, each key goes to
    the one it belongs to; ``question`` moves the claim to another, and its own id or an empty text
    moves it back to the one it made.  ``source`` moves a claim to another source.

    Raises:
        NotFound: the id is nobody's, or what bore it was withdrawn.
        BadValue: a key holds what cannot be taken, or is not one that can be amended.
        Contradiction: what the ledger has else would not agree with it.
        NeedsReason: what is scored would change after the fact.
        NothingChanges: everything is as it stands.
    """
    reason = read_reason(reason)
    for key in UNAMENDABLE.intersection(changes):
        cure = f"To approve it: ledger approve {identifier}." if key == "proposed" else ""
        raise BadValue(key, f"{key} is not among the keys that can be amended.", cure)
    if response_of_id(identifier):
        return amend_response(transaction, identifier, changes, reason)
    if question_of(identifier):
        _refuse_for_another(transaction, identifier, Kind.OUTCOME, changes)
        return amend_outcome(transaction, identifier, changes, reason)
    kind = lookup.kind_meant(transaction.connection, identifier)
    if kind is None:
        raise lookup.not_found(transaction.connection, lookup.KINDS, identifier)
    refuse_for_no_outcome(transaction, identifier, changes)
    _refuse_for_another(transaction, identifier, Kind(kind), changes)
    return AMENDMENTS[Kind(kind)](transaction, identifier, changes, reason)


def _refuse_for_another(
    transaction: Transaction, identifier: str, kind: Kind, changes: Raw
) -> None:
    """Refuse what records of another kind say, such as the publisher of a claim's source.

    Raises:
        BadValue: there is such a key among ``changes``.
    """
    for key in changes:
        whose = next((other for other in SAID if key in SAID[other]), None)
        if whose is not None and key not in SAID[kind]:
            cure = _where(transaction, identifier, kind, whose)
            raise BadValue(key, f"{key} is said of a {whose}, not of {identifier}.", cure)


def _where(transaction: Transaction, identifier: str, kind: Kind, whose: Kind) -> str:
    """Which record to name instead."""
    if kind == Kind.CLAIM:
        claim = records.latest(transaction.connection, "claim", [identifier])[identifier]
        return f"Name the source: ledger amend {claim.body['source']}."
    about = question_of(identifier)
    if about:
        return f"Name the {whose}: ledger amend {about[0]}."
    return f"Name the {whose}, as ledger list --{kind} {identifier} shows it."


SAID: Final = {
    Kind.CLAIM: frozenset({*keys.CLAIM_KEYS, "source"}),
    Kind.QUESTION: frozenset(keys.QUESTION_KEYS),
    Kind.SOURCE: frozenset(keys.SOURCE_KEYS),
    Kind.OUTCOME: frozenset({*keys.OUTCOME_KEYS, "question"}),
}
"""What each kind of record says; a claim has the keys of its question, an outcome names one."""


def _amend_source(
    transaction: Transaction, identifier: str, changes: Raw, reason: str | None
) -> Amended:
    old = dict(lookup.standing(transaction.connection, "source", identifier).body)
    draft = parse.read_source(merged(old, changes, identifier, keys.SOURCE_KEYS))
    warnings = refuse(draft.complaints, changes)
    new = draft.source if "digest" not in old else replace(draft.source, digest=str(old["digest"]))
    _refuse_dues_before(transaction, new)
    scored = after_the_fact.protected("source", after_the_fact.changed_keys(old, to_body(new)))
    about = questions_of(transaction, "source", [identifier]) if scored else []
    return _enter(transaction, reason, warnings, [(old, new)], about)


def _amend_question(
    transaction: Transaction, identifier: str, changes: Raw, reason: str | None
) -> Amended:
    old = dict(lookup.standing(transaction.connection, "question", identifier).body)
    whole = merged(old, changes, identifier, keys.QUESTION_KEYS)
    draft = parse.read_question(whole, None)
    warnings = refuse(draft.complaints, changes)
    _refuse_contradicted(transaction, draft.question)
    return _enter(transaction, reason, warnings, [(old, draft.question)], [identifier])


def _amend_claim(
    transaction: Transaction, identifier: str, changes: Raw, reason: str | None
) -> Amended:
    """Amend a claim, and with it the question it made, where it stands or shall stand on that."""
    connection = transaction.connection
    old = lookup.standing(connection, "claim", identifier).body
    document = lookup.source(connection, str(changes.get("source", old["source"])))
    changes = {key: value for key, value in changes.items() if key != "source"}
    before, whole = _own_question(transaction, identifier), dict(old)
    if changes.get("question", old["question"]) in ("", identifier):
        changes = {key: value for key, value in changes.items() if key != "question"}
        own = before if before is not None else _question_once_made(transaction, identifier)
        whole = {**{key: own[key] for key in keys.OWN_QUESTION_KEYS if key in own}, **old}
        del whole["question"]
    whole = merged(whole, changes, identifier, keys.CLAIM_KEYS)
    draft = parse.read_claim(whole, document, horizon=transaction.horizon)
    warnings = refuse(draft.complaints, changes)
    pairs: list[tuple[Mapping[str, Any], Changed]] = [(old, _placed(draft.claim, old))]
    if draft.question is None:
        asked = lookup.question(connection, draft.claim.question)
        refuse(parse.check_stand(draft.claim, asked), changes)
    else:
        _refuse_contradicted(transaction, draft.question)
        own = before if before is not None else {}
        pairs.insert(0, (own, replace(draft.question, note=own.get("note"))))
    homes = dict.fromkeys([str(old["question"]), draft.claim.question])
    amended = _enter(transaction, reason, warnings, pairs, homes)
    if old["question"] == identifier != draft.claim.question:
        _leave_question(transaction, identifier, reason)
    return amended


def _own_question(transaction: Transaction, identifier: str) -> Mapping[str, Any] | None:
    """The body of the question a claim made, where that is in force."""
    found = records.latest(transaction.connection, "question", [identifier]).get(identifier)
    return None if found is None or found.replaced_by is not None else found.body


def _question_once_made(transaction: Transaction, identifier: str) -> Mapping[str, Any]:
    """The body of the question a claim made and left, as it last was; empty if it made none."""
    found = records.latest(transaction.connection, "question", [identifier]).get(identifier)
    return {} if found is None else found.body


def _placed(claim: Claim, old: Mapping[str, Any]) -> Claim:
    """The claim with the place its quote had in the text, where both are the same still."""
    stays = claim.source == old["source"] and claim.quote == old.get("quote")
    if "selector" not in old or not stays:
        return claim
    return replace(claim, selector=codec.claim_of(claim.id, old).selector)


def _leave_question(transaction: Transaction, identifier: str, reason: str | None) -> None:
    """Take back the question a claim made, now that the claim stands on another.

    Raises:
        Contradiction: other claims stand on it.
    """
    others = [claim for claim in claims_on(transaction, identifier) if claim != identifier]
    if others:
        raise Contradiction(
            f"Other claims stand on the question that {identifier} made: {', '.join(others)}.",
            "Move those first.",
        )
    transaction.enter(Kind.WITHDRAWAL, identifier, {"what": Kind.QUESTION.value}, reason)


def _refuse_contradicted(transaction: Transaction, question: Question) -> None:
    """Refuse a due day that an outcome on record contradicts.

    Raises:
        Contradiction: one says, for example, `happened` on a day after it.
    """
    for outcome, complaint in reasons.outcomes_against(transaction, question):
        raise Contradiction(
            f"{outcome.id} says {outcome.verdict}. {complaint.message}",
            f"Take it back first: ledger withdraw {outcome.id} --reason ...",
        )
    for claim, complaint in reasons.claims_against(transaction, question):
        raise Contradiction(
            f"{claim.id} stands on it. {complaint.message}",
            f"Amend that first: ledger amend {claim.id} --answer ...",
        )


def _refuse_dues_before(transaction: Transaction, source: Source) -> None:
    """Refuse a date of publication after the due day of a claim the source makes.

    Raises:
        Contradiction: there is such a claim.
    """
    for one in reasons.dues_before(transaction, source):
        published, due = edtf.in_words(source.published or ""), edtf.in_words(one.due or "")
        raise Contradiction(
            f"published {published} is after the due day of {one.id}: {due}.",
            f"Say when that was said: ledger amend {one.id} --made DATE.",
        )


def _enter(
    transaction: Transaction,
    reason: str | None,
    warnings: tuple[str, ...],
    pairs: list[tuple[Mapping[str, Any], Changed]],
    questions: Iterable[str],
) -> Amended:
    """Enter what of ``pairs`` (body before, record after) changed; they are about ``questions``."""
    found: list[tuple[str, str, Any, Any]] = []
    for before, record in pairs:
        after = to_body(record)
        changed = after_the_fact.changed_keys(before, after)
        kind = kind_of(record)
        found += [(kind, key, before.get(key), after.get(key)) for key in changed]
        if changed:
            if after_the_fact.protected(kind, changed):
                refuse_without_reason(
                    transaction, questions, reason, f"{record.id}: {', '.join(changed)}"
                )
            transaction.note(record, reason)
    if not found:
        raise NothingChanges(f"{pairs[0][1].id} already says that.")
    return Amended(pairs[0][1].id, tuple(found), warnings)


AMENDMENTS: Final = {
    Kind.SOURCE: _amend_source,
    Kind.QUESTION: _amend_question,
    Kind.CLAIM: _amend_claim,
}
