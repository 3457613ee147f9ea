"""The header of a sheet: the keys that each of its columns gives, by name or by place.

``Deadline = "due"``             a column under its name, whatever its capitals
``"#3" = "statement"``           the third column, whatever it is called
``rating = "verdict,value"``     one column, of which each cell says two things
``"First+Last" = "speaker"``     two columns, of which a row's cells make one text
``"" = ""``, ``"*" = ""``        left out: columns without a name, and those nothing else is said of
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.formats.cleaning import cleaned
from ledger.formats.table.columns import AS_OF, COLUMNS, WRITTEN
from ledger.model.field_reader import guess
from ledger.model.field_values import Complaint, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence


BETWEEN_WORDS: Final = re.compile(r"[\s_-]+")
PLACE: Final = re.compile("#([1-9][0-9]{0,4})")
"""A column by its place, from 1."""

REST: Final = "*"
"""Stands for the columns of which nothing else is said."""

TOGETHER: Final = "+"
"""Stands between columns that make one."""

MANY: Final = 3
"""Where so many columns are unknown, it is told how to leave all of them out."""

COPIED: Final = re.compile(r"[^\"$`\\!]+")
"""Names that mean themselves between quotation marks, in a shell."""


@dataclass(frozen=True, slots=True)
class Given:
    """A key, and the places of the columns whose cells give it, from 0."""

    key: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What the columns of one sheet hold.

    ``keys`` has the keys that each column gives, none for those that are left out; ``told`` are
    the places of which a mapping speaks; ``forecasters`` are those of columns with probabilities
    of somebody, and who that is.
    """

    names: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    complaints: tuple[Complaint, ...] = ()
    warnings: tuple[Complaint, ...] = ()
    told: frozenset[int] = frozenset()
    given: tuple[Given, ...] = ()
    forecasters: tuple[tuple[int, str], ...] = ()

    @property
    def is_ours(self) -> bool:
        """Whether these are the columns of an export, so that a ledger wrote the sheet."""
        return self.names in {WRITTEN, (*WRITTEN, AS_OF)}

    @property
    def known(self) -> frozenset[str]:
        """The keys the sheet has columns for."""
        return frozenset(one.key for one in self.given)

    @property
    def places(self) -> dict[str, int] | None:
        """The place of each key; None where columns and keys do not go one to one."""
        found = {one.key: one.places[0] for one in self.given}
        alone = sum(len(one.places) for one in self.given) == len(set(found.values()))
        return found if alone else None

    def name_of(self, key: str) -> str:
        """What the sheet calls the column, or the columns, of a key."""
        places = next((one.places for one in self.given if one.key == key), ())
        return TOGETHER.join(map(self.title, places)) if places else key

    def title(self, place: int) -> str:
        """What a column is called; one without a name, or that shares it, by its place."""
        return _title(self.names, place)


def read_header(
    cells: Sequence[str], columns: Mapping[str, str], forecasters: str | None = None
) -> Header:
    """The header of a sheet; ``columns`` gives our keys for each of its names, or nothing.

    ``forecasters`` are the columns with probabilities, as `ledger.formats.table.wide` has them.
    """
    names = tuple(cleaned(cell).text.strip() for cell in cells)
    read = _Reading(names, columns)
    every = range(len(names))
    taken = {n for n in every if n in read.told or read.keys_at(n)}
    wide, missing = _forecasters(names, forecasters, taken)
    passed = {place for place, _ in wide}
    keys = tuple(() if n in passed else read.keys_at(n) for n in every)
    given = tuple(_given(keys, read.together))
    complaints = [
        *read.twice(),
        *_unknown([n for n in read.unknown() if n not in passed], names),
        *_both(given, [_title(names, n) for n in every]),
        *missing,
        *_two_speakers(given, passed),
    ]
    if not any(keys) and not complaints:
        message = "The first row must name the columns, but names none."
        complaints.append(Complaint((), message, code="no-header"))
    warnings = tuple(map(_absent, read.absent))
    told = frozenset(read.told)
    return Header(names, keys, tuple(complaints), warnings, told, given, wide)


def _forecasters(
    names: Sequence[str], wanted: str | None, taken: Collection[int]
) -> tuple[tuple[tuple[int, str], ...], list[Complaint]]:
    if wanted is None:
        return (), []
    from ledger.formats.table.wide import forecasters_in  # noqa: PLC0415 - few sheets are wide

    return forecasters_in(names, wanted, taken)


def _two_speakers(given: Iterable[Given], wide: Collection[int]) -> Iterator[Complaint]:
    """Columns that say who spoke, or how likely it is, beside those of forecasters."""
    for one in given:
        if wide and one.key in {"speaker", "probability"}:
            message = f"There is a column of {one.key}, and --forecasters says that too."
            yield Complaint((one.key,), message, code="forecasters-twice")


