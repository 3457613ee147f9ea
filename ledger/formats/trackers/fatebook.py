"""Fatebook's CSV export: a row a forecast, with its question in each.

Question title,Multiple choice option,Forecast created by,Forecast (scale = 0-1),
    Forecast created at,Question created by,Question created at,Question resolve by,Resolution,...
"Will it rain?",,"Ann",0.7,2023-07-01 09:30:5,"Bea",2023-07-01 09:00:12,2023-07-12 00:00:0,
    "YES",...

(Each row is one line.)  Seconds have no leading nought.
A tournament's export has ``Tournament name`` before these.
Source: the export of https://fatebook.io, as its own code writes it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from ledger.formats.table.read import MAX_BYTES, bad_rows
from ledger.formats.table.sheet import Columns, has_columns, origin, rows_of
from ledger.formats.trackers.assembly import Assembly
from ledger.formats.trackers.question import Asked, Resolution, unknown
from ledger.model.forecast import share_of
from ledger.model.new_ids import claim_id
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile
    from ledger.formats.table.sheet import Row
    from ledger.model.bundle import Bundle

__all__ = ["BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read"]

NAME: Final = "fatebook"
BY_ROW: Final = True

COLUMNS: Final = Columns({
    "statement": "Question title",
    "title": "Question title",
    "speaker": "Forecast created by",
    "probability": "Forecast (scale = 0-1)",
    "made": "Forecast created at",
    "resolve_by": "Question resolve by",
    "verdict": "Resolution",
    "resolution": "Resolution",
    "happened_on": "Resolved at",
    "resolved_on": "Resolved at",
    "topics": "Question tags",
    "note": "Question notes",
})  # fmt: skip
"""What Fatebook calls our keys."""

NEEDED: Final = ("Question title", "Forecast (scale = 0-1)", "Forecast created at", "Resolution")

VERDICTS: Final = {
    "YES": Verdict.HAPPENED,
    "NO": Verdict.DID_NOT_HAPPEN,
    "AMBIGUOUS": Verdict.UNCLEAR,
}


looks_like: Final = partial(has_columns, NEEDED)
"""Whether the first line has Fatebook's columns."""


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The questions and forecasts of an export, and all problems, by row."""
    with Assembly(given, "row") as assembly:
        for row in rows_of(given, NEEDED):
            _take(assembly, given.name, row)
    return assembly.finish()


def _take(assembly: Assembly, name: str, row: Row) -> None:
    if row["Multiple choice option"]:
        assembly.pass_over("forecasts on questions with several options")
        return
    asked = _asked(assembly, name, row)
    assembly.ask(asked)
    assembly.stray(asked.origin, row)
    told = {
        "speaker": row["Forecast created by"],
        "probability": share_of(row["Forecast (scale = 0-1)"]),
    }
    assembly.forecast(asked.id, told, row["Forecast created at"], asked.origin)


def _asked(assembly: Assembly, name: str, row: Row) -> Asked:
    at = origin(name, row, COLUMNS)
    title, word = row["Question title"], row["Resolution"]
    key = claim_id(row["Question created by"], title, row["Question created at"], NAME)
    verdict = VERDICTS.get(word)
    if word and verdict is None and not assembly.knows(f"{NAME}-{key}"):
        assembly.complain(
            at, "verdict", unknown(word, VERDICTS), code="unknown-verdict", warning=True
        )
    resolve_by = assembly.day(at, "resolve_by", row["Question resolve by"])
    return Asked(
        id=f"{NAME}-{key}",
        title=title,
        source={"id": NAME, "publisher": "Fatebook"},
        origin=at,
        asked_on=assembly.hint(row["Question created at"]),
        resolve_by=resolve_by,
        due_once=(resolve_by, "stated"),
        note=row["Question notes"],
        topics=tuple(filter(None, map(str.strip, row["Question tags"].split(";")))),
        resolution=None if verdict is None else Resolution(verdict, word),
        resolved_on=assembly.day(at, "happened_on", row["Resolved at"]),
    )
