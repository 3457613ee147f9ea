"""A forecast: what a claim says of how its question comes out, and every rule about that.

Today it is a probability, from 0 to 1, of the question coming about, whatever side is taken::

    0.7          in a claim file, a sheet, the JSON of a command and the body of an entry
    70%          in a report

Parse and print, the canonical form, the side that is taken, the score and the chance that words
imply are here and nowhere else.  Another type of forecast (quantiles, categories, dates) comes in
as a type beside `Probability` in `Forecast`; the functions that take a forecast then have a case
for it, and the type checker names those that lack one.

Figures are made of arrays.  What is said here of one number with plain arithmetic (`turned`,
`is_share`, `squared_error`) holds of an array of them, and is called with arrays; of what is
decided on the exact decimal (`side`, `chance`) an array is filled by looking up each value once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from ledger.model.field_values import Complaint, decimal_of, kind_of, shown
from ledger.model.verdicts import WORTH
from ledger.text import percent
from ledger.wording import bold, implied, timid, yardstick

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ledger.wording import Term

KEY: Final = "probability"
"""The field of a claim that holds a forecast."""

HALF: Final = Decimal("0.5")
"""Above it a forecast takes the side ``for``, below it ``against``; itself takes none."""

PLACES: Final = 18
"""The most decimal places a probability or a value may have."""

SMALLEST: Final = Decimal((0, (1,), -PLACES))
EXACT: Final = Context(prec=PLACES + 2, traps=[Inexact, InvalidOperation])

DIGITS: Final = 15
"""How many digits of a float mean something: 0.0012000000000000001 is what one makes of 0.0012."""

LEAST_PERCENT: Final = 2
"""The least number without a percent sign that is taken for a percentage."""

WORD: Final = re.compile("[^\\W0-9_]{3}")


@dataclass(frozen=True, slots=True)
class Probability:
    """How likely the question is to come about; ``share`` is exact, from 0 to 1."""

    share: Decimal

    def __str__(self) -> str:
        """The canonical form."""
        return canonical(self.share)


Forecast: TypeAlias = Probability


def stated(probability: Decimal | None) -> Forecast | None:
    """The forecast of a claim whose fields hold this; None where it states none."""
    return None if probability is None else Probability(probability)


def parse(key: str, value: object) -> tuple[Decimal | None, Complaint | None]:
    """The share, from 0 to 1, that stands under ``key``, and what is wrong with how it is written.

    It is a text, or a number as a reader of TOML or JSON gives it: a probability, or the value of
    an outcome, which is a share too and written alike.  One with too many places is
    refused, unless they are the noise of a float: then it is rounded, and warned of.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        message = f"{key} must be a number from 0 to 1, not {kind_of(value)}."
        return None, Complaint((key,), message, code="no-number")
    number = decimal_of(value)
    if number is None or not is_share(number):
        message = f"{key} {shown(value)} is not a number from 0 to 1.{_meant(key, value)}"
        return None, Complaint((key,), message, code="no-share")
    if (exact := to_places(number)) is not None:
        return exact, None
    many = f"{key} {shown(value)} has more than {PLACES} decimal places"
    if (exact := without_noise(number)) is not None:
        message = f"{many}; taken as {exact:f}."
        return exact, Complaint((key,), message, warning=True, code="places-rounded")
    return None, Complaint((key,), f"{many}.", code="too-many-places")


def _meant(key: str, value: str | float | Decimal) -> str:
    if key == KEY and isinstance(value, str) and WORD.search(value):
        return " Words such as 'likely' belong in wording."
    return share_meant(value)


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


PERCENTAGE: Final = re.compile(
    r"\s*(\d{1,3}(?:[.,]\d{1,15})?)\s?(?:%|per\s?cent)\s*", re.IGNORECASE
)


def of_percent(text: str) -> str:
    """A percentage up to 100, such as ``70%``, as a share of 1; any other text as it is."""
    found = PERCENTAGE.fullmatch(text)
    number = None if found is None else Decimal(found[1].replace(",", ".")) / 100
    return text if number is None or number > 1 else canonical(number)


def exact_percent(share: Decimal) -> str:
    """A share in percent, with all its places: ``70%``, ``0.5%``."""
    return f"{canonical(share * 100)}%"


def points_between(before: Decimal, after: Decimal) -> Decimal:
    """By how many points of percent a share moved, without zeros at its end."""
    return ((after - before) * 100).normalize()


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


