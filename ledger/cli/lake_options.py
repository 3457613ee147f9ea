"""The options of a report that an engine computes from a lake."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli.options import Choice

if TYPE_CHECKING:
    from click.decorators import FC

ENGINES: Final = ("duckdb", "spark")
USUAL: Final = ENGINES[0]
OPTIONS: Final = ("lake", "engine", "master", "show_sql")


def lake_options(command: FC) -> FC:
    """Add the options; `lake_of` takes them from what was given."""
    for option in (
        click.option(
            "--show-sql",
            metavar="DIALECT",
            help="With --lake: print the statement that selects and joins the claims, for another "
            "engine, such as trino, clickhouse or bigquery.",
        ),
        click.option(
            "--master",
            metavar="URL",
            help="With --engine spark: the cluster, such as spark://HOST:7077; by default what "
            "Spark is set up with.",
        ),
        click.option(
            "--engine",
            type=Choice(ENGINES),
            help=f"With --lake: what selects and joins the claims; by default {USUAL}. Spark takes "
            "the extra spark, and Java 17.",
        ),
        click.option(
            "--lake",
            type=click.Path(path_type=Path),
            metavar="DIR",
            help="Report from the Parquet files that ledger export wrote into this folder; no "
            "ledger is needed.",
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class AskedLake:
    """What the options ask for."""

    folder: Path
    engine: str
    master: str | None
    dialect: str | None


def lake_of(ctx: click.Context, options: dict[str, Any], form: str) -> AskedLake | None:
    """What of a lake is asked for, taken out of the options; None where none is.

    Raises:
        UsageError: they do not go together, or with the form of the report.
    """
    folder, engine, master, dialect = (options.pop(name) for name in OPTIONS)
    if folder is None:
        for name, value in (("engine", engine), ("master", master), ("show-sql", dialect)):
            if value is not None:
                ctx.fail(f"--{name} needs --lake.")
        return None
    if master is not None and engine != "spark":
        ctx.fail("--master needs --engine spark.")
    if form == "html" and dialect is None:
        ctx.fail("The form html takes the ledger itself: leave out --lake, or choose another form.")
    return AskedLake(folder, engine or USUAL, master, dialect)
