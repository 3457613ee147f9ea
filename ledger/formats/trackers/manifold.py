"""Manifold's markets in JSON, as its API gives them, alone or in a list.

[{"id": "m1", "outcomeType": "BINARY", "question": "Will it rain?", "createdTime": 1688200000000,
  "closeTime": 1689200000000, "isResolved": true, "resolution": "MKT", "resolutionProbability": 0.3,
  "resolutionTime": 1689300000000, "url": "https://manifold.markets/ann/will-it-rain",
  "textDescription": "By the gauge on the roof.", "groupSlugs": ["weather"],
  "probability": 0.31, "lastBetTime": 1689100000000,
  "bets": [{"createdTime": 1688300000000, "probBefore": 0.5, "probAfter": 0.6}]}]

Times are milliseconds since 1970.  ``bets`` is what ``/v0/bets`` gives for the market; each that
moved the price is a forecast of the market's, and without them the last price is one.  Bets may
also be a file of their own, or stand in one list with markets: they name theirs by ``contractId``.
Source: https://docs.manifold.markets/api
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.bad_items import SUFFIX, bad_items
from ledger.formats.strict_json import (
    MAX_BYTES,
    is_json_with,
    listed,
    objects_in,
    text_of,
    texts_of,
)
from ledger.formats.trackers.assembly import Assembly
from ledger.formats.trackers.manifold_choices import asks_of, prices, resolution_of
from ledger.formats.trackers.question import Asked, Resolution, unknown
from ledger.formats.trackers.series import series
from ledger.formats.trackers.values import plain_id
from ledger.model.forecast import share_of
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

NAME: Final = "manifold"
BY_ROW: Final = False
BAD: Final = SUFFIX

bad_rows: Final = bad_items
"""The items left out, as a list."""
MARKET: Final = "Manifold (market)"

NAMES: Final = {
    "id": "id",
    "statement": "question",
    "title": "question",
    "criteria": "textDescription",
    "topics": "groupSlugs",
    "closes": "closeTime",
    "verdict": "resolution",
    "value": "resolutionProbability",
    "happened_on": "resolutionTime",
    "resolved_on": "resolutionTime",
    "probability": "probability",
    "made": "lastBetTime",
    "url": "url",
    "isResolved": "isResolved",
}
"""What Manifold calls our keys."""

BET: Final = {"probability": "probAfter", "made": "createdTime"}
"""What it calls them in a bet."""

KNOWN: Final = ("YES", "NO", "MKT", "CANCEL")


TOLD: Final = ("createdTime", "lastBetTime", "lastUpdatedTime")
"""Moments at which something was done in a market."""

CHOSEN: Final = frozenset({"resolve_by", "closes"})
LASTING: Final = CHOSEN | {"due", "due_words", "due_basis"}
"""What a market that is resolved leaves as it was seen before."""


def looks_like(head: str, path: Path) -> bool:
    """Whether it is JSON with the keys of Manifold's markets or bets."""
    is_bets = is_json_with(("contractId", "probAfter"), head, path)
    return is_bets or is_json_with(("outcomeType", "question"), head, path)


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The binary markets of a file with their prices, and all problems, by line."""
    with Assembly(given, "line") as assembly:
        bets = []
        for found in objects_in(given, assembly.problems):
            if "contractId" in found[2] and "outcomeType" not in found[2]:
                bets.append(found)
            else:
                _take(assembly, found)
        for found in bets:
            _bet(assembly, found)
    return assembly.finish()


def _take(assembly: Assembly, found: tuple[Listing, Place, Mapping[str, Any]]) -> None:
    """Take in a market, with the price each bet on it led to, or without any the last one."""
    listing, place, one = found
    kind = text_of(one, "outcomeType")
    if kind == "MULTIPLE_CHOICE" and one.get("shouldAnswersSumToOne") is not False:
        take_choice(assembly, found)
        return
    if kind != "BINARY":
        assembly.pass_over("markets that are not binary", kind)
        return
    at = listing.origin(place, NAMES)
    identifier = text_of(one, "id")
    if not identifier:
        assembly.complain(at, "id", "This market has no id.", code="missing")
        return
    asked = _asked(assembly, f"{NAME}-{plain_id(identifier)}", one, at)
    assembly.ask(asked)
    moved = False
    for told, bet in series(assembly, found, "bets", BET):
        if _is_move(bet):
            _price(assembly, asked.id, (bet.get("probAfter"), bet.get("createdTime")), told)
            moved = True
    moment = _last(one)
    if not moved and one.get("probability") is not None and moment is not None:
        _price(assembly, asked.id, (one["probability"], moment), at)


def take_choice(assembly: Assembly, found: tuple[Listing, Place, Mapping[str, Any]]) -> None:
    """Take in a market with several answers, with their last prices."""
    listing, place, one = found
    at, identifier, asks = listing.origin(place, NAMES), text_of(one, "id"), asks_of(one)
    if asks is None or not identifier:
        assembly.pass_over("markets that are not binary", text_of(one, "outcomeType"))
        return
    asked = _asked(assembly, f"{NAME}-{plain_id(identifier)}", one, at)
    asked = replace(asked, resolution=resolution_of(one, asks), asks=asks)
    assembly.ask(asked)
    moment, told = _last(one), prices(one)
    if told is None or moment is None:
        assembly.pass_over("forecasts whose probabilities do not add up to 1")
        return
    assembly.forecast(asked.id, {"speaker": MARKET, "answer": told}, moment, at)


def _last(one: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever stands there
    """When something was last done in a market."""
    return one.get("lastBetTime") or one.get("lastUpdatedTime") or one.get("createdTime")


def _bet(assembly: Assembly, found: tuple[Listing, Place, Mapping[str, Any]]) -> None:
    """Take in the price that a bet led to, on a market that may be in another file."""
    listing, place, bet = found
    at = listing.origin(place, BET)
    if not _is_move(bet):
        return
    question = f"{NAME}-{plain_id(text_of(bet, 'contractId'))}"
    if not assembly.knows(question):
        source = {"id": f"{question}-page", "publisher": "Manifold"}
        assembly.ask(Asked(id=question, title="", source=source, origin=at, elsewhere=True))
    _price(assembly, question, (bet.get("probAfter"), bet.get("createdTime")), at)


def _is_move(bet: Mapping[str, Any]) -> bool:
    """Whether a bet moved the price of the market, and not of one of several answers."""
    after = bet.get("probAfter")
    return not bet.get("answerId") and (after is None or after != bet.get("probBefore"))


def _price(assembly: Assembly, question: str, told: tuple[Any, Any], at: Origin) -> None:
    price, moment = told
    assembly.forecast(question, {"speaker": MARKET, "probability": share_of(price)}, moment, at)


def _asked(assembly: Assembly, identifier: str, one: Mapping[str, Any], at: Origin) -> Asked:
    source = {"id": f"{identifier}-page", "publisher": "Manifold"}
    closes = assembly.day(at, "closes", one.get("closeTime"))
    source |= {key: text for key, name in PAGE.items() if (text := text_of(one, name))}
    return Asked(
        id=identifier,
        title=text_of(one, "question"),
        source=source,
        origin=at,
        asked_on=assembly.hint(one.get("createdTime")),
        resolve_by=closes if _is_open(one) else None,
        closes=closes,
        due_once=(closes if _is_as_chosen(one) else None, "stated"),
        lasting=LASTING if one.get("isResolved") is True else CHOSEN,
        criteria=text_of(one, "textDescription", "description"),
        topics=texts_of(one, "groupSlugs"),
        resolution=_resolution(assembly, one, at) if _is_binary(one) else None,
        resolved_on=assembly.day(at, "happened_on", one.get("resolutionTime")),
    )


PAGE: Final = {"title": "question", "url": "url"}
"""The keys of a market's page, and what Manifold calls them."""


