"""The Ed25519 keys of signed notes, and what is signed with them.

    PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
    PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz

The first is to verify with, the second to sign with, and secret.
After the name stands the key's id in hex: the first 4 bytes of the SHA-256 of the name, a line
break, the type byte 0x01 and the public key.
Then come, in base64, the type byte and 32 bytes: the public key, or the seed of the secret one.

Signatures are those of RFC 8032, by the library ``cryptography``, which the extra ``sign`` brings.

Sources: https://github.com/C2SP/C2SP/blob/main/signed-note.md for the key to verify; for the key to
sign https://pkg.go.dev/golang.org/x/mod/sumdb/note, whose tools can use it.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ledger.errors import BadSignature, Malformed, NotInstalled
from ledger.journal.note import KEY_ID_BYTES, Signature, from_base64, refuse_bad_name, to_base64

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ed25519

    from ledger.journal.note import Note

ED25519: Final = b"\x01"
"""The type byte of the only kind of key used here."""

KEY_BYTES: Final = 32

SECRET: Final = "PRIVATE+KEY+"  # noqa: S105 - how a secret key begins, not one

_HEX: Final = re.compile(r"[0-9a-f]{8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """What a signature is checked with: the key's name, and the public key of 32 bytes."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The 4 bytes by which a signature names its key, beside the name."""
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return sha256(named).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(ED25519 + self.public)}"


@dataclass(frozen=True, slots=True)
class SignerKey:
    """What is signed with: a name, and the secret seed of 32 bytes, which no message shows."""

    name: str
    seed: bytes = field(repr=False)

    def secret_text(self) -> str:
        """The key as text, which is secret."""
        encoded = to_base64(ED25519 + self.seed)
        return f"{SECRET}{self.name}+{self.verifier().key_id.hex()}+{encoded}"

    def verifier(self) -> VerifierKey:
        """The key that its signatures are checked with.

        Raises:
            NotInstalled: the library ``cryptography`` is missing.
        """
        public = _secret_key(self.seed).public_key()
        return VerifierKey(self.name, public.public_bytes_raw())


def make(name: str) -> SignerKey:
    """A new key of that name.

    Raises:
        Malformed: it is no name of a key.
    """
    refuse_bad_name(name)
    return SignerKey(name, secrets.token_bytes(KEY_BYTES))


def parse_verifier(text: str) -> VerifierKey:
    """The key that ``text`` is, ``NAME+ID+BASE64``; the inverse of `str`.

    Raises:
        Malformed: it is none, or of another kind than Ed25519.
    """
    if text.startswith(SECRET):
        raise Malformed(
            "This is the secret key to sign with, not the key to verify with.",
            "Give the line that ledger keygen printed, and show the secret key to nobody.",
        )
    name, key_id, public = _parts(text, "A key to verify with is NAME+ID+BASE64.")
    key = VerifierKey(name, public)
    _refuse_other_id(key, key_id)
    return key


def parse_signer(text: str) -> SignerKey:
    """The key that ``text`` is, ``PRIVATE+KEY+NAME+ID+BASE64``; the inverse of `secret_text`.

    Raises:
        Malformed: it is none, or of another kind than Ed25519; the sentence holds nothing secret.
        NotInstalled: the library ``cryptography`` is missing.
    """
    form = "A key to sign with is PRIVATE+KEY+NAME+ID+BASE64, as ledger keygen writes it."
    if not text.startswith(SECRET):
        raise Malformed(form)
    name, key_id, seed = _parts(text.removeprefix(SECRET), form)
    key = SignerKey(name, seed)
    _refuse_other_id(key.verifier(), key_id)
    return key


def signature(text: str, key: SignerKey) -> Signature:
    """The signature of ``key`` on a note's text; the same each time.

    Raises:
        NotInstalled: the library ``cryptography`` is missing.
    """
    value = _secret_key(key.seed).sign(text.encode())
    return Signature(key.name, key.verifier().key_id, value)


def verify(note: Note, key: VerifierKey) -> None:
    """See that ``key`` signed the note; signatures of other keys are not looked at.

    Raises:
        BadSignature: the key did not sign it, or what is said to be its signature is not.
        NotInstalled: the library ``cryptography`` is missing.
    """
    own = [one for one in note.signatures if (one.name, one.key_id) == (key.name, key.key_id)]
    if not own:
        others = ", ".join(f"{one.name}+{one.key_id.hex()}" for one in note.signatures)
        told = f"only by {others}" if others else "by nobody"
        raise BadSignature(f"It is not signed by {key.name}+{key.key_id.hex()}, {told}.")
    for one in own:
        if not _is_signature(one.value, note.text.encode(), key.public):
            raise BadSignature(
                f"The signature of {key.name}+{key.key_id.hex()} is not valid: "
                f"what it is on was changed, or it was made up."
            )


def _parts(text: str, form: str) -> tuple[str, str, bytes]:
    """Name, id and 32 bytes of a key; no sentence of a refusal holds these bytes."""
    parts = text.split("+", 2)  # there may be a plus in base64
    if len(parts) != 3 or not _HEX.fullmatch(parts[1]):  # noqa: PLR2004 - name, id and bytes
        raise Malformed(form)
    name, key_id, encoded = parts
    refuse_bad_name(name)
    try:
        data = from_base64(encoded, "The key")
    except Malformed:
        raise Malformed(f"{form} Its last part is not written in base64.") from None
    if data[:1] != ED25519:
        raise Malformed(
            f"The key of {name} is of type 0x{data[:1].hex()}; "
            f"this program takes Ed25519, type 0x01."
        )
    if len(data) != 1 + KEY_BYTES:
        raise Malformed(f"An Ed25519 key has {KEY_BYTES} bytes, not {len(data) - 1}.")
    return name, key_id, data[1:]


def _refuse_other_id(key: VerifierKey, key_id: str) -> None:
    if key.key_id.hex() != key_id:
        raise Malformed(f"The key of {key.name} has the id {key.key_id.hex()}, not {key_id}.")


def _secret_key(seed: bytes) -> ed25519.Ed25519PrivateKey:
    try:
        from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415 - an extra
            ed25519,
        )
    except ImportError as trouble:
        raise _missing() from trouble
    return ed25519.Ed25519PrivateKey.from_private_bytes(seed)


def _is_signature(value: bytes, data: bytes, public: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - an extra
        from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415 - an extra
            ed25519,
        )
    except ImportError as trouble:
        raise _missing() from trouble
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(value, data)
    except InvalidSignature:
        return False
    return True


def _missing() -> NotInstalled:
    return NotInstalled("A signature", "cryptography", "sign")
