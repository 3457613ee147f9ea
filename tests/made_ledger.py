"""A ledger of made-up claims of any number, imported from a sheet as the benchmarks make it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from benchmarks.made_claims import World
from benchmarks.made_files import HEAD, row

from ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path


def made_up(folder: Path, size: int) -> Path:
    """The file of a ledger of so many claims, in a folder."""
    sheet = folder / "made.csv"
    with sheet.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(HEAD)
        for question in World(size).questions():
            table.writerows(row(question, claim) for claim in question.claims)
    place = folder / "made.db"
    with Ledger(place, recorder="desk", create=True) as made:
        made.import_([sheet])
    return place
