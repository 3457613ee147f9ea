"""Filters: which claims a list, a search, a report or an export is about.

This is the one place where a filter is written out: the options of commands, the conditions of a
query, the look for what a name means, and what a report says of its selection go through
`FILTERS`.  To add one is to add a field to `Filters`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.errors import BadDate, UnknownName
from ledger.model.answers.question_types import TYPES, QuestionType
from ledger.model.claim import DUE_BASES, KINDS
from ledger.model.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

STATUSES: Final = ("open", "overdue", "settled", "not-checkable", "proposed")


class Compares(Enum):
    """How a filter is compared with a claim."""

    IS_ONE_OF = auto()
    """A column holds one of the texts asked for."""
    HOLDS_ONE_OF = auto()
    """A column that holds a list has one of them in it."""
    BEFORE = auto()
    """A column holds an earlier day."""
    AFTER = auto()
    """A column holds a later day."""
    FOLLOWS = auto()
    """What follows from a claim, as a property of an assessment, is one of the texts."""
    SEARCH = auto()
    """Each word is found in the texts of the claim, its question or its source."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter.

    ``unset`` is what is meant where the column holds nothing.

    ``what`` is the column it is compared with, as ``table.column``; of `FOLLOWS` the name of a
    property.  ``help`` is that of its option; a filter without has none.  ``choices`` are the words
    it may be, if these are few.  ``known`` is the column in which the ledger must have what is
    asked for, where one should hear that it has not: a slip of the keys would select nothing.
    """

    compares: Compares
    what: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    known: str = ""
    unset: str = ""

    @property
    def is_day(self) -> bool:
        """Whether one day is asked for; of all else, any number of texts."""
        return self.compares in {Compares.BEFORE, Compares.AFTER}


def _filter(compares: Compares, what: str = "", help: str = "", **more: Any) -> Any:  # noqa: A002, ANN401 - as `dataclasses.field`
    """A field of `Filters`, and what is known of it."""
    made = Filter(compares, what, help, **more)
    return field(default=None if made.is_day else (), metadata={"filter": made})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a claim must be to be selected.

    Each tuple holds alternatives, and an empty one lets everything through; all filters hold at
    once.  ``due_before`` and ``due_after`` compare with the latest due day, ``due_basis`` with
    whose that is, and let nothing through that has none.
    """

    speaker: tuple[str, ...] = _filter(
        Compares.IS_ONE_OF,
        "claims.speaker",
        "Only claims by this speaker; repeat for several.",
        known="claims.speaker",
    )
    publisher: tuple[str, ...] = _filter(
        Compares.IS_ONE_OF,
        "sources.publisher",
        "Only claims in sources of this publisher; repeat for several.",
        known="sources.publisher",
    )
    source: tuple[str, ...] = _filter(
        Compares.IS_ONE_OF,
        "claims.source",
        "Only claims in the source with this id; repeat for several.",
        known="sources.id",
    )
    topic: tuple[str, ...] = _filter(
        Compares.HOLDS_ONE_OF,
        "questions.topics",
        "Only claims on this topic; repeat for several.",
        known="questions.topics",
    )
    kind: tuple[str, ...] = _filter(
        Compares.IS_ONE_OF,
        "claims.kind",
        "Only claims of this kind; repeat for several.",
        choices=KINDS,
    )
    type: tuple[str, ...] = _filter(
        Compares.IS_ONE_OF,
        "questions.type",
        "Only claims on questions of this type; repeat for several.",
        choices=TYPES,
        unset=QuestionType.BINARY.value,
    )
    question: tuple[str, ...] = _filter(
        Compares.IS_ONE_OF,
        "claims.question",
        "Only claims on the question with this id; repeat for several.",
        known="questions.id",
    )
    verdict: tuple[str, ...] = _filter(
        Compares.IS_ONE_OF,
        "outcomes.verdict",
        "Only claims with this verdict; repeat for several.",
        choices=tuple(verdict.value for verdict in Verdict),
    )
    status: tuple[str, ...] = _filter(
        Compares.FOLLOWS,
        "status",
        "Only claims of this status; repeat for several.",
        choices=STATUSES,
    )
    due_before: date | None = _filter(  # noqa: RUF009 - it makes a field
        Compares.BEFORE, "questions.due_latest", "Only claims due before this day."
    )
    due_after: date | None = _filter(  # noqa: RUF009 - it makes a field
        Compares.AFTER, "questions.due_latest", "Only claims due after this day."
    )
    due_basis: tuple[str, ...] = _filter(
        Compares.IS_ONE_OF,
        "questions.due_basis",
        "Only claims whose deadline was stated, implied by the context, or set by the desk.",
        choices=DUE_BASES,
    )
    words: tuple[str, ...] = _filter(Compares.SEARCH)


FILTERS: Final[dict[str, Filter]] = {one.name: one.metadata["filter"] for one in fields(Filters)}
"""Every filter by its name."""


def narrowed(filters: Filters | None, given: Mapping[str, Any]) -> Filters:
    """The filters with those that are ``given`` by their names; one text stands for a list of one.

    A day may be a text, in EDTF or such as "July 12, 2023", whose last day it then is.

    Raises:
        UnknownName: there is no filter of a name.
        BadDate: a text is no day.
    """
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name not in FILTERS:
            from difflib import get_close_matches  # noqa: PLC0415 - only for a name that is wrong

            raise UnknownName("filter", name, get_close_matches(name, FILTERS), list(FILTERS))
        if FILTERS[name].is_day:
            found[name] = None if value is None else last_day(value)
        else:
            found[name] = (value,) if isinstance(value, str) else tuple(value)
    return replace(filters or Filters(), **found)


def last_day(value: str | date) -> date:
    """The day that is meant, or the last of several.

    Raises:
        BadDate: it is none.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    last = edtf.read(str(value)).latest
    if last is None:
        raise BadDate(f"{value} has no last day.", "Give a day, such as 2024-12-31.")
    return last


def chosen(filters: Filters) -> dict[str, Any]:
    """The filters that are set, by name, in order."""
    values = {name: getattr(filters, name) for name in FILTERS}
    return {name: value for name, value in values.items() if value}
