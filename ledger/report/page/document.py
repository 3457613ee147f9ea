"""A report as a page: one file of HTML that asks nothing of the network and needs no script.

The tables and the sentences are those of the other forms.  Whatever comes from data is cleaned of
what could hide or change text, then escaped; only addresses of the web become links.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from ledger import edtf
from ledger.book.asking.corrections import told
from ledger.charts.colours import COLOURS, style_sheet
from ledger.charts.spark import interval_line
from ledger.report.answered.tables import coverage_title, pit_title
from ledger.report.command import command, list_command
from ledger.report.illustration_words import levelled, most_distributions
from ledger.report.illustrations import CHARTS, illustration, statuses_table
from ledger.report.layout import tables, timeline_table
from ledger.report.page.claim_rows import claim_rows
from ledger.report.page.escaping import templates_of
from ledger.report.page.glossary import VERDICTS, terms
from ledger.report.page.methods import methods
from ledger.report.prose import AGAIN, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from ledger.report.build import Report
    from ledger.report.page.methods import Record
    from ledger.report.table import Row, Table

CORRECTIONS: Final = 500
"""So many corrections are listed, the last ones."""

PART: Final = 100
"""So many claims make a table; a browser lays a longer one out again and again as it reads it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page with a table and, where one can be drawn, a picture.

    ``more`` counts the groups that neither shows.
    """

    id: str
    table: Table
    picture: Markup | None = None
    words: str | None = None
    more: int = 0


def as_html(report: Report, record: Record) -> str:
    """The page of a report, ending in a line break; ``record`` is the report's own."""
    first, *others = tables(report)
    headline, *remarks = sentences(report, commands=False)  # readers of it have no ledger to ask
    rows = claim_rows(report, record)
    accuracy, sections = _accuracy(report, first), _sections(report, others)
    style = _style([replace(accuracy, id="accuracy"), *sections])
    corrections = record.corrections[-CORRECTIONS:]
    return (
        environment()
        .get_template("page.html")
        .render(
            report=report,
            style=style,
            style_digest=b64encode(sha256(style.encode()).digest()).decode(),
            accuracy=accuracy,
            sections=sections,
            headline=headline,
            remarks=remarks,
            undated=report.timeline.undated,
            parts=[rows[start : start + PART] for start in range(0, len(rows), PART)],
            listed={row.claim.id for row in rows},
            left_out=record.left_out,
            list_all=list_command(report),
            overdue=record.overdue,
            more_overdue=report.total.counts.overdue - len(record.overdue),
            list_overdue=list_command(report, status=("overdue",)),
            corrections=corrections,
            more_corrections=len(record.corrections) - len(corrections),
            list_corrections=f"ledger corrections --as-of {report.moment}",
            verdicts=VERDICTS,
            terms=list(terms(report)),
            methods=list(methods(report)),
            again=AGAIN,
            command=command(report, "html"),
        )
    )


def _style(folded: list[Section]) -> Markup:
    """The style sheet, in which each table has the widths that its columns take when folded.

    The page's policy allows this sheet by its digest and nothing else: no element has a style.
    """
    sheet = environment().get_template("page.css").render(folded=folded)
    return Markup(f"\n{sheet}\n")  # noqa: S704 - of our own templates and of numbers


def _accuracy(report: Report, table: Table) -> Section:
    """The first table, whose lines are drawn in it, and above it how accuracy moved over years."""
    if CHARTS["years"].empty(report):
        return Section("accuracy", table)
    return _illustrated("years", report, table)


def _sections(report: Report, others: list[Table]) -> list[Section]:
    """The tables but the first, the last of them with its picture; then what became of claims."""
    found = [Section(f"table-{place}", table) for place, table in enumerate(others, start=1)]
    for name, own in _of_answers(report):
        place = next(at for at, one in enumerate(others) if one.title == own)
        found[place] = _illustrated(name, report, found[place].table)
    if report.calibration.isotonic:
        found[-1] = _illustrated("reliability", report, found[-1].table)
    if report.total.counts.claims:
        table, more = statuses_table(report)
        found.append(_illustrated("statuses", report, table, more))
    history = timeline_table(report.timeline)
    return [*found, _illustrated("outcomes", report, history)] if history.rows else found


def _of_answers(report: Report) -> Iterator[tuple[str, str]]:
    """The charts of answers that are not yes or no, each with the title of the table it shows."""
    for ranges in levelled(report)[:1]:
        yield "coverage", coverage_title(ranges.unit)
    for distributions in most_distributions(report):
        yield "pit", pit_title(distributions.unit)


def _illustrated(name: str, report: Report, table: Table, more: int = 0) -> Section:
    drawn = illustration(report, name)
    picture = Markup(drawn.svg)  # noqa: S704 - drawn and escaped by us
    return Section(name, table, picture, drawn.words, more)


def _drawn(row: Row) -> Markup:
    """The share of a line of a table as a dot, with its interval."""
    if row.span is None:
        return Markup()
    line = interval_line(row.span.middle, row.span.interval, total=row.total)
    return Markup(line)  # noqa: S704 - drawn by us


@cache
def environment() -> Environment:
    """What fills the templates in: all is cleaned and escaped, and nothing may be missing."""
    made = templates_of("ledger.report.page")
    made.globals |= {"colours": COLOURS, "chart_rules": Markup(style_sheet())}  # noqa: S704 - ours
    made.filters |= {"told": told, "drawn": _drawn, "columns": _columns}
    made.filters |= {"in_words": edtf.in_words, "deadline": edtf.deadline, "by": edtf.by}
    return made


def _columns(table: Table) -> str:
    """How wide the columns are to each other where the lines of a table are folded: CSS."""
    texts = [
        [*head.split(), *(row.cells[place] for row in table.rows if row.cells)]
        for place, head in enumerate(table.heads)
    ]
    return " ".join(f"minmax(0, {max(map(len, column)) + 1}fr)" for column in texts)