def share_of(value: Any, *, whole: int = 1) -> Any:  # noqa: ANN401 - whatever a file holds
    """A number from 0 to ``whole``, 100 for per cent, as a decimal of `PLACES` places from 0 to 1.

    Anything else is given back as it is, to be refused.
    """
    is_number = isinstance(value, str | int | float | Decimal) and not isinstance(value, bool)
    number = decimal_of(value) if is_number else None
    if number is None or not 0 <= number <= whole:
        return value
    return (number / whole).quantize(SMALLEST).normalize()


def canonical(share: Decimal) -> str:
    """A share as the body of an entry holds it: ``0.7``, without exponent and needless noughts."""
    return format(share.normalize(), "f")


def of_canonical(text: str) -> Decimal:
    """The share whose canonical form this is."""
    return Decimal(text)


def kept(text: str) -> Decimal | None:
    """The share that is kept as this text; None where it is none, or none that would be kept."""
    number = decimal_of(text)
    return to_places(number) if number is not None and is_share(number) else None


def in_percent(forecast: Forecast | None, digits: int) -> str | None:
    """A forecast as a report tells it; ``digits`` as for `ledger.text.percent`."""
    return None if forecast is None else percent(chance(forecast), digits)


EXCEPT: Final = ", but for a probability"
"""What a sentence adds that says a claim is not scored, where its forecast is."""


def in_words(text: str | None) -> str:
    """The sentence of a feed about a forecast in its canonical form; empty where there is none."""
    return "" if text is None else f"Probability: {text}."


Number = TypeVar("Number", Decimal, float, "NDArray[np.float64]")


def turned(share: Number) -> Number:
    """What a share of the question is of its denial."""
    return 1 - share


def side(stance: str | None, forecast: Forecast | None) -> str:
    """The stance a claim takes: as written, else the side of one half its probability is on."""
    if stance is not None:
        return stance
    if forecast is None or forecast.share > HALF:
        return "for"
    return "against" if forecast.share < HALF else "none"


def denied(forecast: Forecast) -> Forecast:
    """What a forecast says of the denial of its question."""
    return Probability(turned(forecast.share))


def contradicts(stance: str | None, forecast: Forecast) -> bool:
    """Whether a forecast is on the side of one half that the ``stance`` as written is not on."""
    return {stance, side(None, forecast)} == {"for", "against"}


def rightness_of(stance: str, came: Decimal | None) -> Decimal | None:
    """How right a side was, 0 to 1, of a question that came about so far; None where none is."""
    if came is None or stance == "none":
        return None
    return came if stance == "for" else turned(came)


def chance(forecast: Forecast | None) -> float:
    """The chance of the question coming about, as figures are made of it; NaN where none is."""
    return float("nan") if forecast is None else float(forecast.share)


def is_share(number: Any) -> Any:  # noqa: ANN401 - a truth value for a number, an array for one
    """Whether a number lies from 0 to 1; of an array, which do.  NaN does not."""
    return (number >= 0) & (number <= 1)


BINARY: Final = {verdict: float(came) for verdict, came in WORTH.items() if came in {0, 1}}
"""The verdicts that a probability can be scored by: 1 where the question came about in time."""


def score(forecast: Forecast, came: float) -> float:
    """The Brier score, 0 (best) to 1, of a forecast; ``came`` is of `BINARY`."""
    return squared_error(chance(forecast), came)


def squared_error(chances: Number, came: Number) -> Number:
    """What the Brier score is the mean of: each distance from what came about, squared."""
    return (chances - came) ** 2


UNKNOWN: Final = (float("nan"),) * 3


def chance_of_words(
    wording: str | None, stance: str, yardstick_name: str
) -> tuple[float, float, float]:
    """The probability that words imply of the question coming about, 0 to 1; NaN where none.

    The first is the point of their range; the others are its ends, the one nearest to one half and
    the one farthest from it.

    Raises:
        UnknownName: no yardstick bears the name.
    """
    return UNKNOWN if wording is None else _read(wording, stance, yardstick_name)


@lru_cache(maxsize=4096)
def term(wording: str, yardstick_name: str) -> Term | None:
    """The term of the yardstick that a wording holds, if it can be read in one way only."""
    found = implied(wording, "for", yardstick(yardstick_name))
    return None if found is None else found.term


@lru_cache(maxsize=4096)
def _read(wording: str, stance: str, yardstick_name: str) -> tuple[float, float, float]:
    found = implied(wording, stance, yardstick(yardstick_name))
    return UNKNOWN if found is None else (found.point, timid(found), bold(found))
