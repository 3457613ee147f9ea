"""The ids of rows that have none: made of what they say of the source and of the claim."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ledger import edtf
from ledger.errors import BadDate
from ledger.model import naming

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from ledger.formats.table.row import Row
    from ledger.model.naming import Naming
    from ledger.model.source import Source


def made_source_id(raw: Mapping[str, Any], names: Naming = naming.NOW) -> str:
    """The id of a source that has none, as ``names`` makes it."""
    keys = ("url", "publisher", "title", "published")
    return names.source_id(*(str(raw.get(key, "")) for key in keys))


def spoken_of(row: Row, source: Source, names: Naming) -> str:
    """The source of a claim as its id is made of it."""
    return source.id if "id" in row.source else made_source_id(row.source, names)


def numbered(wish: str, count: Counter[str]) -> str:
    """An id; the nth of equals has -n behind it."""
    count[wish] += 1
    return wish if count[wish] == 1 else f"{wish}-{count[wish]}"


def day_made(made: str, source: Source) -> str:
    """The day a claim was made in EDTF, its words read as they will be; else as it is written."""
    if made and not edtf.is_edtf(made):
        with suppress(BadDate):
            return str(edtf.read(made, source.published, roll="back"))
    return made
