"""A choice among words on the command line: what was probably meant is said of any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


class Choice(click.Choice[str]):
    """One of some words."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(list(words))

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Which words there are, and which is like the one that was typed."""
        from ledger.model.reading import guess

        return super().get_invalid_choice_message(value, ctx) + guess(str(value), self.choices)
