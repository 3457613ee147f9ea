"""What the entries of each kind may hold.

A body is read as people's records are and written again; what comes out must be what went in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import BadValue
from ledger.model import parse, parse_outcome
from ledger.model.claim import UNNAMED, Source
from ledger.model.codec import NUMBER, UNDOES, to_body
from ledger.model.field_reader import Reading, refuse
from ledger.model.field_values import id_flaw, shown
from ledger.model.kinds import WITHDRAWN, Kind
from ledger.model.outcome import question_of, response_of_id
from ledger.quote import Selector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.model.codec import Record
    from ledger.model.field_reader import Complaint

    Body = Mapping[str, Any]

DIGEST: Final = re.compile("sha256:[0-9a-f]{64}")

SURROGATES: Final = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no file can hold."""

PLACED: Final = frozenset({"prefix", "exact", "suffix"})
"""What a text-quote selector holds."""

REQUEST: Final = ("key", "request")
"""Keys of a body that say by which request it was written."""


def inspect_itself(kind: str, identifier: str, body: Body) -> None:
    """Look whether an entry of this kind and id may have this body.

    Raises:
        ValueError: it may not; the message says why.
    """
    try:
        READERS[kind](identifier, _apart(body))
    except BadValue as trouble:
        raise ValueError(" ".join(str(trouble).splitlines())) from trouble
    except RecursionError as trouble:
        message = "It is nested too deeply to be read."
        raise ValueError(message) from trouble


def _apart(body: Body) -> Body:
    """A body without what it says of how it was written, which has been looked at.

    Raises:
        ValueError: that is no number of an entry that it undoes, or no request.
    """
    _request(body)
    body = _without(body, *REQUEST)
    if UNDOES not in body:
        return body
    number = body[UNDOES]
    if not isinstance(number, str) or not NUMBER.fullmatch(number):
        message = f"{UNDOES} {shown(number)} is not the number of an entry, as a text."
        raise ValueError(message)
    return _without(body, UNDOES)


@lru_cache(maxsize=1024)
def inspect_name(key: str, name: str) -> None:
    """Look whether a name may stand under ``key``: one line, nothing hidden, no blanks around it.

    Raises:
        ValueError: it may not.
    """
    reading = Reading({key: name})
    if reading.line(key, required=True) != name:
        told = [complaint.message for complaint in reading.complaints if not complaint.warning]
        raise ValueError(" ".join(told) or f"{key} {shown(name)} has blanks around it.")


def _source(identifier: str, body: Body) -> None:
    digest = body.get("digest")
    if digest is not None and not (isinstance(digest, str) and DIGEST.fullmatch(digest)):
        raise ValueError(f"digest {shown(digest)} is not a SHA-256 digest.")
    draft = parse.read_source({**_without(body, "digest", "reason"), "id": identifier})
    _compare(replace(draft.source, digest=digest), body, draft.complaints)


def _question(identifier: str, body: Body) -> None:
    draft = parse.read_question({**body, "id": identifier}, None)
    _compare(draft.question, body, draft.complaints)


def _claim(identifier: str, body: Body) -> None:
    named = {key: Reading(body).identifier(key) for key in ("source", "question")}
    for key, value in named.items():
        if not value:
            raise ValueError(f"{key} {shown(body.get(key))} is not an id.")
    # A claim that makes its own question is written without naming it, and so has its due day.
    other = "question" if identifier != "question" else "another"
    own = _without(body, "source", "selector")
    raw = {**own, "id": identifier, "question": other}
    document = Source(id=named["source"], publisher="-")
    draft = parse.read_claim(raw, document, horizon=date.max)
    selector = _selector(body["selector"]) if "selector" in body else None
    claim = replace(draft.claim, question=named["question"], selector=selector)
    _compare(claim, body, draft.complaints)


def _request(body: Body) -> None:
    """Look at the key of the request that an entry was made by, and the digest of that."""
    key, request = (body.get(one) for one in REQUEST)
    if key is None and request is None:
        return
    if not isinstance(key, str) or not isinstance(request, str) or not DIGEST.fullmatch(request):
        raise ValueError("key and request are a text and the SHA-256 digest of a request, or none.")
    inspect_name("key", key)


