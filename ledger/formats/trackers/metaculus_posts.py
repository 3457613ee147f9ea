"""Metaculus's questions in JSON, as its API gives them: a post, a list of them, or one page of it.

{"results": [{"id": 77, "title": "Will it rain?", "published_at": "2023-06-30T08:00:00Z",
  "projects": {"category": [{"name": "Weather"}]},
  "question": {"id": 101, "type": "binary", "title": "Will it rain?",
    "open_time": "2023-07-01T00:00:00Z", "scheduled_close_time": "2023-07-10T00:00:00Z",
    "scheduled_resolve_time": "2023-07-12T00:00:00Z", "actual_resolve_time": "2023-07-13T08:00:00Z",
    "resolution": "yes", "resolution_criteria": "By the gauge on the roof.",
    "aggregations": {"recency_weighted": {"history": [
      {"start_time": 1688203800.0, "end_time": null, "centers": [0.7], "forecaster_count": 12}]}},
    "my_forecasts": {"history": [{"start_time": 1688203800.0, "forecast_values": [0.4, 0.6]}]}}}]}

Times of forecasts are seconds since 1970.  A post may have several questions under
``group_of_questions``.  Source: https://www.metaculus.com/api/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.formats.strict_json import listed, objects_in, text_of, texts_of
from ledger.formats.trackers.assembly import NAMELESS, Assembly
from ledger.formats.trackers.metaculus_types import (
    TYPES,
    answer_of,
    asks_of,
    resolution_of,
    spread,
)
from ledger.formats.trackers.question import Asked
from ledger.formats.trackers.series import series
from ledger.formats.trackers.values import plain_id
from ledger.model.forecast import share_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile
    from ledger.formats.strict_json import Listing
    from ledger.model.bundle import Bundle, Origin
    from ledger.model.field_reader import Place

    Object = Mapping[str, Any]

TRACKER: Final = "metaculus"
PAGE: Final = "https://www.metaculus.com/questions/{}/"

KEYS: Final = ("scheduled_close_time", "resolution")
"""What the questions of an answer have."""

NAMES: Final = {
    "id": "id",
    "statement": "title",
    "title": "title",
    "criteria": "resolution_criteria",
    "resolve_by": "scheduled_resolve_time",
    "closes": "scheduled_close_time",
    "verdict": "resolution",
    "resolution": "resolution",
    "happened_on": "actual_resolve_time",
    "resolved_on": "actual_resolve_time",
}
"""What Metaculus calls our keys."""

AGGREGATE: Final = {"probability": "centers", "made": "start_time"}
OWN: Final = {"probability": "forecast_values", "made": "start_time"}
"""What it calls them in a history."""


def read_posts(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The questions of a file with their forecasts, and all problems, by line."""
    with Assembly(given, "line") as assembly:
        for listing, place, post in objects_in(given, assembly.problems, "results"):
            for at, question in _questions(place, post):
                _take(assembly, post, (listing, at, question))
    return assembly.finish()


def _questions(place: Place, post: Object) -> Iterator[tuple[Place, Object]]:
    """The questions of a post, or the object itself where it is one."""
    group = post.get("group_of_questions")
    if isinstance(question := post.get("question"), dict):
        yield (*place, "question"), question
    elif isinstance(group, dict):
        for number, one in listed(group, "questions"):
            yield (*place, "group_of_questions", "questions", number), one
    elif "type" in post:
        yield place, post


def _take(assembly: Assembly, post: Object, found: tuple[Listing, Place, Object]) -> None:
    listing, place, one = found
    asks = _asks(one)
    if asks is None:
        assembly.pass_over("questions that are not binary", text_of(one, "type"))
        return
    at = listing.origin(place, NAMES)
    number = text_of(one, "id")
    if not number:
        assembly.complain(at, "id", "This question has no id.", code="missing")
        return
    asked = _asked(assembly, number, (post, one), at, asks)
    assembly.ask(asked)
    scale = _scale(one)
    aggregations = one.get("aggregations")
    for method, told in aggregations.items() if isinstance(aggregations, dict) else ():
        if isinstance(told, dict):
            inner = listing, (*place, "aggregations", method), told
            _forecasts(assembly, asked.id, inner, (f"Metaculus ({method})", AGGREGATE, 0, scale))
    if isinstance(mine := one.get("my_forecasts"), dict):
        inner = listing, (*place, "my_forecasts"), mine
        _forecasts(assembly, asked.id, inner, (NAMELESS, OWN, 1, scale))


