"""Amending an outcome: its note and evidence as a new revision, its verdict as another outcome.

A verdict, its day and its share are what the ledger said at the time, so they are not written over:
the outcome is recorded again with what is changed, by the rules of `record`, and that one stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.book import after_the_fact, lookup
from ledger.book.writing.changes import Amended, merged
from ledger.book.writing.record import record, with_evidence
from ledger.errors import BadValue, Contradiction, NeedsReason, NothingChanges
from ledger.model import keys, parse_outcome
from ledger.model.codec import to_body
from ledger.model.field_reader import refuse
from ledger.model.kinds import Kind
from ledger.model.name_keys import is_same
from ledger.model.outcome import question_of
from ledger.model.verdicts import FINAL, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.book.transaction import Transaction
    from ledger.model.export_items import RecordedOutcome
    from ledger.model.field_reader import Raw

JUDGED: Final = ("verdict", "value", "answer", "answer_low", "answer_high", "happened_on")
"""What makes another outcome."""

FIXED: Final = ("blind", "adjudicates", "disputed")
"""How a verdict was given, which nobody can change afterwards."""

CAME: Final = frozenset({Verdict.HAPPENED.value, Verdict.PARTLY.value, Verdict.LATE.value})
"""Verdicts that became true on the day the thing came about, so that each has the other's day."""


def amend_outcome(
    transaction: Transaction, identifier: str, changes: Raw, reason: str | None
) -> Amended:
    """Enter an outcome with the keys of ``changes`` set anew.

    Raises:
        NotFound: there is no such outcome in force, or its evidence names a source that is not.
        BadValue: a key holds what cannot be taken, or is not one that can be amended.
        Contradiction: the verdict does not stand any more, or is another recorder's blind one.
        NeedsReason: it corrects a verdict.
        NothingChanges: everything is as it stands.
    """
    question, n = question_of(identifier) or ("", 0)
    changes = with_evidence(changes)
    old = dict(lookup.standing(transaction.connection, "outcome", identifier).body)
    for key in FIXED:
        if key in changes:
            raise BadValue(
                key,
                f"{key} says how a verdict was given, which cannot be amended.",
                f"Record another: ledger record {question} VERDICT.",
            )
    if any(key in changes and str(changes[key]) != str(old.get(key, "")) for key in JUDGED):
        return _judge_again(transaction, identifier, old, changes, reason)
    told = merged(old, changes, None, keys.OUTCOME_KEYS)
    about = lookup.question(transaction.connection, question)
    draft = parse_outcome.read_outcome(told, about, horizon=transaction.horizon)
    warnings = refuse(draft.complaints, changes)
    lookup.evidence_sources(transaction.connection, draft.outcome)
    new = to_body(replace(draft.outcome, n=n))
    found = _changes(old, new)
    if not found:
        raise NothingChanges(f"{identifier} already says that.")
    transaction.note(replace(draft.outcome, n=n), reason)
    return Amended(identifier, found, warnings)


def refuse_for_no_outcome(transaction: Transaction, identifier: str, changes: Raw) -> None:
    """Refuse to amend, of a claim, question or source, what only an outcome has.

    Raises:
        BadValue: there is such a key among ``changes``.
    """
    own = {*JUDGED, "evidence", *FIXED}.difference(keys.CLAIM_KEYS)
    wrong = next((key for key in changes if key in own), None)
    if wrong is None:
        return
    if lookup.kind_meant(transaction.connection, identifier) == Kind.SOURCE:
        cure = "Name the outcome, such as QUESTION#1."
    else:
        question = lookup.question_id(transaction.connection, identifier)
        known = lookup.outcomes_of(transaction.connection, transaction.moment, [question])
        several = known.get(question, [])
        stands = [one.outcome.id for one in several if one.stands] or [f"{question}#1"]
        cure = f"Name the outcome: ledger amend {stands[0]}."
        if not several:
            cure = f"There is none yet: ledger record {identifier} VERDICT."
    raise BadValue(wrong, f"{wrong} is said of an outcome, not of {identifier}.", cure)


def _judge_again(
    transaction: Transaction,
    identifier: str,
    old: Mapping[str, Any],
    changes: Raw,
    reason: str | None,
) -> Amended:
    """Record another outcome, which says what the one before said but for the ``changes``."""
    question, _ = question_of(identifier) or ("", 0)
    known = lookup.outcomes_of(transaction.connection, transaction.moment, [question])[question]
    (before,) = [one for one in known if one.outcome.id == identifier]
    _refuse_overtaken(transaction, before, known)
    told = merged(old, changes, None, keys.OUTCOME_KEYS)
    verdict = str(told.get("verdict"))
    if verdict != old["verdict"]:
        for key in ("value", "answer", "answer_low", "answer_high"):
            if key not in changes:
                told.pop(key, None)
        if "happened_on" not in changes and not {verdict, str(old["verdict"])} <= CAME:
            told.pop("happened_on", None)
    reopens = before.stands and before.outcome.verdict in FINAL and verdict in NEWS
    if reopens:
        # News change nothing of what stands, so that is taken back.
        if reason is None:
            raise NeedsReason(
                f"{identifier} says {old['verdict']}; to replace it with {verdict} reopens the "
                f"question, and needs a reason.",
                "Give one with --reason.",
            )
        told.pop("adjudicates", None)
        transaction.enter(Kind.WITHDRAWAL, identifier, {"what": Kind.OUTCOME.value}, reason)
    raw = told if reason is None else {**told, "reason": reason}
    done = record(transaction, question, raw, without=identifier if reopens else None)
    found = _changes(old, to_body(done.outcome))
    return Amended(identifier, found, done.warnings, done)


NEWS: Final = frozenset(verdict.value for verdict in Verdict if verdict not in FINAL)
"""The verdicts that leave a question open."""


def _refuse_overtaken(
    transaction: Transaction, before: RecordedOutcome, known: list[RecordedOutcome]
) -> None:
    """Refuse to give another verdict in place of one that is none of the last.

    Raises:
        Contradiction: others came after it, it is not one's own to give, or it was imported with
            another that differs.
    """
    outcome = before.outcome
    if outcome.disputed:
        raise Contradiction(
            f"{outcome.id} came in one import with a verdict that differs.",
            f"Decide between them: ledger record {outcome.question} VERDICT --adjudicates.",
        )
    if outcome.blind and not is_same(before.by, transaction.by):
        raise Contradiction(
            f"{outcome.id} is a blind verdict of {before.by}, who alone can give another.",
            f"Give one of your own: ledger record {outcome.question} VERDICT --blind.",
        )
    beside = [
        one.outcome
        for one in known
        if one.outcome.blind == outcome.blind and (not outcome.blind or is_same(one.by, before.by))
    ]
    last = max(beside, key=lambda one: one.n)
    if last.id != outcome.id and not before.stands:
        raise Contradiction(
            f"{outcome.id} was followed by {last.id}, which says {last.verdict}.",
            f"Amend that: ledger amend {last.id}.",
        )


def _changes(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[tuple[str, str, Any, Any], ...]:
    """What is not the same in two bodies, as `Amended` has it."""
    changed = after_the_fact.changed_keys(old, new)
    return tuple(("outcome", key, old.get(key), new.get(key)) for key in changed)
