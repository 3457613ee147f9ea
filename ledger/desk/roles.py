"""What somebody may do: a reader reads, a recorder also records, an editor also decides."""

from __future__ import annotations

from enum import IntEnum


class Role(IntEnum):
    """A role; each may do all that those before it may."""

    READER = 1
    RECORDER = 2
    EDITOR = 3

    @property
    def word(self) -> str:
        """The role as it is typed and shown."""
        return self.name.lower()


ROLES = {role.word: role for role in Role}
"""The roles by their words."""
