"""``/speakers/NAME``, ``/publishers/NAME`` and ``/topics/NAME``: how the claims of each fared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.claim import KINDS
from ledger.model.claim_arrays import RESULTS
from ledger.model.filters import narrowed
from ledger.model.name_keys import name_key
from ledger.report.figures import NAMES
from ledger.report.groups import left_out
from ledger.report.json_csv import as_json
from ledger.report.layout import tables
from ledger.report.prose import sentences
from ledger.report.settings import Settings
from ledger.report.table import INTERVAL
from ledger.report.table_rows import kinds
from ledger.text import between, percent
from ledger.web.answers import Answer
from ledger.web.pages.charts import pictures
from ledger.web.pages.claim_list import find, list_query, views
from ledger.web.reported import reported

if TYPE_CHECKING:
    from ledger.report.build import Report
    from ledger.report.table import Table
    from ledger.web.asked import Asked
    from ledger.web.pages.claim_list import Found

ENOUGH: Final = Settings().min_claims
"""With fewer scored than this no share is told, only counts."""

LISTED: Final = 20
"""How many of the claims are on the page; all of them are a list."""

PLURALS: Final = {"speaker": "speakers", "publisher": "publishers", "topic": "topics"}


def speaker(asked: Asked) -> Answer:
    """A speaker, in all spellings that were joined."""
    return _cut(asked, "speaker")


def publisher(asked: Asked) -> Answer:
    """A publisher."""
    return _cut(asked, "publisher")


def topic(asked: Asked) -> Answer:
    """A topic."""
    return _cut(asked, "topic")


def _cut(asked: Asked, by: str) -> Answer:
    filters = narrowed(None, {by: asked.name})
    if asked.form == "csv":
        return Answer(file=lambda: asked.ledger.sheet(filters, asked.as_of))
    made = reported(asked, "wording", filters, of_one=True)
    found = find(asked, filters, "made", LISTED)
    name, others = _spellings(asked, by, found)
    is_enough = made.total.accuracy.scored >= ENOUGH
    return Answer(
        title=name,
        template="cut.html",
        shown={
            "by": by,
            "name": name,
            "others": others,
            "report": made,
            "is_enough": is_enough,
            "enough": ENOUGH,
            "results": _results(found, made),
            "sentences": list(sentences(made, commands=False)) if is_enough else [],
            "level": INTERVAL,
            "interval": between(made.total.accuracy.accuracy_interval, 2, percent),
            "apart": left_out(made.others, commands=False) if made.others else "",
            "kinds": kinds(made),
            "pictures": list(pictures(made, "years", "reliability")) if is_enough else [],
            "tables": _tables(made) if is_enough else [],
            "wordings": [] if is_enough else _wordings(made),
            "found": found,
            "all_claims": asked.to.at("/claims", list_query(narrowed(None, {by: name}))),
            "again": asked.to.at("/report", [("by", "wording"), (by, name)]),
        },
        view=lambda: {
            "as_of": asked.as_of,
            by: name,
            "spellings": others,
            "report": _told(made, is_enough=is_enough),
            "total": found.total,
            "more": found.behind,
            "claims": views(asked, found.claims),
        },
    )


def _told(made: Report, *, is_enough: bool) -> dict[str, Any]:
    """What the report says in JSON: counts alone where fewer are scored than tell a share."""
    found: dict[str, Any] = json.loads(as_json(made))
    if is_enough:
        return found
    return {
        **found,
        "total": _counted(found["total"]),
        "groups": [_counted(group) for group in found["groups"]],
        **dict.fromkeys(
            ("homogeneity", "effective_groups", "calibration", "calls", "tests", "spot")
        ),
    }


def _counted(figures: dict[str, Any]) -> dict[str, Any]:
    """Of figures the counts and names; null for every other."""
    return {
        name: value if isinstance(value, str) or type(value) is int else None
        for name, value in figures.items()
    }


def _spellings(asked: Asked, by: str, found: Found) -> tuple[str, list[str]]:
    """The name as it counts, and how else it is written."""
    if not found.claims:
        return asked.name, []
    first = found.claims[0]
    if by == "publisher":
        return first.publisher_group, []
    if by == "topic":
        key = name_key(asked.name).casefold()
        return next((one for one in first.topic_groups if one.casefold() == key), asked.name), []
    with asked.ledger.select(None, asked.as_of) as selection:
        known = selection.names_of({first.speaker_group})
    return first.speaker_group, sorted(known - {first.speaker_group})


def _results(found: Found, made: Report) -> list[tuple[str, int]]:
    """How many claims were right, partly right and wrong, of those that a report counts."""
    columns = found.catalogue.columns
    kinds = [KINDS.index(kind) for kind in made.kinds]
    counting = found.mask & ~np.isnan(columns.credit) & np.isin(columns.kind, kinds)
    results = columns.result[counting]
    return [(NAMES[one], int((results == place).sum())) for place, one in enumerate(RESULTS)]


def _tables(made: Report) -> list[Table]:
    """The tables beside accuracy: what words have meant, scores, and what was forecast."""
    _, *others = tables(made)
    return others


def _wordings(made: Report) -> list[tuple[str, int, int]]:
    """Each wording with how many claims used it, and how many of these are settled."""
    found: list[tuple[str, int, int]] = [
        (group.key, group.figures.counts.claims, group.figures.counts.settled)
        for group in made.groups
    ]
    return sorted(found, key=lambda one: (-one[1], one[0]))
