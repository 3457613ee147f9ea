"""Checkpoints, against the example of C2SP tlog-checkpoint and its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notes import C2SP_NOTE, PETER, PETER_SECRET, lines, notes

from ledger.errors import BadSignature, Malformed
from ledger.journal import checkpoint, merkle, note_key
from ledger.journal.checkpoint import LARGEST, Checkpoint, parse, signed, verify_signature

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# https://github.com/C2SP/C2SP/blob/main/tlog-checkpoint.md
BEHIND = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""  # noqa: E501 - a published vector
PLAIN = BEHIND.partition("\n\n")[0] + "\n"
ROOT = bytes.fromhex("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62")
EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
"""The SHA-256 of nothing, e3b0c442..., in base64."""


def checkpoints() -> SearchStrategy[Checkpoint]:
    return st.builds(
        Checkpoint,
        lines(min_size=1),
        st.integers(1, LARGEST),
        st.binary(min_size=32, max_size=32),
        st.lists(lines(min_size=1), max_size=2).map(tuple),
        st.just(()) | notes().map(lambda one: one.signatures),
    )


def test_the_example_of_the_specification() -> None:
    found = parse(BEHIND)
    assert (found.origin, found.size, found.root) == ("example.com/behind-the-sofa", 20852163, ROOT)
    assert [one.name for one in found.signatures] == ["example.com/behind-the-sofa"]
    assert found.extensions == ()
    assert found.text == PLAIN
    assert str(found) == BEHIND


def test_without_signatures_it_is_three_lines() -> None:
    found = parse(PLAIN)
    assert (found.size, found.root, found.signatures) == (20852163, ROOT, ())
    assert str(found) == PLAIN


@given(checkpoints())
def test_a_checkpoint_is_read_as_it_is_written(one: Checkpoint) -> None:
    assert parse(str(one)) == one


@given(checkpoints(), st.data())
def test_no_checkpoint_is_written_in_two_ways(one: Checkpoint, data: st.DataObject) -> None:
    """What is signed is made anew from the parts that were read, so there must be one way."""
    good = str(one)
    start = data.draw(st.integers(0, len(good)))
    stop = data.draw(st.integers(start, min(start + 2, len(good))))
    changed = good[:start] + data.draw(st.text("\n +—=0aA\u00e9", max_size=2)) + good[stop:]
    try:
        found = parse(changed)
    except Malformed:
        return
    assert str(found) == changed


@given(st.text("0123456789+-_e. \u0663", max_size=22))
def test_a_size_is_taken_only_as_it_is_written(size: str) -> None:
    text = f"a\n{size}\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    try:
        found = parse(text)
    except Malformed:
        canonical = size.isascii() and size.isdigit() and str(int(size)) == size
        assert not canonical or int(size) > LARGEST or size == "0"
    else:
        assert str(found.size) == size


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (PLAIN.removesuffix("\n"), "ends with a line break"),
        (BEHIND.removesuffix("\n"), "line break"),
        ("", "three lines"),
        ("\n", "three lines"),
        (PLAIN.removesuffix("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"), "three lines"),
        (PLAIN.replace("example.com/behind-the-sofa", ""), "three lines"),
        (PLAIN.replace("20852163", "020852163"), "without leading zeros"),
        (PLAIN.replace("20852163", "00"), "without leading zeros"),
        (PLAIN.replace("20852163", "-1"), "written in digits"),
        (PLAIN.replace("20852163", "+1"), "written in digits"),
        (PLAIN.replace("20852163", "1_0"), "written in digits"),
        (PLAIN.replace("20852163", "٣"), "written in digits"),
        (PLAIN.replace("20852163", "9223372036854775808"), "written in digits"),
        (PLAIN.replace("20852163", "1" * 5000), "written in digits"),
        (PLAIN.replace("q2I=", "q2J="), "the one base64"),
        (PLAIN.replace("q2I=", "q2I"), "base64"),
        (PLAIN.replace("CsUY", "CsU "), "base64"),
        (PLAIN.replace("CsUY", "CsU-"), "base64"),
        (PLAIN.replace("CsUYapGG", ""), "has 26 bytes, and not 32"),
        (PLAIN.replace("CsUY", "CsUYCsUY"), "has 35 bytes, and not 32"),
        (PLAIN.replace("\n", "\r\n"), "no control characters"),
        (PLAIN.replace("example", "exam\x1bple"), "no control characters"),
        (PLAIN.replace("20852163", "0"), "no entries is another"),
        (PLAIN.replace("\n", "\n\n", 1), "signature line|three lines"),
        (BEHIND.replace("\n20852163", "\n\n20852163"), "three lines"),
        (BEHIND.replace("\n\n", "\n\n\n"), "three lines"),
        (C2SP_NOTE, "three lines"),
    ],
)  # fmt: skip
def test_what_is_not_written_as_it_must_be_is_refused(changed: str, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        parse(changed)


def test_of_no_entries_there_is_one_root() -> None:
    found = parse(f"a\n0\n{EMPTY}\n")
    assert found.root == merkle.root(0, lambda _level, _start, _stop: [])
    assert str(found) == f"a\n0\n{EMPTY}\n"


def test_extensions_are_signed_and_kept() -> None:
    key = note_key.parse_signer(PETER_SECRET)
    made = signed(Checkpoint("PeterNeumann", 3, ROOT, ("more", "and more")), key)
    assert parse(str(made)) == made
    verify_signature(parse(str(made)), note_key.parse_verifier(PETER))
    with pytest.raises(BadSignature, match="not valid"):
        verify_signature(parse(str(made).replace("more", "less")), note_key.parse_verifier(PETER))


@pytest.mark.parametrize(
    ("old", "new"),
    [("\n3\n", "\n4\n"), ("CsUY", "CsUZ"), ("— PeterNeumann x", "— PeterNeumann y")],
)
def test_a_tampered_checkpoint_is_found(old: str, new: str) -> None:
    made = str(signed(Checkpoint("PeterNeumann", 3, ROOT), note_key.parse_signer(PETER_SECRET)))
    assert made.count(old) == 1
    with pytest.raises(BadSignature):
        verify_signature(parse(made.replace(old, new)), note_key.parse_verifier(PETER))


def test_a_checkpoint_of_another_ledger_is_not_vouched_for() -> None:
    """The key signed it, but for a ledger that is not the one the key is known for."""
    made = signed(Checkpoint("other", 3, ROOT), note_key.parse_signer(PETER_SECRET))
    with pytest.raises(BadSignature) as refusal:
        verify_signature(made, note_key.parse_verifier(PETER))
    assert str(refusal.value) == (
        "The checkpoint is of the ledger other, and the key of the ledger PeterNeumann."
    )


def test_an_unsigned_checkpoint_is_signed_by_nobody() -> None:
    plain = Checkpoint("PeterNeumann", 3, ROOT)
    with pytest.raises(BadSignature, match="by nobody"):
        verify_signature(plain, note_key.parse_verifier(PETER))


def test_several_can_sign() -> None:
    first, second = (note_key.make("PeterNeumann") for _ in range(2))
    made = signed(signed(Checkpoint("PeterNeumann", 3, ROOT), first), second)
    for key in (first, second):
        verify_signature(checkpoint.parse(str(made)), key.verifier())
