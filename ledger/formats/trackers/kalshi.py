"""Kalshi's markets in JSON, as its API gives them: markets, events with theirs, and trades.

{"markets": [{"ticker": "RAIN-23JUL12", "event_ticker": "RAIN", "market_type": "binary",
  "title": "Will it rain?", "yes_sub_title": "More than 1 mm",
  "rules_primary": "If it rains, then the market resolves to Yes.",
  "open_time": "2023-07-01T00:00:00Z", "close_time": "2023-07-12T00:00:00Z",
  "expected_expiration_time": "2023-07-13T00:00:00Z",
  "latest_expiration_time": "2023-07-19T00:00:00Z",
  "status": "finalized", "result": "yes", "settlement_ts": "2023-07-13T08:00:00Z",
  "last_price_dollars": "0.6000", "volume_fp": "120.00",
  "candlesticks": [{"end_period_ts": 1688203800, "price": {"close_dollars": "0.5600"}}]}],
 "trades": [{"ticker": "RAIN-23JUL12", "yes_price_dollars": "0.5700",
  "created_time": "2023-07-02T09:30:00Z"}]}

Prices without ``_dollars`` are cents.  A market does not say when its last price was paid: what it
was when it closed is taken, and prices at other times from its ``candlesticks`` and from trades.
Source: https://docs.kalshi.com
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ledger.edtf.deadlines import deadline_in
from ledger.formats.bad_items import SUFFIX, bad_items
from ledger.formats.strict_json import MAX_BYTES, is_json_with, listed, objects_in, text_of
from ledger.formats.trackers.assembly import Assembly
from ledger.formats.trackers.question import Asked, Resolution, unknown
from ledger.formats.trackers.series import series
from ledger.formats.trackers.values import plain_id
from ledger.model.forecast import share_of
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile
    from ledger.formats.strict_json import Listing
    from ledger.model.bundle import Bundle, Origin
    from ledger.model.field_reader import Place

    Object = Mapping[str, Any]

__all__ = ["BAD", "BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read"]

NAME: Final = "kalshi"
BY_ROW: Final = False
BAD: Final = SUFFIX

bad_rows: Final = bad_items
"""The items left out, as a list."""
MARKET: Final = "Kalshi (market)"

NAMES: Final = {
    "id": "ticker",
    "statement": "title",
    "title": "title",
    "criteria": "rules_primary",
    "resolve_by": "expected_expiration_time",
    "closes": "close_time",
    "verdict": "result",
    "resolution": "result",
    "happened_on": "settlement_ts",
    "resolved_on": "settlement_ts",
    "probability": "last_price_dollars",
    "made": "close_time",
}
"""What Kalshi calls our keys."""

CANDLE: Final = {"probability": "price", "made": "end_period_ts"}
TRADE: Final = {"probability": "yes_price_dollars", "made": "created_time"}
"""What it calls them in a candlestick and in a trade."""

OPEN: Final = frozenset({"active", "open", "initialized", "unopened", "inactive"})
"""The states of a market that still may be traded."""

VERDICTS: Final = {
    "yes": Verdict.HAPPENED,
    "no": Verdict.DID_NOT_HAPPEN,
    "void": Verdict.VOID,
}

CENTS: Final = 100


def looks_like(head: str, path: Path) -> bool:
    """Whether it is JSON with the keys of Kalshi's markets or trades."""
    is_market = is_json_with(("ticker", "event_ticker", "close_time"), head, path)
    return is_market or is_json_with(("ticker", "trade_id", "created_time"), head, path)


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The binary markets of a file with their prices, and all problems, by line."""
    with Assembly(given, "line") as assembly:
        found = [
            (listing, at, market)
            for listing, place, one in objects_in(given, assembly.problems)
            for at, market in _inner(place, one)
        ]
        for listing, place, one in found:
            if "trade_id" not in one:
                _take(assembly, (listing, place, one))
        for listing, place, one in found:
            if "trade_id" in one:
                _trade(assembly, (listing, place, one))
    return assembly.finish()


def _inner(place: Place, one: Object) -> Iterator[tuple[Place, Object]]:
    """The markets and trades in an object, wherever the service puts them."""
    if "ticker" in one:
        yield place, one
        return
    for key in ("market", "event"):
        if isinstance(inner := one.get(key), dict):
            yield from _inner((*place, key), inner)
    for key in ("events", "markets", "trades"):
        for number, inner in listed(one, key):
            yield from _inner((*place, key, number), inner)


def _take(assembly: Assembly, found: tuple[Listing, Place, Object]) -> None:
    """Take in a market with the prices in its candlesticks, or that at which it closed."""
    listing, place, one = found
    kind = text_of(one, "market_type")
    if kind not in {"", "binary"}:
        assembly.pass_over("markets that are not binary", kind)
        return
    at = listing.origin(place, NAMES)
    ticker = text_of(one, "ticker")
    if not ticker:
        assembly.complain(at, "id", "This market has no ticker.", code="missing")
        return
    asked = _asked(assembly, ticker, one, at)
    assembly.ask(asked)
    told = False
    for where, candle in series(assembly, found, "candlesticks", CANDLE):
        price = candle.get("price")
        value = _price(price, "close") if isinstance(price, dict) else None
        if value is not None:  # nobody traded in some hours
            _say(assembly, asked.id, (value, candle.get("end_period_ts")), where)
            told = True
    last = _price(one, "last_price")
    if told or last is None or not _is_traded(one):
        return
    if text_of(one, "status") in OPEN:
        assembly.pass_over("prices of open markets, which do not say when they were paid")
    else:
        _say(assembly, asked.id, (last, one.get("close_time")), at)


def _trade(assembly: Assembly, found: tuple[Listing, Place, Object]) -> None:
    """Take in the price of a trade, on a market that may be in another file."""
    listing, place, one = found
    at = listing.origin(place, TRADE)
    ticker = text_of(one, "ticker")
    question = f"{NAME}-{plain_id(ticker)}"
    if not assembly.knows(question):
        source = {"id": f"{question}-page", "publisher": "Kalshi"}
        assembly.ask(Asked(id=question, title="", source=source, origin=at, elsewhere=True))
    _say(assembly, question, (_price(one, "yes_price"), one.get("created_time")), at)


def _say(assembly: Assembly, question: str, told: tuple[Any, Any], at: Origin) -> None:
    price, moment = told
    assembly.forecast(question, {"speaker": MARKET, "probability": price}, moment, at)


def _price(one: Object, key: str) -> Any:  # noqa: ANN401 - whatever is there
    """A price in dollars, as a probability: it is given so, or in cents."""
    if (dollars := one.get(f"{key}_dollars")) is not None:
        return share_of(dollars)
    cents = one.get(key)
    return cents / CENTS if isinstance(cents, Decimal) else cents


def _is_traded(one: Object) -> bool:
    """Whether anybody has traded; a price is nobody's until then."""
    volume = one.get("volume_fp", one.get("volume"))
    return volume is None or str(volume).strip("0.") != ""


