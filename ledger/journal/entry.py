"""An entry of the journal and its canonical bytes.

An entry is one JSON object, written by RFC 8785 (JSON Canonicalization Scheme): keys in the order
of their UTF-16 code units, no white space, UTF-8, escapes only where JSON demands them.

    {"at":"2023-07-12T09:30:00Z","body":{...},"by":"desk","id":"two-percent-floor","kind":"claim"}

A body holds texts, booleans, lists and objects.
It never holds a number or a null: decimals are kept as text, and what is absent has no key.
So two programs that mean the same thing write the same bytes, and no float is ever hashed.

Source: https://www.rfc-editor.org/rfc/rfc8785
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

from ledger.model.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Json: TypeAlias = "str | bool | Sequence[Json] | Mapping[str, Json]"
"""What a body may hold; a sequence is a list or a tuple, and is read back as a list."""

Body: TypeAlias = Mapping[str, Json]
"""The fields of an entry, by name."""

KINDS: Final = tuple(kind.value for kind in Kind)
"""What an entry may be about."""

BODY: Final = len('{"at":"2023-07-12T09:30:00Z","body":')
"""Where in its bytes the body of an entry begins; all moments are of one length."""
BEHIND: Final = b',"by":'

FURTHEST_EAST: Final = timedelta(hours=14)
"""How far ahead of UTC the clocks are where the day begins."""

AHEAD: Final = timedelta(days=1)
"""How far ahead of our clock an entry may be dated."""

_KEYS: Final = frozenset({"at", "by", "kind", "id", "body"})
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)
_quoted: Final = json.encoder.encode_basestring


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: when it was recorded and by whom, what it is about, and what it says.

    ``at`` is a moment in UTC, written ``YYYY-MM-DDTHH:MM:SSZ``; ``kind`` is one of `KINDS`.
    The same kind and id again is a new revision of the same thing.
    """

    at: str
    by: str
    kind: str
    id: str
    body: Body


def canonical(value: Json) -> bytes:
    """The RFC 8785 bytes of a value.

    Raises:
        ValueError: the value holds a number, a null, half of a surrogate pair, a key that is no
            text or anything else that is no `Json`, or is nested too deeply to be written.
    """
    try:
        return _written(value).encode()
    except UnicodeEncodeError as trouble:
        half = trouble.object[trouble.start : trouble.end]
        message = f"Half of a surrogate pair cannot be written: {half!a}."
        raise ValueError(message) from trouble
    except RecursionError as trouble:
        message = "The value is nested too deeply to be written."
        raise ValueError(message) from trouble


def to_bytes(entry: Entry) -> bytes:
    """The canonical bytes of an entry, which are what is stored and hashed.

    Raises:
        ValueError: a field cannot be written, ``at`` is no real moment or ``kind`` is unknown.
    """
    fields: dict[str, Json] = {
        "at": entry.at,
        "by": entry.by,
        "kind": entry.kind,
        "id": entry.id,
        "body": entry.body,
    }
    _check(fields)
    return canonical(fields)


def holds(data: bytes, body: Body) -> bool:
    """Whether the canonical bytes of an entry have this body, to the byte."""
    said = canonical(body)
    end = BODY + len(said)
    return data[BODY:end] == said and data[end : end + len(BEHIND)] == BEHIND


def from_bytes(data: bytes) -> Entry:
    """The entry that these bytes are; the inverse of `to_bytes`.

    Raises:
        ValueError: the bytes are no entry, or not the canonical bytes of one: other spacing, other
            escapes, other order, a key twice, unknown or missing keys, an unknown kind, no moment.
    """
    if (plain := _plainly(data)) is not None:
        return _entry(plain)
    try:
        fields = json.loads(data.decode())
        same = canonical(fields) == data
    except (ValueError, RecursionError) as trouble:
        message = f"The bytes of an entry cannot be read: {trouble}"
        raise ValueError(message) from trouble
    if not same:
        message = "The bytes of an entry are not in canonical form (RFC 8785)."
        raise ValueError(message)
    return _entry(fields)


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)


_read: Final = json.JSONDecoder(
    parse_int=_refuse, parse_float=_refuse, parse_constant=_refuse
).raw_decode
_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")


def _plainly(data: bytes) -> object:
    """What canonical bytes hold; None where a closer look is needed to tell.

    A text without escapes that is read as JSON is canonical if its keys are in order and it is as
    long as it would be written: blanks, and keys that come twice, make it longer.
    """
    try:
        text = data.decode()
        if "\\" in text or not (text.isascii() or not _BEYOND.search(text)):
            return None
        found, end = _read(text)
        return found if end == len(text) == _length(found) else None
    except (ValueError, RecursionError):
        return None


