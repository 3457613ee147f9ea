"""Features meet each other: every reading command over a ledger that holds everything.

A seeded share of what there is to try is taken in each run, all of it in a long one.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from typing import TYPE_CHECKING, Any

import everything
import pages
import pytest
import sweep
from commands import Desk
from conftest import SEED, many
from markdown_it import MarkdownIt

from ledger.book.ledger import Ledger
from ledger.text import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import postgres

STEP = 10
"""As of every so many entries."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A folder whose ledger is a file with something of everything."""
    made = Desk(tmp_path_factory.mktemp("everything"))
    everything.fill(made.database)
    return made


@pytest.fixture(scope="module")
def postgres_desk(
    postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """The same with a ledger on PostgreSQL."""
    name = postgres_server.empty()
    made = Desk(tmp_path_factory.mktemp("everything-on-postgres"))
    made.database = postgres_server.url(name)  # type: ignore[assignment] - a path or a URL
    everything.fill(postgres_server.url(name))
    yield made
    postgres_server.drop(name)


def moments(desk: Desk) -> list[tuple[str, ...]]:
    """Now, and as of each tenth entry."""
    entries = desk.json("log")
    past = range(STEP, len(entries), STEP)
    return [(), *(("--as-of", f"{n}@{entries[n - 1]['at'][:10]}") for n in past)]


def identifiers(desk: Desk) -> list[str]:
    """The ids of all records that were ever there, but for outcomes and names."""
    kinds = {"source", "question", "claim"}
    return sorted({one["id"] for one in desk.json("log") if one["kind"] in kinds})


def some(desk: Desk, short: int) -> list[tuple[str, ...]]:
    """What to try: a share of all commands with all moments, or in a long run all of them."""
    words = [*sweep.commands(), *sweep.shown(identifiers(desk))]
    everything_there_is = [(*one, *moment) for one in words for moment in moments(desk)]
    size = many(short, len(everything_there_is))
    return random.Random(SEED).sample(everything_there_is, size)  # noqa: S311 - no secret


@pytest.mark.slow
def test_every_reading_command_answers_in_every_form(desk: Desk) -> None:
    for words in some(desk, 250):
        result = desk(*words)
        unknown = result.exit_code == 1 and re.match(r"There is no \w+ ", result.stderr)
        assert result.exit_code == 0 or unknown, (words, result.output)
        if result.exit_code == 0:
            sweep.validate(sweep.form_of(words), result.stdout)


@pytest.mark.slow
def test_both_databases_answer_alike(desk: Desk, postgres_desk: Desk) -> None:
    assert desk.json("log") == postgres_desk.json("log")
    for words in some(desk, 100):
        here, there = desk(*words), postgres_desk(*words)
        assert (here.stdout, here.exit_code) == (there.stdout, there.exit_code), words


@pytest.mark.slow
@pytest.mark.parametrize("by", sweep.BY)
def test_every_form_of_a_report_has_the_same_figures(desk: Desk, by: str) -> None:
    words = ("report", "--by", by, "--min-claims", "1")
    told = json.loads(desk.done(*words, "--format", "json"))
    groups = [one for one in told["groups"] if one["claims"] or one["withdrawn"]]
    wanted = sorted(
        cells(one) for one in [*groups, *[told["total"]] * (by != "kind" and len(groups) > 1)]
    )
    marked = MarkdownIt("commonmark").enable("table").render(desk.done(*words, "--format", "md"))
    assert sorted(figures(first_table(pages.read(f"<main>{marked}</main>")))) == wanted
    page = pages.read(desk.done(*words, "--format", "html"))
    assert sorted(figures(pages.rows(page, "accuracy"))) == wanted
    rows = list(csv.DictReader(io.StringIO(desk.done(*words, "--format", "csv"))))
    for row, figure in zip(rows, [*told["groups"], told["total"]], strict=True):
        for key in ("claims", "scored", "accuracy", "brier", "log_score", "settled", "withdrawn"):
            assert row[key] == ("" if figure[key] is None else str(figure[key])), (row["key"], key)


def cells(figures: dict[str, Any]) -> tuple[str, str, str]:
    """The counts and the accuracy of one group as a table shows them."""
    return (
        f"{figures['claims']:,}",
        f"{figures['scored']:,}",
        percent(figures["accuracy"], 2),
    )


def figures(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The same columns of a table, without its head and the lines that only part it."""
    head, *rest = rows
    places = [head.index(name) for name in ("claims", "scored", "accuracy")]
    whole = [row for row in rest if len(row) == len(head) and any(row[1:])]
    return [tuple(row[at] for at in places) for row in whole]


def first_table(root: Any) -> list[list[str]]:  # noqa: ANN401 - an element
    """The first table of a page."""
    table = next(root.iter("table"))
    return [[pages.text(cell) for cell in row] for row in table.iter("tr")]


@pytest.mark.slow
def test_a_ledger_of_everything_is_whole_and_goes_through_every_door(
    desk: Desk, postgres_desk: Desk, tmp_path: Path
) -> None:
    """What is exported comes back, by claim files and by the journal, from each to the other."""
    for one in (desk, postgres_desk):
        assert one.json("verify")["whole"]
    journal = tmp_path / "journal.jsonl"
    desk.done("export", "--to", "jsonl", "-o", journal)
    copy = Desk(tmp_path)
    copy.done("import", journal)
    assert copy.json("log") == desk.json("log")
    desk.done("export", "--to", "claims", "-o", tmp_path / "claims")
    desk.done("check", tmp_path / "claims")
    again = Ledger(tmp_path / "again.db", recorder="desk", create=True)
    with again, Ledger(desk.database, recorder="desk") as first:
        again.import_([tmp_path / "claims"])
        assert again.export() == first.export()


def test_the_journal_of_everything_has_the_same_root_on_every_database(
    desk: Desk, postgres_desk: Desk
) -> None:
    roots = {desk.done("checkpoint"), postgres_desk.done("checkpoint")}
    assert len(roots) == 1
