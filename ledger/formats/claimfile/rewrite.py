"""A claim file rewritten to say another document, what did not change kept to the byte.

A file may mix [[claim]] and [[question]] and carry comments anywhere.
TOML libraries gather the tables of one name when they print and so move the comments to others;
a rewriting therefore replaces spans of the text, found by `lines.places`, and leaves the rest.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ledger.formats.claimfile.document import (
    gets_headers,
    headed,
    is_tables,
    pair,
    print_document,
    value_text,
)
from ledger.formats.claimfile.key_lines import line_end, line_start, places, sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.formats.claimfile.document import Document
    from ledger.formats.claimfile.key_lines import Path, Place, Section

_Edit: TypeAlias = tuple[int, int, str]
"""From and to which offset, and the text that shall stand there."""


@dataclass(frozen=True, slots=True)
class _File:
    """A claim file as it stands; `opened` are the paths that headers name or pass through."""

    text: str
    says: Document
    places: Mapping[Path, Place]
    opened: frozenset[Path]


@dataclass(slots=True)
class _Unit:
    """A table at the top with all that stands below it (None once removed), and the gap after."""

    path: Path
    text: str | None
    gap: str


def rewrite_document(text: str, document: Document) -> str:
    """Give the text changed so that `tomllib.loads` gives the document; unchanged if it does so.

    Questions and claims are matched by `id`, outcomes by position.
    In a table that changed only the values that differ are replaced; all else stays to the byte.
    A list that grows or shrinks is printed anew.
    A new key stands below the key it follows in the document, a new table below that of its kind.
    A removed key goes with its lines, a removed table with the comment lines that touch it.
    Where the document has matched tables in another order, they change places with their comments.
    A layout in which this cannot be done is printed afresh, and its comments are lost: dotted keys
    whose table changes, or an outcome parted from its claim by a table that comes or goes.

    Raises:
        TypeError: as in `print_document`.
        tomllib.TOMLDecodeError: the text is not valid TOML.
    """
    says = tomllib.loads(text)
    if says == document:
        return text
    breaks_are_crlf = text.count("\r\n") == text.count("\n") > 0
    lines = text.replace("\r\n", "\n") if breaks_are_crlf else text
    if lines and not lines.endswith("\n"):
        lines += "\n"
    result = _rewritten(lines, says, document)
    if not _is_said(result, document):
        result = print_document(document)
    return result.replace("\n", "\r\n") if breaks_are_crlf else result


def _is_said(text: str, document: Document) -> bool:
    try:
        return tomllib.loads(text) == document
    except tomllib.TOMLDecodeError:
        return False


def _rewritten(text: str, says: Document, document: Document) -> str:
    """Rewrite a text whose last line is ended; the outcome may yet be wrong in a rare layout."""
    found = places(text)
    headers = [place.path for place in found if place.header]
    opened = frozenset(path[:size] for path in headers for size in range(1, len(path) + 1))
    file = _File(text, says, {place.path: place for place in found if not place.header}, opened)
    wanted = {key: table for key, table in document.items() if _is_headed(file, (key,), table)}
    partners = {
        kind: _partners(says.get(kind, []) if (kind, 0) in opened else [], tables)
        for kind, tables in wanted.items()
        if is_tables(tables)
    }
    aligned = dict(document)  # has at the paths of the old file what shall stand there
    for kind, indexes in partners.items():
        aligned[kind] = [None if index is None else wanted[kind][index] for index in indexes]
    root, *below = sections(text, found)
    units = [_unit(file, [root], document), *_units(file, below, aligned)]
    for kind, indexes in partners.items():
        _arrange(units, kind, wanted[kind], indexes)
    for key, table in wanted.items():
        if key not in partners and key not in says:
            _put_first(units, headed((key,), table))
    return _joined((unit.text, unit.gap) for unit in units)


def _is_headed(file: _File, path: Path, value: object) -> bool:
    """Tell whether a value goes under headers in this file, which may have it as `key = value`."""
    if path in file.places:
        return False
    nested = is_tables(value) or isinstance(value, Mapping)
    return gets_headers(_names(path), value) or (nested and path in file.opened)


def _names(path: Path) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _partners(old: list[Document], new: list[Document]) -> list[int | None]:
    """Find the index in `new` of each old table: the n-th with an id is the n-th with that id."""
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for index, table in enumerate(new):
        waiting[repr(table.get("id"))].append(index)
    queues = [waiting[repr(table.get("id"))] for table in old]
    return [queue.popleft() if queue else None for queue in queues]


def _units(file: _File, cut: list[Section], aligned: Document) -> list[_Unit]:
    """Gather each table at the top with those below it, up to the next at the top."""
    groups: list[list[Section]] = []
    for section in cut:
        if not groups or len(_names(section.path)) == 1:
            groups.append([])
        groups[-1].append(section)
    return [_unit(file, group, aligned) for group in groups]


def _unit(file: _File, group: list[Section], aligned: Document) -> _Unit:
    texts = [_section(file, section, _lookup(aligned, section.path)) for section in group]
    for section in reversed(group):
        table = _lookup(aligned, section.path)
        if section.path and isinstance(table, Mapping):
            size = len(section.path)
            last = max(n for n, other in enumerate(group) if other.path[:size] == section.path)
            for added in _added(file, section.path, table):
                texts[last] = (texts[last] or "") + added
    gaps = [section.gap for section in group]
    whole = _joined(zip(texts, [*gaps[:-1], ""], strict=True))
    return _Unit(group[0].path, None if texts[0] is None else whole, gaps[-1])


def _added(file: _File, path: Path, table: Document) -> Iterator[str]:
    """Print what goes under headers below a kept table and has none yet."""
    for key, value in table.items():
        where = (*path, key)
        if not _is_headed(file, where, value):
            continue
        known = _lookup(file.says, where)
        if known is None:
            yield headed(_names(where), value)
        elif isinstance(known, list) and isinstance(value, list):
            yield headed(_names(where), value[len(known) :])


def _section(file: _File, section: Section, table: object) -> str | None:
    """Give the text of a section, saying what its new table says; None if there is none."""
    if not isinstance(table, Mapping):
        return None
    done, at = "", section.start
    for start, end, new in sorted(_edits(file, section, table), key=lambda edit: edit[:2]):
        done += file.text[at:start] + new
        at = end
    return done + file.text[at : section.end]


def _edits(file: _File, section: Section, table: Document) -> Iterator[_Edit]:
    """Find what to replace so that the keys of a section say the new table."""
    at = section.body
    for key, new in table.items():
        path = (*section.path, key)
        old = _lookup(file.says, path)
        if path in file.places:
            yield from _value_edits(file, path, old, new, inline=False)
            at = line_end(file.text, file.places[path].end)
        elif old != new and not _is_headed(file, path, new):
            yield at, at, pair(key, new)
    for place in section.keys:
        if place.path[-1] not in table:
            yield line_start(file.text, place.start), line_end(file.text, place.end), ""


def _value_edits(
    file: _File, path: Path, old: object, new: object, *, inline: bool
) -> Iterator[_Edit]:
    """Replace the smallest values that differ; tables and lists of one shape are gone into."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, Mapping) and old.keys() == new.keys():
        for key in old:
            yield from _value_edits(file, (*path, key), old[key], new[key], inline=True)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index in range(len(old)):
            yield from _value_edits(file, (*path, index), old[index], new[index], inline=True)
    elif place := file.places.get(path):
        yield place.value, place.end, value_text(new, inline=inline)