class _Reading:
    """A header under way: what the mapping says of each place."""

    def __init__(self, names: Sequence[str], columns: Mapping[str, str]) -> None:
        self._names = names
        self._plain = [plain_name(name) for name in names]
        self._drops_rest = REST in columns
        self.told: dict[int, list[tuple[str, str]]] = {}
        self.together: list[tuple[int, ...]] = []
        self.absent: list[str] = []
        for theirs, ours in columns.items():
            if theirs == REST:
                continue
            places = self.places_of(theirs)
            if not places:
                self.absent.append(theirs)
            for place in places:
                self.told.setdefault(place, []).append((theirs, ours))

    def places_of(self, theirs: str) -> tuple[int, ...]:
        """The places that a word of a mapping means."""
        named = tuple(n for n, name in enumerate(self._plain) if name == plain_name(theirs))
        if named or not theirs:
            return named
        if found := PLACE.fullmatch(theirs):
            place = int(found[1]) - 1
            return (place,) if place < len(self._names) else ()
        if TOGETHER not in theirs:
            return ()
        parts = [self.places_of(part.strip()) for part in theirs.split(TOGETHER)]
        if not all(len(part) == 1 for part in parts):
            return ()
        self.together.append(tuple(part[0] for part in parts))
        return self.together[-1]

    def keys_at(self, place: int) -> tuple[str, ...]:
        """The keys that the column at a place gives."""
        if place in self.told:
            return keys_of(self.told[place][0][1])
        name = self._plain[place]
        return (name,) if name in COLUMNS or name == AS_OF else ()

    def unknown(self) -> Iterator[int]:
        """The places of columns with names that nobody knows."""
        for place, name in enumerate(self._plain):
            if name and place not in self.told and not (self.keys_at(place) or self._drops_rest):
                yield place

    def twice(self) -> Iterator[Complaint]:
        """Columns of which the mapping speaks twice."""
        for place, several in self.told.items():
            if len(several) > 1:
                words = " and ".join(f"{theirs}={ours}" for theirs, ours in several)
                message = (
                    f"The column {shown(self._names[place] or f'#{place + 1}')} is mapped twice, "
                    f"as {words}. If it gives several keys, write them with a comma between, such "
                    f"as verdict,value."
                )
                yield Complaint((), message, code="mapped-twice")


def keys_of(ours: str) -> tuple[str, ...]:
    """The keys in a text that has them with commas between."""
    return tuple(key for part in ours.split(",") if (key := part.strip()))


def plain_name(name: str) -> str:
    """The name of a column in small letters, as keys are written."""
    return BETWEEN_WORDS.sub("_", name.strip().lower())


def by_key(values: Mapping[tuple[str, str], str], header: Header) -> dict[tuple[str, str], str]:
    """The words that were mapped, those told under a column of theirs under its first key."""
    columns = zip(map(plain_name, header.names), header.keys, strict=True)
    first = {name: keys[0] for name, keys in columns if keys}
    return {
        (key if key in COLUMNS else first.get(plain_name(key), key), theirs): ours
        for (key, theirs), ours in values.items()
    }


def _given(keys: Sequence[tuple[str, ...]], together: Iterable[tuple[int, ...]]) -> Iterator[Given]:
    """The keys with their places, column by column: those of columns that make one are together."""
    parts = {places[0]: places for places in together}
    later = {place for places in together for place in places[1:]}
    for place, several in enumerate(keys):
        if place not in later:
            yield from (Given(key, parts.get(place, (place,))) for key in several)


def _unknown(places: Sequence[int], names: Sequence[str]) -> Iterator[Complaint]:
    for number, place in enumerate(places, 1):
        name = names[place]
        hint = guess(plain_name(name), COLUMNS)
        theirs = name if name.isprintable() and COPIED.fullmatch(name) else f"#{place + 1}"
        cure = (
            f'Say what it holds with --map "{theirs}=KEY", or leave it out with --map "{theirs}=".'
        )
        if number == len(places) >= MANY:
            cure += f' All {number} that are unknown are left out by --map "*=".'
        yield Complaint(
            (), f"Unknown column {shown(name)}.{hint}", code="unknown-column", cure=cure
        )


def _both(given: Iterable[Given], titles: Sequence[str]) -> Iterator[Complaint]:
    """Keys that two columns give."""
    first: dict[str, int] = {}
    for one in given:
        place = one.places[0]
        other = first.setdefault(one.key, place)
        if other != place:
            names = f"{shown(titles[other])} and {shown(titles[place])}"
            cure = ""
            if "#" in {titles[other][:1], titles[place][:1]}:
                cure = f'Say what they hold by their places: --map "#{place + 1}=KEY".'
            message = f"The columns {names} are both {one.key}."
            yield Complaint((one.key,), message, code="column-twice", cure=cure)


def _absent(theirs: str) -> Complaint:
    message = f"This sheet has no column {theirs!r}, which the mapping names."
    return Complaint((), message, warning=True, code="no-such-column")


def _title(names: Sequence[str], place: int) -> str:
    """What a column is called; one without a name, or that shares it, by its place."""
    name = names[place] if place < len(names) else ""
    return name if name and names.count(name) == 1 else f"#{place + 1}"
