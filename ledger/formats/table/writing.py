"""Claims as a sheet, under the columns that an import reads."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ledger.formats.cells import harmless
from ledger.formats.table.cells import joined
from ledger.formats.table.columns import CLAIM, OUTCOME, QUESTION, SOURCE, WRITTEN
from ledger.formats.table.sheet import written
from ledger.model.addresses import ADDRESSES, disarmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.model.exhibit import Exhibit

NAME: Final = "csv"

DERIVED: Final = frozenset({"question", "stance", "topics", "reason"})
"""Keys of a claim that a sheet has otherwise than an assessment has them."""


def write(exhibits: Sequence[Exhibit]) -> str:
    """A sheet with a row for each claim; what could run as a formula is made harmless."""
    rows = [[harmless(cell) for cell in _cells(one)] for one in exhibits]
    return written(",", [list(WRITTEN), *rows])


def _cells(exhibit: Exhibit) -> list[str]:
    claim, source, stands = exhibit.claim, exhibit.source, exhibit.standing
    cells: dict[str, object] = {
        column: getattr(claim, column) for column in (*CLAIM, *QUESTION) if column not in DERIVED
    }
    cells["question"] = None if claim.question == claim.id else claim.question
    cells["stance"] = claim.stated_stance
    cells["topics"] = joined(claim.topics, ";")
    cells |= {column: getattr(source, key) for column, key in SOURCE.items()}
    cells |= {column: disarmed(getattr(source, column) or "") for column in ADDRESSES}
    cells["authors"] = joined(source.authors, ";")
    if stands is not None:
        outcome = stands.outcome
        cells |= {column: getattr(outcome, key) for column, key in OUTCOME.items()}
        urls = [disarmed(one.url) for one in outcome.evidence if one.url]
        cells["evidence_url"] = joined(urls, " ")
    return [_text(cells.get(column)) for column in WRITTEN]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
