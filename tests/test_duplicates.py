"""Claims that look like one: ``ledger duplicates``."""

from __future__ import annotations

import random
import time
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from hypothesis import given
from hypothesis import strategies as st

from ledger.book.asking.duplicates import _pairs

if TYPE_CHECKING:
    from pathlib import Path

    from ledger import Ledger


def told(ledger: Ledger, *claims: tuple[str, str, str]) -> list[list[str]]:
    """Which claims look alike, of claims as speaker, statement and source."""
    for number, (speaker, statement, source) in enumerate(claims):
        claim = {"id": f"c{number}", "speaker": speaker, "statement": statement}
        ledger.add(claim, {"publisher": "P", "url": f"https://news.example/{source}"})
    return [[one.id for one in found.claims] for found in ledger.duplicates()]


FLOOR = "NATO members agree to spend at least 2% of GDP on defence."


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (FLOOR, True),
        ("nato members agree to spend at least 2 % of GDP on defence", True),
        ("NATO's members agree to spend at least 2% of GDP on defence.", True),
        ("The NATO members agree to spend at least 2% of their GDP on defence.", True),
        ("NATO members agree to spend at least 3% of GDP on defence.", False),
        ("NATO members agree to spend at least 2% of GDP on defence by 2030.", False),
        ("NATO members agree to spend more on ships.", False),
    ],
)
def test_nearly_the_same_statement_is_pointed_out(
    ledger: Ledger, other: str, *, alike: bool
) -> None:
    found = told(ledger, ("James Black", FLOOR, "a"), ("James Black", other, "b"))
    assert found == ([["c0", "c1"]] if alike else [])


def test_another_speaker_or_the_same_source_makes_no_duplicate(ledger: Ledger) -> None:
    found = told(
        ledger,
        ("James Black", FLOOR, "a"),
        ("James Black", FLOOR, "a"),
        ("Jamie Shea", FLOOR, "b"),
        ("unnamed: experts", FLOOR, "c"),
        ("unnamed: experts", FLOOR, "d"),
    )
    assert found == []


def test_merged_spellings_are_one_speaker(ledger: Ledger) -> None:
    assert told(ledger, ("James Black", FLOOR, "a"), ("J. Black", FLOOR, "b")) == []
    ledger.merge("J. Black", "James Black")
    (found,) = ledger.duplicates()
    assert (found.speaker_group, found.equal) == ("James Black", True)
    assert ledger.duplicates(as_of=f"6@{ledger.moment().day}") == []


def test_repeats_on_one_question_are_no_duplicates(ledger: Ledger) -> None:
    assert told(ledger, ("James Black", FLOOR, "a")) == []
    for name in ("b", "c"):
        source = {"publisher": "P", "url": f"https://news.example/{name}"}
        ledger.add({"id": f"again-{name}", "speaker": "James Black", "question": "c0"}, source)
    assert ledger.duplicates() == []
    source = {"publisher": "P", "url": "https://news.example/d"}
    ledger.add({"id": "apart", "speaker": "James Black", "statement": FLOOR}, source)
    (found,) = ledger.duplicates()
    assert [one.id for one in found.claims] == ["again-b", "again-c", "apart", "c0"]


def test_the_plainest_come_first_and_pointing_out_changes_nothing(ledger: Ledger) -> None:
    found = told(
        ledger,
        ("Ann", "The bridge at the old harbour opens to all traffic.", "a"),
        ("Ann", "The bridge at the old harbour opens for all traffic.", "b"),
        ("Bea", FLOOR, "a"),
        ("Bea", FLOOR, "b"),
    )
    assert found == [["c2", "c3"], ["c0", "c1"]]
    assert [one.equal for one in ledger.duplicates()] == [True, False]
    assert len(ledger.list()) == 4


words = st.frozensets(st.sampled_from("abcdefghijkl"), max_size=9)


@pytest.mark.slow
@given(st.lists(words, max_size=12, unique=True))
def test_pairs_are_those_that_comparing_each_with_each_would_find(
    statements: list[frozenset[str]],
) -> None:
    expected = {
        (a, b)
        for a, b in combinations(range(len(statements)), 2)
        if statements[a] | statements[b]
        and Fraction(len(statements[a] & statements[b]), len(statements[a] | statements[b]))
        >= Fraction(4, 5)
    }
    assert set(_pairs(statements)) == expected


@pytest.mark.slow
def test_ten_thousand_statements_of_one_speaker_take_no_time() -> None:
    """Each with each would be fifty million comparisons."""
    chance = random.Random(1)  # noqa: S311 - nothing secret
    known = [f"word{n}" for n in range(2000)]
    statements = [frozenset(chance.choices(known, k=14)) for _ in range(10_000)]
    start = time.process_time()
    assert list(_pairs(statements)) == []
    assert time.process_time() - start < 20


def test_the_command_lists_them_and_finds_none(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.add(id="one")
    assert desk.done("duplicates") == "No two claims look like one.\n"
    desk.add(id="two", publisher="The Post")
    text = desk.done("duplicates")
    assert text.startswith("James Black: the same statement\n")
    assert text.endswith("1 group of claims that may be one.\n")
    (found,) = desk.json("duplicates")
    assert found["speaker_group"] == "James Black"
    assert found["equal"] is True
    assert [one["source"] for one in found["claims"]] == [
        "japan-times-2023-07-03",
        "post-2023-07-03",
    ]
    assert desk.json("duplicates", "--speaker", "James Black", "--kind", "plan") == []
