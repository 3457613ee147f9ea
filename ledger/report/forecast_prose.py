"""What a report says of probabilities: their scores, and where they were taken from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.report.baseline_prose import beside_scores
from ledger.report.forecasts import LEAST
from ledger.scoring.hypothesis_tests import FEW, ONE_SIDE
from ledger.scoring.intervals import LEVEL
from ledger.text import counted, is_whole, p_value, percent, score
from ledger.wording import yardstick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.build import Report
    from ledger.report.forecasts import ForecastScores


def about_forecasts(report: Report, *, commands: bool = True) -> Iterator[str]:
    """The sentences about probabilities; none where no claim has one.

    With ``commands`` they say what to type to see more.
    """
    found, digits = report.total.forecasts, report.settings.digits + 1
    if found.forecasts:
        yield " ".join(_brier(found, digits))
        yield " ".join(_logs(found, digits))
        yield from beside_scores(report)
    if found.no_horizon:
        yield _no_horizon(report, commands=commands)
    if report.settings.yardstick is not None:
        yield " ".join(_words(found, report.settings.yardstick, digits))
    if found.forecasts_partly:
        yield (
            f"{_claims(found.forecasts_partly)} with a probability came about partly, so that "
            f"the probability cannot be scored."
        )
    yield from _tests(report)
    if 0 < found.forecasts < LEAST:
        yield f"A curve is drawn from {LEAST} forecasts on."
    yield from about_calibration(report)
    if not all(is_whole(one.n) for one in report.calibration.bins):
        yield (
            "Several forecasts by one speaker on one question share the weight of one, so what is "
            "shown of forecasts is their weight, not their number."
        )


def _tests(report: Report) -> Iterator[str]:
    """What was asked for besides."""
    found, digits = report.tests, report.settings.digits + 1
    if found is None or found.auc is None:
        return
    yield (
        f"Of one question that came about and one that did not, the first had been given the "
        f"higher chance in {percent(found.auc, digits - 1)} of pairs (area under the ROC curve "
        f"{score(found.auc, digits)}; one half is chance)."
    )
    if found.spiegelhalter_z is not None and found.spiegelhalter_p is not None:
        yield (
            f"Spiegelhalter's z is {score(found.spiegelhalter_z, 2)} (p "
            f"{p_value(found.spiegelhalter_p)}): it takes every forecast to be settled apart."
        )


def about_calibration(report: Report) -> Iterator[str]:
    """What the test of calibration says, in a sentence; nothing where there are few forecasts."""
    found = report.calibration.test
    if found is None:
        return
    by = report.settings.cluster
    if found.p_value is None:
        yield (
            f"There is too little to test whether the chances given are right: the forecasts tell "
            f"as much as {score(found.effective_clusters, 1)} {by}s of equal weight, of which "
            f"{score(found.rarer_clusters, 1)} came out the rarer way; a test takes {FEW} and "
            f"{ONE_SIDE}."
        )
    elif found.p_value < 1 - LEVEL:
        yield (
            f"A test finds that the chances given are not all right (p "
            f"{p_value(found.p_value)}): if they were, outcomes would seldom lie this far from "
            f"them."
        )
    else:
        yield (
            f"A test finds no sign that the chances given are wrong (p "
            f"{p_value(found.p_value)}): if all were right, outcomes would lie this far from them "
            f"in {percent(found.p_value, 2)} of cases."
        )


def _no_horizon(report: Report, *, commands: bool) -> str:
    """How many probabilities are on questions that nothing settles if they do not come about."""
    found, digits = report.total.forecasts, report.settings.digits
    on = (
        "probability is on a question"
        if found.no_horizon == 1
        else "probabilities are on questions"
    )
    told = (
        f"{found.no_horizon:,} {on} without a due day or a scheduled end, which can only be "
        f"settled early by coming about: {percent(found.no_horizon_yes, digits)} of these came "
        f"about"
    )
    if found.horizon_yes is not None:
        told += f", {percent(found.horizon_yes, digits)} of the others"
    if not report.settings.guard_early:
        they = "It" if found.no_horizon == 1 else "They"
        more = ": see --guard-early" if commands else ""
        return f"{told}. {they} can be left out{more}."
    return f"{told}; {'it is' if found.no_horizon == 1 else 'they are'} left out."


def _brier(found: ForecastScores, digits: int) -> Iterator[str]:
    several, brier = counted(found.forecasts, "probability"), score(found.brier, digits)
    always = f", and always saying 50% scores {score(0.25, digits)}" * (found.forecasts != 1)
    yield f"The Brier score of {several} is {brier}: 0 is best{always}."
    if found.brier_skill is None:
        yield "All came out the same way, so there is no skill to speak of."
        return
    yield (
        f"Always giving the share that came about would score "
        f"{score(found.uncertainty, digits)}; miscalibration adds "
        f"{score(found.miscalibration, digits)} to that, and telling apart what came about from "
        f"what did not takes away {score(found.discrimination, digits)}. Skill, measured against "
        f"that score, is {score(found.brier_skill, digits)}."
    )


def _logs(found: ForecastScores, digits: int) -> Iterator[str]:
    if not found.log_score_infinite:
        yield f"The logarithmic score is {score(found.log_score, digits)} nats, 0 being best."
        return
    were = "probability was" if found.log_score_infinite == 1 else "probabilities were"
    yield f"{found.log_score_infinite:,} {were} certain and wrong, which is infinitely bad;"
    yield f"the logarithmic score of the others is {score(found.log_score_finite, digits)} nats."


def _words(found: ForecastScores, name: str, digits: int) -> Iterator[str]:
    """What was read from words, and what another reading of them would change."""
    title = yardstick(name).title
    taken = found.forecasts_implied
    if taken:
        yield (
            f"{taken:,} of these {_were(taken)} read from words by the yardstick {name} "
            f"({title}), at the middle of its ranges; at the ends nearest to 50% the Brier score "
            f"would be {score(found.brier_timid, digits)}, at the far ends "
            f"{score(found.brier_bold, digits)}."
        )
        if found.brier_stated is not None:
            yield f"Of those stated in numbers alone it is {score(found.brier_stated, digits)}."
    else:
        yield f"No words could be read by the yardstick {name} ({title})."
    if found.wording_unknown:
        use = "uses" if found.wording_unknown == 1 else "use"
        yield f"{_claims(found.wording_unknown)} {use} words this table does not list."


def _were(n: int) -> str:
    return "was" if n == 1 else "were"


def _claims(n: int) -> str:
    return f"{n:,} claim{'s' * (n != 1)}"
