"""Recording what happened: a verdict on a question, and what it makes of each claim on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ledger.book import lookup
from ledger.book.asking.disputes import refuse_sighted, refuse_undisputable
from ledger.edtf import from_day
from ledger.errors import BadValue, NeedsReason, NothingChanges
from ledger.model import codec, parse_outcome
from ledger.model.claim_state import as_judged, verdict_label
from ledger.model.field_reader import refuse
from ledger.model.filters import Filters
from ledger.model.name_keys import is_same
from ledger.model.outcome import overtakes, question_of, standing, unseats
from ledger.store import assessments, records
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.book.transaction import Transaction
    from ledger.journal.entry import Entry
    from ledger.model.claim import Question
    from ledger.model.claim_state import Assessment, Moment
    from ledger.model.export_items import RecordedOutcome
    from ledger.model.field_reader import Raw
    from ledger.model.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Recorded:
    """An outcome, and the claims on its question as they look once it is recorded.

    ``stands`` says whether the outcome is the one that now stands; ``before`` is the one that did.
    Where the outcome is blind, neither ``before`` nor the claims tell what others found.
    """

    question: Question
    outcome: Outcome
    before: Outcome | None
    stands: bool
    claims: tuple[Assessment, ...]
    warnings: tuple[str, ...]


def record(
    transaction: Transaction, identifier: str, raw: Raw, *, without: str | None = None
) -> Recorded:
    """Enter an outcome for the question that ``identifier`` is about.

    Words in ``happened_on`` are read against today, looking back.  ``without`` is an outcome that
    is withdrawn in the same transaction.

    Raises:
        BadValue: a key holds what cannot be taken, or the verdict contradicts the dates; it is
            blind, but whoever records has given one that was not; or it adjudicates, but fewer than
            two recorders have given a verdict.
        NeedsReason: it unseats a different final verdict and says not why.
        NothingChanges: the same is recorded already.
        NotFound: the id is nobody's.
    """
    raw = with_evidence(raw)
    question = _asked(transaction, identifier)
    today = from_day(transaction.now.date())
    draft = parse_outcome.read_outcome(raw, question, horizon=transaction.horizon, anchor=today)
    warnings = refuse(draft.complaints)
    lookup.evidence_sources(transaction.connection, draft.outcome)
    states = records.revisions(transaction.connection, "outcome", [question.id])
    outcome = replace(draft.outcome, n=next_number(states))
    several = lookup.outcomes_of(transaction.connection, transaction.moment, [question.id])
    known = [one for one in several.get(question.id, []) if one.outcome.id != without]
    before = None
    if outcome.blind:
        refuse_sighted(transaction.by, states.values())
        _refuse_repetition(outcome, _own(transaction.by, known))
    else:
        before = standing(recorded.outcome for recorded in known)
        _refuse_in_view(outcome, before, known, draft.reason)
    transaction.note(outcome, draft.reason)
    stands = overtakes(outcome, before)
    claims = _claims(transaction, transaction.moment, outcome, stands=stands)
    if without is not None and not stands:
        claims = tuple(as_judged(claim, before) for claim in claims)
    return Recorded(question, outcome, before, stands, claims, warnings)


def recorded_before(transaction: Transaction, number: int, entry: Entry) -> Recorded:
    """What `record` said when it made entry ``number``, but for what was odd."""
    asked, n = question_of(entry.id) or ("", 0)
    outcome = codec.outcome_of(asked, n, entry.body)
    moment = replace(transaction.moment, entry=number - 1)
    several = lookup.outcomes_of(transaction.connection, moment, [asked])
    known = [one.outcome for one in several.get(asked, [])]
    before = None if outcome.blind else standing(known)
    states = records.revisions(transaction.connection, "question", [asked])[asked]
    question = codec.question_of(asked, states[-1].body)
    stands = overtakes(outcome, before)
    claims = _claims(transaction, moment, outcome, stands=stands)
    return Recorded(question, outcome, before, stands, claims, ())


def with_evidence(raw: Raw) -> Raw:
    """The same with each address in a list of evidence as a table, for programs that list these.

    One address or one table alone is a list of one.  A table whose ``url`` is a list is a table for
    each of its addresses; beside them an ``archive_url`` may be a list of as many.

    Raises:
        BadValue: it is a list of more, or of fewer.
    """
    shown = raw.get("evidence")
    several = [shown] if isinstance(shown, str | Mapping) else shown
    if not isinstance(several, list | tuple):
        return raw
    return {**raw, "evidence": [each for one in several for each in _pieces(one)]}


def _pieces(one: Any) -> list[Any]:  # noqa: ANN401 - whatever was given
    """The pieces of evidence that an address or a table stands for."""
    if isinstance(one, str):
        return [{"url": one}]
    urls = one.get("url") if isinstance(one, Mapping) else None
    if not isinstance(urls, list | tuple):
        return [one]
    archives = one.get("archive_url")
    if not isinstance(archives, list | tuple):
        return [{**one, "url": url} for url in urls]
    if len(archives) != len(urls):
        raise BadValue(
            "archive_url",
            f"{counted(len(urls), 'url')} and {counted(len(archives), 'archive_url')} are given.",
            "Give one for each, in the same order.",
        )
    pairs = zip(urls, archives, strict=True)
    return [{**one, "url": url, "archive_url": archive} for url, archive in pairs]


def _asked(transaction: Transaction, identifier: str) -> Question:
    """The question an id is about; a claim's, only while the claim is in force."""
    question = lookup.question(
        transaction.connection, lookup.question_id(transaction.connection, identifier)
    )
    if identifier != question.id and not question_of(identifier):
        lookup.standing(transaction.connection, "claim", identifier)
    return question


