"""Signed notes and their keys, against the vectors of C2SP, of Go's sumdb/note and of RFC 8032."""

from __future__ import annotations

import base64
import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notes import (
    C2SP_KEY,
    C2SP_NOTE,
    ENOCH,
    GO_NOTE,
    GO_TEXT,
    PETER,
    PETER_LINE,
    PETER_SECRET,
    names,
    notes,
)

from ledger.errors import BadSignature, Malformed, NotInstalled
from ledger.journal import note, note_key
from ledger.journal.note import Note, Signature
from ledger.journal.note_key import SignerKey, VerifierKey

# https://www.rfc-editor.org/rfc/rfc8032#section-7.1, tests 1 and 2: seed, public key, text, result
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "r",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


def test_the_example_of_the_specification_is_signed_by_its_key() -> None:
    key = note_key.parse_verifier(C2SP_KEY)
    found = note.parse(C2SP_NOTE)
    assert (key.name, key.key_id.hex()) == ("example.com/foo", "530d903a")
    assert found.text == "This is an example message.\n"
    assert found.signatures[0].key_id.hex() == "530d903a"
    note_key.verify(found, key)
    assert note.written(found) == C2SP_NOTE
    assert str(key) == C2SP_KEY


def test_the_notes_of_gos_library_are_signed_as_it_signs_them() -> None:
    peter = note_key.parse_signer(PETER_SECRET)
    assert str(peter.verifier()) == PETER
    assert peter.secret_text() == PETER_SECRET
    made = Note(GO_TEXT, (note_key.signature(GO_TEXT, peter),))
    assert note.written(made) == f"{GO_TEXT}\n{PETER_LINE}"
    both = note.parse(GO_NOTE)
    note_key.verify(both, note_key.parse_verifier(PETER))
    note_key.verify(both, note_key.parse_verifier(ENOCH))
    assert note.written(both) == GO_NOTE


@pytest.mark.parametrize(("seed", "public", "text", "signature"), RFC_8032)
def test_signatures_are_those_of_rfc_8032(
    seed: str, public: str, text: str, signature: str
) -> None:
    key = SignerKey("a", bytes.fromhex(seed))
    assert key.verifier().public.hex() == public
    made = note_key.signature(text, key)
    assert made.value.hex() == signature
    note_key.verify(Note(text, (made,)), VerifierKey("a", bytes.fromhex(public)))


@pytest.mark.slow
@given(notes())
def test_a_note_is_read_as_it_is_written(one: Note) -> None:
    assert note.parse(note.written(one)) == one


