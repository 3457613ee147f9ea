"""Rows about a ledger on PostgreSQL; the seconds of its server are counted with our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .site import IMPORTED, bare, ours
from .table_row import Row

if TYPE_CHECKING:
    from .measuring import Command
    from .site import Site

BY_SPEAKER: Final = ("report", "--by", "speaker")
AS_SQLITE: Final = 1.3


def _importing(site: Site, _: int) -> Command:
    url = site.served.fresh(IMPORTED)
    return ours(url, "import", *site.sheets(site.data), server=site.served.process)


def _copying(site: Site, _: int) -> Command:
    served = site.served
    full = served.url(IMPORTED) or ""
    folder = served.dumped(full, site.new("dump"))
    return bare("copy", served.fresh("copied"), folder, server=served.process)


def _reporting(site: Site, _: int) -> Command:
    site.forget(site.desk)
    return ours(site.on_server, *BY_SPEAKER, server=site.served.process)


def _query(site: Site, _: int) -> Command:
    return bare("sql", site.on_server, server=site.served.process)


def _reporting_here(site: Site, _: int) -> Command:
    site.forget(site.imported)
    return ours(site.imported, *BY_SPEAKER)


def _adding(site: Site, _: int) -> Command:
    return ours(site.on_server, *site.new_claim(), server=site.served.process)


def _adding_here(site: Site, _: int) -> Command:
    return ours(site.desk, *site.new_claim())


ON_SERVER: Final = (
    Row("PostgreSQL: import CSV", "`COPY` of the same rows", _importing, _copying, 3.0),
    Row("PostgreSQL: report", "one query in SQL", _reporting, _query, 3.0),
    Row("PostgreSQL: report, again", "the same on SQLite", _reporting, _reporting_here, AS_SQLITE),
    Row("PostgreSQL: add", "the same on SQLite", _adding, _adding_here, AS_SQLITE),
)
