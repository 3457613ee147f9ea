"""The command at a terminal as a person sees it: a screen, which an emulator draws (pyte).

A screen has many lines, so that all that was shown stays on it.
"""

from __future__ import annotations

import os
import re
import select
import time
from typing import TYPE_CHECKING

import pyte
from commands import PATIENCE, Terminal

if TYPE_CHECKING:
    from pathlib import Path

LINES = 400

CALM = 0.05
"""For so many seconds nothing comes where a screen is drawn."""

LEFT, RIGHT, UP, DOWN = (f"\x1b[{letter}" for letter in "DCAB")
CTRL_A, CTRL_C, CTRL_D, CTRL_U = "\x01", "\x03", "\x04", "\x15"
ENTER = "\r"


def pasted(text: str) -> str:
    """What a terminal sends where text is pasted, if it marks that."""
    return f"\x1b[200~{text}\x1b[201~"


class Screen(Terminal):
    """A command at a terminal of some width."""

    def __init__(
        self,
        folder: Path,
        arguments: list[str],
        environment: dict[str, str] | None = None,
        width: int = 80,
        program: str = "",
    ) -> None:
        self.screen = pyte.Screen(width, LINES)
        self.screen.write_process_input = self._answer
        self.stream = pyte.Stream(self.screen)
        self._from = 0
        self.prompts = 0
        self.keys = 0
        super().__init__(folder, arguments, environment or {}, (LINES, width), program)

    def _answer(self, text: str) -> None:
        """Tell the command what it asks of a terminal: where the cursor is."""
        os.write(self.ours, text.encode())

    def _show(self, text: str) -> None:
        super()._show(text)
        self.stream.feed(text)

    @property
    def lines(self) -> list[str]:
        """All lines, without the empty ones at the end."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip().split("\n")

    @property
    def text(self) -> str:
        """What was shown since something was typed last, as words without line breaks."""
        return " ".join("\n".join(self.lines[self._from :]).split())

    def sees(self, words: str) -> str:
        """Wait until ``words`` are on the screen, below what was typed last.

        Where a line ends does not matter.

        Raises:
            AssertionError: they did not come.
        """
        wanted = re.sub(r"\s", "", words)
        until = time.monotonic() + PATIENCE
        while wanted not in re.sub(r"\s", "", self.text):
            there = self._receive() and time.monotonic() < until
            assert there, f"{words!r} was not shown; shown was:\n" + "\n".join(self.lines)
        return self.text

    def types(self, text: str) -> None:
        """Type a line and press Enter."""
        self.sends(f"{text}{ENTER}")
        self.prompts += 1

    def sends(self, keys: str) -> None:
        """Press keys; once they end a line, what is seen next is below them."""
        self._settle()
        if keys[-1] in {ENTER, CTRL_C, CTRL_D}:
            self._from = self.screen.cursor.y + 1
        self.keys += len(keys)
        os.write(self.ours, keys.encode())

    def _settle(self) -> None:
        """Take what is still being shown, so that the cursor is where a person would see it."""
        while select.select([self.ours], [], [], CALM)[0] and self._receive():
            pass

    def answers(self, *pairs: tuple[str, str]) -> None:
        """Answer each question with the text beside it."""
        for question, text in pairs:
            self.sees(f"{question}")
            self.types(text)
