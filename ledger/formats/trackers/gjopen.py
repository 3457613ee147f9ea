"""Forecasts of Good Judgment Open, INFER and other sites of Cultivate Labs, as CSV.

question_id,question_name,answer_name,membership_username,forecasted_probability,created_at,...
    ends_at,resolved_at,voided_at,answer_correct
1001,Will it rain?,Yes,ann,0.72,2023-07-01T09:30:00Z,2023-07-12T00:00:00Z,2023-07-13T08:00:00Z,,true

(Each row is one line.)  A row is one answer of a forecast; the names are those that the sites' API
has for them (questions, answers, prediction_sets and predictions), whatever stands between their
words.  Of questions with the answers Yes and No the forecasts of Yes are read, and of No where
there is none of Yes; of those with other answers the rows of one moment are one forecast.
Source: the responses of /api/v1/questions and /api/v1/prediction_sets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.table.read import MAX_BYTES, bad_rows
from ledger.formats.table.sheet import Columns, origin, rows_of, separator_of
from ledger.formats.trackers.answers import asks_which, resolved_as, shares
from ledger.formats.trackers.assembly import Assembly
from ledger.formats.trackers.question import Asked, Resolution, unknown
from ledger.formats.trackers.values import plain_id
from ledger.model.forecast import share_of, turned
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile
    from ledger.formats.table.sheet import Row
    from ledger.model.bundle import Bundle, Origin

__all__ = ["BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read"]

NAME: Final = "gjopen"
BY_ROW: Final = True

NEEDED: Final = (
    "question_id", "question_name", "answer_name", "forecasted_probability", "created_at",
)  # fmt: skip

COLUMNS: Final = {
    "id": "question_id",
    "statement": "question_name",
    "title": "question_name",
    "criteria": "question_description",
    "speaker": "membership_username",
    "probability": "forecasted_probability",
    "made": "created_at",
    "closes": "ends_at",
    "verdict": "answer_correct",
    "resolution": "answer_correct",
    "happened_on": "resolved_at",
    "resolved_on": "resolved_at",
}
"""What the sites call our keys."""

BETWEEN: Final = re.compile(r"[\s_.-]+")
SIDES: Final = ("yes", "no")
TRUTH: Final = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def looks_like(head: str, path: Path) -> bool:  # noqa: ARG001 - its name says nothing
    """Whether the first line has the columns of such a sheet."""
    line = head.removeprefix("\ufeff").partition("\n")[0]
    cells = {_plain(cell.strip(' \r"')) for cell in line.split(separator_of(line))}
    return cells.issuperset(NEEDED)


def _plain(name: str) -> str:
    return BETWEEN.sub("_", name.strip().lower())


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The forecasts on questions with the answers Yes and No, and all problems, by row."""
    with Assembly(given, "row") as assembly:
        rows = [
            (row, {_plain(name): row[name] for name in row.cells}) for row in rows_of(given, ())
        ]
        told = {_forecast_of(cells) for _, cells in rows if _side(cells) == "yes"}
        several = [one for one in rows if _side(one[1]) not in SIDES]
        _take_several(assembly, given.name, several)
        for row, cells in rows:
            if _side(cells) not in SIDES:
                continue
            _take(assembly, origin(given.name, row, Columns(COLUMNS)), cells, told)
            assembly.stray(origin(given.name, row, Columns(COLUMNS)), row)
    return assembly.finish()


def _side(cells: dict[str, str]) -> str:
    return cells.get("answer_name", "").casefold()


def _forecast_of(cells: dict[str, str]) -> tuple[str, ...]:
    """What tells the forecast of a row from others."""
    keys = ("question_id", "membership_username", "created_at")
    return tuple(cells.get(key, "") for key in keys)


def _take(
    assembly: Assembly, at: Origin, cells: dict[str, str], told: set[tuple[str, ...]]
) -> None:
    side = _side(cells)
    if side == "no" and _forecast_of(cells) in told:
        return
    number = cells.get("question_id", "")
    if not number:
        assembly.complain(at, "id", "This question has no id.", code="missing")
        return
    identifier = f"{NAME}-{plain_id(number)}"
    assembly.ask(_asked(assembly, identifier, cells, at, _resolution(assembly, cells, at)))
    share = share_of(cells.get("forecasted_probability", ""))
    if side == "no" and isinstance(share, Decimal) and 0 <= share <= 1:
        share = turned(share)
    speaker = cells.get("membership_username", "")
    claimed = {"speaker": speaker, "probability": share}
    assembly.forecast(identifier, claimed, cells.get("created_at", ""), at)


