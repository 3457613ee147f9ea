"""ClaimReview as one of the formats written (the contract is in `ledger.formats.registry`)."""

from __future__ import annotations

from typing import Final

from ledger.formats.claimreview.write import Imprint, write, write_each

__all__ = ["NAME", "Imprint", "write", "write_each"]

NAME: Final = "claimreview"
