"""Claims of a lake as of a moment, as reports ask for them: what the engine selects and joins."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.selection import meant
from ledger.journal import merkle
from ledger.journal.note import from_base64
from ledger.lake import expressions
from ledger.lake.engines import batches, values
from ledger.lake.tables import UNDONE
from ledger.model.claim_state import Assessment
from ledger.model.filters import FILTERS, Compares, chosen
from ledger.store.column_query import READ, Reading
from ledger.store.records import Spellings
from ledger.store.row_values import READERS, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.lake.engines import Tables
    from ledger.lake.manifest import Manifest
    from ledger.model.claim_arrays import Columns
    from ledger.model.claim_state import Moment
    from ledger.model.filters import Filters


@dataclass(frozen=True)
class LakeSelection:
    """The claims of a lake that ``filters`` let through at ``moment``; `Selected` says what of.

    ``filters`` have each name in all its spellings.
    """

    connection: Any
    tables: Tables
    lake: Manifest
    moment: Moment
    filters: Filters

    def columns(self, *, topics: bool = True) -> Columns:  # noqa: ARG002 - all are read
        """The claims as `ledger.model.claim_arrays` has them."""
        return self._columns(self.rows())

    def columns_withdrawn(self) -> Columns:
        """Those that were withdrawn, as they last were."""
        return self._columns(self.rows(taken_back=True))

    def rows(self, *, taken_back: bool = False) -> Any:  # noqa: ANN401 - an expression
        """What the engine is asked for: of each claim what figures are made of."""
        found = expressions.claims_at(self.tables, self.moment, self.filters, taken_back=taken_back)
        return found.select(*READ)

    def _columns(self, rows: Any) -> Columns:  # noqa: ANN401 - an expression
        reading = Reading(self._spellings, self._disputed)
        for some in batches(self.connection, rows):
            reading.put({name: some.column(name).to_pylist() for name in READ})
        return reading.filling.columns(self.moment.day)

    def rows_of(self, columns: Columns, places: Iterable[int]) -> list[Assessment]:
        """The claims at some places of columns of this selection, in that order."""
        wanted = [columns.ids[place] for place in places]
        if not wanted:
            return []
        found = expressions.claims_at(self.tables, self.moment, self.filters)
        rows = values(self.connection, found.filter(found.id.isin(wanted)))
        known = {row["id"]: self._assessed(row) for row in rows}
        return [known[one] for one in wanted]

    def _assessed(self, row: dict[str, Any]) -> Assessment:
        told = {name: READERS[name](row[name]) if name in READERS else row[name] for name in row}
        return Assessment(
            **told,
            today=self.moment.day.isoformat(),
            joined_to=self._spellings.joined_to(row["speaker"]),
            told_otherwise=row["question"] in self._disputed,
        )

    @cached_property
    def _spellings(self) -> Spellings:
        return spellings_at(self.connection, self.tables, self.moment.entry)

    @cached_property
    def _disputed(self) -> frozenset[str]:
        """The questions on which one import brought verdicts that differ."""
        found = expressions.in_force(self.tables, "outcomes", self.moment.entry)
        found = found.filter(found.told_otherwise).select("question").distinct()
        return frozenset(row["question"] for row in values(self.connection, found))

    def labels(self, name: str) -> dict[str, str | None]:
        """By the id of each claim ever made its ``organisation``, ``role`` and the like."""
        entry = self.moment.entry
        if name == "recorder":
            return self._recorders()
        last = expressions.last_made(self.tables, "claims", entry)
        if name == "condition":
            asked = expressions.last_made(self.tables, "questions", entry)
            asked = asked.select(asked_id=asked.id, label=asked.condition_key)
            last = last.left_join(asked, last.question == asked.asked_id)
            found = last.select("id", "label")
        else:
            found = last.select("id", label=last[f"{name}_key"])
        return {row["id"]: row["label"] for row in values(self.connection, found)}

    def _recorders(self) -> dict[str, str | None]:
        claims, journal = self.tables["claims"], self.tables["journal"]
        claims = claims.filter(claims.entry <= self.moment.entry)
        first = claims.group_by(claims.id).agg(first_entry=claims.entry.min())
        first = first.select(claim=first.id, first_entry=first.first_entry)
        found = first.inner_join(journal, first.first_entry == journal.entry)
        rows = values(self.connection, found.select("claim", "by"))
        return {row["claim"]: row["by"] for row in rows}

    def changed(self) -> tuple[set[str], set[str]]:
        """The ids of claims, and of questions, that were changed after the fact."""
        changes = self.tables["changes"]
        found = changes.filter(changes.entry <= self.moment.entry)
        undone = found.filter(found.kind == UNDONE).select(undone=found.id)
        found = found.anti_join(undone, found.entry.cast("string") == undone.undone)
        rows = values(self.connection, found.select("kind", "id").distinct())
        claims, questions = (
            {row["id"] for row in rows if row["kind"] == kind} for kind in ("claim", "question")
        )
        return claims, questions

    def root(self) -> bytes:
        """The root hash of the journal at the moment (RFC 9162), 32 bytes."""
        if self.moment.entry == self.lake.entry:
            return from_base64(self.lake.root, "The root hash")
        journal = self.tables["journal"]
        wanted = journal.filter(journal.entry <= self.moment.entry).order_by("entry").select("leaf")
        tree = merkle.Frontier()
        for some in batches(self.connection, wanted):
            for leaf in some.column("leaf").to_pylist():
                deque(tree.add(bytes.fromhex(leaf)), maxlen=0)
        return tree.root()


def spellings_at(connection: Any, tables: Tables, entry: int) -> Spellings:  # noqa: ANN401
    """What speakers were joined to as of an entry."""
    found = expressions.in_force(tables, "aliases", entry).order_by("entry")
    rows = values(connection, found.select("speaker", "stands_for"))
    return Spellings({row["speaker"]: row["stands_for"] for row in rows})


def resolved(connection: Any, tables: Tables, entry: int, filters: Filters) -> Filters:  # noqa: ANN401
    """The filters with each name as the ledger spells it, as `ledger.book` resolves them.

    Raises:
        NotFound: nothing the ledger knew had one of the names; close ones are named.
    """
    found: dict[str, Any] = {}
    for name, wanted in chosen(filters).items():
        if FILTERS[name].known:
            spellings = spellings_at(connection, tables, entry) if name == "speaker" else None
            known = _names(connection, tables, name, entry)
            found[name] = meant(name, wanted, known, spellings)
    return replace(filters, **found)


NAMED: Final = "name"


def _names(connection: Any, tables: Tables, what: str, entry: int) -> list[str]:  # noqa: ANN401
    """The distinct values of what people filter by, as entries up to one gave them."""
    table, _, column = FILTERS[what].known.partition(".")
    rows = tables[table]
    rows = rows.filter(rows.entry <= entry, rows[column].notnull())
    found = [row[NAMED] for row in values(connection, rows.select(name=rows[column]).distinct())]
    if FILTERS[what].compares is Compares.HOLDS_ONE_OF:
        return sorted({text for stored in found for text in texts(stored)})
    return sorted(found)
