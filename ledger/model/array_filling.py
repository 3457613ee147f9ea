"""Columns of claims (`ledger.model.claim_arrays`) being filled, from a database or from rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger import edtf
from ledger.model.answers import TYPES, came_to, probability_of, stand_kept
from ledger.model.claim import KINDS, STANCES
from ledger.model.claim_arrays import RESULTS, VERDICTS, Columns, Names
from ledger.model.coded_columns import Coded, Numbering, of_each
from ledger.model.filters import STATUSES
from ledger.model.forecast import KEY, chance, rightness_of, side, stated, turned
from ledger.model.outcome import worth
from ledger.model.texts import Texts
from ledger.model.verdicts import FINAL, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from numpy.typing import NDArray

    from ledger.model.answers import Answer, AnswerSpace
    from ledger.model.claim_arrays import Bools, Codes, Days, Floats, Numbers
    from ledger.model.claim_state import Assessment

DAYS: Final = (
    "made_earliest", "made_latest", "due_latest", "resolve_by_latest", "stated_happened_latest",
)  # fmt: skip
NAMED: Final = ("question", "source", "publisher", "speaker", "topics", "wording")
TEXTS: Final = (
    "recorded_at", "kind", *NAMED, "stated_stance", "probability", "answer", *DAYS, "closes",
    "space", "verdict", "value", "came", "stated_happened_on",
)  # fmt: skip
FLAGS: Final = ("checkable", "proposed", "unnamed", "told_otherwise")
VALUES: Final = ("id", "entry", *TEXTS, *FLAGS)
"""What columns are filled from: for each claim a value of each, as an assessment has it.