def _forecasts(
    assembly: Assembly,
    question: str,
    found: tuple[Listing, Place, Object],
    told: tuple[str, Mapping[str, str], int, Object],
) -> None:
    """Take in a history of forecasts, or the latest one where there is none."""
    listing, place, one = found
    speaker, names, side, scale = told
    forecasts = list(series(assembly, found, "history", names))
    if not forecasts and isinstance(latest := one.get("latest"), dict):
        forecasts = [(listing.origin((*place, "latest"), names), latest)]
    for at, forecast in forecasts:
        values = forecast.get(names["probability"])
        if values is None:  # as where they are hidden for some days
            assembly.pass_over("forecasts that are hidden")
            continue
        asks = assembly.asks(question)
        said = _answer(asks, forecast, scale) if asks else _probability(values, side)
        claimed = {"speaker": speaker, **said}
        if claimed.get("answer", "") is None:
            assembly.pass_over("forecasts that cannot be read")
            continue
        assembly.forecast(question, claimed, forecast.get("start_time"), at)


def _probability(values: object, side: int) -> dict[str, Any]:
    value = values[side] if isinstance(values, list) and len(values) > side else None
    return {"probability": share_of(value)}


def _answer(asks: Mapping[str, Any], forecast: Object, scale: Object) -> dict[str, Any]:
    """What a forecast of several probabilities says; None where it cannot be read."""
    each = forecast.get("forecast_values")
    points = spread(forecast, each, scale)
    return {"answer": answer_of(asks, each if isinstance(each, list) else [], *points)}


def _scale(one: Object) -> Object:
    """How a question's values lie on its scale."""
    scaling = one.get("scaling")
    return scaling if isinstance(scaling, dict) else {}


def _asks(one: Object) -> dict[str, Any] | None:
    """What a question asks for, if not for yes or no; None where nobody knows its type."""
    scale = _scale(one)
    bounds = {"lower_bound": scale.get("range_min"), "upper_bound": scale.get("range_max")}
    if text_of(one, "type") in TYPES and None in bounds.values():
        return None  # nobody can tell which values its chances are of
    return asks_of(text_of(one, "type"), texts_of(one, "options"), bounds, text_of(one, "unit"))


def _word(one: Object, asks: Mapping[str, Any]) -> str:
    """The resolution, in small letters where it is no option's name."""
    word = text_of(one, "resolution")
    return word if asks else word.lower()


def _asked(
    assembly: Assembly,
    number: str,
    told: tuple[Object, Object],
    at: Origin,
    asks: Mapping[str, Any],
) -> Asked:
    post, one = told
    identifier = f"{TRACKER}-{plain_id(number)}"
    title = text_of(one, "title") or text_of(post, "title")
    source = {"id": f"{identifier}-page", "publisher": "Metaculus", "title": title}
    if address := text_of(one, "post_id") or text_of(post, "id"):
        source["url"] = PAGE.format(address)
    closes = assembly.day(at, "closes", one.get("scheduled_close_time"))
    return Asked(
        id=identifier,
        title=title,
        source={key: text for key, text in source.items() if text},
        origin=at,
        asked_on=assembly.hint(one.get("open_time") or post.get("published_at")),
        resolve_by=assembly.day(at, "resolve_by", one.get("scheduled_resolve_time")),
        closes=closes,
        due_once=(closes, "context"),
        criteria=text_of(one, "resolution_criteria"),
        topics=_categories(post),
        resolution=resolution_of(assembly, at, _word(one, asks), asks),
        asks=asks,
        resolved_on=assembly.day(at, "happened_on", one.get("actual_resolve_time")),
    )


def _categories(post: Object) -> tuple[str, ...]:
    projects = post.get("projects")
    found = listed(projects, "category") if isinstance(projects, dict) else []
    return tuple(name for _, one in found if (name := text_of(one, "name")))
