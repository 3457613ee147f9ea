"""The lists of a site, which need no script: claims by year and by page, names from A to Z."""

from __future__ import annotations

import unicodedata
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.book.asking.last_changes import key_of
from ledger.site.addresses import list_file, of_page, page_file
from ledger.site.contents import grouped
from ledger.site.file_names import ACCENTED
from ledger.site.folder import File
from ledger.site.pages import page, rows_by_name
from ledger.text import counted
from ledger.web.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.book.asking.names import Named
    from ledger.site.contents import Contents
    from ledger.site.pages import Rows
    from ledger.web.asked import Asked

A_PAGE: Final = 40
"""How many claims a page of a list has."""

NAMES_A_PAGE: Final = 120
MOST_NAMES: Final = 60
"""How many names a page of a letter has, and how many the first page of a sort."""

UNDATED: Final = "no-day"
TITLES: Final = {
    "speakers": "Speakers",
    "publishers": "Publishers",
    "topics": "Topics",
    "sources": "Sources",
}


def claim_lists(site: Contents) -> Iterator[File]:
    """The first page of all claims, and their lists."""
    years = _years(site)
    yield File("claims.html", site.as_of, partial(_first, site, years))
    for year, rows in years.items():
        title = "Claims without a due day" if year == UNDATED else f"Claims due in {year}"
        yield from _pages(site, f"year-{year}", title, rows, "claims.html")
    columns = site.catalogue.columns
    by_page = {
        "questions": grouped(columns.question, columns.names.question),
        "sources": grouped(columns.source, columns.names.source),
    }
    for sort, groups in by_page.items():
        for one, rows in sorted(groups.items()):
            here = page_file(sort, one)
            if here in site.places.listed:
                yield from _pages(site, of_page(here), "Claims", _in_order(site, rows), here)
    for sort, several in rows_by_name(site).items():
        for key, name in sorted(site.places.names[sort].items()):
            here = page_file(sort, key)
            if here in site.places.listed:
                yield from _pages(
                    site, of_page(here), f"Claims: {name}", _in_order(site, several[key]), here
                )


def _in_order(site: Contents, rows: Rows) -> Rows:
    """Claims by the day on which they are due."""
    ranks = np.empty(len(site.catalogue.columns), dtype=np.intp)
    order = site.catalogue.order("due")
    ranks[order] = np.arange(order.size)
    return rows[np.argsort(ranks[rows], kind="stable")]


def _years(site: Contents) -> dict[str, Rows]:
    """The claims by the year of their due day, the newest year first, in order."""
    order = site.catalogue.order("due")
    days = site.catalogue.columns.horizon[order]
    names = np.where(np.isnat(days), UNDATED, np.datetime_as_string(days, unit="Y"))
    found = {str(year): order[names == year] for year in np.unique(names)}
    dated = sorted(set(found) - {UNDATED}, reverse=True)
    return {year: found[year] for year in (*dated, *({UNDATED} & set(found)))}


