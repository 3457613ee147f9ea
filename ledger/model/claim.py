"""A claim: a speaker's stand on a question, in a source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.edtf import FuzzyDate
    from ledger.quote import Selector

ATTRIBUTIONS: Final = ("quoted", "reported", "unattributed")
KINDS: Final = ("prediction", "pledge", "plan")
STANCES: Final = ("for", "against", "none")
UNNAMED: Final = "unnamed:"
"""How a speaker begins who has no name, as in ``unnamed: experts``; never ranked."""

HALF: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The texts of a claim that stay as they are written wherever a claim is held or shown."""

    organisation: str | None = None
    role: str | None = None
    quote: str | None = None
    wording: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Said):
    """Who took which stand, in what words, how surely.

    ``probability`` is always that of the question coming about, whatever the stance.  ``selector``
    places the quote in the source's text (W3C text-quote selector).
    """

    id: str
    question: str
    source: str
    speaker: str
    attribution: str = "quoted"
    kind: str = "prediction"
    stance: str | None = None
    probability: Decimal | None = None
    made: FuzzyDate | None = None
    checkable: bool = True
    selector: Selector | None = None


def side(stance: str | None, probability: Decimal | None) -> str:
    """The stance a claim takes: as written, else the side of one half its probability is on."""
    if stance is not None:
        return stance
    if probability is None or probability > HALF:
        return "for"
    return "against" if probability < HALF else "none"
