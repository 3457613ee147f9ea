"""What cells hold: words other people use for ours, several texts in one, and formulas disarmed."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.cells import plain
from ledger.formats.characters import cleaned, stripped
from ledger.formats.table.columns import LISTS
from ledger.model.keys import CHOICES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROMISE_METERS: Final = {
    "kept": "happened",
    "compromise": "partly",
    "broken": "did-not-happen",
    "in the works": "in-progress",
    "stalled": "stalled",
    "not yet rated": "",
}
"""The ratings of promise meters, such as PolitiFact's, and the verdict each is."""

KNOWN: Final = {("verdict", theirs): ours for theirs, ours in PROMISE_METERS.items()}

ENDS_OF_LINES: Final = re.compile("\r\n|\r|\n")


class Words:
    """Our words for theirs: those that were mapped, then our own, then those that are known."""

    def __init__(self, values: Mapping[tuple[str, str], str]) -> None:
        mapped = {(key, _folded(theirs)): ours for (key, theirs), ours in values.items()}
        own = {(key, word): word for key, words in CHOICES.items() for word in words}
        self._ours = {**KNOWN, **own, **mapped}
        self._keys = {key for key, _ in self._ours}

    def ours(self, key: str, cell: str) -> str:
        """What a cell of the column ``key`` says in our words; empty where it says nothing."""
        text = plain(stripped(cell))
        if key in self._keys:
            return self._ours.get((key, _folded(cleaned(text).text)), text)
        return text


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())


def value(key: str, text: str) -> Any:  # noqa: ANN401 - text, or a list
    """A cell's text as the value of its key, in the shape in which a claim file has it."""
    if key in LISTS:
        return split(text, ";")
    if key == "evidence_url":
        return [{"url": url} for url in split(text, " ")]
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


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
