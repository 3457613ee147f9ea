"""A row of the table: what is measured, against what, and what it should reach."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .measuring import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from .site import Site

MILLION: Final = 10**6

SQLALCHEMY: Final = Command((sys.executable, "-c", "import sqlalchemy"))
"""The least that a command which asks a database can take."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is measured, by its ``name``, and ``against`` what, in words.

    ``ours`` and ``yardstick`` make ready what the command of the pair with that number needs, which
    is not measured, and answer the command.  ``reach`` is how many times the yardstick ours may
    take, and ``reach_million`` that at a million claims where it differs; ``memory`` is in MiB.
    """

    name: str
    against: str
    ours: Callable[[Site, int], Command]
    yardstick: Callable[[Site, int], Command] | None = None
    reach: float | None = None
    reach_million: float | None = None
    memory: float | None = None

    def goal(self, size: int) -> float | None:
        """How many times the yardstick it may take at a size."""
        return self.reach_million or self.reach if size >= MILLION else self.reach
