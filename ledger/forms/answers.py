"""What every form says of answers: which are only missing yet, and what is wrong with one."""

from __future__ import annotations

from typing import Final

UNANSWERED: Final = frozenset({
    "missing", "missing-statement", "missing-choice", "missing-options", "missing-answer",
    "no-evidence",
})  # fmt: skip
"""What is wrong, or odd, only as long as something was not asked for."""


def without_key(message: str, key: str) -> str:
    """A message as it is told at the question for its key, which need not be named there."""
    return message.removeprefix(f"{key}: ")


def as_text(value: object) -> str:
    """A value that was given, as it would be typed."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
