r"""Polymarket's markets in JSON, as its Gamma API gives them, alone, in a list, or in events.

[{"id": "501", "conditionId": "0x1f", "slug": "will-it-rain", "question": "Will it rain?",
  "description": "By the gauge on the roof.", "endDate": "2023-07-12T00:00:00Z",
  "outcomes": "[\"Yes\", \"No\"]", "outcomePrices": "[\"1\", \"0\"]", "closed": true,
  "closedTime": "2023-07-13 08:00:00+00", "updatedAt": "2023-07-14T00:00:00Z",
  "history": [{"t": 1688300000, "p": 0.6}]}]

``outcomes`` and ``outcomePrices`` are JSON in a text.  ``history`` is what the prices-history of
the market's Yes gives; each point is a forecast of the market's, and without it the price of a
market that is still open is one.  Source: https://docs.polymarket.com
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger.formats import strict_json
from ledger.formats.bad_items import SUFFIX, bad_items
from ledger.formats.strict_json import MAX_BYTES, is_json_with, listed, objects_in, text_of
from ledger.formats.trackers.assembly import Assembly
from ledger.formats.trackers.question import Asked, Resolution
from ledger.formats.trackers.series import series
from ledger.formats.trackers.values import plain_id
from ledger.model.forecast import share_of, turned
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile
    from ledger.formats.strict_json import Listing
    from ledger.model.bundle import Bundle, Origin
    from ledger.model.field_reader import Place

__all__ = ["BAD", "BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read"]

NAME: Final = "polymarket"
BY_ROW: Final = False
BAD: Final = SUFFIX

bad_rows: Final = bad_items
"""The items left out, as a list."""
MARKET: Final = "Polymarket (market)"
PAGE: Final = "https://polymarket.com/market/"

NAMES: Final = {
    "id": "id",
    "statement": "question",
    "title": "question",
    "criteria": "description",
    "resolve_by": "endDate",
    "verdict": "outcomePrices",
    "happened_on": "closedTime",
    "resolved_on": "closedTime",
    "probability": "outcomePrices",
    "made": "updatedAt",
    "topics": "tags",
    "outcomes": "outcomes",
    "outcomePrices": "outcomePrices",
    "closed": "closed",
}
"""What Polymarket calls our keys."""

POINT: Final = {"probability": "p", "made": "t"}
"""What it calls them in a history."""

EVEN: Final = Decimal("0.5")
BOTH: Final = "Polymarket resolves so where it was a tie, and also where it was called off."

RESOLUTIONS: Final = {
    Decimal(1): Resolution(Verdict.HAPPENED, "Yes"),
    Decimal(0): Resolution(Verdict.DID_NOT_HAPPEN, "No"),
    EVEN: Resolution(Verdict.PARTLY, "50-50", EVEN, BOTH),
}
"""What the last price of Yes means in a market that is closed."""


looks_like: Final = partial(is_json_with, ("conditionId", "outcomePrices"))
"""Whether it is JSON with the keys of Polymarket's markets."""


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The markets of a file that ask Yes or No, with their prices, and all problems, by line."""
    with Assembly(given, "line") as assembly:
        for listing, place, one in objects_in(given, assembly.problems):
            for at, market in _markets(place, one):
                _take(assembly, (listing, at, market))
    return assembly.finish()


def _markets(place: Place, one: Mapping[str, Any]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """The markets of an event, which share its tags and its end; or the market that this is."""
    if "outcomePrices" in one or not isinstance(one.get("markets"), list):
        yield place, one
        return
    shared = {"events": [{"endDate": one.get("endDate")}], "tags": one.get("tags")}
    for number, market in listed(one, "markets"):
        yield (*place, "markets", number), {**shared, **market}


def _take(assembly: Assembly, found: tuple[Listing, Place, Mapping[str, Any]]) -> None:
    """Take in a market, with the prices in its history, or without any that of an open one."""
    listing, place, one = found
    at = listing.origin(place, NAMES)
    sides, last = (_inner(assembly, at, one, name) for name in ("outcomes", "outcomePrices"))
    if sides is None or last is None:
        return
    outcomes = [str(name).casefold() for name in sides]
    if sorted(outcomes) != ["no", "yes"]:
        assembly.pass_over("markets that do not ask Yes or No")
        return
    identifier = text_of(one, "id", "conditionId")
    if not identifier:
        assembly.complain(at, "id", "This market has no id.", code="missing")
        return
    prices = dict(zip(outcomes, last, strict=True)) if len(last) == len(outcomes) else {}
    asked = _asked(assembly, f"{NAME}-{plain_id(identifier)}", one, prices, at)
    assembly.ask(asked)
    for told, point in series(assembly, found, "history", POINT):
        _price(assembly, asked.id, (point.get("p"), point.get("t")), told)
    if not one.get("history") and one.get("closed") is not True and prices and one.get("updatedAt"):
        _price(assembly, asked.id, (prices["yes"], one["updatedAt"]), at)


def _inner(assembly: Assembly, at: Origin, one: Mapping[str, Any], name: str) -> list[Any] | None:
    """The list under a name, which may be JSON in a text; None where that is a problem."""
    value = one.get(name)
    try:
        inner = strict_json.parse(value) if isinstance(value, str) else value
    except strict_json.BadJson as trouble:
        assembly.complain(
            at, name, f"{name} holds text that cannot be read: {trouble}", code="no-json"
        )
        return None
    if inner is not None and not isinstance(inner, list):
        assembly.complain(at, name, f"{name} holds no list.", code="no-list")
        return None
    return inner or []


def _price(assembly: Assembly, question: str, told: tuple[Any, Any], at: Origin) -> None:
    price, moment = told
    assembly.forecast(question, {"speaker": MARKET, "probability": share_of(price)}, moment, at)


def _asked(
    assembly: Assembly,
    identifier: str,
    one: Mapping[str, Any],
    prices: Mapping[str, Any],
    at: Origin,
) -> Asked:
    source = {"id": f"{identifier}-page", "publisher": "Polymarket"}
    if title := text_of(one, "question"):
        source["title"] = title
    if slug := text_of(one, "slug"):
        source["url"] = PAGE + slug
    closed = assembly.flag(at, "closed", one.get("closed"))
    event = next((event for _, event in listed(one, "events")), {})
    resolve_by = assembly.day(at, "resolve_by", one.get("endDate") or event.get("endDate"))
    return Asked(
        id=identifier,
        title=title,
        source=source,
        origin=at,
        asked_on=assembly.hint(one.get("createdAt") or one.get("startDate")),
        resolve_by=resolve_by,
        due_once=(resolve_by, "stated"),
        criteria=text_of(one, "description"),
        topics=tuple(filter(None, (text_of(tag, "label") for _, tag in listed(one, "tags")))),
        resolution=_resolution(assembly, prices, at) if closed else None,
        resolved_on=assembly.day(at, "happened_on", one.get("closedTime")),
    )


def _resolution(assembly: Assembly, prices: Mapping[str, Any], at: Origin) -> Resolution | None:
    """What the last prices of Yes and No mean, which must add up to one."""
    yes, no = (share_of(prices.get(side)) for side in ("yes", "no"))
    found = RESOLUTIONS.get(yes) if isinstance(yes, Decimal) else None
    if found is None or no != turned(yes):
        message = "The market is closed, but its prices do not say how it was resolved; no outcome."
        assembly.complain(at, "verdict", message, code="unknown-verdict", warning=True)
        return None
    return found
