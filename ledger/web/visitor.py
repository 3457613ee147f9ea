"""Who asks for a page, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.desk.roles import Role


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in: the name they record under, and their role; nobody has neither."""

    name: str | None = None
    role: Role | None = None

    def may(self, role: Role) -> bool:
        """Whether they may do what takes that role."""
        return self.role is not None and self.role >= role


NOBODY = Visitor()
"""Whoever is not signed in."""
