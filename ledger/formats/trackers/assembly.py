"""A tracker's questions and forecasts put together into bundles, one for each source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

from ledger.errors import Problem
from ledger.formats.cleaning import Tidying
from ledger.formats.read_files import cut
from ledger.formats.registry import zone_of
from ledger.formats.table.sheet import Unreadable
from ledger.formats.trackers.question import (
    Resolution,
    claim_once,
    outcome_once,
    question_once,
)
from ledger.formats.trackers.values import (
    MISSING,
    Complaints,
    Day,
    day_in,
    moment_of,
    plain_id,
    stamp,
)
from ledger.model import parse, parse_outcome
from ledger.model.bundle import Bundle, Item
from ledger.model.differences import both

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from types import TracebackType

    from ledger.formats.cleaning import Tidied
    from ledger.formats.registry import GivenFile
    from ledger.formats.trackers.question import Asked
    from ledger.model.bundle import Origin
    from ledger.model.claim import Claim, Source

NAMELESS: Final = "unnamed: forecaster"
"""The speaker of a forecast that names nobody."""

MOST_FORECASTS: Final = {"row": 100_000, "line": 75_000}
"""The most forecasts of a sheet, and of JSON; so many take some 250 MB of memory to enter."""

LACKS: Final = "There is no {}, which a forecast must have."

SAID: Final = frozenset({"question", "source", "speaker", "probability", "answer", "made"})
"""The keys of a claim that trackers have a word on."""

LASTING: Final = frozenset({"made"})
"""What of a claim is so by its very id, but for the zone its day was read in."""


@dataclass(slots=True)
class _Page:
    """A source, and what was read in it."""

    item: Item[Source]
    questions: list[Item[Any]] = field(default_factory=list)
    claims: list[Item[Claim]] = field(default_factory=list)
    outcomes: list[Item[Any]] = field(default_factory=list)


class Assembly(Complaints):
    """What has been read of one file so far, and the problems; ``unit`` is ``row`` or ``line``."""

    def __init__(self, given: GivenFile, unit: str) -> None:
        super().__init__(zone_of(given.options.zone))
        self._given, self._unit, self._most = given, unit, MOST_FORECASTS[unit]
        self._asked: dict[str, Asked] = {}
        self._pages: dict[str, _Page] = {}
        self._entered: set[str] = set()
        self._tidying = Tidying()
        self._count: Counter[str] = Counter()
        self._known: Counter[tuple[str, str]] = Counter()
        self._again: Counter[tuple[str, str]] = Counter()
        self._forecasts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: object, trouble: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Where a file, or its next row, cannot be taken, that is a problem, and the last one."""
        if isinstance(trouble, Unreadable):
            self.problems.append(
                Problem(self._given.name, trouble.number, str(trouble), code="unreadable")
            )
        return isinstance(trouble, Unreadable)

    def bound(self, many: int, what: str) -> None:
        """Go on only while there are not too many of something that takes memory.

        Raises:
            Unreadable: there are.
        """
        if many > self._most:
            message = f"This file has more than {self._most:,} {what}. {cut(self._given.name)}"
            raise Unreadable(0, message)

    def count(self) -> None:
        """Count a forecast, good or bad.

        Raises:
            Unreadable: there are too many.
        """
        self._forecasts += 1
        self.bound(self._forecasts, "forecasts")

    def knows(self, question: str) -> bool:
        """Whether a question has been asked."""
        return question in self._asked

    def asks(self, question: str) -> Mapping[str, Any]:
        """Which answers a question that has been asked can have; nothing where it is yes or no."""
        return self._asked[question].asks

    def ask(self, asked: Asked) -> None:
        """Take in a question; where it is known already, it must be the same.

        Its forecasts come after it: those that came with it before are the same once more.
        """
        known = self._asked.setdefault(asked.id, asked)
        self._again.clear()
        self.bound(len(self._asked), "questions")
        if known is asked or known.origin is asked.origin:
            return
        end = "resolve_by" if asked.closes is None else "closes"
        for key in ("title", end, "criteria", "resolution", "resolved_on"):
            if getattr(known, key) != getattr(asked, key):
                first = f"{self._unit} {known.origin.line_of(())}"
                values = both(*(_in_words(getattr(one, key)) for one in (known, asked)))
                message = f"This differs from {first}, which is about the same question: {values}."
                self.complain(asked.origin, key, message, code="questions-disagree")
                return

    def forecast(
        self, question: str, told: Mapping[str, Any], moment: object, origin: Origin
    ) -> None:
        """Take in a forecast on a question that was asked; ``told`` holds speaker and probability.

        Where the question is not yes or no, it holds an answer instead of the probability.

        A claim's id is made of the question, the forecaster and the time, so that the same file
        again says nothing new, and a later one only what came since.
        """
        self.count()
        asked = self._asked[question]
        page = self._page(asked)
        speaker = str(told.get("speaker") or NAMELESS).strip()
        raw = {**told, "question": question, "speaker": speaker}
        if "answer" not in raw and raw["probability"] in MISSING:
            del raw["probability"]
            self.complain(origin, "probability", LACKS.format("probability"), code="missing")
        made = self._made(origin, moment)
        if made is not None:
            raw["made"] = str(made[1].here)
        said_is = str(raw.get("answer", raw.get("probability")))
        identifier = self._claim_id(question, speaker, made, said_is)
        if identifier is None:
            self.pass_over("forecasts that are here already")
            return
        raw["id"] = identifier
        read = self._tidying.read(
            raw,
            lambda one: parse.read_claim(one, page.item.record, horizon=self._given.horizon),
        )
        self.note(origin, read.complaints)
        said = SAID if SAID.issuperset(told) else SAID.union(told)  # shared, for there are many
        former = (
            *read.former(lambda claim_draft: claim_draft.claim),
            *claim_once(made and made[1]),
        )
        said = said - read.lost if read.lost else said
        page.claims.append(Item(read.now.claim, None, origin, said, lasting=LASTING, former=former))
        self._enter(asked, page)

    def finish(self) -> tuple[list[Bundle], list[Problem]]:
        """The bundles of all questions with a forecast, and all problems, by line."""
        idle = len(self._asked) - len(self._entered)
        if idle:
            self.passed_over["questions without a forecast"][""] += idle
        for message in self.passed():
            self.problems.append(
                Problem(self._given.name, 0, message, "warning", code="passed-over")
            )
        if not self._pages and not any(problem.severity == "error" for problem in self.problems):
            message = "There is no forecast in this file that can be taken."
            self.problems.append(Problem(self._given.name, 0, message, code="nothing-here"))
        self.problems += self._tidying.problems(self._given.name)
        bundles = [
            Bundle(
                self._given.name,
                page.item,
                tuple(page.questions),
                tuple(page.claims),
                tuple(page.outcomes),
                extent="excerpt",
            )
            for page in self._pages.values()
        ]
        return bundles, sorted(self.problems, key=lambda problem: problem.line)

    def _made(self, origin: Origin, moment: object) -> tuple[datetime, Day] | None:
        """When a forecast was made, and on which day; where that is no time, a problem."""
        if moment in MISSING:
            self.complain(origin, "made", LACKS.format("time"), code="missing")
            return None
        try:
            found = moment_of(moment)
        except ValueError as trouble:
            self.complain(origin, "made", str(trouble), code="bad-moment")
            return None
        return found, day_in(found, self.zone)

    def _claim_id(
        self, question: str, speaker: str, made: tuple[datetime, Day] | None, chance: str
    ) -> str | None:
        """The id of a forecast, with a number behind it where there was one of that time.

        None where this is one that is here already: a row that stands twice, or a forecast in an
        object that does, as where pages of a list were put into one file that overlap.
        """
        wish = f"{question}:{plain_id(speaker)}:{'' if made is None else stamp(made[0])}"
        if self._is_here(wish, chance, alone=speaker != NAMELESS):
            return None
        self._known[wish, chance] += 1
        self._count[wish] += 1
        number = self._count[wish]
        return wish if number == 1 else f"{wish}-{number}"

    def _is_here(self, wish: str, chance: str, *, alone: bool) -> bool:
        """Whether a forecast is here already; ``alone`` if only one can be of its maker and time.

        In rows the next of that time bears the same number all the same.
        """
        known = self._known[wish, chance]
        if self._unit == "row":
            here = known > 0 and alone
            self._count[wish] += here
            return here
        self._again[wish, chance] += 1
        return self._again[wish, chance] <= known

    def _page(self, asked: Asked) -> _Page:
        """The source a question's forecasts are in."""
        identifier = asked.source["id"]
        if identifier not in self._pages:
            read = self._tidying.read(
                asked.source, lambda one: parse.read_source(one, horizon=self._given.horizon)
            )
            self.note(asked.origin, read.complaints)
            said, former = (
                _said(asked.source, read),
                read.former(lambda source_draft: source_draft.source),
            )
            item = Item(read.now.source, None, asked.origin, said, former=former)
            self._pages[identifier] = _Page(item)
        return self._pages[identifier]

    def _enter(self, asked: Asked, page: _Page) -> None:
        """Read a question and its outcome, with its first forecast."""
        if asked.id in self._entered:
            return
        self._entered.add(asked.id)
        if asked.elsewhere:
            return
        deadline = asked.deadline(self._given.horizon)
        raw = asked.question(deadline)
        read = self._tidying.read(raw, lambda one: parse.read_question(one, None))
        question = read.now.question
        self.note(asked.origin, read.complaints)
        former = read.former(lambda question_draft: question_draft.question)
        if question is not None:
            former += question_once(asked, question)
        said = _said(raw, read)
        item = Item(question, None, asked.origin, said, lasting=asked.lasting, former=former)
        page.questions.append(item)
        resolved_on = asked.resolved_on and asked.resolved_on.here
        table = asked.outcome(resolved_on, asked.end(deadline))
        if table is None:
            return
        judged = self._tidying.read(
            table,
            lambda one: parse_outcome.read_outcome(one, question, horizon=self._given.horizon),
        )
        self.note(asked.origin, judged.complaints)
        once = outcome_once(asked, table, deadline)
        said = _said(table, judged).union(*(former.body for former in once))
        former = judged.former(lambda outcome_draft: outcome_draft.outcome) + once
        page.outcomes.append(Item(judged.now.outcome, None, asked.origin, said, former=former))


def _in_words(value: object) -> object:
    """What is told of a question, as a message may show it."""
    if isinstance(value, Resolution):
        return value.word
    return value.here if isinstance(value, Day) else value


def _said(table: Mapping[str, Any], read: Tidied[Any]) -> frozenset[str]:
    """The keys that a table has a word on, once it is tidy."""
    return frozenset(table) - {"id"} - read.lost