def _length(value: Json) -> int:
    """How many characters a value is written in that needs no escapes.

    Raises:
        ValueError: it is not of the kinds that an entry holds, or its keys are not in order.
    """
    if type(value) is str:
        return len(value) + 2
    if type(value) is bool:
        return 4 if value else 5
    if type(value) is dict:
        names = list(value)
        if names != sorted(names):
            _refuse("keys")
        held = [len(one) + 2 if type(one) is str else _length(one) for one in value.values()]
        return sum(map(len, names)) + sum(held) + 4 * len(names) + (1 if names else 2)
    if type(value) is not list:
        _refuse("null")
    return sum(map(_length, value)) + len(value) + (1 if value else 2)


def from_json(data: bytes) -> Entry:
    """The entry that these bytes are, whether or not they are canonical.

    Raises:
        ValueError: the bytes are no entry.
    """
    try:
        text = data.decode()
        return _entry(_object(text) or json.loads(text))
    except RecursionError as trouble:
        message = "The bytes of an entry are nested too deeply to be read."
        raise ValueError(message) from trouble


def _object(text: str) -> object:
    """The one JSON value that a text is, with nothing around it; None where it is not seen."""
    try:
        found, end = _raw_decode(text)
    except ValueError:
        return None
    return found if end == len(text) else None


_raw_decode: Final = json.JSONDecoder().raw_decode


def _entry(fields: object) -> Entry:
    if not isinstance(fields, dict) or fields.keys() != _KEYS:
        message = f"An entry is an object with the keys {', '.join(sorted(_KEYS))} and no others."
        raise ValueError(message)
    _check(fields)
    return Entry(**fields)


def _written(value: Json) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{','.join([_written(item) for item in value])}]"
    if isinstance(value, (dict, Mapping)):  # dict first: the test against Mapping alone is slow
        members = [  # texts, the most there is, are written without another call
            f"{_quoted(key)}:{_quoted(one) if type(one := value[key]) is str else _written(one)}"
            for key in _order(value)
        ]
        return f"{{{','.join(members)}}}"
    message = f"An entry holds texts, booleans, lists and objects, not {value!r}."
    raise ValueError(message)


def _order(members: Mapping[str, Json]) -> list[str]:
    """The keys by UTF-16 code units, which differ from code points only beyond U+FFFF."""
    try:
        plain = "".join(members).isascii()
    except TypeError as trouble:
        message = f"A key of an entry is text, unlike one of {list(members)!r}."
        raise ValueError(message) from trouble
    return sorted(members) if plain else sorted(members, key=_code_units)


def _code_units(key: str) -> bytes:
    return key.encode("utf-16-be")


def _check(fields: Mapping[str, object]) -> None:
    """Refuse what is canonical JSON but no entry."""
    is_usual = (
        type(fields["by"]) is str
        and type(fields["id"]) is str
        and type(fields["body"]) is dict
        and fields["kind"] in KINDS
        and type(at := fields["at"]) is str
        and is_moment(at)
    )
    if is_usual:
        return
    for key in ("at", "by", "kind", "id"):
        if not isinstance(fields[key], str):
            message = f"In an entry {key!r} is text, not {fields[key]!r}."
            raise ValueError(message)  # noqa: TRY004 - one error for all bytes that are no entry
    if not isinstance(fields["body"], Mapping):
        message = f"The body of an entry is an object, not {fields['body']!r}."
        raise ValueError(message)  # noqa: TRY004 - one error for all bytes that are no entry
    if fields["kind"] not in KINDS:
        message = f"{fields['kind']!r} is not a kind of entry; the kinds are {', '.join(KINDS)}."
        raise ValueError(message)
    if not is_moment(str(fields["at"])):
        message = f"{fields['at']!r} is not a moment written YYYY-MM-DDTHH:MM:SSZ."
        raise ValueError(message)


@lru_cache(maxsize=1024)
def is_moment(text: str) -> bool:
    """Whether a text is a moment as entries have it."""
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def horizon(now: datetime) -> date:
    """The latest day it is anywhere on Earth at the moment ``now``."""
    return (now + FURTHEST_EAST).date()


def latest(now: datetime) -> str:
    """The latest moment that an entry may be dated, if the clock that says ``now`` is about right.

    It is written as entries write it.
    """
    return stamp(now + AHEAD)


def stamp(now: datetime) -> str:
    """A moment as journal entries write it: YYYY-MM-DDTHH:MM:SSZ."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
