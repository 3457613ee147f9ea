"""Several checks of one claim in data sets: each is an item, whatever else its file holds."""

from __future__ import annotations

import csv
import io
import itertools
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk
from exports import CHECKS, given

from ledger.book.ledger import Ledger
from ledger.store import migrate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MUSEUM: Final = Path(__file__).parent / "museum" / "imported"
CHECK: Final[dict[str, Any]] = {
    "claim": "The moon is nearer.",
    "label": "Refuted",
    "speaker": "Ann Lee",
    "reporting_source": "The Paper",
    "fact_checking_article": "https://check.example/1",
    "questions": [],
}


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def test_each_check_of_a_data_set_is_an_item(desk: Desk) -> None:
    other = {**CHECK, "label": "Supported", "fact_checking_article": "https://other.example/2"}
    path = given(desk, "a.json", json.dumps([CHECK, other, other, CHECK], indent=1))
    done = desk("import", path)
    assert "Checks of claims that another check in this file has otherwise: 2;" in done.stderr
    claims = desk.json("list")
    assert sorted(one["verdict"] for one in claims) == ["did-not-happen", "happened"]
    assert len({one["id"] for one in claims}) == 2
    assert not any(one["disputed"] for one in claims)
    assert desk.done("import", path).startswith("Nothing changed: ")
    third = {**CHECK, "label": "Not Enough Evidence"}
    more = given(desk, "a.json", json.dumps([CHECK, third, other], indent=1))
    assert desk.done("import", more).startswith("Added 1 claim, 1 outcome, 1 question.")


@pytest.mark.parametrize("page", ["https://check.example/1", "https://other.example/2"])
def test_checks_of_a_claim_may_stand_in_any_order(page: str, desk: Desk) -> None:
    other = {**CHECK, "label": "Supported", "fact_checking_article": page}
    elsewhere = {**CHECK, "reporting_source": "The Post"}
    checks = [CHECK, other, elsewhere]
    desk.done("import", given(desk, "a.json", json.dumps(checks, indent=1)))
    assert len({one["id"] for one in desk.json("list")}) == 3
    root = desk.done("checkpoint")
    for several in itertools.permutations(checks):
        path = given(desk, "a.json", json.dumps(several, indent=1))
        assert desk.done("import", path).startswith("Nothing changed: ")
    assert desk.done("checkpoint") == root


KEPT: Final[dict[str, Any]] = json.loads((MUSEUM / "averitec.json").read_text())[0]
"""The check of the moon that release 0.1.0 kept of several, under the id of the claim."""

OF_ONE_CLAIM: Final = {
    "kept": KEPT,
    "label": {**KEPT, "label": "Supported"},
    "article": {**KEPT, "fact_checking_article": "https://other.example/moon"},
    "source": {**KEPT, "original_claim_url": "https://post.example/ann"},
}
"""Checks of one claim, by what they have otherwise than the first."""

ORDERS: Final = [
    names for many in (1, 2) for names in itertools.permutations(OF_ONE_CLAIM, many)
] + [tuple(OF_ONE_CLAIM), tuple(reversed(OF_ONE_CLAIM))]


def averitec(folder: Path, names: Iterable[str]) -> Path:
    """A file with some of the checks, in this order."""
    path = folder / f"{'-'.join(names)}.json"
    path.write_text(json.dumps([OF_ONE_CLAIM[one] for one in names], indent=1))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("begins", [None, *ORDERS], ids=str)
def test_each_check_is_found_again_whatever_else_its_file_holds(
    begins: tuple[str, ...] | None, tmp_path: Path, empty_ledger: Path
) -> None:
    """Whether this release took in the first file, or 0.1.0, which kept one of several."""
    path = tmp_path / "a.db"
    shutil.copyfile(empty_ledger if begins else MUSEUM / "averitec.json.db", path)
    migrate.upgrade(str(path))
    files = [averitec(tmp_path, names) for names in ORDERS]
    with Ledger(path, recorder="desk") as ledger:
        before = len(ledger.list()) if begins is None else 1
        for file in [*([averitec(tmp_path, begins)] if begins else []), *files]:
            assert not ledger.import_([file]).amended
        moon = [one for one in ledger.list() if one.statement == KEPT["claim"]]
        assert len(moon) == len(OF_ONE_CLAIM)
        assert len(ledger.list()) - before == len(OF_ONE_CLAIM) - 1
        root = ledger.root()
        for file in files:
            ledger.import_([file])
        assert ledger.root() == root


def duke(folder: Path, ratings: Iterable[str]) -> Path:
    """A sheet with checks of one claim on one page, that rate it so."""
    (first, *_) = csv.DictReader(io.StringIO((CHECKS / "duke.csv").read_text()))
    out = io.StringIO()
    sheet = csv.DictWriter(out, first)
    sheet.writeheader()
    sheet.writerows(_rated(first, one) for one in ratings)
    path = folder / f"{'-'.join(ratings)}.csv"
    path.write_text(out.getvalue())
    return path


def _rated(row: Mapping[str, str], rating: str) -> dict[str, str]:
    return {**row, "reviewRating.alternateName": rating, "reviewRating.ratingValue": ""}


@pytest.mark.slow
@pytest.mark.parametrize("order", list(itertools.permutations(("True", "False", "Unproven"))))
def test_a_page_that_rates_a_claim_several_times(order: tuple[str, ...], desk: Desk) -> None:
    """Its checks are told apart by what they found, and one alone is known by its page."""
    first, second, third = order
    steps = [(first,), (second, first), (third, second, first), order, (second,), (first,)]
    for ratings in steps:
        desk.done("import", duke(desk.folder, ratings))
    assert len(desk.json("list")) == len(order)
    root = desk.done("checkpoint")
    for ratings in steps:
        assert desk.done("import", duke(desk.folder, ratings)).startswith("Nothing changed: ")
    assert desk.done("checkpoint") == root


def test_a_page_that_changed_its_rating_is_one_check_corrected(desk: Desk) -> None:
    desk.done("import", duke(desk.folder, ["False"]))
    told = desk.refused("import", duke(desk.folder, ["True"]))
    assert "happened corrects that, so give a reason" in " ".join(told.split())
    desk.done("import", duke(desk.folder, ["True"]), "--reason", "The page was corrected.")
    (claim,) = desk.json("list")
    assert claim["verdict"] == "happened"
