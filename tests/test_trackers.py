"""Other trackers' export files: what is so of each.

The samples are made up, in the shape that each tracker's own code writes.  What is expected of them
was worked out by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import Desk
from exports import TRACKERS, zipped

from ledger.formats.trackers import assembly

if TYPE_CHECKING:
    from pathlib import Path


FILES = {
    "fatebook": TRACKERS / "fatebook.csv",
    "predictionbook": TRACKERS / "predictionbook.json",
    "predictionbook-csv": TRACKERS / "predictionbook.csv",
    "manifold": TRACKERS / "manifold.json",
    "polymarket": TRACKERS / "polymarket.json",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_file_with_too_many_forecasts_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes its part of the memory; the real limits are too large to try here."""
    monkeypatch.setitem(assembly.MOST_FORECASTS, "row", 5)
    told = desk.refused("import", TRACKERS / "fatebook.csv")
    assert "This file has more than 5 forecasts. Cut it into several." in told
    monkeypatch.setitem(assembly.MOST_FORECASTS, "row", 6)
    desk.done("import", TRACKERS / "fatebook.csv")


@pytest.mark.parametrize("form", [*FILES, "metaculus"])
def test_nothing_is_needed_but_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """It is alone in its folder, and its name says nothing."""
    (tmp_path / "alone").mkdir()
    monkeypatch.chdir(tmp_path / "alone")
    path = tmp_path / "alone" / "export"
    path.write_bytes(zipped() if form == "metaculus" else FILES[form].read_bytes())
    result = Desk(tmp_path)("import", "export")
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith(f"Reading export as {form.partition('-')[0]}.\n")
    assert [one.name for one in path.parent.iterdir()] == ["export"]
