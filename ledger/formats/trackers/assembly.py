"""A tracker's questions and forecasts put together into bundles, one for each source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Problem
from ledger.formats.trackers.ids import plain_id
from ledger.formats.trackers.moments import moment_of, stamp
from ledger.model import drafts, judgement
from ledger.model.bundle import Bundle, Item
from ledger.model.raw import shown
from ledger.model.reading import Complaint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from ledger.formats.given import GivenFile
    from ledger.formats.rows import Row
    from ledger.formats.trackers.asked import Asked
    from ledger.model.bundle import Origin
    from ledger.model.claim import Claim
    from ledger.model.source import Source

NAMELESS: Final = "unnamed: forecaster"
"""The speaker of a forecast that names nobody."""

MOST_FORECASTS: Final = {"row": 100_000, "line": 75_000}
"""The most forecasts of a sheet, and of JSON; so many take just under 300 MB of memory to enter."""

MISSING: Final = (None, "")
"""What stands where nothing does."""

LACKS: Final = "There is no {}, which a forecast must have."

SAID: Final = frozenset({"question", "source", "speaker", "probability", "made"})
"""The keys of a claim that trackers have a word on."""


@dataclass(slots=True)
class _Page:
    """A source, and what was read in it."""

    item: Item[Source]
    questions: list[Item[Any]] = field(default_factory=list)
    claims: list[Item[Claim]] = field(default_factory=list)
    outcomes: list[Item[Any]] = field(default_factory=list)


class Assembly:
    """What has been read of one file so far, and the problems; ``unit`` is ``row`` or ``line``."""

    def __init__(self, given: GivenFile, unit: str) -> None:
        self._given, self._unit, self._most = given, unit, MOST_FORECASTS[unit]
        self.problems: list[Problem] = []
        self._asked: dict[str, Asked] = {}
        self._pages: dict[str, _Page] = {}
        self._entered: set[str] = set()
        self._count: Counter[str] = Counter()
        self._forecasts = 0
        self._passed_over: Counter[str] = Counter()

    def complain(self, origin: Origin, place: str, message: str, *, warning: bool = False) -> None:
        """Note a problem at a key."""
        self._complain(origin, [Complaint((place,), message, warning)])

    def stray(self, origin: Origin, row: Row) -> None:
        """Note that a row has a cell under no name, and so perhaps others under a wrong one."""
        if row.stray:
            message = f"Cell {row.stray} of this row stands under no name in the first row."
            self.complain(origin, "", message)

    def day(self, origin: Origin, key: str, value: object) -> date | None:
        """The day of a moment, in UTC; None where there is none, or none that can be read."""
        if value in MISSING:
            return None
        try:
            return moment_of(value).date()
        except ValueError as trouble:
            self.complain(origin, key, str(trouble))
            return None

    def flag(self, origin: Origin, key: str, value: object) -> bool:
        """Whether something is so, which it is not where nothing is said of it."""
        if value is not None and not isinstance(value, bool):
            self.complain(origin, key, f"{key} is {shown(value)}, which is neither true nor false.")
        return value is True

    def knows(self, question: str) -> bool:
        """Whether a question has been asked."""
        return question in self._asked

    def pass_over(self, what: str) -> None:
        """Count something that cannot be taken, to be named at the end."""
        self._passed_over[what] += 1

    def ask(self, asked: Asked) -> None:
        """Take in a question; where it is known already, it must be the same."""
        known = self._asked.setdefault(asked.id, asked)
        if known is asked or known.origin is asked.origin:
            return
        for key in ("title", "due", "criteria", "resolution", "resolved_on"):
            if getattr(known, key) != getattr(asked, key):
                first = f"{self._unit} {known.origin.line_of(())}"
                message = f"This is not as in {first}, which is of the same question."
                self.complain(asked.origin, key, message)
                return

    def forecast(
        self, question: str, told: Mapping[str, Any], moment: object, origin: Origin
    ) -> None:
        """Take in a forecast on a question that was asked; ``told`` holds speaker and probability.

        A claim's id is made of the question, the forecaster and the time, so that the same file
        again says nothing new, and a later one only what came since.
        """
        self._forecasts += 1
        if self._forecasts > self._most:
            return
        asked = self._asked[question]
        page = self._page(asked)
        speaker = str(told.get("speaker") or NAMELESS).strip()
        raw = {**told, "question": question, "speaker": speaker}
        if raw["probability"] in MISSING:
            del raw["probability"]
            self.complain(origin, "probability", LACKS.format("probability"))
        if (made := self._made(origin, moment)) is not None:
            raw["made"] = str(made.date())
        raw["id"] = self._claim_id(question, speaker, made)
        draft = drafts.read_claim(raw, page.item.record, horizon=self._given.horizon)
        self._complain(origin, draft.complaints)
        page.claims.append(Item(draft.claim, None, origin, SAID.union(told)))
        self._enter(asked, page)

    def finish(self) -> tuple[list[Bundle], list[Problem]]:
        """The bundles of all questions with a forecast, and all problems, by line."""
        if self._forecasts > self._most:
            message = f"This file has more than {self._most:,} forecasts. Cut it into several."
            self.problems.append(Problem(self._given.name, 0, message))
        idle = len(self._asked) - len(self._entered)
        if idle:
            self._passed_over["without a forecast"] += idle
        for what, count in sorted(self._passed_over.items()):
            message = f"Passed over, {what}: {count}."
            self.problems.append(Problem(self._given.name, 0, message, "warning"))
        if not self._pages and not any(one.severity == "error" for one in self.problems):
            message = "There is no forecast in this file that can be taken."
            self.problems.append(Problem(self._given.name, 0, message))
        bundles = [
            Bundle(
                self._given.name,
                page.item,
                tuple(page.questions),
                tuple(page.claims),
                tuple(page.outcomes),
            )
            for page in self._pages.values()
        ]
        return bundles, sorted(self.problems, key=lambda one: one.line)

    def _made(self, origin: Origin, moment: object) -> datetime | None:
        """When a forecast was made; where that is no time, a problem."""
        if moment in MISSING:
            self.complain(origin, "made", LACKS.format("time"))
            return None
        try:
            return moment_of(moment)
        except ValueError as trouble:
            self.complain(origin, "made", str(trouble))
            return None

    def _claim_id(self, question: str, speaker: str, made: datetime | None) -> str:
        """The id of a forecast, with a number behind it where there was one of that time."""
        wish = f"{question}:{plain_id(speaker)}:{'' if made is None else stamp(made)}"
        self._count[wish] += 1
        number = self._count[wish]
        return wish if number == 1 else f"{wish}-{number}"

    def _page(self, asked: Asked) -> _Page:
        """The source a question's forecasts are in."""
        identifier = asked.source["id"]
        if identifier not in self._pages:
            draft = drafts.read_source(asked.source, horizon=self._given.horizon)
            self._complain(asked.origin, draft.complaints)
            said = frozenset(asked.source) - {"id"}
            self._pages[identifier] = _Page(Item(draft.source, None, asked.origin, said))
        return self._pages[identifier]

    def _enter(self, asked: Asked, page: _Page) -> None:
        """Read a question and its outcome, with its first forecast."""
        if asked.id in self._entered:
            return
        self._entered.add(asked.id)
        draft = drafts.read_question(asked.question, None)
        self._complain(asked.origin, draft.complaints)
        said = frozenset(asked.question) - {"id"}
        page.questions.append(Item(draft.question, None, asked.origin, said))
        table = asked.outcome
        if table is not None:
            judged = judgement.read_outcome(table, draft.question, horizon=self._given.horizon)
            self._complain(asked.origin, judged.complaints)
            page.outcomes.append(Item(judged.outcome, None, asked.origin, frozenset(table)))

    def _complain(self, origin: Origin, complaints: Iterable[Complaint]) -> None:
        for one in complaints:
            self.problems.append(
                origin.problem(one.place, one.message, "warning" if one.warning else "error")
            )
