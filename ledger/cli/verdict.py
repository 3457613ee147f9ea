"""What `verify` found, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.cli.terminal import painted, wrapped
from ledger.journal.note import to_base64
from ledger.plurals import counted, the_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.keeping.damage import Checked, Damage
    from ledger.book.keeping.verifying import Verified


def verdict_lines(found: Verified, *, signed: bool) -> Iterator[str]:
    """The verdict as lines; ``signed`` says whether the signatures were checked."""
    if found.whole:
        yield painted("The ledger is whole.", "green")
    else:
        yield painted("The ledger is damaged.", "red")
        for one in found.damage:
            yield from _damage_lines(one)
        yield ""
    root = f", root hash {to_base64(found.root)}" if found.root else ""
    yield from wrapped(f"{counted(found.size, 'entry')}{root}")
    if found.since:
        first = the_first(found.since, "entry")
        yield from wrapped(f"Of {first} only the hashes were checked: nothing else was read.")
    for checked in found.checkpoints:
        yield from wrapped(_checked_line(checked))
    if found.checkpoints and not signed:
        yield from wrapped("Signatures were not checked: give the verifier key with --key.")
    yield from wrapped(_protection(found))


def _damage_lines(one: Damage) -> Iterator[str]:
    place = one.table
    if one.row:
        place += f", {one.row}"
    if one.entry is not None:
        place += f", entry {one.entry}" if one.table == "journal" else f" (entry {one.entry})"
    yield ""
    yield from (painted(line, bold=True) for line in wrapped(f"{place}: {one.kind}"))
    more = f" {one.more} more {'differs' if one.more == 1 else 'differ'}." if one.more else ""
    yield from map(painted, wrapped(one.message + more, indent=2))


def _checked_line(checked: Checked) -> str:
    size = counted(checked.checkpoint.size, "entry")
    fits = "fits" if checked.matches else "does not fit"
    return f"The checkpoint of {checked.checkpoint.origin} with {size} {fits}."


def _protection(found: Verified) -> str:
    if found.protected >= found.size:
        return "All entries are in a checkpoint." if found.size else "There is nothing to protect."
    if not found.checkpoints and not found.protected:
        which = "No checkpoint was given"
    elif not found.protected:
        which = "No entry is in a checkpoint that fits"
    elif found.protected + 1 == found.size:
        which = f"Entry {found.size} is in no checkpoint"
    else:
        which = f"Entries {found.protected + 1} to {found.size} are in no checkpoint"
    return f"{which}: whoever holds the database can rewrite what no checkpoint covers, unseen."


def verdict_view(found: Verified) -> dict[str, Any]:
    """The verdict as JSON has it; root hashes are in base64, as in checkpoints."""
    return {
        "whole": found.whole,
        "entries": found.size,
        "root": to_base64(found.root) if found.root else None,
        "since": found.since,
        "protected": found.protected,
        "damage": [
            {
                "kind": one.kind,
                "table": one.table,
                "entry": one.entry,
                "row": one.row or None,
                "message": one.message,
                "more": one.more,
            }
            for one in found.damage
        ],
        "warnings": list(found.warnings),
        "checkpoints": [
            {
                "origin": one.checkpoint.origin,
                "size": one.checkpoint.size,
                "root": to_base64(one.checkpoint.root),
                "matches": one.matches,
            }
            for one in found.checkpoints
        ],
    }
