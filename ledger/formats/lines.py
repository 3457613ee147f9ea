"""The lines of a sheet, of which no row may take up more memory than any row needs."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

LONGEST: Final = 1024 * 1024
"""The most characters that a row may have; a cell alone may have 131,072."""


class Lines:
    """The lines of a text as `csv.reader` takes them.

    A row may go on over several; whoever reads rows calls `renew` after each.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._room = LONGEST

    def __iter__(self) -> Iterator[str]:
        """The lines, one after the other, none of them read further than there is room.

        Raises:
            csv.Error: a row has too many characters.
        """
        while line := self._text.readline(self._room):
            self._room -= len(line)
            if not self._room:
                message = f"a row has more than {LONGEST:,} characters"
                raise csv.Error(message)
            yield line

    def renew(self) -> None:
        """Say that the next line is that of another row."""
        self._room = LONGEST
