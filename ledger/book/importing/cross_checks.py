"""What shows only when claim files meet each other: ids taken, questions not there, corrections."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.errors import Problem
from ledger.model.codec import kind_of, to_body
from ledger.model.differences import id_used, told_apart
from ledger.model.field_reader import guess
from ledger.model.name_keys import name_key
from ledger.model.namesakes import Posts
from ledger.model.outcome import overtakes, unseats
from ledger.model.parse import check_stand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Claim, Question
    from ledger.model.outcome import Outcome

MOST_GUESSES: Final = 10
"""How many ids that are not there are compared with all that are; among thousands it takes long."""


MOST_TOLD: Final = 5
"""How many claims of one file that were made too late are told one by one."""


def few_guesses(candidates: Callable[[str], Iterable[str]]) -> Callable[[str], str]:
    """A `guess` among the ``candidates`` for a word that gives up after `MOST_GUESSES` calls."""
    calls = count()
    return lambda wrong: guess(wrong, candidates(wrong)) if next(calls) < MOST_GUESSES else ""


def duplicates(bundles: Sequence[Bundle]) -> Iterator[Problem]:
    """Ids that records of several files bear; a claim and its own question may share one.

    Those that one file has twice are found as it is read.  A source may be in several files that
    leave what they do not say to the ledger, or that say the same of it.
    """
    seen: dict[str, Item[Any]] = {}
    asked: dict[str, Question] = {}
    for bundle in bundles:
        questions = {item.record.id: item.record for item in bundle.questions}
        own = {item.record.id for item in bundle.claims if item.record.question == item.record.id}
        alone = (item for item in bundle.questions if item.record.id not in own)
        named: tuple[Item[Any], ...] = (bundle.source, *alone, *bundle.claims)
        for item in named:
            first = seen.setdefault(item.record.id, item)
            same = kind_of(item.record) == kind_of(first.record)
            shared = item is bundle.source and (
                None not in {item.said, first.said} or (same and item.record == first.record)
            )
            if item.record.id and first.origin.path != item.origin.path and not shared:
                place = f"{first.origin.path}:{first.origin.line_of(('id',))}"
                there = _whole(first, asked.get(item.record.id))
                here = _whole(item, questions.get(item.record.id))
                told = told_apart(there, here) if same else ""
                yield item.origin.problem(
                    ("id",), id_used(item.record.id, f"at {place}", told), code="id-used"
                )
        for identifier, question in questions.items():
            asked.setdefault(identifier, question)


def _whole(item: Item[Any], question: Question | None) -> dict[str, Any]:
    """What a record says, with the question that a claim makes."""
    asked = {} if question is None or question is item.record else to_body(question)
    return {**asked, **to_body(item.record)}


def unseen_questions(bundles: Sequence[Bundle]) -> Iterator[Problem]:
    """Questions that claims name and no bundle holds: a ledger may have them."""
    seen = {item.record.id for bundle in bundles for item in bundle.questions}
    guessed = few_guesses(lambda _: seen)
    for bundle in bundles:
        for item in bundle.claims:
            name = item.record.question
            if name and name not in seen:
                yield item.origin.problem(
                    ("question",),
                    f"The question {name!r} is not in these files, "
                    f"so the ledger must have it.{guessed(name)}",
                    "warning",
                    code="question-not-here",
                )


def unseen_sources(bundles: Sequence[Bundle]) -> Iterator[Problem]:
    """Sources that evidence names and no bundle holds: a ledger may have them."""
    seen = {bundle.source.record.id for bundle in bundles}
    guessed = few_guesses(lambda _: seen)
    for item, n, name in named_sources(bundles):
        if name not in seen:
            yield item.origin.problem(
                ("evidence", n, "source"),
                f"The source {name!r} is not in these files, "
                f"so the ledger must have it.{guessed(name)}",
                "warning",
                code="source-not-here",
            )


def named_sources(bundles: Sequence[Bundle]) -> Iterator[tuple[Item[Outcome], int, str]]:
    """Each source that evidence names: the outcome, the evidence's position, and the name."""
    for bundle in bundles:
        for item in bundle.outcomes:
            for n, evidence in enumerate(item.record.evidence):
                if evidence.source:
                    yield item, n, evidence.source


def made_too_late(
    bundles: Sequence[Bundle], questions: Mapping[str, Question]
) -> Iterator[Problem]:
    """Claims made after the due day of the question they share, if not of one they make.

    Where a file has many, they are told once, with their number.
    """
    several: dict[str, list[Problem]] = defaultdict(list)
    for bundle in bundles:
        for item in bundle.claims:
            found = _made_too_late(item, bundle, questions.get(item.record.question))
            if found is not None:
                several[bundle.path].append(found)
    for path, problems in several.items():
        if len(problems) <= MOST_TOLD:
            yield from problems
            continue
        told = f"Claims made after the due day of their question: {len(problems):,}"
        yield Problem(
            path,
            problems[0].line,
            f"{told}; kept, but never scored.",
            "warning",
            code="made-too-late",
        )


WHEN_PUBLISHED: Final = "The source's published"


def _made_too_late(item: Item[Claim], bundle: Bundle, question: Question | None) -> Problem | None:
    claim, published = item.record, bundle.source.record.published
    made = claim.made or published
    if question is None or question.due is None or made is None or claim.id == question.id:
        return None
    due, first = question.due.latest, made.earliest
    if due is None or first is None or due >= first:
        return None
    what = f"{'made' if claim.made else WHEN_PUBLISHED} {edtf.in_words(made)}"
    return item.origin.problem(
        ("made",) if claim.made else ("question",),
        f"{what} is after the question's due day {due}: kept, but never scored.",
        "warning",
        code="made-too-late",
    )


def stands_against(
    bundles: Sequence[Bundle], questions: Mapping[str, Question]
) -> Iterator[Problem]:
    """What claims say that does not go with the type of the question they name."""
    for bundle in bundles:
        for item in bundle.claims:
            question = questions.get(item.record.question)
            if question is None or question.id == item.record.id:
                continue
            for one in check_stand(item.record, question):
                yield item.origin.problem(one.place, one.message, code=one.code)


def namesakes(bundles: Sequence[Bundle]) -> Iterator[Problem]:
    """Names that come in several organisations and roles, as two people's may."""
    posts = Posts()
    first: dict[str, Item[Claim]] = {}
    for bundle in bundles:
        for item in bundle.claims:
            claim = item.record
            first.setdefault(claim.id, item)
            posts.take(claim.speaker, claim.organisation, claim.role, claim.id)
    for one in posts.namesakes({}, name_key):
        message = (
            f"{one.told}; if these are two people, write one otherwise, such as {one.apart!r}."
        )
        yield first[one.first].origin.problem(("speaker",), message, "warning", code="two-people")


def unreasoned(bundles: Sequence[Bundle]) -> Iterator[Problem]:
    """Final verdicts that replace a different one of the same file and say not why."""
    for bundle in bundles:
        stands: dict[str, Item[Outcome]] = {}
        for item in bundle.outcomes:
            outcome = item.record
            before = stands.get(outcome.question)
            if before is not None and not item.reason and unseats(outcome, before.record):
                yield item.origin.problem(
                    ("verdict",),
                    f"{outcome.verdict} corrects the {before.record.verdict} of line "
                    f"{before.origin.line_of(('verdict',))}; say why with the key reason, "
                    f"or import with --reason.",
                    "warning",
                    code="needs-reason",
                )
            if overtakes(outcome, before.record if before else None):
                stands[outcome.question] = item
