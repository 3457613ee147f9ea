"""The tables of what is measured of answers that are not yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.report.table import INTERVAL, ROUGH, Row, Span, Table
from ledger.text import NONE, between, percent, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.report.answered.figures import Answered, Measured
    from ledger.report.build import Report

SORTS: Final = {
    "chance": "Scores of chances given to options and thresholds",
    "shares": "Scores of probabilities of {unit}",
    "point": "Errors of numbers or days that were named{unit}",
    "interval": "Scores of ranges{unit}",
    "quantiles": "Scores of distributions{unit}",
}
"""What the table of each sort of answer is called."""

HEADS: Final = {
    "chance": {"brier": "Brier", "log_score": "log score"},
    "shares": {
        "brier": "Brier",
        "ranked_probability_score": "ranked",
        "log_score": "log score",
    },
    "point": {"absolute_error": "error", "bias": "bias", "relative_error": "relative"},
    "interval": {"interval_score": "score"},
    "quantiles": {
        "crps": "CRPS",
        "weighted_interval_score": "WIS",
        "pinball_loss": "pinball",
    },
}
"""The measures that each shows, the first with its interval, under their heads."""

COVERAGE: Final = "How often ranges held the answer"
PIT: Final = "Where answers lay in distributions"


def answered_tables(report: Report) -> Iterator[Table]:
    """A table for each sort of answer and unit, then coverage and where answers lay."""
    found = report.answered
    if found is None:
        return
    kept = [one for one in found.measured if one.measure in HEADS[one.sort]]
    for alike in dict.fromkeys(map(_alike, kept)):
        own = [one for one in kept if _alike(one) == alike]
        yield _table(report, own)
    for unit in units_of_coverage(found):
        yield _coverage(report, unit)
    for one in found.pit:
        rows = tuple(
            Row(f"{place * 10}% to {place * 10 + 10}%", (percent(share, 2),), Span(share, None))
            for place, share in enumerate(one.bins)
        )
        yield Table(pit_title(one.unit), "given to less", ("answers",), rows)


def _alike(one: Measured) -> tuple[str, str, str]:
    """What the figures of one table have in common."""
    return one.sort, one.unit, one.of


def _table(report: Report, own: Sequence[Measured]) -> Table:
    """The measures of one sort of answer to one thing, a line for each group and level."""
    sort, unit, of = _alike(own[0])
    heads = {
        name: head for name, head in HEADS[sort].items() if any(one.measure == name for one in own)
    }
    digits = report.settings.digits + (sort in {"chance", "shares"})
    levels = list(dict.fromkeys(one.level for one in own))
    lines = []
    for key in [*(group.key for group in report.groups), None]:
        for level in levels:
            told = {one.measure: one for one in own if (one.key, one.level) == (key, level)}
            first = told.get(next(iter(heads)))
            if first is None or (key is None and len(report.groups) == 1):
                continue
            shown = [_shown(told.get(name), digits) for name in heads]
            name = "All" if key is None else key
            named = name if level is None else f"{name}, {percent(level, 2)}"
            cells = (f"{first.n:,}", shown[0], _interval(first, digits), *shown[1:])
            lines.append(Row(named, cells, total=key is None))
    names = list(heads.values())
    title = SORTS[sort].format(unit=unit if sort == "shares" else _in(unit))
    if of:
        title = f"{title}: {of}"
    return Table(title, report.by, ("n", names[0], INTERVAL, *names[1:]), tuple(lines))


def coverage_title(unit: str) -> str:
    """What the table of how often ranges in a unit held is called."""
    return f"{COVERAGE}{_in(unit)}"


def pit_title(unit: str) -> str:
    """What the table of where answers in a unit lay is called."""
    return f"{PIT}{_in(unit)}"


def _in(unit: str) -> str:
    return f", in {unit}" if unit else ""


def _shown(one: Measured | None, digits: int) -> str:
    if one is None:
        return ""
    if one.infinite:
        return "infinite"
    return percent(one.mean, 2) if one.measure == "relative_error" else score(one.mean, digits)


def _interval(one: Measured, digits: int) -> str:
    return between(one.interval, digits, score) + ROUGH * bool(one.rough) or NONE


def coverage(found: Answered, unit: str) -> list[Measured]:
    """How often all ranges in a unit held the answer, by level, those without one last."""
    own = [
        one
        for one in found.measured
        if one.measure == "coverage" and one.key is None and one.unit == unit
    ]
    return sorted(own, key=lambda one: 2.0 if one.level is None else one.level)


def units_of_coverage(found: Answered) -> list[str]:
    """The units in which there are ranges."""
    return list(dict.fromkeys(one.unit for one in found.measured if one.measure == "coverage"))


def _coverage(report: Report, unit: str) -> Table:
    assert report.answered is not None  # noqa: S101 - whoever asks has looked
    digits = report.settings.digits
    rows = tuple(
        Row(
            "no level given" if one.level is None else f"{percent(one.level, 2)}",
            (
                f"{one.n:,}",
                percent(one.mean, digits),
                between(one.interval, digits, percent) + ROUGH * bool(one.rough) or NONE,
            ),
            None if one.mean is None else Span(one.mean, one.interval),
        )
        for one in coverage(report.answered, unit)
    )
    return Table(coverage_title(unit), "was to hold", ("ranges", "held", INTERVAL), rows)
