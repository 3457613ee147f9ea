"""What a wording has meant: how often what was said with it came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.forecast import term, turned
from ledger.model.name_keys import name_key
from ledger.report.sample import Sample
from ledger.scoring.intervals import LEVEL, shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.report.sample import Parts, Scorable

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


def meanings(keys: Sequence[str], found: Scorable, parts: Parts) -> list[Meaning]:
    """What each of the wordings ``keys`` has meant in the claims that stand under it."""
    yardstick = found.settings.yardstick
    known = [None if yardstick is None else term(key, yardstick) for key in keys]
    unlikely = np.array([one is not None and one.below_half for one in known], dtype=bool)
    chosen = Sample(found, parts.where(found.sided))
    came = np.where(
        np.repeat(unlikely, np.diff(chosen.parts.bounds)), turned(chosen.credit), chosen.credit
    )
    columns = known, chosen.pairs, shares(came, chosen.weighing, chosen.cells, LEVEL)
    return [
        Meaning(
            range=None if column is None else (column.low, column.high),
            n=pairs,
            effective_clusters=None if seen is None else seen.design.effective_clusters,
            observed=None if seen is None else seen.mean,
            observed_interval=None if seen is None else seen.interval,
            observed_rough=None if seen is None or seen.interval is None else seen.rough,
        )
        for column, pairs, seen in zip(*columns, strict=True)
    ]
