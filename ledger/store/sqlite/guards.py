"""The guards as SQLite's triggers, and the statements of its catalogue, read as words.

Two statements with the same words make the same thing, whether they were written at once or grown
by ALTER TABLE.  Quotes stay where they are, for ``"NOT" "NULL"`` is part of a type and no
constraint; letters are folded as SQLite does, which knows the case of ASCII only.

Beside those on updates and deletions, a third trigger on each table looks at what is inserted:
``INSERT OR REPLACE`` removes the row that is in its way without a word to the others.  What is in
its way may bear the same key or the same rowid.

Source: https://www.sqlite.org/lang_keywords.html and the tokenizer of SQLite
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.store.backend import Part
from ledger.store.catalogue import CLOSED_ONCE, FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Table


MASTER: Final = (
    "SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(sql AS BLOB)"
    " FROM sqlite_master ORDER BY rowid"
)

WORD: Final = re.compile(
    r"""(?P<gap>[ \t\n\f\r]+|--[^\n]*|/\*(?:.*?\*/|.*))
    |(?P<text>[xX]?'(?:[^']|'')*')
    |(?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])
    |(?P<word>[\w$\x80-\U0010ffff]+)
    |(?P<sign><>|[<>=!]=|\|\||<<|>>|->>?|.)""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)

FOLDED: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)

OF_TABLES: Final = {"constraint", "primary", "unique", "check", "foreign"}
"""What begins a part of a table that is no column."""

KINDS: Final = ("table", "index", "trigger", "view")


def master(execute: Callable[[str], Iterable[Any]]) -> Iterator[tuple[str, str, str, str]]:
    """The rows of SQLite's catalogue: type, name, table and statement, whatever they are made of.

    They are read as bytes, for SQLite runs a statement whatever kind of value it is kept as.
    """
    for row in execute(MASTER):
        kind, name, table, sql = ((one or b"").decode(errors="surrogateescape") for one in row)
        yield kind, name, table, sql


def words_of(statement: str) -> list[str]:
    """The words of a statement; names in any quotes come in double ones."""
    found = []
    for match in WORD.finditer(statement):
        kind, word = match.lastgroup, match.group()
        if kind == "quoted":
            found.append(f'"{plain(word).replace(chr(34), chr(34) * 2)}"')
        elif kind != "gap":
            found.append(word if kind == "text" else word.translate(FOLDED))
    return found


