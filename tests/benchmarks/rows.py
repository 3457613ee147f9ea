"""All rows of the table; those about importing, exporting and PostgreSQL have modules of their own.

"Whole commands" are those that people wait for at a terminal, beside the least that any command
takes which asks a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .export_rows import EXPORTS
from .import_rows import IMPORTS
from .made_claims import COMMON, RARE
from .server_rows import ON_SERVER
from .site import Site, bare, has_limit, ours
from .table_row import SQLALCHEMY, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from .measuring import Command

LISTED: Final = "50"
QUERIED: Final = "one query of DuckDB on the same columns"
HASHED: Final = "one pass of SHA-256 over the journal"
BY_SPEAKER: Final = ("report", "--by", "speaker")


# Reports and verification


def _first_report(site: Site, _: int) -> Command:
    site.forget(site.desk)
    return ours(site.desk, *BY_SPEAKER)


def _report_again(site: Site, _: int) -> Command:
    site.ledger(site.desk, *BY_SPEAKER)
    site.settle()
    return ours(site.desk, *BY_SPEAKER)


def _page(site: Site, _: int) -> Command:
    return ours(site.desk, *BY_SPEAKER, "--format", "html", "-o", str(site.new("report.html")))


def _verify(site: Site, _: int) -> Command:
    return ours(site.imported, "verify")


def _duckdb(site: Site, _: int) -> Command:
    return bare("duckdb", site.data)


def _sha256(site: Site, _: int) -> Command:
    return bare("sha256", site.imported)


# Whole commands


def _whole(name: str, words: Callable[[Site], tuple[str, ...]], reach: float) -> Row:
    """A row for a command on `Site.desk`."""

    def asking(site: Site, _: int) -> Command:
        given = words(site)
        return ours(site.desk, *given)

    return Row(name, "`import sqlalchemy`", asking, lambda *_: SQLALCHEMY, reach, None, 100)


def _list(name: str, *words: str) -> Row:
    """A row for a command that lists a little of much, once it can be told how much."""

    def asking(site: Site, _: int) -> Command:
        if has_limit(words[0]):
            return ours(site.desk, words[0], "--limit", LISTED, *words[1:])
        return ours(site.desk, *words, note="lists all: there is no --limit yet")

    return Row(name, "`import sqlalchemy`", asking, lambda *_: SQLALCHEMY, 2.0, None, 100)


def _recorded(site: Site) -> tuple[str, ...]:
    words = site.new_claim()
    site.ledger(site.desk, *words)
    evidence = ("--evidence", "https://evidence.example/new", "--note", "It came.")
    return ("record", words[2], "happened", "--on", "2026-06-01", *evidence)


def _proved(site: Site) -> tuple[str, ...]:
    return ("prove", site.a_claim, "--checkpoint", site.checkpoint)


COMMANDS: Final = (
    _whole("verify --since", lambda site: ("verify", "--since", site.checkpoint), 1.6),
    _whole("prove", _proved, 1.7),
    _whole("add", Site.new_claim, 1.7),
    _whole("record", _recorded, 1.7),
    _whole("show", lambda site: ("show", site.a_claim), 1.7),
    _whole("log ID", lambda site: ("log", site.a_claim), 1.6),
    _whole("log --last 10", lambda _: ("log", "--last", "10"), 1.6),
    _list("corrections", "corrections"),
    _list("due", "due"),
    _list("disputes", "disputes"),
    _list("list --limit 50", "list"),
    _list("search, a rare word", "search", RARE),
    _list("search, a common word", "search", COMMON),
)

REPORTS: Final = (
    Row("report by speaker, first", QUERIED, _first_report, _duckdb, 8.0, None, 350),
    Row("report, after 100 outcomes", QUERIED, _report_again, _duckdb, 3.0, None, 350),
    Row("report html", "", _page),
    Row("verify", HASHED, _verify, _sha256, 40.0, None, 100),
)

ROWS: Final = (*IMPORTS, *REPORTS, *COMMANDS, *EXPORTS, *ON_SERVER)
