"""Polymarket's JSON: what lands in the ledger, and what is said of what cannot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from exports import TRACKERS, became, comes_in_once, ends, given, sample, told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_polymarket(desk: Desk) -> None:
    path = TRACKERS / "polymarket.json"
    comes_in_once(desk, path, "polymarket", "Added 5 claims, 3 outcomes, 4 questions, 4 sources.\n")
    assert told(desk, "polymarket-501") == [
        ("2023-07-01", "Polymarket (market)", 0.6),
        ("2023-07-05", "Polymarket (market)", 0.8),
    ]
    assert told(desk, "polymarket-504") == [("2023-07-04", "Polymarket (market)", 0.105)]
    day = "2023-07-10"
    note = f"Polymarket resolved this Yes, on {day}."
    assert became(desk, "polymarket-501") == (None, "happened", None, day, note)
    assert ends(desk, "polymarket-501") == (None, None, None, "2023-07-12", None)
    note = f"Polymarket resolved this No, on {day}."
    assert became(desk, "polymarket-502") == (None, "did-not-happen", None, None, note)
    note = (
        f"Polymarket resolved this 50-50, on {day}. "
        "Polymarket resolves so where it was a tie, and also where it was called off."
    )
    assert became(desk, "polymarket-503") == (None, "unclear", None, day, note)


def test_a_closed_market_whose_prices_say_nothing_has_no_outcome(desk: Desk) -> None:
    text = sample(TRACKERS / "polymarket.json").replace(
        '[\\"0.5\\", \\"0.5\\"]', '[\\"0.98\\", \\"0.02\\"]'
    )
    result = desk("import", given(desk, "p.json", text))
    assert result.exit_code == 0
    assert "its prices do not say how it was resolved; no outcome." in result.stderr
    assert became(desk, "polymarket-503")[1] is None


@pytest.mark.parametrize("prices", ["0, 0", "1, 1", "0.5, 0.4", "1", "1e999999999, 0"])
def test_prices_that_do_not_add_up_say_nothing(desk: Desk, prices: str) -> None:
    text = sample(TRACKERS / "polymarket.json").replace('\\"1\\", \\"0\\"', prices)
    result = desk("import", given(desk, "p.json", text))
    assert result.exit_code == 0
    assert result.stderr.count("its prices do not say how it was resolved; no outcome.") == 2
    assert became(desk, "polymarket-501")[1] is None


@pytest.mark.parametrize(
    ("theirs", "ours", "problem"),
    [
        (
            '"[\\"Yes\\", \\"No\\"]"',
            '"[\\"Yes\\""',
            "p.json:5: outcomes holds text that cannot be read: This is not JSON: ",
        ),
        (
            '"[\\"0.105\\", \\"0.895\\"]"',
            '"[NaN, 1]"',
            "p.json:20: outcomePrices holds text that cannot be read: NaN is not JSON.",
        ),
        (
            '"[\\"0.105\\", \\"0.895\\"]"',
            '"' + "[" * 100_000 + '"',
            "outcomePrices holds text that cannot be read: Objects or lists are nested more than",
        ),
        ('"[\\"0.105\\", \\"0.895\\"]"', "0.105", "p.json:20: outcomePrices holds no list."),
        (
            '\\"0.105\\"',
            "1.5",
            "p.json:20: outcomePrices: probability 1.5 is not a number from 0 to 1.",
        ),
        (', "p": 0.8', "", "p.json:6: p: There is no probability, which a forecast must have."),
        (
            '"t": 1688551200',
            '"t": 5',
            "p.json:6: t: 5 is not a time, such as 2023-07-05T12:00:00Z.",
        ),
        ('"closed": true', '"closed": "true"', "closed is 'true', which is neither true nor false"),
        ('"history": [', '"history": 1, "x": [', "p.json:6: history is not a list."),
        ('"id": "501", "conditionId": "0x01"', '"conditionId": null', "This market has no id."),
    ],
)
def test_a_bad_market_is_named_and_nothing_is_written(
    desk: Desk, theirs: str, ours: str, problem: str
) -> None:
    text = sample(TRACKERS / "polymarket.json")
    assert theirs in text
    told = desk.refused("import", given(desk, "p.json", text.replace(theirs, ours, 1)))
    assert problem in " ".join(told.split())
    assert not desk.database.exists()


def test_a_day_and_topics_may_stand_in_the_event_and_the_tags(desk: Desk) -> None:
    *_, mill, _ = json.loads(sample(TRACKERS / "polymarket.json"))
    mill["events"] = [{"id": "9", "endDate": mill.pop("endDate")}]
    mill["tags"] = [{"id": "1", "label": "Ville"}, {"id": "2"}]
    desk.done("import", given(desk, "p.json", json.dumps(mill)))
    (one,) = desk.json("list")
    assert (one["resolve_by"], one["topics"]) == ("2023-12-31", ["Ville"])