def _take_several(assembly: Assembly, name: str, rows: list[tuple[Row, dict[str, str]]]) -> None:
    """Take in the forecasts on questions with several answers: a row for each answer of each."""
    of: dict[str, list[tuple[Row, dict[str, str]]]] = defaultdict(list)
    for row, cells in rows:
        of[cells.get("question_id", "")].append((row, cells))
    for number, own in of.items():
        first, cells = own[0]
        asks = asks_which(list(dict.fromkeys(one.get("answer_name", "") for _, one in own)))
        if asks is None or not number:
            for _ in own:
                assembly.pass_over("forecasts on questions with several options")
            continue
        at = origin(name, first, Columns(COLUMNS))
        identifier = f"{NAME}-{plain_id(number)}"
        resolution = _resolution_of(own, asks)
        assembly.ask(_asked(assembly, identifier, cells, at, resolution, asks))
        together: dict[tuple[str, ...], list[tuple[Row, dict[str, str]]]] = defaultdict(list)
        for row, one in own:
            together[_forecast_of(one)].append((row, one))
        for several in together.values():
            _take_shares(assembly, name, identifier, several)


def _take_shares(
    assembly: Assembly, name: str, identifier: str, several: list[tuple[Row, dict[str, str]]]
) -> None:
    """Take in one forecast, of which each row has the probability of an answer."""
    row, cells = several[0]
    told = shares({
        one.get("answer_name", ""): share_of(one.get("forecasted_probability", ""))
        for _, one in several
    })  # fmt: skip
    if told is None:
        assembly.pass_over("forecasts whose probabilities do not add up to 1")
        return
    claimed = {"speaker": cells.get("membership_username", ""), "answer": told}
    at = origin(name, row, Columns(COLUMNS))
    assembly.forecast(identifier, claimed, cells.get("created_at", ""), at)


def _resolution_of(
    rows: list[tuple[Row, dict[str, str]]], asks: Mapping[str, Any]
) -> Resolution | None:
    """What became of a question with several answers, one of which is the correct one."""
    if any(cells.get("voided_at") for _, cells in rows):
        return Resolution(Verdict.VOID, "voided")
    right = {
        cells.get("answer_name", "")
        for _, cells in rows
        if TRUTH.get(cells.get("answer_correct", "").casefold())
    }
    answer = resolved_as(right.pop(), asks) if len(right) == 1 else None
    return None if answer is None else Resolution(Verdict.ANSWERED, answer, answer=answer)


def _asked(  # noqa: PLR0913, PLR0917 - what a question is made of
    assembly: Assembly,
    identifier: str,
    cells: dict[str, str],
    at: Origin,
    resolution: Resolution | None,
    asks: Mapping[str, Any] | None = None,
) -> Asked:
    title = cells.get("question_name", "")
    source = {"id": f"{identifier}-page", "publisher": cells.get("site_name") or "GJ Open"}
    source |= {"title": title} if title else {}
    if address := cells.get("question_url", ""):
        source["url"] = address
    resolved = cells.get("resolved_at") or cells.get("voided_at")
    return Asked(
        id=identifier,
        title=title,
        source=source,
        origin=at,
        asked_on=assembly.hint(cells.get("published_at", "")),
        closes=assembly.day(at, "closes", cells.get("ends_at", "")),
        criteria=cells.get("question_description", ""),
        resolution=resolution,
        asks=asks or {},
        resolved_on=assembly.day(at, "happened_on", resolved or ""),
    )


def _resolution(assembly: Assembly, cells: dict[str, str], at: Origin) -> Resolution | None:
    if cells.get("voided_at"):
        return Resolution(Verdict.VOID, "voided")
    word = cells.get("answer_correct", "").casefold()
    if not word:
        return None
    if word not in TRUTH:
        message = unknown(word, TRUTH)
        assembly.complain(at, "verdict", message, code="unknown-verdict", warning=True)
        return None
    happened = TRUTH[word] == (_side(cells) == "yes")
    return Resolution(*((Verdict.HAPPENED, "Yes") if happened else (Verdict.DID_NOT_HAPPEN, "No")))
