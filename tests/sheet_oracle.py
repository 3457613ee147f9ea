"""A sheet written from objects, row by row by the `csv` module: what the quick way must say."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ledger.formats.table.cells import joined
from ledger.formats.table.columns import AS_OF, CLAIM, OUTCOME, QUESTION, SOURCE, WRITTEN
from ledger.formats.write_files import harmless
from ledger.model.field_values import ADDRESSES, disarmed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.model.export_items import Exhibit

DERIVED: Final = frozenset({"question", "stance", "topics", "reason"})


def sheet(exhibits: Iterable[Exhibit], entry: int) -> str:
    """The text of the sheet of some claims."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*WRITTEN, AS_OF])
    writer.writerows([*(harmless(cell) for cell in _cells(one)), entry] for one in exhibits)
    return text.getvalue()


def _cells(exhibit: Exhibit) -> list[str]:
    claim, source, stands = exhibit.claim, exhibit.source, exhibit.standing
    cells: dict[str, object] = {
        column: getattr(claim, column) for column in (*CLAIM, *QUESTION) if column not in DERIVED
    }
    cells["question"] = None if claim.question == claim.id else claim.question
    cells["stance"] = claim.stated_stance
    cells |= {"topics": joined(claim.topics, ";"), "options": joined(claim.options, ";")}
    cells["ordered"] = claim.ordered or None
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
