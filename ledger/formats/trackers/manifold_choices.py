"""Manifold's markets with several answers, of which one comes about.

{"id": "m2", "outcomeType": "MULTIPLE_CHOICE", "shouldAnswersSumToOne": true, ...,
 "answers": [{"id": "a1", "text": "Red", "probability": 0.7}, {"id": "a2", ...}],
 "isResolved": true, "resolution": "a1"}

The probabilities of the answers are one forecast of the market's, made when the last bet was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.formats.strict_json import listed, text_of
from ledger.formats.trackers.answers import asks_which, resolved_as, shares
from ledger.formats.trackers.question import Resolution
from ledger.model.forecast import share_of
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping


def asks_of(one: Mapping[str, Any]) -> dict[str, Any] | None:
    """The keys of a question with the answers of a market; None where they cannot be told apart."""
    return asks_which([text_of(answer, "text") for _, answer in listed(one, "answers")])


def prices(one: Mapping[str, Any]) -> str | None:
    """The probabilities of the answers as one text; None where they do not add up to 1."""
    return shares({
        text_of(answer, "text"): share_of(answer.get("probability"))
        for _, answer in listed(one, "answers")
    })  # fmt: skip


def resolution_of(one: Mapping[str, Any], asks: Mapping[str, Any]) -> Resolution | None:
    """What became of a market with several answers; where several came, it is unclear."""
    if one.get("isResolved") is not True:
        return None
    word = text_of(one, "resolution")
    if word == "CANCEL":
        return Resolution(Verdict.VOID, word)
    names = {text_of(answer, "id"): text_of(answer, "text") for _, answer in listed(one, "answers")}
    answer = resolved_as(names.get(word, ""), asks)
    if answer is None:
        return Resolution(Verdict.UNCLEAR, word or "as nothing known")
    return Resolution(Verdict.ANSWERED, answer, answer=answer)
