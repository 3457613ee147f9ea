"""The charts of a report: which of its figures each shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.charts.counts import MOST, Tally, columns, counts
from ledger.charts.coverage import coverage
from ledger.charts.forest import Estimate, forest
from ledger.charts.looks import Part
from ledger.charts.pit import pit
from ledger.charts.reliability import reliability
from ledger.charts.svg import NARROW, WIDE, About, as_file
from ledger.charts.timeline import Point, Series, timeline
from ledger.errors import NothingToDraw
from ledger.model.verdicts import COUNTED, FINAL, Verdict
from ledger.report import illustration_words as words
from ledger.report.figures import NAMES
from ledger.report.layout import counted
from ledger.report.status_bars import PARTS
from ledger.report.table import INTERVAL, Row, Table
from ledger.report.table_rows import apart, has_total, kinds
from ledger.scoring.intervals import LEVEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.report.build import Report
    from ledger.report.figures import Figures

LOOKS: Final = {
    Verdict.HAPPENED.column: "right",
    Verdict.PARTLY.column: "partly",
    Verdict.LATE.column: "late",
    Verdict.DID_NOT_HAPPEN.column: "wrong",
    Verdict.ANSWERED.column: "answered",
    Verdict.VOID.column: "unscored",
    Verdict.UNCLEAR.column: "unclear",
    "overdue": "overdue",
    "open": "open",
    "not_checkable": "vague",
    "proposed": "proposed",
}
"""How each thing that can become of a claim looks."""

CALLED: Final = {
    **{verdict.column: verdict.traits.label for verdict in COUNTED if verdict in FINAL},
    "overdue": "overdue",
    "open": "open",
    "not_checkable": "too vague to check",
    "proposed": "proposed",
}
"""What readers call each."""


@dataclass(frozen=True, slots=True)
class Illustration:
    """A chart as an ``svg`` element, and the words that tell what it shows."""

    svg: str
    words: str


def illustration(report: Report, name: str) -> Illustration:
    """A chart as a part of a page, where its ids begin with its name.

    Args:
        report: what it shows.
        name: one of `CHARTS`.

    Raises:
        NothingToDraw: it would be empty.
    """
    refuse_empty(report, name)
    chart = CHARTS[name]
    told = chart.words(report)
    about = About(id=name, title=chart.title, words=told, width=NARROW)
    return Illustration(chart.draw(report, about), told)


def svg_file(report: Report, name: str) -> bytes:
    """A chart as a file that can stand alone, with what gives its figures again.

    Raises:
        NothingToDraw: it would be empty.
    """
    refuse_empty(report, name)
    chart = CHARTS[name]
    about = About(
        id=name,
        title=chart.title,
        words=chart.words(report),
        headed=True,
        origin=origin(report),
        width=chart.width,
    )
    return as_file(chart.draw(report, about))


def origin(report: Report) -> str:
    """Where the figures of a chart come from."""
    root = f", root {report.root_hash[:16]}" if report.root else ""
    return f"as of {report.moment}{root}"


def refuse_empty(report: Report, name: str) -> None:
    """Refuse a chart that would show nothing.

    Raises:
        NothingToDraw: it would be empty; it says why.
    """
    if empty := CHARTS[name].empty(report):
        raise NothingToDraw(empty)


def _accuracy(report: Report, about: About) -> str:
    rows: list[Estimate | str] = []
    place = "ranked"
    for group in report.groups:
        if group.figures.accuracy.accuracy is None:
            continue
        if group.place != place:
            place = group.place
            rows.append(apart(report)[place])
        rows.append(_estimate(group.key, group.figures))
    if has_total(report):
        rows.append(_estimate(f"All {kinds(report)}", report.total, total=True))
    return forest(rows, about, interval=INTERVAL, digits=report.settings.digits)


def _estimate(name: str, figures: Figures, *, total: bool = False) -> Estimate:
    found = figures.accuracy
    return Estimate(
        name=name,
        share=found.accuracy,
        interval=found.accuracy_interval,
        n=found.scored,
        rough=bool(found.accuracy_rough),
        total=total,
    )


def _outcomes(report: Report, about: About) -> str:
    periods = [Tally(period.name, period.counts) for period in report.timeline.periods]
    parts = [Part(name, look) for look, name in NAMES.items()]
    return columns(periods, parts, about, what="claims settled")


def _reliability(report: Report, about: About) -> str:
    found = report.calibration
    return reliability(
        [(one.forecast, one.recalibrated) for one in found.isotonic],
        [(one.forecast, one.lower, one.upper) for one in found.band],
        [(one.low, one.high, one.n) for one in found.bins],
        about,
        counted=counted(found),
    )


def _tallies(report: Report) -> Iterator[Tally]:
    """What became of the claims of each group, and of all."""
    for group in report.groups:
        yield _tally(group.key, group.figures)
    if has_total(report):
        yield _tally(f"All {kinds(report)}", report.total, total=True)


def _tally(name: str, figures: Figures, *, total: bool = False) -> Tally:
    found = figures.counts.as_dict()
    return Tally(name, tuple(found[part] for part in PARTS), total=total)


def _statuses(report: Report, about: About) -> str:
    return counts([*_tallies(report)], [Part(CALLED[one], LOOKS[one]) for one in PARTS], about)


def statuses_table(report: Report) -> tuple[Table, int]:
    """The same counts as a table, and how many more groups there are than are shown."""
    found = [*_tallies(report)]
    groups = [one for one in found if not one.total]
    shown = [*groups[:MOST], *(one for one in found if one.total)]
    used = [place for place in range(len(PARTS)) if any(one.numbers[place] for one in shown)]
    rows = tuple(
        Row(
            one.name,
            (*(f"{one.numbers[place]:,}" for place in used), f"{sum(one.numbers):,}"),
            total=one.total,
        )
        for one in shown
    )
    heads = (*(CALLED[[*PARTS][place]] for place in used), "all")
    return Table(CHARTS["statuses"].title, report.by, heads, rows), max(0, len(groups) - MOST)


def _years(report: Report, about: About) -> str:
    points = (
        Point(date(year, 1, 1), found.accuracy or 0.0, found.accuracy_interval, found.scored)
        for year, found in words.scored_years(report)
    )
    line = Series("", tuple(points), steps=False)
    return timeline([line], about, digits=report.settings.digits)


def _coverage(report: Report, about: About) -> str:
    return coverage(words.levels(report), about)


def _pit(report: Report, about: About) -> str:
    (found,) = words.most_distributions(report)
    return pit(found.bins, about)


@dataclass(frozen=True, slots=True)
class _Chart:
    """What a chart is called, what draws it, what tells it in words, and why it would be empty.

    ``width`` is that of one that stands alone, in pixels.
    """

    title: str
    draw: Callable[[Report, About], str]
    words: Callable[[Report], str]
    empty: Callable[[Report], str]
    width: int = WIDE


CHARTS: Final[dict[str, _Chart]] = {
    "accuracy": _Chart(
        f"Accuracy, with {LEVEL:.0%} intervals", _accuracy, words.of_accuracy, words.no_accuracy
    ),
    "coverage": _Chart(
        "How often ranges held the answer",
        _coverage,
        words.of_coverage,
        words.no_coverage,
        width=480,
    ),
    "outcomes": _Chart(
        "How claims came out, by when they were settled",
        _outcomes,
        words.of_outcomes,
        words.no_outcomes,
    ),
    "pit": _Chart(
        "Where answers lay in distributions",
        _pit,
        words.of_distributions,
        words.no_distributions,
        width=480,
    ),
    "reliability": _Chart(
        "What came about of each chance given",
        _reliability,
        words.of_reliability,
        words.no_curve,
        width=480,
    ),
    "statuses": _Chart("What became of the claims", _statuses, words.of_statuses, words.no_claims),
    "years": _Chart("Accuracy from year to year", _years, words.of_years, words.no_years),
}
"""The charts there are, by name."""