def _is_binary(one: Mapping[str, Any]) -> bool:
    return text_of(one, "outcomeType") == "BINARY"


def _is_open(one: Mapping[str, Any]) -> bool:
    """Whether the market was seen while it was open, and so before anybody could know.

    Later on ``closeTime`` may be when it was closed because of what came about: the latest thing
    that is told of the market must have been before it.
    """
    close, told = one.get("closeTime"), [one.get(name) for name in TOLD]
    latest = [bet.get("createdTime") for _, bet in listed(one, "bets")]
    moments = [moment for moment in (*told, *latest) if isinstance(moment, Decimal)]
    if one.get("isResolved") is True or not isinstance(close, Decimal):
        return False
    return bool(moments) and max(moments) < close


def _is_as_chosen(one: Mapping[str, Any]) -> bool:
    """Whether ``closeTime`` is one that was chosen, as release 0.1.0 saw it.

    Once a market is resolved, it is the earlier of that and of the time of the resolution.
    """
    close, resolved = one.get("closeTime"), one.get("resolutionTime")
    if one.get("isResolved") is not True:
        return True
    return isinstance(close, Decimal) and isinstance(resolved, Decimal) and close < resolved


def _resolution(assembly: Assembly, one: Mapping[str, Any], at: Origin) -> Resolution | None:
    if not assembly.flag(at, "isResolved", one.get("isResolved")):
        return None
    word = text_of(one, "resolution")
    if word == "MKT":
        return _at_price(assembly, share_of(one.get("resolutionProbability")), at)
    verdicts = {
        "YES": Verdict.HAPPENED,
        "NO": Verdict.DID_NOT_HAPPEN,
        "CANCEL": Verdict.VOID,
    }
    if word not in verdicts:
        assembly.complain(at, "verdict", unknown(word, KNOWN), code="unknown-verdict", warning=True)
        return None
    return Resolution(verdicts[word], word)


def _at_price(assembly: Assembly, price: object, at: Origin) -> Resolution | None:
    """What a market means that was resolved at a price."""
    if not isinstance(price, Decimal) or not 0 <= price <= 1:
        message = "resolutionProbability is not a number from 0 to 1, so MKT says nothing."
        assembly.complain(at, "value", message, code="unknown-share")
        return None
    word = f"MKT ({float(price * 100):.4g}%)"
    if price in {0, 1}:
        return Resolution(Verdict.HAPPENED if price else Verdict.DID_NOT_HAPPEN, word)
    return Resolution(Verdict.UNCLEAR, word, price)
