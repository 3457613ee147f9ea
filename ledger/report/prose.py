"""The words of a report: what a reader needs to know beside the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.model.filters import Filters
from ledger.model.verdicts import FINAL, UNSCORED, told
from ledger.report.answered.prose import about_answered
from ledger.report.baseline_prose import beside_accuracy
from ledger.report.forecast_prose import about_forecasts
from ledger.report.groups import left_out
from ledger.report.layout import pools
from ledger.report.repeats_prose import about_repeats
from ledger.report.scorability_prose import about_scorability
from ledger.report.spot_prose import about_spot
from ledger.report.table import ROUGH
from ledger.report.table_rows import kinds
from ledger.report.type_prose import about_types
from ledger.scoring.intervals import FEW, LEAST, LEVEL, ONE_SIDE
from ledger.scoring.pooling import LEAST_APART, LEAST_GROUPS
from ledger.text import counted, p_value, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.report.build import Report
    from ledger.report.figures import Counts, Figures
    from ledger.scoring.hypothesis_tests import Homogeneity

AGAIN: Final = "To get this report again:"

UNEVEN: Final = 0.8
"""Questions worth less than this share of as many even ones are told as what they are worth."""


def sentences(report: Report, *, commands: bool = True) -> Iterator[str]:
    """What a reader needs to know beside the table, a sentence or two each.

    With ``commands`` they say what to type to see more, for readers who have the ledger.
    """
    counts = report.total.counts
    if counts.claims:
        yield " ".join(_accuracy(report))
        yield from beside_accuracy(report)
        yield " ".join(_claims(report, counts))
        yield from about_scorability(report)
        yield from about_forecasts(report, commands=commands)
        yield from _timing(report)
    else:
        yield _nothing(report)
    yield from about_types(report, commands=commands)
    yield from about_answered(report)
    yield from _cautions(report, counts, commands=commands)
    yield from _about_groups(report, commands=commands)
    yield from _about_intervals(report)


def _nothing(report: Report) -> str:
    if report.others or report.other_types or report.total.counts.withdrawn:
        return f"There are no {kinds(report)} to report."
    return "There are no claims yet." if report.filters == Filters() else "No claim matches."


def _accuracy(report: Report) -> Iterator[str]:
    found, early = report.total.accuracy, report.total.counts.early
    day = "due day or scheduled end" if report.total.counts.scheduled else "due day"
    digits = report.settings.digits
    if found.accuracy is None:
        yield "Nothing here can be scored, so there is no accuracy to report."
        return
    yield (
        f"Accuracy is {percent(found.accuracy, digits)}: the share of what is scored that proved "
        f"right by its due day."
    )
    yield from _settled_by(report)
    if found.accuracy_strict != found.accuracy_lenient:
        yield (
            f"What came about partly counts by its share; accuracy would be "
            f"{percent(found.accuracy_strict, digits)} if that counted for nothing, and "
            f"{percent(found.accuracy_lenient, digits)} if it counted in full."
        )
    if early and report.settings.guard_early:
        its = "its" if early == 1 else "their"
        yield f"{_were(report, early)} settled before {its} {day}, and {_are(early)} not scored."
    elif early:
        them = "it" if early == 1 else "them"
        without = "nothing is scored"
        if found.accuracy_guarded is not None:
            without = f"accuracy is {percent(found.accuracy_guarded, digits)}"
        its = "its" if early == 1 else "their"
        yield f"{_were(report, early)} settled before {its} {day}; without {them} {without}."


def _settled_by(report: Report) -> Iterator[str]:
    """How many questions settled what is scored, and how evenly."""
    found, by = report.total.accuracy, report.settings.cluster
    few, many = found.effective_clusters or 0.0, found.clusters
    one_by_one = "was settled by" if by == "question" else "stands in"
    together = "were settled by" if by == "question" else "stand in"
    if found.scored == 1:
        yield f"The 1 that is scored {one_by_one} 1 {by}."
        return
    told = f"The {found.scored:,} that are scored {together} {many:,} {by}{'s' * (many != 1)}"
    if many == 1 or not _uneven(few, many):
        yield f"{told}."
    else:
        yield f"{told}, which tell as much as {few:,.1f} of equal weight."
    if found.accuracy_interval is None:
        carries = "has all" if many == 1 else f"carries {percent(found.heaviest_cluster, 2)} of"
        yield f"There is no interval, because one {by} {carries} the weight."


def _uneven(few: float, many: int) -> bool:
    """Whether clusters are worth so few even ones that a reader should know."""
    return few < UNEVEN * many


def _claims(report: Report, counts: Counts) -> Iterator[str]:
    given = [
        (number, verdict.traits.label)
        for verdict, number in counts.verdicts.items()
        if verdict in FINAL
    ]
    verdicts = _told(given)
    settled = f"{counts.settled:,} settled ({verdicts})" if counts.settled else "none settled"
    others = _told([
        (counts.overdue, "overdue"),
        (counts.open, "open"),
        (counts.not_checkable, "too vague to check"),
        (counts.proposed, "proposed and not approved yet"),
    ])  # fmt: skip
    yield f"{_number(report, counts.claims)}: {', '.join(filter(None, [settled, others]))}."
    news = [
        (counts.verdicts[verdict], verdict.traits.label)
        for verdict in counts.verdicts
        if verdict not in FINAL
    ]
    if interim := _told(news):
        yield f"Among those not settled: {interim}."
    if any(counts.verdicts[verdict] for verdict in UNSCORED):
        yield f"What is {told(UNSCORED)} is not scored."


def _cautions(report: Report, counts: Counts, *, commands: bool) -> Iterator[str]:
    """What keeps claims out of the accuracy, and what should make a reader careful."""
    if unscored := counts.no_due - counts.scheduled:
        have = "has" if unscored == 1 else "have"
        but = ", but for probabilities" if report.total.forecasts.no_horizon else ""
        yield f"{_number(report, unscored)} {have} no due day, and so no score{but}."
    if counts.scheduled:
        have = "has" if counts.scheduled == 1 else "have"
        yield (
            f"{_number(report, counts.scheduled)} {have} a scheduled end instead of a due day: "
            f"what comes about after that is not late."
        )
    if counts.no_side:
        yield _no_side(report, counts.no_side)
    if counts.disputed:
        more = ": see ledger disputes" if commands else ""
        yield (
            f"For {_number(report, counts.disputed)} an import brought verdicts that contradict "
            f"each other: none stands until somebody decides{more}."
        )
    if counts.made_too_late:
        yield f"{_were(report, counts.made_too_late)} made too late to be scored."
    if counts.recorded_after_due:
        its = "its" if counts.recorded_after_due == 1 else "their"
        entered = _number(report, counts.recorded_after_due)
        yield f"{entered} entered this ledger only after {its} due day."
    if counts.withdrawn:
        gone = counts.withdrawn
        yield f"{_were(report, gone)} withdrawn, and {_are(gone)} not counted."
    if counts.amended_after:
        changed = _were(report, counts.amended_after)
        more = ": see ledger corrections" if commands else ""
        yield f"{changed} changed after the fact{more}."
    yield from about_repeats(report.settings)
    yield from about_spot(report)


def _no_side(report: Report, n: int) -> str:
    """How many claims take no side, and what is scored of them all the same."""
    take, are = ("takes", "is") if n == 1 else ("take", "are")
    told = f"{_number(report, n)} {take} no side (may, could, 50%), and so {are} neither right nor"
    scored = report.total.forecasts.forecasts_no_side
    if not scored:
        return f"{told} wrong."
    what = "its probability is" if n == 1 else f"the probabilities of {scored:,} are"
    return f"{told} wrong; {what} scored all the same."


def _about_groups(report: Report, *, commands: bool) -> Iterator[str]:
    if report.by == "kind" and report.others:
        yield f"The table has each kind; the lines below it are about {kinds(report)} alone."
    elif report.others:
        yield left_out(report.others, commands=commands)
    if report.by == "topic":
        yield "A claim counts under each of its topics, so these do not add up."
    if pools(report):
        yield (
            "Pooled accuracy is drawn towards that of all groups, and more so where fewer are "
            "scored, so that two out of two do not outrank 45 out of 50."
        )
    elif _share_too_much(report):
        yield (
            f"There is no pooled accuracy: the groups spoke on the same questions, so together "
            f"they tell only as much as {report.effective_groups:.1f} that share none."
        )
    if report.homogeneity is not None:
        yield _told_apart(report.homogeneity)


def _share_too_much(report: Report) -> bool:
    """Whether there are groups enough to pool, but for what they have in common."""
    named = [group for group in report.groups if group.place != "unnamed"]
    several = sum(group.figures.accuracy.scored > 0 for group in named)
    return several >= LEAST_GROUPS and report.effective_groups < LEAST_APART


def _told_apart(test: Homogeneity) -> str:
    """What the test of whether the groups differ found."""
    groups, p = counted(test.groups, "group"), f"p {p_value(test.p)}"
    if test.p < 1 - LEVEL:
        return f"A test finds that the {groups} differ in accuracy ({p})."
    return (
        f"A test finds no difference in accuracy between the {groups} ({p}): chance alone could "
        f"set them this far apart."
    )


def _about_intervals(report: Report) -> Iterator[str]:
    """What the intervals rest on, where that is little."""
    by = report.settings.cluster
    if by != "question":
        yield f"Intervals take all claims in one {by} to be settled together."
    every = [report.total, *(group.figures for group in report.groups)]
    starred = [*_starred(report, every)]
    if any(few < FEW for few in starred):
        yield f"{ROUGH} A rough interval: it rests on fewer than {FEW} {by}s of equal weight."
    if any(few >= FEW for few in starred):
        yield (
            f"{ROUGH} A rough interval: one {by} settles several claims, and fewer than "
            f"{ONE_SIDE} came out right, or wrong."
        )
    if any(one.n and one.interval is None for one in report.calibration.bins) or (
        report.total.accuracy.accuracy_interval is not None
        and any(
            figures.accuracy.scored and figures.accuracy.accuracy_interval is None
            for figures in every
        )
    ):
        yield (
            f"Where one {by} carries most of the weight, no interval is given: that takes "
            f"{LEAST} {by}s of equal weight."
        )


def _starred(report: Report, every: Iterable[Figures]) -> Iterator[float]:
    """On how many effective clusters each interval rests that has a star."""
    for figures in every:
        if figures.accuracy.accuracy_rough:
            yield figures.accuracy.effective_clusters or 0.0
        if figures.forecasts.brier_rough:
            yield figures.forecasts.forecast_effective_clusters or 0.0
    for group in report.groups:
        if group.meaning is not None and group.meaning.observed_rough:
            yield group.meaning.effective_clusters or 0.0
    for tenth in report.calibration.bins:
        if tenth.rough:
            yield tenth.effective_clusters or 0.0


def _timing(report: Report) -> Iterator[str]:
    """How long ahead claims were made."""
    found = report.total.timing
    if found.lead_to_due is None:
        return
    told = f"The median claim was made {_days(found.lead_to_due)} before its due day"
    if found.lead_to_settlement is not None:
        told += f", and {_days(found.lead_to_settlement)} before it was settled"
    yield f"{told}."


def _number(report: Report, n: int) -> str:
    """So many claims, called by their kind where there is but one."""
    noun = report.kinds[0] if len(report.kinds) == 1 else "claim"
    return f"{n:,} {noun}{'s' * (n != 1)}"


def _were(report: Report, n: int) -> str:
    return f"{_number(report, n)} {'was' if n == 1 else 'were'}"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _days(days: float) -> str:
    return f"{days:,.0f} day{'s' * (round(days) != 1)}"


def _told(numbers: Iterable[tuple[int, str]]) -> str:
    return ", ".join(f"{n:,} {what}" for n, what in numbers if n)
