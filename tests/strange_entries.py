"""Entries that the program would never write, put behind a whole journal with all that fits them.

Whoever holds the database can do that: the hashes are right, and so are the rows as far as rows can
be made.  `STRANGE` names each kind, with what `verify` says of it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest

from ledger.errors import BadDate
from ledger.journal.entry import Entry
from ledger.store import journal_table, projection
from ledger.store.opening import open_database
from ledger.store.replica import UNFIT

if TYPE_CHECKING:
    from ledger.store.database import Connection

Thing: TypeAlias = tuple[str, str, Any]
"""The kind of an entry, its id and its body."""

AT = "2023-07-05T12:00:00Z"
DIGEST = f"sha256:{'0' * 64}"
URL = {"url": "https://a.example"}

SOURCE = {"publisher": "P", "authors": ["A"], "published": "2023-07-03", "url": "https://p.example"}
QUESTION = {"statement": "It rains in May.", "due": "2023-06", "due_basis": "stated",
            "topics": ["weather"]}  # fmt: skip
CLAIM = {"attribution": "quoted", "checkable": True, "kind": "prediction", "question": "q",
         "source": "s", "speaker": "Ann", "probability": "0.7", "quote": "rain"}  # fmt: skip
OUTCOME = {"verdict": "happened", "happened_on": "2023-06-02", "evidence": [URL]}

WHOLE: Final[tuple[Thing, ...]] = (
    ("source", "s", SOURCE),
    ("source", "t", {"publisher": "Q"}),
    ("question", "q", QUESTION),
    ("claim", "c", CLAIM),
    ("question", "own", {"statement": "It snows in May.", "topics": ["weather", "snow"]}),
    ("claim", "own", {**CLAIM, "question": "own", "source": "t", "speaker": "Bea"}),
    ("question", "open", {"statement": "It hails.", "due": "2023-07-20", "due_basis": "desk"}),
    ("claim", "d", {**CLAIM, "question": "open", "stance": "for", "speaker": "Ann L."}),
    ("claim", "e", {**CLAIM, "question": "q", "speaker": "Bea", "probability": "0.2"}),
    ("outcome", "q#1", {"verdict": "in-progress"}),
    ("outcome", "q#2", OUTCOME),
    ("alias", "Ann L.", {"into": "Ann"}),
    ("claim", "gone", {**CLAIM, "question": "open"}),
    ("withdrawal", "gone", {"what": "claim", "reason": "Misread."}),
    ("claim", "c", {**CLAIM, "quote": "rain, rain", "reason": "Misread."}),
)
"""A journal in which everything has been done."""

NUMBER: Final = len(WHOLE) + 1
"""That of the strange entry."""


def but(base: dict[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - what JSON holds
    """A body with some keys changed, or left out where they are None."""
    return {key: value for key, value in {**base, **changes}.items() if value is not None}


def deep(depth: int) -> Any:  # noqa: ANN401 - a list
    """A text in many lists."""
    found: Any = "x"
    for _ in range(depth):
        found = [found]
    return found


def _claim(told: str, **changes: Any) -> tuple[Thing, str]:  # noqa: ANN401 - what JSON holds
    return ("claim", "c", but(CLAIM, **changes)), told


def _question(told: str, **changes: Any) -> tuple[Thing, str]:  # noqa: ANN401 - what JSON holds
    return ("question", "q", but(QUESTION, **changes)), told


def _source(told: str, **changes: Any) -> tuple[Thing, str]:  # noqa: ANN401 - what JSON holds
    return ("source", "s", but(SOURCE, **changes)), told


def _outcome(told: str, number: int = 3, **changes: Any) -> tuple[Thing, str]:  # noqa: ANN401 - what JSON holds
    return ("outcome", f"q#{number}", but(OUTCOME, **changes)), told


STRANGE: Final[dict[str, tuple[Thing, str]]] = {
    "probability above one": _claim("probability '7' is not a number", probability="7"),
    "probability no number": _claim("probability 'NaN' is not a number", probability="NaN"),
    "probability a word": _claim("probability 'abc' is not a number", probability="abc"),
    "probability negative": _claim("probability '-0.1' is not a number", probability="-0.1"),
    "probability not shortest": _claim("probability '0.70' is not written", probability="0.70"),
    "probability too fine": _claim(
        "is not written as the journal writes it", probability=f"0.{'1' * 19}"
    ),
    "probability a float": _claim("not 0.5", probability=0.5),
    "probability an exponent": _claim("'1e-1' is not written", probability="1e-1"),
    "probability against the stance": _claim("contradicts probability", stance="against"),
    "claim without a question": _claim("question None is not an id", question=None),
    "claim without a source": _claim("source None is not an id", source=None),
    "claim without a speaker": _claim("speaker is missing", speaker=None),
    "claim on no question": _claim("There is no question nowhere", question="nowhere"),
    "claim in no source": _claim("There is no source nowhere", source="nowhere"),
    "claim in a question": _claim("There is no source q", source="q"),
    "question of a claim a list": _claim("question ['q'] is not an id", question=["q"]),
    "speaker a list": _claim("speaker must be text", speaker=["Ann"]),
    "speaker empty": _claim("speaker is empty", speaker=""),
    "speaker with blanks": _claim("is not written as", speaker=" Ann "),
    "speaker on two lines": _claim("on one line", speaker="Ann\nLee"),
    "speaker a number": _claim("not 7", speaker=7),
    "stance unknown": _claim("stance 'maybe' is not one of", stance="maybe"),
    "kind of claim unknown": _claim("kind 'guess' is not one of", kind="guess"),
    "attribution unknown": _claim("attribution 'heard' is not one of", attribution="heard"),
    "attribution missing": _claim("attribution is missing", attribution=None),
    "checkable a text": _claim("checkable must be true or", checkable="yes"),
    "checkable a number": _claim("not 1", checkable=1),
    "checkable missing": _claim("checkable is missing", checkable=None),
    "made in words": _claim("made", made="next week"),
    "made no day": _claim("made", made="2023-02-30"),
    "quote with a control": _claim("control character U+0000", quote="a\x00b"),
    "quote with an escape": _claim("control character U+001B", quote="a\x1b[2Jb"),
    "quote an object": _claim("quote must be text", quote={"a": "b"}),
    "selector of half": _claim("selector", selector={"exact": "rain"}),
    "selector of numbers": _claim("not 1", selector={"exact": 1, "prefix": "", "suffix": ""}),
    "key without a request": _claim("key and request", key="k"),
    "request without a key": _claim("key and request", request=DIGEST),
    "statement in a claim": _claim("takes its statement", statement="x"),
    "unknown key in a claim": _claim("Unknown key 'colour'", colour="red"),
    "null in a claim": (("claim", "c", CLAIM | {"note": None}), "not None"),
    "claim under a source's id": (("claim", "s", CLAIM), "id s is that of a source"),
    "claim under no id": (("claim", "a b", CLAIM), "id 'a b' may hold"),
    "claim that was withdrawn": (("claim", "gone", CLAIM), "was withdrawn, and stays so"),
    "statement missing": _question("statement is missing", statement=None),
    "statement a list": _question("statement must be text", statement=["x"]),
    "topics nested": _question("topics must be a list of texts", topics=[["a"]]),
    "topics very deep": _question("topics must be a list of texts", topics=deep(400)),
    "topics a text": _question("topics 'a' is not written", topics="a"),
    "topics an object": _question("topics must be a list", topics={"a": "b"}),
    "topics twice the same": _question("topics", topics=["a", "a"]),
    "topics none": _question("Unknown key 'topics'", topics=[]),
    "due in words": _question("due", due="soon"),
    "due no day": _question("due", due="2023-13"),
    "due a list": _question("due must be a date", due=["2023"]),
    "due without its basis": _question("due_basis is missing", due_basis=None),
    "basis unknown": _question("due_basis 'rumour'", due_basis="rumour"),
    "basis without due": _question("due_basis stands without due", due=None),
    "question under a source's id": (("question", "s", QUESTION), "id s is that of a source"),
    "question under a very long id": (("question", "q" * 300, QUESTION), "300 characters"),
    "publisher missing": _source("publisher is missing", publisher=None),
    "publisher true": _source("publisher must be text", publisher=True),
    "authors a text": _source("authors 'A' is not written", authors="A"),
    "published no date": _source("published", published="yesterday"),
    "digest none": _source("is not a SHA-256", digest="x"),
    "unknown key in a source": _source("Unknown key 'colour'", colour="red"),
    "verdict unknown": _outcome("verdict 'x' is not one of", verdict="x"),
    "verdict missing": _outcome("verdict is missing", verdict=None),
    "verdict a list": _outcome("verdict must be text", verdict=["happened"]),
    "value above one": _outcome("value '5' is not a number", verdict="partly", value="5"),
    "value no number": _outcome("value 'NaN' is not", verdict="partly", value="NaN"),
    "value beside happened": _outcome("value goes with", value="0.5"),
    "blind and adjudicating": _outcome("blind verdict", blind=True, adjudicates=True),
    "blind false": _outcome("Unknown key 'blind'", blind=False),
    "blind a text": _outcome("blind", blind="yes"),
    "happened on no day": _outcome("happened_on", happened_on="2023-06-31"),
    "evidence of nothing": _outcome("names neither a url", evidence=[{"note": "x"}]),
    "evidence a text": _outcome("evidence must be a list", evidence="https://a.example"),
    "evidence of texts": _outcome("evidence must be a list", evidence=["https://a.example"]),
    "evidence empty": _outcome("Unknown key 'evidence'", evidence=[]),
    "evidence with a strange key": _outcome("Unknown key 'x'", evidence=[{**URL, "x": "y"}]),
    "evidence in no source": _outcome("There is no source x", evidence=[{"source": "x"}]),
    "outcome with a gap": _outcome("next outcome of q is q#3", number=9),
    "outcome on no question": (("outcome", "r#1", OUTCOME), "There is no question r"),
    "outcome without a number": (("outcome", "q", OUTCOME), "is not an id of an outcome"),
    "outcome number nought": (("outcome", "q#0", OUTCOME), "is not an id of an outcome"),
    "alias of itself": (("alias", "Ann", {"into": "Ann"}), "counts for 'Ann' already"),
    "alias in a circle": (("alias", "Ann", {"into": "Ann L."}), "counts for 'Ann' already"),
    "alias of nobody": (("alias", "unnamed: x", {"into": "Ann"}), "is not a name"),
    "alias into nothing": (("alias", "Bea", {}), "into None is not a name"),
    "alias into a list": (("alias", "Bea", {"into": ["Ann"]}), "is not a name"),
    "withdrawal of nothing": (("withdrawal", "x", {"what": "claim"}), "There is no claim x"),
    "withdrawal twice": (("withdrawal", "gone", {"what": "claim"}), "There is no claim gone"),
    "withdrawal of a source": (("withdrawal", "s", {"what": "source"}), "what 'source' is not"),
    "withdrawal of what": (("withdrawal", "c", {}), "what None is not one of"),
    "withdrawal of a question in use": (
        ("withdrawal", "q", {"what": "question"}), "Claims stand on q",
    ),
    "withdrawal of no alias": (("withdrawal", "Bea", {"what": "alias"}), "was not joined"),
    "withdrawal of no outcome": (("withdrawal", "q#7", {"what": "outcome"}), "no outcome q#7"),
    "kind unknown": (("rumour", "c", CLAIM), "'rumour' is not a kind of entry"),
    "body a list": (("claim", "c", ["x"]), "body of an entry is an object"),
    "body a text": (("claim", "c", "x"), "body of an entry is an object"),
    "id a list": (("claim", ["c"], CLAIM), "'id' is text"),
}  # fmt: skip
"""Each kind of entry by name, and a part of what is said of it."""

MISDATED: Final = {
    "in the year 9999": ("9999-12-31T23:59:59Z", "more than a day ahead of this computer's clock"),
    "in two days": ("2023-07-07T12:00:01Z", "more than a day ahead of this computer's clock"),
    "no moment": ("2023-07-05 12:00", "is not a moment written"),
    "no day": ("2023-02-30T12:00:00Z", "is not a moment written"),
    "a word": ("soon", "is not a moment written"),
    "before the entry before": ("2023-07-05T11:59:59Z", "before that of the entry before"),
}
"""Moments at which no entry behind the others can have been made."""

BEEP: Final = b'{"at":"%s","body":{"into":"Ann"},"by":"\\u0007","id":"Bea","kind":"alias"}'

MALFORMED: Final = {
    "no JSON": (b"{", "cannot be read"),
    "no object": (b"[]", "An entry is an object"),
    "no UTF-8": (b"\xff", "cannot be read"),
    "nothing": (b"", "cannot be read"),
    "a key too many": (b'{"at":"%s","body":{},"by":"x","id":"c","kind":"claim","x":"y"}',
                       "with the keys"),
    "a key twice": (b'{"at":"%s","body":{},"by":"x","id":"c","id":"c","kind":"claim"}',
                    "canonical"),
    "blanks": (b'{"at": "%s","body":{},"by":"x","id":"c","kind":"claim"}', "canonical"),
    "half a character": (b'{"at":"%s","body":{},"by":"\\ud800","id":"c","kind":"claim"}',
                         "Half of a surrogate"),
    "nested without end": (b"[" * 100_000, "cannot be read"),
    "by nobody": (b'{"at":"%s","body":{"into":"Ann"},"by":"","id":"Bea","kind":"alias"}',
                  "by is empty"),
    "by with a control": (BEEP, "control character"),
}  # fmt: skip
"""Bytes that are no entry, or not the canonical bytes of one."""


def append(place: str, kind: str) -> str:
    """Put the strange entry ``kind`` behind the journal at ``place``; a part of what it is told."""
    with open_database(place).writing() as connection:
        if kind in MALFORMED:
            data, told = MALFORMED[kind]
            data = data.replace(b"%s", AT.encode())
            journal_table.append_bytes(connection, NUMBER - 1, [(AT, data)])
            return told
        if kind in MISDATED:
            at, told = MISDATED[kind]
            thing: Thing = ("claim", "c", but(CLAIM, quote="rain and rain"))
        else:
            (thing, told), at = STRANGE[kind], AT
        fields = {"at": at, "body": thing[2], "by": "x", "id": thing[1], "kind": thing[0]}
        data = json.dumps(
            fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
        journal_table.append_bytes(connection, NUMBER - 1, [(at, data)])
        entry = Entry(at, "x", *thing)
        try:
            with connection.begin_nested():
                projection.project(connection, NUMBER, [entry])
        except (*UNFIT, connection.dialect.loaded_dbapi.Error):
            _make_rows(connection, entry)
    return told


def _make_rows(connection: Connection, entry: Entry) -> None:
    """Make what rows there can be of an entry, which need not be as the program writes it."""
    if not isinstance(entry.body, dict) or entry.kind not in projection.PROJECTIONS:
        return
    columns = {name for table in projection.COLUMNS.values() for name in table}
    body = {
        key: value if isinstance(value, str | bool) or key in {"topics", "authors", "evidence",
                                                              "selector"} else json.dumps(value)
        for key, value in entry.body.items() if key in {*columns, "into", "what", "evidence"}
    }  # fmt: skip
    if not isinstance(body.get("checkable", True), bool):
        body["checkable"] = True
    evidence = body.get("evidence")
    if evidence and not (isinstance(evidence, list) and isinstance(evidence[0], dict)):
        del body["evidence"]
    if entry.kind == "claim":
        body = {"attribution": "", "checkable": True, "question": "", "source": "", "speaker": "",
                **body}  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projection, "bounds", _bounds)
        patch.setattr(projection, "stored", lambda _: "x")
        try:
            with connection.begin_nested():
                projection.project(connection, NUMBER, [replace(entry, body=body)])
        except (*UNFIT, connection.dialect.loaded_dbapi.Error):
            return


def _bounds(body: dict[str, Any], key: str, name: str = "") -> dict[str, Any]:
    """The bounds of a date, which here may be any text."""
    if key not in body:
        return {}
    try:
        return REAL_BOUNDS(body, key, name)
    except (BadDate, TypeError):
        return {f"{name or key}_earliest": body[key], f"{name or key}_latest": body[key]}


REAL_BOUNDS = projection.bounds