def _pages(site: Contents, of: str, title: str, rows: Rows, above: str) -> Iterator[File]:
    """The pages of a list of claims."""
    columns = site.catalogue.columns
    pages = -(-len(rows) // A_PAGE)
    for number in range(1, pages + 1):
        some = rows[(number - 1) * A_PAGE : number * A_PAGE]
        asked = columns.names.question
        told = [
            f"{columns.ids[place]} {site.changes.questions[asked[columns.question[place]]]}"
            for place in some.tolist()
        ]
        stamp = _digest([title, f"{number}/{pages} {len(rows)} {site.passed(some)}", *told])
        yield File(
            list_file(of, number),
            stamp,
            partial(_page, site, (of, title, above), (number, pages), (some, len(rows))),
        )


def _digest(texts: Sequence[str]) -> str:
    return sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _page(
    site: Contents, about: tuple[str, str, str], at: tuple[int, int], claims: tuple[Rows, int]
) -> bytes:
    of, title, above = about
    number, pages = at
    rows, total = claims
    asked = site.asked(list_file(of, number), "/list")
    shown = {
        "claims": site.catalogue.claims(site.ledger, rows),
        "total": total,
        "number": number,
        "pages": pages,
        "above": _to(asked, above),
        "about": "All claims" if above == "claims.html" else "Back",
        "before": _to(asked, list_file(of, number - 1)) if number > 1 else "",
        "after": _to(asked, list_file(of, number + 1)) if number < pages else "",
    }
    return page(lambda _: Answer(title=title, template="listing.html", shown=shown), asked)


def _to(asked: Asked, path: str) -> str:
    """The address of a file of the site."""
    found: str = asked.to.to(path)  # type: ignore[attr-defined]
    return found


def _first(site: Contents, years: dict[str, Rows]) -> bytes:
    asked = site.asked("claims.html", "/claims")
    newest = site.catalogue.order("recorded")[:A_PAGE]
    shown = {
        "total": len(site.catalogue.columns),
        "years": [
            (
                "without a due day" if year == UNDATED else year,
                len(rows),
                _to(asked, list_file(f"year-{year}", 1)),
            )
            for year, rows in years.items()
        ],
        "claims": site.catalogue.claims(site.ledger, newest),
    }
    return page(lambda _: Answer(title="Claims", template="lists.html", shown=shown), asked)


def name_lists(site: Contents) -> Iterator[File]:
    """The first page of speakers, publishers, topics and sources, and one or more a letter."""
    for sort, title in TITLES.items():
        named = site.named[sort]
        letters: dict[str, list[Named]] = {}
        for one in sorted(named, key=lambda each: (key_of(_sorted_by(sort, each)), each.name)):
            letters.setdefault(_letter(_sorted_by(sort, one)), []).append(one)
        several = {letter: letters[letter] for letter in sorted(letters)}
        yield File(f"{sort}.html", site.as_of, partial(_first_names, site, sort, list(several)))
        told = " ".join(several)
        for letter, names in several.items():
            pages = -(-len(names) // NAMES_A_PAGE)
            for number in range(1, pages + 1):
                some = names[(number - 1) * NAMES_A_PAGE : number * NAMES_A_PAGE]
                stamp = _digest([
                    title, told, f"{number}/{pages}",
                    *(f"{one.name} {one.claims} {one.about}" for one in some),
                ])  # fmt: skip
                make = partial(_names, site, (sort, letter, list(several)), (number, pages), some)
                yield File(list_file(_of(sort, letter), number), stamp, make)


def _sorted_by(sort: str, one: Named) -> str:
    return (one.about or one.name) if sort == "sources" else one.name


def _letter(name: str) -> str:
    """The letter that a name stands under."""
    first = next((one for one in name if one.isalnum()), "#")
    if ord(first) < ACCENTED:
        first = unicodedata.normalize("NFKD", first)[0]
    return first.upper() if first.isalpha() else "#"


def _of(sort: str, letter: str) -> str:
    plain = letter.lower() if letter.isascii() and letter.isalpha() else f"u{ord(letter[0]):x}"
    return f"{sort}/letter-{plain}"


def _linked(asked: Asked, sort: str, letters: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, _to(asked, list_file(_of(sort, one), 1))) for one in letters]


def _first_names(site: Contents, sort: str, letters: Sequence[str]) -> bytes:
    asked = site.asked(f"{sort}.html", f"/{sort}")
    named = site.named[sort]
    shown = {
        "names": named[:MOST_NAMES],
        "more": len(named) - len(named[:MOST_NAMES]),
        "of": sort,
        "what": sort[:-1],
        "letters": _linked(asked, sort, letters),
        "here": "",
    }
    return page(lambda _: Answer(title=TITLES[sort], template="names.html", shown=shown), asked)


def _names(
    site: Contents,
    of: tuple[str, str, Sequence[str]],
    at: tuple[int, int],
    names: Sequence[Named],
) -> bytes:
    sort, letter, letters = of
    number, pages = at
    here = list_file(_of(sort, letter), number)
    asked = site.asked(here, f"/{sort}/list")
    shown = {
        "names": names,
        "more": 0,
        "of": sort,
        "what": sort[:-1],
        "letters": _linked(asked, sort, letters),
        "here": letter,
        "number": number,
        "pages": pages,
        "before": _to(asked, list_file(_of(sort, letter), number - 1)) if number > 1 else "",
        "after": _to(asked, list_file(_of(sort, letter), number + 1)) if number < pages else "",
    }
    title = f"{TITLES[sort]}: {letter} ({counted(len(names), 'name')})"
    return page(lambda _: Answer(title=title, template="names.html", shown=shown), asked)
