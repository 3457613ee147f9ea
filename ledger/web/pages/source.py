"""``/sources/ID``: an article, or whatever claims were made in, with its claims in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book.asking.show import SourceDossier
from ledger.json_views import source_view
from ledger.model.filters import Filters
from ledger.report.page.claim_rows import of_source
from ledger.web.answers import Answer
from ledger.web.asked import MOST
from ledger.web.blind import seen_by_question
from ledger.web.pages.claim_list import SHOWN

if TYPE_CHECKING:
    from ledger.web.asked import Asked


def source(asked: Asked) -> Answer:
    """The source, and its claims as they were entered."""
    found = asked.ledger.show(asked.name, asked.as_of)
    if not isinstance(found, SourceDossier):
        return Answer(elsewhere=asked.to.page("claims", asked.name))
    if asked.form == "csv":
        filters = Filters(source=(found.source.id,))
        return Answer(file=lambda: asked.ledger.sheet(filters, asked.as_of))
    ordered = sorted(found.claims, key=lambda claim: claim.entry)
    ids = [claim.id for claim in ordered]
    after = asked.one("after")
    start = ids.index(after) + 1 if after in ids else 0
    most = asked.number("limit", SHOWN, 1, MOST)
    shown = ordered[start : start + most]
    behind = max(0, len(ordered) - start - most)
    onward = (*asked.without("after"), ("after", shown[-1].id)) if behind else ()

    def view() -> dict[str, object]:
        known = asked.ledger.outcomes({claim.question for claim in found.claims}, asked.as_of)
        return {"as_of": asked.as_of, **source_view(found, seen_by_question(known))}

    return Answer(
        title=found.source.title or found.source.publisher,
        template="source.html",
        shown={
            "source": found.source,
            "about": of_source(found.source),
            "claims": shown,
            "total": len(ordered),
            "start": start,
            "onward": asked.to.at(asked.path, onward) if behind else None,
        },
        view=view,
    )
