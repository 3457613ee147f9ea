"""A question as a tracker has it, what the tracker resolved, and how release 0.1.0 read both.

That took the closing time for the due day, and all days in UTC; the latter is still done wherever
no zone is asked for.  What was read so is found again by it, and is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from ledger.edtf import from_day
from ledger.edtf.deadlines import deadline_in
from ledger.model.field_values import shown
from ledger.model.forecast import canonical
from ledger.model.new_ids import RULES, Former, former
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from ledger.edtf.deadlines import Deadline
    from ledger.formats.trackers.values import Day
    from ledger.model.bundle import Origin
    from ledger.model.claim import Question


EVER: Final = re.compile(r"\bever\b", re.IGNORECASE)
"""What a title without a deadline says whose question no day decides, nor the end of a market."""

ALWAYS_DATED: Final = frozenset({Verdict.VOID, Verdict.UNCLEAR})
"""Verdicts that become true on the day a tracker gives them, whatever the due day."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a tracker says became of a question: our verdict, its own word, and more if need be.

    ``once`` is the share that release 0.1.0 took to have come about, where a market was resolved
    at a price: what traders thought of it says nothing of that.
    """

    verdict: Verdict
    word: str
    once: Decimal | None = None
    remark: str = ""
    answer: str | None = None
    """What the answer is, where the question is not yes or no."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a tracker's: texts as it has them.

    ``source`` holds the keys of the source that its forecasts are in.  ``asked_on`` is when it was
    asked, ``resolve_by`` when it was scheduled to be decided, as set before that was known, and
    ``closes`` when forecasting on it ends.  None of these is a deadline: that stands in the title
    or nowhere, and the day on which a question was decided is none either, for it would be picked
    by how it went.  ``due_once`` is what release 0.1.0 took for the due day, and for its basis.
    ``lasting`` are keys that a later export leaves as an earlier one gave them.
    """

    id: str
    title: str
    source: dict[str, Any]
    origin: Origin
    asked_on: Day | None = None
    resolve_by: Day | None = None
    closes: Day | None = None
    criteria: str = ""
    note: str = ""
    topics: tuple[str, ...] = ()
    resolution: Resolution | None = None
    resolved_on: Day | None = None
    due_once: tuple[Day | None, str] = (None, "stated")
    lasting: frozenset[str] = frozenset({"resolve_by", "closes"})
    asks: Mapping[str, Any] = field(default_factory=dict)
    """The keys of the question that say that it is not yes or no, and which answers it has."""
    elsewhere: bool = False
    """Whether the question itself is in another file, or in the ledger."""

    def deadline(self, today: date) -> Deadline | None:
        """The deadline in the title.

        It is none where the tracker has decided the question and says not when, though the deadline
        is still to come: then the title means something else.
        """
        asked = None if self.asked_on is None else from_day(self.asked_on.here)
        found = deadline_in(self.title, asked)
        if found is None or self.resolution is None or self.resolved_on is not None:
            return found
        return found if found.day.latest is not None and found.day.latest <= today else None

    def question(self, deadline: Deadline | None) -> dict[str, Any]:
        """The keys of the question, as a claim file has them."""
        raw: dict[str, Any] = {
            "id": self.id,
            "statement": self.title,
            "criteria": self.criteria,
            "topics": list(self.topics),
            "note": self.note,
            **self.asks,
        }
        ends = {"resolve_by": self.resolve_by, "closes": self.closes or self._resolved()}
        if deadline is not None:
            raw |= {"due": str(deadline.day), "due_words": deadline.words, "due_basis": "context"}
            ends = {"closes": self.closes}
        elif EVER.search(self.title):
            ends = {}
        raw |= {key: str(day.here) for key, day in ends.items() if day is not None}
        return {key: value for key, value in raw.items() if value or key == "statement"}

    def _resolved(self) -> Day | None:
        """When it was resolved: forecasting ended then, if nothing says that it did before."""
        return self.resolved_on if self.resolution and self.resolve_by is None else None

    def outcome(self, resolved_on: date | None, end: date | None) -> dict[str, Any] | None:
        """The keys of its outcome; None where it is not resolved.

        Trackers resolve a question some time after its day: then that day is not the one on which
        the verdict became true, and stands in the note alone.

        Args:
            resolved_on: the day on which the tracker resolved it.
            end: the last day on which that may be the one on which it became true.
        """
        made = self.resolution
        if made is None:
            return None
        publisher = self.source["publisher"]
        when = "" if resolved_on is None else f", on {resolved_on}"
        note = f"{publisher} resolved this {made.word}{when}. {made.remark}".strip()
        evidence = {"source": self.source["id"], "publisher": publisher}
        if "url" in self.source:
            evidence["url"] = self.source["url"]
        raw: dict[str, Any] = {"verdict": str(made.verdict), "note": note, "evidence": [evidence]}
        if made.answer is not None:
            raw["answer"] = made.answer
        if resolved_on is None:
            return raw
        if end is None or resolved_on <= end or made.verdict in ALWAYS_DATED:
            raw["happened_on"] = str(resolved_on)
        return raw

    def end(self, deadline: Deadline | None, *, in_utc: bool = False) -> date | None:
        """The day by which it was to be decided, or forecasting on it ended."""
        if deadline is not None:
            return deadline.day.latest
        day = self.resolve_by or self.closes
        if day is None:
            return None
        return day.utc if in_utc else day.here


def unknown(word: object, known: Iterable[str]) -> str:
    """What is said of a resolution that is none of those known."""
    return f"The resolution {shown(word)} is not one of {', '.join(known)}; it is left out."


def question_once(asked: Asked, now: Question) -> tuple[Former, ...]:
    """How a question was read that is read as ``now``: by 0.1.0, or without a zone since."""
    due, basis = asked.due_once
    then = replace(
        now,
        due=None if due is None else from_day(due.utc),
        due_words=None,
        due_basis=None if due is None else basis,
        resolve_by=None,
        closes=None,
    )
    ends = {"resolve_by": asked.resolve_by, "closes": asked.closes}
    days: dict[str, Any] = {
        key: from_day(day.utc) for key, day in ends.items() if day and getattr(now, key) is not None
    }
    in_utc = replace(now, **days)
    return (
        *former(RULES["closing time"], now, then),
        *former(RULES["days in UTC"], now, in_utc),
    )


def outcome_once(
    asked: Asked, now: Mapping[str, Any], deadline: Deadline | None
) -> tuple[Former, ...]:
    """How its outcome was read that is read from the keys of ``now``, likewise."""
    day, (due, _) = asked.resolved_on, asked.due_once
    then, made = asked, asked.resolution
    if made is not None and made.once is not None:
        then = replace(asked, resolution=replace(made, verdict=Verdict.PARTLY))
    thens = {
        "market prices": then.outcome(day and day.here, then.end(deadline)),
        "closing time": then.outcome(day and day.utc, due and due.utc),
        "days in UTC": then.outcome(day and day.utc, then.end(deadline, in_utc=True)),
    }
    found = []
    for rule, told in thens.items():
        raw = dict(told or {})
        if made is not None and made.once is not None:
            raw["value"] = canonical(made.once)
        changed = {key: raw.get(key) for key in ("happened_on", "note", "verdict", "value")}
        changed = {key: value for key, value in changed.items() if value != now.get(key)}
        found += [Former(RULES[rule], None, changed)] if changed else []
    return tuple(found)


def claim_once(made: Day | None) -> tuple[Former, ...]:
    """How the day of a forecast was read."""
    if made is None or made.here == made.utc:
        return ()
    return (Former(RULES["days in UTC"], None, {"made": str(made.utc)}),)
