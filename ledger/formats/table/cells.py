"""Cells that hold several texts or addresses, taken apart.

["taxes", "schools"]                                  a list, as JSON and Python write it
taxes; "roads; bridges"                               texts with a separator between them
https://a.example/x | https://b.example/y             addresses, whatever stands between them
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.table.columns import LISTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENDS_OF_LINES: Final = re.compile("\r\n|\r|\n")

EVIDENCE: Final = "evidence_url"
"""The column of the addresses of evidence."""

SEPARATORS: Final[dict[str, str]] = {**dict.fromkeys(LISTS, ";"), EVIDENCE: " "}
"""What stands between several in a cell, by column."""


def split(text: str, separator: str) -> list[str]:
    """The texts of a cell that holds several; those with a separator in them stand in quotes."""
    line = ENDS_OF_LINES.sub(" ", text)
    try:
        (found,) = csv.reader([line], delimiter=separator, skipinitialspace=True)
    except (csv.Error, ValueError):
        return [text]
    return [one.strip() for one in found if one.strip()]


def joined(texts: Sequence[str], separator: str) -> str:
    """Several texts in one cell, which `split` takes apart again."""
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="").writerow(texts)
    return line.getvalue()


BEGINNING: Final = re.compile(r"(?<![/=:%?&#@+])https?://", re.IGNORECASE)
"""Where an address begins, unless that is part of another, as in those of web archives."""

RUN: Final = re.compile(r"\S+")
ANY_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
AROUND: Final = " \t\n|;,\"'<>{}\u2022\u00b7\u2013\u2014\u00ab\u00bb\u201c\u201d\u201e"
"""What stands around addresses and is no part of them."""

PAIRS: Final = {")": "(", "]": "["}
BETWEEN: Final = frozenset(("and", "und", "et", "y", "e", "or", "&", "+", "-", "/", "*", "=", ""))
"""Words that stand between addresses, and say nothing."""


@dataclass(frozen=True, slots=True)
class Several:
    """What a cell holds; ``was``, how release 0.1.0 took it apart; and what else stands in it."""

    items: list[str]
    was: list[str]
    stray: tuple[str, ...] = ()


def addresses(text: str) -> tuple[list[str], tuple[str, ...]]:
    """The addresses in a text, and the words beside them that are none."""
    starts = [found.start() for found in BEGINNING.finditer(text)]
    items, stray = _others(text[: starts[0]] if starts else text)
    for start, end in pairwise([*starts, len(text)]):
        found = RUN.match(text, start, end)
        run = found[0] if found else ""
        items.append(_bare(run))
        more, words = _others(text[start + len(run) : end])
        items += more
        stray += words
    return items, tuple(stray)


def _others(text: str) -> tuple[list[str], list[str]]:
    """Addresses of other sorts than the web's, such as ``doi:10.1/2``, and words that are none."""
    words = [one.strip(AROUND + "()[]") for one in text.split()]
    found = [one for one in words if ANY_ADDRESS.fullmatch(one)]
    return found, [one for one in words if one.casefold() not in BETWEEN and one not in found]


def _bare(run: str) -> str:
    """An address without what stands behind it."""
    while run and (run[-1] in AROUND or _is_alone(run)):
        run = run[:-1]
    return run


def _is_alone(run: str) -> bool:
    """Whether a text ends in a bracket that nothing in it opens."""
    return run[-1] in PAIRS and run.count(run[-1]) > run.count(PAIRS[run[-1]])


def texts_of_list(text: str) -> list[str] | None:
    """The texts of a list that a cell holds as JSON or Python write it; None where it is none."""
    if not (text.startswith("[") and text.endswith("]")):
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        texts = [_text_of(one) for one in found] if isinstance(found, list) else [None]
        if all(one is not None for one in texts):
            return [one.strip() for one in texts if one and one.strip()]
    return None


def _text_of(one: Any) -> str | None:  # noqa: ANN401 - whatever a list holds
    if isinstance(one, dict):
        one = one.get("url")
    return one if isinstance(one, str) else None


@dataclass(frozen=True, slots=True)
class Lists:
    """How the cells of a sheet that hold several are taken apart.

    ``separators`` are those that were asked for, by column.  In ``ours``, which a ledger wrote,
    addresses are as it wrote them, whatever they are.
    """

    separators: Mapping[str, str]
    ours: bool

    def read(self, column: str, text: str) -> Several:
        """What a cell of a column holds."""
        was = split(text, SEPARATORS[column])
        if self.ours:
            return Several(was, was)
        asked = self.separators.get(column)
        items = texts_of_list(text)
        if items is None and asked is not None:
            items = _parted(text, asked)
        if column == EVIDENCE:
            found = [addresses(one) for one in ([text] if items is None else items)]
            items = list(dict.fromkeys(url for urls, _ in found for url in urls))
            stray = tuple(word for _, words in found for word in words)
            return Several(items, was if asked is None else items, stray)
        items = was if items is None else items
        return Several(items, was if asked is None else items)


def _parted(text: str, separator: str) -> list[str]:
    if len(separator) == 1:
        return split(text, separator)
    return [one.strip() for one in text.split(separator) if one.strip()]
