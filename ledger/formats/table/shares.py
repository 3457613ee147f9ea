"""Shares as sheets write them: ``70%``, ``12,5 %``, ``0,7``, and ``70`` in a column of per cent.

A number with a percent sign has one meaning.  A number without one is a share from 0 to 1, unless
the whole column is in per cent, which is not for a single cell to say: 1 among numbers such as 70
is one hundredth, and as a share it would be certainty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ledger.model.field_values import Complaint, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

PERCENT: Final = "percent"
"""The unit of a column that holds hundredths."""

SIGNED: Final = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(?:[%\uff05\u066a]|per\s?cent|pct\.?)")
BARE: Final = re.compile(r"[0-9]*[.,]?[0-9]+")
THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
"""What is one number with a decimal comma and another with one between thousands."""

HUNDRED: Final = 100
LONGEST: Final = 40
"""The most characters of a number that is looked at."""


def read_share(text: str, *, is_percent: bool) -> str:
    """A cell as a number from 0 to 1; as it is, where it is none."""
    if len(text) > LONGEST:
        return text
    if found := SIGNED.fullmatch(text.lower()):
        return _hundredths(found[1]) or text
    number = bare(text)
    if number is None:
        return text
    if is_percent:
        return _hundredths(str(number)) or text
    return f"{number:f}" if "," in text else text


def bare(text: str) -> Decimal | None:
    """The number that a cell without a percent sign is; None where it is none, or may be two."""
    if len(text) > LONGEST or not BARE.fullmatch(text) or THOUSANDS.fullmatch(text):
        return None
    return Decimal(text.replace(",", "."))


def _hundredths(digits: str) -> str:
    number = Decimal(digits.replace(",", "."))
    if number > HUNDRED or THOUSANDS.fullmatch(digits):
        return ""
    return f"{number.scaleb(-2).normalize():f}"


@dataclass(slots=True)
class Column:
    """What the numbers of one column are: whether they can be shares, or are per cent.

    ``large`` is the first number above 1 with its row, and ``several`` whether there is another;
    ``small`` the first that is between 0 and 1; ``ones`` are the rows of a bare 1.
    """

    key: str
    large: tuple[int, str] | None = None
    several: bool = False
    small: tuple[int, str] | None = None
    signed: tuple[int, str] | None = None
    is_filled: bool = False
    ones: list[int] = field(default_factory=list)

    def take(self, row: int, text: str) -> None:
        """Look at a cell."""
        number = bare(text)
        if number is None:
            if self.signed is None and SIGNED.fullmatch(text[:LONGEST].lower()):
                self.signed = row, text
            return
        self.is_filled = True
        if number > 1:
            self.several = self.several or (self.large is not None and number <= HUNDRED)
            self.large = self.large or (row, text)
        elif 0 < number < 1:
            self.small = self.small or (row, text)
        elif text == "1":
            self.ones.append(row)

    @property
    def is_mixed(self) -> bool:
        """Whether a 1 in it is in doubt: other numbers are per cent."""
        return self.large is not None or self.signed is not None

    def complaints(self, *, is_percent: bool) -> Iterator[Complaint]:
        """What is wrong with all of the column."""
        unit = f'--unit "{self.key}=percent"'
        if is_percent and self.is_filled and self.large is None:
            example = f", such as {shown((self.small or (0, '1'))[1])}"
            message = f"{self.key} is given in per cent, but no number is above 1{example}."
            cure = f"Leave out {unit}, or take it out of the mapping, if these are shares."
            yield Complaint((self.key,), message, code="percent-or-share", cure=cure)
        if not is_percent and self.large and self.several and self.small is None:
            row, text = self.large
            message = (
                f"{self.key} is a number from 0 to 1, and here are larger ones, such as "
                f"{shown(text)} in row {row}."
            )
            cure = f"If they are per cent, add {unit}."
            yield Complaint((self.key,), message, code="share-or-percent", cure=cure)

    def doubtful(self) -> str:
        """What is said of a 1 that is in doubt."""
        _, text = self.signed or self.large or (0, "")
        return (
            f"{self.key} '1' stands in a column with {shown(text)}, and may be 1% or certainty. "
            f'Write 1% or 100%, or say --unit "{self.key}=percent".'
        )
