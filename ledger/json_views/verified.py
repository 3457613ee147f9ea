"""What `verify` found, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.journal.note import to_base64

if TYPE_CHECKING:
    from ledger.audit.verify import Verified


def verified_view(found: Verified) -> dict[str, Any]:
    """What `verify` found; root hashes are in base64, as in checkpoints."""
    return {
        "whole": found.whole,
        "entries": found.size,
        "root": to_base64(found.root) if found.root else None,
        "since": found.since,
        "protected": found.protected,
        "damage": [
            {
                "kind": damage.kind,
                "table": damage.table,
                "entry": damage.entry,
                "row": damage.row or None,
                "message": damage.message,
                "more": damage.more,
            }
            for damage in found.damage
        ],
        "warnings": list(found.warnings),
        "checkpoints": [
            {
                "origin": checkpoint.checkpoint.origin,
                "size": checkpoint.checkpoint.size,
                "root": to_base64(checkpoint.checkpoint.root),
                "matches": checkpoint.matches,
            }
            for checkpoint in found.checkpoints
        ],
    }
