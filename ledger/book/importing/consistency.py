"""What an import may leave inconsistent: references to nothing, questions without claims, dates.

A claim file means to have every claim of its source.  A sheet does not: another may have claims of
the same source, and a ledger does not know files.  What tells that a sheet had a claim before is
that it came in together with one the sheet still has: an import enters the claims of a sheet and
a source one behind the other, after their questions, so that what came otherwise stands apart.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from ledger import edtf
from ledger.book.importing.cross_checks import (
    duplicates,
    few_guesses,
    made_too_late,
    named_sources,
    stands_against,
)
from ledger.book.writing.reasons import claims_against, dues_before, outcomes_against
from ledger.book.writing.withdraw import claims_on
from ledger.model import codec
from ledger.model.kinds import Kind
from ledger.model.parse import OF_TYPES
from ledger.store import alike_ids, journal_table, records

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from ledger.errors import Problem
    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Question
    from ledger.model.outcome import Outcome
    from ledger.store.database import Connection
    from ledger.store.records import Bearer, Revision

    Revisions = Mapping[str, list[Revision]]
    from collections.abc import Mapping

    from ledger.book.importing.plan import Amendment, Import
    from ledger.edtf import FuzzyDate
    from ledger.model.claim import Claim
    from ledger.model.field_values import Complaint

    Body: TypeAlias = Mapping[str, Any]

    from ledger.model.bundle import Extent
    from ledger.store.records import Revision


def reference_problems(
    connection: Connection,
    bundles: Sequence[Bundle],
    known: Mapping[str, Revisions],
    *,
    unread: bool = False,
) -> list[Problem]:
    """The problems and warnings that show only when bundles meet each other and the ledger.

    With ``unread`` there are files that have no bundle: what nobody has may be in those, so it is
    not named.
    """
    evidence = list(named_sources(bundles))
    wanted = {item.record.id for bundle in bundles for item in bundle.named}
    bearers = records.bearers(connection, wanted | {name for _, _, name in evidence})
    questions = _questions(bundles, known["question"])
    sources = {bundle.source.record.id for bundle in bundles}
    sources |= {one for one, found in bearers.items() if "source" in {each.kind for each in found}}
    problems = list(duplicates(bundles))
    for bundle in bundles:
        problems += _foreign_ids(bundle, bearers, known["claim"])
    if not unread:
        meant = _guesses(connection, "question", questions)
        problems += _questions_nobody_has(bundles, questions, meant)
        meant = _guesses(connection, "source", sources)
        problems += _sources_nobody_has(evidence, sources, meant)
    return [*problems, *stands_against(bundles, questions), *made_too_late(bundles, questions)]


def _guesses(connection: Connection, kind: str, ours: Iterable[str]) -> Callable[[str], str]:
    """What guesses which record of a kind an id means, among ``ours`` and those of the ledger."""
    return few_guesses(lambda one: (*ours, *alike_ids.similar_ids(connection, one, [kind])))


def _questions_nobody_has(
    bundles: Sequence[Bundle], questions: Container[str], guessed: Callable[[str], str]
) -> Iterator[Problem]:
    for bundle in bundles:
        for item in bundle.claims:
            name = item.record.question
            if name and name not in questions:
                message = (
                    f"Neither the files nor the ledger has a question {name!r}.{guessed(name)}"
                )
                yield item.origin.problem(("question",), message, code="no-such-question")


def _sources_nobody_has(
    evidence: Iterable[tuple[Item[Outcome], int, str]],
    sources: Container[str],
    guessed: Callable[[str], str],
) -> Iterator[Problem]:
    for outcome, n, name in evidence:
        if name not in sources:
            message = f"Neither the files nor the ledger has a source {name!r}.{guessed(name)}"
            yield outcome.origin.problem(("evidence", n, "source"), message, code="no-such-source")


def _questions(bundles: Sequence[Bundle], known: Revisions) -> dict[str, Question]:
    """The questions in force once the bundles are in: the ledger's and the bundles' own."""
    found = {
        one: codec.question_of(one, revisions[-1].body)
        for one, revisions in known.items()
        if revisions[-1].replaced_by is None
    }
    return found | {item.record.id: item.record for b in bundles for item in b.questions}


def _foreign_ids(
    bundle: Bundle, bearers: Mapping[str, Sequence[Bearer]], claims: Revisions
) -> Iterator[Problem]:
    """Ids of the bundle that belong to something else in the ledger."""
    own = {item.record.id for item in bundle.claims if item.record.question == item.record.id}
    for item in bundle.named:
        kind = codec.kind_of(item.record)
        allowed = {"source"} if kind == "source" else {"question", "claim"}
        if kind == "question" and item.record.id not in own:
            allowed = {"question"} if item.said is None else {"question", "claim"}
        borne = {bearer.kind for bearer in bearers.get(item.record.id, ())}
        if kind == "claim" and not claims.get(item.record.id):
            allowed = {"claim"}
        if foreign := sorted(borne - allowed):
            message = f"The id {item.record.id!r} belongs to a {foreign[0]} of the ledger."
            yield item.origin.problem(("id",), message, code="id-of-another")
    for made in bundle.claims:
        for revision in claims.get(made.record.id, [])[-1:]:
            source = revision.body["source"]
            if made.record.source and source != made.record.source:
                message = f"The id {made.record.id!r} belongs to a claim of the source {source!r}."
                yield made.origin.problem(("id",), message, code="id-of-another-source")


def withdraw_what_was_left(work: Import, bundles: Iterable[Bundle]) -> None:
    """Take back the questions that claims made and have been moved from."""
    left = [amendment for amendment in work.amended if _leaves_own_question(amendment)]
    if not left:
        return
    staying = {
        item.record.id: work.bodies["claim", item.record.id]["question"]
        for bundle in bundles
        for item in bundle.claims
        if not work.is_withdrawn("claim", item.record.id)
    }
    for amendment in left:
        item = amendment.item
        identifier = item.record.id
        there = {
            claim: staying.get(claim, identifier)
            for claim in claims_on(work.transaction, identifier)
        }
        others = sorted(one for one, home in {**staying, **there}.items() if home == identifier)
        if others:
            message = (
                f"Other claims stand on the question that {identifier} made: "
                f"{', '.join(others)}; move those first."
            )
            work.complain(item, ("question",), message, code="claims-left-behind")
        what = {"what": Kind.QUESTION.value}
        work.transaction.enter(Kind.WITHDRAWAL, identifier, what, work.reason_for(item))


def _leaves_own_question(amendment: Amendment) -> bool:
    record = amendment.item.record
    return bool(amendment.before.body.get("question") == record.id != record.question)


def complain_of_contradictions(work: Import, bundles: Sequence[Bundle]) -> None:
    """Name the dates of files that contradict what the ledger has and the files do not say."""
    mentioned = {item.record.id for bundle in bundles for item in bundle.claims}
    for amendment in work.amended:
        item, kind = amendment.item, amendment.before.entry.kind
        if kind == Kind.QUESTION:
            _complain_of_question(work, amendment, mentioned)
        if "published" in amendment.changed and kind == "source":
            for due in dues_before(work.transaction, item.record):
                if due.id not in mentioned:
                    told = f"published {edtf.in_words(item.record.published or '')}"
                    work.complain(
                        item,
                        ("published",),
                        _too_late(told, due.id, due.due),
                        code="too-late-in-ledger",
                    )
    for bundle in bundles:
        for claim in bundle.claims:
            if claim.record.id in work.known["claim"]:
                _complain_of_dates(work, claim)


def _complain_of_question(work: Import, amendment: Amendment, mentioned: Container[str]) -> None:
    """Name what the ledger alone has that does not go with a question's new due day or type."""
    item, of_type = amendment.item, not OF_TYPES.isdisjoint(amendment.changed)
    if of_type or "due" in amendment.changed:
        for outcome, complaint in _outcomes_against(work, item.record):
            message = (
                f"{outcome.id} says {outcome.verdict}. {complaint.message} "
                f"Take it back first: ledger withdraw {outcome.id} --reason ..."
            )
            key = "due" if "due" in amendment.changed else "type"
            work.complain(item, (key,), message, code="contradicts-outcome")
    if not of_type:
        return
    for claim, complaint in claims_against(work.transaction, item.record):
        if claim.id not in mentioned:
            message = f"{claim.id} stands on it in the ledger. {complaint.message}"
            work.complain(item, ("type",), message, code="contradicts-claim")


