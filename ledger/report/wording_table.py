"""What a wording has meant: how often what was said with it came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.model.forecast import term, turned
from ledger.model.name_keys import name_key
from ledger.report.sample import sample
from ledger.scoring.intervals import LEVEL, share

if TYPE_CHECKING:
    from ledger.report.sample import Rows, Scorable

NO_WORDING: Final = "(no wording)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What the yardstick says a wording means, and what it has meant in this ledger.

    ``range`` is the yardstick's, 0 to 1, None where it does not know the wording or there is none.
    ``observed`` is how often what the words speak of came about, over ``n`` pairs of a speaker and
    a question with a binary outcome: of "unlikely" that is what the speaker held to be unlikely, of
    words that the yardstick does not know, what the speaker said would be.  Its interval is that of
    an accuracy, on ``effective_clusters``, and ``observed_rough`` where that may hold less often
    than it says.
    """

    range: tuple[float, float] | None
    n: int
    effective_clusters: float | None
    observed: float | None
    observed_interval: tuple[float, float] | None
    observed_rough: bool | None


def heading(wording: str | None, yardstick: str | None) -> str:
    """Under what a wording stands: the yardstick's term, else the wording itself."""
    if wording is None:
        return NO_WORDING
    found = None if yardstick is None else term(wording, yardstick)
    return name_key(wording).casefold() if found is None else found.phrase


def meaning(key: str, found: Scorable, rows: Rows) -> Meaning:
    """What the wording ``key`` has meant in the claims at ``rows``, which stand under it."""
    yardstick = found.settings.yardstick
    known = None if yardstick is None else term(key, yardstick)
    unlikely = known is not None and known.below_half
    chosen = sample(found, rows[found.sided[rows]])
    right = chosen.credit
    seen = share(turned(right) if unlikely else right, chosen.weights, chosen.clusters, LEVEL)
    return Meaning(
        range=None if known is None else (known.low, known.high),
        n=chosen.pairs,
        effective_clusters=None if seen is None else seen.design.effective_clusters,
        observed=None if seen is None else seen.mean,
        observed_interval=None if seen is None else seen.interval,
        observed_rough=None if seen is None or seen.interval is None else seen.rough,
    )
