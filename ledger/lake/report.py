"""A report of a lake: the claims are selected and joined by an engine, the figures made of them."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ledger.book.lookup import moment_of
from ledger.lake.engines import connect, sql, tables, values
from ledger.lake.hold import whole
from ledger.lake.selection import LakeSelection, resolved
from ledger.model.filters import Filters
from ledger.report.build import Gathered, report_of
from ledger.report.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.lake.engines import Tables
    from ledger.report.build import Report


def lake_report(  # noqa: PLR0913, PLR0917 - each an option of the command
    folder: Path,
    engine: str,
    by: str = "speaker",
    filters: Filters | None = None,
    as_of: str | None = None,
    settings: Settings | None = None,
    master: str | None = None,
) -> Report:
    """The report that the ledger of a lake gives, worked out from the lake alone.

    Args:
        folder: the lake.
        engine: one of `ledger.lake.engines.ENGINES`.
        by: one of `ledger.report.groups.BY`.
        filters: which claims to select; all by default.
        as_of: a day, or ``ENTRY@DAY``; the last entry of the lake, today, by default.
        settings: how claims are scored, grouped and shown.
        master: the address of a cluster, such as ``spark://HOST:7077``; what Spark is set up with
            by default.

    Raises:
        FileTrouble, Contradiction: the lake is not whole (`ledger.lake.hold.whole`).
        NotFound: a filter names what nothing in the ledger has.
        BadDate: ``as_of`` is no moment, or one beyond the lake.
        NotInstalled: a library is missing.
    """
    filters, settings = filters or Filters(), settings or Settings()
    with _selected(folder, engine, filters, as_of, master) as selection:
        selected, withdrawn = selection.columns(), selection.columns_withdrawn()
        amended = selected.is_of(*selection.changed())
        return report_of(Gathered(selection, selected, withdrawn, amended), by, filters, settings)


def shown_sql(
    folder: Path, dialect: str, filters: Filters | None = None, as_of: str | None = None
) -> str:
    """The statement that selects and joins the claims of a report, in a ``dialect`` of SQL.

    Raises:
        BadValue: no such dialect is known.
    """
    with _selected(folder, "duckdb", filters or Filters(), as_of) as selection:
        return sql(selection.rows(), dialect)


@contextmanager
def _selected(
    folder: Path, engine: str, filters: Filters, as_of: str | None, master: str | None = None
) -> Iterator[LakeSelection]:
    lake = whole(folder)
    connection = connect(engine, master)
    try:
        known = tables(engine, connection, folder, lake)

        def size_at(at: str) -> int:
            return _size_at(connection, known, at)

        moment = moment_of(as_of, datetime.now(UTC), lake.entry, size_at)
        meant = resolved(connection, known, moment.entry, filters)
        yield LakeSelection(connection, known, lake, moment, meant)
    finally:
        connection.disconnect()


def _size_at(connection: Any, known: Tables, at: str) -> int:  # noqa: ANN401 - of ibis
    """How many entries of the lake were made up to and including the moment ``at``."""
    journal = known["journal"]
    found = journal.filter(journal["at"] <= at)
    (row,) = values(connection, found.agg(size=found.entry.max()))
    return int(row["size"] or 0)
