"""PredictionBook's predictions, in JSON with everybody's estimates, or in CSV with their mean.

[{"id": 1, "description": "It rains.", "deadline": "2023-07-12T12:00:00.000Z", "outcome": true,
  "created_at": "2023-07-01T09:00:00.000Z", "last_judgement_at": "2023-07-13T08:00:00.000Z",
  "withdrawn": false, "mean_confidence": 65,
  "responses": [{"user_label": "Ann", "confidence": 70, "created_at": "2023-07-01T09:30:00.000Z"}]}]

Confidences are in per cent.  Source: the serializers of https://github.com/bellroy/predictionbook;
its API puts the list under ``predictions``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.bad_items import SUFFIX, bad_items
from ledger.formats.strict_json import MAX_BYTES, is_json_with, objects_in, text_of
from ledger.formats.table.read import bad_rows as rows_left_out
from ledger.formats.table.sheet import Columns, has_columns, origin, rows_of
from ledger.formats.trackers.assembly import Assembly
from ledger.formats.trackers.question import Asked, Resolution, unknown
from ledger.formats.trackers.series import series
from ledger.formats.trackers.values import MISSING, plain_id
from ledger.model.field_values import shown
from ledger.model.forecast import is_share, share_of
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile
    from ledger.formats.strict_json import Listing
    from ledger.model.bundle import Bundle, Origin
    from ledger.model.field_reader import Place

__all__ = ["BAD", "BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read"]

NAME: Final = "predictionbook"
BY_ROW: Final = True
BAD: Final = SUFFIX
"""In CSV; JSON has the same problem at the same line again, and is left out whole."""

NEEDED: Final = ("id", "description", "deadline", "mean_confidence", "outcome")
NAMES: Final = {
    "id": "id",
    "statement": "description",
    "title": "description",
    "resolve_by": "deadline",
    "verdict": "outcome",
    "resolution": "outcome",
    "happened_on": "last_judgement_at",
    "resolved_on": "last_judgement_at",
    "probability": "mean_confidence",
    "made": "updated_at",
    "withdrawn": "withdrawn",
}
"""What PredictionBook calls our keys."""

RESPONSE: Final = {"speaker": "user_label", "probability": "confidence", "made": "created_at"}
"""What it calls them in a response."""

WRAPPER: Final = "predictions"
"""The key that the predictions may stand under."""

MEAN: Final = "PredictionBook (mean)"

OUTCOMES: Final = {
    "true": Resolution(Verdict.HAPPENED, "right"),
    "false": Resolution(Verdict.DID_NOT_HAPPEN, "wrong"),
}

WITHDRAWN: Final = {"true": True, "false": False, "": False}
"""What it writes where a prediction was taken back, or was not."""


def looks_like(head: str, path: Path) -> bool:
    """Whether it is JSON or a sheet with the keys of PredictionBook's predictions."""
    is_json = is_json_with(("description", "mean_confidence", "deadline"), head, path)
    return is_json or has_columns(NEEDED, head, path)


def _is_json(given: GivenFile) -> bool:
    return given.data[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}


def bad_rows(given: GivenFile) -> str:
    """The rows or items left out, as a file of the same kind."""
    return bad_items(given, WRAPPER) if _is_json(given) else rows_left_out(given)


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The predictions of a file with the estimates of each, and all problems, by line or row."""
    if _is_json(given):
        with Assembly(given, "line") as assembly:
            for found in objects_in(given, assembly.problems, WRAPPER):
                _take(assembly, found)
        return assembly.finish()
    with Assembly(given, "row") as assembly:
        for row in rows_of(given, NEEDED):
            at = origin(given.name, row, Columns(NAMES))
            assembly.stray(at, row)
            if question := _ask(assembly, row.cells, at):
                _mean(assembly, question, row.cells, at)
    return assembly.finish()


def _take(assembly: Assembly, found: tuple[Listing, Place, Mapping[str, Any]]) -> None:
    """Take in a prediction with its estimates, or without any with their mean."""
    listing, place, one = found
    at = listing.origin(place, NAMES)
    question = _ask(assembly, one, at)
    if not question:
        return
    for told, response in series(assembly, found, "responses", RESPONSE):
        _respond(assembly, question, response, told)
    if not one.get("responses"):
        _mean(assembly, question, one, at)


def _ask(assembly: Assembly, one: Mapping[str, Any], at: Origin) -> str:
    """Take in a prediction; the id of its question, empty where it has none."""
    number = text_of(one, "id")
    if not number:
        assembly.complain(at, "id", "This prediction has no id.", code="missing")
        return ""
    resolve_by = assembly.day(at, "resolve_by", one.get("deadline"))
    asked = Asked(
        id=f"{NAME}-{plain_id(number)}",
        title=text_of(one, "description_with_group", "description"),
        source={"id": NAME, "publisher": "PredictionBook"},
        origin=at,
        asked_on=assembly.hint(one.get("created_at")),
        resolve_by=resolve_by,
        due_once=(resolve_by, "stated"),
        resolution=_resolution(assembly, one, at),
        resolved_on=assembly.day(at, "happened_on", one.get("last_judgement_at")),
    )
    assembly.ask(asked)
    return asked.id


def _resolution(assembly: Assembly, one: Mapping[str, Any], at: Origin) -> Resolution | None:
    withdrawn = WITHDRAWN.get(str(one.get("withdrawn") or "").lower(), one.get("withdrawn"))
    if assembly.flag(at, "withdrawn", withdrawn):
        return Resolution(Verdict.VOID, "withdrawn")
    told = one.get("outcome")
    word = "" if told is None else str(told).strip().lower()
    if word and word not in OUTCOMES:
        assembly.complain(
            at, "verdict", unknown(told, OUTCOMES), code="unknown-verdict", warning=True
        )
    return OUTCOMES.get(word)


def _respond(assembly: Assembly, question: str, one: Mapping[str, Any], at: Origin) -> None:
    """Take in an estimate; a response without one is a comment."""
    if one.get("confidence") is None:
        return
    user = text_of(one, "user_id")
    told = {
        "speaker": text_of(one, "user_label") or (f"user {user}" if user else ""),
        "probability": _confidence(assembly, one["confidence"], at),
    }
    assembly.forecast(question, told, one.get("created_at"), at)


def _mean(assembly: Assembly, question: str, one: Mapping[str, Any], at: Origin) -> None:
    """Take the mean of all estimates for one, where there are no others."""
    if one.get("mean_confidence") in MISSING:
        return
    told = {
        "speaker": MEAN,
        "probability": _confidence(assembly, one["mean_confidence"], at),
        "note": "The mean of the estimates of everybody, of which some may be of a later day.",
    }
    assembly.forecast(question, told, one.get("updated_at") or one.get("created_at"), at)


def _confidence(assembly: Assembly, value: object, at: Origin) -> object:
    """What a number of per cent is as a probability; a problem where it is none."""
    share = share_of(value, whole=100)
    if value in MISSING or (isinstance(share, Decimal) and is_share(share)):
        return share
    assembly.complain(
        at, "probability", f"{shown(value)} is not a number from 0 to 100.", code="no-share"
    )
    return Decimal(0)
