"""A mapping: how foreign columns and words are to be understood, kept in a small TOML file.

encoding = "latin-1"
zone = "America/Los_Angeles"

[columns]
Deadline = "due"
Remarks = ""

[values]
verdict = { Compromise = "partly" }

[defaults]
publisher = "The Post"

[separators]
topics = ","
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import FileTrouble
from ledger.formats.claimfile.document import print_document
from ledger.formats.claimfile.files import read_text
from ledger.formats.registry import Options, zone_of
from ledger.formats.table.cells import SEPARATORS
from ledger.formats.table.columns import COLUMNS
from ledger.model.field_reader import guess
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TABLES: Final = ("columns", "values", "defaults", "separators")
TEXTS: Final = ("encoding", "zone")
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
        if key not in {*TABLES, *TEXTS}:
            may = ", ".join([*TABLES, *TEXTS[:-1]])
            message = f"it has a key {shown(key)} and may have {may} and {TEXTS[-1]}."
            raise ValueError(message)
        if not isinstance(told, str if key in TEXTS else dict):
            message = f"{key} is not what it must be."
            raise ValueError(message)  # noqa: TRY004 - one error for all that is no mapping
    values = document.get("values", {})
    defaults = document.get("defaults", {})
    if isinstance(defaults, dict):
        defaults = {key: _as_text(told) for key, told in defaults.items()}
    separators = document.get("separators", {})
    texts = [document.get("columns", {}), defaults, separators, *values.values()]
    if not all(isinstance(text, dict) for text in texts):
        message = "values holds a table for each key, of their words and ours."
        raise ValueError(message)
    if not all(isinstance(text, str) for one in texts for text in one.values()):
        message = "it holds something that is not text in quotation marks."
        raise ValueError(message)
    return checked(
        Options(
            columns=document.get("columns", {}),
            values={(key, theirs): ours for key in values for theirs, ours in values[key].items()},
            defaults=defaults,
            separators=separators,
            encoding=document.get("encoding"),
            zone=document.get("zone"),
        )
    )


def _as_text(told: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """A day as TOML has its own, as text; anything else as it is."""
    is_day = isinstance(told, date) and not isinstance(told, datetime)
    return told.isoformat() if is_day else told


def checked(options: Options) -> Options:
    """The options, if the keys they name are columns there are, and the zone is one.

    Raises:
        ValueError: one of them is not.
    """
    named = [*options.columns.values(), *options.defaults, *(key for key, _ in options.values)]
    for key in named:
        if key and key not in COLUMNS:
            message = f"there is no column {shown(key)}.{guess(key, COLUMNS)}"
            raise ValueError(message)
    for key, separator in options.separators.items():
        if key not in SEPARATORS or not separator:
            several = ", ".join(SEPARATORS)
            message = f"separators has {shown(key)}, and may have a text for {several}."
            raise ValueError(message)
    zone_of(options.zone)
    return options


def print_mapping(options: Options) -> str:
    """The text of a mapping file."""
    values: dict[str, dict[str, str]] = {}
    for (key, theirs), ours in options.values.items():
        values.setdefault(key, {})[theirs] = ours
    document = {
        "encoding": options.encoding,
        "zone": options.zone,
        "columns": dict(options.columns),
        "values": values,
        "defaults": dict(options.defaults),
        "separators": dict(options.separators),
    }
    return print_document({key: told for key, told in document.items() if told})
