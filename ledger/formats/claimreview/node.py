"""Objects of a document, and how their properties are asked for, however they are written.

What ClaimReview cannot say of a claim about the future stands under a key of our own:

"urn:claim-ledger:record": {"@type": "@json", "@value": {
  "source": {"id": "..."}, "claim": {"stance": "against", ...},
  "question": {"due": "2023-07-12", ...}, "outcome": {"verdict": "did-not-happen", ...}}}

The tables hold keys of the claim file, and only those that schema.org has no property for.  A
JSON literal (https://www.w3.org/TR/json-ld11/#json-literals) is one value to whoever reads the
file as linked data, and nothing in it is taken for schema.org's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.cleaning import cleaned, stripped, undone
from ledger.model.field_values import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ledger.model.field_reader import Place


VOCABULARIES: Final = ("https://schema.org/", "http://schema.org/", "schema:")
"""What may stand before a name of schema.org's."""

WRAPPERS: Final = ("@value", "@list", "@set")
"""Under which keys JSON-LD may wrap a value."""

MOST_VALUES: Final = 1000
"""How many values of one property are looked at."""


@dataclass(slots=True)
class Document:
    """What a file says: its objects, what has an ``@id``, and how to find the line of a place."""

    root: Any
    line_of: Callable[[Place], int]
    named: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    marked_up: int | None = None
    """Which of the parts stood in the markup of a page, where entities are undone by its parser."""

    @classmethod
    def of(
        cls,
        root: Any,  # noqa: ANN401 - JSON
        line_of: Callable[[Place], int],
        marked_up: int | None = None,
    ) -> Document:
        """The document of what was parsed."""
        document = cls(root, line_of, marked_up=marked_up)
        for node in document.nodes():
            for name in node.texts("@id"):
                before = document.named.setdefault(name, node.data)
                if len(before) < len(node.data):
                    document.named[name] = node.data
        return document

    def nodes(self) -> Iterator[Node]:
        """Every object of the document, an outer one before those in it, in their order."""
        waiting: list[tuple[Place, Any]] = [((), self.root)]
        while waiting:
            place, value = waiting.pop()
            inner: list[tuple[Place, Any]] = []
            if isinstance(value, dict):
                yield Node(value, place, self)
                if value.get("@type") != "@json":
                    inner = [((*place, key), one) for key, one in value.items()]
            elif isinstance(value, list):
                inner = [((*place, n), one) for n, one in enumerate(value)]
            waiting += reversed(inner)


@dataclass(frozen=True, slots=True)
class Node:
    """One object, where it stands and in what document."""

    data: Mapping[str, Any]
    place: Place
    document: Document

    @property
    def is_escaped(self) -> bool:
        """Whether its texts may hold entities of HTML that nobody has undone yet."""
        return self.document.marked_up is None or self.place[:1] != (self.document.marked_up,)

    def as_kept(self, text: str) -> str:
        """One of its texts as a ledger keeps it, and as ids are made of it (`Tidying`)."""
        return cleaned(undone(text) if self.is_escaped else text).text

    @property
    def types(self) -> frozenset[str]:
        """The types it says it has, without the vocabulary before them."""
        return frozenset(map(_plain, (*self.texts("@type"), *self.texts("type"))))

    def values(self, name: str) -> list[Any]:
        """The values of a property: texts, numbers, truth values and objects, not wrapped."""
        waiting = [self.data[key] for key in _spellings(name) if key in self.data]
        found: list[Any] = []
        while waiting and len(found) < MOST_VALUES:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting = value + waiting
            elif isinstance(value, dict) and (
                inner := [value[key] for key in WRAPPERS if key in value]
            ):
                waiting = inner + waiting
            elif value is not None:
                found.append(value)
        return found

    def nodes(self, name: str) -> list[Node]:
        """The objects under a property; one that only refers to another stands for that."""
        return [self.meant(value) for value in self.values(name) if isinstance(value, dict)]

    def texts(self, name: str) -> list[str]:
        """The texts under a property, and its numbers and truth values as texts."""
        return [
            text
            for value in self.values(name)
            if not isinstance(value, dict) and (text := _text(value))
        ]

    def text(self, *names: str) -> str | None:
        """The first text under the first property that has one."""
        return next((text for name in names for text in self.texts(name)), None)

    def line(self, *names: str) -> str | None:
        """As `text`, on one line."""
        text = self.text(*names)
        return None if text is None else text.replace("\n", " ")

    def lines(self, name: str) -> list[str]:
        """As `texts`, each on one line."""
        return [text.replace("\n", " ") for text in self.texts(name)]

    def link(self, *names: str) -> str | None:
        """As `line`, or the ``url`` or ``@id`` of the first object there that has one."""
        return next(iter(self._lines_in(names, "url", "@id")), None)

    def name(self, *names: str) -> str | None:
        """As `line`, or the ``name`` of the first object there that has one."""
        return next(iter(self.names(*names)), None)

    def names(self, *names: str) -> list[str]:
        """The texts under properties, and the names of the objects there, each on one line."""
        return self._lines_in(names, "name")

    def _lines_in(self, names: tuple[str, ...], *inner: str) -> list[str]:
        found = [
            self.meant(value).line(*inner) if isinstance(value, dict) else self.line_of_value(value)
            for name in names
            for value in self.values(name)
        ]
        return [one for one in found if one]

    def line_of_value(self, value: object) -> str:
        """A value that is no object as a text on one line."""
        return _text(value).replace("\n", " ")

    def meant(self, value: dict[str, Any]) -> Node:
        """An object under a property, or the one it refers to by its ``@id`` and nothing else."""
        name = value.get("@id")
        if isinstance(name, str) and not value.keys() - {"@id", "@type"}:
            return Node(self.document.named.get(name, value), self.place, self.document)
        return Node(value, self.place, self.document)


def _plain(name: str) -> str:
    for vocabulary in VOCABULARIES:
        if name.startswith(vocabulary):
            return name[len(vocabulary) :]
    return name


@lru_cache
def _spellings(name: str) -> tuple[str, ...]:
    """A property's name as it may be written."""
    return name, *(vocabulary + name for vocabulary in VOCABULARIES)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return str(value)
    return stripped(str(value).replace("\r\n", "\n").replace("\r", "\n"))


KEY: Final = "urn:claim-ledger:record"
TABLES: Final = ("source", "claim", "question", "outcome")
IDS: Final = frozenset({"id", "question", "source"})
"""Keys that say which record is meant: nothing can be found by what is no text."""

MARKER: Final = {"@type": "@json"}


def wrapped(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The tables as the value of `KEY`."""
    return {**MARKER, "@value": tables}


def tables_of(review: Node) -> dict[str, dict[str, Any]] | None:
    """The tables under `KEY`, or None where there is no such key.

    Raises:
        ValueError: what is there is something else.
    """
    if KEY not in review.data:
        return None
    found = review.values(KEY)
    tables = found[0] if len(found) == 1 else None
    if not isinstance(tables, dict) or not all(
        name in TABLES and isinstance(table, dict) for name, table in tables.items()
    ):
        message = f"{KEY} must hold one object with the objects {', '.join(TABLES)}."
        raise ValueError(message)
    for name, table in tables.items():
        for key in IDS & table.keys():
            if not isinstance(table[key], str):
                message = f"In {KEY}, the {key} of {name} must be text, not {kind_of(table[key])}."
                raise ValueError(message)  # noqa: TRY004 - one error for all that is not ours
    return tables
