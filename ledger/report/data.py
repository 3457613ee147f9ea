"""A report as JSON: every figure in full, under names that stay."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.columns import HIDDEN
from ledger.model.filters import Filters
from ledger.report.settings import LEVEL

if TYPE_CHECKING:
    from ledger.report.groups import Group
    from ledger.report.making import Report
    from ledger.scoring.pooling import Pooled

SETTINGS: Final = ("repeats", "cluster", "yardstick", "guard_early", "min_claims", "seed")
"""The settings that change a figure; the others change only how it is shown."""
RESAMPLES: Final = 0
"""How many times anything but the band of a reliability curve is drawn anew: no longer at all."""


def as_json(report: Report) -> str:
    """The report as a JSON object; an undefined figure is null."""
    settings = report.settings
    document = {
        "as_of": str(report.moment),
        "entry": report.moment.entry,
        "root": report.root,
        "by": report.by,
        "kinds": list(report.kinds),
        "others": report.others,
        "filters": filters_dict(report.filters),
        **{name: getattr(settings, name) for name in SETTINGS},
        "level": LEVEL,
        "resamples": RESAMPLES,
        "total": report.total.as_dict() | pooled_dict(None),
        "groups": [_group(one) for one in report.groups],
        "homogeneity": None if report.homogeneity is None else asdict(report.homogeneity),
        "effective_groups": report.effective_groups,
        "calibration": asdict(report.calibration),
    }
    return dumped(document)


def dumped(document: dict[str, Any]) -> str:
    """A JSON object, ending in a line break, with what could hide or change text escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def pooled_dict(pooled: Pooled | None) -> dict[str, Any]:
    """What all groups make likely for one, by its public names; null for all of them together."""
    mean, interval = (None, None) if pooled is None else (pooled.mean, pooled.interval)
    return {"pooled_accuracy": mean, "pooled_interval": interval}


def filters_dict(filters: Filters) -> dict[str, Any]:
    """The filters that are set."""
    unset = Filters()
    values = {name: getattr(filters, name) for name in Filters.__dataclass_fields__}
    return {
        name: str(value) if isinstance(value, date) else list(value)
        for name, value in values.items()
        if value != getattr(unset, name)
    }


def _group(group: Group) -> dict[str, Any]:
    found = {"key": group.key, "place": group.place, **group.figures.as_dict()}
    found |= pooled_dict(group.pooled)
    return found if group.meaning is None else found | {"meaning": asdict(group.meaning)}
