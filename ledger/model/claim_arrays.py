"""Claims as columns: an array for each fact that figures are made of, and no object a claim.

This is the contract between what reads a ledger and what counts in it.

Rows:
    One a claim, as of one moment (`ledger.model.claim_state.Moment`): what the first entries of
    the journal say, on a day that counts as today.  They are in the order the claims were made: by
    ``made_earliest``, those without one first, then by ``recorded``, then by ``entry``, which no
    two share.  So any choice of rows that keeps their order is in that order too.

Types and nulls:
    =============================  ================  ==========================================
    columns                        dtype             null
    =============================  ================  ==========================================
    ``entry``                      int64             never
    ``recorded``                   datetime64[s]     never; UTC
    ``question``, ``source``,      int32             never; a number into the list of that name
    ``publisher``, ``speaker``,                      in ``names``
    ``topics``
    ``wording``                    int32             -1
    ``kind``, ``stance``,          int8              never; a place in `KINDS`, `STANCES`,
    ``status``, ``type``                             `STATUSES`, `TYPES`
    ``verdict``, ``result``        int8              -1; a place in `VERDICTS`, `RESULTS`
    ``made_earliest`` and others   datetime64[D]     NaT, neither before nor after any day
    that are days
    ``probability``,               float64           NaN
    ``rightness``, ``credit``
    all others                     bool              never
    =============================  ================  ==========================================

    ``names`` numbers what it lists in the order in which it first comes in the rows, and lists
    nothing that no row has, until rows are taken from others.  Of ``topics`` each item is a
    claim's whole list of topics.

Meaning:
    Each column says what the property of that name of `ledger.model.claim_state.Assessment` says,
    with what the moment makes of it (``status``, ``horizon_passed``, ``credit`` and so on) already
    worked out.  ``speaker`` is `Assessment.scored_as`, ``publisher`` and ``topics`` are the
    ``_group`` of these.  Decisions are taken on the exact decimals, so a probability a hair above
    one half takes a side though its float64 is 0.5.

Columns are the same, to the bit, on every database and whether they were filled from a database or
from assessments.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.texts import places_among
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ledger.model.texts import Texts

    Bools = NDArray[np.bool_]
    Codes = NDArray[np.int8]
    Days = NDArray[np.datetime64]
    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int32]

VERDICTS: Final = tuple(Verdict)
RESULTS: Final = ("right", "partly", "wrong")


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of some columns stand for, by the column."""

    question: Sequence[str]
    source: Sequence[str]
    publisher: list[str]
    speaker: list[str]
    topics: list[tuple[str, ...]]
    wording: list[str]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Columns:
    """Claims as of a moment, a row each; the contract is that of this module.

    ``ids`` are those of the claims, in the order of the rows, and no objects.
    """

    names: Names
    ids: Texts
    entry: NDArray[np.int64]
    recorded: Days
    kind: Codes
    question: Numbers
    source: Numbers
    publisher: Numbers
    speaker: Numbers
    topics: Numbers
    wording: Numbers
    type: Codes
    stance: Codes
    probability: Floats
    made_earliest: Days
    made_latest: Days
    due_latest: Days
    horizon: Days
    closes_latest: Days
    happened_latest: Days
    verdict: Codes
    status: Codes
    result: Codes
    rightness: Floats
    credit: Floats
    checkable: Bools
    counting: Bools
    unnamed: Bools
    settled: Bools
    disputed: Bools
    early: Bools
    horizon_passed: Bools
    has_no_horizon: Bools
    made_too_late: Bools
    recorded_after_due: Bools

    def __len__(self) -> int:
        return self.entry.size

    def take(self, rows: NDArray[Any]) -> Columns:
        """Those rows alone, chosen by a mask or by ascending places; names stay as they are."""
        arrays = [field.name for field in fields(self) if field.name != "names"]
        return replace(self, **{name: getattr(self, name)[rows] for name in arrays})

    def is_of(self, claims: Iterable[str], questions: Iterable[str]) -> Bools:
        """Which rows are one of some claims, or are on one of some questions, by id."""
        of_claim = np.zeros(len(self), dtype=bool)
        of_claim[list(self.ids.places_of(set(claims)).values())] = True
        asked = list(places_among(self.names.question, set(questions)).values())
        return of_claim | np.isin(self.question, asked)
