"""The formats there are, and the contract of each: parse beside print, one module or package each.

A module that reads what people may import offers

    NAME: str            what ``--from`` calls it
    MAX_BYTES: int       the most bytes a file may have; larger ones are refused unread
    BY_ROW: bool         whether ``--skip-bad`` leaves out rows (`Problem.line`), not whole files
    looks_like(head: str, path: Path) -> bool
                         whether a file is of this format, by its first `HEAD` bytes, which are
                         decoded with no care (as Latin-1 where they are no UTF-8, and have no mark
                         of UTF-16), and by its name
    read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]
                         what a file says: the model's bundles, as the claim file gives them, one
                         for each source, all with ``given.name`` for a path.  It never raises for
                         what is in the file: each mistake is a `Problem`, all reported at once, and
                         bundles of files with errors are only held against others.  Rows in
                         ``given.left_out`` are passed over.  ``Item.said`` names the keys that a
                         record has a word on, where it leaves others as the ledger has them.
    bad_rows(given: GivenFile) -> str
                         with BY_ROW, or where problems name items (`Problem.item`): a file of the
                         rows or items in ``given.left_out`` alone; its name ends in ``BAD``, where
                         the module has that

and one that writes offers

    NAME: str            what ``--to`` calls it
    write(claims: Iterable) -> Iterator[str]
                         the text of one file, a part at a time, for claims as `list` selects and
                         orders them: exhibits, or where objects would be slow, batches of columns

Modules are loaded when they are used, and touch no file but through what they are given.
To add a format: write its module, name it in `READERS` or `WRITERS` (the order of the readers is
that in which they are asked; what takes nearly everything comes last), write its docs and tests.
What is more than claims, such as the whole journal, is a verb of its own: see the two commands.
"""

from __future__ import annotations

import codecs
import difflib
import importlib
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, Protocol, cast
from zoneinfo import ZoneInfo, available_timezones

from ledger.errors import UnknownFormat, UnknownName
from ledger.formats.unread import refuse_unread
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, tzinfo
    from pathlib import Path

    from ledger.errors import Problem
    from ledger.formats.table.layout import Layout
    from ledger.formats.table.taken import TakenSheet
    from ledger.model.bundle import Bundle


READERS: Final = {
    "claims": "ledger.formats.claimfile.read",
    "averitec": "ledger.formats.fact_checks.averitec",
    "duke": "ledger.formats.fact_checks.duke",
    "google": "ledger.formats.fact_checks.google",
    "liar": "ledger.formats.fact_checks.liar",
    "fatebook": "ledger.formats.trackers.fatebook",
    "gjopen": "ledger.formats.trackers.gjopen",
    "kalshi": "ledger.formats.trackers.kalshi",
    "manifold": "ledger.formats.trackers.manifold",
    "metaculus": "ledger.formats.trackers.metaculus",
    "polymarket": "ledger.formats.trackers.polymarket",
    "predictionbook": "ledger.formats.trackers.predictionbook",
    "claimreview": "ledger.formats.claimreview.read",
    "workbook": "ledger.formats.workbooks.read",
    "json": "ledger.formats.lists.json_list",
    "yaml": "ledger.formats.lists.yaml_list",
    "markdown": "ledger.formats.lists.markdown",
    "csv": "ledger.formats.table.read",
}
"""What can be imported, and the module that reads it."""

JSON: Final = "JSON"
ZIP: Final = "zip"
PAGE: Final = "page"
YAML: Final = "YAML"
TEXT: Final = "text"
SHEET: Final = "sheet"

SUFFIXES: Final = {
    ".json": JSON, ".jsonl": JSON, ".ndjson": JSON, ".yaml": YAML, ".yml": YAML, ".csv": SHEET,
    ".tsv": SHEET, ".jsonld": PAGE, ".html": PAGE, ".htm": PAGE, ".xhtml": PAGE, ".mhtml": PAGE,
    ".mht": PAGE,
}  # fmt: skip
"""The shape that a file has by its name."""

SHAPES: Final[dict[str, tuple[str, ...]]] = {
    "averitec": (JSON,), "google": (JSON,), "kalshi": (JSON,), "manifold": (JSON,),
    "metaculus": (ZIP, JSON), "polymarket": (JSON,), "claimreview": (PAGE, JSON),
    "workbook": (ZIP,), "json": (JSON,), "yaml": (YAML,), "markdown": (TEXT,),
}  # fmt: skip
"""The shapes in which a format comes, where it has no other: only then is its reader loaded."""

WORKBOOK: Final = "workbook"
"""The format of files that have several sheets, of which `Options.sheet` is one."""

ZIPPED: Final = ("metaculus", WORKBOOK)
"""Formats that are zips themselves."""

MAPPED: Final = frozenset({"csv", "json", "markdown", "yaml", WORKBOOK})
"""Formats whose columns and words may be any, and are ours by `Options`."""

ZONED: Final = frozenset({
    "fatebook", "gjopen", "kalshi", "manifold", "metaculus", "polymarket", "predictionbook",
})  # fmt: skip
"""Formats with moments that are written in UTC, whose days are those of `Options.zone`."""

JOURNAL: Final = "jsonl"
"""What the whole journal is called, as a format; see `ledger.formats.jsonl`."""

WRITERS: Final = {
    "claimreview": "ledger.formats.claimreview.write",
    "csv": "ledger.formats.table.read",
}
"""What claims can be exported to as one file, and the module that writes it."""

HEAD: Final = 64 * 1024
"""How many bytes of a file are looked at to tell its format."""


