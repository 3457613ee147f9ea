"""SQLite and PostgreSQL keep one contract: same commands, same answers to the byte, same root."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from commands import ARTICLE, CLAIMS, Desk
from conftest import Clock
from examples import add
from histories import empty_ledgers, histories, live
from hypothesis import HealthCheck, given, settings
from sqlalchemy import inspect, select
from test_store import leaves, plain_root

from ledger.book.ledger import Ledger
from ledger.errors import Refusal
from ledger.model.filters import Filters
from ledger.store.opening import open_database
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import postgres
    from click.testing import Result
    from histories import Step

READINGS = (
    ("list",),
    ("list", "--full"),
    ("list", "--format", "json"),
    ("due",),
    ("due", "--format", "json"),
    ("log",),
    ("log", "--format", "json"),
    ("corrections",),
    ("corrections", "--format", "json"),
    ("disputes",),
    ("report", "--format", "json"),
    *(
        ("report", "--by", by)
        for by in ("speaker", "publisher", "topic", "kind", "wording", "year", "source")
    ),
)
"""What is asked of both, whatever they hold."""

AWKWARD = (
    "plain",
    "Zoë",
    "zoe",
    "Zoe\u0301",
    "ZOE",
    "ÄRA",
    "Ara",
    "ara",
    "élan",
    "eland",
    "😀 smile",
    "👩\u200d🚀",
    "岸田文雄",
    "カタカナ",
    "ﬁnance",
    "İstanbul",
    "straße",
    "100%",
    "a_b",
    "axb",
    "back\\slash",
    "'quoted' \"twice\"",
    "$1 :name %(x)s ?",
    "x" * 3000,
    "-- comment; DROP TABLE journal",
    "\u00a0blank",
    "\uffff end",
    "~tilde",
    "_under",
)
"""Texts whose order, case or signs two databases might see differently."""


class Pair:
    """Two desks that do the same, one with a file and one with a database on a server."""

    def __init__(self, folder: Path, url: str) -> None:
        self.desks = (Desk(folder), Desk(folder))
        self.desks[1].database = url  # type: ignore[assignment]

    def __call__(self, *arguments: str | Path, stdin: str | None = None) -> Result:
        """Run a command on both; the answers are the same but for the ledger's name."""
        first, second = (desk(*arguments, stdin=stdin) for desk in self.desks)
        assert first.exit_code == second.exit_code, (arguments, first.output, second.output)
        assert first.stdout == second.stdout
        assert first.stderr == second.stderr
        return first

    def done(self, *arguments: str | Path) -> str:
        """Run a command that works on both."""
        result = self(*arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, *arguments: str | Path) -> str:
        """Run a command that both refuse."""
        result = self(*arguments)
        assert result.exit_code == 1, result.output
        return result.stderr

    def read(self, *more: str) -> None:
        """Ask both everything, and look at the rows and the roots."""
        for arguments in READINGS:
            self.done(*arguments, *more)
        (file, server), (tree, other) = zip(*map(held, self.places()), strict=True)
        assert file == server
        assert tree == other == plain_root(leaves(self.places()[1]))

    def places(self) -> tuple[str, str]:
        """The file and the URL."""
        file, url = (str(desk.database) for desk in self.desks)
        return file, url


def held(place: str) -> tuple[dict[str, list[Any]], bytes]:
    """All rows of all tables of the ledger at a place, in order of their keys, and its root."""
    with open_database(place).reading() as connection:
        rows = {
            name: list(map(tuple, connection.execute(select(table).order_by(*table.primary_key))))
            for name, table in metadata.tables.items()
        }
    with Ledger(place) as ledger:
        return rows, ledger.root()


