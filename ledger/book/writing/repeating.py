"""Adding a claim once, however often the request is made: the request's key tells.

A program that was killed, or lost its connection, cannot know whether what it asked for was done.
So it gives its request a key, and asks again with the same one.  The claim's entry keeps the key
and a digest of the request: the SHA-256 of it as JSON in ASCII with its keys in order, in which
every value is a text or a list of texts.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from ledger.book import finding
from ledger.book.writing import adding
from ledger.errors import Taken
from ledger.model import body
from ledger.model.reading import Reading, refuse
from ledger.store import records

if TYPE_CHECKING:
    from ledger.book.unit import Unit
    from ledger.book.writing.adding import Added
    from ledger.model.reading import Raw


def add_once(unit: Unit, raw: Raw, source: str | Raw, key: str) -> Added:
    """What `adding.add` does, unless a request with this key did it before.

    Raises:
        BadValue: the key is no text that can be kept; or as `adding.add` says.
        NotFound: as `adding.add` says.
        Taken: the key came with another request before; or as `adding.add` says.
    """
    asked = {"key": _read_key(key), "request": _digest(raw, source)}
    known = records.claim_with_key(unit.connection, asked["key"])
    if known is None:
        return adding.add(unit, raw, source, asked)
    if known.body["request"] != asked["request"]:
        raise Taken(
            f"The key {key!r} was used before, to add {known.entry.id!r}, with other content.",
            "Nothing was added. Give each claim a key of its own.",
        )
    claim = body.claim_of(known.entry.id, known.body)
    document = finding.source(unit.connection, claim.source)
    return adding.Added(document, False, claim, None, (), before=True)  # noqa: FBT003 - not new


def _read_key(key: str) -> str:
    reading = Reading({"key": key})
    found = reading.line("key")
    refuse(reading.complaints)
    return str(found)


def _digest(raw: Raw, source: str | Raw) -> str:
    asked = {"claim": _plain(raw), "source": source if isinstance(source, str) else _plain(source)}
    text = json.dumps(asked, sort_keys=True)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _plain(raw: Raw) -> dict[str, str | list[str]]:
    """The keys that were given, as texts and lists of texts."""
    return {
        key: [str(one) for one in value] if isinstance(value, list | tuple) else str(value)
        for key, value in raw.items()
        if value is not None
    }
