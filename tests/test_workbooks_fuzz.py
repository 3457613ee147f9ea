"""Workbooks spoilt from within: parts changed and packed again; each is read or refused in words.

200 workbooks, 10,000 in a long run.
"""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from clothes import SHEET, as_ods, as_xlsx
from conftest import SEED, many

from ledger.formats.registry import GivenFile, reader

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER: Final = many(200, 10_000)
CHUNK: Final = 50
BOOKS: Final = (as_xlsx(SHEET), as_xlsx(SHEET, Notes=[("a", 1.5, True)]), as_ods(SHEET))

PIECES: Final = tuple(
    one.encode()
    for one in (
        '<c r="A1" t="s"><v>0</v></c>', '<c r="XFD1048576" t="s"><v>0</v></c>',
        '<row r="9999999"/>',
        '<c r="ZZZ9" t="s"><v>99999999</v></c>', '<c t="d"><v>2023-99-99</v></c>', "<v>1e999</v>",
        '<c r="A0"><v>1</v></c>', '<c t="inlineStr"><is><t>x</t></is></c>', "<v></v>",
        "&amp;", "&x;",
        '<c t="e"><v>#REF!</v></c>', '<c t="b"><v>7</v></c>', '<mergeCell ref="A1:XFD1048576"/>',
        '<mergeCell ref="B2:B3"/>', '<dimension ref="A1:XFD1048576"/>', '<c s="99999"><v>1</v></c>',
        ' table:number-rows-repeated="99999999999"', ' table:number-columns-repeated="-1"',
        ' office:date-value="x"', ' office:value="NaN"', '<text:s text:c="9999999"/>', "<si/>",
        "<t>\u202e</t>", "-1", "99999999999999999999", "0", "\x00", "<", ">", '"', "1904", "true",
    )
)  # fmt: skip


def spoilt(chance: random.Random) -> bytes:
    """A workbook with some of its parts changed."""
    made = io.BytesIO()
    book = chance.choice(BOOKS)
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            for _ in range(chance.choice((0, 0, 1, 1, 2, 5))):
                part = changed(part, chance)
            if chance.random() > 0.02:
                new.writestr(entry.filename, part)
    return made.getvalue()


def changed(part: bytes, chance: random.Random) -> bytes:
    places = [0, len(part), *(n for n, one in enumerate(part) if one in b'<>" ')]
    start = chance.choice(places)
    end = start + chance.choice((0, 0, 0, 1, 5, 40))
    changes: tuple[Callable[[], bytes], ...] = (
        lambda: part[:start] + chance.choice(PIECES) + part[end:],
        lambda: part[:start] + chance.choice(PIECES) + part[end:],
        lambda: part[:start] + part[end:],
        lambda: part[:start] + part[start:end] * 3 + part[end:],
    )
    return chance.choice(changes)()


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, NUMBER, CHUNK))
def test_every_workbook_is_read_or_refused_in_words(first: int) -> None:
    form = reader("workbook")
    for number in range(first, min(first + CHUNK, NUMBER)):
        data = spoilt(random.Random(f"{SEED}-{number}"))  # noqa: S311 - no secret
        try:
            bundles, problems = form.read(GivenFile("w.xlsx", data, date(2026, 7, 5)))
        except BaseException as fault:
            fault.add_note(f"workbook {number} of seed {SEED}")
            raise
        assert bundles or problems
        assert all(problem.message.isprintable() for problem in problems)
