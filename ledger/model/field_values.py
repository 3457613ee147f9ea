"""Values as somebody wrote them: what they are in words, what was meant, and complaints of them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote

from ledger.model.name_keys import in_ascii

Place: TypeAlias = tuple[str | int, ...]
"""Where in a record something stands: ``("due",)``, ``("evidence", 1, "url")``."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one key of a record, or with the record where ``place`` is empty.

    ``tolerable`` is what keeps a record out, but is left alone in one that is in a journal.
    ``code`` is a short word for what kind of complaint it is; ``message`` is for people only.
    ``about`` is what many complaints may share that are one, such as an unknown word.  ``cure`` is
    what would help at a terminal: an option of a command.
    """

    place: Place
    message: str
    warning: bool = False
    tolerable: bool = False
    code: str = field(kw_only=True)
    about: str = field(default="", kw_only=True)
    cure: str = field(default="", kw_only=True)


ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,200}")
NOT_OF_AN_ID: Final = re.compile(r"[^A-Za-z0-9._:-]+")
NUMBER: Final = re.compile(r"[0-9.eE+-]+")
YEAR: Final = re.compile("[12][0-9]{3}")

KINDS: Final[dict[type | tuple[type, ...], str]] = {
    bool: "true or false",
    str: "text",
    Mapping: "a table",
    (list, tuple): "a list",
    (int, float, Decimal): "a number",
    datetime: "a day with a time",
    date: "a date without quotation marks",
}


def kind_of(value: object) -> str:
    """What a raw value is, in words a person knows."""
    known = (name for kind, name in KINDS.items() if isinstance(value, kind))
    return next(known, "a time of day")


def kind_of_stray(value: object, wanted: type) -> str:
    """What a value is, or where it is a list, what in it is not of the ``wanted`` type."""
    if isinstance(value, list | tuple):
        stray = next(one for one in value if not isinstance(one, wanted))
        return f"a list that holds {kind_of(stray)}"
    return kind_of(value)


def shown(value: object, most: int = 60) -> str:
    """A raw value as a message shows it: on one line, and cut where it is long."""
    if isinstance(value, int) and value.bit_length() > most:
        return "(a number of many digits)"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= most else f"{text[: most - 3]}..."


def id_flaw(value: str) -> str:
    """Why a text is no id, and an id that would do; empty where it is one."""
    if ID.fullmatch(value):
        return ""
    better = NOT_OF_AN_ID.sub("-", in_ascii(value).strip()).strip("-")
    if better == value:
        return f"has {len(value)} characters; an id has at most 200."
    hint = f"; {better!r} would do" if ID.fullmatch(better) else ""
    return f"may hold only the letters A to Z and a to z, digits and . _ : -{hint}."


def decimal_of(value: str | float | Decimal) -> Decimal | None:
    """The finite number that a number or a text is; None where it is none."""
    try:
        if isinstance(value, int | Decimal):
            number = Decimal(value)
        else:
            text = str(value).strip()
            number = Decimal(text) if NUMBER.fullmatch(text) else Decimal("NaN")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def day_meant(key: str, value: object) -> str:
    """How to write the day that is probably meant: ``: write due = "2023-07-12"``."""
    if isinstance(value, date):
        return f': write {key} = "{value.isoformat()[:10]}"'
    if isinstance(value, int) and not isinstance(value, bool) and YEAR.fullmatch(str(value)):
        return f': write {key} = "{value}"'
    return ', such as "2023-07-12"'


HARMFUL: Final = frozenset({
    "about", "blob", "chrome", "data", "file", "filesystem", "jar", "javascript", "livescript",
    "mhtml", "mocha", "ms-its", "resource", "shell", "vbscript", "view-source", "wyciwyg",
})  # fmt: skip
"""Schemes that no document is published under, and that a click may run or open."""

PASSED_OVER: Final = re.compile(
    "[\x00-\x20\x7f-\xa0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
"""Characters that browsers and mail programs drop from an address, or that nobody sees."""

ADDRESSES: Final = ("url", "archive_url")
"""The keys under which a record has an address."""

UNSAFE: Final = "unsafe:"
"""What stands before a harmful address that was disarmed."""

SAFE: Final = "/?#[]@!$&'()*+,;=-._~"
"""What is not encoded in one; its colons are."""

SCHEME: Final = re.compile("(?:feed:|url:)*([a-z][a-z0-9+.-]*):")
"""A scheme behind words that some programs take away before they follow the rest."""


def harmful_scheme(address: str) -> str:
    """The scheme of an address that must not be followed, in small letters; empty for all others.

    It is found however it is written: in capitals, in wide letters, with blanks or characters
    without width in it, and as HTML writes characters.
    """
    text = html.unescape(address) if "&" in address else address
    plain = unicodedata.normalize("NFKC", PASSED_OVER.sub("", text)).casefold()
    found = SCHEME.match(PASSED_OVER.sub("", plain))
    return found[1] if found is not None and found[1] in HARMFUL else ""


def disarmed(address: str) -> str:
    """The address as it may go out: a harmful one as a text that nothing follows.

    ``javascript:x`` becomes ``unsafe:javascript%3Ax``; `armed` is the inverse.
    """
    return f"{UNSAFE}{quote(address, safe=SAFE)}" if harmful_scheme(address) else address


def armed(text: str) -> str:
    """What an address was before `disarmed` changed it."""
    if not text.startswith(UNSAFE):
        return text
    address = unquote(text.removeprefix(UNSAFE))
    return address if harmful_scheme(address) else text


def is_on_the_web(address: str) -> bool:
    """Whether an address is one of the web's, which a page, a feed or a sheet may link to."""
    return address[:8].lower().startswith(("http://", "https://"))


def has_harmful_address(body: Mapping[str, Any]) -> bool:
    """Whether a record's body, or a piece of evidence in it, holds an address of that kind."""
    return any(
        harmful_scheme(str(one[key]))
        for one in (body, *body.get("evidence", ()))
        for key in ADDRESSES
        if key in one
    )
