"""A report as JSON: every figure in full, under names that stay."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.columns import HIDDEN
from ledger.model.filters import Filters

if TYPE_CHECKING:
    from ledger.report.figures import Report


def as_json(report: Report) -> str:
    """The report as a JSON object, ending in a line break; an undefined figure is null.

    What could hide or change text on a terminal is escaped.
    """
    document = {
        "as_of": str(report.moment),
        "entry": report.moment.entry,
        "root": report.root,
        "by": report.by,
        "kinds": list(report.kinds),
        "others": report.others,
        "filters": _filters(report.filters),
        "repeats": report.repeats,
        "level": report.level,
        "total": report.total.as_dict(),
        "groups": [{"key": one.key, **one.figures.as_dict()} for one in report.groups],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _filters(filters: Filters) -> dict[str, Any]:
    """The filters that are set."""
    unset = Filters()
    values = {name: getattr(filters, name) for name in Filters.__dataclass_fields__}
    return {
        name: str(value) if isinstance(value, date) else list(value)
        for name, value in values.items()
        if value != getattr(unset, name)
    }
