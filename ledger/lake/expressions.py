"""Claims as of a moment, as expressions of ibis over the tables of a lake: one set for all engines.

They say of a lake what `ledger.store.assessments` says of a ledger's tables: a row for each claim,
with its question, its source and the verdict that stands, under the names of `Assessment`.
"""

from __future__ import annotations

import json
from dataclasses import fields
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from ledger.lake.libraries import ibis
from ledger.model.claim_state import Assessment
from ledger.model.filters import FILTERS, Compares
from ledger.store.assessments import HELD, NO_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledger.lake.engines import Tables
    from ledger.model.claim_state import Moment
    from ledger.model.filters import Filters

KEYS: Final = {
    "standings": "question", "outcomes": "question", "responses": "claim", "aliases": "speaker",
}  # fmt: skip
"""The column by which the rows of a table are ended, where that is not ``id``."""

NAMES: Final = tuple(field.name for field in fields(Assessment) if field.name not in NO_COLUMNS)
"""What is told of a claim."""

OTHERWISE: Final = {
    "outcome_answer": "answer", "outcome_answer_low": "answer_low",
    "outcome_answer_high": "answer_high", "stated_happened_on": "happened_on",
    "stated_happened_latest": "happened_latest", "stated_stance": "stance",
}  # fmt: skip
"""What has another name in its table."""

TABLE_OF: Final = {"question": "questions", "source": "sources", "outcome": "standings"}


def in_force(tables: Tables, name: str, entry: int) -> Any:  # noqa: ANN401 - of ibis
    """The rows of a table that are in force as of an entry."""
    ends = tables["endings"]
    ends = ends.filter(ends["table"] == name, ends.replaced_by <= entry)
    ends = ends.select(ended_id=ends.id, ended_entry=ends.entry)
    rows = tables[name]
    rows = rows.filter(rows.entry <= entry)
    key = KEYS.get(name, "id")
    return rows.anti_join(ends, [rows[key] == ends.ended_id, rows.entry == ends.ended_entry])


def withdrawn(tables: Tables, entry: int) -> Any:  # noqa: ANN401 - of ibis
    """The claims that were withdrawn by an entry, as they last were; none undone at once."""
    ends, claims = tables["endings"], tables["claims"]
    ends = ends.filter(ends["table"] == "claims", ends.replaced_by <= entry, ~ends.undone)
    ends = ends.select(ended_id=ends.id, ended_entry=ends.entry, ended_by=ends.replaced_by)
    makers = claims.select(maker=claims.entry)
    ends = ends.anti_join(makers, ends.ended_by == makers.maker)
    known = claims.filter(claims.entry <= entry)
    last = known.group_by(known.question, known.id).agg(last_entry=known.entry.max())
    last = last.select(on=last.question, one=last.id, last_entry=last.last_entry)
    rows = claims.inner_join(ends, [claims.id == ends.ended_id, claims.entry == ends.ended_entry])
    rows = rows.inner_join(last, [rows.question == last.on, rows.id == last.one])
    return rows.filter(rows.last_entry <= rows.ended_by).select(*claims.columns)


def last_made(tables: Tables, name: str, entry: int) -> Any:  # noqa: ANN401 - of ibis
    """The last row there was of each id by an entry, withdrawn or not."""
    rows = tables[name]
    rows = rows.filter(rows.entry <= entry)
    last = rows.group_by(rows.id).agg(last_entry=rows.entry.max())
    last = last.select(last_id=last.id, last_entry=last.last_entry)
    return rows.semi_join(last, [rows.id == last.last_id, rows.entry == last.last_entry])


def claims_at(tables: Tables, moment: Moment, filters: Filters, *, taken_back: bool = False) -> Any:  # noqa: ANN401 - of ibis
    """The claims in force at a moment that ``filters`` let through, or those ``taken_back``.

    What was taken back is neither open nor settled any more, so no status leaves it out.
    """
    entry = moment.entry
    if taken_back:
        claims, questions = withdrawn(tables, entry), last_made(tables, "questions", entry)
    else:
        claims, questions = (in_force(tables, name, entry) for name in ("claims", "questions"))
    rows = _prefixed("claims", claims)
    for name, key, by in (
        ("questions", "id", "question"), ("sources", "id", "source"),
        ("standings", "question", "question"),
    ):  # fmt: skip
        found = questions if name == "questions" else in_force(tables, name, entry)
        other = _prefixed(name, found)
        rows = rows.inner_join(other, rows[f"claims_{by}"] == other[f"{name}_{key}"])
    if conditions := list(_conditions(rows, filters)):
        rows = rows.filter(*conditions)
    if filters.status and not taken_back:
        rows = rows.filter(_status(rows, moment).isin(filters.status))
    return rows.select(**{name: _column(rows, name) for name in NAMES})


def _prefixed(name: str, rows: Any) -> Any:  # noqa: ANN401 - of ibis
    """The same rows, each column with the name of its table before its own."""
    return rows.select(**{f"{name}_{one}": rows[one] for one in rows.columns})


def _column(rows: Any, name: str) -> Any:  # noqa: ANN401 - of ibis
    """What an assessment has under a name."""
    if name in {"made_earliest", "made_latest"}:
        own, other = rows[f"claims_{name}"], rows[f"sources_published_{name.removeprefix('made_')}"]
        return ibis().ifelse(rows.claims_made.notnull(), own, other)
    kind = next((one for one, held in HELD.items() if name in held), None)
    table = "claims" if kind is None else TABLE_OF[kind]
    return rows[f"{table}_{OTHERWISE.get(name, name)}"]


def _status(rows: Any, moment: Moment) -> Any:  # noqa: ANN401 - of ibis
    """The status of a claim, by the rule of `Assessment.status`."""
    return ibis().cases(
        (rows.claims_proposed, "proposed"),
        (~rows.claims_checkable, "not-checkable"),
        (rows.standings_final, "settled"),
        ((rows.standings_horizon < moment.day.isoformat()).fill_null(False), "overdue"),  # noqa: FBT003 - ibis's
        else_="open",
    )


def _conditions(rows: Any, filters: Filters) -> Iterator[Any]:  # noqa: ANN401 - of ibis
    """What must hold of a row for the filters to let it through."""
    for name, one in FILTERS.items():
        wanted, (table, _, column) = getattr(filters, name), one.what.partition(".")
        if not wanted or one.compares not in CONDITIONS:
            continue
        held = rows[f"{'standings' if table == 'outcomes' else table}_{column}"]
        held = held.fill_null(one.unset) if one.unset else held
        yield CONDITIONS[one.compares](held, wanted).fill_null(False)  # noqa: FBT003 - ibis's


def _holds_one(held: Any, wanted: Sequence[str]) -> Any:  # noqa: ANN401 - of ibis
    """Whether a list, kept as JSON, holds exactly one of the texts ``wanted``."""
    return reduce(or_, (held.contains(json.dumps(one, ensure_ascii=False)) for one in wanted))


CONDITIONS: Final[Mapping[Compares, Callable[[Any, Any], Any]]] = {
    Compares.IS_ONE_OF: lambda held, wanted: held.isin(wanted),
    Compares.HOLDS_ONE_OF: _holds_one,
    Compares.BEFORE: lambda held, wanted: held < wanted.isoformat(),
    Compares.AFTER: lambda held, wanted: held > wanted.isoformat(),
}
"""The condition for each way to compare a column; what is not here is decided elsewhere."""