def _outcomes_against(work: Import, question: Question) -> Iterator[tuple[Outcome, Complaint]]:
    """The outcomes that contradict a due day, but those that are taken back."""
    for outcome, complaint in outcomes_against(work.transaction, question):
        if outcome.id not in work.taken_back:
            yield outcome, complaint


def _complain_of_dates(work: Import, item: Item[Claim]) -> None:
    """Hold a claim's own due day against the day it was made, where the ledger leads on either."""
    identifier = item.record.id
    claim = work.bodies["claim", identifier]
    if claim["question"] != identifier or work.is_withdrawn("claim", identifier):
        return
    due = _date(_question(work, identifier), "due")
    made = _date(claim, "made")
    since = made or _date(work.bodies["source", item.record.source], "published")
    if due is None or since is None or due.latest is None or since.earliest is None:
        return
    if due.latest < since.earliest:
        told = f"{'made' if made else 'published'} {edtf.in_words(since)}"
        work.complain(item, ("due",), _too_late(told, identifier, due), code="too-late-in-ledger")


def _question(work: Import, identifier: str) -> Body:
    """What the ledger will say of a question that a claim stands on."""
    ours = work.bodies.get(("question", identifier))
    return work.known["question"][identifier][-1].body if ours is None else ours


def _date(record: Body, key: str) -> FuzzyDate | None:
    return edtf.parse(record[key]) if key in record else None


