"""``/embed/claims/ID`` and ``/embed/report.svg``: what other sites may show of the ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.book.asking.show import SourceDossier
from ledger.errors import NotFound
from ledger.report.build import report as made_report
from ledger.report.illustrations import CHARTS, svg_file
from ledger.report.page.claim_rows import of_source
from ledger.web.answers import Answer
from ledger.web.blind import seen
from ledger.web.pages.figures import public

if TYPE_CHECKING:
    from ledger.web.asked import Asked


def claim(asked: Asked) -> Answer:
    """A claim in a frame: what was said, by whom, where, and what became of it.

    Raises:
        NotFound: there is no such claim in force.
    """
    found = asked.ledger.show(asked.name, asked.as_of)
    if isinstance(found, SourceDossier) or found.claim is None or found.withdrawn:
        raise NotFound("claim in force", asked.name)
    one = found.claim
    source = asked.ledger.sources({one.source}, asked.as_of).get(one.source)
    return Answer(
        title=f"{one.speaker}: {one.statement}",
        template="embed.html",
        shown={
            "claim": one,
            "made_in": None if source is None else of_source(source, one.place),
            "whole": asked.to.page("claims", one.id),
            "outcomes": seen(found.outcomes),
        },
    )


def report(asked: Asked) -> Answer:
    """The accuracy of speakers as a picture, of those that have enough that was scored."""
    by = asked.choice("by", ("speaker", "publisher", "topic", "wording"), "speaker")
    made = public(made_report(asked.ledger, by, asked.filters(), asked.as_of), asked)
    made = replace(made, groups=tuple(one for one in made.groups if one.place == "ranked"))
    if CHARTS["accuracy"].empty(made):
        raise NotFound("report with enough that was scored", by)
    return Answer(file=lambda: [svg_file(made, "accuracy").decode()])