def plain(word: str) -> str:
    """A name without its quotes, folded."""
    ends = {'"': '"', "'": "'", "`": "`", "[": "]"}
    end = ends.get(word[0])
    inner = word[1:-1].replace(end * 2, end) if end else word
    return inner.translate(FOLDED)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a CREATE statement makes: of which kind, its name, and the table that it is about."""

    kind: str
    name: str
    table: str
    words: tuple[str, ...]

    @property
    def shape(self) -> str:
        """All its words."""
        return " ".join(self.words)

    @property
    def is_plain_index(self) -> bool:
        """Whether it makes an index that only helps to find: of columns, all rows, none refused."""
        if self.words[:2] != ("create", "index") or "where" in self.words:
            return False
        listed = self.words[self.words.index("(") :]
        return listed.count("(") == 1 and listed[-1] == ")"


def read(sql: str) -> Statement:
    """What a statement of the catalogue makes; what cannot be read is of the kind ``entry``."""
    words = words_of(sql)
    place = next((n for n, word in enumerate(words[:4]) if word in KINDS), None)
    if words[:1] != ["create"] or place is None or place + 1 >= len(words):
        return Statement("entry", "", "", tuple(words))
    kind, name = words[place], plain(words[place + 1])
    table = name
    if kind in {"index", "trigger"} and "on" in words[place:-1]:
        table = plain(words[words.index("on", place) + 1])
    return Statement(kind, name, table, tuple(words))


def parts_of(statement: Statement) -> Iterator[tuple[str, str, str]]:
    """The parts of a table as (kind, name, all that is said of it), the table itself first."""
    usual = statement.words[:2] == ("create", "table") and statement.words[3:4] == ("(",)
    if not usual:
        yield "table", statement.name, statement.shape
        return
    *definitions, end = _split(statement.words[3:])
    yield "table", statement.name, " ".join(["table", *end])
    for definition in definitions:
        first = definition[0]
        if first == "constraint":
            yield "constraint", f"{statement.name}.{plain(definition[1])}", " ".join(definition[2:])
        elif first in OF_TABLES:
            yield "constraint", f"{statement.name}: {' '.join(definition)}", " ".join(definition)
        else:
            yield "column", f"{statement.name}.{plain(first)}", " ".join(definition[1:])


def _split(words: Sequence[str]) -> list[list[str]]:
    """What stands in brackets, parted at its commas, and what stands behind them."""
    parts: list[list[str]] = [[]]
    depth = 0
    for number, word in enumerate(words):
        depth += {"(": 1, ")": -1}.get(word, 0)
        if not depth:
            return [*filter(None, parts), list(words[number + 1 :])]
        if depth == 1 and word == ",":
            parts.append([])
        elif depth > 1 or word != "(":
            parts[-1].append(word)
    return [*filter(None, parts), []]


def statements() -> list[str]:
    """The statements that set up the guards where there are none."""
    return list(_by_name().values())


def expected() -> list[Part]:
    """The guards that there should be, each with the statement that makes it."""
    return [Part("guard", name, statement) for name, statement in _by_name().items()]


def found(connection: Connection) -> list[Part]:
    """The triggers there are, each with its statement.

    They are known by these, for their rows may call themselves anything; the text of one whose row
    does says so.
    """
    there = []
    for *says, sql in master(connection.exec_driver_sql):
        made = read(sql)
        if made.kind == "trigger":
            odd = "" if says == [made.kind, made.name, made.table] else f", kept as {says}"
            there.append(Part("guard", made.name, f"{sql}{odd}"))
    return there


def drop_triggers(connection: Connection) -> None:
    """Take away the triggers there are."""
    for part in found(connection):
        connection.exec_driver_sql(f'DROP TRIGGER IF EXISTS "{part.name}"')


def _by_name() -> dict[str, str]:
    """The statement that makes each trigger, by its name."""
    made: dict[str, str] = {}
    for table in FROZEN:
        refusal = f"{table.name} is only ever added to"
        made |= _trigger(table, "UPDATE", "", refusal)
    for table in CLOSED_ONCE:
        refusal = f"in {table.name} only replaced_by is set, and once"
        made |= _trigger(table, "UPDATE", f" WHEN NOT ({_closes(table)})", refusal)
    for table in (*FROZEN, *CLOSED_ONCE):
        refusal = f"{table.name} is only ever added to"
        made |= _trigger(table, "DELETE", "", refusal)
        made |= _trigger(table, "INSERT", f" WHEN {_in_the_way(table)}", refusal)
    return made


def _trigger(table: Table, event: str, when: str, refusal: str) -> dict[str, str]:
    name = f"{table.name}_{event.lower()}"
    action = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    return {name: f"CREATE TRIGGER {name} BEFORE {event} ON {table.name}{when} {action}"}


def _closes(table: Table) -> str:
    """Whether an update sets ``replaced_by`` for the first time, and nothing else."""
    # IS, not =, which is null where a side is null: a trigger whose WHEN is null does not fire.
    # The rowid is among them, for a row can be moved to another's place by it.
    others = ["rowid", *(column.name for column in table.columns if column.name != "replaced_by")]
    same = [f"NEW.{name} IS OLD.{name}" for name in others]
    return " AND ".join(["OLD.replaced_by IS NULL", "NEW.replaced_by IS NOT NULL", *same])


def _in_the_way(table: Table) -> str:
    """Whether there is a row that one to be inserted would replace."""
    key = " AND ".join(f"{column.name} = NEW.{column.name}" for column in table.primary_key.columns)
    by_rowid, by_key = (
        f"EXISTS (SELECT 1 FROM {table.name} WHERE {condition})"  # noqa: S608 - our own names
        for condition in ("rowid = NEW.rowid", key)
    )
    return f"{by_rowid} OR {by_key}"
