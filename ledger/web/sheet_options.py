"""How a file that was sent is to be read, as the form of an import says it, and shows it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.formats.registry import Options
from ledger.model.keys import CHOICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.web.dry_run import Trouble
    from ledger.web.posted import Posted

USUAL: Final = ("publisher", "published", "title", "url", "speaker")
"""What may be said once for all rows of a sheet."""

ORDERS: Final = (("DMY", "day, month, year"), ("MDY", "month, day, year"),
                 ("YMD", "year, month, day"))  # fmt: skip
SHARES: Final = ("probability", "value")
"""What may be given in per cent."""

MOST_COLUMNS: Final = 200
MOST_WORDS: Final = 100
MOST_ROWS: Final = 7
"""The number of a row that names the columns has at most so many digits."""

PLACES: Final = {
    "unknown-word": "words",
    "unknown-column": "columns",
    "unnamed-column": "columns",
    "column-twice": "columns",
    "two-dates": "f-dates",
    "both-orders": "f-dates",
    "share-or-percent": "per-cent",
    "percent-or-share": "per-cent",
    "unknown-format": "f-form",
    "header-below": "f-header_row",
}
"""By the code of a problem, where on the page it is said what would help."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of theirs under a key, what it is to mean, and the words of ours there are."""

    key: str
    theirs: str
    ours: str
    choices: Sequence[str]


def options_of(sent: Posted) -> Options:
    """How the file is to be understood, as far as that was said."""
    row = sent.one("header_row")
    is_row = row.isascii() and row.isdigit() and len(row) <= MOST_ROWS and int(row) > 0
    return Options(
        columns=dict(_columns(sent)),
        values=dict(_words(sent)),
        defaults={key: sent.one(f"usual-{key}") for key in USUAL if sent.one(f"usual-{key}")},
        dates=sent.one("dates") if sent.one("dates") in dict(ORDERS) else None,
        header_row=int(row) if is_row else None,
        units={key: "percent" for key in SHARES if sent.has(f"percent-{key}")},
        sheet=sent.one("sheet") or None,
        is_found=True,
    )


def _columns(sent: Posted) -> Iterator[tuple[str, str]]:
    for place in range(MOST_COLUMNS):
        theirs, ours, guess = (sent.one(f"{one}-{place}") for one in ("theirs", "ours", "guess"))
        if (theirs and ours != guess) or (theirs and sent.has(f"told-{place}")):
            yield theirs, ours


def _words(sent: Posted) -> Iterator[tuple[tuple[str, str], str]]:
    for place in range(MOST_WORDS):
        key, theirs, ours = (sent.one(f"word-{one}-{place}") for one in ("key", "theirs", "ours"))
        if theirs and ours in CHOICES.get(key, ()):
            yield (key, theirs), ours


def words(options: Options, troubles: Iterable[Trouble]) -> list[Word]:
    """The words that are said to mean something, and those of which nobody knows what they mean."""
    known = [
        Word(key, theirs, ours, CHOICES[key]) for (key, theirs), ours in options.values.items()
    ]
    unknown = [
        Word(one.first.key, one.first.about, "", CHOICES[one.first.key])
        for one in troubles
        if one.first.code == "unknown-word" and one.first.key in CHOICES
    ]
    return [*known, *unknown][:MOST_WORDS]
