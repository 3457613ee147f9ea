"""What claims, outcomes and documents are called wherever they are shown.

Lists, dossiers, tables, calendars, feeds and pages are laid out each in a room of its own; what
they say of a claim is worked out here, so that it is the same in all of them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.edtf import FuzzyDate
    from ledger.model.assessment import Assessment

NO_DUE_DAY = "no due day"


def verdict_label(
    verdict: str | None, value: Decimal | str | None, on: FuzzyDate | str | None = None
) -> str:
    """A verdict with the share that came about and the day it became true, where there are any.

    ``partly 0.75, 2023-06``; empty where there is no verdict.
    """
    share = f"{value:f}" if isinstance(value, Decimal) else value
    named = " ".join(filter(None, [verdict and str(verdict), share]))
    return with_commas(named, on)


def as_said(stance: str | None, statement: str) -> str:
    """A statement as the claim has it: said to be denied where it is."""
    return f"denies: {statement}" if stance == "against" else statement


def status_label(claim: Assessment) -> str:
    """The status of a claim, and that it is disputed where nobody has decided yet."""
    return f"{claim.status}, disputed" if claim.disputed else claim.status


def due_label(claim: Assessment) -> str:
    """When a claim is due, or where nothing says so, when to look how it went."""
    if claim.due_latest:
        return f"due {claim.due_latest}"
    return f"check {claim.horizon}" if claim.horizon else NO_DUE_DAY


def with_commas(*parts: FuzzyDate | str | None) -> str:
    """What is known of a document, or of anything else, with commas between: no part is needed."""
    return ", ".join(str(one) for one in parts if one)
