"""One selection: its rows and its columns say the same, and every filter means one thing."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import everything
import numpy as np
import pytest
from conftest import Clock
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from strategies import assessments

from ledger import Filters, Ledger
from ledger.errors import Damaged
from ledger.model.answers import TYPES
from ledger.model.array_filling import of_rows
from ledger.model.claim import KINDS, STANCES
from ledger.model.claim_arrays import RESULTS, VERDICTS, Names
from ledger.model.filters import STATUSES
from ledger.model.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import postgres
    from histories import Step

    from ledger.model.claim_arrays import Columns
    from ledger.model.claim_state import Assessment

DTYPES: Final = {
    "int8": ["kind", "type", "stance", "verdict", "status", "result"],
    "int32": ["question", "source", "publisher", "speaker", "topics", "wording"],
    "int64": ["entry"],
    "float64": ["probability", "rightness", "credit"],
    "datetime64[s]": ["recorded"],
    "datetime64[D]": [
        "made_earliest", "made_latest", "due_latest", "horizon", "closes_latest", "happened_latest",
    ],
    "bool": [
        "checkable", "counting", "unnamed", "settled", "disputed", "early", "horizon_passed",
        "has_no_horizon", "made_too_late", "recorded_after_due",
    ],
}  # fmt: skip
"""The contract, said a second time."""

CODES: Final[dict[str, tuple[str, ...]]] = {
    "kind": KINDS, "type": TYPES, "stance": STANCES, "verdict": VERDICTS, "status": STATUSES,
    "result": RESULTS,
}  # fmt: skip


def told_by_columns(columns: Columns) -> list[dict[str, Any]]:
    """Each row of columns in Python's own values: None for null, names for numbers."""
    told = []
    for row in range(len(columns)):
        found: dict[str, Any] = {"ids": columns.ids[row]}
        for name in (one for several in DTYPES.values() for one in several):
            value = getattr(columns, name)[row]
            if name in CODES:
                found[name] = CODES[name][value] if value >= 0 else None
            elif name in Names.__dataclass_fields__:
                found[name] = getattr(columns.names, name)[value] if value >= 0 else None
            elif isinstance(value, np.datetime64):
                found[name] = None if np.isnat(value) else str(value)
            elif isinstance(value, float):
                found[name] = None if np.isnan(value) else float(value)
            else:
                found[name] = value
        told.append(found)
    return told


def told_by_rows(claims: Iterable[Assessment]) -> list[dict[str, Any]]:
    """The same, as the properties of assessments say it, in the order of the contract."""

    def in_order(one: Assessment) -> tuple[str, str, int]:
        return one.made_earliest or "", one.recorded_at, one.entry

    others = {
        "recorded": lambda one: one.recorded_at.removesuffix("Z"),
        "publisher": lambda one: one.publisher_group,
        "speaker": lambda one: one.scored_as,
        "topics": lambda one: one.topic_groups,
        "type": lambda one: one.type or "binary",
    }
    told = []
    for one in sorted(claims, key=in_order):
        found = {"ids": one.id}
        for name in (each for several in DTYPES.values() for each in several):
            value = others[name](one) if name in others else getattr(one, name)
            found[name] = float(value) if isinstance(value, Decimal) else value
        told.append(found)
    return told


def assert_as_agreed(columns: Columns) -> None:
    """The types are those of the contract, and names are numbered as they come, none too many."""
    assert {one.name for one in fields(columns)} == {"names", "ids", *chain(*DTYPES.values())}
    for dtype, names in DTYPES.items():
        for name in names:
            assert getattr(columns, name).dtype == np.dtype(dtype), name
            assert getattr(columns, name).shape == (len(columns),)
    assert isinstance(columns.ids, Texts)
    assert len(columns.ids) == len(columns)
    for name in Names.__dataclass_fields__:
        numbers = getattr(columns, name)
        come = list(dict.fromkeys(numbers[numbers >= 0].tolist()))
        assert come == list(range(len(getattr(columns.names, name)))), name
        assert len(set(getattr(columns.names, name))) == len(come)


def assert_columns_are_rows(ledger: Ledger, as_of: str, filters: Filters | None = None) -> None:
    with ledger.select(filters, as_of) as selection:
        for columns, rows in (
            (selection.columns(), selection.rows()),
            (selection.columns_withdrawn(), selection.withdrawn()),
        ):
            assert_as_agreed(columns)
            assert told_by_columns(columns) == told_by_rows(rows)
            assert told_by_columns(of_rows(rows)) == told_by_columns(columns)


def assert_status_is_decided_as_rows_do(ledger: Ledger, as_of: str) -> None:
    claims = ledger.list(as_of=as_of)
    for status in STATUSES:
        found = ledger.list(Filters(status=(status,)), as_of)
        assert found == [one for one in claims if one.status == status]
    some = ledger.list(Filters(status=("overdue", "settled"), kind=("prediction",)), as_of)
    assert some == [
        one for one in claims if one.status in {"overdue", "settled"} and one.kind == "prediction"
    ]


