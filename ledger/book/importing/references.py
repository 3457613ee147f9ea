"""Whether what bundles refer to is there, and whether their ids are theirs to use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book.importing.meeting import duplicates, few_guesses, made_too_late, named_sources
from ledger.model import body
from ledger.model.kinds import kind_of
from ledger.store import lookups, records

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from ledger.errors import Problem
    from ledger.model.bundle import Bundle, Item
    from ledger.model.outcome import Outcome
    from ledger.model.question import Question
    from ledger.store.database import Connection
    from ledger.store.records import Bearer, Revision

    Revisions = Mapping[str, list[Revision]]


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
    return [*problems, *made_too_late(bundles, questions)]


def _guesses(connection: Connection, kind: str, ours: Iterable[str]) -> Callable[[str], str]:
    """What guesses which record of a kind an id means, among ``ours`` and those of the ledger."""
    return few_guesses(lambda one: (*ours, *lookups.similar_ids(connection, one, [kind])))


def _questions_nobody_has(
    bundles: Sequence[Bundle], questions: Container[str], guessed: Callable[[str], str]
) -> Iterator[Problem]:
    for bundle in bundles:
        for item in bundle.claims:
            name = item.record.question
            if name and name not in questions:
                message = f"There is no question {name!r} in files or ledger.{guessed(name)}"
                yield item.origin.problem(("question",), message, code="no-such-question")


def _sources_nobody_has(
    evidence: Iterable[tuple[Item[Outcome], int, str]],
    sources: Container[str],
    guessed: Callable[[str], str],
) -> Iterator[Problem]:
    for outcome, n, name in evidence:
        if name not in sources:
            message = f"There is no source {name!r} in files or ledger.{guessed(name)}"
            yield outcome.origin.problem(("evidence", n, "source"), message, code="no-such-source")


def _questions(bundles: Sequence[Bundle], known: Revisions) -> dict[str, Question]:
    """The questions in force once the bundles are in: the ledger's and the bundles' own."""
    found = {
        one: body.question_of(one, revisions[-1].body)
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
        kind = kind_of(item.record)
        allowed = {"source"} if kind == "source" else {"question", "claim"}
        if kind == "question" and item.record.id not in own:
            allowed = {"question"} if item.said is None else {"question", "claim"}
        borne = {one.kind for one in bearers.get(item.record.id, ())}
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
