"""What is called done was read back: a database that keeps nothing is found out at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk
from conftest import Clock
from examples import FORMULA, add
from test_contract import held
from test_postgresql import name_of

from ledger.book.ledger import Ledger
from ledger.errors import StoreTrouble
from ledger.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from postgres import Server

TABLES: Final = [*metadata.tables]
IGNORING: Final = "CREATE TRIGGER quiet BEFORE INSERT ON {} BEGIN SELECT RAISE(IGNORE); END"
HIDDEN: Final = (
    "PRAGMA writable_schema = ON;"
    "UPDATE sqlite_master SET type = 'TRIGGER' WHERE name = 'quiet';"
    "PRAGMA writable_schema = OFF"
)
NULLING: Final = """
CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {}
END $$;
CREATE TRIGGER quiet BEFORE {} ON {} FOR EACH ROW EXECUTE FUNCTION quiet()
"""


ANSWER: Final = {"by": "N", "date": "2023-07-03", "text": "It was so."}


def filled(ledger: Ledger, path: Path) -> None:
    """Enter what `live` goes on with."""
    ledger.import_([path])
    ledger.record("formula", {"verdict": "in-progress", "evidence": [{"url": "https://a.example"}]})
    add(ledger, id="again", speaker="O. Reznikov")
    ledger.merge("O. Reznikov", "Oleksii Reznikov", "One man.")
    ledger.respond("again", ANSWER)


def live(ledger: Ledger) -> None:
    """Touch every table in one command after the other, until one is refused."""
    ledger.add({"id": "n", "speaker": "N", "statement": "S."}, {"publisher": "P", "id": "p"})
    evidence = [{"url": "https://b.example"}]
    ledger.record("n", {"verdict": "happened", "evidence": evidence})
    ledger.merge("N", "Oleksii Reznikov", "One man.")
    ledger.respond("n", ANSWER)


ENDING: Final[dict[str, Callable[[Ledger], object]]] = {
    "ids": lambda ledger: ledger.amend("doubt", {"question": "again"}, "Misread."),
    "sources": lambda ledger: ledger.amend("jt", {"title": "The summit"}, "Seen."),
    "questions": lambda ledger: ledger.amend("formula", {"criteria": "So."}, "Clearer."),
    "claims": lambda ledger: ledger.amend("reznikov", {"role": "minister"}, "Known."),
    "outcomes": lambda ledger: ledger.amend("formula#1", {"note": "More."}, "More to say."),
    "evidence": lambda ledger: ledger.amend("formula#1", {"note": "More."}, "More to say."),
    "responses": lambda ledger: ledger.amend("again#r1", {"text": "It will be."}, "Mistyped."),
    "aliases": lambda ledger: ledger.unmerge("O. Reznikov", "Not the same."),
}
"""What ends a row of a table."""


def refused(
    place: str,
    act: Callable[[Ledger], object],
    table: str,
    clock: Callable[[], datetime] | None = None,
) -> None:
    """See that a deed is refused in one sentence that names the table, and keeps nothing of it."""
    with Ledger(place, recorder="desk", clock=clock) as ledger:
        with pytest.raises(StoreTrouble, match=f"did not keep .* of {table} as they were") as why:
            act(ledger)
        assert "ledger verify" in why.value.cure


@pytest.fixture
def article(write: Callable[[str, str], Path]) -> Path:
    """A claim file."""
    return write("formula.toml", FORMULA)


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("table", [one for one in TABLES if one != "tiles"])
def test_what_a_trigger_ignores_is_not_called_done(
    ledger: Ledger,
    article: Path,
    table: str,
    hidden: bool,  # noqa: FBT001 - a case
) -> None:
    filled(ledger, article)
    with closing(sqlite3.connect(ledger.place)) as raw:
        raw.executescript(IGNORING.format(table) + (f";{HIDDEN}" if hidden else ""))
    refused(ledger.place, live, table, Clock())
    (found,) = ledger.verify().damage
    assert (found.kind, found.table) == ("inserted", "guards")
    assert "quiet" in found.message


def test_a_trigger_on_every_table_keeps_add_from_saying_added(
    ledger: Ledger, tmp_path: Path
) -> None:
    add(ledger)
    with closing(sqlite3.connect(ledger.place)) as raw:
        for table in TABLES:
            statement = IGNORING.format(table).replace("quiet", f"quiet_{table}")
            raw.executescript(statement)
    before = held(ledger.place)
    told = Desk(tmp_path).refused(
        "add", "--publisher", "P", "--speaker", "A", "--statement", "S.", "--id", "a"
    )
    assert told.startswith("The database did not keep 3 of 3 new rows of journal")
    assert "Traceback" not in told
    assert held(ledger.place) == before


def test_a_full_tile_is_read_back_too(ledger: Ledger, write: Callable[[str, str], Path]) -> None:
    with closing(sqlite3.connect(ledger.place)) as raw:
        raw.executescript(IGNORING.format("tiles"))
    claims = "".join(
        f'[[claim]]\nid = "c{n}"\nspeaker = "A"\nstatement = "S {n}."\n' for n in range(200)
    )
    path = write("many.toml", f'[source]\nid = "p"\npublisher = "P"\n{claims}')
    refused(ledger.place, lambda opened: opened.import_([path]), "tiles", Clock())
    assert ledger.log() == []


@pytest.mark.slow
@pytest.mark.parametrize("table", ENDING)
def test_a_row_that_is_not_ended_is_not_called_ended(
    ledger: Ledger, article: Path, table: str
) -> None:
    filled(ledger, article)
    with closing(sqlite3.connect(ledger.place)) as raw:
        raw.executescript(IGNORING.format(table).replace("INSERT", "UPDATE"))
    refused(ledger.place, ENDING[table], table, Clock())


# On PostgreSQL


@pytest.mark.parametrize("table", [one for one in TABLES if one != "tiles"])
def test_what_a_trigger_of_postgresql_leaves_out_is_not_called_done(
    postgres_ledger: str, postgres_server: Server, article: Path, table: str
) -> None:
    with Ledger(postgres_ledger, recorder="desk") as ledger:
        filled(ledger, article)
    harm = NULLING.format("RETURN NULL;", "INSERT", table)
    postgres_server.run(harm, name_of(postgres_ledger))
    refused(postgres_ledger, live, table)


@pytest.mark.parametrize("table", ENDING)
def test_a_row_that_a_rule_or_trigger_keeps_open_is_not_called_ended(
    postgres_ledger: str, postgres_server: Server, article: Path, table: str
) -> None:
    with Ledger(postgres_ledger, recorder="desk") as ledger:
        filled(ledger, article)
    for harm, undo in (
        (
            NULLING.format("RETURN NULL;", "UPDATE", table),
            f"DROP TRIGGER quiet ON {table}; DROP FUNCTION quiet",
        ),
        (f"CREATE RULE quiet AS ON UPDATE TO {table} DO INSTEAD NOTHING", ""),
    ):
        postgres_server.run(harm, name_of(postgres_ledger))
        refused(postgres_ledger, ENDING[table], table)
        if undo:
            postgres_server.run(undo, name_of(postgres_ledger))


def test_a_rule_on_insertions_does_not_lose_them(
    postgres_ledger: str, postgres_server: Server
) -> None:
    """The program inserts by COPY, which knows no rules."""
    for table in TABLES:
        harm = f"CREATE RULE quiet AS ON INSERT TO {table} DO INSTEAD NOTHING"
        postgres_server.run(harm, name_of(postgres_ledger))
    with Ledger(postgres_ledger) as ledger:
        add(ledger)
        assert len(ledger.log()) == 3


def test_a_trigger_that_waits_for_the_end_is_not_waited_for(
    postgres_ledger: str, postgres_server: Server
) -> None:
    """A deferred trigger runs when the rows were read back already, if it is let."""
    harm = """
      DROP TRIGGER claims_delete ON claims;
      CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN DELETE FROM claims; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER quiet AFTER INSERT ON claims
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION quiet()
    """
    postgres_server.run(harm, name_of(postgres_ledger))
    refused(postgres_ledger, add, "claims")


def test_what_was_changed_on_its_way_is_found(
    postgres_ledger: str, postgres_server: Server
) -> None:
    body = "NEW.speaker = 'Somebody'; RETURN NEW;"
    postgres_server.run(NULLING.format(body, "INSERT", "claims"), name_of(postgres_ledger))
    refused(postgres_ledger, add, "claims")
