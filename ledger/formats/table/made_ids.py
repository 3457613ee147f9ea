"""The ids of rows that have none: made of what they say, and what release 0.1.0 made of it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ledger import edtf
from ledger.errors import BadDate
from ledger.formats.characters import cleaned
from ledger.model import naming
from ledger.model.earlier import former_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ledger.formats.table.row import Row
    from ledger.model.earlier import Former
    from ledger.model.naming import Naming
    from ledger.model.source import Source

KEYS = ("url", "publisher", "title", "published")
"""What the id of a source is made of."""


@dataclass(slots=True)
class MadeIds:
    """The ids made for the rows of a sheet so far; the nth of equal ones has -n behind it."""

    _now: Counter[str] = field(default_factory=Counter)
    _once: Counter[str] = field(default_factory=Counter)
    _former: dict[str, str] = field(default_factory=dict)

    def of_claim(self, row: Row, source: Source) -> str:
        """The id of a row's claim: its own, or one made."""
        raw = row.claim
        if "id" in raw:
            return cleaned(str(raw["id"])).text.strip()
        statement = str(row.question.get("statement") or raw.get("question") or "")
        said = str(raw.get("speaker", "")), statement, _day(str(raw.get("made", "")), source)
        speaker, words = (cleaned(one).text for one in said[:2])
        wish = naming.claim_id(speaker, words, said[2], _spoken_in(row, source, naming.PLAIN))
        once = naming.UNTIL_0_1_0.claim_id(*said, _spoken_in(row, source, naming.UNTIL_0_1_0))
        identifier = _numbered(wish, self._now)
        self._former[identifier] = _numbered(once, self._once)
        return identifier

    def former(self, identifier: str) -> tuple[Former, ...]:
        """The id that release 0.1.0 made for a claim, where that is another."""
        return former_id(identifier, self._former.get(identifier, identifier))


def source_id(raw: Mapping[str, Any], names: Naming = naming.NOW) -> str:
    """The id made for a source of these keys."""
    return names.source_id(*(str(raw.get(key, "")) for key in KEYS))


def former_source_id(raw: Mapping[str, Any], identifier: str) -> tuple[Former, ...]:
    """The id that release 0.1.0 made for a source, where it made one, and another."""
    return () if "id" in raw else former_id(identifier, source_id(raw, naming.UNTIL_0_1_0))


def of_question(former: tuple[Former, ...], *, denies: bool) -> tuple[Former, ...]:
    """The former ids of the question that a claim makes, by those of the claim."""
    if not denies:
        return former
    return tuple(replace(one, id=f"{one.id}-question") for one in former)


def _spoken_in(row: Row, source: Source, names: Naming) -> str:
    """The source of a claim as the id of the claim is made of it."""
    return source.id if "id" in row.source else source_id(row.source, names)


def _numbered(wish: str, count: Counter[str]) -> str:
    count[wish] += 1
    return wish if count[wish] == 1 else f"{wish}-{count[wish]}"


def _day(made: str, source: Source) -> str:
    """The day a claim was made in EDTF, its words read as they will be; else as it is written."""
    if made and not edtf.is_edtf(made):
        with suppress(BadDate):
            return str(edtf.read(made, source.published, roll="back"))
    return made
