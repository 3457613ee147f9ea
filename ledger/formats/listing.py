"""The objects that a JSON file lists, with their lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import FileTrouble, Problem
from ledger.formats import strict_json
from ledger.formats.characters import stripped
from ledger.formats.claimfile.files import decoded
from ledger.formats.files import as_problem
from ledger.model.bundle import Origin
from ledger.model.raw import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.formats.given import GivenFile
    from ledger.model.reading import Place

MOST: Final = 20 * 1024 * 1024
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

        return Origin(self.name, line_of, lead)

    def _identity(self, place: Place) -> str:
        """What an object is called, where all stand on one line, so that no number tells them."""
        for end in range(len(place) + 1) if self.identities else ():
            if name := self.identities.get(place[:end]):
                return f"{shown(name)}: "
        return ""

    def _line(self, place: Place) -> int:
        if "\n" not in self.text:
            return 1
        self._lines = self._lines or strict_json.lines(self.text)
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)


def is_json_with(head: str, *names: str) -> bool:
    """Whether a text that begins with ``head`` is JSON, and has keys of these names in it."""
    starts = head.lstrip("\ufeff \t\r\n")[:1] in {"[", "{"}
    return starts and all(f'"{name}"' in head for name in names)


def objects_in(
    given: GivenFile, problems: list[Problem], wrapper: str = ""
) -> Iterator[tuple[Listing, Place, Mapping[str, Any]]]:
    """The objects that a file lists, or the one that it is; where it is neither, a problem.

    They may stand under the key ``wrapper``.
    """
    path = Path(given.name)
    try:
        text = decoded(path, given.data)
        root = strict_json.parse(text)
    except FileTrouble as trouble:
        problems.append(as_problem(path, trouble))
        return
    except strict_json.BadJson as trouble:
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
        if isinstance(one, dict):
            if is_flat and (name := text_of(one, *IDENTITIES)):
                listing.identities[at] = name
            yield listing, at, one
        else:
            problems.append(
                listing.origin(at, {}).problem((), "This is no object.", code="no-object")
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
