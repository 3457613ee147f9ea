"""The words of a comparison: who did better, by how much, and how sure that is.

A difference is never shown as a signed number: lower is better for one figure, higher for the
other, and a minus sign would leave it to the reader which of the two sides it speaks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.model.filters import Filters
from ledger.report.groups import left_out, plural
from ledger.report.repeats_prose import about_repeats
from ledger.scoring.intervals import FEW, LEAST, LEVEL
from ledger.text import clean, score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.comparing.comparison import Comparison, Difference

EXACT: Final = 12
"""Digits that say something; what differs behind them differs by rounding alone."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """A figure in words: its name, which way is better, and how its differences are written.

    ``scale`` is how many units make up 1, and ``digits`` how many stand after their point; over
    what kind of questions the figure is, ``over`` says.
    """

    name: str
    better: str
    over: str
    scale: int
    unit: str
    digits: int

    def number(self, size: float) -> str:
        return score(abs(size) * self.scale, self.digits)

    def amount(self, size: float) -> str:
        """A difference with its unit; what is not quite nothing never reads as nothing."""
        step = score(10.0**-self.digits, self.digits)
        under = float(self.number(size)) == 0
        number = step if under else self.number(size)
        return f"{'under ' * under}{number}{self._unit(number)}"

    def span(self, low: float, high: float) -> str:
        """An interval of differences, the end nearer to nothing first."""
        if low < 0 < high:
            ends = ((self.number(low), "lower"), (self.number(high), "higher"))
            return " to ".join(f"{end}{self._unit(end)} {way}" for end, way in ends)
        near, far = sorted((abs(low), abs(high)))
        way = "lower" if low < 0 else "higher"
        end = self.number(far)
        return f"{self.number(near)} to {end}{self._unit(end)} {way}"

    def _unit(self, number: str) -> str:
        """The unit after a number: 1 point, else points."""
        return f" {self.unit}{'s' * (number != '1')}" if self.unit else ""


def sentences(comparison: Comparison, *, commands: bool = True) -> Iterator[str]:
    """What a reader needs to know beside the table, a sentence or two each.

    They name ``commands``, unless they are not for a terminal.
    """
    digits = comparison.settings.digits
    brier = _Measure("Brier score", "lower", " to which both gave a probability", 1, "", digits + 1)
    credit = _Measure("accuracy", "higher", " on which both took a side", 100, "point", digits - 2)
    if not comparison.questions:
        yield _none(comparison, commands=commands)
    if comparison.brier is not None:
        yield _difference(comparison, comparison.brier, brier)
    if comparison.credit is not None:
        yield _difference(comparison, comparison.credit, credit)
    yield from _cautions(comparison)
    if comparison.questions and comparison.not_scored:
        more = _questions(comparison.not_scored).replace(" ", " more ")
        yield f"{more} on which both spoke cannot be scored for both."
    if comparison.others:
        yield left_out(comparison.others)


def _none(comparison: Comparison, *, commands: bool) -> str:
    """Why there is nothing to compare."""
    a, b, n = clean(comparison.a), clean(comparison.b), comparison.not_scored
    if not n:
        what = plural(comparison.kinds) if comparison.others else "claims"
        among = "" if comparison.filters == Filters() else ", among those selected"
        how = ", as with ledger add --question" if commands else ""
        return (
            f"{a} and {b} made no {what} on the same question{among}. Claims are on the same "
            f"question where they name it{how}."
        )
    on = "1 question, but it" if n == 1 else f"{n:,} questions, but none of them"
    can = "cannot" if n == 1 else "can"
    return f"{a} and {b} both spoke on {on} {can} be scored for both."


def _difference(comparison: Comparison, found: Difference, measure: _Measure) -> str:
    a, b = clean(comparison.a), clean(comparison.b)
    over = f"over {_questions(found.questions)}{measure.over}"
    if not round(found.difference, EXACT):
        told = f"{a} and {b} have the same {measure.name} {over}"
    else:
        way = "lower" if found.difference < 0 else "higher"
        judged = "better" if way == measure.better else "worse"
        told = (
            f"{a}'s {measure.name} is {measure.amount(found.difference)} {way} ({judged}) than "
            f"{b}'s {over}"
        )
    return f"{told}{_interval(comparison, found, measure)}"


def _interval(comparison: Comparison, found: Difference, measure: _Measure) -> str:
    """How sure a difference is, as the rest of its sentence."""
    if found.interval is None:
        return f"; {_no_interval(comparison, found)}."
    low, high = (round(end, EXACT) for end in found.interval)
    told = f", {LEVEL:.0%} interval {measure.span(low, high)}"
    return f"{told}: these data do not tell the two apart." if low <= 0 <= high else f"{told}."


def _no_interval(comparison: Comparison, found: Difference) -> str:
    if found.clusters >= LEAST:
        return f"there is no interval, as one of the {_clusters(comparison)} holds most of them"
    hang = "" if comparison.settings.cluster == "question" else "all linked by their sources; "
    return f"{hang}an interval needs at least {LEAST} {_clusters(comparison)}"


def _cautions(comparison: Comparison) -> Iterator[str]:
    """What the figures rest on, where it is little or was chosen."""
    found = [
        difference for difference in (comparison.brier, comparison.credit) if difference is not None
    ]
    if any(
        difference.interval is not None and difference.effective_clusters < FEW
        for difference in found
    ):
        yield f"An interval on fewer than {FEW} {_clusters(comparison)} is rough."
    if found and comparison.settings.cluster == "source":
        yield "Questions that a chain of shared sources connects are taken as settled together."
    if name := comparison.settings.yardstick:
        read = sum(question.a.implied or question.b.implied for question in comparison.questions)
        where = f"on {_questions(read)}" if read else "nowhere"
        yield f"Words were taken for a probability {where}, by the yardstick {name}."
    if comparison.settings.guard_early:
        yield "Only questions whose due day or scheduled end is over are scored."
    yield from about_repeats(comparison.settings)


def _clusters(comparison: Comparison) -> str:
    return "questions" if comparison.settings.cluster == "question" else "groups of questions"


def _questions(n: int) -> str:
    return f"{n:,} question{'s' * (n != 1)}"
