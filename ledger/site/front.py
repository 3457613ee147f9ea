"""The pages of a site that there is one of each, such as the first, reports and the method."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ledger.journal.note import to_base64
from ledger.report.build import report
from ledger.report.page.glossary import terms
from ledger.report.page.methods import methods
from ledger.site.addresses import REPORTS
from ledger.site.folder import File
from ledger.site.pages import page
from ledger.web.answers import Answer
from ledger.web.pages import due, figures, home, review
from ledger.web.pages.speaker import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.site.contents import Contents
    from ledger.web.asked import Asked

ONE_EACH: Final[dict[str, tuple[str, Callable[[Asked], Answer]]]] = {
    "index.html": ("/index", home.home),
    "due.html": ("/due", due.due),
    "corrections.html": ("/corrections", review.corrections),
    "disputes.html": ("/disputes", review.disputes),
}
"""Each file with the path of the same page on a server, and what answers there."""

DATA: Final = (
    ("claims.csv", "all claims as a sheet, each with what became of it"),
    ("corrections.csv", "all that was amended, withdrawn or re-judged"),
    ("report-by-speaker.csv", "figures by speaker"),
    ("report-by-publisher.csv", "figures by publisher"),
    ("report-by-topic.csv", "figures by topic"),
    ("journal.jsonl", "the journal, an entry a line, which ledger import takes"),
    ("checkpoint", "the size and root hash of the journal, as a checkpoint"),
    ("news.atom", "the latest news, for a feed reader"),
    ("due.ics", "due days, for a calendar"),
    ("datapackage.json", "what these files are (Frictionless Data Package)"),
    ("CITATION.cff", "how to cite them (Citation File Format)"),
)
"""The files to take along, and what is in each."""


def front_pages(site: Contents) -> Iterator[File]:
    """Those pages."""
    for here, (path, answer) in ONE_EACH.items():
        yield File(here, site.as_of, partial(page, answer, site.asked(here, path)))
    for by, here in REPORTS.items():
        asked = site.asked(here, "/report", given=(("by", by),))
        yield File(here, site.as_of, partial(page, figures.report_page, asked))
    yield File("method.html", site.as_of, partial(_method, site))
    plain = {"answer.html": "To answer", "search.html": "Search"}
    for here, title in plain.items():
        asked = site.asked(here, f"/{here.removesuffix('.html')}")
        yield File(here, title, partial(_plain, asked, title, here, {}))
    shown = {"files": DATA, "root": to_base64(site.root), "until": site.until}
    asked = site.asked("data.html", "/data")
    yield File("data.html", site.as_of, partial(_plain, asked, "Data", "data.html", shown))
    asked = site.asked("404.html", "/404", root=site.settings.address or "/")
    yield File("404.html", "404", partial(_plain, asked, "Not found", "missing.html", {}))


def _plain(asked: Asked, title: str, template: str, shown: dict[str, Any]) -> bytes:
    return page(lambda _: Answer(title=title, template=template, shown=shown), asked)


def _method(site: Contents) -> bytes:
    asked = site.asked("method.html", "/method")
    made = figures.public(report(site.ledger, "speaker", None, site.as_of), asked)
    shown = {
        "terms": list(terms(made)),
        "methods": [one for one in methods(made) if one.word != "Made by" and one.meaning],
        "enough": ENOUGH,
    }
    return _plain(asked, "How all this is made", "method.html", shown)
