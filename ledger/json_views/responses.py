"""Responses as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.model.export_items import RecordedResponse


def response_view(recorded: RecordedResponse) -> dict[str, Any]:
    """A response, and the circumstances in which it was recorded."""
    response = recorded.response
    return {
        "id": response.id,
        "claim": response.claim,
        "by": response.by,
        "date": str(response.date),
        "text": response.text,
        "url": response.url,
        "recorded_by": recorded.by,
        "recorded_at": recorded.recorded_at,
    }