@given(names(), st.binary(min_size=32, max_size=32), st.text())
def test_keys_are_read_as_they_are_written(name: str, seed: bytes, text: str) -> None:
    key = SignerKey(name, seed)
    assert note_key.parse_signer(key.secret_text()) == key
    assert note_key.parse_verifier(str(key.verifier())) == key.verifier()
    with pytest.raises(Malformed):
        note_key.parse_verifier(text)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (C2SP_NOTE.removesuffix("\n"), "ends with a signature line and a line break"),
        (C2SP_NOTE.replace("\n\n", "\n"), "has a blank line before its signatures"),
        (C2SP_NOTE.partition("—")[0], "ends with a signature line and a line break"),
        (C2SP_NOTE + "\n", "ends with a signature line"),
        (C2SP_NOTE.replace("— ", "- "), "begins with an em dash"),
        (C2SP_NOTE.replace("— ", "—"), "is not written in base64|A signature line is"),
        (C2SP_NOTE.replace("— ", "—  "), "cannot be empty"),
        (C2SP_NOTE.replace("example.com/foo ", "example.com/foo  "), "is not written in base64"),
        (C2SP_NOTE.replace("example.com/foo", "example+com"), "not a name of a key"),
        (C2SP_NOTE.replace("example.com/foo", "a\u00a0b"), "not a name of a key"),
        (C2SP_NOTE.replace("example.com/foo", "a\u202eb"), "not a name of a key"),
        (C2SP_NOTE.replace("aQM=", "aQN="), "not written in the one base64"),
        (C2SP_NOTE.replace("aQM=", "aQM"), "is not written in base64"),
        (C2SP_NOTE.replace("aQM=", "aQM=="), "base64"),
        (C2SP_NOTE.replace("aQM=", "aQ-="), "is not written in base64"),
        (C2SP_NOTE.replace("aQM=", "aQM=\r"), "no control characters"),
        (C2SP_NOTE.replace("This", "\tThis"), "no control characters"),
        (C2SP_NOTE.replace("This", "\x00"), "no control characters"),
        (C2SP_NOTE.replace("This", "\ud800"), "UTF-8"),
        ("a\n\n— b AAAAAA==\n", "is too short"),
        (GO_TEXT + "\n" + PETER_LINE * 101, "at most 100 signatures"),
    ],
)
def test_what_is_not_written_as_it_must_be_is_refused(changed: str, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        note.parse(changed)


def test_a_note_may_have_many_signatures_and_only_those_of_the_key_are_looked_at() -> None:
    key = note_key.parse_verifier(PETER)
    foreign = "— PeterNeumann AAAAAAAA\n— someone x08goAAA\n"
    note_key.verify(note.parse(f"{GO_TEXT}\n{foreign * 40}{PETER_LINE}"), key)


def test_who_did_not_sign_is_told() -> None:
    with pytest.raises(BadSignature) as refusal:
        note_key.verify(note.parse(C2SP_NOTE), note_key.parse_verifier(PETER))
    assert str(refusal.value) == (
        "It is not signed by PeterNeumann+c74f20a3, only by example.com/foo+530d903a."
    )


@pytest.mark.parametrize("place", range(0, len(GO_TEXT), 9))
def test_a_changed_text_is_found(place: int) -> None:
    changed = GO_TEXT[:place] + "#" + GO_TEXT[place + 1 :]
    with pytest.raises(BadSignature, match="not valid"):
        note_key.verify(
            Note(changed, note.parse(GO_NOTE).signatures), note_key.parse_verifier(PETER)
        )


@pytest.mark.parametrize("bit", range(0, 64 * 8, 37))
def test_a_changed_signature_is_found(bit: int) -> None:
    (good, _) = note.parse(GO_NOTE).signatures
    number = int.from_bytes(good.value, "big") ^ (1 << bit)
    changed = Signature(good.name, good.key_id, number.to_bytes(64, "big"))
    for several in ((changed,), (changed, good), (good, changed)):
        with pytest.raises(BadSignature, match="not valid"):
            note_key.verify(Note(GO_TEXT, several), note_key.parse_verifier(PETER))


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_is_none(length: int) -> None:
    (good, _) = note.parse(GO_NOTE).signatures
    other = Signature(good.name, good.key_id, (good.value + b"\x00")[:length])
    with pytest.raises(BadSignature, match="not valid"):
        note_key.verify(Note(GO_TEXT, (other,)), note_key.parse_verifier(PETER))


def test_no_part_of_a_key_is_a_key() -> None:
    """As Go's own test has it: every part, and every key with one character moved on by one."""
    for text, parse in ((PETER, note_key.parse_verifier), (PETER_SECRET, note_key.parse_signer)):
        parts = {text[i:j] for i in range(len(text)) for j in range(i, len(text) + 1)} - {text}
        moved = [text[:i] + chr(ord(text[i]) + 1) + text[i + 1 :] for i in range(len(text))]
        for bad in (*parts, *moved, f"{text}\n", f" {text}"):
            with pytest.raises(Malformed):
                parse(bad)


def typed(kind: int, length: int = 32) -> str:
    """A key to verify with of some type and length, its id right."""
    data = bytes([kind]) + bytes(length)
    key_id = sha256(b"a\n" + data).hexdigest()[:8]
    return f"a+{key_id}+{base64.b64encode(data).decode()}"


@pytest.mark.parametrize("kind", [0x00, 0x02, 0x04, 0x06, 0xFF])
def test_keys_of_other_types_are_refused_by_their_type(kind: int) -> None:
    with pytest.raises(Malformed) as refusal:
        note_key.parse_verifier(typed(kind))
    assert str(refusal.value) == (
        f"The key of a is of type 0x{kind:02x}; this program takes Ed25519, type 0x01."
    )
    with pytest.raises(Malformed, match="takes Ed25519"):
        note_key.parse_signer(f"PRIVATE+KEY+{typed(kind)}")


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_keys_of_other_lengths_are_refused(length: int) -> None:
    with pytest.raises(Malformed, match=f"has 32 bytes, not {length}"):
        note_key.parse_verifier(typed(1, length))
    assert note_key.parse_verifier(typed(1)).public == bytes(32)


def test_a_secret_key_in_place_of_the_other_is_told_without_showing_it() -> None:
    with pytest.raises(Malformed) as refusal:
        note_key.parse_verifier(PETER_SECRET)
    assert "secret" in str(refusal.value)
    for text in (PETER_SECRET[:-1], PETER_SECRET.replace("+AY", "+BY"), PETER_SECRET[:-3] + "???"):
        with pytest.raises(Malformed) as refusal:
            note_key.parse_signer(text)
        assert "FALVFGyNhPJEMzD1QIDr" not in f"{refusal.value}{refusal.value.cure}"
    assert "FALV" not in repr(note_key.parse_signer(PETER_SECRET))
    assert repr(note_key.parse_signer(PETER_SECRET).seed) not in repr(
        note_key.parse_signer(PETER_SECRET)
    )


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\tb", "a\n", "a\u2003b", "\u200b", "\x9b"])
def test_names_with_blanks_pluses_or_hidden_characters_are_refused(name: str) -> None:
    with pytest.raises(Malformed):
        note_key.make(name)


def test_each_key_is_another() -> None:
    assert len({note_key.make("a").seed for _ in range(100)}) == 100


def test_without_the_library_one_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric", None)
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    for use in (
        lambda: note_key.parse_signer(PETER_SECRET),
        lambda: note_key.make("a").verifier(),
        lambda: note_key.verify(note.parse(GO_NOTE), note_key.parse_verifier(PETER)),
    ):
        with pytest.raises(NotInstalled) as refusal:
            use()
        assert refusal.value.cure == "Install it: pip install 'claim-ledger[sign]'"
