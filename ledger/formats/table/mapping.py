"""A mapping: how foreign columns and words are to be understood, kept in a small TOML file.

encoding = "latin-1"
zone = "America/Los_Angeles"
dates = "MDY"
header_row = 4
forecasters = "p_*"
crowds = ["Our readers"]

[columns]
Deadline = "due"
Rating = "verdict,value"
"First+Last" = "speaker"
"#7" = "topics"
"*" = ""

[values]
verdict = { Compromise = "partly 0.5" }

[defaults]
publisher = "The Post"

[units]
probability = "percent"

[separators]
topics = ","
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import FileTrouble
from ledger.formats.claimfile.document import print_document
from ledger.formats.claimfile.files import read_text
from ledger.formats.registry import Options, zone_of
from ledger.formats.table.cells import SEPARATORS
from ledger.formats.table.columns import AS_OF, COLUMNS, SHARES
from ledger.formats.table.dates import ORDERS
from ledger.formats.table.header import REST, keys_of, plain_name
from ledger.formats.table.shares import PERCENT
from ledger.model.field_reader import guess
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TABLES: Final = ("columns", "values", "defaults", "units", "separators")
TEXTS: Final = ("encoding", "zone", "sheet", "dates", "forecasters")
NUMBERS: Final = ("header_row",)
LISTS: Final = ("crowds",)
KINDS: Final[dict[str, type]] = {
    **dict.fromkeys(TABLES, dict),
    **dict.fromkeys(TEXTS, str),
    **dict.fromkeys(NUMBERS, int),
    **dict.fromkeys(LISTS, list),
}
"""What a mapping may have, and of what kind each is."""

MAX_BYTES: Final = 1024 * 1024
"""The most bytes a mapping may have."""


def read_mapping(path: Path) -> Options:
    """The options that a mapping file holds.

    Raises:
        FileTrouble: it cannot be read, or is no mapping.
    """
    try:
        document = tomllib.loads(read_text(path, MAX_BYTES))
        return _options(document)
    except (ValueError, RecursionError) as trouble:
        raise FileTrouble(
            f"{path} is not a mapping: {trouble}", "See docs/spreadsheets.md for what one holds."
        ) from trouble


def _options(document: Mapping[str, Any]) -> Options:
    for key, told in document.items():
        if key not in KINDS:
            *may, last = KINDS
            message = f"it has a key {shown(key)} and may have {', '.join(may)} and {last}."
            raise ValueError(message)
        if not isinstance(told, KINDS[key]) or isinstance(told, bool):
            message = f"{key} is not what it must be."
            raise ValueError(message)  # noqa: TRY004 - one error for all that is no mapping
    values = document.get("values", {})
    defaults = document.get("defaults", {})
    if isinstance(defaults, dict):
        defaults = {key: _as_text(told) for key, told in defaults.items()}
    separators = document.get("separators", {})
    units = document.get("units", {})
    crowds = document.get("crowds", [])
    tables = (document.get("columns", {}), defaults, units, separators, dict(enumerate(crowds)))
    texts = [*tables, *values.values()]
    if not all(isinstance(text, dict) for text in texts):
        message = "values holds a table for each key, of their words and ours."
        raise ValueError(message)
    if not all(isinstance(text, str) for one in texts for text in one.values()):
        message = "it holds something that is not text in quotation marks."
        raise ValueError(message)
    alone: dict[str, Any] = {key: document.get(key) for key in (*TEXTS, *NUMBERS)}
    return checked(
        Options(
            columns=document.get("columns", {}),
            values={(key, theirs): ours for key in values for theirs, ours in values[key].items()},
            defaults=defaults,
            separators=separators,
            units=units,
            **alone,
            crowds=tuple(crowds),
        )
    )


def _as_text(told: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """A day as TOML has its own, as text; anything else as it is."""
    is_day = isinstance(told, date) and not isinstance(told, datetime)
    return told.isoformat() if is_day else told


def checked(options: Options) -> Options:
    """The options as they are kept, if they can be followed.

    Raises:
        ValueError: they name a column twice, or a key, an order, a unit or a zone that is none.
    """
    seen: dict[str, str] = {}
    for theirs, ours in options.columns.items():
        first = seen.setdefault(plain_name(theirs), theirs)
        if first != theirs:
            message = f"the column {shown(theirs)} is mapped twice, also as {shown(first)}."
            raise ValueError(message)
        if theirs == REST and keys_of(ours):
            message = f"* stands for all other columns, which can only be left out, not {ours}."
            raise ValueError(message)
    named = [key for ours in options.columns.values() for key in keys_of(ours)]
    told = (key for key, _ in options.values if plain_name(key) not in seen)
    for key in [*named, *options.defaults, *told]:
        if key not in COLUMNS and not (key in named and key == AS_OF):
            message = f"there is no column {shown(key)}.{guess(key, COLUMNS)}"
            raise ValueError(message)
    _check_keys(options)
    zone_of(options.zone)
    return replace(options, dates=_order(options.dates))


def _check_keys(options: Options) -> None:
    """Refuse a unit, a separator or a row that is none."""
    for key, unit in options.units.items():
        if key not in SHARES or unit != PERCENT:
            few = " and ".join(sorted(SHARES))
            message = f"{key} cannot be in {shown(unit)}; {few} can be in percent."
            raise ValueError(message)
    if options.header_row is not None and options.header_row < 1:
        message = f"there is no row {options.header_row}; rows are counted from 1."
        raise ValueError(message)
    for key, separator in options.separators.items():
        if key not in SEPARATORS or not separator:
            several = ", ".join(SEPARATORS)
            message = f"separators has {shown(key)}, and may have a text for {several}."
            raise ValueError(message)


def _order(told: str | None) -> str | None:
    if told is None or told.upper() in ORDERS:
        return told and told.upper()
    message = f"days cannot be in the order {shown(told)}; it is one of {', '.join(ORDERS)}."
    raise ValueError(message)


def added(held: Options, told: Options) -> Options:
    """What is ``told`` beside what is ``held``, and in place of what it contradicts."""
    names = set(map(plain_name, told.columns))
    columns = {name: key for name, key in held.columns.items() if plain_name(name) not in names}
    alone: dict[str, Any] = {
        key: getattr(told, key) or getattr(held, key) for key in (*TEXTS, *NUMBERS)
    }
    return Options(
        columns={**columns, **told.columns},
        values={**held.values, **told.values},
        defaults={**held.defaults, **told.defaults},
        units={**held.units, **told.units},
        separators={**held.separators, **told.separators},
        crowds=tuple(dict.fromkeys((*held.crowds, *told.crowds))),
        is_found=held.is_found,
        **alone,
    )


def print_mapping(options: Options) -> str:
    """The text of a mapping file."""
    values: dict[str, dict[str, str]] = {}
    for (key, theirs), ours in options.values.items():
        values.setdefault(key, {})[theirs] = ours
    document = {
        **{key: getattr(options, key) for key in (*TEXTS, *NUMBERS)},
        "crowds": list(options.crowds),
        "columns": dict(options.columns),
        "values": values,
        "defaults": dict(options.defaults),
        "units": dict(options.units),
        "separators": dict(options.separators),
    }
    return print_document({key: told for key, told in document.items() if told})
