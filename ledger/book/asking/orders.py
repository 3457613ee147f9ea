"""What lists of claims can be put in order by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.store.assessments import END

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.model.claim_state import Assessment

DUE: Final = "due"
"""The order that lists have: by due day or scheduled end."""


def by_horizon(claim: Assessment) -> tuple[str, str]:
    """What lists are put in order by."""
    return claim.horizon or END, claim.id


def _latest_first(day: str | None) -> int:
    """What puts later days first, and those that have none last."""
    return -date.fromisoformat(day).toordinal() if day else 0


ORDERS: Final[dict[str, Callable[[Assessment], tuple[Any, ...]]]] = {
    DUE: by_horizon,
    "made": lambda claim: (_latest_first(claim.made_latest), claim.id),
    "recorded": lambda claim: (-claim.entry,),
    "speaker": lambda claim: (claim.speaker_group.casefold(), *by_horizon(claim)),
    "publisher": lambda claim: (claim.publisher_group.casefold(), *by_horizon(claim)),
    "probability": lambda claim: (
        claim.probability is None,
        -(claim.probability or 0),
        *by_horizon(claim),
    ),
    "id": lambda claim: (claim.id,),
}
"""What lists can be put in order by: what is newest, or likeliest, comes first."""
