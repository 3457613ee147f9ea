"""``/report``: what the command reports, with the command that gives it again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ledger.report.command import command
from ledger.report.groups import BY, NO_TOPIC
from ledger.report.json_csv import as_csv, as_json
from ledger.report.layout import tables, timeline_table, title
from ledger.report.page.glossary import terms
from ledger.report.page.methods import methods
from ledger.report.prose import sentences
from ledger.web.answers import Answer
from ledger.web.pages.charts import pictures
from ledger.web.reported import reported

if TYPE_CHECKING:
    from ledger.report.build import Report
    from ledger.report.table import Table
    from ledger.web.asked import Asked

CHARTED: Final = ("accuracy", "reliability", "coverage", "pit", "outcomes")
"""The charts that the page shows where they have something to show."""

SHOWN: Final = 40
"""How many rows of a table a page has."""


def report_page(asked: Asked) -> Answer:
    """How claims fared, by speaker or otherwise."""
    by = asked.choice("by", BY, "speaker")
    first = asked.number("first", 1, 1, 10**9)
    made = reported(asked, by, asked.filters(), asked.settings())
    every_group = len(made.groups)
    made = made if asked.to.live else public(made, asked)
    every = [*tables(made), *_history(timeline_table(made.timeline))]
    longest = max(len(table.rows) for table in every)
    last = min(longest, first + SHOWN - 1)
    return Answer(
        title=title(made),
        template="report.html",
        shown={
            "report": made,
            "by": by,
            "choices": [
                (one, asked.to.at(asked.path, [*asked.without("by", "first"), ("by", one)]))
                for one in BY
            ],
            "tables": [_part(table, first) for table in every],
            "pictures": list(pictures(made, *CHARTED)),
            "pages": PAGES.get(by),
            "linked": {one.key for one in made.groups if one.place != "unnamed"} - {NO_TOPIC},
            "sentences": list(sentences(made, commands=False)),
            "terms": list(terms(made)),
            "methods": [one for one in methods(made) if one.word != "Made by" and one.meaning],
            "command": command(made, "text"),
            "again": again(asked),
            "first": first,
            "sheet": asked.to.at(asked.path, asked.without("first"), "csv"),
            "left_out": every_group - len(made.groups),
            "last": last,
            "longest": longest,
            "onward": asked.to.at(asked.path, [*asked.without("first"), ("first", str(last + 1))])
            if last < longest
            else None,
        },
        view=lambda: as_json(made),
        file=lambda: [as_csv(made)],
    )


PAGES: Final = {
    "speaker": "speakers",
    "publisher": "publishers",
    "source": "sources",
    "topic": "topics",
}
"""The pages that the names of groups lead to."""


def public(made: Report, asked: Asked) -> Report:
    """A report for everybody: of groups with enough that was scored, and of nobody who is hidden.

    A share of a few claims says little of anybody, and is soon quoted as if it did.
    """
    groups = (
        one
        for one in made.groups
        if one.figures.accuracy.scored >= made.settings.min_claims
        and not (made.by == "speaker" and asked.site.hides(one.key))
    )
    is_told = asked.to.live or asked.ledger.root(asked.as_of)
    return replace(made, groups=tuple(groups), root=made.root if is_told else "")


def _history(table: Table) -> list[Table]:
    return [table] if table.rows else []


def _part(table: Table, first: int) -> Table:
    """The rows of a table from the one with a number on."""
    return replace(table, rows=table.rows[first - 1 : first - 1 + SHOWN])


def again(asked: Asked) -> str:
    """The address that gives the same again, to the figure."""
    return asked.to.lasting(asked.as_of).at(asked.path, asked.given)
