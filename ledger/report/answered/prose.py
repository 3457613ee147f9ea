"""What a reader needs to know of what is measured of answers that are not yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.report.answered.tables import coverage, units_of_coverage
from ledger.text import counted, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.answered.figures import Answered, Measured
    from ledger.report.build import Report

LEAST: Final = 10
"""Of fewer ranges than this nothing is said of how often they held."""


def about_answered(report: Report) -> Iterator[str]:
    """What the tables are of, what misleads in them, and what is not in them."""
    found = report.answered
    if found is None or not (found.measured or found.beyond):
        return
    sorts = {one.sort for one in found.measured}
    if found.measured:
        yield (
            "Each table of errors and scores is of one sort of answer in one unit: figures of "
            "several are never put together. Lower is better, and 0 is best."
        )
    yield from _errors(found)
    if "shares" in sorts:
        yield (
            "The Brier score of several options is halved, from 0 to 1, so that of two options it "
            "is that of yes or no."
        )
    yield from _coverages(report, found)
    if n := found.beyond:
        has = "has" if n == 1 else "have"
        yield (
            f"{counted(n, 'claim')} {has} no error and no score, for the answer is only known to "
            f"lie beyond a number or a day."
        )


ABSOLUTE: Final = ("absolute_error", "interval_score", "crps")
"""What is in the unit of the answer, the first that each sort of answer has."""


def _errors(found: Answered) -> Iterator[str]:
    """Over which questions errors are averaged: those of one measure, or of one unit."""
    errors = [one for one in found.measured if one.measure in ABSOLUTE and one.key is None]
    if any(one.of for one in errors):
        yield "Errors are averaged over questions that name the same measure, and over no others."
    if any(not one.of for one in errors):
        yield (
            "Where questions name no measure, errors are averaged over all in one unit: if some "
            "ask for much larger numbers than others, those decide. Compare who answered the same "
            "questions."
        )


def _coverages(report: Report, found: Answered) -> Iterator[str]:
    """Which ranges held the answer more or less often than they were to."""
    for unit in units_of_coverage(found):
        for one in coverage(found, unit):
            if one.level is not None and one.n >= LEAST:
                yield _held(one, report.settings.digits)


def _held(one: Measured, digits: int) -> str:
    told = (
        f"Of the ranges in {one.unit} that were to hold the answer {percent(one.level, 2)} of the "
        f"time, {percent(one.mean, digits)} held it"
    )
    if one.level is None or one.interval is None:
        return f"{told}."
    low, high = one.interval
    if low <= one.level <= high:
        return f"{told}, which chance alone may make of such ranges."
    which = "narrow" if high < one.level else "wide"
    return f"{told}: they are too {which}."
