r"""LIAR: checks of PolitiFact's as tab-separated lines, without a header and without quoting.

2635.json\tfalse\tThe moon is nearer.\tspace,tides\tann-lee\tAstronomer\tTexas\tnone\t0\t1\t0\t0\t0\ta speech

The cells are an id, the rating, the statement, its subjects, the speaker, the speaker's job, state
and party, how often the speaker was rated barely true, false, half true, mostly true and pants on
fire, and where it was said.  A quotation mark is a character like any other.
Source: W. Y. Wang, "Liar, Liar Pants on Fire", ACL 2017, and the README of its data.
"""  # noqa: E501 - a line is a line

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Problem
from ledger.formats.cleaning import stripped
from ledger.formats.fact_checks.reviews import MAX_BYTES, taken
from ledger.formats.table.read import LONG
from ledger.formats.table.row import Line
from ledger.formats.table.sheet import Unreadable, open_sheet
from ledger.model.bundle import Origin
from ledger.model.field_values import Complaint, shown
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.formats.registry import GivenFile
    from ledger.model.bundle import Bundle

__all__ = ["BY_ROW", "MAX_BYTES", "NAME", "bad_rows", "looks_like", "read"]

NAME: Final = "liar"
BY_ROW: Final = True

LABELS: Final = ("pants-fire", "false", "barely-true", "half-true", "mostly-true", "true")
SHARES: Final = {"barely-true": "0.25", "half-true": "0.5", "mostly-true": "0.75"}
"""How much is true by PolitiFact's ratings, whose steps from false to true are taken as even."""

PAGE: Final = "http://www.politifact.com/api/v/2/statement/{}/?format=json"
"""Where a check was taken from, by the README of the data."""

CELLS: Final = 14
NOBODY: Final = "none"
"""What stands in a cell that says nothing."""


def looks_like(head: str, path: Path) -> bool:  # noqa: ARG001 - its name says nothing
    """Whether the first line has as many cells, with a rating in the second."""
    cells = head.partition("\n")[0].split("\t")
    return len(cells) == CELLS and cells[1] in LABELS


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The checks of a file, one a line, and all problems, by line."""
    problems: list[Problem] = []
    return taken(given, _checks(given, problems), problems, SHARES)


def bad_rows(given: GivenFile) -> str:
    """The lines left out, as they are."""
    return "".join(f"{line}\n" for number, line in _lines(given) if number in given.left_out)


def _lines(given: GivenFile) -> list[tuple[int, str]]:
    """The lines that are not blank, each with its number.

    Raises:
        Unreadable: they are no text.
    """
    sheet = open_sheet(given.data, given.options.encoding)
    lines = given.data.decode(sheet.encoding).split("\n")
    return [(n, line.rstrip("\r")) for n, line in enumerate(lines, 1) if line.strip()]


def _checks(given: GivenFile, problems: list[Problem]) -> Iterator[tuple[Origin, dict[str, Any]]]:
    try:
        lines = _lines(given)
    except Unreadable as trouble:
        problems.append(Problem(given.name, trouble.number, str(trouble), code="unreadable"))
        return
    for number, line in given.track(lines) if len(lines) >= LONG else lines:
        if number in given.left_out:
            continue
        cells = [stripped(cell) for cell in line.split("\t")]
        origin = Origin(given.name, Line(number))
        if wrong := _flaws(cells):
            problems += origin.problems(wrong)
        else:
            yield origin, _review(cells)


def _flaws(cells: list[str]) -> list[Complaint]:
    if len(cells) != CELLS:
        found = counted(len(cells), "cell")
        message = f"This line has {found}, and must have {CELLS} with tabs between them."
        return [Complaint((), message, code="number-of-cells")]
    if cells[1] not in LABELS:
        message = f"The rating {shown(cells[1])} is not one of {', '.join(LABELS)}."
        return [Complaint((), message, code="unknown-label")]
    return []


def _review(cells: list[str]) -> dict[str, Any]:
    """A line as a ClaimReview."""
    name, rating, statement, subjects, speaker, job, *_, where = cells
    number = name.removesuffix(".json")
    author = {"name": speaker, "jobTitle": "" if job == NOBODY else job}
    return {
        "@type": "ClaimReview",
        "claimReviewed": statement,
        "keywords": subjects,
        "author": {"name": "PolitiFact"},
        "url": PAGE.format(number) if number.isdecimal() else "",
        "itemReviewed": {"author": author},
        "reviewRating": {
            "alternateName": rating,
            "ratingExplanation": f"Said in: {where}" if where not in {"", NOBODY} else "",
        },
    }