def _asked(assembly: Assembly, ticker: str, one: Object, at: Origin) -> Asked:
    identifier = f"{NAME}-{plain_id(ticker)}"
    title, side = text_of(one, "title"), text_of(one, "yes_sub_title")
    asked_on = assembly.hint(one.get("open_time"))
    if side and side.casefold() not in title.casefold() and deadline_in(title, None) is None:
        title = f"{title} ({side})"  # markets of one event may bear one title
    is_open = text_of(one, "status") in OPEN
    end = one.get("expected_expiration_time" if is_open else "latest_expiration_time")
    rules = [text_of(one, key) for key in ("rules_primary", "rules_secondary")]
    return Asked(
        id=identifier,
        title=title,
        source={"id": f"{identifier}-page", "publisher": "Kalshi", "title": title},
        origin=at,
        asked_on=asked_on,
        resolve_by=assembly.day(at, "resolve_by", end),
        closes=assembly.day(at, "closes", one.get("close_time")),
        criteria="\n".join(filter(None, rules)),
        resolution=_resolution(assembly, one, at),
        resolved_on=assembly.day(at, "happened_on", one.get("settlement_ts")),
    )


def _resolution(assembly: Assembly, one: Object, at: Origin) -> Resolution | None:
    word = text_of(one, "result").lower()
    if not word:
        return None
    if word not in VERDICTS:
        message = unknown(word, VERDICTS)
        assembly.complain(at, "verdict", message, code="unknown-verdict", warning=True)
        return None
    return Resolution(VERDICTS[word], word)
