"""``/embed/claims/ID`` and ``/embed/report.svg``: what other sites may show of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.book.asking.show import SourceDossier
from ledger.errors import NotFound
from ledger.report.build import report as made_report
from ledger.report.illustrations import CHARTS, svg_file
from ledger.report.page.claim_rows import of_source
from ledger.web.answers import Answer
from ledger.web.blind import seen
from ledger.web.pages.figures import public

if TYPE_CHECKING:
    from ledger.report.build import Report
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
    made = made_report(asked.ledger, by, asked.filters(), asked.as_of)
    return Answer(file=lambda: [picture(public(made, asked))])


def picture(made: Report) -> str:
    """A report as a picture that stands alone; words where nobody has enough that was scored."""
    if not made.groups or CHARTS["accuracy"].empty(made):
        return TOO_FEW
    return svg_file(made, "accuracy").decode()


TOO_FEW: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 40" width="360" height="40" '
    'role="img" aria-label="Too few claims are scored yet."><rect width="360" height="40" '
    'fill="#fefefd"/><text x="12" y="25" font-family="sans-serif" font-size="15" fill="#1d1f23">'
    "Too few claims are scored yet.</text></svg>\n"
)
