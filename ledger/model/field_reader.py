"""How the value under one key is read: text, date, share, choice, list.

One reader serves the claim file, the command line, spreadsheets and the Python API, so that a key
has the same type and the same refusals everywhere.  Reading never raises: what cannot be taken
becomes a `Complaint` that names the key, so that all are reported at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger import edtf
from ledger.errors import BadDate, BadValue
from ledger.model import forecast
from ledger.model.field_values import (
    ID,
    Complaint,
    Place,
    day_meant,
    harmful_scheme,
    id_flaw,
    kind_of,
    kind_of_stray,
    shown,
)
from ledger.model.fields import PLANS, Sort
from ledger.model.keys import CHOICES, TABLES, elsewhere, guess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from ledger.edtf import FuzzyDate
    from ledger.edtf.reference_day import Roll
    from ledger.model.fields import Field

__all__ = ["Complaint", "Place", "Raw", "Reading", "guess", "read_published", "refuse"]

Raw: TypeAlias = Mapping[str, Any]
"""What somebody wrote: keys of the claim file, values as text, true or false, or lists of text."""

CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
INVISIBLE: Final = re.compile(r"[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
"""Characters without width, and those that turn the order of others: they hide what is said."""

ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$")
"""A URI: a scheme, a colon, and no blanks."""

WEB_PAGE: Final = re.compile(r"https?://[^\s]+$")
"""One that anybody can follow."""

KNOWN: Final = {table: frozenset(words) for table, words in TABLES.items()}


@dataclass(slots=True)
class Reading:
    """One record being read: its raw keys, the dates its words hang on, and the complaints.

    ``anchor_lost`` says that there is a date for the words to hang on, but that it cannot be read:
    then they are not complained of for the want of it.
    """

    raw: Raw
    anchor: FuzzyDate | None = None
    anchor_lost: bool = False
    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, key: str, message: str, *, code: str, warning: bool = False) -> None:
        """Note what is wrong with ``key``; ``code`` is a short word for what that is."""
        self.complaints.append(Complaint((key,) if key else (), message, warning, code=code))

    def has(self, key: str) -> bool:
        """Whether ``key`` was written."""
        return self.raw.get(key) is not None

    def text(self, key: str, *, required: bool = False) -> str | None:
        """The text under ``key``, without blanks around it."""
        value = self.raw.get(key)
        if value is None:
            if required:
                self.complain(key, f"{key} is missing.", code="missing")
            return None
        if not isinstance(value, str):
            message = f"{key} must be text in quotation marks, not {kind_of(value)}."
            self.complain(key, message, code="no-text")
            return None
        if not value.strip():
            cure = "write it" if required else "leave the key out instead"
            self.complain(key, f"{key} is empty; {cure}.", code="empty")
            return None
        return value.strip() if self._is_clean(key, value) else None

    def _is_clean(self, key: str, value: str) -> bool:
        """Whether ``value`` holds no control character; warns of characters nobody sees."""
        if found := CONTROLS.search(value):
            message = f"{key} contains the control character U+{ord(found[0]):04X}; remove it."
            self.complain(key, message, code="control-character")
        elif unseen := INVISIBLE.search(value):
            message = (
                f"{key} contains the invisible character U+{ord(unseen[0]):04X}; is that intended?"
            )
            self.complain(key, message, code="invisible-character", warning=True)
        return found is None

    def line(self, key: str, *, required: bool = False) -> str | None:
        """The text under ``key``, which must stand on one line."""
        if not required and self.raw.get(key) is None:
            return None
        value = self.text(key, required=required)
        if value is not None and "\n" in value:
            self.complain(key, f"{key} must be on one line.", code="several-lines")
            return None
        return value

    def address(self, key: str) -> str | None:
        """The address under ``key``; warns where it is none that a reader could follow.

        One that would harm whoever follows it is complained of; what is in a journal may stay.
        """
        value = self.line(key)
        if value is None or WEB_PAGE.match(value):
            return value
        if scheme := harmful_scheme(value):
            message = (
                f"{key} {shown(value)} is not a web page: {scheme}: runs a program, or opens what "
                f"is on the reader's own machine. Give the address of the page, or leave it out."
            )
            self.complaints.append(
                Complaint((key,), message, code="harmful-address", tolerable=True)
            )
        elif not ADDRESS.match(value):
            web = "; does it begin with https://?" if "." in value and " " not in value else "."
            message = f"{key} {shown(value)} is not an address{web}"
            self.complain(key, message, code="no-address", warning=True)
        return value

    def identifier(self, key: str) -> str:
        """The id under ``key``; an empty text where there is none that can be taken."""
        value = self.line(key, required=True)
        if value is not None and not ID.fullmatch(value):
            self.complain(key, f"{key} {shown(value)} {id_flaw(value)}", code="bad-id")
            return ""
        return value or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under ``key``; one text alone is a list of one."""
        value = self.raw.get(key)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
            kind = kind_of_stray(value, str)
            message = f'{key} must be a list of texts, such as ["one", "two"], not {kind}.'
            self.complain(key, message, code="no-texts")
            return ()
        if any(not item.strip() for item in items):
            self.complain(key, f"{key} contains an empty text; remove it.", code="empty-text")
            return ()
        if any("\n" in item for item in items):
            self.complain(key, f"Each text of {key} must be on one line.", code="several-lines")
            return ()
        if isinstance(value, str) and "," in value:
            message = f'{key} is one text with a comma; several are written ["one", "two"].'
            self.complain(key, message, code="one-text", warning=True)
        unclean = [item for item in items if not self._is_clean(key, item)]
        return () if unclean else tuple(dict.fromkeys(item.strip() for item in items))

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false under ``key``."""
        value = self.raw[key] if self.has(key) else default
        if isinstance(value, str) and value.lower() in {"true", "false"}:
            value = value.lower() == "true"
        if not isinstance(value, bool):
            message = f"{key} must be true or false, without quotation marks, not {kind_of(value)}."
            self.complain(key, message, code="no-flag")
            return default
        return value

    def choice(self, key: str, *, required: bool = False) -> str | None:
        """One of the words that ``CHOICES`` knows for ``key``."""
        words = CHOICES[key]
        if required and not self.has(key):
            message = f"{key} is missing; it is one of {', '.join(words)}."
            self.complain(key, message, code="missing-choice")
        value = self.line(key)
        if value is None or value in words:
            return value
        message = f"{key} {shown(value)} is not one of {', '.join(words)}.{guess(value, words)}"
        self.complain(key, message, code="no-choice")
        return None

    def share(self, key: str) -> Decimal | None:
        """A decimal from 0 to 1 under ``key``: text, or a number as the TOML reader gives it."""
        value = self.raw.get(key)
        if value is None:
            return None
        found, complaint = forecast.parse(key, value)
        if complaint is not None:
            self.complaints.append(complaint)
        return found

    def date(self, key: str, *, roll: Roll = "forward") -> FuzzyDate | None:
        """The fuzzy date under ``key``, its words read against the anchor, back from it or on.

        A day without quotation marks, as TOML has them, is that day; a time of day is refused.
        """
        value = self.raw.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return edtf.from_day(value)
        if value is not None and not isinstance(value, str):
            meant = day_meant(key, value)
            message = f"{key} must be a date, not {kind_of(value)}{meant}."
            self.complain(key, message, code="not-a-date")
            return None
        words = self.line(key)
        if words is None:
            return None
        if edtf.is_edtf(words):
            return edtf.parse(words)
        try:
            return edtf.read(words, self.anchor, roll=roll)
        except BadDate as trouble:
            if not (self.anchor_lost and edtf.can_be_read(words, roll)):
                self.complain(key, f"{key}: {trouble} {trouble.cure}".strip(), code=trouble.code)
            return None

    def records(self, key: str) -> list[Raw]:
        """The list of tables under ``key``."""
        value = self.raw[key] if self.has(key) else []
        if not isinstance(value, list | tuple) or not all(
            isinstance(one, Mapping) for one in value
        ):
            kind = kind_of_stray(value, Mapping)
            self.complain(
                key,
                f'{key} must be a list of tables, such as [{{ url = "https://..." }}], not {kind}.',
                code="no-tables",
            )
            return []
        return list(value)

    def refuse_unknown(self, table: str) -> None:
        """Complain of every key that ``table`` does not have."""
        words = TABLES[table]
        if self.raw.keys() <= KNOWN[table]:
            return
        for key in self.raw:
            if key not in words:
                hint = elsewhere(key, table) or guess(key, words)
                self.complain(key, f"Unknown key {shown(key)}.{hint}", code="unknown-key")

    def record(self, table: str, own: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
        """The fields of a record of ``table``, each read by its sort, or as ``own`` says."""
        found = {}
        for name, one, unset in PLANS[table]:
            if name in own:
                found[name] = own[name]()
            elif one.required or self.raw.get(name) is not None:
                found[name] = READERS[one.sort](self, one)
            else:
                found[name] = unset
        return found

    def nested(self, place: Place, complaints: Iterable[Complaint]) -> None:
        """Take over the complaints of a record that stands at ``place`` in this one."""
        self.complaints += [
            replace(complaint, place=(*place, *complaint.place)) for complaint in complaints
        ]


READERS: Final[Mapping[Sort, Callable[[Reading, Field], Any]]] = {
    Sort.ID: lambda of, one: of.identifier(one.name) if one.required or of.has(one.name) else None,
    Sort.LINE: lambda of, one: of.line(one.name, required=one.required) or one.empty,
    Sort.TEXT: lambda of, one: of.text(one.name, required=one.required) or one.empty,
    Sort.ADDRESS: lambda of, one: of.address(one.name),
    Sort.LIST: lambda of, one: of.texts(one.name),
    Sort.DATE: lambda of, one: of.date(one.name, roll="back" if one.looks_back else "forward"),
    Sort.SHARE: lambda of, one: of.share(one.name),
    Sort.FLAG: lambda of, one: of.flag(one.name, default=one.default is True),
    Sort.CHOICE: lambda of, one: of.choice(one.name, required=one.required) or one.default,
}
"""How a field is read that has no rules of its own."""


def read_published(reading: Reading, horizon: date | None) -> FuzzyDate | None:
    """The fuzzy date under ``published``; warns where it is after ``horizon``, if that is given."""
    found = reading.date("published")
    first = None if found is None else found.earliest
    if first is not None and horizon is not None and first > horizon:
        message = f"published {found} is in the future; is it right?"
        reading.complain("published", message, code="in-future", warning=True)
    return found


def refuse(
    complaints: Iterable[Complaint], changed: Iterable[str] | None = None
) -> tuple[str, ...]:
    """The warnings among ``complaints``.

    Where only the keys ``changed`` are new, what is tolerable under the others is left alone.

    Raises:
        BadValue: one of them is more than a warning; the sentence holds them all.
    """
    found = list(complaints)
    if changed is not None:
        new = set(changed)
        found = [each for each in found if not each.tolerable or new.intersection(each.place[:1])]
    errors = [complaint for complaint in found if not complaint.warning]
    if errors:
        faults = [(str(one.place[0]) if one.place else "", one.message) for one in errors]
        sentences = "\n".join(message for _, message in faults)
        raise BadValue(faults[0][0], sentences, faults=faults)
    return tuple(complaint.message for complaint in found)
