"""Rows about importing, beside inserting the same rows."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from .site import bare, ours
from .table_row import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from .measuring import Command
    from .site import Site

    Words = Callable[[Site], Sequence[str]]
    Base = Callable[[Site], Path]

INSERTS: Final = "`executemany` of the same rows in `sqlite3`"
MEMORY: Final = 300


def _imported(name: str, what: str, words: Words, base: Base | None = None) -> Row:
    """A row for the import of ``words`` into a new ledger, or into a copy of a ``base``."""
    full, copy = f"{name}.full", f"{name}.bare"

    def into(site: Site, place: str) -> Path:
        path = site.new(place)
        if base is not None:
            shutil.copyfile(base(site), path)
        return path

    def importing(site: Site, _: int) -> Command:
        given = words(site)
        return ours(into(site, full), "import", *given)

    def inserting(site: Site, _: int) -> Command:
        return bare("insert", site.kept(full), into(site, copy))

    return Row(f"import {what}", INSERTS, importing, inserting, 2.5, 3.0, MEMORY)


def _again(site: Site, _: int) -> Command:
    return ours(site.imported, "import", *site.sheets(site.data))


def _first(site: Site, _: int) -> Command:
    return ours(site.new("first"), "import", *site.sheets(site.data))


IMPORTS: Final = (
    _imported("csv", "CSV", lambda site: site.sheets(site.data)),
    _imported("jsonl", "JSONL", lambda site: [str(site.journal)]),
    _imported("claims", "a claims folder", lambda site: [str(site.data / "claims")]),
    _imported(
        "csv-more", "CSV into a filled ledger",
        lambda site: site.sheets(site.more), lambda site: site.imported,
    ),
    _imported(
        "jsonl-more", "JSONL, of which half is there",
        lambda site: [str(site.journal_of_both)], lambda site: site.imported,
    ),
    _imported(
        "claims-more", "a claims folder into a filled ledger",
        lambda site: [str(site.more / "claims")], lambda site: site.imported,
    ),
    Row("import CSV again, nothing new", "its first import", _again, _first, 1.0, None, MEMORY),
)  # fmt: skip
