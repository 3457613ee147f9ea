"""Two people of one name: pointed out where they come, and taken apart; joined names likewise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk

from ledger.book.ledger import Ledger
from ledger.errors import BadValue, Contradiction, NeedsReason, NotFound
from ledger.model.namesakes import Posts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAPER: Final = {"id": "p", "publisher": "P"}
SMITH: Final = {"speaker": "John Smith", "organisation": "RAND", "role": "analyst"}
OTHER: Final = {"speaker": "John Smith", "organisation": "LSE", "role": "economist"}


def claim(number: int, **keys: str) -> dict[str, Any]:
    """A claim on a question of its own."""
    return {"id": f"c{number}", "statement": f"It rains {number} times.", **keys}


@pytest.fixture
def smiths(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger in which two people are one."""
    with Ledger(tmp_path / "a.db", recorder="desk", create=True) as ledger:
        ledger.add(claim(1, **SMITH), PAPER)
        ledger.add(claim(2, **OTHER), "p")
        ledger.add(claim(3, **OTHER | {"organisation": "lse"}), "p")
        ledger.add(claim(4, speaker="Ann"), "p")
        yield ledger


def speakers(ledger: Ledger, as_of: str | None = None) -> dict[str, str]:
    """Whom each claim counts for."""
    return {one.id: one.speaker_group for one in ledger.list(as_of=as_of)}


def test_claims_are_given_to_another_in_one_transaction(smiths: Ledger) -> None:
    before = str(smiths.moment())
    economist = "John Smith (economist)"
    done = smiths.split("John Smith", economist, "another", organisation="LSE", role="economist")
    assert (done.claims, done.left) == (("c2", "c3"), 1)
    entries = [entry for _, entry in smiths.log()][-2:]
    assert {(one.at, one.by, one.body["reason"]) for one in entries} == {
        (entries[0].at, "desk", "another")
    }
    now = {"c1": "John Smith", "c2": economist, "c3": economist, "c4": "Ann"}
    assert speakers(smiths) == now
    assert speakers(smiths, before) == now | {"c2": "John Smith", "c3": "John Smith"}
    assert smiths.verify().whole


def test_claims_are_named_by_ids_too(smiths: Ledger) -> None:
    assert smiths.split("John Smith", "J. S.", "another", claims=["c3"]).claims == ("c3",)
    assert speakers(smiths)["c2"] == "John Smith"


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({}, BadValue),
        ({"claims": ["c4"]}, NotFound),
        ({"claims": ["c9"]}, NotFound),
        ({"role": "poet"}, NotFound),
        ({"claims": ["c1"], "role": "economist"}, NotFound),
        ({"claims": ["c1"], "reason": None}, NeedsReason),
        ({"claims": ["c1"], "into": "John  Smith"}, Contradiction),
        ({"claims": ["c1"], "into": "two\nlines"}, BadValue),
    ],
)
def test_what_cannot_be_split_is_refused_whole(
    smiths: Ledger, told: dict[str, Any], refusal: type[Exception]
) -> None:
    before = smiths.moment()
    into, reason = told.pop("into", "Another"), told.pop("reason", "another")
    with pytest.raises(refusal):
        smiths.split("John Smith", into, reason, **told)
    assert smiths.moment() == before


def test_a_name_that_is_joined_to_the_other_is_no_other(smiths: Ledger) -> None:
    smiths.merge("Ann", "John Smith")
    with pytest.raises(Contradiction):
        smiths.split("John Smith", "Ann", "another", claims=["c1"])


def hints(ledger: Ledger, **keys: str) -> list[str]:
    """What is pointed out of a claim."""
    done = ledger.add(claim(9, **keys), "p", dry_run=True)
    return [hint.sentence for hint in done.hints if hint.what == "person"]


def test_another_post_of_a_known_name_is_pointed_out(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db", create=True) as ledger:
        ledger.add(claim(1, **SMITH), PAPER)
        (told,) = hints(ledger, **OTHER)
        assert "economist, LSE in 1 claim" in told
        assert "ledger split 'John Smith' --as 'John Smith (LSE)' --organisation LSE" in told
        for same in (
            SMITH,
            OTHER | {"role": "senior analyst"},
            OTHER | {"organisation": "RAND Europe"},
            OTHER | {"role": "director, RAND"},
            {"speaker": "John Smith", "organisation": "LSE"},
            {"speaker": "John Smith", "role": "economist"},
            OTHER | {"speaker": "Joan Smith"},
            OTHER | {"speaker": "unnamed: experts"},
        ):
            assert hints(ledger, **same) == []
        ledger.add(claim(2, **OTHER), "p")
        assert hints(ledger, **OTHER) == []


def test_a_name_of_which_no_post_is_known_is_not_pointed_out() -> None:
    posts = Posts()
    posts.take("A", "B", "c", "one")
    assert list(posts.namesakes({"A": [("", "d"), ("", "e")]}, str)) == []
    assert [one.known for one in posts.namesakes({"A": [("D", "e"), ("", "e")]}, str)] == [
        ("D", "e")
    ]


FILE: Final = """
[source]
id = "{source}"
publisher = "P"
"""
CLAIM: Final = """
[[claim]]
id = "{id}"
speaker = "John Smith"
organisation = "{organisation}"
role = "{role}"
statement = "It rains {id} times."
"""


def document(source: str, posts: list[tuple[str, str]]) -> str:
    """A claim file with a claim for each post."""
    claims = [
        CLAIM.format(id=f"{source}-{n}", organisation=organisation, role=role)
        for n, (organisation, role) in enumerate(posts)
    ]
    return FILE.format(source=source) + "".join(claims)


def test_an_import_tells_it_once_with_its_count(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.done("init")
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text(document("one", [("RAND", "analyst")]), "utf-8")
    other.write_text(document("other", [("LSE", "economist")] * 3), "utf-8")
    assert "split" not in desk.done("import", one)
    told = desk.done("import", other)
    assert "economist, LSE in 3 claims" in " ".join(told.split())
    assert told.count("ledger split") == 1
    assert "split" not in desk.done("import", other)
    checked = desk("check", one, other).output
    assert checked.count("if these are two people") == 1
    both = tmp_path / "both.toml"
    posts = [("RAND", "analyst"), ("LSE", "economist"), ("LSE", "economist")]
    both.write_text(document("both", posts), "utf-8")
    fresh = Desk(tmp_path / "fresh")
    fresh.folder.mkdir()
    fresh.done("init")
    (told_as_json,) = fresh.json("import", both)["namesakes"]
    assert (told_as_json["claims"], told_as_json["first"]) == (2, "both-1")


def test_the_command_splits_and_unmerges(smiths: Ledger, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    desk.folder.mkdir()
    smiths.merge("Ann", "John Smith")
    smiths.copy(desk.database)
    assert "Ann counts for itself again" in desk.done("split", "Ann", "--reason", "another")
    told = desk.done("split", "John Smith", "c2", "c3", "--as", "J. S.", "--reason", "another")
    assert told == "2 claims by J. S. now; John Smith keeps 1.\n"
    assert "--as" in desk.misused("split", "John Smith", "c1")
    assert "reason" in desk.refused("split", "John Smith", "c1", "--as", "X")
