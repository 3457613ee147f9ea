"""What a report says of simple rules: what they would have scored on the same claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.text import is_whole, percent, score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.build import Report

FEW: Final = 10
"""Beside fewer than this no baseline is told: the commoner answer of five is luck."""


def beside_accuracy(report: Report) -> Iterator[str]:
    """What the accuracy would be of whoever always says the same."""
    found, scored = report.total.baselines, report.total.accuracy.scored
    if found.accuracy_commoner is None or scored < FEW:
        return
    digits = report.settings.digits
    right = found.accuracy_commoner * scored
    of = f" ({right:,.0f} of {scored:,})" if is_whole(right) else ""
    until_then = percent(found.accuracy_base_rate, digits)
    yield (
        f'Always saying "{found.commoner_answer}" would have an accuracy of '
        f"{percent(found.accuracy_commoner, digits)} in this sample{of}; saying each time what was "
        f"commoner among the questions settled until then, {until_then}."
    )


def beside_scores(report: Report) -> Iterator[str]:
    """What whoever knows nothing but how often such things come about would have scored."""
    found, scores = report.total.baselines, report.total.forecasts
    digits = report.settings.digits + 1
    if scores.forecasts >= FEW:
        yield (
            f"Giving each time the share of questions that had come about until then would have "
            f"scored {score(found.brier_base_rate, digits)} (Brier) and "
            f"{score(found.log_score_base_rate, digits)} nats (logarithmic); always saying 50% "
            f"scores 0.693 nats."
        )
    if found.market_forecasts:
        were = "probability was" if found.market_forecasts == 1 else "probabilities were"
        yield (
            f"{found.market_forecasts:,} {were} given when the price of a market on the same "
            f"question was recorded: on these the price scores "
            f"{score(found.brier_market, digits)}, and they score "
            f"{score(found.brier_beside_market, digits)} (Brier)."
        )
    if (floor := report.settings.log_floor) is not None:
        yield (
            f"Logarithmic scores take nobody to have given less than {floor:g} to what came about; "
            f"such scores are not proper."
        )
