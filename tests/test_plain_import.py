"""Plain files are imported in one pass: to the same entries, rows and words as with all care.

Each sheet goes into two ledgers, one of which is always careful.  40 pairs; with LEDGER_LONG=1,
2,000.
"""

from __future__ import annotations

import csv
import gc
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from conftest import SEED, many, unsynced
from sqlalchemy import event

from ledger.book.importing import run
from ledger.book.ledger import Ledger
from ledger.errors import ProblemsFound
from ledger.formats.table.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ledger.formats.table.layout import Layout

NOW = datetime(2023, 7, 5, 12, tzinfo=UTC)
HEAD = [
    "id",
    "question",
    "speaker",
    "quote",
    "wording",
    "stance",
    "probability",
    "made",
    "statement",
    "due",
    "topics",
    "source",
    "publisher",
    "published",
    "title",
    "url",
    "verdict",
    "happened_on",
    "value",
    "evidence_url",
    "reason",
]
TABLES = ("ids", "sources", "questions", "claims", "outcomes", "evidence", "search", "tiles")
WORDS = ("rain", "falls", "taxes", "rise", "by", "2030", "Ωmega", "don't", "naïve", "50%")
ODD = (
    "next week", " blank ", "a\nb", "\u200bx", "'=1", "&amp;", "2023-13", "2023", "0.55", "1.5",
    "yes", "?", "Kept", "partly", "Promise Kept", "Half True", "Not started", "Did not happen",
    "https://a.example | https://b.example", '["x", "y"]', "https://a.example and b",
    "unnamed people", "javascript:x", "q1", "c1", "s1", "x;y", "",
    "70%", "9/18/2022", "2022-01-01T10:00:00Z", "45000", "70", "Total",
    "2023-07-06", "2023-07-05", "happened", "against", '"', "'x'", "\u0142\u00f3d\u017a",
)  # fmt: skip


class Sheets:
    """Sheets drawn by chance: questions with some claims each, which now and then are odd."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.sources = [self._source(n) for n in range(4)]
        self.questions = [self._question(n) for n in range(6)]

    def rows(self, odds: float) -> list[list[str]]:
        chance, rows = self.chance, []
        for n, number in enumerate(chance.sample(range(60), chance.randrange(1, 12))):
            row = {
                "id": f"c{number}",
                "speaker": self._one("Ann Lee", "Bea", "ann lee"),
                "quote": self._text(6),
                "stance": self._one("", "", "for"),
                "probability": self._one("", "0.5", "0.70", "1", "70%"),
                "wording": self._one("", "likely"),
                "made": self._one("", "2022-01-01"),
                **chance.choice(self.sources),
                **chance.choice(self.questions),
            }
            if n % 4 == 0:  # its own question
                row |= {"question": "", "statement": self._text(8)}
            if chance.random() < odds:
                row[chance.choice(HEAD)] = chance.choice(ODD)
            rows.append([row.get(one, "") for one in HEAD])
        return rows

    def _one(self, *texts: str) -> str:
        return self.chance.choice(texts)

    def _text(self, words: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=words))

    def _source(self, n: int) -> dict[str, str]:
        return {
            "source": f"s{n}",
            "publisher": self._one("The Post", "the post", "Hub"),
            "published": self._one("", "2022-02-03", "2022-12"),
            "title": self._text(3),
            "url": self._one("", f"https://press.example/{n}"),
        }

    def _question(self, n: int) -> dict[str, str]:
        due, verdict, happened, value = self.chance.choice(VERDICTS)
        return {
            "question": f"q{n}",
            "statement": self._text(5),
            "topics": self._one("", "a; b", "c"),
            "due": due,
            "verdict": verdict,
            "happened_on": happened,
            "value": value,
            "evidence_url": verdict and self._one("", "https://e.example/1 https://e.example/2"),
        }


VERDICTS = (
    ("", "", "", ""), ("2024-01-31", "", "", ""), ("2023-01-31", "happened", "2023-01-31", ""),
    ("2023-01-31", "late", "2023-02-01", ""), ("2023-01-31", "partly", "", "0.25"),
    ("2023-01-31", "did-not-happen", "", ""), ("2024-12-31", "did-not-happen", "2023-01-01", ""),
    ("", "unclear", "", ""), ("2024-01-31", "happened", "2023-06-30", ""),
)  # fmt: skip


def content(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as raw:
        return {
            table: raw.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()  # noqa: S608
            for table in TABLES
        } | {"journal": raw.execute("SELECT * FROM journal ORDER BY seq").fetchall()}


def told(act: Callable[[], object]) -> object:
    """What an import answers, or what is wrong."""
    try:
        return act()
    except ProblemsFound as found:
        return found.problems


def into_both(ledgers: Sequence[Ledger], *paths: Path, **options: Any) -> object:  # noqa: ANN401
    quick, careful = ledgers
    with mock.patch.object(run, "import_plain", return_value=None):
        meant = told(lambda: careful.import_(paths, **options))
    assert told(lambda: quick.import_(paths, **options)) == meant
    assert quick.root() == careful.root()
    return meant


@pytest.fixture
def ledgers(tmp_path: Path) -> Iterator[tuple[Ledger, Ledger]]:
    with unsynced():
        yield pair(tmp_path)


def pair(folder: Path) -> tuple[Ledger, Ledger]:
    first, second = (
        Ledger(folder / name, recorder="desk", clock=lambda: NOW, create=True)
        for name in ("quick.db", "careful.db")
    )
    return first, second


def write(path: Path, rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


@pytest.mark.parametrize("number", range(many(40, 2000)))
@pytest.mark.parametrize("odds", [0.0, 0.1])
def test_sheets_are_entered_as_with_all_care(tmp_path: Path, number: int, odds: float) -> None:
    sheets = Sheets(Random(SEED + number))  # noqa: S311 - nothing is secret
    with unsynced():
        ledgers = pair(tmp_path)
        for n in range(2):
            first = write(tmp_path / f"{n}-1.csv", sheets.rows(odds))
            second = write(tmp_path / f"{n}-2.csv", sheets.rows(odds))
            into_both(ledgers, first, dry_run=True)
            into_both(ledgers, first)
            into_both(ledgers, first, second)
            into_both(ledgers, second, skip_bad=True)
    assert content(tmp_path / "quick.db") == content(tmp_path / "careful.db")


def good_rows(claims: int, sources: int) -> list[list[str]]:
    """Rows as they come from a desk's own list, with nothing odd about them."""
    row = {
        "speaker": "Ann",
        "publisher": "The Post",
        "published": "2022-05-01",
        "due": "2023-01-01",
    }
    return [
        [
            str(
                {
                    **row, "id": f"c{n}", "question": f"q{n // 2}", "quote": f"It rains {n}.",
                    "statement": f"It rains {n // 2}.", "source": f"s{n % sources}",
                    "due": "2023-01-01", "verdict": "happened", "happened_on": "2022-06-01",
                    "evidence_url": f"https://e.example/{n // 2}",
                }.get(one, "")
            )
            for one in HEAD
        ]
        for n in range(claims)
    ]  # fmt: skip