def _own(recorder: str, known: Iterable[RecordedOutcome]) -> Outcome | None:
    """The last outcome in force of one recorder."""
    own = (recorded.outcome for recorded in known if is_same(recorded.by, recorder))
    return max(own, key=lambda outcome: outcome.n, default=None)


def next_number(outcome_ids: Iterable[str]) -> int:
    """The number of a question's next outcome, after those with these ids."""
    return 1 + max(
        (found[1] for identifier in outcome_ids if (found := question_of(identifier))), default=0
    )


def refuse_unseating(outcome: Outcome, before: Outcome | None, reason: str | None) -> None:
    """Refuse to correct a verdict without saying why.

    Raises:
        NeedsReason: there is no ``reason``.
    """
    if before is not None and reason is None and unseats(outcome, before):
        new, old = (verdict_label(one.verdict, one.amount) for one in (outcome, before))
        raise NeedsReason(
            f"{before.id} says {old}; to replace it with {new} is a correction, "
            f"and needs a reason.",
            "Give one with --reason.",
        )


def _refuse_in_view(
    outcome: Outcome,
    before: Outcome | None,
    known: Sequence[RecordedOutcome],
    reason: str | None,
) -> None:
    """Refuse a verdict that is not blind where it cannot follow those that are ``known``."""
    if outcome.adjudicates:
        refuse_undisputable(outcome.question, known)
    _refuse_repetition(outcome, before)
    refuse_unseating(outcome, before, reason)


def _refuse_repetition(outcome: Outcome, before: Outcome | None) -> None:
    """Refuse to say the same again, unless it is to decide."""

    def said(one: Outcome) -> tuple[object, ...]:
        return *one.said, one.happened_on

    if before is None or said(before) != said(outcome):
        return
    if before.adjudicates or not outcome.adjudicates:
        raise NothingChanges(
            f"{before.id} already says {verdict_label(outcome.verdict, outcome.amount)}.",
            f"To add evidence or a note: ledger amend {before.id}.",
        )


def _claims(
    transaction: Transaction, moment: Moment, outcome: Outcome, *, stands: bool
) -> tuple[Assessment, ...]:
    """The claims on the question, by id, as whoever records ``outcome`` may see them."""
    filters = Filters(question=(outcome.question,))
    found = assessments.assess(transaction.connection, moment, filters)
    found.sort(key=lambda claim: claim.id)
    if outcome.blind:
        found = [as_judged(claim, None) for claim in found]
    elif stands:
        found = [as_judged(claim, outcome) for claim in found]
    return tuple(found)
