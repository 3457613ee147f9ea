"""The reviews of a file as bundles: one for each source, with every problem at its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.formats.claimreview.own import KEY
from ledger.formats.claimreview.tables import read_review
from ledger.model import drafts, judgement, keys
from ledger.model.bundle import Bundle, Item, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledger.errors import Problem
    from ledger.formats.claimreview.node import Node
    from ledger.formats.claimreview.tables import Tables
    from ledger.model.claim import Claim
    from ledger.model.outcome import Outcome
    from ledger.model.question import Question
    from ledger.model.reading import Complaint, Place
    from ledger.model.source import Source

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
    sources: dict[str, _Gathered] = field(default_factory=dict)
    seen: dict[str, tuple[Node, Tables]] = field(default_factory=dict)
    """The reviews by the id of their first claim."""
    questions: dict[str, tuple[Node, Question]] = field(default_factory=dict)

    def add(self, review: Node) -> None:
        """Take in a review."""
        self.take(review, read_review(review, self.horizon))

    def take(self, review: Node, tables: Tables) -> None:
        """Take in a review as it was read; one that says the same again says nothing new."""
        complaints = tables.complaints
        identifier = tables.claims[0].get("id", "")
        first, known = self.seen.get(identifier, (review, tables))
        if first is not review and identifier:
            if _says(known) != _says(tables):
                message = (
                    f"Another ClaimReview of this claim, at line {_line(first)}, says otherwise; "
                    f"this one is left out."
                )
                self.problems.append(_origin(self.path, review).problem((), message, "warning"))
            return
        self.seen[identifier] = review, tables
        self._complain(_origin(self.path, review), complaints)
        if any(not one.warning for one in complaints):
            return
        gathered = self.sources.setdefault(
            tables.source.get("id", ""), _Gathered(tables.source, review, tables.is_ours)
        )
        gathered.table = {**tables.source, **gathered.table}
        gathered.reviews.append((review, tables))

    def bundles(self) -> list[Bundle]:
        """The bundles of all reviews taken in, in the order of their sources."""
        return [self._bundle(one) for one in self.sources.values()]

    def _complain(self, origin: Origin, complaints: Iterable[Complaint]) -> None:
        for one in complaints:
            self.problems.append(
                origin.problem(one.place, one.message, "warning" if one.warning else "error")
            )

    def _bundle(self, gathered: _Gathered) -> Bundle:
        origin = _origin(self.path, gathered.review)
        source = drafts.read_source(gathered.table, horizon=self.horizon)
        self._complain(origin, source.complaints)
        questions: list[Item[Question]] = []
        claims: list[Item[Claim]] = []
        outcomes: list[Item[Outcome]] = []
        for review, tables in gathered.reviews:
            origin = _origin(self.path, review)
            made = [self._claim(origin, source.source, tables, one) for one in tables.claims]
            claims += [item for item, _ in made]
            question = self._question(origin, source.source, tables) or made[0][1]
            if question is not None and self._is_home(origin, review, question.record):
                questions.append(question)
                outcomes += self._outcomes(origin, tables, question.record)
        origin = _origin(self.path, gathered.review)
        item = Item(source.source, None, origin, None if gathered.ours else _said(gathered.table))
        parts = tuple(questions), tuple(claims), tuple(outcomes)
        return Bundle(self.path, item, *parts, is_excerpt=True)

    def _claim(
        self, origin: Origin, source: Source, tables: Tables, table: Table
    ) -> tuple[Item[Claim], Item[Question] | None]:
        draft = drafts.read_claim(table, source, horizon=self.horizon)
        self._complain(origin, draft.complaints)
        said = None if tables.is_ours else _said(table) | {"question", "source"}
        item = Item(draft.claim, None, origin, said)
        if draft.question is None:
            return item, None
        asked = OURS_OF_A_QUESTION if tables.is_ours else _said(table)
        return item, Item(draft.question, None, origin, asked)

    def _question(self, origin: Origin, source: Source, tables: Tables) -> Item[Question] | None:
        if tables.question is None:
            return None
        draft = drafts.read_question(tables.question, source.published)
        self._complain(origin, draft.complaints)
        return Item(draft.question, None, origin, OURS_OF_A_QUESTION)

    def _is_home(self, origin: Origin, review: Node, question: Question) -> bool:
        """Whether the question goes with this review: the one that makes it, else the first.

        Complains where it differs from the first.
        """
        first, known = self.questions.setdefault(question.id, (review, question))
        if known != question:
            message = f"The question {question.id!r} is another than at line {_line(first)}."
            self.problems.append(origin.problem((), message))
        maker, tables = self.seen.get(question.id, (first, None))
        return review is (maker if tables is not None and tables.question is None else first)

    def _outcomes(self, origin: Origin, tables: Tables, question: Question) -> list[Item[Outcome]]:
        if tables.outcome is None:
            return []
        table = self._seen_evidence(tables.outcome)
        draft = judgement.read_outcome(table, question, horizon=self.horizon)
        self._complain(origin, draft.complaints)
        said: frozenset[str] | None = _said(table) | {"value"}
        if tables.is_ours:
            said = None if table == tables.outcome else ALL_BUT_EVIDENCE
        return [Item(draft.outcome, draft.reason, origin, said)]

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


def _says(tables: Tables) -> tuple[object, ...]:
    return tables.source.get("id"), tables.claims, tables.question, tables.outcome


def _said(table: Table) -> frozenset[str]:
    return frozenset(table) - {"id"}


def _line(review: Node) -> int:
    return review.document.line_of(review.place)


def _origin(path: str, review: Node) -> Origin:
    def line_of(place: Place) -> int:
        """The line of a key of the claim file, or of a property of the review."""
        for at in (PLACES.get(str(place[0]), ()) if place else (), place, (KEY,)):
            if at and at[0] in review.data:
                return review.document.line_of((*review.place, *at))
        return _line(review)

    return Origin(path, line_of)