class Reader(Protocol):
    """A module that reads a format."""

    NAME: str
    MAX_BYTES: int
    BY_ROW: bool

    def looks_like(self, head: str, path: Path) -> bool:
        """Whether a file is of this format, by its beginning and its name."""
        ...

    def read(self, given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
        """What a file says, and its problems."""
        ...


class ReaderByRow(Reader, Protocol):
    """A module that reads a format of rows."""

    def bad_rows(self, given: GivenFile) -> str:
        """A file of the rows left out."""
        ...


def reader(name: str) -> Reader:
    """The reader of the format called ``name``.

    Raises:
        UnknownName: it is none of `READERS`.
    """
    return cast("Reader", _module(READERS, name))


def recognise(head: bytes, path: Path) -> Reader:
    """The reader that takes a file which begins with ``head``.

    Raises:
        UnknownFormat: none does.
        FileTrouble: it is of a kind that is known and not read.
    """
    if b"\0" in head or head.startswith(b"PK"):
        refuse_unread(head, path)
    text = _decoded(head)
    shape = _shape(text, path)
    for name in READERS:
        if shape in SHAPES.get(name, (shape,)) and (found := reader(name)).looks_like(text, path):
            return found
    refuse_unread(head, path)
    raise UnknownFormat(
        "The format of this file cannot be recognised from its beginning.",
        f"Name it with --from: {', '.join([*READERS, JOURNAL])}.",
        path=str(path),
    )


def _shape(text: str, path: Path) -> str:
    """What a file is by its first character, or its name."""
    first = text.lstrip("\ufeff \t\r\n")[:1]
    if text.startswith("PK\x03\x04"):
        return ZIP
    known = SUFFIXES.get(path.suffix.lower())
    if first == "<" or known == PAGE or "MIME-Version:" in text[:4096]:
        return PAGE
    return JSON if first in {"[", "{"} and known != YAML else known or TEXT


def _decoded(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        if trouble.end == len(head):  # cut within a character
            return head[: trouble.start].decode("utf-8-sig")
        return head.decode("latin-1")


def _module(places: Mapping[str, str], name: str) -> Any:  # noqa: ANN401 - whatever it offers
    if name not in places:
        close = difflib.get_close_matches(name, places, n=1)
        raise UnknownName("format", name, close, list(places))
    return importlib.import_module(places[name])


@dataclass(frozen=True, slots=True)
class Options:
    """How foreign files are to be understood.

    ``columns`` gives our key for each of their names (``""``: leave it out), ``values`` our word
    for a key and a word of theirs, ``defaults`` what a key holds where a file says nothing,
    ``separators`` what stands between several texts in a cell of a column, ``encoding`` how text
    is encoded where that shall not be guessed, ``zone`` the IANA time zone in which moments that
    are written in UTC fall on a day, ``sheet`` which sheet of a workbook is meant, and ``crowds``
    names of speakers that nobody is.

    Of sheets, ``dates`` says in which order day, month and year are written (MDY, DMY or YMD),
    ``header_row`` which row names the columns, ``units`` in what a key is given (``percent``), and
    ``forecasters`` which columns hold the probabilities of whom: names with commas between them,
    or patterns.  ``is_found`` says that nobody named these options for this file: a mapping that
    lay beside it did; ``by_path`` has those of files among several, each by its path.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    separators: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    zone: str | None = None
    sheet: str | None = None
    crowds: tuple[str, ...] = ()
    dates: str | None = None
    header_row: int | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    forecasters: str | None = None
    is_found: bool = False
    by_path: Mapping[str, Options] = field(default_factory=dict)

    def of(self, path: Path) -> Options:
        """The options of one file."""
        return self.by_path.get(str(path), self)

    @property
    def is_mapping(self) -> bool:
        """Whether they say anything of columns and words."""
        return bool(
            self.columns
            or self.is_mapping_of_cells
            or self.dates
            or self.header_row is not None
            or self.forecasters
        )

    @property
    def is_mapping_of_cells(self) -> bool:
        """Whether they say anything of what stands in cells."""
        return bool(self.values or self.defaults or self.separators or self.units)


@dataclass(frozen=True, slots=True)
class GivenFile:
    """One file to read: its path as people wrote it, its bytes, and how to take them.

    ``horizon`` is the latest day it is anywhere on Earth; ``left_out`` are the rows to pass over,
    as problems count them; ``track`` shows progress over rows,
    or what else has a length and is gone through; ``sheet`` is what a reader has made of it for
    that of sheets; ``understood`` is told how a sheet lies as soon as its columns are known, though
    its rows may have problems; ``puzzled`` is told of one whose columns are not all known.
    """

    name: str
    data: bytes
    horizon: date
    options: Options = field(default_factory=Options)
    left_out: frozenset[int] = frozenset()
    track: Callable[[Any], Iterable[Any]] = iter
    understood: Callable[[Layout], None] = lambda _: None
    puzzled: Callable[[Layout], None] = lambda _: None
    sheet: TakenSheet | None = None


def zone_of(name: str | None) -> tzinfo:
    """The time zone of a name; UTC for none.

    Raises:
        ValueError: there is no such zone; the text of the error is a sentence.
    """
    if name is None:
        return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as trouble:  # whatever file of that name there is
        known = sorted(available_timezones())
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        meant = f"Did you mean {close[0]}?" if close else "It is named as in Europe/Berlin."
        if not known:
            meant = "This machine knows of none: install the package tzdata."
        message = f"unknown time zone {shown(name)}. {meant}"
        raise ValueError(message) from trouble
