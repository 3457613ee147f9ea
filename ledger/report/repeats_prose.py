"""What is said of how a speaker's several claims on one question count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.settings import Settings

REPEATS: Final = {
    "first": "Of a speaker's several claims on one question only the first is scored.",
    "last": "Of a speaker's several claims on one question only the last is scored.",
    "all": "Each of a speaker's several claims on one question is scored in full.",
    "standing": (
        "Of a speaker's several claims on one question each weighs by the days it stood, until the "
        "next one, or until the question was over or closed."
    ),
}
"""What is said of a rule for repeats that is not the usual one."""


WINDOW: Final = (
    "What is said weighs the share of the days on which it stood, from anybody's first forecast on "
    "the question: who came late weighs less there."
)
"""What is said of a window that is the question's."""


def about_repeats(settings: Settings) -> Iterator[str]:
    """How a speaker's several claims on one question count, where that is not as usual."""
    if settings.repeats in REPEATS:
        yield REPEATS[settings.repeats]
    if settings.by_window:
        yield WINDOW