``space`` is what answers the question can have, ``came`` its answer: None where it is yes or no.
Of ``speaker``, ``publisher`` and ``topics`` it is what the claim counts for.
"""


def of_rows(claims: Sequence[Assessment]) -> Columns:
    """The columns of claims that were read as rows, as of one moment."""
    today = date.fromisoformat(claims[0].today) if claims else date.min
    filling = Filling()
    grouped = {"publisher": "publisher_group", "speaker": "scored_as", "topics": "topic_groups"}
    filling.take({
        name: [getattr(claim, grouped.get(name, name)) for claim in claims] for name in VALUES
    })  # fmt: skip
    return filling.columns(today)


class Filling:
    """Columns being filled, some claims at a time, in any order."""

    def __init__(self) -> None:
        self._known: dict[str, Numbering] = {name: Numbering() for name in TEXTS}
        self._parts: dict[str, list[NDArray[Any]]] = defaultdict(list)
        self._ids: list[str] = []

    def take(self, values: Mapping[str, Sequence[Any]]) -> None:
        """Add claims: of each of `VALUES` as many, one a claim."""
        n = len(values["id"])
        for name in TEXTS:
            number = self._known[name].__getitem__
            self._parts[name].append(np.fromiter(map(number, values[name]), np.int32, n))
        for name in FLAGS:
            self._parts[name].append(np.fromiter(values[name], np.bool_, n))
        self._parts["entry"].append(np.fromiter(values["entry"], np.int64, n))
        self._ids.extend(values["id"])

    def columns(self, today: date) -> Columns:
        """The columns of all that was taken, in order; ``today`` is the day of their moment."""
        codes = {name: Coded(self._whole(name), list(self._known[name])) for name in TEXTS}
        more = {name: self._whole(name) for name in ("entry", *FLAGS)}
        return filled(codes, {"id": Texts(self._ids), **more}, today)

    def _whole(self, name: str) -> NDArray[Any]:
        """All parts of a column as one; they are let go of."""
        parts = self._parts.pop(name, [])
        return np.concatenate(parts) if parts else np.empty(0, EMPTY.get(name, np.int32))


def filled(given: dict[str, Coded], more: dict[str, Any], today: date) -> Columns:
    """The columns of claims, in order, on the day that counts as ``today``.

    Args:
        given: each of `TEXTS` of the claims, in any order; it is emptied.
        more: their ``id`` and ``entry``, and each of `FLAGS`; it is emptied.
        today: the day of their moment.
    """
    days = {name: given[name].table(_day, "M8[D]") for name in DAYS}
    recorded = given["recorded_at"].table(_second, "M8[s]")
    keys = more["entry"], recorded.view(np.int64), days["made_earliest"].view(np.int64)
    order = np.lexsort(keys)  # what is not a time is the least of all numbers
    arrays: dict[str, Any] = {}
    for several in (more, days):
        while several:
            name, array = several.popitem()
            arrays[name] = array[order]
    names: dict[str, Any] = {}
    coded: dict[str, Coded] = {}
    for name in TEXTS:
        own = given.pop(name)  # there are many rows, and each column is let go of once it is read
        if name in NAMED:
            arrays[name], names[name] = _renumbered(own, order)
        elif name not in DAYS and name != "recorded_at":
            coded[name] = Coded(own.codes[order], own.values)
    return _derived(coded, arrays, Names(**names), recorded[order], np.datetime64(today, "D"))


def _renumbered(given: Coded, order: NDArray[np.intp]) -> tuple[Numbers, Sequence[Any]]:
    """The numbers of rows in order, as values come in that order, -1 for None; the values."""
    codes = given.codes[order]
    first = np.full(len(given.values), codes.size)
    first[codes[::-1]] = np.arange(codes.size - 1, -1, -1)  # the last that is put in stays
    come = np.argsort(first, kind="stable")[: np.count_nonzero(first < codes.size)]
    if not isinstance(given.values, Texts):
        come = come[[given.values[one] is not None for one in come.tolist()]]
    table = np.full(len(given.values), -1, dtype=np.int32)
    table[come] = np.arange(come.size, dtype=np.int32)
    if isinstance(given.values, Texts):
        return table[codes], given.values[come]
    return table[codes], [given.values[one] for one in come.tolist()]


def _derived(
    coded: Mapping[str, Coded],
    given: Mapping[str, Any],
    names: Names,
    recorded: Days,
    today: np.datetime64,
) -> Columns:
    """The columns, with what follows from others as in `Assessment`."""
    verdict = coded["verdict"].table(_place_in(VERDICTS), "i1")
    stance = _stance(coded)
    due, made = (given[n] for n in ("due_latest", "made_earliest"))
    counting = given["checkable"] & ~given["proposed"]
    settled = SETTLES[verdict]
    horizon = np.where(np.isnat(due), given["resolve_by_latest"], due)
    passed = horizon < today
    happened = _happened(coded, given, verdict, horizon)
    too_late = (made > due) | ((made > happened) & settled)
    rightness, result = _rightness(coded, stance, counting & ~too_late)
    closes = coded["closes"].each(lambda _: True)
    return Columns(
        names=names,
        ids=given["id"],
        recorded=recorded,
        **{name: given[name] for name in ("entry", *NAMED, "made_latest", "unnamed")},
        kind=coded["kind"].table(_place_in(KINDS), "i1"),
        type=coded["space"].table(_type, "i1"),
        stance=stance,
        probability=coded[KEY].table(_chance, "f8"),
        made_earliest=made,
        due_latest=due,
        horizon=horizon,
        closes_latest=coded["closes"].table(_last_day, "M8[D]"),
        happened_latest=happened,
        verdict=verdict,
        status=_status(given, settled, passed),
        result=result,
        rightness=rightness,
        credit=np.where(np.isnat(horizon), np.nan, rightness),
        checkable=given["checkable"],
        counting=counting,
        settled=settled,
        disputed=given["told_otherwise"] & ~settled,
        early=settled & ~np.isnat(horizon) & ~passed,
        horizon_passed=passed,
        has_no_horizon=np.isnat(horizon) & closes,
        made_too_late=too_late,
        recorded_after_due=recorded.astype("M8[D]") > due,
    )


def _stance(coded: Mapping[str, Coded]) -> Codes:
    """The stance as written, else the side of one half that the exact probability is on."""
    own = coded["stated_stance"].table(_place_in(STANCES), "i1")
    sides = np.where(own < 0, coded[KEY].table(_side, "i1"), own)
    asks = coded["space"].each(lambda _: True) & (own < 0)
    if asks.any():
        stands = (coded[name] for name in ("answer", "space"))
        sides[asks] = of_each(stands, asks, _side_of, np.int8)
    return sides


def _happened(
    coded: Mapping[str, Coded], given: Mapping[str, NDArray[Any]], verdict: Codes, horizon: Days
) -> Days:
    """The latest day on which the verdict can have become true."""
    stated = coded["stated_happened_on"].each(lambda _: True)
    by_then = ~stated & (verdict == VERDICTS.index(Verdict.DID_NOT_HAPPEN))
    return np.where(by_then, horizon, given["stated_happened_latest"])


def _rightness(coded: Mapping[str, Coded], stance: Codes, counts: Bools) -> tuple[Floats, Codes]:
    """How right claims were, and that in a word, of those that ``counts`` lets count."""
    verdicts, values = coded["verdict"], coded["value"]
    width = max(len(values.values), 1)
    pairs, own = np.unique(
        verdicts.codes.astype(np.int64) * width + values.codes, return_inverse=True
    )
    told = [divmod(pair, width) for pair in pairs.tolist()]
    came = [_worth(verdicts.values[verdict], values.values[value]) for verdict, value in told]
    rightness = np.full(own.size, np.nan)
    result = np.full(own.size, -1, dtype=np.int8)
    for name in ("for", "against"):
        earned = [rightness_of(name, number) for number in came]
        taken = counts & (stance == STANCES.index(name))
        rightness[taken] = np.array([_float(number) for number in earned], dtype=float)[own[taken]]
        words = [-1 if number is None else _result(number) for number in earned]
        result[taken] = np.array(words, dtype=np.int8)[own[taken]]
    asks = coded["space"].each(lambda _: True)
    if asks.any():
        _put_answered(coded, stance, counts & asks, (rightness, result))
    return rightness, result


def _put_answered(
    coded: Mapping[str, Coded], stance: Codes, rows: Bools, into: tuple[Floats, Codes]
) -> None:
    """Put how right claims were on questions that are not yes or no."""
    rightness, result = into
    several = (coded[name] for name in ("answer", "space", "came"))
    came = of_each(several, rows, _came, float)
    sides = stance[rows]
    against = sides == STANCES.index("against")
    earned = np.where(against, turned(came), came)
    earned[sides == STANCES.index("none")] = np.nan
    rightness[rows] = earned
    words = np.where(earned == 1, RESULTS.index("right"), RESULTS.index("wrong"))
    result[rows] = np.where(np.isnan(earned), -1, words)


EMPTY: Final[Mapping[str, Any]] = {
    "entry": np.int64, **dict.fromkeys(FLAGS, np.bool_),
}  # fmt: skip
"""The types of what is no number of a value, for where there are no claims."""

SETTLES: Final = np.array([*(verdict in FINAL for verdict in VERDICTS), False])
"""By the place of a verdict, whether it settles a question; the last is that of none, -1."""


def _status(given: Mapping[str, NDArray[Any]], settled: Bools, passed: Bools) -> Codes:
    """The place in `STATUSES` of each claim's; the first that holds counts."""
    conditions = [given["proposed"], ~given["checkable"], settled, passed]
    names = ["proposed", "not-checkable", "settled", "overdue"]
    places = [np.int8(STATUSES.index(name)) for name in names]
    return np.select(conditions, places, np.int8(STATUSES.index("open")))


def _type(space: AnswerSpace | None) -> int:
    return TYPES.index("binary" if space is None else space.type)


def _side_of(text: str | None, space: AnswerSpace) -> int:
    return _side(probability_of(stand_kept(text, space)))


def _came(text: str | None, space: AnswerSpace, answer: Answer | None) -> float:
    return _float(came_to(stand_kept(text, space), answer))


def _place_in(known: tuple[str, ...]) -> Callable[[str | None], int]:
    return lambda name: -1 if name is None else known.index(name)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _last_day(text: str | None) -> date | None:
    return None if text is None else edtf.parse(text).latest


def _second(text: str | None) -> str | None:
    return None if text is None else text.removesuffix("Z")


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