def _too_late(told: str, claim: str, due: FuzzyDate | str | None) -> str:
    due = edtf.in_words(due) if due else due
    return (
        f"{told} is after the due day of {claim} in the ledger: {due}. "
        f"Say when that was said: ledger amend {claim} --made DATE."
    )


def missing(work: Import, bundles: Sequence[Bundle]) -> list[str]:
    """The ids of claims in force that the ``bundles`` lack, sorted."""
    lists = [bundle for bundle in bundles if bundle.extent == "list"]
    mentioned = {item.record.id for bundle in bundles for item in bundle.claims}
    lacking = _of_sources(work, bundles, "source") - mentioned
    others = _of_sources(work, lists, "list") - mentioned
    if others:
        connection, known = work.transaction.connection, work.known["claim"]
        ours = {item.record.id for bundle in lists for item in bundle.claims} & known.keys()
        theirs = records.revisions(connection, "claim", others)
        first = [states[0] for states in theirs.values()] + [known[our][0] for our in ours]
        for together in _runs(connection, first):
            if together & ours:
                lacking |= together & others
    return sorted(lacking)


def _of_sources(work: Import, bundles: Iterable[Bundle], extent: Extent) -> set[str]:
    """The claims of the sources of which some bundles have so much."""
    sources = {bundle.source.record.id for bundle in bundles if bundle.extent == extent}
    moment = work.transaction.moment.entry
    found = records.claims_by(work.transaction.connection, "source", sources)
    return {
        placed.claim for several in found.values() for placed in several if placed.in_force(moment)
    }


def _runs(connection: Connection, first: Iterable[Revision]) -> Iterator[set[str]]:
    """The ids of claims by where they came in: in one run of entries that are all of claims."""
    ordered = sorted(first, key=lambda revision: revision.number)
    run = {revision.entry.id for revision in ordered[:1]}
    for revision, other in pairwise(ordered):
        if not _is_one_run(connection, revision, other):
            yield run
            run = set()
        run.add(other.entry.id)
    yield run


def _is_one_run(connection: Connection, one: Revision, other: Revision) -> bool:
    if (one.entry.at, one.entry.by) != (other.entry.at, other.entry.by):
        return False
    between = journal_table.entries(connection, one.number + 1, other.number - 1)
    return all(entry.kind == "claim" for _, entry in between)
