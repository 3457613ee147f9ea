"""Plain cells: what each means by its text alone, as a body has it.

It is looked up by its text, or is that text, where it is clean.  Of all others the careful readers
of `ledger.model` tell what they are; where these would tidy, guess or warn, there is `Unsure`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.errors import BadDate
from ledger.formats.plain_records import Unsure
from ledger.formats.table.cells import addresses, split
from ledger.formats.write_files import plain
from ledger.model import forecast
from ledger.model.field_values import ID
from ledger.model.fields import Sort
from ledger.model.keys import CHOICES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.formats.table.words import Words

    Read = Callable[[str], Any]

MOST: Final = 16384
"""How many texts of a column are remembered with what they mean."""

DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
ADDRESS: Final = re.compile(r"https?://[!#-%'-z~]+(?<![;,')\]<>])")
"""A web page, without what could be read in two ways."""


class Memo(dict[str, Any]):
    """What texts mean, each asked for once."""

    def __init__(self, means: Read) -> None:
        super().__init__()
        self._means = means

    def __missing__(self, text: str) -> Any:  # noqa: ANN401 - whatever a key holds
        found = self._means(text)
        if len(self) < MOST:
            self[text] = found
        return found


def text(cell: str) -> str:
    """A clean text: what can be seen, without blanks around it."""
    is_clean = cell.isprintable() and cell[0] != " " != cell[-1]
    if is_clean and ("'" not in cell or plain(cell) == cell):
        return cell
    raise Unsure


def identifier(cell: str) -> str:
    """An id as it may be."""
    if ID.fullmatch(cell):
        return cell
    raise Unsure


def day(cell: str) -> str:
    """One day, which EDTF writes as it stands here."""
    try:
        if DAY.fullmatch(cell) and str(edtf.parse(cell)) == cell:
            return cell
    except BadDate:
        pass
    raise Unsure


def share(cell: str) -> str:
    """A share from 0 to 1, as a body has it."""
    if cell.endswith("%"):
        from ledger.formats.table.shares import read_share  # noqa: PLC0415 - few need it

        cell = read_share(cell, is_percent=False)
    found, complaint = forecast.parse("", cell)
    if found is None or complaint is not None:
        raise Unsure
    return forecast.canonical(found)


def flag(cell: str) -> bool:
    """True or false."""
    if cell not in {"true", "false"}:
        raise Unsure
    return cell == "true"


def texts(cell: str) -> list[str]:
    """Several texts."""
    if cell[0] == "[":
        raise Unsure
    found = list(dict.fromkeys(map(text, split(text(cell), ";"))))
    if not found:
        raise Unsure
    return found


def evidence(cell: str) -> list[dict[str, str]]:
    """Addresses of web pages."""
    if ADDRESS.fullmatch(cell) and "://" not in cell[8:]:
        return [{"url": cell}]
    several = split(text(cell), " ")
    once = list(dict.fromkeys(several))
    if not several or addresses(cell) != (once, ()) or not all(map(ADDRESS.fullmatch, several)):
        raise Unsure
    return [{"url": one} for one in several]


def choice(key: str, words: Words) -> Read:
    """What gives one of the words that there are for ``key``."""

    def read(cell: str) -> str:
        word = words.ours(key, cell)
        if word not in CHOICES[key] or (key == "verdict" and words.rates_truth(cell)):
            raise Unsure
        return word

    return read


READ: Final[Mapping[Sort, Read]] = {
    Sort.ID: identifier, Sort.TEXT: text, Sort.LINE: text, Sort.DATE: day, Sort.SHARE: share,
    Sort.FLAG: flag, Sort.LIST: texts, Sort.RECORDS: evidence,
}  # fmt: skip
ONCE: Final = frozenset({Sort.ID, Sort.TEXT, Sort.RECORDS})
"""What hardly ever comes twice."""
