"""How a tracker's question was read once: its closing time as the due day, and all days in UTC.

The one is what release 0.1.0 did, the other is done wherever no zone is asked for.  What was read
so is found again by it, and is left as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.edtf import from_day
from ledger.model.earlier import RULES, Former, former

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.edtf.deadlines import Deadline
    from ledger.formats.trackers.asked import Asked
    from ledger.formats.trackers.moments import Day
    from ledger.model.question import Question


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
    day, (due, _) = asked.resolved_on and asked.resolved_on.utc, asked.due_once
    thens = {
        "closing time": asked.outcome(day, due and due.utc),
        "days in UTC": asked.outcome(day, asked.end(deadline, in_utc=True)),
    }
    found = []
    for rule, then in thens.items():
        changed = {key: (then or {}).get(key) for key in ("happened_on", "note")}
        changed = {key: value for key, value in changed.items() if value != now.get(key)}
        found += [Former(RULES[rule], None, changed)] if changed else []
    return tuple(found)


def claim_once(made: Day | None) -> tuple[Former, ...]:
    """How the day of a forecast was read."""
    if made is None or made.here == made.utc:
        return ()
    return (Former(RULES["days in UTC"], None, {"made": str(made.utc)}),)
