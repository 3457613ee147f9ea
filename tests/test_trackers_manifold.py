"""Manifold's JSON: what lands in the ledger, and what is said of what cannot."""

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


def test_manifold(desk: Desk) -> None:
    path = TRACKERS / "manifold.json"
    comes_in_once(desk, path, "manifold", "Added 5 claims, 3 outcomes, 4 questions, 4 sources.\n")
    assert told(desk, "manifold-m1") == [
        ("2023-07-01", "Manifold (market)", 0.612345678901234568),
        ("2023-07-05", "Manifold (market)", 0.8),
    ]
    day = "2023-07-12"
    note = f"Manifold resolved this YES, on {day}."
    assert became(desk, "manifold-m1") == (None, "happened", None, day, note)
    note = f"Manifold resolved this MKT (37%), on {day}."
    assert became(desk, "manifold-m2") == (None, "unclear", None, day, note)
    note = f"Manifold resolved this CANCEL, on {day}."
    assert became(desk, "manifold-m3") == (None, "void", None, day, note)
    assert became(desk, "manifold-m4") == (None, None, None, None, None)
    assert ends(desk, "manifold-m1") == (None, None, None, None, day)
    assert ends(desk, "manifold-m4") == (None, None, None, "2024-01-01", "2024-01-01")
    rain = next(one for one in desk.json("list") if one["question"] == "manifold-m1")
    assert rain["criteria"] == "By the gauge on the roof."
    (evidence,) = rain["outcomes"][0]["evidence"]
    assert evidence["url"] == "https://manifold.markets/ann/will-it-rain"


@pytest.mark.parametrize(("price", "verdict"), [("0", "did-not-happen"), ("1", "happened")])
def test_a_market_resolved_at_nothing_or_all_is_decided(
    desk: Desk, price: str, verdict: str
) -> None:
    text = sample(TRACKERS / "manifold.json").replace(
        '"resolutionProbability": 0.37', (f'"resolutionProbability": {price}')
    )
    desk.done("import", given(desk, "m.json", text))
    assert became(desk, "manifold-m2")[1:3] == (verdict, None)


def test_one_market_alone_is_taken(desk: Desk) -> None:
    first, *_ = json.loads(sample(TRACKERS / "manifold.json"))
    path = given(desk, "m.json", json.dumps(first))
    assert desk.done("import", path) == "Added 2 claims, 1 outcome, 1 question, 1 source.\n"


@pytest.mark.parametrize(
    ("theirs", "ours", "problem"),
    [
        ('"probAfter": 0.8', '"probAfter": 1.8', "probAfter: probability 1.8 is not a number"),
        ('"probAfter": 0.8', '"probAfter": "NaN"', "probAfter: probability 'NaN' is not a number"),
        ('"probAfter": 0.8', '"probAfter": NaN', "NaN is not JSON."),
        ('"probAfter": 0.8', '"probAfter": [0.8]', "probAfter: probability must be a number"),
        (
            '1688551200000, "probB',
            '1e999999999, "probB',
            "createdTime: 1E+999999999 is not a time",
        ),
        (
            '"question": "How full will the lake be?"',
            '"question": ""',
            "m.json:15: question: statement is empty; write it.",
        ),
        (
            '"probBefore": 0.6, "probAfter": 0.8',
            '"probBefore": 0.6',
            "probAfter: There is no probability, which a forecast must have.",
        ),
        (
            '"createdTime": 1688551200000, "probB',
            '"probB',
            "createdTime: There is no time, which a forecast must have.",
        ),
        ('"isResolved": true', '"isResolved": "yes"', "isResolved is 'yes', which is neither true"),
        ('"closeTime": 17', '"closeTime": -17', "closeTime: -1704067200000 is not a time"),
        ('"id": "m2"', '"id": ""', "m.json:15: This market has no id."),
        ("0.37", '"lots"', "resolutionProbability is not a number from 0 to 1"),
    ],
)
def test_a_bad_market_is_named_and_nothing_is_written(
    desk: Desk, theirs: str, ours: str, problem: str
) -> None:
    text = sample(TRACKERS / "manifold.json")
    assert theirs in text
    told = desk.refused("import", given(desk, "m.json", text.replace(theirs, ours, 1)))
    assert problem in " ".join(told.split())
    assert not desk.database.exists()