def _selector(found: object) -> Selector:
    if not isinstance(found, Mapping) or found.keys() != PLACED:
        raise ValueError("selector is not a text-quote selector with prefix, exact and suffix.")
    if not all(isinstance(one, str) and not SURROGATES.search(one) for one in found.values()):
        raise ValueError("selector holds what is not text.")
    return Selector(**found)


def _outcome(identifier: str, body: Body) -> None:
    _refuse_no_outcome(identifier)
    draft = parse_outcome.read_outcome(body, None, horizon=date.max)
    _compare(draft.outcome, body, draft.complaints)


def _refuse_no_outcome(identifier: str) -> None:
    about = question_of(identifier)
    if about is None or id_flaw(about[0]):
        raise ValueError(f"{shown(identifier)} is not an id of an outcome, such as floor#1.")


def _response(identifier: str, body: Body) -> None:
    claim = _refuse_no_response(identifier)
    draft = parse_outcome.read_response(body, claim, horizon=date.max)
    _compare(draft.response, body, draft.complaints)


def _refuse_no_response(identifier: str) -> str:
    about = response_of_id(identifier)
    if about is None or id_flaw(about[0]):
        raise ValueError(f"{shown(identifier)} is not an id of a response, such as floor#r1.")
    return about[0]


def _alias(identifier: str, body: Body) -> None:
    _refuse_others(body, "into")
    inspect_name("speaker", identifier)
    if not isinstance(body.get("into"), str):
        message = f"into {shown(body.get('into'))} is not a name."
        raise ValueError(message)  # noqa: TRY004 - one error for all bodies that cannot be
    inspect_name("into", body["into"])
    for name in (identifier, body["into"]):
        if name.startswith(UNNAMED):
            raise ValueError(f"{shown(name)} is not a name, and is never joined to one.")


def _withdrawal(identifier: str, body: Body) -> None:
    _refuse_others(body, "what")
    if body.get("what") not in WITHDRAWN:
        raise ValueError(f"what {shown(body.get('what'))} is not one of {', '.join(WITHDRAWN)}.")
    if body["what"] == Kind.ALIAS:
        inspect_name("speaker", identifier)
    elif body["what"] == Kind.OUTCOME:
        _refuse_no_outcome(identifier)
    elif body["what"] == Kind.RESPONSE:
        _refuse_no_response(identifier)
    elif id_flaw(identifier):
        raise ValueError(f"{shown(identifier)} is not an id.")


READERS: Final[Mapping[str, Callable[[str, Body], None]]] = {
    Kind.SOURCE: _source,
    Kind.QUESTION: _question,
    Kind.CLAIM: _claim,
    Kind.OUTCOME: _outcome,
    Kind.RESPONSE: _response,
    Kind.ALIAS: _alias,
    Kind.WITHDRAWAL: _withdrawal,
}


def _without(body: Body, *keys: str) -> dict[str, Any]:
    return {key: body[key] for key in body if key not in keys}


def _refuse_others(body: Body, key: str) -> None:
    """Refuse keys beside ``key`` and a reason."""
    if others := sorted(body.keys() - {key, "reason"}):
        raise ValueError(f"Unknown key {shown(others[0])}.")
    _reason(body)


def _reason(body: Body) -> str | None:
    reading = Reading(body)
    reason = reading.text("reason")
    refuse(reading.complaints)
    return reason


def _compare(record: Record, body: Body, complaints: Iterable[Complaint]) -> None:
    """Refuse a body that was complained of, or is not what its record is written as."""
    refuse(complaints, changed=())
    reason = _reason(body)
    written = to_body(record) | ({} if reason is None else {"reason": reason})
    for key in sorted({*written, *body}):
        if key not in written:
            raise ValueError(f"Unknown key {shown(key)}.")
        if key not in body:
            raise ValueError(f"{key} is missing; it is {shown(written[key])} if nothing else.")
        if written[key] != body[key]:
            told = f"{key} {shown(body[key])} is not written as the journal writes it"
            raise ValueError(f"{told}: {shown(written[key])}.")
