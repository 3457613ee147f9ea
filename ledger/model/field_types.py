"""What there is to know of a field of a record: its sort, its option, what follows from each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Sort(Enum):
    """What stands under a key, and so how it is read, written and kept."""

    ID = auto()
    LINE = auto()
    """A text on one line."""
    TEXT = auto()
    ADDRESS = auto()
    LIST = auto()
    """A list of texts."""
    DATE = auto()
    """A fuzzy date."""
    SHARE = auto()
    """A decimal from 0 to 1."""
    FLAG = auto()
    CHOICE = auto()
    """One of a few words."""
    RECORDS = auto()
    """A list of records of another table."""


@dataclass(frozen=True, slots=True)
class Option:
    """The option by which a field is given to a command.

    ``flag`` is its name where that is not the field's; options come in the order of ``place``, and
    those of one place in that of the fields.
    """

    help: str
    flag: str = ""
    place: int = 4
    metavar: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    ``required`` says that there is no record without it; ``default`` is what it is where nothing is
    said, and is then left unsaid in a claim file; ``choices`` are the words it may be.  Words in a
    date that ``looks_back`` mean a day before the one they are read against.

    One that ``goes_with`` another is said of that, and stands only beside it.

    What is ``protected`` may not change after the fact without a reason.  ``searched`` is its place
    among the texts that a search looks in, from 1.  ``column`` is its name in a sheet, where that
    is another than its own; None where it is in none; ``column_place`` orders those of a record.
    ``bounds`` are the ends of a date that the database has columns for, by their names.
    ``synonyms`` are what people write for it.

    A list that is ``rare`` is kept nowhere where it is empty.

    One that is not ``of_record`` says why a record changes, or is a record of its own.
    """

    name: str
    sort: Sort
    option: Option | None = None
    required: bool = False
    default: str | bool | None = None
    choices: tuple[str, ...] = ()
    looks_back: bool = False
    protected: bool = False
    searched: int = 0
    goes_with: str = ""
    column: str | None = ""
    column_place: int = 0
    bounds: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    of_record: bool = True
    rare: bool = False

    @property
    def empty(self) -> str | None:
        """What stands for a text that is missing."""
        return "" if self.required else None

    @property
    def always_set(self) -> bool:
        """Whether every record has something under it."""
        usual = self.default is not None and not self.goes_with
        is_always = self.sort is Sort.FLAG or (self.sort is Sort.LIST and not self.rare)
        return self.required or usual or is_always
