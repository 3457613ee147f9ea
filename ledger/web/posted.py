"""What was sent with a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.web.addresses import Parameters

LONGEST_KEY: Final = 100
"""Characters that the key of a form may have."""


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form that was sent, in their order, and its files by their fields.

    Line breaks are those of a text here, and there is no blank at either end of one.
    """

    fields: Parameters
    files: Mapping[str, tuple[str, bytes]]

    def one(self, name: str, usual: str = "") -> str:
        """The text of a field, of which the last counts; ``usual`` where there is none."""
        return next((text for key, text in reversed(self.fields) if key == name), usual)

    def all(self, name: str) -> list[str]:
        """The texts of all fields of that name, in their order."""
        return [text for key, text in self.fields if key == name]

    def has(self, name: str) -> bool:
        """Whether there is such a field, as of a box that was ticked or a button pressed."""
        return any(key == name for key, _ in self.fields)

    def file(self, name: str) -> tuple[str, bytes] | None:
        """The name and the bytes of the file in that field, where one was chosen."""
        return self.files.get(name)

    @property
    def seen(self) -> int:
        """The number of the last entry there was when the form was made.

        Raises:
            BadValue: the form does not tell.
        """
        text = self.one("seen")
        if not (text.isascii() and text.isdigit() and len(text) <= 18):  # noqa: PLR2004 - of 64 bits
            raise BadValue("seen", "The form does not tell which state of the ledger it shows.")
        return int(text)

    @property
    def key(self) -> str:
        """What tells this form from every other, so that what is sent twice is done once.

        Raises:
            BadValue: the form has none.
        """
        text = self.one("key")
        if not text or len(text) > LONGEST_KEY:
            raise BadValue("key", "The form has no key that tells it from others.")
        return text
