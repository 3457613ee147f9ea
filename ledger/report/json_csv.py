"""A report for programs: as JSON and as CSV, every figure in full, under names that stay."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.write_files import harmless
from ledger.model.filters import chosen
from ledger.report.answered.figures import Answered
from ledger.report.command import command
from ledger.scoring.intervals import LEVEL
from ledger.text import HIDDEN, clean

if TYPE_CHECKING:
    from ledger.model.filters import Filters
    from ledger.report.build import Report
    from ledger.report.groups import Group
    from ledger.scoring.pooling import Pooled


SETTINGS: Final = (
    "repeats",
    "window",
    "weight",
    "cluster",
    "yardstick",
    "guard_early",
    "at",
    "log_floor",
    "min_claims",
    "seed",
)
"""The settings that change a figure; the others change only how it is shown."""
MEASURES: Final = (
    "sort", "unit", "of", "measure", "level", "n", "mean", "mean_interval_low",
    "mean_interval_high", "rough", "infinite",
)  # fmt: skip
"""The columns of what is measured of answers that are not yes or no, a row each."""
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
        "type": report.type,
        "other_types": report.other_types,
        "filters": filters_dict(report.filters),
        **{name: getattr(settings, name) for name in SETTINGS},
        "level": LEVEL,
        "resamples": RESAMPLES,
        "total": report.total.as_dict() | pooled_dict(None),
        "groups": [_group(group) for group in report.groups],
        "homogeneity": None if report.homogeneity is None else asdict(report.homogeneity),
        "effective_groups": report.effective_groups,
        "calibration": asdict(report.calibration),
        "history": [asdict(one) for one in report.history],
        "calls": asdict(report.calls),
        "tests": None if report.tests is None else asdict(report.tests),
        "spot": None if report.spot is None else asdict(report.spot),
    }
    if report.answered is not None:
        document["answered"] = asdict(shown(report))
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
    return {
        name: str(value) if isinstance(value, date) else list(value)
        for name, value in chosen(filters).items()
    }


def _group(group: Group) -> dict[str, Any]:
    found = {"key": group.key, "place": group.place, **group.figures.as_dict()}
    found |= pooled_dict(group.pooled)
    return found if group.meaning is None else found | {"meaning": asdict(group.meaning)}


def shown(report: Report) -> Answered:
    """What is measured of all claims and of the groups of the report: a public one has not all."""
    found, keys = report.answered or Answered(), {None, *(group.key for group in report.groups)}
    return replace(found, measured=tuple(one for one in found.measured if one.key in keys))


def as_csv(report: Report) -> str:
    """The report as CSV (RFC 4180), the row of all claims last.

    An interval takes two columns; an undefined figure is an empty cell.  Every row names the
    command that gives the report again.
    """
    text = io.StringIO()
    origin = {"as_of": str(report.moment), "root": report.root, "command": command(report, "csv")}
    kinds = " ".join(report.kinds)
    figures = cells(report.total.as_dict() | pooled_dict(None))
    meanings = dict.fromkeys(name for group in report.groups for name in cells(_meaning(group)))
    measured = () if report.answered is None else shown(report).measured
    measures = [] if report.answered is None else MEASURES
    names = [*origin, "by", "kinds", "key", "place", *measures, *figures, *meanings]
    table = csv.DictWriter(text, names, lineterminator="\r\n")
    table.writeheader()
    for group in report.groups:
        about = {"by": report.by, "kinds": group.key if report.by == "kind" else kinds}
        own = {"key": harmless(clean(group.key)), "place": group.place}
        told = cells(group.figures.as_dict() | pooled_dict(group.pooled) | _meaning(group))
        table.writerow(origin | about | own | told)
    every = {"by": "all", "kinds": kinds, "key": "", "place": ""}
    for one in measured:
        about = every if one.key is None else every | {"by": report.by, "key": one.key}
        told = asdict(one) | {"key": harmless(clean(about["key"]))}
        table.writerow(origin | about | cells({"mean_interval": told.pop("interval")} | told))
    table.writerow(origin | every | cells(report.total.as_dict() | pooled_dict(None)))
    return text.getvalue()


def _meaning(group: Group) -> dict[str, Any]:
    """What a wording has meant, where that is what claims are grouped by."""
    found = {} if group.meaning is None else asdict(group.meaning)
    return {f"meaning_{name}": value for name, value in found.items()}


def cells(figures: dict[str, Any]) -> dict[str, Any]:
    """Figures as cells of a sheet: an interval, and a range, takes two."""
    found: dict[str, Any] = {}
    for name, value in figures.items():
        if name.endswith(("_interval", "_range")):
            low, high = value or (None, None)
            found |= {f"{name}_low": low, f"{name}_high": high}
        else:
            found[name] = value
    return found
