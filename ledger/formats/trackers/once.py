"""How release 0.1.0 read a tracker's question: its closing time, in UTC, as the due day.

What that release imported is found again by it, and is left as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.edtf import from_day
from ledger.model.earlier import RULES, Former, former

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.formats.trackers.asked import Asked
    from ledger.formats.trackers.moments import Day
    from ledger.model.question import Question


def question_once(asked: Asked, now: Question) -> tuple[Former, ...]:
    """How a question was read that is read as ``now``."""
    due, basis = asked.due_once
    then = replace(
        now,
        due=None if due is None else from_day(due.utc),
        due_words=None,
        due_basis=None if due is None else basis,
        resolve_by=None,
        closes=None,
    )
    return former(RULES["closing time"], now, then)


def outcome_once(asked: Asked, now: Mapping[str, Any]) -> tuple[Former, ...]:
    """How its outcome was read that is read from the keys of ``now``."""
    day, (due, _) = asked.resolved_on, asked.due_once
    then = asked.outcome(day and day.utc, due and due.utc) or {}
    keys = [one for one in ("happened_on", "note") if now.get(one) != then.get(one)]
    if not keys:
        return ()
    return (Former(RULES["closing time"], None, {one: then.get(one) for one in keys}),)


def claim_once(made: Day | None) -> tuple[Former, ...]:
    """How the day of a forecast was read."""
    if made is None or made.here == made.utc:
        return ()
    return (Former(RULES["days in UTC"], None, {"made": str(made.utc)}),)
