"""The types of a question: what an answer to it may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from decimal import Decimal


class QuestionType(StrEnum):
    """What a question asks for, in the word that people write and the journal holds."""

    BINARY = "binary"
    """Whether something comes about.  Never written: it is what a question is without a type."""
    CATEGORIES = "categories"
    """Which of several named options, of which exactly one comes about."""
    NUMBER = "number"
    """How much or how many, in a unit."""
    DATE = "date"
    """When."""


TYPES: Final = tuple(map(str, QuestionType))


@dataclass(frozen=True, slots=True)
class AnswerSpace:
    """What answers a question that is not binary can have.

    ``options`` are those of `QuestionType.CATEGORIES`, in their order where they are ``ordered``.
    ``unit`` is that of a number.  ``lower`` and ``upper`` are the bounds of what is asked for, None
    where there is none: a number in the unit, or of a date the ordinal of a day.  An answer beyond
    a bound is known to be beyond it, and no more.
    """

    type: QuestionType
    options: tuple[str, ...] = ()
    ordered: bool = False
    unit: str | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
