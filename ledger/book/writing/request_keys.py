"""Keys of requests: what an entry keeps of the request that it was made by.

A program that was killed, or lost its connection, cannot know whether what it asked for was done.
So it gives its request a key, and asks again with the same one.  An entry keeps the key and a
digest of the request: the SHA-256 of it as JSON in ASCII with its keys in order, in which every
value is a text or a list of texts.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from ledger.model.field_reader import Reading, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping


def stamp_of(key: str, asked: Mapping[str, object]) -> dict[str, str]:
    """What is kept of a request with this ``key``, of texts and tables of its own keys.

    Raises:
        BadValue: the key is no text that can be kept.
    """
    text = json.dumps(
        {name: _plain(one) if isinstance(one, dict) else one for name, one in asked.items()},
        sort_keys=True,
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"key": _read_key(key), "request": f"sha256:{digest}"}


def _read_key(key: str) -> str:
    reading = Reading({"key": key})
    found = reading.line("key")
    refuse(reading.complaints)
    return str(found)


def _plain(raw: Mapping[str, object]) -> dict[str, str | list[str]]:
    """The keys that were given, as texts and lists of texts."""
    return {
        key: [str(one) for one in value] if isinstance(value, list | tuple) else str(value)
        for key, value in raw.items()
        if value is not None
    }
