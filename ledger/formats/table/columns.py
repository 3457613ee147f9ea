"""The columns of a table: which records their keys belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.model import fields

if TYPE_CHECKING:
    from collections.abc import Iterable

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

DATES: Final = fields.names(fields.Sort.DATE)
SHARES: Final = fields.names(fields.Sort.SHARE)
"""Columns whose cells hold a day, and a number from 0 to 1."""

AS_OF: Final = "as_of"
"""The column of the entry that the ledger had come to when the sheet was written."""

SILENT: Final = frozenset({
    "", "-", "--", "\u2013", "\u2014", "?", "n/a", "n.a.", "na", "nan", "nil", "none", "null",
    "tba", "tbc", "tbd",
})  # fmt: skip
"""What people and programs write into a cell, in small letters, where there is nothing to say."""

MEASURED: Final = frozenset((*DATES, *SHARES, "url", "archive_url", "evidence_url"))
"""The columns of days, numbers and addresses, in which such a word can be nothing else."""
