"""The words of a report: its title, its rows, and what a reader needs to know beside the table."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from ledger.model.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.report.counts import Counts
    from ledger.report.figures import Figures, Report

AGAIN: Final = "To get this report again:"

REPEATS: Final = {
    "first": "Of a speaker's several claims on one question only the first is scored.",
    "last": "Of a speaker's several claims on one question only the last is scored.",
    "all": "Each of a speaker's several claims on one question is scored in full.",
}
"""What is said of a rule for repeats that is not the usual one."""


def percent(share: float | None) -> str:
    """A share from 0 to 1 in whole percent, halves rounded up; a dash for None.

    What is not quite nothing or not quite all never reads as 0% or 100%.
    """
    if share is None:
        return "-"
    exact = Decimal(repr(round(share, 12))) * 100
    shown = exact.quantize(Decimal(1), ROUND_HALF_UP)
    if shown in {0, 100} and shown != exact:
        return "<1%" if shown == 0 else ">99%"
    return f"{shown}%"


def title(report: Report) -> str:
    """What the report is about, in a line."""
    if report.by == "kind":
        return "Accuracy by kind"
    by = "year made" if report.by == "year" else report.by
    return f"Accuracy of {_kinds(report)}, by {by}"


def rows(report: Report) -> Iterator[tuple[str, Figures]]:
    """The rows of the table: the groups, and all together where that says more than they do."""
    yield from ((group.key, group.figures) for group in report.groups)
    if len(report.groups) != 1 and not (report.by == "kind" and len(report.kinds) == 1):
        yield f"All {_kinds(report)}", report.total


def sentences(report: Report) -> Iterator[str]:
    """What a reader needs to know beside the table, a sentence or two each."""
    counts = report.total.counts
    if counts.claims:
        yield " ".join(_accuracy(report))
        yield " ".join(_claims(report, counts))
    else:
        yield _nothing(report)
    yield from _cautions(report, counts)
    yield from _about_groups(report)


def _nothing(report: Report) -> str:
    if report.others or report.total.counts.withdrawn:
        return f"There are no {_kinds(report)} to report."
    return "There are no claims yet." if report.filters == Filters() else "No claim matches."


def _accuracy(report: Report) -> Iterator[str]:
    found, early = report.total.accuracy, report.total.counts.early
    if found.accuracy is None:
        yield "Nothing here can be scored, so there is no accuracy to report."
        return
    yield (
        f"Accuracy is {percent(found.accuracy)}: the share of what is scored that proved right by "
        f"its due day."
    )
    if found.accuracy_strict != found.accuracy_lenient:
        yield (
            f"What came about partly counts by its share; accuracy would be "
            f"{percent(found.accuracy_strict)} if that counted for nothing, and "
            f"{percent(found.accuracy_lenient)} if it counted in full."
        )
    if early:
        them = "it" if early == 1 else "them"
        without = "nothing is scored"
        if found.accuracy_guarded is not None:
            without = f"accuracy is {percent(found.accuracy_guarded)}"
        its = "its" if early == 1 else "their"
        yield f"{_were(report, early)} settled before {its} due day; without {them} {without}."


def _claims(report: Report, counts: Counts) -> Iterator[str]:
    verdicts = _told([
        (counts.happened, "happened"),
        (counts.late, "late"),
        (counts.partly, "partly"),
        (counts.did_not_happen, "did not happen"),
        (counts.void, "void"),
        (counts.unclear, "unclear"),
    ])  # fmt: skip
    settled = f"{counts.settled:,} settled ({verdicts})" if counts.settled else "none settled"
    others = _told([
        (counts.overdue, "overdue"),
        (counts.open, "open"),
        (counts.not_checkable, "too vague to check"),
    ])  # fmt: skip
    yield f"{_number(report, counts.claims)}: {', '.join(filter(None, [settled, others]))}."
    if interim := _told([(counts.in_progress, "in progress"), (counts.stalled, "stalled")]):
        yield f"Among those not settled: {interim}."
    if counts.void or counts.unclear:
        yield "What is void or unclear is not scored."


def _cautions(report: Report, counts: Counts) -> Iterator[str]:
    """What keeps claims out of the accuracy, and what should make a reader careful."""
    if counts.no_due:
        have = "has" if counts.no_due == 1 else "have"
        yield f"{_number(report, counts.no_due)} {have} no due day, and so no score."
    if counts.no_side:
        take = "takes" if counts.no_side == 1 else "take"
        yield f"{_number(report, counts.no_side)} {take} no side (may, could), and so no score."
    if counts.made_too_late:
        yield f"{_were(report, counts.made_too_late)} made too late to be scored."
    if counts.recorded_after_due:
        its = "its" if counts.recorded_after_due == 1 else "their"
        entered = _number(report, counts.recorded_after_due)
        yield f"{entered} entered this ledger only after {its} due day."
    if counts.withdrawn:
        are = "is" if counts.withdrawn == 1 else "are"
        yield f"{_were(report, counts.withdrawn)} withdrawn, and {are} not counted."
    if counts.amended_after:
        changed = _were(report, counts.amended_after)
        yield f"{changed} changed after the fact: see ledger corrections."
    if report.repeats in REPEATS:
        yield REPEATS[report.repeats]


def _about_groups(report: Report) -> Iterator[str]:
    if report.by == "kind" and report.others:
        yield f"The table has each kind; the lines below it are about {_kinds(report)} alone."
    elif report.others:
        others = _and(f"{n:,} {kind}{'s' * (n != 1)}" for kind, n in report.others.items())
        are = "is" if sum(report.others.values()) == 1 else "are"
        see = " or ".join(f"--kind {kind}" for kind in report.others)
        yield f"{others} {are} not in these figures: see {see}."
    if report.by == "topic":
        yield "A claim counts under each of its topics, so these do not add up."
    if report.by == "speaker" and not all(group.ranked for group in report.groups):
        yield "Speakers without a name come last, and are not ranked."


def _kinds(report: Report) -> str:
    return _and(f"{kind}s" for kind in report.kinds)


def _number(report: Report, n: int) -> str:
    """So many claims, called by their kind where there is but one."""
    noun = report.kinds[0] if len(report.kinds) == 1 else "claim"
    return f"{n:,} {noun}{'s' * (n != 1)}"


def _were(report: Report, n: int) -> str:
    return f"{_number(report, n)} {'was' if n == 1 else 'were'}"


def _told(numbers: Iterable[tuple[int, str]]) -> str:
    return ", ".join(f"{n:,} {what}" for n, what in numbers if n)


def _and(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
