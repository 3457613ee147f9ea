"""A zip that may be opened: nothing in it is a link, encrypted, there twice, or out of its place.

An entry that would leave the folder it is unpacked in, a link, or a second one of the same name is
a sign that the zip is not what it seems; such a zip is refused, whatever is asked of it.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from typing import Final

from ledger.formats.table.sheet import Unreadable
from ledger.model.field_values import shown

MOST_ENTRIES: Final = 1000
"""The most entries that a zip may have: each takes memory before anything is known of it."""

ENTRY: Final = b"PK\x01\x02"
"""What the word on each entry begins with in the list at the end of a zip."""

ENCRYPTED: Final = 1
"""The bit among an entry's flags that says it is encrypted."""

try:
    from lzma import LZMAError
except ImportError:  # a Python built without it reads no such member
    LZMAError = zipfile.BadZipFile  # type: ignore[assignment,misc]

BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, LZMAError, struct.error, NotImplementedError, RuntimeError,
    EOFError, OSError, ValueError, ArithmeticError, LookupError, MemoryError,
)  # fmt: skip
"""What reading a zip may raise that is damaged, or packed in a way that is not known."""


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The zip that bytes are.

    Raises:
        Unreadable: they are none, or one with an entry that no such download has.
    """
    if data.count(ENTRY) > MOST_ENTRIES:
        raise Unreadable(0, f"There are more than {MOST_ENTRIES:,} entries in this zip.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as trouble:
        raise Unreadable(0, "This zip cannot be read.") from trouble
    many = Counter(entry.filename for entry in archive.infolist())
    for entry in archive.infolist():
        if flaw := "is there twice" if many[entry.filename] > 1 else _flaw(entry):
            message = f"{shown(entry.filename)} in this zip {flaw}; nothing was read."
            raise Unreadable(0, message)
    return archive


def _flaw(entry: zipfile.ZipInfo) -> str:
    """What is wrong with an entry, whatever is in it; empty where nothing is."""
    steps = entry.filename.replace("\\", "/").split("/")
    if ".." in steps or steps[0][1:2] == ":" or (not steps[0] and len(steps) > 1):
        return "has a place outside of it"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link"
    if entry.flag_bits & ENCRYPTED:
        return "is encrypted: unpack it and zip it again without a password"
    return ""
