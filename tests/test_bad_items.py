"""``--skip-bad`` leaves out one item of a list, in every format of lists, and says why."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

TRACKERS: Final = Path(__file__).parent / "trackers"


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def review(n: int) -> dict[str, Any]:
    return {
        "@context": "https://schema.org", "@type": "ClaimReview",
        "url": f"https://desk.example/{n}", "claimReviewed": f"S{n}", "author": {"name": "Desk"},
        "itemReviewed": {"author": {"name": "Ann"}}, "datePublished": "2024-01-02",
        "reviewRating": {"alternateName": "False", "ratingValue": 1.50, "bestRating": 5},
    }  # fmt: skip


def market(n: int) -> dict[str, Any]:
    return {
        "id": f"m{n}", "creatorUsername": "ann", "createdTime": 1688202000000,
        "closeTime": 1709120000000, "question": f"Will it rain in m{n}?", "slug": f"m{n}",
        "url": f"https://market.example/m{n}", "outcomeType": "BINARY", "mechanism": "cpmm-1",
        "isResolved": False,
        "bets": [{"id": "b1", "createdTime": 1688205600000, "probBefore": 0.5, "probAfter": 0.60}],
    }  # fmt: skip


def prediction(n: int) -> dict[str, Any]:
    return {
        "id": n, "description": f"It rains {n}.", "mean_confidence": 60, "deadline": "2024-01-02",
        "created_at": "2023-07-01T00:00:00Z", "creator_label": "ann",
        "responses": [
            {"user_label": "ann", "confidence": 60, "created_at": "2023-07-01T00:00:00Z"}
        ],
    }  # fmt: skip


def check(n: int) -> dict[str, Any]:
    return {
        "claim": f"S{n}.", "label": "Refuted", "speaker": "Ann", "claim_date": "1-2-2020",
        "questions": [], "original_claim_url": f"https://x.example/{n}", "justification": "No.",
    }  # fmt: skip


def spoil_market(one: dict[str, Any]) -> None:
    one["bets"][0]["probAfter"] = 7


def spoil_prediction(one: dict[str, Any]) -> None:
    one["responses"][0]["confidence"] = 190


KINDS: Final[dict[str, tuple[str, Callable[[int], dict[str, Any]], Any]]] = {
    "claimreview": ("jsonld", review, lambda one: one.pop("claimReviewed")),
    "manifold": ("json", market, spoil_market),
    "predictionbook": ("json", prediction, spoil_prediction),
    "averitec": ("json", check, lambda one: one.update(label="Wrong")),
}


@pytest.mark.parametrize("indent", [None, 1], ids=["flat", "lines"])
@pytest.mark.parametrize("kind", KINDS)
def test_one_bad_item_leaves_out_one_item(desk: Desk, kind: str, indent: int | None) -> None:
    end, make, spoil = KINDS[kind]
    items = [make(n) for n in range(1, 5)]
    spoil(items[1])
    path = desk.folder / f"f.{end}"
    path.write_text(json.dumps(items, indent=indent), encoding="utf-8")
    assert "1 problem found; nothing was written." in desk.refused("import", path)
    told = desk("import", path, "--skip-bad")
    assert told.exit_code == 0
    assert told.stdout.startswith("Added 3 claims")
    bad = path.with_suffix(f".bad.{end}")
    assert f"Left out of {path}, for their problems:\n  item 2.\nThey are in {bad}\n" in told.stdout
    (left,) = json.loads(bad.read_text(encoding="utf-8"))
    assert left == items[1]
    (why,) = bad.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert why in told.stderr
    assert why.startswith(f"{path}:")
    bad.write_text(json.dumps([make(2)]), encoding="utf-8")
    assert "Added 1 claim" in desk.done("import", bad, "--from", kind)
    assert len(desk.json("list")) == 4


def test_numbers_of_bad_items_are_as_they_were(desk: Desk) -> None:
    text = json.dumps([market(1), market(2)]).replace("0.6}", "0.60000000000000000001}")
    path = desk.folder / "m.json"
    path.write_text(text.replace('"question": "Will it rain in m2?"', '"question": ""'))
    desk.done("import", path, "--skip-bad")
    assert "0.60000000000000000001}" in (desk.folder / "m.bad.json").read_text()


def test_a_bad_review_of_a_page_leaves_out_one(desk: Desk) -> None:
    bad = review(2)
    del bad["claimReviewed"]
    scripts = (
        f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in (review(1), bad)
    )
    path = desk.folder / "p.html"
    path.write_text(f"<html>{''.join(scripts)}</html>")
    assert "Added 1 claim" in desk.done("import", path, "--skip-bad")
    (left,) = json.loads((desk.folder / "p.bad.jsonld").read_text())
    assert left == bad


def test_what_is_no_list_at_all_is_left_out_whole(desk: Desk) -> None:
    path = desk.folder / "m.json"
    path.write_text(json.dumps([market(1)])[:-1])
    told = desk("import", path, "--skip-bad", "--from", "manifold")
    assert f"Left out, for its problems: {path}" in told.stdout
    assert sorted(one.name for one in desk.folder.iterdir() if "bad" in one.name) == []


def test_why_rows_are_left_out_is_beside_them_too(desk: Desk) -> None:
    path = desk.folder / "s.csv"
    path.write_text("speaker,statement,publisher,probability\nAnn,S,P,0.5\nBea,T,P,7\n")
    told = desk.done("import", path, "--skip-bad")
    why = desk.folder / "s.bad.txt"
    assert f"Why they are left out is in {why}" in told
    assert why.read_text().startswith(f"{path}:3: probability '7' is not a number from 0 to 1.")
    assert "row 3." in told


def test_the_help_says_what_the_exit_code_is(desk: Desk) -> None:
    told = " ".join(desk.done("import", "--help").split())
    assert "and import the rest; the exit code is 0 all the same." in told