@pytest.mark.parametrize(
    ("bets", "problem"),
    [
        ("none", "m.json:2: bets is not a list."),
        ([0.5], "m.json:2: This item of bets is not an object."),
    ],
)
def test_bets_must_be_a_list_of_objects(desk: Desk, bets: object, problem: str) -> None:
    first, *_ = json.loads(sample(TRACKERS / "manifold.json"))
    path = given(desk, "m.json", "[\n" + json.dumps({**first, "bets": bets}) + "]")
    assert problem in desk.refused("import", path)


def test_other_markets_are_counted_in_one_warning(desk: Desk) -> None:
    *_, last = json.loads(sample(TRACKERS / "manifold.json"))
    text = json.dumps([*json.loads(sample(TRACKERS / "manifold.json")), {**last, "id": "m6"}])
    result = desk("import", given(desk, "m.json", text))
    assert result.stderr.count("Passed over") == 1
    assert "m.json: warning: Passed over, markets that are not binary: 2 (2 MULTIPLE_CHOICE)." in (
        " ".join(result.stderr.split())
    )


def test_bets_within_one_second_have_ids_of_their_own(desk: Desk) -> None:
    """So that their order in the file, which may be either, does not matter."""
    first, *_ = json.loads(sample(TRACKERS / "manifold.json"))
    bets = [
        {"createdTime": 1688205600000 + 100 * n, "probBefore": 0.5, "probAfter": (n + 1) / 10}
        for n in range(3)
    ]
    desk.done("import", given(desk, "m.json", json.dumps([{**first, "bets": bets}])))
    assert sorted(one["id"].rpartition(":")[2] for one in desk.json("list")) == [
        "00.100Z",
        "00.200Z",
        "00Z",
    ]
    turned = given(desk, "t.json", json.dumps([{**first, "bets": bets[::-1]}]))
    assert desk.done("import", turned).startswith("Nothing changed: ")


def test_a_market_exported_again_once_it_is_resolved_only_adds(desk: Desk) -> None:
    """It keeps its scheduled end, though the file no longer says it."""
    *_, bridge, _ = json.loads(sample(TRACKERS / "manifold.json"))
    desk.done("import", given(desk, "m.json", json.dumps(bridge)))
    resolved = {"isResolved": True, "resolution": "NO", "resolutionTime": 1690000000000}
    later = bridge | resolved | {"closeTime": 1690000000000, "lastBetTime": 1689900000000}
    told = desk.done("import", given(desk, "later.json", json.dumps(later)))
    assert told.startswith("Added 1 claim, 1 outcome.\n2 records are as the ledger has them.\n")
    note = "Manifold resolved this NO, on 2023-07-22."
    assert ends(desk, "manifold-m4") == (None, None, None, "2024-01-01", "2024-01-01")
    assert became(desk, "manifold-m4") == (
        None,
        "did-not-happen",
        None,
        "2023-07-22",
        note,
    )


def test_a_resolution_of_another_kind_is_never_guessed(desk: Desk) -> None:
    text = sample(TRACKERS / "manifold.json").replace('"CANCEL"', '"CHOOSE_ONE"')
    result = desk("import", given(desk, "m.json", text))
    said = "The resolution 'CHOOSE_ONE' is not one of YES, NO, MKT, CANCEL; it is left out."
    assert result.stderr.count(said) == 1
    assert became(desk, "manifold-m3")[1] is None


def test_no_more_than_some_kinds_are_named(desk: Desk) -> None:
    first, *_ = json.loads(sample(TRACKERS / "manifold.json"))
    markets = [first, *({"outcomeType": f"{n}", "question": "?"} for n in range(9))]
    result = desk("import", given(desk, "m.json", json.dumps(markets)))
    assert "not binary: 9 (1 0, 1 1, 1 2, 1 3, 1 4, 1 5, 1 6, 2 of other kinds)." in (
        " ".join(result.stderr.split())
    )
