"""A C2SP signed note: a text, a blank line, and a line for each signature.

    example.com/behind-the-sofa
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

A signature line is an em dash (U+2014), a blank, the name of the key, a blank, and the base64 of
the key's id (4 bytes) and the signature.
What is signed is the text with its last line break, without the blank line.

There is one way to write each note: `parse` refuses every other.

Source: https://github.com/C2SP/C2SP/blob/main/signed-note.md
"""  # noqa: E501 - a signature is as long as it is

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Final

from ledger.errors import Malformed
from ledger.text import HIDDEN

DASH: Final = "\u2014"

LOOKALIKES: Final = frozenset({"-", "--", "---", "\u2010", "\u2012", "\u2013", "\u2015", "\u2212"})
"""What stands in place of the em dash where a text went through mail or a word processor."""

KEY_ID_BYTES: Final = 4

MOST_SIGNATURES: Final = 100
"""More in one note are refused; the specification asks for at least 16."""

_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f]")
_HALF: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it stands in a note: of which key (name and id of 4 bytes), and its bytes.

    The bytes are whatever that kind of key makes: 64 of an Ed25519 key.
    """

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line break, and its signatures, none of which was checked."""

    text: str
    signatures: tuple[Signature, ...]


def parse(text: str) -> Note:
    """The note that ``text`` is; the inverse of `written`.

    Raises:
        Malformed: it is none, or not written as it must be.
    """
    refuse_hidden(text)
    head, blank, tail = text.rpartition("\n\n")
    if not blank:
        raise Malformed("A signed note has a blank line before its signatures; here is none.")
    lines = tail.split("\n")
    if lines.pop() or not lines:
        raise Malformed("A signed note ends with a signature line and a line break.")
    if len(lines) > MOST_SIGNATURES:
        raise Malformed(f"A note has at most {MOST_SIGNATURES} signatures, not {len(lines)}.")
    return Note(f"{head}\n", tuple(_signature(line) for line in lines))


def written(note: Note) -> str:
    """The note as text."""
    lines = "".join(_line(signature) for signature in note.signatures)
    return f"{note.text}\n{lines}"


def refuse_hidden(text: str) -> None:
    """Refuse a text that no note can hold.

    Raises:
        Malformed: it holds a control character other than a line break, or is no UTF-8.
    """
    if found := _CONTROL.search(text):
        raise Malformed(f"A note holds no control characters; here is {found[0]!a}.")
    if _HALF.search(text):
        raise Malformed("A note is UTF-8 text, which half of a surrogate pair is not.")


def refuse_bad_name(name: str) -> None:
    """Refuse what is no name of a key.

    Raises:
        Malformed: it is empty, or holds a blank, a plus or a character that cannot be seen.
    """
    if not name:
        raise Malformed("The name of a key cannot be empty.")
    if "+" in name or HIDDEN.search(name) or any(one.isspace() for one in name):
        raise Malformed(
            f"{name!a} is not a name of a key: it holds a blank, a plus or a hidden character.",
            "Take a name such as claim-ledger or example.com/ledger.",
        )


def from_base64(text: str, what: str) -> bytes:
    """The bytes that ``text`` is the one base64 of (RFC 4648 section 4, padded).

    Raises:
        Malformed: it is no base64, or not the base64 that these bytes are written in; ``what``
            begins the sentence.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:  # of encode and of b64decode
        raise Malformed(f"{what} is not written in base64: {text[:80]!a}.") from None
    if to_base64(data) != text:
        raise Malformed(f"{what} is not written in the one base64 there is of it: {text[:80]!a}.")
    return data


def to_base64(data: bytes) -> str:
    """The base64 of ``data``, standard and padded."""
    return base64.b64encode(data).decode()


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, blank, encoded = rest.partition(" ")
    if dash in LOOKALIKES and blank:
        raise Malformed(
            f"A signature line begins with an em dash ({DASH}), not with {dash!a}.",
            "Mail programs change it; put the em dash back, or have the file sent attached.",
        )
    if dash != DASH or not blank:
        raise Malformed(f"A signature line is {DASH} NAME BASE64, not {line[:80]!a}.")
    refuse_bad_name(name)
    data = from_base64(encoded, f"The signature of {name}")
    if len(data) <= KEY_ID_BYTES:
        raise Malformed(f"The signature of {name} is too short.")
    return Signature(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


def _line(one: Signature) -> str:
    return f"{DASH} {one.name} {to_base64(one.key_id + one.value)}\n"
