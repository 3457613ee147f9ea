"""Claims, outcomes, corrections and disputes as JSON.

The names are a contract: keys may be added, never renamed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.json_views.responses import response_view
from ledger.model.answers import QuestionType
from ledger.model.codec import to_body
from ledger.model.fields import OWN_CLAIM, OWN_QUESTION, Sort, names
from ledger.model.keys import EVIDENCE_KEYS, OWN_QUESTION_KEYS, SOURCE_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.book.asking.corrections import Correction
    from ledger.book.asking.disputes import Agreement, Dispute
    from ledger.book.asking.duplicates import Alike, Duplicates
    from ledger.book.asking.show import Dossier, SourceDossier
    from ledger.book.writing.add import Added
    from ledger.book.writing.record import Recorded
    from ledger.book.writing.undo import Undone
    from ledger.errors import Problem
    from ledger.journal.entry import Entry
    from ledger.model.claim import Question, Source
    from ledger.model.claim_state import Assessment
    from ledger.model.export_items import RecordedOutcome
    from ledger.model.outcome import Evidence

View = dict[str, Any]

SAID: Final = (
    "id", "kind", "question", "statement", "condition", "criteria", "speaker", "speaker_group",
    "organisation", "role", "attribution", "source", "publisher", "published", "quote", "wording",
    "stance", "probability", "made", "due", "due_words", "due_basis", "resolve_by", "closes",
    "topics", "checkable", "note",
)  # fmt: skip
"""What a claim and its question say, in an order that stays; other fields come behind."""

VERDICT_VIEW: Final = (
    "by", "verdict", "value", "answer", "happened_on", "id", "blind", "disputed", "recorded_at",
)  # fmt: skip

LISTS: Final = names(Sort.LIST)

JUDGED: Final = (
    "status", "verdict", "value", "outcome_answer", "outcome_answer_low", "outcome_answer_high",
    "happened_on", "credit", "result", "disputed",
)  # fmt: skip
"""What became of it."""

CLAIM_VIEW: Final = (
    *SAID,
    *(field.name for field in (*OWN_CLAIM, *OWN_QUESTION) if field.name not in SAID),
    *JUDGED,
)


def claim_view(claim: Assessment, outcomes: Sequence[RecordedOutcome]) -> View:
    """A claim with its question, its source and what became of it."""
    return {
        **{name: _plain(getattr(claim, name)) for name in CLAIM_VIEW},
        "type": claim.type or QuestionType.BINARY.value,
        "outcomes": [outcome_view(outcome) for outcome in outcomes],
        "recorded_at": claim.recorded_at,
    }


def added_view(done: Added) -> View:
    """What an `add` did; ``added`` is false where the same request had added it before."""
    return {
        "added": not done.before,
        "id": done.claim.id,
        "question": done.claim.question,
        "source": done.source.id,
        "new_source": done.new_source,
        "new_question": done.question is not None,
        "warnings": list(done.warnings),
    }


def forecasted_view(added: Added, before: str | None) -> View:
    """What a `forecast` did; ``before`` is the speaker's forecast before it, if any."""
    said = {"probability": _number(added.claim.probability), "answer": added.claim.answer}
    return {**added_view(added), **said, "before": before}


def recorded_view(done: Recorded) -> View:
    """What a `record` did: the outcome, and the result of each claim on the question."""
    return {
        "id": done.outcome.id,
        "question": done.question.id,
        "verdict": str(done.outcome.verdict),
        "stands": done.stands,
        "before": None if done.before is None else done.before.id,
        "results": [
            {"id": claim.id, "speaker": claim.speaker, "result": claim.result}
            for claim in done.claims
        ],
        "warnings": list(done.warnings),
    }


def undone_view(done: Undone, *, dry_run: bool) -> View:
    """What an `undo` took back, or would; ``after`` is what was there before that."""
    return {
        "undone": not dry_run,
        "at": done.at,
        "by": done.by,
        "steps": [
            {
                "entry": step.entry,
                "kind": step.kind,
                "id": step.id,
                "does": step.does,
                "changes": [
                    {"what": key, "before": before, "after": after}
                    for key, before, after in step.changes
                ],
            }
            for step in done.steps
        ],
        "kept_source": done.kept_source,
    }


def problem_view(problem: Problem) -> View:
    """A problem of a file; ``line`` is null where it is about the file as a whole.

    ``item`` is the number of the item of a list it is in, ``key`` that of the record it is about.
    """
    return {
        "path": problem.path,
        "line": problem.line or None,
        "item": problem.item or None,
        "key": problem.key or None,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.told,
    }


