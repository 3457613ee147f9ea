"""Metaculus's data download: a zip of sheets, of which two are read; or its API's JSON.

question_data.csv
    Question ID,Question URL,Question Title,...,Categories,...,Question Type,...,
    Scheduled Close Time,...,Resolution,Resolution Known Time,...
    101,https://www.metaculus.com/questions/77/,Will it rain?,...,binary,...,
    2023-07-12 00:00:00+00:00,...,yes,2023-07-13 08:00:00+00:00,...
forecast_data.csv
    Question ID,Forecaster ID,Forecaster Username,Is Bot,Start Time,End Time,Forecaster Count,
    Probability Yes,...
    101,5,ann,False,2023-07-01 09:30:00+00:00,,,0.7,...

(Each row is one line.)  In place of ``Forecaster ID`` and ``Forecaster Username`` there may be
``Forecaster (Anonymized)``.  A row with a ``Forecaster Count`` is an aggregate.
Source: https://www.metaculus.com/faq/, and the README.md in such a zip.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.bad_items import SUFFIX, bad_items
from ledger.formats.strict_json import is_json_with
from ledger.formats.table.sheet import LONG, Columns, named, origin
from ledger.formats.trackers.assembly import NAMELESS, Assembly
from ledger.formats.trackers.metaculus_posts import KEYS, read_posts
from ledger.formats.trackers.metaculus_types import TYPES, answer_of, asks_of, resolution_of
from ledger.formats.trackers.question import Asked
from ledger.formats.trackers.values import plain_id
from ledger.formats.trackers.zip_sheets import open_archive, sheet_in
from ledger.model.field_values import shown
from ledger.model.forecast import share_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile
    from ledger.formats.table.sheet import Row
    from ledger.model.bundle import Bundle

NAME: Final = "metaculus"
MAX_BYTES: Final = 64 * 1024 * 1024
"""The most bytes the zip may have; how many a sheet in it may have, see `archive`."""
BY_ROW: Final = False
BAD: Final = SUFFIX

bad_rows: Final = partial(bad_items, wrapper="results")
"""The posts left out of an answer, as a list; of a zip nothing is but the whole."""

ZIP: Final = b"PK"
QUESTIONS: Final = "question_data.csv"
FORECASTS: Final = "forecast_data.csv"

NEEDED_OF_QUESTION: Final = (
    "Question ID", "Question Title", "Question Type", "Scheduled Close Time", "Resolution",
)  # fmt: skip
NEEDED_OF_FORECAST: Final = ("Question ID", "Start Time", "Probability Yes")

OF_QUESTION: Final = Columns(
    {
        "id": "Question ID",
        "statement": "Question Title",
        "title": "Question Title",
        "url": "Question URL",
        "topics": "Categories",
        "resolve_by": "Scheduled Resolve Time",
        "closes": "Scheduled Close Time",
        "verdict": "Resolution",
        "resolution": "Resolution",
        "happened_on": "Resolution Known Time",
        "resolved_on": "Resolution Known Time",
    },
    f"{QUESTIONS}, ",
)
OF_FORECAST: Final = Columns(
    {"speaker": "Forecaster Username", "made": "Start Time", "probability": "Probability Yes"},
    f"{FORECASTS}, ",
)
"""What Metaculus calls our keys, and where."""

NAMES: Final = re.compile(r"""'([^']*)'|"([^"]*)\"""")
"""A name in a list as Python writes it."""

DIGITS: Final = 8
"""How much of a hash stands for somebody whose name is withheld."""


