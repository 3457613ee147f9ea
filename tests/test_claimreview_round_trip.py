"""What a ledger exports as ClaimReviews comes back as it was, as far as they can carry it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Clock
from histories import empty_ledgers, histories, live
from hypothesis import assume, given, settings

from ledger.formats.claimreview.write import write

if TYPE_CHECKING:
    from histories import Step

    from ledger.book.ledger import Ledger


def carried(ledger: Ledger) -> dict[str, Any]:
    """What ClaimReviews carry: claims with their questions, sources, and outcomes that stand."""
    exhibits = list(ledger.exhibits())
    claims = [replace(one.claim, entry=0, recorded_at="", joined_to=None) for one in exhibits]
    known = {one.source.id for one in exhibits}
    outcomes = {
        one.claim.question: (_seen(one.standing.outcome, known), one.standing.reason)
        for one in exhibits
        if one.standing is not None
    }
    return {
        "claims": claims,
        "sources": {one.source.id: replace(one.source, digest=None) for one in exhibits},
        "outcomes": outcomes,
    }


def _seen(outcome: Any, known: set[str]) -> Any:  # noqa: ANN401 - an outcome
    """An outcome without its number; evidence names no source that no claim is in."""
    evidence = tuple(
        replace(one, source=None) if one.url and one.source not in known else one
        for one in outcome.evidence
        if one.url or one.source in known
    )
    return replace(outcome, n=0, evidence=evidence)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(histories())
def test_a_feed_brings_what_it_carries_and_its_own_ledger_nothing(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with (
        empty_ledgers(empty_ledger, clock, 2) as (first, second),
        TemporaryDirectory() as folder,
    ):
        live(first, clock, history)
        clock.now = max(clock.now, Clock().now)
        exhibits = list(first.exhibits())
        assume(exhibits)
        path = Path(folder) / "feed.jsonld"
        path.write_text("".join(write(exhibits)), encoding="utf-8")
        second.import_([path])
        assert carried(second) == carried(first)
        before = len(first.log())
        first.import_([path])
        assert first.log()[before:] == []
