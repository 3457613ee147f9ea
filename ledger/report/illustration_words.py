"""The charts of a report in words, for who cannot see them; and why there is none."""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ledger.report.answered.tables import coverage, units_of_coverage
from ledger.report.figures import NAMES
from ledger.report.forecast_prose import about_calibration
from ledger.report.forecasts import LEAST
from ledger.report.layout import title
from ledger.scoring.intervals import LEVEL
from ledger.text import counted, percent

if TYPE_CHECKING:
    from ledger.charts.coverage import Level
    from ledger.report.answered.figures import Measured, Pit
    from ledger.report.build import Report
    from ledger.report.figures import Accuracy

YEARS: Final = range(date.min.year, date.max.year + 1)
"""Those that a calendar of ours has."""


def no_accuracy(report: Report) -> str:
    """Why there is no accuracy to draw; nothing where there is."""
    scored = report.total.accuracy.accuracy is not None
    return "" if scored else "Nothing here is scored, so there is no accuracy to draw."


def no_outcomes(report: Report) -> str:
    """Why there are no outcomes over time to draw; nothing where there are."""
    if report.timeline.periods:
        return ""
    return "No claim here is settled on a known day, so there is nothing to draw."


def no_curve(report: Report) -> str:
    """Why there is no reliability diagram; nothing where there is."""
    if report.calibration.isotonic:
        return ""
    return (
        f"A reliability diagram needs {LEAST} forecasts; here are "
        f"{report.total.forecasts.forecasts}."
    )


def no_coverage(report: Report) -> str:
    """Why there is no plot of coverage; nothing where there is."""
    return "" if levelled(report) else "No range with a level is scored, so nothing can be drawn."


def levelled(report: Report) -> list[Measured]:
    """How often ranges with a level held the answer, of the unit that has most of them."""
    found = report.answered
    units = [] if found is None else units_of_coverage(found)
    several = [
        [one for one in coverage(found, unit) if one.level is not None]
        for unit in units
        if found is not None
    ]
    return max(several, key=lambda one: sum(level.n for level in one), default=[])


def levels(report: Report) -> list[Level]:
    """The same as how often each was to hold, how often it did, and the interval of that."""
    told = ((one.level, one.mean, one.interval) for one in levelled(report))
    return [(at, held, lies) for at, held, lies in told if at is not None and held is not None]


def of_coverage(report: Report) -> str:
    """What the plot of coverage shows."""
    digits = report.settings.digits
    told = "; ".join(
        f"of those of {percent(one.level, 2)} held {percent(one.mean, digits)}"
        for one in levelled(report)
    )
    (unit, *_) = {one.unit for one in levelled(report)}
    within = f" in {unit}" if unit else ""
    return (
        f"How often ranges{within} were to hold the answer, across, and how often they did, up, "
        f"with {LEVEL:.0%} intervals: {told}. Ranges that are as sure as they say lie on the "
        f"dashed line."
    )


def no_distributions(report: Report) -> str:
    """Why there is no histogram of where answers lay; nothing where there is."""
    if most_distributions(report):
        return ""
    return "No distribution is scored, so nothing can be drawn of where answers lay."


def most_distributions(report: Report) -> list[Pit]:
    """Where answers lay in distributions, in the unit that has most of them; or nowhere."""
    several = () if report.answered is None else report.answered.pit
    return sorted(several, key=lambda one: -one.n)[:1]


def of_distributions(report: Report) -> str:
    """What the histogram of where answers lay shows."""
    (found,) = most_distributions(report)
    within = f" in {found.unit}" if found.unit else ""
    told = ", ".join(percent(share, 2) for share in found.bins)
    return (
        f"How many answers lay in the lowest tenth of what {counted(found.n, 'distribution')}"
        f"{within} gave, in the next, and so on: {told}. If distributions are right, each bar "
        f"reaches the dashed line but for luck. Long bars at both ends tell of distributions that "
        f"are too narrow, long ones in the middle of too wide ones."
    )


def no_claims(report: Report) -> str:
    """Why there are no bars of what became of claims; nothing where there are."""
    return "" if report.total.counts.claims else "There are no claims to draw."


def no_years(report: Report) -> str:
    """Why there is no accuracy over time to draw; nothing where there is."""
    return "" if scored_years(report) else "No claim that is scored has a known year."


def of_accuracy(report: Report) -> str:
    """What the plot of accuracy shows."""
    return (
        f"{title(report)}: a mark for each on a line from 0% to 100%, its interval as a line "
        f"through it, and both in figures, with how many are scored."
    )


def of_outcomes(report: Report) -> str:
    """What the bars of outcomes over time show."""
    found = report.timeline
    first, last = found.periods[0], found.periods[-1]
    most = max(found.periods, key=lambda period: sum(period.counts))
    told = ", ".join(
        f"{n:,} {name}" for n, name in zip(most.counts, NAMES.values(), strict=True) if n
    )
    if first is last:
        return f"One bar, of the claims settled in {first.name}, by how they came out: {told}."
    return (
        f"A bar for each {found.unit} from {first.name} to {last.name}, in parts by how the "
        f"claims settled in it came out. The longest is that of {most.name}: {told}. The table has "
        f"every number."
    )


def of_reliability(report: Report) -> str:
    """What the diagram shows, and what a test says of it."""
    over = f"over {counted(report.total.forecasts.forecasts, 'forecast')}"
    told = (
        (
            f"The line shows, for each chance given, how often it came about, {over}. If the "
            f"chances were right, it would follow the dashed diagonal but for luck: at any one "
            f"point it would lie within the grey band {LEVEL:.0%} of the time. Somewhere along its "
            f"length it would leave the band more often than that, so leaving it proves nothing."
        )
        if len(report.calibration.isotonic) > 1
        else (
            f"Only one chance was given, and the dot shows how often it came about, {over}. If it "
            f"were right, the dot would lie on the dashed diagonal but for luck: within the grey "
            f"bar {LEVEL:.0%} of the time."
        )
    )
    return " ".join([told, *about_calibration(report)])


def of_statuses(report: Report) -> str:
    """What the bars of what became of claims show."""
    return (
        f"A bar for each {report.by}: its parts show what became of the claims, and the number "
        f"beside it counts them. It tells what happened, not who was right."
    )


def scored_years(report: Report) -> list[tuple[int, Accuracy]]:
    """The accuracy of each year in which claims were made that are scored, in order."""
    groups = report.groups if report.by == "year" else ()
    return sorted(
        (
            (int(group.key), group.figures.accuracy)
            for group in groups
            if group.figures.accuracy.accuracy is not None
            and group.key.isdecimal()
            and int(group.key) in YEARS
        ),
        key=itemgetter(0),
    )


def of_years(report: Report) -> str:
    """What the line of accuracy over time shows."""
    first, *_, last = [year for year, _ in scored_years(report)] * 2
    span = f"of {first}" if first == last else f"from {first} to {last}"
    return (
        f"Accuracy by the year in which claims were made, {span}; the stroke through each mark is "
        f"its interval, where it has one. The table has every figure."
    )
