"""``ledger log``: the end of the journal, and what is about one id, without reading the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from examples import add
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from strange_entries import AT, CLAIM, QUESTION, SOURCE, Thing

from ledger import Ledger
from ledger.errors import NotFound
from ledger.journal.entry import Entry, to_bytes
from ledger.model.outcome import question_of
from ledger.store import journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from histories import Step

    from ledger.book.reader import NumberedEntries


def about(everything: NumberedEntries, identifier: str) -> NumberedEntries:
    """The entries about an id and its outcomes, found by going through all."""
    return [
        (number, entry)
        for number, entry in everything
        if identifier in {entry.id, (question_of(entry.id) or (entry.id,))[0]}
    ]
