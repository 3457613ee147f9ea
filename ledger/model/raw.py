"""Raw values, as somebody wrote them: what they are in words, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Final

from ledger.model.letters import in_ascii

ID: Final = re.compile(r"[A-Za-z0-9._:-]{1,200}")
NOT_OF_AN_ID: Final = re.compile(r"[^A-Za-z0-9._:-]+")
NUMBER: Final = re.compile(r"[0-9.eE+-]+")
PLACES: Final = 18
"""The most decimal places a probability or a value may have."""

SMALLEST: Final = Decimal((0, (1,), -PLACES))
EXACT: Final = Context(prec=PLACES + 2, traps=[Inexact, InvalidOperation])

DIGITS: Final = 15
"""How many digits of a float mean something: 0.0012000000000000001 is what one makes of 0.0012."""

LEAST_PERCENT: Final = 2
"""The least number without a percent sign that is taken for a percentage."""

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


def to_places(number: Decimal) -> Decimal | None:
    """A number from 0 to 1 in its shortest form; None where it has more than `PLACES` places."""
    try:
        return abs(number.quantize(SMALLEST, context=EXACT).normalize())
    except Inexact:
        return None


def without_noise(number: Decimal) -> Decimal | None:
    """A number from 0 to 1 of more than `PLACES` places, rounded to `DIGITS` digits.

    None where that would make 0 or 1 of it, which say that something is certain.
    """
    rounded = Context(prec=DIGITS).plus(number).quantize(SMALLEST).normalize()
    return rounded if 0 < rounded < 1 else None


def share_meant(value: str | float | Decimal) -> str:
    """`` Did you mean 0.7?`` for 70, "70%" and "0,7"; else nothing.

    A plain number just above 1 is more likely a slip of the keys than a percentage.
    """
    number = decimal_of(value)
    is_percent = number is not None and number >= LEAST_PERCENT
    if number is None and isinstance(value, str):
        is_percent = "%" in value
        number = decimal_of(value.replace("%", " ").replace(",", "."))
    if number is None or not 0 <= number <= 100:  # noqa: PLR2004 - per cent
        return ""
    meant = number / 100 if is_percent else number
    return f" Did you mean {meant.normalize():f}?" if meant <= 1 else ""


def day_meant(key: str, value: object) -> str:
    """How to write the day that is probably meant: ``: write due = "2023-07-12"``."""
    if isinstance(value, date):
        return f': write {key} = "{value.isoformat()[:10]}"'
    if isinstance(value, int) and not isinstance(value, bool) and YEAR.fullmatch(str(value)):
        return f': write {key} = "{value}"'
    return ', such as "2023-07-12"'
