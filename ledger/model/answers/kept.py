"""Stands and answers that are kept already: what cannot be read is none, and no refusal.

They were looked at as they came in; but whoever holds a database can write what they like, and a
question may have been of another type once.
"""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ledger.model.answers.quantities import BadAnswer
from ledger.model.answers.reading import read_answer, read_stand, space_of
from ledger.model.answers.settling import Result, comes_to

if TYPE_CHECKING:
    from ledger.model.answers.question_types import AnswerSpace
    from ledger.model.answers.settling import Answer
    from ledger.model.answers.stands import Stand

WORTH: Final = {Result.RIGHT: Decimal(1), Result.WRONG: Decimal(0)}


def space_kept(  # noqa: PLR0913, PLR0917 - the fields of a question
    type_: str | None,
    options: tuple[str, ...],
    ordered: bool,  # noqa: FBT001 - as above
    unit: str | None,
    lower_bound: str | None,
    upper_bound: str | None,
) -> AnswerSpace | None:
    """What answers a question can have; None where that is yes or no."""
    if type_ is None:
        return None
    with suppress(BadAnswer, ValueError):
        return space_of(type_, options, ordered, unit, lower_bound, upper_bound)
    return None


def stand_kept(text: str | None, space: AnswerSpace | None) -> Stand | None:
    """The stand that a text is."""
    if text is not None and space is not None:
        with suppress(BadAnswer):
            return read_stand(text, space)
    return None


def answer_kept(
    text: str | None, space: AnswerSpace | None, low: str | None = None, high: str | None = None
) -> Answer | None:
    """The answer that a text is."""
    if text is not None and space is not None:
        with suppress(BadAnswer):
            return read_answer(text, space, low, high)
    return None


def came_to(stand: Stand | None, answer: Answer | None) -> Decimal | None:
    """How far what a stand says came about, 1 or 0; None where that is unclear, or never said."""
    if stand is None or answer is None:
        return None
    return WORTH.get(comes_to(stand, answer))
