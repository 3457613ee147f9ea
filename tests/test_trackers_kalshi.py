"""Kalshi's JSON: markets, events with theirs, trades; and what is said of what cannot be taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk
from exports import TRACKERS, became, comes_in_once, ends, given, sample, told

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = TRACKERS / "kalshi.json"
MARKET: Final = "Kalshi (market)"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def markets() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sample(FILE))["markets"]
    return found


def test_kalshi(desk: Desk) -> None:
    comes_in_once(desk, FILE, "kalshi", "Added 4 claims, 3 outcomes, 3 questions, 3 sources.\n")
    assert told(desk, "kalshi-RAIN-23JUL12") == [
        ("2023-07-01", MARKET, 0.56),
        ("2023-07-02", MARKET, 0.6),
    ]
    note = "Kalshi resolved this yes, on 2023-07-13."
    assert became(desk, "kalshi-RAIN-23JUL12") == (None, "happened", None, "2023-07-13", note)
    assert ends(desk, "kalshi-RAIN-23JUL12")[3:] == ("2023-07-19", "2023-07-12")
    assert told(desk, "kalshi-SNOW-23") == [("2023-12-01", MARKET, 0.12)]
    assert became(desk, "kalshi-SNOW-23")[:2] == ("../2023-11-30", "did-not-happen")
    assert told(desk, "kalshi-FOG-23") == [("2023-12-01", MARKET, 0.4)]
    assert became(desk, "kalshi-FOG-23")[1] == "void"
    rain = next(one for one in desk.json("list") if one["question"] == "kalshi-RAIN-23JUL12")
    assert rain["statement"] == "Will it rain? (More than 1 mm)"
    assert rain["criteria"] == "If it rains, then the market resolves to Yes.\nThe gauge counts."


def test_an_open_market_has_no_price_without_a_time(desk: Desk) -> None:
    market = {**markets()[0], "status": "active", "result": "", "candlesticks": []}
    refused = desk.refused("import", given(desk, "k.json", json.dumps({"market": market})))
    assert "prices of open markets, which do not say when they were paid: 1" in refused
    candle = {"end_period_ts": 1688203800, "price": {"close": 56}}
    path = given(desk, "k.json", json.dumps({"market": {**market, "candlesticks": [candle]}}))
    desk.done("import", path)
    assert told(desk, "kalshi-RAIN") == [("2023-07-01", MARKET, 0.56)]
    assert ends(desk, "kalshi-RAIN")[3] == "2023-07-13"


def test_what_nobody_traded_has_no_price(desk: Desk) -> None:
    *_, last = markets()
    path = given(desk, "k.json", json.dumps([{**last, "volume_fp": "0.00", "candlesticks": []}]))
    assert "There is no forecast in this file" in desk.refused("import", path)


def test_markets_in_events_are_the_same(desk: Desk) -> None:
    desk.done("import", FILE)
    events = {"events": [{"event_ticker": "E", "markets": [one]} for one in markets()]}
    again = desk.done("import", given(desk, "e.json", json.dumps(events)))
    assert again.startswith("Nothing changed: ")


def test_trades_stand_on_markets_of_another_file(desk: Desk) -> None:
    desk.done("import", FILE)
    trades = [
        {"trade_id": "t", "ticker": "SNOW-23", "yes_price": 30, "created_time": "2023-11-01T09:00Z"}
    ]
    path = given(desk, "t.json", json.dumps({"trades": trades}))
    assert desk.done("import", path).startswith("Added 1 claim.")
    assert told(desk, "kalshi-SNOW-23")[0] == ("2023-11-01", MARKET, 0.3)
    assert desk.done("import", path).startswith("Nothing changed: ")


def test_trades_on_a_market_that_is_nowhere_are_refused(desk: Desk) -> None:
    trades = [
        {"trade_id": "t", "ticker": "X", "yes_price": 30, "created_time": "2023-11-01T09:00Z"}
    ]
    refused = desk.refused("import", given(desk, "t.json", json.dumps({"trades": trades})))
    assert "kalshi-X" in refused


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"ticker": ""}, "This market has no ticker."),
        ({"close_time": "soon"}, "close_time: 'soon' is not a time"),
        ({"candlesticks": "x"}, "candlesticks is not a list."),
        ({"candlesticks": [1]}, "This item of candlesticks is not an object."),
        (
            {"candlesticks": [{"end_period_ts": 1688203800, "price": {"close": 156}}]},
            "price: probability 1.56 is not a number from 0 to 1",
        ),
        ({"title": "", "yes_sub_title": ""}, "statement is empty"),
    ],
)
def test_a_bad_market_is_named_and_nothing_is_written(
    desk: Desk, changes: dict[str, Any], problem: str
) -> None:
    path = given(desk, "k.json", json.dumps([{**markets()[0], **changes}]))
    assert problem in " ".join(desk.refused("import", path).split())
    assert not desk.database.exists()


def test_other_markets_and_results_are_told(desk: Desk) -> None:
    first, *others = markets()
    several = [{**first, "result": "scalar"}, {**others[0], "market_type": "scalar"}]
    done = desk("import", given(desk, "k.json", json.dumps(several)))
    assert "markets that are not binary: 1 (1 scalar)" in done.stderr
    assert "The resolution 'scalar' is not one of yes, no, void; it is left out." in done.stderr
    assert became(desk, "kalshi-RAIN")[1] is None
