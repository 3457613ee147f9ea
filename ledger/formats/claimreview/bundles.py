"""The reviews of a file as bundles: one for each source, with every problem at its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.formats.claimreview.node import KEY
from ledger.formats.claimreview.sources import harmful_in
from ledger.formats.claimreview.tables import read_review
from ledger.formats.cleaning import Tidying, cleaned, stripped, undone
from ledger.formats.crowds import as_named_before
from ledger.model import keys, parse, parse_outcome
from ledger.model.bundle import Bundle, Item, Origin
from ledger.model.field_values import shown
from ledger.model.new_ids import former_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from ledger.errors import Problem
    from ledger.formats.claimreview.node import Node
    from ledger.formats.claimreview.tables import Tables
    from ledger.model.claim import Claim, Question, Source
    from ledger.model.field_reader import Complaint, Place
    from ledger.model.new_ids import Former
    from ledger.model.outcome import Outcome

    Table: TypeAlias = dict[str, Any]

PLACES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("identifier",),
    "statement": ("claimReviewed",),
    "speaker": ("itemReviewed", "author"),
    "organisation": ("itemReviewed", "author"),
    "role": ("itemReviewed", "author"),
    "quote": ("itemReviewed", "text"),
    "made": ("itemReviewed", "datePublished"),
    "topics": ("keywords",),
    "verdict": ("reviewRating",),
    "value": ("reviewRating", "ratingValue"),
    "evidence": ("citation",),
    "publisher": ("itemReviewed", "appearance"),
    "title": ("itemReviewed", "appearance"),
    "published": ("itemReviewed", "appearance"),
    "url": ("itemReviewed", "appearance"),
}
"""Where in a review the keys of a claim file are."""


IDENTITIES: Final = ("url", "identifier", "claimReviewed")
"""What a review may be known by, the surest first."""

OURS_OF_A_QUESTION: Final = frozenset(keys.OWN_QUESTION_KEYS)
"""What a ledger's export says of a question: all but its note."""

ALL_BUT_EVIDENCE: Final = frozenset(keys.OUTCOME_KEYS) - {"evidence", "reason"}
"""What it says of an outcome whose evidence names sources that the file does not have."""


@dataclass(slots=True)
class _Gathered:
    """A source, the review that named it first, and its reviews."""

    table: Table
    review: Node
    ours: bool
    reviews: list[tuple[Node, Tables]] = field(default_factory=list)


