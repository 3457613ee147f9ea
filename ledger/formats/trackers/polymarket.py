r"""Polymarket's markets in JSON, as its Gamma API gives them, alone or in a list.

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
from typing import TYPE_CHECKING, Any, Final

from ledger.formats import strict_json
from ledger.formats.listing import MOST, listed, objects_in, text_of
from ledger.formats.trackers.asked import Asked, Resolution
from ledger.formats.trackers.assembly import Assembly, plain_id
from ledger.formats.trackers.share import share_of
from ledger.model.outcome import Verdict
from ledger.model.raw import decimal_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ledger.errors import Problem
    from ledger.formats.given import GivenFile
    from ledger.model.bundle import Bundle, Origin

__all__ = ["BY_ROW", "MOST", "NAME", "looks_like", "read"]

NAME: Final = "polymarket"
BY_ROW: Final = False
MARKET: Final = "Polymarket (market)"
PAGE: Final = "https://polymarket.com/market/"

NAMES: Final = {
    "statement": "question",
    "title": "question",
    "criteria": "description",
    "due": "endDate",
    "verdict": "outcomePrices",
    "happened_on": "closedTime",
    "resolved_on": "closedTime",
    "probability": "outcomePrices",
    "made": "updatedAt",
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


def looks_like(head: str, path: Path) -> bool:  # noqa: ARG001 - its name says nothing
    """Whether it is JSON with the keys of Polymarket's markets."""
    starts = head.lstrip("\ufeff \t\r\n")[:1] in {"[", "{"}
    return starts and all(f'"{name}"' in head for name in ("conditionId", "outcomePrices"))


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The markets of a file that ask Yes or No, with their prices, and all problems, by line."""
    assembly = Assembly(given, "line")
    for listing, place, one in objects_in(given, assembly.problems):
        at = listing.origin(place, NAMES)
        outcomes = [str(name).casefold() for name in _inner(one, "outcomes")]
        if sorted(outcomes) != ["no", "yes"]:
            assembly.pass_over("markets that do not ask Yes or No")
            continue
        prices = _inner(one, "outcomePrices")
        price = prices[outcomes.index("yes")] if len(prices) == len(outcomes) else None
        identifier = text_of(one, "id", "conditionId")
        if not identifier:
            assembly.complain(at, "id", "This market has no id.")
            continue
        asked = _asked(assembly, f"{NAME}-{plain_id(identifier)}", one, price, at)
        assembly.ask(asked)
        points = listed(one, "history")
        for number, point in points:
            told = listing.origin((*place, "history", number), POINT)
            _price(assembly, asked.id, (point.get("p"), point.get("t")), told)
        if not points and not one.get("closed") and price is not None and one.get("updatedAt"):
            _price(assembly, asked.id, (price, one["updatedAt"]), at)
    return assembly.finish()


def _inner(one: Mapping[str, Any], name: str) -> list[Any]:
    """The list under a name, which may be JSON in a text."""
    value = one.get(name)
    if isinstance(value, str):
        try:
            value = strict_json.parse(value)
        except strict_json.BadJson:
            return []
    return value if isinstance(value, list) else []


def _price(assembly: Assembly, question: str, told: tuple[Any, Any], at: Origin) -> None:
    price, moment = told
    assembly.forecast(question, {"speaker": MARKET, "probability": share_of(price)}, moment, at)


def _asked(
    assembly: Assembly, identifier: str, one: Mapping[str, Any], price: object, at: Origin
) -> Asked:
    source = {"id": f"{identifier}-page", "publisher": "Polymarket"}
    if title := text_of(one, "question"):
        source["title"] = title
    if slug := text_of(one, "slug"):
        source["url"] = PAGE + slug
    return Asked(
        id=identifier,
        title=title,
        source=source,
        origin=at,
        due=assembly.day(at, "due", one.get("endDate")),
        criteria=text_of(one, "description"),
        resolution=_resolution(assembly, price, at) if one.get("closed") else None,
        resolved_on=assembly.day(at, "happened_on", one.get("closedTime")),
    )


def _resolution(assembly: Assembly, price: object, at: Origin) -> Resolution | None:
    number = decimal_of(price) if isinstance(price, str | Decimal) else None
    found = None if number is None else RESOLUTIONS.get(number)
    if found is None:
        message = "The market is closed, but its prices do not say how it was resolved; no outcome."
        assembly.complain(at, "verdict", message, warning=True)
    return found
