"""JSON text read strictly: no key twice, no NaN, nothing nested without end; and its lines."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from ledger.errors import FileTrouble, Problem
from ledger.formats.cleaning import stripped
from ledger.formats.encodings import decoded
from ledger.formats.read_files import CUT_LIST, as_problem
from ledger.model.bundle import Origin
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ledger.formats.registry import GivenFile
    from ledger.model.field_reader import Place


DEEPEST: Final = 64
"""How deep objects and lists may be nested; a feed of ClaimReviews needs eight."""

MOST_COMMAS: Final = 850_000
"""How many commas there may be; what is between two of them may take 500 bytes of memory."""

TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[{}\[\],:\n]|[^\s{}\[\],:"]++', re.DOTALL)


class BadJson(Exception):  # noqa: N818 - a reader turns it into a problem at once
    """Text that is no JSON that can be taken: ``str()`` says why, ``line`` where, from 1.

    ``code`` is a short word for why.
    """

    def __init__(self, line: int, why: str, *, code: str) -> None:
        super().__init__(why)
        self.line = line
        self.code = code


class _KeyTwiceError(ValueError):
    pass


class _NoNumberError(ValueError):
    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def parse(text: str) -> Any:  # noqa: ANN401 - whatever the text says
    """What the text says; numbers are decimals, line breaks in texts are allowed.

    Raises:
        BadJson: it is no JSON, says one key of an object twice, is nested too deeply, or has so
            many values that they would take too much memory.
    """
    bounded(text)
    try:
        value = json.loads(
            text,
            strict=False,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_no_number,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as trouble:
        raise BadJson(
            trouble.lineno,
            f"This is not JSON: {trouble.msg} (column {trouble.colno}).",
            code="no-json",
        ) from None
    except _KeyTwiceError as trouble:
        raise BadJson(
            _line_of_second(text),
            f"The key {trouble} stands twice in one object.",
            code="key-twice",
        ) from None
    except _NoNumberError as trouble:
        line = _line_of_word(text, trouble.word)
        raise BadJson(line, f"{trouble.word} is not JSON.", code="no-number") from None
    except RecursionError:
        value = None
        deep = True
    else:
        deep = _is_deep(value)
    if deep:
        raise BadJson(0, f"Objects or lists are nested more than {DEEPEST} deep.", code="too-deep")
    return value


def bounded(text: str) -> None:
    """See that a text has not so many values that they would take too much memory.

    Raises:
        BadJson: it has.
    """
    if text.count(",") > MOST_COMMAS:
        message = f"There are more than {MOST_COMMAS:,} commas here. {CUT_LIST}"
        raise BadJson(0, message, code="too-large")


def lines(text: str) -> dict[Place, int]:
    """The line, counted from 1, on which each key and each item of a list begins."""
    return _scan(text)[0]


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("Infinity")


def _no_number(text: str) -> None:
    raise _NoNumberError(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        raise _KeyTwiceError(shown(twice))
    return found


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [
            inner
            for one in level
            for inner in (
                one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
            )
            if isinstance(inner, dict | list)
        ]
    return bool(level)


def _line_of_second(text: str) -> int:
    return _scan(text)[1]


def _line_of_word(text: str, word: str) -> int:
    line = 1
    for token in TOKEN.finditer(text):
        if token[0] == word:
            return line
        line += token[0].count("\n")
    return 0


def _scan(text: str) -> tuple[dict[Place, int], int]:
    """The line of each place, and that of the first key that stands a second time (0: none).

    The last step of the path is None where an object waits for a key.
    """
    found: dict[Place, int] = {}
    twice, line = 0, 1
    path: list[str | int | None] = []
    for token in TOKEN.finditer(text):
        mark = token[0]
        last = path[-1] if path else ""
        if last is None and mark[0] == '"':
            path[-1] = _key(mark)
            place = cast("Place", tuple(path))
            twice = twice or (line if place in found else 0)
            found[place] = line
        elif mark == "," and path:
            path[-1] = last + 1 if isinstance(last, int) else None
        elif mark in "}]":
            path = path[:-1]
        elif mark not in ":,\n":
            if isinstance(last, int) or not path:
                found.setdefault(cast("Place", tuple(path)), line)
            if mark in "{[":
                path.append(None if mark == "{" else 0)
        line += mark.count("\n")
    return found, twice


def _key(mark: str) -> str:
    """The key a token is; as it stands where, below what was read, it is none."""
    if "\\" in mark:
        with suppress(ValueError):
            return str(json.loads(mark, strict=False))
    return sys.intern(mark[1:-1])


MAX_BYTES: Final = 20 * 1024 * 1024
"""The most bytes a JSON file may have; so many take less than 300 MB of memory to enter."""

IDENTITIES: Final = ("id", "slug", "url", "claim", "question", "description")
"""What an object may be known by, the surest first."""


@dataclass(slots=True)
class Listing:
    """A file of objects; their lines are worked out when a message needs one.

    ``identities`` are what objects are called, by their place, where all stand on one line.
    """

    name: str
    text: str
    identities: dict[Place, str] = field(default_factory=dict)
    _lines: Mapping[Place, int] = field(default_factory=dict)

    def origin(self, place: Place, names: Mapping[str, str]) -> Origin:
        """Where what an object says stands; ``names`` are what it calls our keys."""

        def line_of(inner: Place) -> int:
            key = names.get(str(inner[0])) if inner else None
            return self._line((*place, key) if key else place)

        def lead(inner: Place) -> str:
            key = names.get(str(inner[0])) if inner else None
            return self._identity(place) + (f"{key}: " if key and key != inner[0] else "")

        item = next((one + 1 for one in place if isinstance(one, int)), 1)
        return Origin(self.name, line_of, lead, item)

    def _identity(self, place: Place) -> str:
        """What an object is called, where all stand on one line, so that no number tells them."""
        for end in range(len(place) + 1) if self.identities else ():
            if name := self.identities.get(place[:end]):
                return f"{shown(name)}: "
        return ""

    def _line(self, place: Place) -> int:
        if "\n" not in self.text:
            return 1
        self._lines = self._lines or lines(self.text)
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)


def is_json_with(
    names: Collection[str],
    head: str,
    path: Path,  # noqa: ARG001 - its name says nothing
) -> bool:
    """Whether a text that begins with ``head`` is JSON, and has keys of these names in it."""
    starts = head.lstrip("\ufeff \t\r\n")[:1] in {"[", "{"}
    return starts and all(f'"{name}"' in head for name in names)


def objects_in(
    given: GivenFile, problems: list[Problem], wrapper: str = ""
) -> Iterator[tuple[Listing, Place, Mapping[str, Any]]]:
    """The objects that a file lists, or the one that it is; where it is neither, a problem.

    They may stand under the key ``wrapper``; items in ``given.left_out`` are passed over.
    """
    path = Path(given.name)
    try:
        text = decoded(path, given.data, given.options.encoding)
        root = parse(text)
    except FileTrouble as trouble:
        problems.append(as_problem(path, trouble))
        return
    except BadJson as trouble:
        problems.append(Problem(given.name, trouble.line, str(trouble), code=trouble.code))
        return
    listing = Listing(given.name, text)
    place: Place = ()
    if isinstance(root, dict) and isinstance(root.get(wrapper), list):
        place, root = (wrapper,), root[wrapper]
    items = root if isinstance(root, list) else [root]
    is_flat = len(items) > 1 and "\n" not in text.strip()
    for number in given.track(range(len(items))):
        at = place if items is not root else (*place, number)
        one, items[number] = items[number], None  # so that it takes no memory once it was read
        if isinstance(one, dict) and number + 1 not in given.left_out:
            if is_flat and (name := text_of(one, *IDENTITIES)):
                listing.identities[at] = name
            yield listing, at, one
        elif number + 1 not in given.left_out:
            problems.append(
                listing.origin(at, {}).problem((), "This is not an object.", code="no-object")
            )


def text_of(one: Mapping[str, Any], *names: str) -> str:
    """The first text, or number as text, that an object has under one of these names."""
    for name in names:
        value = one.get(name)
        if isinstance(value, str) and value.strip():
            return stripped(value.replace("\r\n", "\n").replace("\r", "\n"))
        if value is not None and not isinstance(value, str | bool | dict | list):
            return str(value)
    return ""


def texts_of(one: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The texts in the list under a name."""
    value = one.get(name)
    items = value if isinstance(value, list) else []
    return tuple(stripped(item) for item in items if isinstance(item, str) and item.strip())


def listed(one: Mapping[str, Any], name: str) -> list[tuple[int, Mapping[str, Any]]]:
    """The objects in the list under a name, each with its place in it."""
    value = one.get(name)
    items = value if isinstance(value, list) else []
    return [(n, item) for n, item in enumerate(items) if isinstance(item, dict)]
