"""The tables of a lake: their columns, and how rows of the ledger become batches of them.

Each table of the ledger is there with all its columns but ``replaced_by``, which later entries set:
what they ended stands in the table `ENDINGS`.  Beside them stand columns that follow from the row
itself, so that an engine need not know how: names as they are compared (``speaker_key``), days as
dates (``due_day``), the side that a claim takes (``side``), its probability (``p``) and what a
verdict is worth (``credit``) and came to (``y``) as numbers.  What hangs on other rows, or on the
day that counts as today, is no fact of a row, and is left to whoever asks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ledger.lake.libraries import arrow
from ledger.model.claim import UNNAMED
from ledger.model.forecast import BINARY, of_canonical, side, stated
from ledger.model.name_keys import name_key
from ledger.model.outcome import worth
from ledger.store.row_versions import VERSIONED, columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

ENDINGS: Final = "endings"
JOURNAL: Final = "journal"
CHANGES: Final = "changes"
TABLES: Final = (*VERSIONED, ENDINGS, JOURNAL, CHANGES)
"""All that there are."""

TEXT, NUMBER, SHARE, DAY, FLAG, TEXTS = "text", "number", "share", "day", "flag", "texts"
"""The sorts of columns; `schema` says what each is to Arrow."""

OTHERS: Final[Mapping[str, Mapping[str, str]]] = {
    ENDINGS: {
        "table": TEXT, "id": TEXT, "n": NUMBER, "entry": NUMBER, "replaced_by": NUMBER,
        "undone": FLAG,
    },
    JOURNAL: {
        "entry": NUMBER, "at": TEXT, "by": TEXT, "kind": TEXT, "id": TEXT, "body": TEXT,
        "leaf": TEXT,
    },
    CHANGES: {"entry": NUMBER, "kind": TEXT, "id": TEXT},
}  # fmt: skip
"""The columns of the tables that are no table of the ledger.

``changes`` are of claims and questions that were changed after the fact, and by which entries; of
kind `UNDONE` it is no claim, but the number of an entry that another took back at once, so that it
changed nothing.
"""

UNDONE: Final = "undone"


@lru_cache(maxsize=16_384)
def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@lru_cache(maxsize=16_384)
def _key(name: str | None) -> str | None:
    return None if name is None else name_key(name)


@lru_cache(maxsize=4_096)
def _number(text: str | None) -> float | None:
    return None if text is None else float(of_canonical(text))


def _keys(texts: str | None) -> list[str]:
    return [] if texts is None else list(dict.fromkeys(map(name_key, json.loads(texts))))


def _side(stance: str | None, probability: str | None) -> str:
    return side(stance, None if probability is None else stated(of_canonical(probability)))


def _credit(verdict: str | None, value: str | None) -> float | None:
    if verdict is None:
        return None
    found = worth(verdict, None if value is None else of_canonical(value))
    return None if found is None else float(found)


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that follows from others of its row, of some ``sort``."""

    sort: str
    made_of: tuple[str, ...]
    by: Callable[..., Any]


def _days(*names: str) -> dict[str, Derived]:
    """Days as dates: ``due_latest`` as ``due_latest_day``."""
    return {f"{name}_day": Derived(DAY, (name,), _day) for name in names}


def _keys_of(*names: str) -> dict[str, Derived]:
    return {f"{name}_key": Derived(TEXT, (name,), _key) for name in names}


def _judged() -> dict[str, Derived]:
    return {
        "y": Derived(SHARE, ("verdict",), BINARY.get),
        "credit": Derived(SHARE, ("verdict", "value"), _credit),
    }


DERIVED: Final[Mapping[str, Mapping[str, Derived]]] = {
    "claims": {
        **_keys_of("speaker", "organisation", "role"),
        "unnamed": Derived(FLAG, ("speaker",), lambda name: name.startswith(UNNAMED)),
        "side": Derived(TEXT, ("stance", "probability"), _side),
        "p": Derived(SHARE, ("probability",), _number),
        "recorded_day": Derived(DAY, ("recorded_at",), lambda at: _day(at[:10])),
        **_days("made_earliest", "made_latest"),
    },
    "questions": {
        **_keys_of("condition"),
        "topic_keys": Derived(TEXTS, ("topics",), _keys),
        **_days("due_latest", "resolve_by_latest"),
    },
    "sources": {
        **_keys_of("publisher"),
        **_days("published_earliest", "published_latest"),
    },
    "outcomes": {
        **_judged(),
        **_days("happened_latest"),
    },
    "standings": {**_judged(), **_days("happened_latest", "horizon")},
    "aliases": _keys_of("speaker", "stands_for"),
}
"""The columns that follow from a row itself."""

SORTS: Final = {str: TEXT, int: NUMBER, bool: FLAG}


def columns(table: str) -> dict[str, str]:
    """The columns of a table of a lake, in order, and what sort each is."""
    if table in OTHERS:
        return dict(OTHERS[table])
    own = {name: SORTS[kind] for name, kind in columns_of(table).items()}
    own |= {name: one.sort for name, one in DERIVED.get(table, {}).items()}
    return own | ({"told_otherwise": FLAG} if table == "outcomes" else {})


def schema(table: str) -> Any:  # noqa: ANN401 - an Arrow schema
    """The same as Arrow has it."""
    library = arrow()
    known = {
        TEXT: library.string(),
        NUMBER: library.int64(),
        SHARE: library.float64(),
        DAY: library.date32(),
        FLAG: library.bool_(),
        TEXTS: library.list_(library.string()),
    }
    return library.schema([(name, known[sort]) for name, sort in columns(table).items()])


def batch(table: str, rows: Sequence[Sequence[Any]], told_otherwise: Collection[int] = ()) -> Any:  # noqa: ANN401 - a batch of Arrow's
    """Rows as the ledger has them, as a batch of a lake's table, with what follows from them.

    There is at least one.  ``told_otherwise`` are the entries of outcomes that one import told in
    several ways.
    """
    names = list(OTHERS[table]) if table in OTHERS else list(columns_of(table))
    values: dict[str, Sequence[Any]] = dict(zip(names, zip(*rows, strict=True), strict=True))
    for name, one in DERIVED.get(table, {}).items():
        several = zip(*(values[each] for each in one.made_of), strict=True)
        values[name] = [one.by(*each) for each in several]
    if table == "outcomes":
        values["told_otherwise"] = [entry in told_otherwise for entry in values["entry"]]
    library, own = arrow(), schema(table)
    arrays = [library.array(values[field.name], type=field.type) for field in own]
    return library.record_batch(arrays, schema=own)
