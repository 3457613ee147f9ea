"""The bare work of what the ledger does on PostgreSQL: ``COPY`` of its rows, and one query."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .measuring import Work

TABLES: Final = """
SELECT tablename FROM pg_tables
WHERE schemaname = current_schema() AND tablename <> 'alembic_version' ORDER BY tablename
"""

BLOCK: Final = 1024 * 1024

QUERY: Final = """
WITH stands AS (
  SELECT DISTINCT ON (question) question, verdict FROM outcomes
  WHERE replaced_by IS NULL AND NOT blind ORDER BY question, final DESC, n DESC
), said AS (
  SELECT speaker, question,
    CASE WHEN verdict = 'happened' THEN 1.0 WHEN verdict = 'partly' THEN 0.5
      WHEN verdict IN ('late', 'did-not-happen') THEN 0.0 END AS came,
    CASE WHEN stance = 'against' OR probability::float8 < 0.5 THEN 0.0 ELSE 1.0 END AS side,
    probability::float8 AS p
  FROM claims JOIN questions ON questions.id = claims.question AND questions.replaced_by IS NULL
  LEFT JOIN stands USING (question)
  WHERE claims.replaced_by IS NULL
), a_question AS (
  SELECT speaker, question, count(*) AS claims,
    avg(CASE WHEN side = 1 THEN came ELSE 1 - came END) AS credit,
    avg((p - came) * (p - came)) AS brier
  FROM said GROUP BY speaker, question
)
SELECT speaker, sum(claims) AS claims, count(credit),
  avg(credit), stddev_samp(credit) / sqrt(nullif(count(credit), 0)),
  avg(brier), stddev_samp(brier) / sqrt(nullif(count(brier), 0))
FROM a_question GROUP BY speaker ORDER BY claims DESC
"""
"""As `ledger report` tells of each speaker, at its shortest."""


def _connected(url: str) -> Any:  # noqa: ANN401 - a connection of psycopg
    import psycopg  # noqa: PLC0415 - an extra, and only here

    return psycopg.connect(url)


def dump(url: str, folder: Path) -> None:
    """Copy the tables of a ledger into files of their names; this is not measured."""
    folder.mkdir(parents=True)
    with _connected(url) as connection:
        for (name,) in connection.execute(TABLES).fetchall():
            told = f"COPY {name} TO STDOUT (FORMAT binary)"
            with (folder / name).open("wb") as file, connection.cursor().copy(told) as parts:
                file.writelines(parts)


def copy(work: Work, url: str, folder: str) -> None:
    """Copy such files into an empty ledger, by ``COPY`` in one transaction."""
    with _connected(url) as connection, work:
        for path in sorted(Path(folder).iterdir()):
            told = f"COPY {path.name} FROM STDIN (FORMAT binary)"
            with path.open("rb") as file, connection.cursor().copy(told) as target:
                while block := file.read(BLOCK):
                    target.write(block)
        connection.commit()


def sql(work: Work, url: str) -> None:
    """Ask `QUERY` of a ledger's own tables."""
    with _connected(url) as connection, work:
        connection.execute(QUERY).fetchall()
