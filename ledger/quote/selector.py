"""A place in a text, as the words there and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CONTEXT: Final = 32
"""Characters of the text kept before and after the exact words."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A place in a text: ``exact`` is its words, ``prefix`` and ``suffix`` what stands around.

    All three are in the text's own spelling; the contexts are shorter only at the text's ends.
    """

    prefix: str
    exact: str
    suffix: str
