"""What of claims can be scored under the settings of a report, worked out for all of them at once.

Figures of a group are then made of the values at its rows; nothing is decided a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.claim import STANCES
from ledger.model.claim_columns import VERDICTS
from ledger.model.verdicts import Verdict
from ledger.report.chances import chance_of_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.model.claim_columns import Columns
    from ledger.report.settings import Settings

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

BINARY: Final = {Verdict.HAPPENED: 1.0, Verdict.LATE: 0.0, Verdict.DID_NOT_HAPPEN: 0.0}
"""The verdicts that a probability can be scored by: 1 where the question came about in time."""

CAME: Final = np.array([*(BINARY.get(one, np.nan) for one in VERDICTS), np.nan])
"""By the place of a verdict, what a probability is scored by; the last is that of none, -1."""

FATES: Final = ("right", "partly", "wrong", "unscored")
"""How a settled claim came out, in the order in which they are stacked and listed."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Scorable:
    """The claims of ``columns``, and for each row what can be scored of it.

    ``credited`` counts in accuracy, and ``sided`` in what its words have meant.  ``chance`` is that
    which the claim gives its question, as stated or, where ``implied``, as its words are read, with
    its ``timid`` and ``bold`` ends; NaN where it gives none.  ``came`` is what it is scored by: 1
    where the question came about in time, 0 where not, NaN where that cannot be said.

    ``forecast`` says whose chance is scored; ``alone`` whose claim takes no side, as one half does
    not, so that nothing but its stated chance is.  ``no_horizon`` are claims of which nothing but
    the chance could be scored (`Assessment.has_no_horizon`): what comes about can be settled early
    and what does not mostly never is, so that they are counted apart, and left out with
    ``guard_early``.  ``partly`` has a chance that is not scored, as its question came about partly,
    and ``unread`` words that the yardstick does not know.
    """

    columns: Columns
    settings: Settings
    credited: Bools
    sided: Bools
    chance: Floats
    timid: Floats
    bold: Floats
    implied: Bools
    came: Floats
    forecast: Bools
    alone: Bools
    no_horizon: Bools
    partly: Bools
    unread: Bools

    @property
    def fate(self) -> NDArray[np.int8]:
        """How each claim came out, a place in `FATES`, agreeing with what accuracy is made of."""
        return np.where(self.credited, self.columns.result, np.int8(FATES.index("unscored")))


def scorable(columns: Columns, settings: Settings) -> Scorable:
    """What can be scored of claims.

    Raises:
        UnknownName: no yardstick bears the name that ``settings`` give.
    """
    stated = ~np.isnan(columns.probability)
    chance, timid, bold = _chances(columns, settings)
    came = CAME[columns.verdict]
    given, binary = ~np.isnan(chance), ~np.isnan(came)
    in_time = columns.checkable & ~columns.made_too_late
    on_time = in_time & _can_fail(columns, settings)
    no_horizon = in_time & columns.has_no_horizon & stated
    chance_counts = given & np.where(no_horizon, not settings.guard_early, on_time)
    sideless = columns.stance == STANCES.index("none")
    return Scorable(
        columns=columns,
        settings=settings,
        credited=~np.isnan(columns.credit) & on_time,
        sided=on_time & binary & ~sideless,
        chance=chance,
        timid=timid,
        bold=bold,
        implied=~stated & given,
        came=came,
        forecast=chance_counts & binary,
        alone=on_time & binary & sideless & stated,
        no_horizon=no_horizon,
        partly=chance_counts & verdict_is(columns, Verdict.PARTLY),
        unread=on_time & binary & ~sideless & (columns.wording >= 0) & ~given,
    )


def _can_fail(columns: Columns, settings: Settings) -> Bools:
    """Whether the horizon of a claim's question lets the claim be scored at all.

    Without one a claim could only ever come out one way, and so it could, for a while, where it was
    settled early.
    """
    return columns.horizon_passed if settings.guard_early else ~np.isnat(columns.horizon)


def _chances(columns: Columns, settings: Settings) -> tuple[Floats, Floats, Floats]:
    """The chance that each claim gives its question, and its timid and its bold end."""
    stated = columns.probability
    if settings.yardstick is None:
        return stated, stated, stated
    words = [*columns.names.wording, None]  # the last is that of none, -1
    sides = len(STANCES)
    said, own = np.unique(columns.wording * sides + columns.stance, return_inverse=True)
    of_words = np.array([
        chance_of_words(words[one // sides], STANCES[one % sides], settings.yardstick)
        for one in said.tolist()
    ]).reshape(-1, 3)  # fmt: skip
    unstated = np.isnan(stated)
    point, timid, bold = (np.where(unstated, of_words[own, end], stated) for end in range(3))
    return point, timid, bold


def verdict_is(columns: Columns, verdict: Verdict) -> Bools:
    """On whose question a verdict stands."""
    found: Bools = columns.verdict == VERDICTS.index(verdict)
    return found
