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

from collections import defaultdict
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.table.read import MAX_BYTES, bad_rows
from ledger.formats.table.sheet import Columns, has_columns, origin, rows_of
from ledger.formats.trackers.answers import asks_which, option_named, resolved_as
from ledger.formats.trackers.assembly import Assembly
from ledger.formats.trackers.question import Asked, Resolution, unknown
from ledger.model.answers.quantities import plain
from ledger.model.field_values import shown
from ledger.model.forecast import share_of
from ledger.model.new_ids import claim_id
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        choices: dict[str, list[Row]] = defaultdict(list)
        for row in rows_of(given, NEEDED):
            if row["Multiple choice option"]:
                choices[_key(row)].append(row)
                assembly.bound(sum(map(len, choices.values())), "forecasts")
            else:
                _take(assembly, given.name, row)
        for rows in choices.values():
            _take_choice(assembly, given.name, rows)
    return assembly.finish()


def _take_choice(assembly: Assembly, name: str, rows: list[Row]) -> None:
    """Take in the forecasts on a question with several options, each of one option."""
    options = list(dict.fromkeys(row["Multiple choice option"] for row in rows))
    asks = asks_which(options)
    if asks is None:
        for _ in rows:
            assembly.pass_over("forecasts on questions with several options")
        return
    came = [row for row in rows if row["Resolution"] == "YES"]
    answer = came[0]["Multiple choice option"] if came else rows[0]["Resolution"]
    made = resolved_as(answer, asks)
    resolution = None if made is None else Resolution(Verdict.ANSWERED, made, answer=made)
    if resolution is None and rows[0]["Resolution"] == "AMBIGUOUS":
        resolution = Resolution(Verdict.UNCLEAR, rows[0]["Resolution"])
    first = _asked(assembly, name, rows[0], resolution, asks)
    assembly.ask(first)
    for row in rows:
        at = origin(name, row, COLUMNS)
        share = share_of(row["Forecast (scale = 0-1)"])
        if not isinstance(share, Decimal):
            message = f"{shown(share)} is not a number from 0 to 1."
            assembly.complain(at, "probability", message, code="no-share")
            continue
        answer = f"{option_named(row['Multiple choice option'])} @ {plain(share)}"
        told = {"speaker": row["Forecast created by"], "answer": answer}
        assembly.forecast(first.id, told, row["Forecast created at"], at)


def _key(row: Row) -> str:
    who, title, when = (row[f"Question {one}"] for one in ("created by", "title", "created at"))
    return claim_id(who, title, when, NAME)


def _take(assembly: Assembly, name: str, row: Row) -> None:
    asked = _asked(assembly, name, row, _resolution(assembly, name, row), {})
    assembly.ask(asked)
    assembly.stray(asked.origin, row)
    told = {
        "speaker": row["Forecast created by"],
        "probability": share_of(row["Forecast (scale = 0-1)"]),
    }
    assembly.forecast(asked.id, told, row["Forecast created at"], asked.origin)


def _resolution(assembly: Assembly, name: str, row: Row) -> Resolution | None:
    word = row["Resolution"]
    verdict = VERDICTS.get(word)
    if word and verdict is None and not assembly.knows(f"{NAME}-{_key(row)}"):
        at = origin(name, row, COLUMNS)
        assembly.complain(
            at, "verdict", unknown(word, VERDICTS), code="unknown-verdict", warning=True
        )
    return None if verdict is None else Resolution(verdict, word)


def _asked(
    assembly: Assembly,
    name: str,
    row: Row,
    resolution: Resolution | None,
    asks: Mapping[str, Any],
) -> Asked:
    at = origin(name, row, COLUMNS)
    title, key = row["Question title"], _key(row)
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
        resolution=resolution,
        asks=asks,
        resolved_on=assembly.day(at, "happened_on", row["Resolved at"]),
    )
