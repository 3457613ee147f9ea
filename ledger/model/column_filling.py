"""Columns of claims (`ledger.model.claim_columns`) being filled, from a database or from rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.claim import KINDS, STANCES
from ledger.model.claim_columns import RESULTS, VERDICTS, Columns, Names
from ledger.model.filters import STATUSES
from ledger.model.forecast import KEY, chance, rightness_of, side, stated
from ledger.model.outcome import worth
from ledger.model.verdicts import FINAL, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

    from ledger.model.claim_columns import Bools, Codes, Days, Floats, Numbers
    from ledger.model.claim_state import Assessment

DAYS: Final = (
    "made_earliest", "made_latest", "due_latest", "resolve_by_latest", "stated_happened_latest",
)  # fmt: skip
NAMED: Final = ("question", "source", "publisher", "speaker", "topics", "wording")
TEXTS: Final = (
    "recorded_at", "kind", *NAMED, "stated_stance", "probability", *DAYS, "closes", "verdict",
    "value", "stated_happened_on",
)  # fmt: skip
FLAGS: Final = ("checkable", "unnamed", "told_otherwise")
VALUES: Final = ("id", "entry", *TEXTS, *FLAGS)
"""What columns are filled from: for each claim a value of each, as an assessment has it.

Of ``speaker``, ``publisher`` and ``topics`` it is what the claim counts for.
"""


def of_rows(claims: Sequence[Assessment]) -> Columns:
    """The columns of claims that were read as rows, as of one moment."""
    today = date.fromisoformat(claims[0].today) if claims else date.min
    filling = Filling()
    grouped = {"publisher": "publisher_group", "speaker": "scored_as", "topics": "topic_groups"}
    filling.take({
        name: [getattr(one, grouped.get(name, name)) for one in claims] for name in VALUES
    })  # fmt: skip
    return filling.columns(today)


class _Numbering(dict["Hashable", int]):
    """A number for each value, in the order in which they come."""

    def __missing__(self, value: Hashable) -> int:
        self[value] = number = len(self)
        return number


class Filling:
    """Columns being filled, some claims at a time, in any order."""

    def __init__(self) -> None:
        self._known: dict[str, _Numbering] = {name: _Numbering() for name in TEXTS}
        self._parts: dict[str, list[NDArray[Any]]] = defaultdict(list)

    def take(self, values: Mapping[str, Sequence[Any]]) -> None:
        """Add claims: of each of `VALUES` as many, one a claim."""
        n = len(values["id"])
        for name in TEXTS:
            number = self._known[name].__getitem__
            self._parts[name].append(np.fromiter(map(number, values[name]), np.int32, n))
        for name in FLAGS:
            self._parts[name].append(np.fromiter(values[name], np.bool_, n))
        self._parts["entry"].append(np.fromiter(values["entry"], np.int64, n))
        ids = np.empty(n, dtype=object)
        ids[:] = values["id"]
        self._parts["id"].append(ids)

    def columns(self, today: date) -> Columns:
        """The columns of all that was taken, in order; ``today`` is the day of their moment."""
        found = {name: self._whole(name) for name in VALUES}
        days = {name: self._table(name, _day, "M8[D]")[found[name]] for name in DAYS}
        recorded = self._table("recorded_at", _second, "M8[s]")[found["recorded_at"]]
        keys = found["entry"], recorded.view(np.int64), days["made_earliest"].view(np.int64)
        order = np.lexsort(keys)  # what is not a time is the least of all numbers
        given = {name: array[order] for name, array in (found | days).items()}
        names: dict[str, list[Any]] = {}
        for name in NAMED:
            given[name], names[name] = self._renumbered(name, given[name])
        return self._derived(given, Names(**names), recorded[order], np.datetime64(today, "D"))

    def _whole(self, name: str) -> NDArray[Any]:
        """All parts of a column as one; they are let go of."""
        parts = self._parts.pop(name, [])
        return np.concatenate(parts) if parts else np.empty(0, EMPTY.get(name, np.int32))

    def _table(self, name: str, read: Callable[[Any], Any], dtype: str) -> NDArray[Any]:
        """What ``read`` makes of each value of a column, by its number."""
        return np.array([read(one) for one in self._known[name]], dtype=dtype)

    def _renumbered(self, name: str, codes: Numbers) -> tuple[Numbers, list[Any]]:
        """The numbers of a column in the order in which they come now, -1 for None; the values."""
        values = list(self._known[name])
        first = np.unique(codes, return_index=True)
        come = [
            code for code in first[0][np.argsort(first[1])].tolist() if values[code] is not None
        ]
        table = np.full(len(values), -1, dtype=np.int32)
        table[come] = np.arange(len(come), dtype=np.int32)
        return table[codes], [values[code] for code in come]

    def _derived(
        self, given: Mapping[str, NDArray[Any]], names: Names, recorded: Days, today: np.datetime64
    ) -> Columns:
        """The columns, with what follows from others as in `Assessment`."""
        verdict = self._table("verdict", _place_in(VERDICTS), "i1")[given["verdict"]]
        stance = self._stance(given["stated_stance"], given[KEY])
        due, made, checkable = (given[n] for n in ("due_latest", "made_earliest", "checkable"))
        settled = SETTLES[verdict]
        horizon = np.where(np.isnat(due), given["resolve_by_latest"], due)
        passed = horizon < today
        happened = self._happened(given, verdict, horizon)
        too_late = (made > due) | ((made > happened) & settled)
        rightness, result = self._rightness(given, stance, checkable & ~too_late)
        closes = self._table("closes", lambda day: day is not None, "?")[given["closes"]]
        return Columns(
            names=names,
            ids=given["id"],
            recorded=recorded,
            **{name: given[name] for name in ("entry", *NAMED, "made_latest", "unnamed")},
            kind=self._table("kind", _place_in(KINDS), "i1")[given["kind"]],
            stance=stance,
            probability=self._table(KEY, _chance, "f8")[given[KEY]],
            made_earliest=made,
            due_latest=due,
            horizon=horizon,
            happened_latest=happened,
            verdict=verdict,
            status=_status(checkable, settled, passed),
            result=result,
            rightness=rightness,
            credit=np.where(np.isnat(horizon), np.nan, rightness),
            checkable=checkable,
            settled=settled,
            disputed=given["told_otherwise"] & ~settled,
            early=settled & ~np.isnat(horizon) & ~passed,
            horizon_passed=passed,
            has_no_horizon=np.isnat(horizon) & closes,
            made_too_late=too_late,
            recorded_after_due=recorded.astype("M8[D]") > due,
        )

    def _stance(self, written: Numbers, probability: Numbers) -> Codes:
        """The stance as written, else the side of one half that the exact probability is on."""
        own = self._table("stated_stance", _place_in(STANCES), "i1")[written]
        implied = self._table(KEY, _side, "i1")[probability]
        return np.where(own < 0, implied, own)

    def _happened(self, given: Mapping[str, NDArray[Any]], verdict: Codes, horizon: Days) -> Days:
        """The latest day on which the verdict can have become true."""
        unstated = self._table("stated_happened_on", lambda day: day is None, "?")
        by_then = unstated[given["stated_happened_on"]] & (
            verdict == VERDICTS.index(Verdict.DID_NOT_HAPPEN)
        )
        return np.where(by_then, horizon, given["stated_happened_latest"])

    def _rightness(
        self, given: Mapping[str, NDArray[Any]], stance: Codes, counts: Bools
    ) -> tuple[Floats, Codes]:
        """How right claims were, and that in a word, of those that ``counts`` lets count."""
        verdicts, values = list(self._known["verdict"]), list(self._known["value"])
        pairs, own = np.unique(
            given["verdict"].astype(np.int64) * max(len(values), 1) + given["value"],
            return_inverse=True,
        )
        told = [divmod(pair, max(len(values), 1)) for pair in pairs.tolist()]
        came = [_worth(verdicts[verdict], values[value]) for verdict, value in told]
        rightness = np.full(own.size, np.nan)
        result = np.full(own.size, -1, dtype=np.int8)
        for name in ("for", "against"):
            earned = [rightness_of(name, one) for one in came]
            taken = counts & (stance == STANCES.index(name))
            rightness[taken] = np.array([_float(one) for one in earned], dtype=float)[own[taken]]
            words = [-1 if one is None else _result(one) for one in earned]
            result[taken] = np.array(words, dtype=np.int8)[own[taken]]
        return rightness, result


EMPTY: Final[Mapping[str, Any]] = {
    "id": object, "entry": np.int64, **dict.fromkeys(FLAGS, np.bool_),
}  # fmt: skip
"""The types of what is no number of a value, for where there are no claims."""

SETTLES: Final = np.array([*(one in FINAL for one in VERDICTS), False])
"""By the place of a verdict, whether it settles a question; the last is that of none, -1."""


def _status(checkable: Bools, settled: Bools, passed: Bools) -> Codes:
    """The place in `STATUSES` of each claim's; the first that holds counts."""
    conditions = [~checkable, settled, passed]
    names = ["not-checkable", "settled", "overdue"]
    places = [np.int8(STATUSES.index(one)) for one in names]
    return np.select(conditions, places, np.int8(STATUSES.index("open")))


def _place_in(known: tuple[str, ...]) -> Callable[[str | None], int]:
    return lambda name: -1 if name is None else known.index(name)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _second(text: str) -> str:
    return text.removesuffix("Z")


def _chance(probability: Decimal | None) -> float:
    return chance(stated(probability))


def _side(probability: Decimal | None) -> int:
    return STANCES.index(side(None, stated(probability)))


def _float(value: Decimal | None) -> float:
    return float("nan") if value is None else float(value)


def _worth(verdict: str | None, value: Decimal | None) -> Decimal | None:
    return None if verdict is None else worth(verdict, value)


def _result(rightness: Decimal) -> int:
    name = {0: "wrong", 1: "right"}.get(rightness, "partly")  # type: ignore[call-overload]
    return RESULTS.index(name)