def looks_like(head: str, path: Path) -> bool:
    """Whether it is a zip that has Metaculus's questions, which come early in it, or an answer."""
    if is_json_with(KEYS, head, path):
        return True
    return head.startswith("PK\x03\x04") and QUESTIONS in head


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The questions of a download with their forecasts, and all problems, by row.

    Those of an answer of its API are told by line.
    """
    if not given.data.startswith(ZIP):
        return read_posts(given)
    with Assembly(given, "row") as assembly, open_archive(given.data) as archive:
        others: set[str] = set()
        ranges: dict[str, Sequence[str]] = {}
        questions, forecasts = (sheet_in(archive, name) for name in (QUESTIONS, FORECASTS))
        for row in named(questions, NEEDED_OF_QUESTION, QUESTIONS):
            if not _ask(assembly, given.name, row):
                others.add(row["Question ID"])
                assembly.bound(len(others), "questions")
            elif row["Continuous Range"]:
                ranges[row["Question ID"]] = _listed(row["Continuous Range"])
        rows = given.track(forecasts) if len(forecasts) >= LONG else forecasts
        for row in named(rows, NEEDED_OF_FORECAST, FORECASTS):
            if row["Question ID"] not in others:
                _forecast(assembly, given.name, row, ranges)
    return assembly.finish()


def _ask(assembly: Assembly, name: str, row: Row) -> bool:
    """Take in a question; whether it is one that can be taken."""
    asks = _asks(row)
    if asks is None:
        assembly.pass_over("questions that are not binary", row["Question Type"])
        return False
    at = origin(name, row, OF_QUESTION)
    assembly.stray(at, row)
    if not row["Question ID"]:
        assembly.complain(at, "id", "This question has no id.", code="missing")
        return False
    identifier = f"{NAME}-{plain_id(row['Question ID'])}"
    source = {"id": f"{identifier}-page", "publisher": "Metaculus", "title": row["Question Title"]}
    if row["Question URL"]:
        source["url"] = row["Question URL"]
    resolution = resolution_of(assembly, at, row["Resolution"], asks)
    closes = assembly.day(at, "closes", row["Scheduled Close Time"])
    assembly.ask(
        Asked(
            id=identifier,
            title=row["Question Title"],
            source={key: text for key, text in source.items() if text},
            origin=at,
            asked_on=assembly.hint(row["Open Time"] or row["Post Published Time"]),
            resolve_by=assembly.day(at, "resolve_by", row["Scheduled Resolve Time"]),
            closes=closes,
            due_once=(closes, "context"),
            topics=_categories(row["Categories"]),
            resolution=resolution,
            asks=asks,
            resolved_on=assembly.day(at, "happened_on", row["Resolution Known Time"]),
        )
    )
    return True


def _asks(row: Row) -> dict[str, Any] | None:
    """The keys of a question that is not binary; none of one that is, and None of other types."""
    if row["Question Type"] in TYPES and not row["Continuous Range"]:
        return None  # nobody can tell which values its chances are of
    options = row["MC Options (Current)"] or row["MC Options (All)"]
    bounds = {"lower_bound": row["Lower Bound"], "upper_bound": row["Upper Bound"]}
    return asks_of(row["Question Type"], _categories(options), bounds)


def _categories(cell: str) -> tuple[str, ...]:
    """The names in a list such as ``['Law', "Children's Health"]``."""
    return tuple(name for pair in NAMES.findall(cell) if (name := (pair[0] or pair[1]).strip()))


def _forecast(
    assembly: Assembly, name: str, row: Row, ranges_of: Mapping[str, Sequence[str]]
) -> None:
    """Take in a forecast; geometric means are not given as one probability."""
    number = row["Question ID"]
    at = origin(name, row, OF_FORECAST)
    assembly.stray(at, row)
    question = f"{NAME}-{plain_id(number)}"
    if not assembly.knows(question):
        assembly.count()
        named = number if number.isprintable() else shown(number)
        message = f"Question {named or 'without an id'} is not in {QUESTIONS}."
        assembly.complain(at, "", message, code="question-not-here")
        return
    asks = assembly.asks(question)
    told: dict[str, Any] = {"speaker": _speaker(row)}
    if not asks:
        if not row["Probability Yes"] and row["Probability Yes Per Category"]:
            assembly.pass_over("forecasts of several probabilities")
            return
        told["probability"] = share_of(row["Probability Yes"])
    else:
        ranges = ranges_of.get(number, ())
        told["answer"] = answer_of(asks, _listed(row["Probability Yes Per Category"]),
                                   ranges, _listed(row["Continuous CDF"]))  # fmt: skip
        if told["answer"] is None:
            assembly.pass_over("forecasts that cannot be read")
            return
    assembly.forecast(question, told, row["Start Time"], at)


def _listed(cell: str) -> list[str]:
    """The items of a list such as ``[0.1, 0.9]`` or ``['2024-01-01T00:00:00Z']``."""
    return [one.strip(" '\"") for one in cell.strip().strip("[]").split(",") if one.strip()]


def _speaker(row: Row) -> str:
    """Whose forecast it is: somebody's, a nameless one's, or made of those of many."""
    name, secret = row["Forecaster Username"], row["Forecaster (Anonymized)"]
    if row["Forecaster Count"]:
        return f"Metaculus ({name or secret or 'aggregate'})"
    if name:
        return name
    number = secret or row["Forecaster ID"]
    return f"{NAMELESS} {number[:DIGITS]}" if number else NAMELESS
