"""The canonical bytes of an entry, against RFC 8785 and the rfc8785 package."""

from __future__ import annotations

import json
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.journal.entry import KINDS, Entry, canonical, from_bytes, to_bytes

if TYPE_CHECKING:
    from ledger.journal.entry import Json

texts = st.text()
keys = st.text(max_size=6) | st.sampled_from(
    ["\u20ac", "\ufb33", "\uffff", "\U0001f600", "\U00010000"]
)
values = st.recursive(
    texts | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=20,
)
moments = st.datetimes().map(lambda moment: f"{moment.replace(microsecond=0).isoformat()}Z")
entries = st.builds(
    Entry,
    at=moments,
    by=texts,
    kind=st.sampled_from(KINDS),
    id=texts,
    body=st.dictionaries(keys, values, max_size=6),
)

VOTE = Entry(
    at="2023-07-12T09:30:00Z",
    by="desk",
    kind="claim",
    id="two-percent-floor",
    body={"quote": "a floor, not a ceiling", "checkable": True, "topics": ["nato", "spending"]},
)
VOTE_BODY = b'{"checkable":true,"quote":"a floor, not a ceiling","topics":["nato","spending"]}'
VOTE_BYTES = (
    b'{"at":"2023-07-12T09:30:00Z","body":'
    + VOTE_BODY
    + b',"by":"desk","id":"two-percent-floor","kind":"claim"}'
)


def test_the_sorting_example_of_rfc_8785_section_3_2_3() -> None:
    members: Json = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical(members)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_the_escaping_example_of_rfc_8785_section_3_2_4() -> None:
    """The example less its numbers and its null, which no entry holds."""
    value: Json = {"string": '\u20ac$\u000f\nA\'B"\\\\"/', "literals": [True, False]}
    assert canonical(value) == bytes.fromhex(
        "7b226c69746572616c73223a5b747275652c66616c73655d2c22737472696e67223a"
        "22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d"
    )


def test_only_the_escapes_json_demands_are_written() -> None:
    assert canonical("\b\t\n\f\r\x00\x1f\x7f\u2028<é>/") == (
        b'"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f\xe2\x80\xa8<\xc3\xa9>/"'
    )


@pytest.mark.slow
@given(values)
def test_a_peer_writes_the_same_bytes(value: Json) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(values)
def test_what_is_written_is_json_of_the_same_value(value: Json) -> None:
    assert json.loads(canonical(value)) == value