def moments(ledger: Ledger) -> Iterator[str]:
    """Each entry on its own day, and all of them on days around those that matter."""
    now = ledger.moment()
    for number, entry in ledger.log():
        yield f"{number}@{entry.at[:10]}"
    for day in ("2023-04-30", "2023-06-01", "2023-06-30", "2023-07-01", "2023-07-25"):
        yield f"{now.entry}@{day}"
    yield str(now)


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ledger]:
    """The ledger of everything, on each kind of database in turn."""
    place = str(tmp_path_factory.mktemp("whole") / "ledger.db")
    server: postgres.Server | None = None
    if request.param == "PostgreSQL":
        server = request.getfixturevalue("postgres_server")
        name = server.empty()
        place = server.url(name)
    everything.fill(place)
    with Ledger(place) as ledger:
        yield ledger
    if server is not None:
        server.drop(name)


@pytest.mark.slow
def test_columns_say_what_rows_say_at_every_moment(whole: Ledger) -> None:
    for moment in moments(whole):
        assert_columns_are_rows(whole, moment)


@pytest.mark.slow
def test_a_status_is_decided_in_the_database_by_the_rule_of_rows(whole: Ledger) -> None:
    found = set()
    for moment in moments(whole):
        assert_status_is_decided_as_rows_do(whole, moment)
        found |= {one.status for one in whole.list(as_of=moment)}
    assert found == set(STATUSES)


@pytest.mark.slow
def test_columns_are_of_what_the_filters_let_through(whole: Ledger) -> None:
    for filters in (
        Filters(speaker=("ann",)),
        Filters(status=("overdue",), topic=("health",)),
        Filters(verdict=("partly", "void")),
        Filters(due_after=date(2023, 6, 1), due_before=date(2023, 7, 1)),
        Filters(kind=("plan",), status=("settled",)),
    ):
        assert_columns_are_rows(whole, str(whole.moment()), filters)


def test_what_was_withdrawn_is_there_for_every_status(whole: Ledger) -> None:
    gone = {one.id for one in whole.withdrawn()}
    assert gone == {"gone", "also-gone", "due-decade", "crowd"}
    for status in STATUSES:
        assert {one.id for one in whole.withdrawn(Filters(status=(status,)))} == gone


def test_a_selection_of_nothing_has_columns_without_rows(ledger: Ledger) -> None:
    with ledger.select() as selection:
        for columns in (selection.columns(), selection.columns_withdrawn(), of_rows([])):
            assert_as_agreed(columns)
            assert len(columns) == 0


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(histories())
def test_columns_say_what_rows_say_of_any_history(empty_ledger: Path, history: list[Step]) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        live(ledger, clock, history)
        now = ledger.moment()
        for moment in (str(now), f"{now.entry // 2}@{now.day}"):
            assert_columns_are_rows(ledger, moment)
            assert_status_is_decided_as_rows_do(ledger, moment)


@pytest.mark.slow
@given(assessments())
def test_columns_of_rows_say_what_the_rows_say(claims: list[Assessment]) -> None:
    found = of_rows(claims)
    assert_as_agreed(found)
    assert told_by_columns(found) == told_by_rows(claims)


@pytest.mark.slow
@given(assessments())
def test_some_rows_of_columns_are_the_columns_of_some_rows(claims: list[Assessment]) -> None:
    whole = of_rows(claims)
    taken = whole.take(whole.settled)
    assert told_by_columns(taken) == told_by_rows(one for one in claims if one.settled)


@pytest.mark.parametrize(
    ("change", "how"),
    [
        ("probability = '1.5'", "probability '1.5' is not a number from 0 to 1"),
        ("recorded_at = 'May'", "recorded_at 'May' is not a moment"),
        ("speaker = x'00'", "speaker is b'\\x00'"),
        ("kind = 'hunch'", "kind 'hunch' is not one of prediction, pledge, plan"),
    ],
)
def test_columns_tell_damage_as_rows_do(
    fresh_ledger: Callable[[str], Ledger], change: str, how: str
) -> None:
    with fresh_ledger("damaged") as ledger:
        ledger.add({"id": "c", "speaker": "A", "statement": "S."}, {"id": "s", "publisher": "P"})
        engine = ledger._database.engine  # noqa: SLF001 - to do what nobody may
        with engine.begin() as raw:
            for guard in raw.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='trigger'"):
                raw.exec_driver_sql(f'DROP TRIGGER "{guard[0]}"')
            raw.exec_driver_sql(f"UPDATE claims SET {change}")  # noqa: S608 - a test's own
        told = []
        for read in ("rows", "columns"):
            with pytest.raises(Damaged) as refused, ledger.select() as selection:
                getattr(selection, read)()
            told.append(str(refused.value))
        assert how in told[0]
        assert told[0] == told[1]
