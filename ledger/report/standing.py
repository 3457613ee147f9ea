"""How long each forecast stood: until its speaker's next on the question, or until that closed.

What counts of a question are the days from a first forecast on it to its end: the day before it
came about, else its due day or scheduled end, and never a day after forecasting on it closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.claim_arrays import VERDICTS
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ledger.model.claim_arrays import Bools, Columns

    Rows = NDArray[np.intp]
    Days = NDArray[np.int64]


class Standing:
    """How long each of some claims stood, worked out once where it is asked for.

    ``says`` marks those that take a side or give a chance, and so stand for something.
    """

    def __init__(self, columns: Columns, says: Bools) -> None:
        self._columns, self._rows = columns, np.flatnonzero(says)

    @cached_property
    def _spans(self) -> Spans:
        speaker = self._columns.speaker[self._rows].astype(np.int64)
        return spans(self._columns, self._rows, speaker)

    @cached_property
    def days(self) -> NDArray[np.float64]:
        """For each claim the days it stood; 0 where it stands for nothing."""
        found = np.zeros(len(self._columns))
        found[self._rows] = self._spans.days
        return found

    @cached_property
    def windows(self) -> NDArray[np.float64]:
        """For each claim the days on which anybody's stood on its question; 0 as in ``days``."""
        found = np.zeros(len(self._columns))
        _, asked = np.unique(self._columns.question[self._rows], return_inverse=True)
        found[self._rows] = windows(self._spans, asked)[asked]
        return found

    def ahead(self, days: int) -> Bools:
        """Which claims stood so many days before the due day or scheduled end of their question."""
        horizon = self._columns.horizon[self._rows]
        day = horizon.astype(np.int64) - days
        stood = ~np.isnat(horizon) & (self._spans.start <= day) & (day < self._spans.stop)
        found = np.zeros(len(self._columns), dtype=bool)
        found[self._rows[stood]] = True
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """For each claim the day it stands from and the day it stands no more, numbered as from 1970.

    Days run up to the day before the question came about, else to its due day or scheduled end, or
    to the day forecasting on it closed where that is before; that after the last is ``end``.  A
    claim that another by the same speaker replaced on the day it was made never stood; the last one
    of a speaker stands a day at least.
    """

    start: Days
    stop: Days
    end: Days

    @property
    def days(self) -> Days:
        """How many days each stood."""
        found: Days = self.stop - self.start
        return found


def spans(columns: Columns, rows: Rows, speaker: NDArray[np.int64]) -> Spans:
    """How long some claims stood.

    Args:
        columns: the claims; they are in the order they were made.
        rows: the places of those that are asked about, ascending.
        speaker: for each of them who made it.
    """
    end = _ends(columns, rows)
    made = columns.made_latest[rows]
    start = np.where(np.isnat(made), end - 1, made.astype(np.int64))
    end = np.where(end == NONE, start + 1, end)
    question = columns.question[rows]
    order = np.lexsort((np.arange(rows.size), start, speaker, question))
    same = np.zeros(rows.size, dtype=bool)
    same[:-1] = (np.diff(question[order]) == 0) & (np.diff(speaker[order]) == 0)
    following = np.append(start[order][1:], 0)
    until, last = np.maximum(end, start)[order], np.maximum(end, start + 1)[order]
    stop = np.where(same, np.minimum(following, until), last)
    found = np.empty_like(stop)
    found[order] = stop
    return Spans(start, found, end)


def windows(found: Spans, asked: Rows) -> NDArray[np.float64]:
    """For how many days anybody's forecast stood on each question.

    Args:
        found: how long each forecast stood.
        asked: for each the number of its question; none is left out.
    """
    first = np.full(int(asked.max(initial=-1)) + 1, NONE)
    last = np.full(first.size, -NONE)
    np.minimum.at(first, asked, found.start)
    np.maximum.at(last, asked, found.stop)
    days: NDArray[np.float64] = (last - first).astype(float)
    return days


NONE: Final = np.iinfo(np.int64).max


def _ends(columns: Columns, rows: Rows) -> Days:
    """The day after the last on which a forecast on each question counts; `NONE` where unknown."""
    happened, horizon = columns.happened_latest[rows], columns.horizon[rows]
    came = np.where(np.isnat(happened), NONE, happened.astype(np.int64))
    due = np.where(np.isnat(horizon), NONE, horizon.astype(np.int64) + 1)
    failed = columns.verdict[rows] == VERDICTS.index(Verdict.DID_NOT_HAPPEN)
    over = np.where(failed & (happened == horizon), due, came)  # over once it is due
    closes = columns.closes_latest[rows]
    closed = np.where(np.isnat(closes), NONE, closes.astype(np.int64) + 1)
    found: Days = np.minimum(np.minimum(over, due), closed)
    return found
