"""The engines that select and join claims, each as ibis speaks to it, and the tables of a lake.

An engine is given files and expressions, and no function of Python: what it does is one statement
of SQL, the same for all but for its dialect (`sql`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from warnings import catch_warnings, simplefilter

from ledger.errors import BadValue
from ledger.lake.libraries import arrow, ibis, pyspark
from ledger.lake.tables import DAY, FLAG, NUMBER, SHARE, TABLES, TEXT, TEXTS, columns, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ledger.lake.manifest import Manifest

    Tables = Mapping[str, Any]
    """The tables of a lake by name, as expressions of ibis."""

AT_ONCE: Final = 10_000
"""How many rows of an answer are held as Python's own values at a time."""


def _duckdb(_: str | None) -> Any:  # noqa: ANN401 - a connection of ibis
    return ibis().duckdb.connect()


def _read_duckdb(connection: Any, name: str, paths: Sequence[str]) -> Any:  # noqa: ANN401 - as above
    return connection.read_parquet(list(paths), table_name=name, hive_partitioning=False)


QUIET: Final = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
"""What Spark is told, so that it shows no page and no bar of its own."""


def _spark(master: str | None) -> Any:  # noqa: ANN401 - a connection of ibis
    builder = pyspark().sql.SparkSession.builder.appName("claim-ledger")
    for name, value in QUIET.items():
        builder = builder.config(name, value)
    session = (builder if master is None else builder.master(master)).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return ibis().pyspark.connect(session)


SPARK: Final = {
    TEXT: "STRING", NUMBER: "BIGINT", SHARE: "DOUBLE", DAY: "DATE", FLAG: "BOOLEAN",
    TEXTS: "ARRAY<STRING>",
}  # fmt: skip
"""What Spark calls each sort of column."""


def _read_spark(connection: Any, name: str, paths: Sequence[str]) -> Any:  # noqa: ANN401 - as above
    session = pyspark().sql.SparkSession.active()
    # Told what is in them, it need not look into each file before it begins.
    frame = session.read.schema(
        ", ".join(f"`{one}` {SPARK[sort]}" for one, sort in columns(name).items())
    ).parquet(*paths)
    frame.createOrReplaceTempView(name)
    return connection.table(name)


ENGINES: Final[Mapping[str, tuple[Callable[[str | None], Any], Callable[..., Any]]]] = {
    "duckdb": (_duckdb, _read_duckdb),
    "spark": (_spark, _read_spark),
}
"""How each is connected to, and how it is given the files of a table."""


def connect(engine: str, master: str | None = None) -> Any:  # noqa: ANN401 - a connection of ibis
    """A connection to an engine; ``master`` is the address of a cluster, where it has one.

    Raises:
        NotInstalled: a library is missing.
    """
    return ENGINES[engine][0](master)


def tables(engine: str, connection: Any, folder: Path, lake: Manifest) -> Tables:  # noqa: ANN401
    """The tables of a lake in an engine; those without a file are empty."""
    read = ENGINES[engine][1]
    found = {}
    for name in TABLES:
        paths = [str((folder / one).resolve()) for one in lake.paths(name)]
        empty = schema(name).empty_table()
        found[name] = read(connection, name, paths) if paths else ibis().memtable(empty)
    return found


def batches(connection: Any, expression: Any) -> Iterator[Any]:  # noqa: ANN401 - of ibis and Arrow
    """The rows of an answer, some at a time."""
    with catch_warnings():
        # ibis asks DuckDB for them by a name that DuckDB would have it give up.
        simplefilter("ignore", DeprecationWarning)
        yield from connection.to_pyarrow_batches(expression, chunk_size=AT_ONCE)


def values(connection: Any, expression: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as above
    """All rows of an answer that is small."""
    arrow()
    found: list[dict[str, Any]] = connection.to_pyarrow(expression).to_pylist()
    return found


NO_DIALECTS: Final = frozenset({"pyspark"})
"""What takes an engine that runs to say its statements; that of databricks is Spark's."""


def sql(expression: Any, dialect: str) -> str:  # noqa: ANN401 - as above
    """The statement that computes an expression, as an engine of a ``dialect`` reads it.

    Raises:
        BadValue: ibis knows no such dialect.
    """
    known = sorted({one.name for one in ibis().util.backend_entry_points()} - NO_DIALECTS)
    if dialect not in known:
        raise BadValue("show-sql", f"{dialect!r} is no dialect.", f"Known are {', '.join(known)}.")
    return str(ibis().to_sql(expression, dialect=dialect))