def test_tuples_and_any_mapping_are_written_like_lists_and_dicts() -> None:
    assert canonical(MappingProxyType({"b": ("x", True), "a": ()})) == b'{"a":[],"b":["x",true]}'


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (0.5, "not 0.5"),
        (1, "not 1"),
        (None, "not None"),
        (Decimal("0.7"), "not Decimal"),
        ({"a": [{"b": 1}]}, "not 1"),
        (b"bytes", "not b'bytes'"),
        ({"a", "b"}, "not {"),
        (range(3), r"not range\(0, 3\)"),
        ({1: "a"}, "A key of an entry is text"),
        ({None: "a"}, "A key of an entry is text"),
        ({"a": {True: "b", "c": "d"}}, "A key of an entry is text"),
        ("half \ud83d here", r"surrogate pair cannot be written: '\\ud83d'"),
        ({"\udc00": "a"}, r"surrogate pair cannot be written: '\\udc00'"),
        ({"\udc00": "a", "é": "b"}, "surrogate pair"),
    ],
)
def test_what_an_entry_cannot_hold_is_refused(value: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        canonical(cast("Json", value))


def test_endless_nesting_is_refused() -> None:
    nested: list[Json] = []
    nested.append(nested)
    with pytest.raises(ValueError, match="nested too deeply"):
        canonical(nested)


def test_an_entry_is_one_object_with_its_keys_in_order() -> None:
    assert to_bytes(VOTE) == VOTE_BYTES
    assert from_bytes(VOTE_BYTES) == VOTE


@pytest.mark.slow
@given(entries)
def test_reading_is_the_inverse_of_writing(entry: Entry) -> None:
    assert from_bytes(to_bytes(entry)) == entry


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_taken(kind: str) -> None:
    data = VOTE_BYTES.replace(b'"claim"', f'"{kind}"'.encode())
    assert from_bytes(data).kind == kind


UNREADABLE = "cannot be read"
OTHER_FORM = "not in canonical form"
WRONG_KEYS = "an object with the keys at, body, by, id, kind"
NO_MOMENT = "is not a moment"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        pytest.param(b'"by":', b'"by": ', OTHER_FORM, id="a space"),
        pytest.param(b'"claim"}', b'"claim"}\n', OTHER_FORM, id="a line end"),
        pytest.param(b'"desk"', b'"d\\u0065sk"', OTHER_FORM, id="a needless escape"),
        pytest.param(b'"desk"', b'"a\\/b"', OTHER_FORM, id="an escaped solidus"),
        pytest.param(b'"desk"', b'"a\\u001F"', OTHER_FORM, id="an escape in capitals"),
        pytest.param(b'"by":', b'"by":"desk","by":', OTHER_FORM, id="a key twice"),
        pytest.param(b'"by":"desk","id"', b'"id":"desk","by"', OTHER_FORM, id="other order"),
        pytest.param(b'{"at"', b'\xef\xbb\xbf{"at"', UNREADABLE, id="a byte order mark"),
        pytest.param(b"true", b"1", UNREADABLE, id="a number"),
        pytest.param(b"true", b"0.5", UNREADABLE, id="a fraction"),
        pytest.param(b"true", b"NaN", UNREADABLE, id="not a number"),
        pytest.param(b"true", b"9" * 5_000, UNREADABLE, id="a number of 5,000 digits"),
        pytest.param(b"true", b"null", UNREADABLE, id="a null"),
        pytest.param(b"true", b'"\\ud800"', UNREADABLE, id="half of a surrogate pair"),
        pytest.param(b"desk", b"d\xffsk", UNREADABLE, id="bytes that are no UTF-8"),
        pytest.param(VOTE_BYTES, b"", UNREADABLE, id="nothing"),
        pytest.param(VOTE_BYTES, b"[" * 100_000, UNREADABLE, id="endless brackets"),
        pytest.param(VOTE_BYTES, b"[" * 900 + b"]" * 900, "entry", id="deep brackets"),
        pytest.param(b'"by":"desk",', b"", WRONG_KEYS, id="a key missing"),
        pytest.param(b'"by":', b'"bx":', WRONG_KEYS, id="another key in its place"),
        pytest.param(b',"id"', b',"co":"desk","id"', WRONG_KEYS, id="a key too many"),
        pytest.param(VOTE_BYTES, b"[]", WRONG_KEYS, id="a list for an entry"),
        pytest.param(VOTE_BYTES, b'"entry"', WRONG_KEYS, id="a text for an entry"),
        pytest.param(b'"claim"', b'"verdict"', "not a kind of entry", id="unknown kind"),
        pytest.param(b'"claim"', b'"Claim"', "not a kind of entry", id="kind in capitals"),
        pytest.param(b'"claim"', b'["claim"]', "'kind' is text", id="a list of kinds"),
        pytest.param(b'"desk"', b"true", "'by' is text", id="a boolean recorder"),
        pytest.param(b'"two-percent-floor"', b"{}", "'id' is text", id="an object for an id"),
        pytest.param(VOTE_BODY, b"[]", "body of an entry is an object", id="a list for a body"),
        pytest.param(b"07-12", b"02-29", NO_MOMENT, id="a day that never was"),
        pytest.param(b"2023-07-12", b"0000-07-12", NO_MOMENT, id="the year nought"),
        pytest.param(b"T09:30:00", b"T24:00:00", NO_MOMENT, id="hour 24"),
        pytest.param(b":30:00Z", b":60:00Z", NO_MOMENT, id="minute 60"),
        pytest.param(b":00Z", b":60Z", NO_MOMENT, id="a leap second"),
        pytest.param(b":00Z", b":00+00:00", NO_MOMENT, id="an offset"),
        pytest.param(b":00Z", b":00.5Z", NO_MOMENT, id="a fraction of a second"),
        pytest.param(b":00Z", b":00", NO_MOMENT, id="no zone"),
        pytest.param(b":00Z", b":00z", NO_MOMENT, id="a small z"),
        pytest.param(b":00Z", b":00Z\\n", NO_MOMENT, id="a line end after the moment"),
        pytest.param(b"T09", b" 09", NO_MOMENT, id="a space for the T"),
        pytest.param(b"2023-07-12", b"20230712", NO_MOMENT, id="basic format"),
        pytest.param(b"2023-07-12", b"2023-W28-3", NO_MOMENT, id="a week date"),
        pytest.param(b"2023", "\uff12\uff10\uff12\uff13".encode(), NO_MOMENT, id="wide digits"),
    ],
)
def test_bytes_that_are_no_canonical_entry_are_refused(
    old: bytes, new: bytes, sentence: str
) -> None:
    assert VOTE_BYTES.count(old) == 1
    with pytest.raises(ValueError, match=sentence):
        from_bytes(VOTE_BYTES.replace(old, new))


@given(st.binary(max_size=40))
def test_random_bytes_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(ValueError, match="entry"):
        from_bytes(data)


@given(st.data())
def test_no_other_bytes_read_as_the_same_entry(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(VOTE_BYTES) - 1))
    changed = bytearray(VOTE_BYTES)
    changed[place] ^= data.draw(st.integers(1, 255))
    try:
        read = from_bytes(bytes(changed))
    except ValueError:
        return
    assert read != VOTE
    assert to_bytes(read) == changed


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("at", "2023-07-12"),
        ("at", 0),
        ("by", None),
        ("kind", "verdict"),
        ("id", 7),
        ("body", []),
        ("body", "text"),
        ("body", {"value": 0.7}),
    ],
)
def test_an_entry_that_could_not_be_read_back_is_not_written(field: str, wrong: object) -> None:
    fields: dict[str, Any] = {"at": VOTE.at, "by": "", "kind": "claim", "id": "", "body": {}}
    to_bytes(Entry(**fields))
    with pytest.raises(ValueError, match=r"entry|moment"):
        to_bytes(Entry(**{**fields, field: wrong}))
