"""From what differs to what was done: the first bad entry or row of each place, and its kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.audit.damage import (
    Damage,
    Difference,
    entry_of,
    leaves_of,
    name_of,
    rank,
    shown,
    value_of,
)
from ledger.audit.tamper_patterns import suspect
from ledger.store.raw_rows import columns_of, order_of
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from ledger.audit.damage import Checked, Evidence, Row

PLACING = frozenset({"entry", "replaced_by", "recorded_at", "n", "position", "level", "number"})
"""Columns that say where a row belongs, and not what it says."""


def diagnose(evidence: Evidence) -> list[Damage]:
    """The damage that the evidence shows, that of the journal first."""
    # From the certain to the doubtful: what an entry shows by itself needs no witness, rows and
    # tiles are witnesses of the journal, and what is odd may only follow from damage elsewhere.
    found = _first(_certain(evidence)) or suspect(evidence) or _first(evidence.odd)
    bad = min((damage.entry for damage in found if damage.entry is not None), default=None)
    for table, differing in evidence.differences.items():
        # What follows from a bad entry is not told again as damage of each table it touches.
        if own := [row for row in differing if not _follows(table, row, bad)]:
            last = evidence.last.get(table)
            found.append(_of_old_row(table, own, evidence) or _of_table(table, own, last))
    return [
        *_of_checkpoints(evidence, {damage.kind for damage in found if damage.table == "journal"}),
        *found,
    ]


def _certain(evidence: Evidence) -> Iterator[Damage]:
    """What entries show by themselves, with what checkpoints add."""
    for damage in evidence.own:
        entry, said = damage.entry or 0, damage.message
        # Bytes and hash that differ do not say which was changed; a checkpoint vouches for one.
        if damage.is_unequal and evidence.kept >= entry:
            yield replace(damage, message=f"{said} The hash is what a checkpoint was made of.")
        elif damage.is_unequal and evidence.proven >= entry:
            yield replace(damage, message=f"{said} The bytes are what a checkpoint was made of.")
        else:
            yield damage


def _first(damage: Iterable[Damage]) -> list[Damage]:
    """The first of what entries show, which counts the others."""
    ordered = sorted(damage, key=lambda each: each.entry or 0)
    return [replace(first, more=len(ordered) - 1) for first in ordered[:1]]


def _follows(table: str, difference: Difference, bad: int | None) -> bool:
    """Whether a row may differ because the journal is damaged from entry ``bad`` on."""
    if bad is None:
        return False
    for row in (difference.expected, difference.stored):
        if row is None:
            continue
        # A tile holds all its entries, and a row also depends on the entry that replaced it.
        numbers = [entry_of(table, row)]
        if table == "tiles":
            numbers += leaves_of(row) or ()
        elif "replaced_by" in columns_of(table):
            numbers.append(value_of(table, row, "replaced_by"))
        if any(isinstance(number, int) and number >= bad for number in numbers):
            return True
    return False


def _of_checkpoints(evidence: Evidence, known: AbstractSet[str]) -> Iterator[Damage]:
    """What the checkpoints show beyond the kinds of damage the journal is known to have."""
    failed = [checked for checked in evidence.checked if not checked.matches]
    beyond = [checked for checked in failed if checked.checkpoint.size > evidence.size]
    if beyond and not known & {"cut off", "removed"}:
        size = beyond[0].checkpoint.size
        of = counted(size, "entry")
        message = f"The journal ends with entry {evidence.size}; a checkpoint has {of}."
        yield Damage("cut off", "journal", evidence.size + 1, "", message)
    # Nothing else speaks against the journal: whoever rewrote it made hashes and rows to match.
    elif failed and not known:
        yield Damage(
            "rehashed", "journal", evidence.proven + 1, "", _rewritten(failed[0], evidence)
        )


def _rewritten(failed: Checked, evidence: Evidence) -> str:
    size = failed.checkpoint.size
    where = f"{evidence.proven + 1} to {size}" if evidence.proven < size - 1 else f"{size}"
    return (
        f"Entry {where} is not what the checkpoint of {counted(size, 'entry')} was made of, though "
        "its hashes and rows fit: it was rewritten, or the checkpoint is of another ledger."
    )


def _of_old_row(table: str, differing: Sequence[Difference], evidence: Evidence) -> Damage | None:
    """What was done to a row older than the entries read, of which only the end was looked at."""
    row = differing[0].expected
    entry = row and entry_of(table, row)
    if not row or differing[0].stored or table == "tiles" or not entry:
        return None
    if entry > evidence.since:
        return None
    ended = value_of(table, row, "replaced_by")
    message = f"Entry {ended} replaced this row, and the row does not say so, or is not there."
    return Damage("edited", table, entry, name_of(table, row), message, len(differing) - 1)


def _of_table(table: str, differing: Sequence[Difference], last: Row | None) -> Damage:
    """What was done to a table, or to some rows of it."""
    first = differing[0]
    kind, partner = _kind(table, differing, last)
    row = first.expected or first.stored or ()
    entry = entry_of(table, row)
    other = partner or first
    if kind == "edited" and other.expected and other.stored:
        message = _edited(table, other.expected, other.stored)
    else:
        message = SENTENCES[kind]
    return Damage(kind, table, entry, name_of(table, row), message, len(differing) - 1)


SENTENCES = {
    "reordered": "The rows are those that the journal makes, but in each other's places.",
    "cut off": "The journal makes this row and those after it; none of them is there.",
    "removed": "The journal makes this row, and it is not there.",
    "inserted": "The journal does not make this row.",
}


def _kind(
    table: str, differing: Sequence[Difference], last: Row | None
) -> tuple[str, Difference | None]:
    """What was done, and for a row whose key was edited the row it was and the row it is."""
    first = differing[0]
    expected = [each.expected for each in differing if each.expected]
    stored = [each.stored for each in differing if each.stored]
    # Rows that changed places differ in every place, as edits would: so this is asked first.
    same = Counter(_content(table, row) for row in expected) == Counter(
        _content(table, row) for row in stored
    )
    if same and len(expected) > 1 and not _only_placed(table, differing):
        return "reordered", None
    if first.expected and first.stored:
        return "edited", first
    # Rows are compared in the order of their keys: one whose key was edited is missing in one place
    # and too many in another.
    partner = _partner(table, first, expected, stored)
    if partner:
        return "edited", partner
    if not stored and first.expected and _is_behind(table, first.expected, last):
        return "cut off", None
    return ("removed" if first.expected else "inserted"), None


def _content(table: str, row: Row) -> Row:
    """What a row says, wherever it stands."""
    return tuple(
        value for name, value in zip(columns_of(table), row, strict=True) if name not in PLACING
    )


def _only_placed(table: str, differing: Sequence[Difference]) -> bool:
    """Whether each row is in its place, and says what it should, but for what replaced it."""
    return all(
        difference.expected
        and difference.stored
        and _content(table, difference.expected) == _content(table, difference.stored)
        for difference in differing
    )


def _partner(
    table: str, first: Difference, expected: Sequence[Row], stored: Sequence[Row]
) -> Difference | None:
    """The row that was edited, key and all, where one is missing and one is too many."""
    row = first.expected or first.stored or ()
    for other in stored if first.expected else expected:
        near = entry_of(table, other) == entry_of(table, row)
        if near or _content(table, other) == _content(table, row):
            return Difference(row, other) if first.expected else Difference(other, row)
    return None


def _is_behind(table: str, row: Row, last: Row | None) -> bool:
    """Whether a row comes after the last that is there."""
    places = [columns_of(table).index(name) for name in order_of(table)]
    return last is None or rank(row, places) > rank(last, places)


def _edited(table: str, expected: Row, stored: Row) -> str:
    told = [
        f"{name} is {shown(is_)}, and by the journal {shown(should)}"
        for name, should, is_ in zip(columns_of(table), expected, stored, strict=True)
        if (type(should), should) != (type(is_), is_)
    ]
    return "; ".join(told) + "."
