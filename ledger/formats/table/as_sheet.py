"""Files of other formats read as sheets: what their reader makes a `TakenSheet` of.

A reader of such a format has a function that gives the sheet, and offers these, each with that
function given: `read`, `read_plain` and `bad_rows`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.errors import Problem
from ledger.formats.plain_records import Unsure
from ledger.formats.table import read as table
from ledger.formats.table.sheet import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.formats.plain_records import Spool
    from ledger.formats.registry import GivenFile
    from ledger.formats.table.taken import TakenSheet
    from ledger.model.bundle import Bundle

    Take = Callable[[GivenFile, list[Problem]], TakenSheet]
    """Gives the sheet that a file is, and what to tell of it."""


def read(take: Take, given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """What the rows say, and their problems, by row."""
    told: list[Problem] = []
    try:
        taken = replace(given, sheet=take(given, told))
    except Unreadable as trouble:
        return [], [Problem(given.name, trouble.number, str(trouble), code="unreadable")]
    bundles, problems = table.read(taken)
    return bundles, [*told, *problems]


def read_plain(take: Take, given: GivenFile, spool: Spool) -> list[Problem]:
    """Put what the rows say into ``spool``; the warnings.

    Raises:
        Unsure: some row is not plain, or there is a problem.
    """
    told: list[Problem] = []
    try:
        taken = replace(given, sheet=take(given, told))
    except Unreadable as trouble:
        raise Unsure from trouble
    return [*told, *table.read_plain(taken, spool)]


def bad_rows(take: Take, given: GivenFile) -> str:
    """The header and the rows left out, as CSV."""
    return table.bad_rows(replace(given, sheet=take(given, [])))
