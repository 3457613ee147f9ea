"""The bodies of journal entries: a record as plain text values, and back.

A body holds the record's keys but its id (the entry carries that), leaves out what is not set, and
keeps dates, probabilities and values as text, so that no number is ever hashed.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.edtf import FuzzyDate
from ledger.model import fields as known_fields
from ledger.model.claim import Claim, Question, Source
from ledger.model.fields import EVERY, Sort, names
from ledger.model.forecast import canonical, of_canonical
from ledger.model.kinds import NAMED, Kind
from ledger.model.outcome import Evidence, Outcome, Response
from ledger.model.verdicts import Verdict
from ledger.quote import Selector

if TYPE_CHECKING:
    from collections.abc import Mapping

Record = Source | Question | Claim | Outcome | Response

DATES = names(Sort.DATE)
DECIMALS = names(Sort.SHARE)
IN_THE_ENTRY = frozenset({"id", "n"})
"""Fields the entry's id holds, and its body does not."""

UNDOES: Final = "undoes"
"""The key of the number of the entry that an entry takes back, at once."""

NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
"""How that number is written."""

ABOUT_THE_ENTRY = frozenset({"reason", "key", "request", UNDOES})
"""What a body says of how it came to be written: why, by which request, and what it takes back."""

MARKS = frozenset(field.name for field in EVERY if field.default is False)
"""Truth values that a body holds only where they are true."""

NAMES = {
    kind: tuple(field.name for field in fields(kind) if field.name not in IN_THE_ENTRY)
    for kind in (Source, Question, Claim, Outcome, Response, Evidence, Selector)
}
"""The fields that a body may hold, by the kind of record."""

OWNERS: Final = {Outcome: "question", Response: "claim"}
"""What an id says that is made of another's, and so no body does."""

KINDS = {kind.traits.record: kind.value for kind in Kind if kind.traits.record is not None}
"""The kind of the entries that make a record, by its class."""


def kind_of(record: Record) -> str:
    """The kind of the entries that a record is made by."""
    return KINDS[type(record)]


def to_body(record: Record | Evidence | Selector) -> dict[str, Any]:
    """What of ``record`` is set, as texts, truth values, lists and tables of these."""
    body: dict[str, Any] = {}
    for name in NAMES[type(record)]:
        value = getattr(record, name)
        if value is None or value == () or (name in MARKS and not value):
            continue
        body[name] = _plain(value)
    if (owner := OWNERS.get(type(record))) is not None:
        del body[owner]
    return body


def _plain(value: Any) -> Any:  # noqa: ANN401 - a field may hold any of the model's types
    if type(value) is str or value is True or value is False:
        return value
    if isinstance(value, FuzzyDate | Verdict):
        return str(value)
    if isinstance(value, Decimal):
        return canonical(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Evidence | Selector):
        return to_body(value)
    return value


def source_of(identifier: str, body: Mapping[str, Any]) -> Source:
    """The source whose entry has this id and body."""
    return Source(id=identifier, **_values(body))


def question_of(identifier: str, body: Mapping[str, Any]) -> Question:
    """The question whose entry has this id and body."""
    return Question(id=identifier, **_values(body))


def claim_of(identifier: str, body: Mapping[str, Any]) -> Claim:
    """The claim whose entry has this id and body."""
    return Claim(id=identifier, **_values(body))


def outcome_of(question: str, n: int, body: Mapping[str, Any]) -> Outcome:
    """The outcome whose entry has the id ``question#n`` and this body."""
    return Outcome(question=question, n=n, **_values(body))


def response_of(claim: str, n: int, body: Mapping[str, Any]) -> Response:
    """The response whose entry has the id ``claim#rN`` and this body."""
    return Response(claim=claim, n=n, **_values(body))


def _values(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _value(key, value) for key, value in body.items() if key not in ABOUT_THE_ENTRY}


def _value(key: str, value: Any) -> Any:  # noqa: ANN401 - a field may hold any of the model's types
    if key in DATES:
        return edtf.parse(value)
    if key in DECIMALS:
        return of_canonical(value)
    if key == "verdict":
        return Verdict(value)
    if key == "evidence":
        return tuple(Evidence(**_values(one)) for one in value)
    if key == "selector":
        return Selector(**value)
    return tuple(value) if isinstance(value, list) else value


SEARCHED: Final = {kind.value: known_fields.searched(kind) for kind in NAMED}
"""Where a search looks, by kind of entry; in a question and a claim also at the id."""


def searched(kind: str, identifier: str, body: Mapping[str, Any]) -> tuple[str | None, ...]:
    """The texts of an entry that a search looks in; none of one that it cannot find."""
    found = map(body.get, SEARCHED.get(kind, ()))
    texts = [text if text is None or isinstance(text, str) else listed(text) for text in found]
    return (identifier, *texts) if kind in {"question", "claim"} else tuple(texts)


def listed(texts: Any) -> str:  # noqa: ANN401 - a list of texts, as a body holds it
    """A list as the tables keep it."""
    if type(texts) is list and all(type(text) is str for text in texts):
        return f"[{', '.join(map(json.encoder.encode_basestring, texts))}]"
    return json.dumps(texts, ensure_ascii=False)


def bounds(body: Mapping[str, Any], key: str, name: str = "") -> dict[str, str | None]:
    """The earliest and latest day of the date under ``key``, as columns of that name."""
    if key not in body:
        return {}
    earliest, latest = _ends(body[key])
    return {f"{name or key}_earliest": earliest, f"{name or key}_latest": latest}


@lru_cache(maxsize=16384)
def _ends(text: str) -> tuple[str | None, str | None]:
    date = edtf.parse(text)
    return (
        date.earliest.isoformat() if date.earliest else None,
        date.latest.isoformat() if date.latest else None,
    )
