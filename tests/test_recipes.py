"""The recipes for other formats in the README do what they say, one after the other."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from commands import ARTICLE, Desk
from exports import CHECKS, TRACKERS, zipped

PAGE = """<html><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "ClaimReview", "url": "https://check.example/moon",
 "claimReviewed": "The moon is nearer.", "author": {"name": "The Check"},
 "reviewRating": {"alternateName": "False"}}
</script></html>"""
GIVEN = {
    "fatebook-export.csv": TRACKERS / "fatebook.csv",
    "predictionbook.json": TRACKERS / "predictionbook.json",
    "manifold-markets.json": TRACKERS / "manifold.json",
    "polymarket-markets.json": TRACKERS / "polymarket.json",
    "train.tsv": CHECKS / "liar.tsv",
    "fact-check-insights.csv": CHECKS / "duke.csv",
    "averitec-dev.json": CHECKS / "averitec.json",
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder with every file that the recipes speak of, and a ledger with an article's claims."""
    monkeypatch.chdir(tmp_path)
    for name, path in GIVEN.items():
        shutil.copyfile(path, tmp_path / name)
    promises = "speaker,statement,Deadline\nAnn,Taxes fall.,2024\n"
    (tmp_path / "promises.csv").write_text(promises, encoding="utf-8")
    (tmp_path / "saved-page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "metaculus-data.zip").write_bytes(zipped())
    made = Desk(tmp_path)
    made.done("import", ARTICLE)
    made.add(id="two-percent", speaker="J. Black")
    return made


def recipes() -> list[str]:
    """The commands of the README's block of recipes."""
    page = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sh\n(# Spreadsheets.*?)```", page, re.DOTALL)
    return [line for line in block.splitlines() if not line.startswith("#")]


@pytest.mark.slow
def test_every_recipe_works(desk: Desk) -> None:
    told = {line: desk.done(*shlex.split(line)[1:]) for line in recipes()}
    assert len(told) >= 20
    added = [line for line, said in told.items() if " import " in line and "Added" in said]
    assert len(added) == sum(" import " in line for line in told)
    reports = [said for line, said in told.items() if " report " in line]
    assert all("No claim" not in said and "Accuracy" in said for said in reports)
