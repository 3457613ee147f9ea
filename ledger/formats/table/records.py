"""Rows read into records: sources, questions, claims and verdicts, and every problem of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.errors import Problem
from ledger.formats.cleaning import Tidying
from ledger.formats.crowds import as_named_before, is_crowd, speaker_of
from ledger.formats.table.cells import EVIDENCE
from ledger.formats.table.gather import (
    LEFT_TO_LEDGER,
    Gathering,
    MadeIds,
    Verdicts,
    former_source_id,
    ids_of_several,
    no_address,
    of_question,
    raw_claim,
    shared,
    source_id,
    taken,
    told_otherwise,
)
from ledger.formats.table.row import Line
from ledger.formats.table.tally import Tally
from ledger.formats.table.words import mapped
from ledger.model import parse, parse_outcome
from ledger.model.bundle import Bundle, Item, Origin
from ledger.model.claim import Source
from ledger.model.parse_outcome import NO_EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.formats.registry import GivenFile
    from ledger.formats.table.row import Row, Rows
    from ledger.model.bundle import Extent
    from ledger.model.claim import Claim, Question
    from ledger.model.field_reader import Complaint
    from ledger.model.new_ids import Former
    from ledger.model.parse import ClaimDraft

DATES: Final = ("due", "resolve_by", "closes")
"""Keys of a question whose words are read against the day of the claim or its source."""

UNSAID: Final = ""
"""The id of the source of rows that have an id and say nothing of a source: the ledger knows it."""

TITLE: Final = frozenset({"title"})
"""What rows may tell otherwise of a source that has an address."""

NONE: Final[frozenset[str]] = frozenset()


class Records:
    """The records that the rows of a sheet have spoken of so far, and the problems."""

    def __init__(self, given: GivenFile, rows: Rows) -> None:
        self._given, self._rows, self._layout = given, rows, rows.layout
        self._problems: list[Problem] = []
        self._tidying = Tidying(web=False, ours=rows.header.is_ours)
        self._sources: Gathering[Source] = Gathering()
        self._questions: Gathering[Question] = Gathering()
        self._outcomes = Verdicts()
        self._claims: dict[str, Item[Claim]] = {}
        self._homes: dict[str, str] = {}
        self._named: dict[str, Source] = {}
        self._agreed: set[tuple[Any, ...]] = set()
        self._ids = MadeIds()
        self._told: set[int] = set()
        self._tally = Tally()

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Read one row; of one that is left out, only the id that is made for it counts."""
        left_out = number in self._given.left_out
        for row in self._rows.read(number, cells):
            source = self._source(row, left_out=left_out)
            identifier = self._ids.of_claim(row, source)
            if not left_out:
                self._note(row, identifier)
                self._claim(row, source, identifier)
        if left_out:
            return
        for message, code in self._rows.flaws(cells):
            self._complain_of_row(number, message, code)
        if doubt := self._layout.doubtful.get(number):
            self._complain_of_row(number, doubt, "percent-or-certain")

    def _note(self, row: Row, identifier: str) -> None:
        """Count what is passed over in a row, and see whether it is one before it again."""
        if row.passed_over:
            self._tally.unrated.add(row.number, row.passed_over)
        if "id" not in row.claim:
            said = hash((*map(str, (row.source, row.question, row.claim, row.outcome)),))
            row.repeats = identifier if said in self._told else ""
            self._told.add(said)

    def _complain_of_row(self, number: int, message: str, code: str) -> None:
        self._problems.append(Problem(self._given.name, number, message, code=code))

    def finish(self) -> list[Problem]:
        """All problems, with those that only all rows together show."""
        if self._tally != Tally():
            self._problems += self._tally.problems(self._given.name, self._rows.header)
        self._problems += self._tidying.problems(self._given.name)
        self._problems += ids_of_several(self._sources.shared, self._questions.shared, self._claims)
        return self._problems

    def bundles(self) -> list[Bundle]:
        """What was read, by source; a question is with the source of the row that defined it."""
        parts: dict[str, tuple[list[Any], list[Any], list[Any]]] = defaultdict(lambda: ([], [], []))
        for identifier, question in self._questions.shared.items():
            parts[self._homes[identifier]][0].append(question.item())
        for item in self._claims.values():
            parts[item.record.source][1].append(item)
        for outcome in self._outcomes:
            parts[self._homes[outcome.record.question]][2].append(outcome.item())
        bundles = []
        for identifier, told in self._sources.shared.items():
            questions, claims, outcomes = map(tuple, parts[identifier])
            path, source = self._given.name, told.item()
            extent: Extent = "list" if identifier else "excerpt"
            bundles.append(Bundle(path, source, questions, claims, outcomes, extent=extent))
        return bundles

    def _origin(self, row: Row, kind: str) -> Origin:
        return Origin(self._given.name, Line(row.number), self._rows.leads[kind])

    def _complain(
        self, origin: Origin, complaints: Iterable[Complaint], raw: Mapping[str, Any]
    ) -> None:
        self._problems += origin.problems([mapped(each, raw) for each in complaints])

    def _source(self, row: Row, *, left_out: bool) -> Source:
        """The source of a row: read once for all rows that say the same of it."""
        raw = row.source
        cells = str(raw) if raw or "id" not in row.claim else UNSAID
        if cells in self._named:
            return self._named[cells]
        if cells == UNSAID:
            self._named[cells] = source = Source(id=UNSAID, publisher=LEFT_TO_LEDGER)
            self._sources.add(UNSAID, shared(row, "source", source, self._origin(row, "source")))
            return source
        full = {"id": source_id(raw), **raw}
        if "id" in raw:
            full.setdefault("publisher", LEFT_TO_LEDGER)
        told = self._tidying.read(
            full,
            lambda one: parse.read_source(one, horizon=self._given.horizon),
            was=row.once("source", full),
        )
        source = told.now.source
        if left_out:
            return source
        origin = self._origin(row, "source")
        self._complain(origin, told.complaints, full)
        new = shared(row, "source", source, origin)
        new.said -= told.lost
        new.former = told.former(lambda source_draft: source_draft.source) + former_source_id(
            raw, source.id
        )
        self._problems += self._sources.add(source.id, new, TITLE if "url" in raw else NONE)
        self._named[cells] = source
        return source

    def _claim(self, row: Row, source: Source, identifier: str) -> None:
        """Read a row's claim, the question it makes or defines, and the verdict on that."""
        raw = raw_claim(row, identifier)
        name = str(raw.get("speaker", ""))
        if not self._rows.header.is_ours and is_crowd(name, self._given.options.crowds):
            raw["speaker"] = speaker_of(name, self._given.options.crowds)
        lost = source.published is None and "published" in row.source
        denies = raw.get("stance") == "against" and "question" not in raw
        told = self._tidying.read(
            raw,
            lambda one: parse.read_claim(
                one,
                source,
                horizon=self._given.horizon,
                published_lost=lost,
                apart=f"{identifier}-question" if denies else None,
            ),
            was=None if "question" in raw else row.once("question", raw),
        )
        draft, origin = told.now, self._origin(row, "claim")
        self._complain(origin, told.complaints, raw)
        said, blank = row.shape.said["claim"] - told.lost, row.shape.blank["claim"]
        once = self._ids.former(identifier)
        former = told.former(lambda claim_draft: claim_draft.claim) + once
        former += as_named_before(name, str(raw.get("speaker", "")))
        called = source.title if {"url", "title"} <= row.source.keys() else None
        item = Item(
            draft.claim,
            draft.reason,
            origin,
            said,
            blank,
            former=former,
            repeats=row.repeats,
            called=called,
            as_of=row.as_of,
        )
        first = self._claims.setdefault(identifier, item)
        if first is not item and not self._is_told_again(first, row, draft, origin):
            return
        if draft.question is not None and first is item:
            asked = told.former(lambda claim_draft: claim_draft.question) + of_question(
                once, denies=denies
            )
            self._ask(row, draft.question, draft, (origin, asked))
        elif draft.question is None and row.question:
            anchor = draft.claim.made if "made" in raw else source.published
            self._describe(row, draft, anchor, origin)
        self._judge(row, draft)

    def _describe(
        self, row: Row, draft: ClaimDraft, anchor: edtf.FuzzyDate | None, origin: Origin
    ) -> None:
        """Read what a row says of the question that it names."""
        identifier = draft.claim.question
        dates = (row.question[key] for key in DATES if key in row.question)
        worded = not all(map(edtf.is_edtf, dates))
        since = anchor if worded else None
        cells = (identifier, since, draft.reason, str(row.question))
        if cells in self._agreed:
            return
        full = {"statement": LEFT_TO_LEDGER, **row.question, "id": identifier}
        lost = anchor is None and ("made" in row.claim or "published" in row.source)
        told = self._tidying.read(
            full,
            lambda one: parse.read_question(one, anchor, anchor_lost=lost),
            was=row.once("question", full),
        )
        named = [
            complaint for complaint in told.complaints if complaint.place != ("id",)
        ]  # told of the claim
        self._complain(origin, named, full)
        former = told.former(lambda question_draft: question_draft.question)
        if self._ask(row, told.now.question, draft, (origin, former)) and not named:
            self._agreed.add(cells)

    def _ask(
        self,
        row: Row,
        question: Question,
        draft: ClaimDraft,
        told: tuple[Origin, tuple[Former, ...]],
    ) -> bool:
        """Take a row's question, where it stands and how it was read before.

        Whether it agrees with what other rows say of it.
        """
        new = shared(row, "question", question, told[0], draft.reason)
        new.former = told[1]
        if question.due_words is not None:
            new.said |= {"due_words"}
        self._homes.setdefault(question.id, draft.claim.source)
        wrong = self._questions.add(question.id, new)
        self._problems += wrong
        return not wrong

    def _judge(self, row: Row, draft: ClaimDraft) -> None:
        """Read a row's verdict on the question of its claim."""
        raw, question = row.outcome, draft.claim.question
        if not raw:
            return
        known = self._questions.shared.get(question)
        asked = None if known is None or known.record.due is None else known.record
        cells = (question, asked and asked.due, draft.reason, str(raw))
        if cells in self._agreed:
            return
        origin = self._origin(row, "outcome")
        if "verdict" not in raw:
            named = ", ".join(sorted(raw))
            message = f"A verdict is missing beside {named}; write it, or leave that blank too."
            self._problems.append(origin.problem(("verdict",), message, code="no-verdict"))
            return
        self._note_strays(row, raw, origin)
        judged = self._tidying.read(
            raw,
            lambda one: parse_outcome.read_outcome(one, asked, horizon=self._given.horizon),
            was=row.once("outcome", raw),
        )
        told = [complaint for complaint in judged.complaints if complaint.code != NO_EVIDENCE.code]
        self._complain(origin, told, raw)
        self._tally.without_evidence += len(told) < len(judged.complaints)
        self._homes.setdefault(question, draft.claim.source)
        outcome = replace(judged.now.outcome, question=question)
        new = shared(row, "outcome", outcome, origin, draft.reason)
        new.said -= judged.lost
        new.former = judged.former(lambda outcome_draft: outcome_draft.outcome)
        wrong = self._outcomes.add(new)
        self._problems += wrong
        if not (told or wrong):
            self._agreed.add(cells)

    def _note_strays(self, row: Row, raw: Mapping[str, Any], origin: Origin) -> None:
        """Complain of what is no address among evidence; beside addresses it is only counted."""
        if row.stray and not raw.get("evidence"):
            self._problems.append(no_address(row, origin))
        elif row.stray:
            self._tally.beside.add(row.number, [EVIDENCE])

    def _is_told_again(
        self, first: Item[Claim], row: Row, draft: ClaimDraft, origin: Origin
    ) -> bool:
        """Whether a row with the id of another says at most another verdict; else it is named."""
        asked = self._questions.shared.get(first.record.question)
        apart = told_otherwise(row, first, None if asked is None else asked.record, draft)
        if apart:
            self._problems.append(taken(draft.claim.id, first.origin, origin, apart))
        else:
            self._tally.again += 1
        return not apart