def outcome_view(recorded: RecordedOutcome) -> View:
    """An outcome and the circumstances in which it was recorded."""
    outcome = recorded.outcome
    return {
        "id": outcome.id,
        "verdict": str(outcome.verdict),
        "value": _number(outcome.value),
        "answer": outcome.answer,
        "answer_low": outcome.answer_low,
        "answer_high": outcome.answer_high,
        "happened_on": None if outcome.happened_on is None else str(outcome.happened_on),
        "note": outcome.note,
        "evidence": [_every(EVIDENCE_KEYS, evidence) for evidence in outcome.evidence],
        "by": recorded.by,
        "recorded_at": recorded.recorded_at,
        "stands": recorded.stands,
        "reason": recorded.reason,
        "blind": outcome.blind,
        "adjudicates": outcome.adjudicates,
        "disputed": outcome.disputed,
    }


def dossier_view(dossier: Dossier) -> View:
    """A claim, or a question with its claims, and its history."""
    outcomes = dossier.outcomes
    history = [correction_view(correction) for correction in dossier.corrections]
    if dossier.claim is not None:
        view = claim_view(dossier.claim, outcomes)
    else:
        view = {
            "id": dossier.question.id,
            **_every((*OWN_QUESTION_KEYS, "note"), dossier.question),
            "type": dossier.question.type or QuestionType.BINARY.value,
            "ordered": dossier.question.ordered,
            "claims": [claim_view(claim, outcomes) for claim in dossier.claims],
            "outcomes": [outcome_view(outcome) for outcome in outcomes],
        }
    return {
        **view,
        "withdrawn": dossier.withdrawn,
        "corrections": history,
        "responses": [response_view(one) for one in dossier.own_responses],
    }


def source_view(dossier: SourceDossier, outcomes: Mapping[str, Sequence[RecordedOutcome]]) -> View:
    """A source with its claims; ``outcomes`` are those of their questions."""
    return {
        "id": dossier.source.id,
        **_every((*SOURCE_KEYS, "digest"), dossier.source),
        "claims": [claim_view(claim, outcomes.get(claim.question, ())) for claim in dossier.claims],
    }


def correction_view(correction: Correction) -> View:
    """A correction; ``before`` and ``after`` are as the record has them."""
    return {
        "entry": correction.entry,
        "at": correction.at,
        "by": correction.by,
        "kind": correction.kind,
        "id": correction.id,
        "what": correction.what,
        "before": correction.before,
        "after": correction.after,
        "reason": correction.reason,
        "after_the_fact": correction.after_the_fact,
        "undone": correction.undone,
    }


def agreement_view(agreement: Agreement) -> View:
    """How far recorders agree, and the questions they differ on."""
    return {
        "as_of": str(agreement.moment),
        "entry": agreement.moment.entry,
        "alpha": agreement.alpha,
        "recorders": list(agreement.recorders),
        "questions": agreement.questions,
        "imported": sum(dispute.imported for dispute in agreement.disputes),
        "disputes": [_dispute_view(dispute) for dispute in agreement.disputes],
    }


def _dispute_view(dispute: Dispute) -> View:
    """A dispute; ``stands`` is a verdict in the form of the others, or null."""
    return {
        "question": dispute.question,
        "statement": dispute.statement,
        "verdicts": [_verdict_view(verdict) for verdict in dispute.verdicts],
        "stands": None if dispute.stands is None else _verdict_view(dispute.stands),
        "adjudicated": dispute.adjudicated,
    }


def _verdict_view(recorded: RecordedOutcome) -> View:
    view = outcome_view(recorded)
    return {name: view[name] for name in VERDICT_VIEW}


def duplicates_view(found: Duplicates) -> View:
    """Claims that look like one; each in the words of a list."""
    return {
        "speaker_group": found.speaker_group,
        "equal": found.equal,
        "claims": [
            {
                name: view[name]
                for name in ("id", "speaker", "source", "question", "statement", "due")
            }
            for view in (claim_view(claim, ()) for claim in found.claims)
        ],
    }


def alike_view(found: Alike) -> View:
    """Names that are merely alike, and what joins them."""
    return {
        "what": found.what,
        "names": [{"name": name, "claims": claims} for name, claims in found.names],
        "commands": list(found.commands),
    }


def entry_view(number: int, entry: Entry) -> View:
    """An entry of the journal with its number."""
    return {
        "entry": number,
        "at": entry.at,
        "by": entry.by,
        "kind": entry.kind,
        "id": entry.id,
        "body": entry.body,
    }


def _every(keys: Iterable[str], record: Source | Question | Evidence) -> View:
    """The keys of a record but its id, those that are not set as null, a list as empty."""
    body = to_body(record)
    empty: View = {one: [] for one in LISTS}
    return {key: body.get(key, empty.get(key)) for key in keys if key != "id"}


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """A value as JSON has it."""
    if isinstance(value, tuple):
        return list(value)
    return _number(value) if isinstance(value, Decimal) else value


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
