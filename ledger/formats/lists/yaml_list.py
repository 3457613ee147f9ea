"""Claims as a YAML list: mappings with the columns of a sheet, or "It rains in Ville: 85%".

- speaker: Ann
  statement: It rains.
  due: 2027-12-31

Weather:
  It rains in Ville: 85%
  It snows in May: 10%

The keys above such lines are their topics.  A mapping that says anything else is a row of a sheet:
``confidence: 85%`` beside ``statement: It rains`` is no prediction of confidence.  Anchors are
refused: a file of some lines may be made of them that fills the memory.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import FileTrouble, NotInstalled
from ledger.formats.encodings import decoded
from ledger.formats.lists.objects import Rows, find_list
from ledger.formats.lists.percents import prediction_in, share_of_percent, year_of
from ledger.formats.table import as_sheet
from ledger.formats.table.sheet import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.errors import Problem
    from ledger.formats.registry import GivenFile
    from ledger.formats.table.taken import TakenSheet
    from ledger.model.field_reader import Place

__all__ = ["BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read", "read_plain"]

NAME: Final = "yaml"
MAX_BYTES: Final = 3 * 1024 * 1024
"""The most bytes of a file; so many take some 250 MB of memory to read."""
BY_ROW: Final = True

SUFFIXES: Final = frozenset({".yaml", ".yml"})
DEEPEST: Final = 4
"""How deep predictions may stand under headings."""

NOTHING: Final = (
    'There is neither a list of mappings here nor a prediction, such as "It rains in Ville: 85%".'
)


def looks_like(head: str, path: Path) -> bool:  # noqa: ARG001 - much else looks like YAML
    """Whether it is YAML by its name."""
    return path.suffix.lower() in SUFFIXES


def _sheet(given: GivenFile, _: list[Problem]) -> TakenSheet:
    """The items of a file as a sheet.

    Raises:
        NotInstalled: the library that reads YAML is missing.
        Unreadable: it is no YAML, or there are none.
    """
    try:
        text = decoded(Path(given.name), given.data, given.options.encoding)
    except FileTrouble as trouble:
        raise Unreadable(trouble.line, f"{trouble.what} {trouble.cure}".strip()) from trouble
    root, lines = _parsed(text)
    objects = list(_predictions(root, lines, (), ""))
    if not objects and (found := find_list(root)) is not None:
        objects = [
            (lines.get((*found.place, number), number + 1), one)
            for number, one in enumerate(found.items)
            if isinstance(one, dict)
        ]
    if not objects:
        raise Unreadable(0, NOTHING)
    return Rows([(number, _named(one)) for number, one in objects]).as_sheet()


def _named(one: Mapping[Any, Any]) -> dict[str, Any]:
    """A mapping with texts for keys, as YAML may have others."""
    return {str(key): value for key, value in one.items()}


def _predictions(
    value: Any,  # noqa: ANN401 - any YAML
    lines: Mapping[Place, int],
    place: Place,
    topic: str,
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """What says "It rains in Ville: 85%", under headings and in lists."""
    if len(place) > DEEPEST:
        return
    pairs = (
        value.items() if isinstance(value, dict) else enumerate(value)
        if isinstance(value, list) else ()
    )  # fmt: skip
    is_object = isinstance(value, dict) and not all(map(_is_said, value.values()))
    for key, inner in pairs:
        if is_object and not isinstance(inner, dict | list):
            continue
        at = (*place, key)
        heading = topic if isinstance(key, int) else str(key)
        chance = _chance(inner)
        found = prediction_in(inner) if isinstance(inner, str) and chance is None else None
        if isinstance(key, str) and chance is not None:
            yield lines.get(at, 0), _row(key, chance, topic)
        elif found is not None:
            yield lines.get(at, 0), _row(found.statement, found.probability, heading)
        else:
            yield from _predictions(inner, lines, at, heading)


def _is_said(value: object) -> bool:
    """Whether what a key holds may be a prediction, its chance or several of them."""
    if isinstance(value, dict | list) or _chance(value) is not None:
        return True
    return isinstance(value, str) and prediction_in(value) is not None


def _row(statement: str, probability: str, topic: str) -> dict[str, Any]:
    year = year_of(topic)
    row = {"statement": statement, "probability": probability}
    if year:
        return row | {"due": year, "due_basis": "context"}
    return row | ({"topics": topic.replace(";", ",")} if topic else {})


def _chance(value: object) -> str | None:
    """The share that a text such as 85% says; None where it says none."""
    text = value.strip() if isinstance(value, str) else ""
    number = text.removesuffix("%").strip()
    return share_of_percent(number) if text.endswith("%") and number[:1].isdigit() else None


def _parsed(text: str) -> tuple[Any, dict[Place, int]]:
    """What a text says, and the line of each place in it.

    Raises:
        NotInstalled: the library that reads YAML is missing.
        Unreadable: it is no YAML, or has anchors.
    """
    try:
        import yaml  # noqa: PLC0415 - an extra
    except ImportError as trouble:
        raise NotInstalled("A YAML file", "pyyaml", "sheets") from trouble
    try:
        loader = yaml.SafeLoader(text)
        for token in iter(loader.get_token, None):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                line = token.start_mark.line + 1
                raise Unreadable(line, "This YAML has anchors (&), which are not read.")
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        root = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as trouble:
        mark = getattr(trouble, "problem_mark", None)
        line = 0 if mark is None else mark.line + 1
        why = getattr(trouble, "problem", None) or "it cannot be taken apart"
        raise Unreadable(line, f"This is not YAML: {why}.") from trouble
    except (RecursionError, ValueError, OverflowError) as trouble:
        if isinstance(trouble, Unreadable):
            raise
        raise Unreadable(0, "This YAML cannot be read.") from trouble
    return root, {} if node is None else _lines(node)


def _lines(node: Any) -> dict[Place, int]:  # noqa: ANN401 - a node of the library
    found: dict[Place, int] = {}
    waiting: list[tuple[Place, Any]] = [((), node)]
    while waiting:
        place, one = waiting.pop()
        found[place] = one.start_mark.line + 1
        if one.id == "sequence":
            waiting += [((*place, number), inner) for number, inner in enumerate(one.value)]
        elif one.id == "mapping":
            for key, inner in one.value:
                at = (*place, str(key.value))
                waiting.append((at, inner))
    return found


read: Final = partial(as_sheet.read, _sheet)
read_plain: Final = partial(as_sheet.read_plain, _sheet)
bad_rows: Final = partial(as_sheet.bad_rows, _sheet)
