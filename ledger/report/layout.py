"""The tables of a report, every number as text: what text, Markdown and the page lay out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.verdicts import FINAL, Verdict
from ledger.report.answered.tables import answered_tables
from ledger.report.baseline_table import simple_rules
from ledger.report.figures import NAMES
from ledger.report.history import ROLLING
from ledger.report.table import INTERVAL, ROUGH, Row, Span, Table
from ledger.report.table_rows import kinds, rows
from ledger.report.type_prose import of_type
from ledger.text import NONE, between, is_whole, percent, score, weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.report.build import Report
    from ledger.report.figures import Figures, Timeline
    from ledger.report.forecasts import Calibration
    from ledger.report.groups import Group
    from ledger.report.history import Stretch


def tables(report: Report) -> Iterator[Table]:
    """The tables of a report; but for the first, those that have something to show."""
    yield _accuracies(report)
    if not report.total.accuracy.scored and report.total.counts.settled:
        yield _verdicts(report)
    if report.by == "wording" and any(group.meaning and group.meaning.n for group in report.groups):
        yield _meanings(report)
    if report.total.counts.claims and not report.total.scorability.is_whole:
        yield _scorability(report)
    if len(report.history) > 1:
        yield _history(report)
    yield from answered_tables(report)
    if report.total.forecasts.forecasts:
        yield _scores(report)
    yield from simple_rules(report)
    if report.total.forecasts.forecasts:
        yield from _calls(report)
        yield _bins(report)


def title(report: Report) -> str:
    """What the report is about, in a line."""
    if report.by == "kind":
        return f"Accuracy by kind{of_type(report)}"
    by = "year made" if report.by == "year" else report.by
    return f"Accuracy of {kinds(report)}{of_type(report)}, by {by}"


def pools(report: Report) -> bool:
    """Whether there is a pooled accuracy to show."""
    return any(group.pooled for group in report.groups)


def _accuracies(report: Report) -> Table:
    """How right each group was, and what all groups together make likely for it."""
    digits = report.settings.digits
    pooled = pools(report)

    def row(name: str, figures: Figures, group: Group | None) -> Row:
        found = figures.accuracy
        cells = (
            f"{figures.counts.claims:,}",
            f"{found.scored:,}",
            percent(found.accuracy, digits),
            _interval(found.accuracy_interval, digits, percent, rough=found.accuracy_rough)
            if found.scored
            else "",
        )
        likely = None if group is None or group.pooled is None else group.pooled.mean
        return Row(
            name,
            (*cells, "" if likely is None else percent(likely, digits)) if pooled else cells,
            _span(found.accuracy, found.accuracy_interval),
            total=group is None,
        )

    heads = ("claims", "scored", "accuracy", INTERVAL, *(["pooled"] if pooled else []))
    return Table(title(report), report.by, heads, tuple(rows(report, row)))


def _verdicts(report: Report) -> Table:
    """How often each verdict was given, where nothing more can be said of any."""
    total = report.total.counts.verdicts
    given = [verdict for verdict in Verdict if verdict in FINAL and total[verdict]]

    def row(name: str, figures: Figures, group: Group | None) -> Row | None:
        counts = figures.counts
        cells = tuple(f"{counts.verdicts[verdict]:,}" for verdict in given)
        return Row(name, cells, total=group is None) if counts.settled else None

    heads = tuple(verdict.traits.label for verdict in given)
    found = tuple(one for one in rows(report, row) if one.cells)  # nothing here is ranked
    return Table("Verdicts", report.by, heads, found)


def _meanings(report: Report) -> Table:
    """What each wording has meant, beside what the yardstick says it means."""
    digits = report.settings.digits
    yardstick = report.settings.yardstick
    rows = tuple(
        Row(
            group.key,
            (
                *([between(found.range, digits, percent) or "not known"] if yardstick else []),
                f"{found.n:,}",
                percent(found.observed, digits),
                _interval(found.observed_interval, digits, percent, rough=found.observed_rough),
            ),
            _span(found.observed, found.observed_interval),
        )
        for group in report.groups
        if (found := group.meaning) is not None and found.n
    )
    heads = (*([yardstick] if yardstick else []), "settled", "came true", INTERVAL)
    return Table("What the words have meant", "wording", heads, rows)


def _scores(report: Report) -> Table:
    """How good each group's probabilities were."""
    digits = report.settings.digits + 1

    def row(name: str, figures: Figures, group: Group | None) -> Row | None:
        found = figures.forecasts
        if not found.forecasts:
            return None
        cells = (
            f"{found.forecasts:,}",
            score(found.brier, digits),
            _interval(found.brier_interval, digits, score, rough=found.brier_rough),
            score(found.brier_skill, digits),
            "infinite" if found.log_score_infinite else score(found.log_score, digits),
        )
        return Row(name, cells, total=group is None)

    heads = ("forecasts", "Brier", INTERVAL, "skill", "log score")
    return Table("Scores of the probabilities", report.by, heads, tuple(rows(report, row)))


