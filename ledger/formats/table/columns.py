"""The columns of a table: which records their keys belong to, and whose they are in a header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.formats.cleaning import cleaned
from ledger.model import fields
from ledger.model.field_reader import guess
from ledger.model.field_values import Complaint, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.model.fields import Field


def _columns(several: Iterable[Field]) -> dict[str, str]:
    """The columns of fields, and the key of each, in the order of a sheet."""
    there = [field for field in several if field.column is not None]
    there.sort(key=lambda field: field.column_place)
    return {field.column or field.name: field.name for field in there}


SOURCE: Final = _columns(fields.SOURCE)
"""The columns of a claim's source, and the key of each in the source."""

OUTCOME: Final = _columns(field for field in fields.OUTCOME if field.of_record)
"""The columns of the verdict that stands, and the key of each in the outcome."""

QUESTION: Final = _columns(fields.OWN_QUESTION)
"""The columns of the question a claim stands on."""

CLAIM: Final = _columns(field for field in fields.CLAIM if field not in fields.OWN_QUESTION)
"""The columns of the claim itself."""

COLUMNS: Final = (*CLAIM, *QUESTION, *SOURCE, *OUTCOME)
"""All columns there are."""

WRITTEN: Final = tuple(column for column in COLUMNS if column != "reason")
"""The columns of an export, in order: all but that of reasons, which belong to changes."""

LISTS: Final = fields.names(fields.Sort.LIST)
"""Columns whose cells hold several texts, with ``;`` between them."""

BETWEEN_WORDS: Final = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Header:
    """What the columns of one sheet hold: the key of each, None for those to leave out."""

    names: tuple[str, ...]
    keys: tuple[str | None, ...]
    complaints: tuple[Complaint, ...]
    warnings: tuple[Complaint, ...]

    @property
    def is_ours(self) -> bool:
        """Whether these are the columns of an export, so that a ledger wrote the sheet."""
        return self.names == WRITTEN

    @property
    def known(self) -> frozenset[str]:
        """The keys the sheet has columns for."""
        return frozenset(key for key in self.keys if key)

    def name_of(self, key: str) -> str:
        """What the sheet calls the column of a key."""
        return self.names[self.keys.index(key)] if key in self.keys else key


def read_header(cells: Sequence[str], columns: Mapping[str, str]) -> Header:
    """The header of a sheet; ``columns`` gives our key for each of its names, or nothing."""
    names = tuple(cleaned(cell).text.strip() for cell in cells)
    wanted = {_plain(theirs): ours for theirs, ours in columns.items()}
    found: list[str | None] = []
    complaints: list[Complaint] = []
    for name in names:
        key = wanted.get(_plain(name), _plain(name))
        if name and key and key not in COLUMNS:
            complaints.append(_unknown(name))
        found.append(key if key in COLUMNS else None)
    complaints += _twice(names, found)
    if not any(found) and not complaints:
        message = "The first row must name the columns, but names none."
        complaints.append(Complaint((), message, code="no-header"))
    there = {_plain(name) for name in names}
    warnings = [
        Complaint(
            (),
            f"This sheet has no column {theirs!r}, which the mapping names.",
            warning=True,
            code="no-such-column",
        )
        for theirs in columns
        if _plain(theirs) not in there
    ]
    return Header(names, tuple(found), tuple(complaints), tuple(warnings))


def _plain(name: str) -> str:
    return BETWEEN_WORDS.sub("_", name.strip().lower())


def _unknown(name: str) -> Complaint:
    hint = guess(_plain(name), COLUMNS)
    theirs = name if name.isprintable() and '"' not in name else "THEIRS"
    message = (
        f"Unknown column {shown(name)}.{hint} "
        f'Say what it holds with --map "{theirs}=KEY", or leave it out with --map "{theirs}=".'
    )
    return Complaint((), message, code="unknown-column")


def _twice(names: Sequence[str], found: Sequence[str | None]) -> Iterator[Complaint]:
    for place, key in enumerate(found):
        first = found.index(key)
        if key and first != place:
            both = f"The columns {shown(names[first])} and {shown(names[place])} are both {key}."
            yield Complaint((key,), both, code="column-twice")