def _lookup(value: Any, path: Path) -> Any:  # noqa: ANN401 - a value of a document
    """Follow a path into a document; None where it leads nowhere."""
    for step in path:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    return value


def _arrange(
    units: list[_Unit], kind: str, tables: list[Document], partners: list[int | None]
) -> None:
    """Put the kept units of a kind into the order of the new tables, and added ones among them."""
    own = {unit.path: unit for unit in units}
    kept = {new: own[kind, old] for old, new in enumerate(partners) if new is not None}
    texts = {new: unit.text for new, unit in kept.items()}
    slots = iter(kept.values())
    unit = None if kept else units[-1]
    early = ""
    for index, table in enumerate(tables):
        if index in texts:
            unit = next(slots)
            unit.text, early = _below(early, texts[index]), ""
        elif unit:
            unit.text = _below(unit.text, headed((kind,), [table]))
        else:
            early = _below(early, headed((kind,), [table]))


def _put_first(units: list[_Unit], text: str) -> None:
    """Put a table above all others, below what stands before the first header."""
    if len(units) > 1:
        units[1].text = _below(text, units[1].text)
    else:
        units[0].text = _below(units[0].text, text)


def _below(above: str | None, text: str | None) -> str:
    return "\n".join(filter(None, (above, text)))


def _joined(parts: Iterable[tuple[str | None, str]]) -> str:
    """Join texts with the gaps after them; of the two gaps beside a removed text one goes.

    It is the one before, where that is blank, else the one after; comments in gaps are kept.
    """
    done = before = ""
    for text, gap in parts:
        if text is not None:
            done += before + text
            before = gap
        elif not before.strip():
            before = gap if done or gap.strip() else ""
        elif gap.strip():
            before += gap
    return done + before
