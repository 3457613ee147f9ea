"""Each kind of entry is known to all that handles entries, by a name that no class can change."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from ledger.audit.entry_order import FOLLOWING
from ledger.book.asking.corrections import Correction
from ledger.book.writing.amend import AMENDMENTS
from ledger.journal import entry
from ledger.journal.entry import Entry, from_bytes, to_bytes
from ledger.model import codec, entry_rules
from ledger.model.claim import Source
from ledger.model.codec import kind_of
from ledger.model.kinds import NAMED, WITHDRAWN, Kind
from ledger.model.outcome import Outcome
from ledger.model.verdicts import Verdict
from ledger.store import projection, records
from ledger.store.schema import metadata

LEDGER: Final = Path(__file__).parents[1] / "ledger"

NAMES: Final = ("source", "question", "claim", "outcome", "response", "alias", "withdrawal")
"""The names in the bytes of journals that there are: for good."""


def test_the_names_in_the_bytes_are_what_they_were() -> None:
    assert tuple(one.value for one in Kind) == entry.KINDS == NAMES


@pytest.mark.parametrize("kind", Kind)
def test_an_entry_of_each_kind_is_written_and_read_back(kind: Kind) -> None:
    made = Entry("2023-07-12T09:30:00Z", "desk", kind.value, "x", {})
    assert from_bytes(to_bytes(made)) == made
    assert f'"kind":"{kind.value}"'.encode() in to_bytes(made)


@pytest.mark.parametrize("kind", Kind)
def test_all_that_handles_entries_handles_each_kind(kind: Kind) -> None:
    assert kind in entry_rules.READERS
    assert kind in projection.PROJECTIONS
    assert kind in FOLLOWING
    assert kind.traits.called
    assert (kind in NAMED) == (kind in AMENDMENTS) == (kind in records.TABLES)
    assert (kind in NAMED) == (kind in codec.SEARCHED)
    assert bool(kind.traits.table) == (kind is not Kind.WITHDRAWAL)
    assert not kind.traits.table or kind.traits.table in metadata.tables


def test_a_record_is_entered_under_its_kind_whatever_its_class_is_called() -> None:
    assert kind_of(Source(id="x", publisher="X")) == "source"
    assert kind_of(Outcome(question="x", n=1, verdict=Verdict.VOID)) == "outcome"
    named = [one.name for one in LEDGER.rglob("*.py") if "__name__.lower" in one.read_text("utf-8")]
    assert named == []


@pytest.mark.parametrize("kind", WITHDRAWN)
def test_a_correction_is_told_by_what_people_call_the_kind(kind: Kind) -> None:
    about = ("withdrawn", False, True, None, False)
    made = Correction(1, "2023-07-12T09:30:00Z", "desk", kind.value, "x", None, *about)
    assert made.subject == f"{kind.traits.called} x"
