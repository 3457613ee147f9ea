"""``add --key``: a request made again adds nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from examples import FLOOR, SOURCE, add
from test_replay import replay, rows

from ledger.errors import BadValue, Taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.book.ledger import Ledger

UNNAMED = {key: FLOOR[key] for key in FLOOR if key != "id"}
"""A claim that gives no id: a second one would get another."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_same_key_again_adds_nothing_and_gives_the_same_id(ledger: Ledger) -> None:
    first = ledger.add(UNNAMED, SOURCE, key="k1")
    root = ledger.root()
    again = ledger.add(UNNAMED, SOURCE, key="k1")
    assert (again.claim, again.source) == (first.claim, first.source)
    assert (first.before, again.before) == (False, True)
    assert ledger.root() == root
    assert len(ledger.list()) == 1


def test_without_a_key_or_with_another_the_same_is_added_twice(ledger: Ledger) -> None:
    ids = [ledger.add(UNNAMED, SOURCE, key).claim.id for key in ("k1", "k2", None)]
    assert len(set(ids)) == len(ledger.list()) == 3


@pytest.mark.parametrize("changed", [{"due": "2023-07-13"}, {"topics": ["nato"]}, {"id": "other"}])
def test_the_same_key_with_other_content_is_refused(
    ledger: Ledger, changed: dict[str, object]
) -> None:
    ledger.add(UNNAMED, SOURCE, key="k1")
    root = ledger.root()
    with pytest.raises(Taken, match="'k1' was used before, to add 'nato-members") as refused:
        ledger.add({**UNNAMED, **changed}, SOURCE, key="k1")
    assert "Nothing was added" in refused.value.cure
    with pytest.raises(Taken):
        ledger.add(UNNAMED, {**SOURCE, "publisher": "The Times"}, key="k1")
    assert ledger.root() == root


def test_a_key_is_known_whatever_became_of_its_claim(ledger: Ledger) -> None:
    first = ledger.add(UNNAMED, SOURCE, key="k1").claim
    add(ledger, id="other")
    ledger.amend(first.id, {"speaker": "Jamie Shea", "question": "other"}, "Misread.")
    assert ledger.add(UNNAMED, SOURCE, key="k1").claim.id == first.id
    ledger.withdraw(first.id, "Misread.")
    assert ledger.add(UNNAMED, SOURCE, key="k1").claim == first


def test_a_key_is_in_the_journal_and_is_no_change_of_the_claim(
    ledger: Ledger, fresh_ledger: Callable[[str], Ledger]
) -> None:
    name = ledger.add(UNNAMED, SOURCE, key="k1").claim.id
    entries = [entry for _, entry in ledger.log()]
    assert entries[-1].body["key"] == "k1"
    with fresh_ledger("copy") as copy:
        assert replay(Path(copy.place), entries, len(entries)) == rows(Path(ledger.place))
    ledger.amend(name, {"note": "Seen."})
    assert {one.what for one in ledger.corrections()} == {"note"}


def test_an_export_and_an_import_of_it_know_nothing_of_keys(ledger: Ledger) -> None:
    ledger.add(UNNAMED, SOURCE, key="k1")
    (document,) = ledger.export().values()
    assert "k1" not in str(document)


@pytest.mark.parametrize("key", ["", " ", "two\nlines", "\0"])
def test_a_key_is_a_line_of_text(ledger: Ledger, key: str) -> None:
    with pytest.raises(BadValue):
        ledger.add(UNNAMED, SOURCE, key=key)
    assert ledger.list() == []


def test_what_is_refused_with_a_key_can_be_asked_for_rightly_with_it(ledger: Ledger) -> None:
    add(ledger)
    with pytest.raises(Taken):
        ledger.add(FLOOR, SOURCE, key="k1")
    assert not ledger.add(UNNAMED, SOURCE, key="k1").before


def test_the_command_says_the_same_id(desk: Desk) -> None:
    first = desk.add(key="k1")
    assert desk.add(key="k1") == f"{first} before; nothing was added now"
    assert desk.add() == f"{first}-2"
    words = ("--publisher", "P", "--speaker", "A", "--statement", "It rains.", "--key", "k1")
    assert "was used before" in desk.refused("add", *words)
    assert "Which source?" in desk.misused("add", "--key", "k1")
