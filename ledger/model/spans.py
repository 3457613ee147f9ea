"""Spans of time as people type them: 30d, 6w, 3m (of 30 days), 1y (of 365), or days alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

UNITS: Final = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}
SPAN: Final = re.compile(
    r"\s*(\d{1,6})\s*(|d(?:ays?)?|w(?:eeks?)?|m(?:onths?)?|y(?:ears?)?)\s*", re.ASCII
)
MOST_DAYS: Final = 365_000


def span_of(text: str) -> timedelta | None:
    """The span that a text means; None where it is none."""
    found = SPAN.fullmatch(text.lower())
    return found and timedelta(days=min(int(found[1]) * UNITS[found[2][:1]], MOST_DAYS))


def not_a_span(text: str) -> str:
    """The sentence for a text that is none."""
    return f"{text!r} is not a span of time, such as 30d, 6w, 3m or 1y."
