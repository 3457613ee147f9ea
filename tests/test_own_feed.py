"""A feed of our own in which anything may stand anywhere: read, or refused with its line."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import ARTICLE, Desk

from ledger.formats.claimreview.node import KEY
from ledger.formats.claimreview.read import read_reviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANYTHING: Final = (
    None, True, 0, -1, 1.5, 10**400, "", "x", "50%", "\u0000", [], ["x"], [None], [["x"]],
    [{"x": 1}], {}, {"x": 1}, {"id": "a"}, {"@value": "x"}, {"@list": [[]]},
)  # fmt: skip

Place = tuple[str | int, ...]


def places(value: Any, place: Place = ()) -> Iterator[Place]:  # noqa: ANN401 - any JSON
    """Every place in a JSON value, from the outside in."""
    yield place
    if isinstance(value, dict):
        inner = [*value.items()]
    else:
        inner = [*enumerate(value)] if isinstance(value, list) else []
    for key, one in inner:
        yield from places(one, (*place, key))


def changed(value: Any, place: Place, new: object) -> Any:  # noqa: ANN401 - any JSON
    """The value with something else at a place."""
    if not place:
        return new
    copy = deepcopy(value)
    inner = copy
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = new
    return copy


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Two reviews of a feed that between them have all our tables."""
    desk = Desk(tmp_path_factory.mktemp("feed"))
    desk.done("import", ARTICLE)
    feed = json.loads(desk.done("export", "--to", "claimreview"))["dataFeedElement"]
    tables = [(one["item"][KEY]["@value"], one["item"]) for one in feed]
    shared = next(one for own, one in tables if "question" in own.get("claim", {}))
    settled = max(tables, key=lambda pair: len(json.dumps(pair[0].get("outcome", {}))))[1]
    return [shared, settled]


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1])
def test_whatever_stands_anywhere_in_a_feed_is_read_or_refused(
    reviews: list[dict[str, Any]], number: int
) -> None:
    refused = 0
    for place in places(reviews[number]):
        for new in ANYTHING:
            spoilt = [changed(reviews[number], place, new), reviews[1 - number]]
            text = json.dumps({"@context": "https://schema.org", "@graph": spoilt})
            _, problems = read_reviews("feed.jsonld", text, date(2026, 1, 1))
            refused += any(one.severity == "error" for one in problems)
    assert refused


@pytest.mark.parametrize("table", ["source", "claim", "question", "outcome"])
@pytest.mark.parametrize("new", [["x"], {"x": 1}, 7, True], ids=str)
def test_an_id_that_is_no_text_is_refused_by_its_name(
    reviews: list[dict[str, Any]], tmp_path: Path, table: str, new: object
) -> None:
    spoilt = changed(reviews[0], (KEY, "@value", table), {"id": new})
    file = tmp_path / "feed.jsonld"
    file.write_text(json.dumps(spoilt))
    told = Desk(tmp_path).refused("import", file)
    assert f"In {KEY}, the id of {table} must be text, not " in told


def test_evidence_may_name_a_source_by_what_is_no_text(
    reviews: list[dict[str, Any]], tmp_path: Path
) -> None:
    outcome = {"verdict": "happened", "evidence": [{"url": "https://e.example", "source": ["x"]}]}
    spoilt = changed(reviews[1], (KEY, "@value", "outcome"), outcome)
    file = tmp_path / "feed.jsonld"
    file.write_text(json.dumps(spoilt))
    assert "source must be text" in Desk(tmp_path).refused("import", file)