def is_plain(ledger: Ledger, path: Path) -> bool:
    """Whether a sheet is imported without the careful import."""
    with mock.patch.object(run, "import_bundles", side_effect=AssertionError):
        try:
            ledger.import_([path])
        except AssertionError:
            return False
    return True


def test_a_good_sheet_takes_the_quick_way_at_first_and_again(
    tmp_path: Path, ledgers: tuple[Ledger, Ledger]
) -> None:
    path = write(tmp_path / "sheet.csv", good_rows(3000, 100))
    assert is_plain(ledgers[0], path)
    assert is_plain(ledgers[0], path)
    more = write(tmp_path / "more.csv", good_rows(3100, 100)[3000:])
    assert is_plain(ledgers[0], more)
    ledgers[1].import_([path])
    ledgers[1].import_([more])
    assert content(tmp_path / "quick.db") == content(tmp_path / "careful.db")


def test_no_statement_has_more_variables_than_sqlite_may_allow(
    tmp_path: Path, ledgers: tuple[Ledger, Ledger]
) -> None:
    """999 are the fewest that a SQLite is built with."""
    for one in ledgers:
        event.listen(
            one._database.engine,  # noqa: SLF001 - where the limit is set
            "connect",
            lambda raw, _: raw.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999),
        )
    path = write(tmp_path / "sheet.csv", good_rows(2400, 1200))
    into_both(ledgers, path)
    into_both(ledgers, path)
    changed = good_rows(2400, 1200)
    for row in changed:
        row[HEAD.index("quote")] += " Again."
    into_both(ledgers, write(path, changed))
    assert content(tmp_path / "quick.db") == content(tmp_path / "careful.db")


def test_no_sheet_is_in_memory_once_it_was_read(tmp_path: Path) -> None:
    """Without anybody who seeks cycles: the program does so seldom, for that takes its time."""
    paths = [tmp_path / f"{number}.csv" for number in range(3)]
    for number, path in enumerate(paths):
        cells = [f"c{number}", f"Rain falls {number}.", "2030", "Ann", "The Post", "2023-07-01"]
        path.write_text("id,statement,due,speaker,publisher,published\n" + ",".join(cells) + "\n")
    kept: list[Layout] = []
    gc.collect()
    gc.disable()
    try:
        with pair(tmp_path)[0] as ledger:
            done = ledger.import_(
                paths, understood=lambda one: kept.append(one.beginning(with_rows=False))
            )
        left = [one for one in gc.get_objects() if type(one) is Sheet]
    finally:
        gc.enable()
    assert done.added["claim"] == len(kept) == len(paths)
    assert left == []