@dataclass(slots=True)
class Assembly:
    """A file's reviews being put together."""

    path: str
    horizon: date
    problems: list[Problem] = field(default_factory=list)
    flat: bool = False
    """Whether all reviews stand on one line, so that it tells none of them from another."""
    crowds: Collection[str] = ()
    """Names of crowds, beside those that are known."""
    sources: dict[str, _Gathered] = field(default_factory=dict)
    seen: dict[str, tuple[Node, Tables]] = field(default_factory=dict)
    """The reviews by the id of their first claim."""
    rivals: dict[str, list[tuple[Node, Tables]]] = field(default_factory=dict)
    """Further reviews of such a claim, which rate it otherwise."""
    items: dict[Place, int] = field(default_factory=dict)
    """The number of each review among those of the file, from 1, by its place."""
    tidying: Tidying = field(default_factory=Tidying)
    questions: dict[str, tuple[Node, Question]] = field(default_factory=dict)

    def add(self, review: Node) -> None:
        """Take in a review."""
        self.take(review, read_review(review, self.horizon, self.crowds))

    def take(self, review: Node, tables: Tables) -> None:
        """Take in a review as it was read; one that says the same again says nothing new."""
        complaints = tables.complaints
        for address in harmful_in(review.data):
            self.tidying.leave_out(address)
        identifier = tables.claims[0].get("id", "")
        first, known = self.seen.get(identifier, (review, tables))
        if first is not review and identifier:
            self._take_again(review, tables, first, known)
            return
        self.seen[identifier] = review, tables
        self._complain(self._origin(review), complaints)
        if any(not complaint.warning for complaint in complaints):
            return
        gathered = self.sources.setdefault(
            tables.source.get("id", ""), _Gathered(tables.source, review, tables.is_ours)
        )
        gathered.table = {**tables.source, **gathered.table}
        gathered.reviews.append((review, tables))

    def bundles(self) -> list[Bundle]:
        """The bundles of all reviews taken in, in the order of their sources."""
        bundles = [self._bundle(source) for source in self.sources.values()]
        self.problems += self.tidying.problems(self.path)
        return bundles

    def _take_again(self, review: Node, tables: Tables, first: Node, known: Tables) -> None:
        """Take what another review of a claim says otherwise, which is at most its verdict."""
        if says(known) == says(tables):
            return
        where = f"Another ClaimReview of this claim, at line {_line(first)}, "
        code, message = "says-otherwise", f"{where}says otherwise; this one is left out."
        rated, now = known.outcome, tables.outcome
        if rated and now and not tables.is_ours and _rates(rated) != _rates(now):
            code = "rates-otherwise"
            message = f"{where}rates it otherwise; both are kept, and neither stands."
            self.rivals.setdefault(tables.claims[0]["id"], []).append((review, tables))
        self.problems.append(self._origin(review).problem((), message, "warning", code=code))

    def _complain(self, origin: Origin, complaints: Iterable[Complaint]) -> None:
        self.problems += origin.problems(complaints)

    def _origin(self, review: Node) -> Origin:
        def line_of(place: Place) -> int:
            """The line of a key of the claim file, or of a property of the review."""
            for at in (PLACES.get(str(place[0]), ()) if place else (), place, (KEY,)):
                if at and at[0] in review.data:
                    return review.document.line_of((*review.place, *at))
            return _line(review)

        def lead(_: Place) -> str:
            return f"{shown(name)}: " if (name := review.line(*IDENTITIES)) else ""

        item = self.items.get(review.place, 0)
        return Origin(self.path, line_of, lead if self.flat else None, item)

    def _bundle(self, gathered: _Gathered) -> Bundle:
        origin = self._origin(gathered.review)
        told = self.tidying.read(
            gathered.table,
            lambda one: parse.read_source(one, horizon=self.horizon),
            texts=not gathered.ours,
            escaped=gathered.review.is_escaped,
        )
        source = told.now.source
        self._complain(origin, told.complaints)
        questions: list[Item[Question]] = []
        claims: list[Item[Claim]] = []
        outcomes: list[Item[Outcome]] = []
        for review, tables in gathered.reviews:
            origin = self._origin(review)
            made = [self._claim(origin, source, tables, claim) for claim in tables.claims]
            claims += [item for item, _ in made]
            question = self._question(origin, source, tables) or made[0][1]
            if question is not None and self._is_home(origin, review, question.record):
                questions.append(question)
                outcomes += self._outcomes(origin, tables, question.record)
                for other, rival in self.rivals.get(tables.claims[0].get("id", ""), ()):
                    origin = self._origin(other)
                    outcomes += self._outcomes(origin, rival, question.record)
        origin = self._origin(gathered.review)
        said = None if gathered.ours else _said(gathered.table) - told.lost
        former = told.former(lambda source_draft: source_draft.source) + _former_sources(
            source, gathered
        )
        item = Item(source, None, origin, said, former=former)
        parts = tuple(questions), tuple(claims), tuple(outcomes)
        return Bundle(self.path, item, *parts, extent="excerpt")

    def _claim(
        self, origin: Origin, source: Source, tables: Tables, table: Table
    ) -> tuple[Item[Claim], Item[Question] | None]:
        told = self.tidying.read(
            table,
            lambda one: parse.read_claim(one, source, horizon=self.horizon),
            texts=not tables.is_ours,
            escaped=tables.is_escaped,
        )
        self._complain(origin, told.complaints)
        keys_said = _said(table) - told.lost
        said = None if tables.is_ours else keys_said | {"question", "source"}
        once = _once(tables, table["id"]) if "id" in table else ()
        former = told.former(lambda claim_draft: claim_draft.claim) + once
        speaker = str(table.get("speaker", ""))
        former += as_named_before(tables.crowds.get(speaker, speaker), speaker)
        called = None if tables.is_ours else self._called(tables)
        item = Item(told.now.claim, None, origin, said, former=former, called=called)
        if told.now.question is None:
            return item, None
        asked = OURS_OF_A_QUESTION if tables.is_ours else keys_said
        former = told.former(lambda claim_draft: claim_draft.question) + once
        return item, Item(told.now.question, None, origin, asked, former=former)

    def _called(self, tables: Tables) -> str | None:
        """The title that a review gives what its claims stand in, where that has an address."""
        title = tables.source.get("title")
        if "url" not in tables.source or not isinstance(title, str):
            return None
        return stripped(cleaned(undone(title) if tables.is_escaped else title).text) or None

    def _question(self, origin: Origin, source: Source, tables: Tables) -> Item[Question] | None:
        if tables.question is None:
            return None
        draft = parse.read_question(tables.question, source.published)
        self._complain(origin, draft.complaints)
        return Item(draft.question, None, origin, OURS_OF_A_QUESTION)

    def _is_home(self, origin: Origin, review: Node, question: Question) -> bool:
        """Whether the question goes with this review: the one that makes it, else the first.

        Complains where it differs from the first.
        """
        first, known = self.questions.setdefault(question.id, (review, question))
        if known != question:
            message = f"The question {question.id!r} is another than at line {_line(first)}."
            self.problems.append(origin.problem((), message, code="another-question"))
        maker, tables = self.seen.get(question.id, (first, None))
        return review is (maker if tables is not None and tables.question is None else first)

    def _outcomes(self, origin: Origin, tables: Tables, question: Question) -> list[Item[Outcome]]:
        if tables.outcome is None:
            return []
        table = self._seen_evidence(tables.outcome)
        told = self.tidying.read(
            table,
            lambda one: parse_outcome.read_outcome(one, question, horizon=self.horizon),
            texts=not tables.is_ours,
            escaped=tables.is_escaped,
        )
        self._complain(origin, told.complaints)
        said: frozenset[str] | None = (_said(table) | {"value"}) - told.lost
        if tables.is_ours:
            said = None if table == tables.outcome else ALL_BUT_EVIDENCE
        former = told.former(lambda outcome_draft: outcome_draft.outcome)
        return [Item(told.now.outcome, told.now.reason, origin, said, former=former)]

    def _seen_evidence(self, table: Table) -> Table:
        """An outcome's table whose evidence names a source only where this file has it.

        What a selection left out may be unknown where the file is read; the address stays, and
        without one nothing does.
        """
        evidence = table.get("evidence")
        if not isinstance(evidence, list):
            return table
        kept = []
        for one in evidence:
            source = one.get("source") if isinstance(one, dict) else None
            if not isinstance(source, str) or source in self.sources:
                kept.append(one)
            elif "url" in one:
                kept.append({key: value for key, value in one.items() if key != "source"})
        return {**table, "evidence": kept}


def says(tables: Tables) -> tuple[object, ...]:
    """All that a review says, to be compared with another of the same claim."""
    return tables.source.get("id"), tables.claims, tables.question, tables.outcome


def _rates(outcome: Table) -> tuple[object, ...]:
    return outcome.get("verdict"), outcome.get("value")


def _once(tables: Tables, identifier: str) -> tuple[Former, ...]:
    """The ids that a claim of a review had before."""
    end = identifier.removeprefix(tables.claims[0]["id"])
    return tuple(
        former
        for fromkey in dict.fromkeys(tables.former_ids)
        for former in former_id(identifier, f"{fromkey}{end}", shared=fromkey in tables.shared_ids)
    )


def _former_sources(source: Source, gathered: _Gathered) -> tuple[Former, ...]:
    """The ids that release 0.1.0 made for the source of some reviews."""
    ids = dict.fromkeys(tables.former_source for _, tables in gathered.reviews)
    return tuple(
        former for each in ids if each is not None for former in former_id(source.id, each)
    )


def _said(table: Table) -> frozenset[str]:
    return frozenset(table) - {"id"}


def _line(review: Node) -> int:
    return review.document.line_of(review.place)