@pytest.fixture
def pair(
    tmp_path: Path,
    postgres_ledger: str,
    empty_ledger: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> Pair:
    """Two desks with empty ledgers and one clock."""
    monkeypatch.setattr("ledger.book.ledger.utc_now", clock)
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Pair(tmp_path, postgres_ledger)


@pytest.mark.slow
def test_one_day_after_another_both_do_and_say_the_same(pair: Pair, clock: Clock) -> None:
    source = ("--publisher", "The Japan Times", "--published", "2023-07-03")
    clock.set("2026-06-01")
    pair.read()
    pair.done("import", ARTICLE)
    pair.done(
        "add", *source, "--url", "https://news.example/a", "--speaker", "Ann",
        "--statement", "It rains.", "--due", "next week", "--id", "rain",
    )  # fmt: skip
    pair.done(
        "add", "--url", "https://news.example/a", "--publisher", "The Japan Times",
        "--question", "rain", "--speaker", "Bea", "--stance", "against", "--probability", "0.25",
    )  # fmt: skip
    pair.read()
    clock.set("2026-06-20")
    pair.done("record", "rain", "in-progress", "--note", "Clouds.", "--yes")
    pair.done(
        "record", "rain", "happened", "--on", "2023-07-12", "--yes",
        "--evidence", "https://news.example/b", "--evidence", "https://news.example/c",
    )  # fmt: skip
    pair.refused("record", "rain", "did-not-happen", "--yes")
    pair.done("record", "rain", "did-not-happen", "--yes", "--reason", "It was another place.")
    pair.refused("amend", "rain", "--speaker", "Cleo")
    pair.done("amend", "rain", "--speaker", "Cleo", "--reason", "Misheard.")
    pair.done("amend", "bea-rain", "--question", "two-percent-floor", "--reason", "The same.")
    pair.done("withdraw", "rain", "--reason", "Not said.")
    pair.done("undo", "--yes")
    pair.done("amend", "rain#3", "--verdict", "unclear", "--reason", "A slip.", "--yes")
    pair.read()
    pair.done("undo", "--yes", "--format", "json")
    pair.refused("undo", "--yes")
    pair.done("withdraw", "rain#1", "--reason", "Not news.")
    pair.done("withdraw", "two-percent-floor", "--reason", "Said by another.")
    pair.refused("withdraw", "nothing")
    pair.refused("show", "two-percent-flor")
    pair.done("import", ARTICLE)
    pair.read()
    pair.read("--as-of", "2026-06-05")
    pair.read("--as-of", "40@2026-06-19")
    for identifier in ("rain", "rain#2", "two-percent-floor", "jt-2023-07-nato-vilnius"):
        pair(*("show", identifier))
        pair(*("show", identifier, "--format", "json"))
        pair(*("show", identifier, "--as-of", "2026-06-05"))
    for words in ("rain", "NATO summit", "Céline", "celine", "no-such-word", "%", "_", "\\"):
        pair("search", words)
        pair("search", words, "--as-of", "20@2026-06-05", "--format", "json")


@pytest.mark.slow
def test_the_real_claims_are_the_same_on_both(
    pair: Pair, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clock.set("2026-11-23")
    pair.done("import", CLAIMS.parent)
    pair.done("import", CLAIMS.parent)
    pair.read()
    pair.read("--as-of", "300@2024-01-01")
    for form in ("text", "json", "csv", "md", "html"):
        pair.done("report", "--by", "topic", "--yardstick", "icd203", "--format", form)
    pair.done("compare", "James Black", "Jamie Shea")
    folders = [tmp_path_factory.mktemp("export") for _ in pair.desks]
    for desk, folder in zip(pair.desks, folders, strict=True):
        desk.done("export", "--to", "claims", "-o", folder)
    files, others = (
        {one.relative_to(folder): one.read_bytes() for one in folder.rglob("*.toml")}
        for folder in folders
    )
    assert files == others
    assert len(files) == len(list(CLAIMS.parent.rglob("*.toml")))


@pytest.mark.slow
def test_both_give_the_same_checkpoints_and_proofs_and_check_them(
    pair: Pair, clock: Clock, tmp_path: Path
) -> None:
    early, late, proof = (tmp_path / name for name in ("early", "late", "proof"))
    clock.set("2026-06-01")
    pair.done("import", ARTICLE)
    early.write_text(pair.done("checkpoint"))
    clock.set("2026-06-02")
    pair.done("amend", "two-percent-floor", "--note", "Seen again.", "--reason", "A slip.")
    late.write_text(pair.done("checkpoint"))
    for words in ((), ("--checkpoint", early, "--checkpoint", late), ("--since", early)):
        assert "is whole" in pair.done("verify", *words)
        pair.done("verify", *words, "--format", "json")
    proof.write_text(pair.done("prove", "two-percent-floor", "--checkpoint", early))
    assert "This claim was in the ledger" in pair.done("verify", "--proof", proof)
    assert "has another root hash" in pair.refused(
        "prove", "two-percent-floor", "--checkpoint", another(early, tmp_path / "another")
    )


def another(path: Path, place: Path) -> Path:
    """A checkpoint with another root hash."""
    origin, size, _ = path.read_text().splitlines()
    place.write_text(f"{origin}\n{size}\n{'A' * 43}=\n")
    return place


@pytest.mark.slow
def test_awkward_texts_are_kept_found_and_sorted_alike(pair: Pair, clock: Clock) -> None:
    for place in pair.places():
        with Ledger(place, recorder="Zoë 😀", clock=clock) as ledger:
            for number, text in enumerate(AWKWARD):
                claim = {
                    "id": f"{'cC'[number % 2]}{number}",
                    "speaker": text,
                    "statement": f"{text} comes about.",
                    "topics": [text.strip(), f"t{number % 3}"],
                    "note": text * 7,
                }
                source = {"publisher": text[::-1], "url": f"https://news.example/{number}/{text}"}
                if number % 4:
                    claim["due"] = f"2023-08-{number % 28 + 1:02d}"
                ledger.add(claim, source)
    pair.read()
    for text in AWKWARD:
        for option in ("--speaker", "--publisher", "--topic"):
            pair("list", f"{option}={text}", "--format", "json")
        pair("search", "--", text)
        pair("show", text[:200])
    with Ledger(pair.places()[1]) as ledger:
        assert {one.speaker for one in ledger.search("zoe")} == {"Zoë", "zoe", "Zoe\u0301", "ZOE"}
        assert [one.speaker for one in ledger.list(Filters(topic=("a_b",)))] == ["a_b"]


@pytest.mark.slow
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories())
def test_any_history_leaves_the_same_on_both(
    empty_ledger: Path, postgres_server: postgres.Server, history: list[Step]
) -> None:
    name = postgres_server.fresh()
    try:
        told = []
        clock = Clock()
        with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
            live(ledger, clock, history)
            told.append((held(ledger.place), everything(ledger)))
        clock = Clock()
        with Ledger(postgres_server.url(name), recorder="desk", clock=clock) as ledger:
            live(ledger, clock, history)
            told.append((held(postgres_server.url(name)), everything(ledger)))
    finally:
        postgres_server.drop(name)
    assert told[0] == told[1]


def everything(ledger: Ledger) -> list[object]:
    """What a ledger answers, now and as it would have halfway."""
    now = ledger.moment()
    asked: list[Callable[[str], object]] = [
        lambda then: ledger.list(as_of=then),
        lambda then: ledger.withdrawn(as_of=then),
        lambda then: ledger.log(as_of=then),
        ledger.corrections,
        lambda then: ledger.due(as_of=then),
        lambda then: ledger.disputes(as_of=then),
        ledger.export,
        lambda then: ledger.search("s t", as_of=then),
        ledger.root,
        *(lambda then, one=one: shown(ledger, one, then) for one in ("q1", "c3", "s1", "n1")),
    ]
    return [one(then) for one in asked for then in (str(now), f"{now.entry // 2}@{now.day}")]


def shown(ledger: Ledger, identifier: str, then: str) -> object:
    """What `show` answers or why it does not."""
    try:
        return ledger.show(identifier, then)
    except Refusal as refusal:
        return str(refusal)


# What they are by themselves; what each must be, test_backend_contract.py says


def test_a_unit_that_reads_sees_one_state_while_others_write(postgres_ledger: str) -> None:
    """In a file the writer waits for the reader instead."""
    claims = metadata.tables["claims"]
    with Ledger(postgres_ledger) as ledger:
        add(ledger)
        with open_database(postgres_ledger).reading() as connection:
            before = connection.execute(select(claims)).all()
            add(ledger, id="other", speaker="B")
            assert connection.execute(select(claims)).all() == before
        assert len(ledger.list()) == 2


def test_the_tables_are_the_same(pair: Pair) -> None:
    told = []
    for place in pair.places():
        with open_database(place).reading() as connection:
            schema = inspect(connection)
            told.append(
                {
                    name: (
                        [(one["name"], one["nullable"]) for one in schema.get_columns(name)],
                        schema.get_pk_constraint(name)["constrained_columns"],
                        sorted(one["name"] or "" for one in schema.get_indexes(name))
                        if name != "search"  # each finds words by an index of its own kind
                        else [],
                    )
                    for name in schema.get_table_names()
                    if not name.startswith("search_")
                }
            )
    assert told[0] == told[1]


def test_every_text_of_a_key_sorts_by_code_point(postgres_ledger: str) -> None:
    query = (
        "SELECT table_name, column_name FROM information_schema.columns WHERE collation_name"
        " IS DISTINCT FROM 'C' AND data_type = 'text' AND table_schema = 'public'"
    )
    with open_database(postgres_ledger).reading() as connection:
        assert connection.exec_driver_sql(query).all() == []
