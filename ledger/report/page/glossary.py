"""What the words of a report mean, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ledger.model.verdicts import Verdict
from ledger.report.baseline_table import simple_rules
from ledger.report.layout import pools
from ledger.report.table import INTERVAL
from ledger.scoring.intervals import LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.build import Report


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a report, and what it means."""

    word: str
    meaning: str


VERDICTS: Final = tuple(
    Term(", ".join(verdict.traits.label for verdict in alike), meaning)
    for meaning, alike in groupby(Verdict, key=lambda verdict: verdict.traits.meaning)
)
"""What can become of a claim; a verdict is about the statement, never about who made it."""


SCHEDULED: Final = (
    "In place of a due day there may be a scheduled end, such as the day on which a market was to "
    "be decided: it says when to look, and nothing is late by it."
)


def terms(report: Report) -> Iterator[Term]:
    """The words that this report uses of accuracy and, where it has any, of probabilities."""
    yield Term(
        "right, wrong",
        "Whether the speaker was right follows from the verdict: who said that a thing would not "
        "come about was right if it did not.",
    )
    yield Term(
        "scored",
        "How many claims the accuracy rests on. A claim needs a verdict, a due day and a side: "
        "what may or might be is never wrong. A speaker who says a thing twice counts once."
        f"{' ' + SCHEDULED if report.total.counts.scheduled else ''}",
    )
    yield Term("accuracy", "The share of what is scored that proved right by its due day.")
    yield Term(
        INTERVAL,
        f"How far chance alone may have moved the figure. Had the same speaker made as many other "
        f"claims, {LEVEL:.0%} of such intervals would hold the true share. The fewer claims, the "
        f"wider; where two intervals overlap much, there may be no difference.",
    )
    yield Term("overdue", "The due day has passed, and nobody has recorded yet what happened.")
    if pools(report):
        yield Term(
            "pooled",
            "Accuracy drawn towards that of all groups, and more so where fewer are scored: the "
            "fairer figure to rank by.",
        )
    if report.total.forecasts.forecasts:
        yield from _of_forecasts()
    if any(simple_rules(report)):
        yield Term(
            "commoner, base rate",
            "What simple rules would have had on the same claims: always giving the answer that "
            "was commoner in this sample, which nobody could know beforehand; and giving each time "
            "what was commoner, or the share that had come about, among the questions settled "
            "until then.",
        )
    if report.answered is not None:
        yield from _of_answers({one.sort for one in report.answered.measured})
    if report.total.forecasts.no_horizon:
        yield Term(
            "without a due day or a scheduled end",
            "Such a question is settled once it comes about; where it does not, nobody may ever "
            "say so. What is settled of them leans towards what came about.",
        )


OF_SORTS: Final = {
    "chance": Term(
        "Brier, log score",
        "How far probabilities lay from what happened: 0 is perfect. The second punishes certainty "
        "that proves wrong without limit.",
    ),
    "shares": Term(
        "Brier of several options, ranked",
        "How far the probabilities of all options lay from what came about: 0 is perfect, 1 is the "
        "worst. Ranked forgives near misses, where options have an order.",
    ),
    "point": Term(
        "error, bias, relative",
        "How far off on average; whether too high (above 0) or too low; and how far off as a share "
        "of what came about. Large numbers decide such a mean.",
    ),
    "interval": Term(
        "score of ranges",
        "How wide ranges were, and more where they missed: lower is better. Beside it, how often "
        "they held the answer: ranges of 90% should in 9 of 10 cases.",
    ),
    "quantiles": Term(
        "CRPS, WIS, pinball",
        "How far a whole distribution lay from the answer, in three ways to count it: lower is "
        "better, and of a single number it is the error.",
    ),
}
"""What the measures of each sort of answer mean."""


def _of_answers(sorts: set[str]) -> Iterator[Term]:
    yield from (term for sort, term in OF_SORTS.items() if sort in sorts)


def _of_forecasts() -> Iterator[Term]:
    yield Term("forecast", "A claim with a probability, such as 70%, that can be scored.")
    yield Term(
        "Brier score",
        "How far probabilities lay from what happened, each distance squared: 0 is perfect, always "
        "saying 50% gives 0.25, and being certain and wrong gives 1.",
    )
    yield Term(
        "skill",
        "How much better the Brier score is than that of always naming the share that came about: "
        "1 is perfect, 0 no better, less than 0 worse.",
    )
    yield Term(
        "log score",
        "Another score of probabilities, 0 at best, which punishes certainty that proves wrong "
        "without limit.",
    )
    yield Term(
        "calibration",
        "Whether chances meant what they said: of all that was given 70%, about 7 in 10 should "
        "come about. Miscalibration is what is lost where they did not.",
    )
