"""What a report says of questions that are not yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.answers.question_types import TYPES
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.build import Report


def of_type(report: Report) -> str:
    """That a report is about questions that are not yes or no."""
    return "" if report.type == TYPES[0] else f" on questions of the type {report.type}"


def about_types(report: Report, *, commands: bool) -> Iterator[str]:
    """Which claims are neither right nor wrong for what they say, and those of other types.

    With ``commands`` it says what to type to see those.
    """
    if n := report.total.counts.not_judged:
        name, are = ("names", "is") if n == 1 else ("name", "are")
        yield (
            f"{counted(n, 'claim')} {name} no option and no threshold, but a number, a range or "
            f"probabilities, or the answer may lie on both sides of a threshold; so {are} neither "
            f"right nor wrong."
        )
    if others := report.other_types:
        *first, last = (
            f"{counted(n, 'claim')} on questions of the type {one}" for one, n in others.items()
        )
        told = f"{', '.join(first)} and {last}" if first else last
        are = "is" if sum(others.values()) == 1 else "are"
        see = f": see {' or '.join(f'--type {one}' for one in others)}" if commands else ""
        yield f"{told} {are} not in these figures{see}."
