"""What the file of a claim, a person or whatever has a name is called: the one rule.

A name that is safe as it is keeps it; every other is what can be read of it, a ``~``, and a digest
of the whole name, so that a file keeps its name whatever else comes into the ledger.  All are of
small letters of ASCII, digits and ``-_.~``, so that they are the same on every file system, and two
that differ there differ everywhere: in case, in how accents are written, in what a system reserves.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b32encode
from hashlib import sha256
from typing import Final

LONGEST: Final = 80
"""Characters of a name that is kept; of any other as many are read as make up 40."""

READ: Final = 40
DIGEST: Final = 12
"""Characters of the digest, five bits each."""

SAFE: Final = re.compile(r"[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_-])?")
RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|index|(?:com|lpt)[0-9])(?:\..*)?")
"""Names that Windows keeps for devices, whatever their ending; and that of the page of a folder."""

ENDINGS: Final = re.compile(r".*\.(?:html|json|csv|jsonld|proof|ics|atom|svg|js|xml|toml)")
ACCENTED: Final = 0x250
"""Letters below this are read without their accents, by tables that no version has changed."""


def file_name(name: str) -> str:
    """What a file is called that has a name, without its ending."""
    if len(name) <= LONGEST and SAFE.fullmatch(name) and not _is_taken(name):
        return name
    digest = b32encode(sha256(name.encode("utf-8", "surrogatepass")).digest()).decode().lower()
    return f"{_read(name)}~{digest[:DIGEST]}"


def _is_taken(name: str) -> bool:
    return bool(RESERVED.fullmatch(name) or ENDINGS.fullmatch(name))


def _read(name: str) -> str:
    """What can be read of a name, in small letters with ``-`` between."""
    plain = "".join(
        unicodedata.normalize("NFKD", one) if ord(one) < ACCENTED else one for one in name[:200]
    )
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return "-".join(words)[:READ].strip("-") or "x"