def _bins(report: Report) -> Table:
    """What came about of what was given each chance; bins without forecasts are left out."""
    digits = report.settings.digits
    rows = tuple(
        Row(
            f"{percent(one.low, 2)} to {percent(one.high, 2)}",
            (
                weight(one.n),
                percent(one.forecast, digits),
                percent(one.observed, digits),
                _interval(one.interval, digits, percent, rough=one.rough),
            ),
            _span(one.observed, one.interval),
        )
        for one in report.calibration.bins
        if one.n
    )
    heads = (counted(report.calibration), "mean", "came about", INTERVAL)
    return Table("What came about of what was forecast", "forecast", heads, rows)


def _history(report: Report) -> Table:
    """How scores moved: of all up to each year, and of the last three."""
    digits = report.settings.digits
    briers = any(one.cumulative.forecasts for one in report.history)

    def cells(one: Stretch) -> tuple[str, ...]:
        return (
            f"{one.scored:,}",
            percent(one.accuracy, digits),
            between(one.accuracy_interval, digits, percent) or NONE,
            *([score(one.brier, digits + 1)] if briers else []),
        )

    rows = tuple(
        Row(f"{one.year}", (*cells(one.cumulative), *cells(one.rolling))) for one in report.history
    )
    more = (INTERVAL, *(["Brier"] if briers else []))
    heads = ("scored", "up to then", *more, "scored", f"{ROLLING} years", *more)
    return Table("Scores over time", "up to", heads, rows)


def _calls(report: Report) -> Iterator[Table]:
    """The probabilities that did worst, and as many that did best."""
    digits, found = report.settings.digits, report.calls
    for title_of, several in (("Biggest misses", found.misses), ("Best calls", found.best)):
        rows = tuple(
            Row(
                f"{one.speaker}: {one.statement}",
                (
                    percent(one.probability, digits),
                    "yes" if one.came else "no",
                    score(one.brier, digits + 1),
                ),
            )
            for one in several
        )
        if rows:
            yield Table(title_of, "claim", ("given", "came about", "Brier"), rows)


def _scorability(report: Report) -> Table:
    """How much of what each group said can be held against it at all."""
    digits = report.settings.digits

    def row(name: str, figures: Figures, group: Group | None) -> Row | None:
        found = figures.scorability
        if not figures.counts.claims:
            return None
        shares = (found.checkable_share, found.hedged_share, found.undated_share)
        cells = (
            *(percent(share, digits) for share in (*shares, found.probability_share)),
            f"{found.due:,}",
            percent(found.due_settled_share, digits),
        )
        return Row(name, cells, total=group is None)

    heads = ("checkable", "hedged", "no day", "probability", "due", "settled")
    return Table("How much can be scored", report.by, heads, tuple(rows(report, row)))


def counted(found: Calibration) -> str:
    """What the bins count: forecasts, or, where some share the weight of one, their weight."""
    return "forecasts" if all(is_whole(one.n) for one in found.bins) else "weight"


def _interval(
    interval: tuple[float, float] | None,
    digits: int,
    shown: Callable[[float, int], str],
    *,
    rough: bool | None,
) -> str:
    """Both ends of an interval, with a star where it is rough; a dash where there is none."""
    return between(interval, digits, shown) + ROUGH * bool(rough) if interval else NONE


def _span(middle: float | None, interval: tuple[float, float] | None) -> Span | None:
    return None if middle is None else Span(middle, interval)


def timeline_table(found: Timeline) -> Table:
    """The counts as a table, without the periods in which nothing was settled."""
    rows = [
        Row(period.name, tuple(f"{n:,}" for n in period.counts))
        for period in found.periods
        if any(period.counts)
    ]
    if len(rows) > 1:
        sums = zip(*(period.counts for period in found.periods), strict=True)
        rows.append(Row("All", tuple(f"{sum(several):,}" for several in sums), total=True))
    return Table("Outcomes over time", found.unit, tuple(NAMES.values()), tuple(rows))
