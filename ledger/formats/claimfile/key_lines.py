"""Where the keys of a TOML text stand.

A parser of TOML gives the values and forgets their places.
This room finds the places again, in a text that a parser has accepted: what `tomllib` refuses
gives an error or nonsense here.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from itertools import count, zip_longest
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Path: TypeAlias = tuple[str | int, ...]
"""The way to a key from the root: ("claim", 3, "outcome", 0, "verdict"), ("topics", 1).

A number is the index of an element, in an array or among the [[tables]] of one name.
"""

_BLANK_LINE = re.compile(r"^[ \t\r]*\n", re.MULTILINE)
# In valid TOML a comma or a line break says nothing that the brackets do not say already.
_SPACE = re.compile(r"(?:[ \t\r\n,]|#[^\n]*+)*")
_BARE_OR_QUOTED = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\]|\\.)*+"|'[^']*+'""")
# Possessive groups have no choice inside: Python before 3.11.5 gets those wrong (gh-106052).
_SCALAR = re.compile(
    r'''
      """(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}    # up to two quotes before the closing three
    | \'\'\'(?:[^']|'{1,2}(?!'))*'{3,5}
    | "(?:[^"\\]|\\.)*+"
    | '[^']*+'
    | [^\s,\]}#]++(?:[ ]\d[^\s,\]}#]*+)?      # a space may stand between a date and a time
    ''',
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one header, key or array element stands, as offsets into the text.

    `start` is that of the header, the key or the element, `value` that of the value alone,
    `end` is past the value or the header.
    """

    path: Path
    start: int
    value: int
    end: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A header with its keys, and the comment lines that touch them; the first has no header.

    `start` and `end` are offsets of whole lines, `body` that of the line below the header.
    `gap` is what lies between `end` and the next section, from a first blank line to a last.
    """

    path: Path
    start: int
    body: int
    end: int
    gap: str
    keys: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """An array or inline table whose closing bracket is still ahead; only arrays have indexes."""

    path: Path
    start: int
    value: int
    indexes: Iterator[int] | None


def key_lines(text: str) -> dict[Path, int]:
    """Give the line, counted from 1, of every key, table and array element of a TOML 1.0 text.

    What stands in several places, such as the `claim` of each [[claim]], has the line of the first.
    """
    breaks = [found.start() for found in re.finditer("\n", text)]
    lines: dict[Path, int] = {}
    for place in places(text):
        line = bisect_left(breaks, place.start) + 1
        for length in range(1, len(place.path) + 1):
            lines.setdefault(place.path[:length], line)
    return lines


def places(text: str) -> list[Place]:
    """Give the place of every header, key and array element, in the order of the text.

    What is only mentioned on the way, as `a` is in `a.b = 1` and `[a.b]`, has no place of its own.
    """
    found: list[Place] = []
    newest: dict[Path, int] = {}
    table: Path = ()
    at = _skip(text, 0)
    while at < len(text):
        if text[at] == "[":
            header = _header(text, at, newest)
            found.append(header)
            table, at = header.path, header.end
        else:
            at = _pair(text, at, table, found)
        at = _skip(text, at)
    return sorted(found, key=lambda place: place.start)


def sections(text: str, found: list[Place]) -> list[Section]:
    """Cut a text, whose last line is ended and whose places are given, at its headers."""
    groups = [[Place((), 0, 0, 0, header=True)]]
    for place in found:
        if place.header:
            groups.append([])
        groups[-1].append(place)
    cut: list[Section] = []
    start = 0
    for group, following in zip_longest(groups, groups[1:]):
        head = group[0]
        last = line_end(text, max(place.end for place in group))
        limit = line_start(text, following[0].start) if following else len(text)
        blanks = [match.span() for match in _BLANK_LINE.finditer(text, last, limit)]
        end, after = (
            (blanks[0][0], blanks[-1][1]) if blanks else (last if following else limit,) * 2
        )
        keys = tuple(place for place in group[1:] if place.path[:-1] == head.path)
        body = line_end(text, head.end) if head.path else end
        cut.append(Section(head.path, start, body, end, text[end:after], keys))
        start = after
    return cut


def line_start(text: str, at: int) -> int:
    """Give the offset where the line of an offset begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Give the offset past the line in which something ends at an offset; 0 for nothing at all."""
    return text.index("\n", at) + 1 if at else 0


def _header(text: str, start: int, newest: dict[Path, int]) -> Place:
    """Read `[a.b]` or `[[a.b]]`; `newest` has the last index of each array of tables so far."""
    brackets = 2 if text.startswith("[[", start) else 1
    names, at = _dotted(text, start + brackets)
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in newest:
            path = (*path, newest[path])
    path = (*path, names[-1])
    if brackets > 1:
        newest[path] = newest.get(path, -1) + 1
        path = (*path, newest[path])
    return Place(path, start, start, at + brackets, header=True)


def _pair(text: str, start: int, table: Path, found: list[Place]) -> int:
    """Note the places of a key and of all within its value; the offset past the value.

    Brackets are kept on a list, not on the call stack, so that depth costs nothing.
    """
    opened: list[_Open] = []
    path, value = _key(text, start, table)
    while True:
        at = value
        if text[at] in "[{":
            opened.append(_Open(path, start, value, count() if text[at] == "[" else None))
            at += 1
        else:
            at = _matched(_SCALAR, text, at)
            found.append(Place(path, start, value, at))
        while opened and text[at := _skip(text, at)] in "]}":
            at += 1
            closed = opened.pop()
            found.append(Place(closed.path, closed.start, closed.value, at))
        if not opened:
            return at
        start = value = at
        if opened[-1].indexes is None:
            path, value = _key(text, at, opened[-1].path)
        else:
            path = (*opened[-1].path, next(opened[-1].indexes))


def _key(text: str, at: int, table: Path) -> tuple[Path, int]:
    """Read `a.b =`: the path and the offset of the value."""
    names, at = _dotted(text, at)
    return (*table, *names), _skip(text, at + 1)


def _dotted(text: str, at: int) -> tuple[list[str], int]:
    """Read `a."b c".d`: the names and the offset of what follows them."""
    names = []
    while True:
        at = _skip(text, at)
        end = _matched(_BARE_OR_QUOTED, text, at)
        names.append(_name(text[at:end]))
        at = _skip(text, end)
        if text[at] != ".":
            return names, at
        at += 1


def _name(written: str) -> str:
    if written[0] not in "\"'":
        return written
    name: str = tomllib.loads(f"name = {written}")["name"]
    return name


def _skip(text: str, at: int) -> int:
    return _matched(_SPACE, text, at)


def _matched(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Give the offset past what the pattern matches."""
    match = pattern.match(text, at)
    if match is None:
        message = f"not valid TOML at offset {at}"
        raise ValueError(message)
    return match.end()
