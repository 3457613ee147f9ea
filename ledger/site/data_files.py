"""The files of a site that are no pages: data to take along, the journal with its tree, feeds."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.tree import tile, tile_path, tiles_of
from ledger.formats.calendar_and_feed import print_calendar, print_feed
from ledger.journal.checkpoint import ORIGIN, Checkpoint
from ledger.json_views import correction_view
from ledger.model.filters import STATUSES, Filters
from ledger.report.build import report
from ledger.report.json_csv import as_csv
from ledger.site.addresses import REPORTS
from ledger.site.folder import File
from ledger.web.answers import sheet
from ledger.web.pages import review
from ledger.web.pages.embed import picture
from ledger.web.pages.figures import public

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.site.contents import Contents

APPROVED: Final = Filters(status=tuple(one for one in STATUSES if one != "proposed"))
"""The claims that are for the public: all but those that wait for approval."""

NEWS: Final = 100
"""How many news the feed has."""


def data_files(site: Contents) -> Iterator[File]:
    """Those files."""
    now = site.as_of
    yield File("claims.csv", now, lambda: _joined(site.ledger.sheet(APPROVED, site.as_of)))
    yield File("corrections.csv", now, partial(_corrections, site))
    for by in REPORTS:
        yield File(f"report-by-{by}.csv", now, partial(_report, site, by))
    yield File("embed/report.svg", now, partial(_picture, site))
    yield File("news.atom", now, partial(_news, site))
    yield File("due.ics", now, partial(_calendar, site))
    yield File("CITATION.cff", now, partial(_citation, site))
    yield File("datapackage.json", now, partial(_package, site))
    yield from _journal(site)


def _joined(parts: Iterable[str]) -> bytes:
    return "".join(parts).encode()


def _journal(site: Contents) -> Iterator[File]:
    """The journal up to where nothing is held back, its checkpoint, and the tiles of its tree."""
    size, day = site.until, site.moment.day

    def lines() -> bytes:
        return b"".join(site.ledger.export_journal(f"{size}@{day}")) if size else b""

    def checkpoint() -> bytes:
        return str(Checkpoint(ORIGIN, size, site.ledger.root(f"{size}@{day}"))).encode()

    yield File("journal.jsonl", str(size), lines)
    yield File("checkpoint", str(size), checkpoint)
    for one in tiles_of(size):
        yield File(tile_path(*one), "tile", partial(_tile, site, *one))


def _tile(site: Contents, level: int, number: int, width: int) -> bytes:
    with site.ledger.select(None, site.as_of) as selection:
        return tile(selection, level, number, width)


def _corrections(site: Contents) -> bytes:
    found = review.corrections_shown(site.asked("corrections.csv", "/corrections"))
    rows = [correction_view(one) for one in reversed(found)]
    public_rows = [{**row, "by": site.settings.byline or ""} for row in rows]
    return sheet(public_rows, review.CORRECTED).encode()


def _report(site: Contents, by: str) -> bytes:
    made = report(site.ledger, by, None, site.as_of)
    return as_csv(public(made, site.asked("report.csv", "/report"))).encode()


def _picture(site: Contents) -> bytes:
    """The accuracy of speakers as a picture."""
    made = report(site.ledger, "speaker", None, site.as_of)
    return picture(public(made, site.asked("embed/report.svg", "/embed/report"))).encode()


def _news(site: Contents) -> bytes:
    """The newest of the news, by whom the byline says rather than by who recorded them."""
    found = site.ledger.news(None, site.as_of)
    by = site.settings.byline or site.settings.title
    items = [replace(one, by=by) for one in islice(found.items, NEWS)]
    return _joined(print_feed(replace(found, items=items)))


def _calendar(site: Contents) -> bytes:
    wanted = Filters(status=("open", "overdue"))
    return _joined(print_calendar(site.ledger.due_days(wanted, site.as_of)))


def _citation(site: Contents) -> bytes:
    settings = site.settings
    told = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them so.",
        "type": "dataset",
        "title": settings.title,
        "version": f"entry {site.moment.entry}",
        "date-released": site.moment.day.isoformat(),
        "license": settings.licence,
        "url": settings.address,
    }
    lines = [f"{key}: {json.dumps(value)}" for key, value in told.items() if value]
    author = json.dumps(settings.byline or settings.title, ensure_ascii=False)
    return "\n".join([*lines, "authors:", f"  - name: {author}", ""]).encode()


def _package(site: Contents) -> bytes:
    settings = site.settings
    sheets = ("claims", "corrections", *(f"report-by-{by}" for by in REPORTS))
    resources: list[dict[str, Any]] = [
        {
            "name": name,
            "path": f"{name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
        }
        for name in sheets
    ]
    resources.append({
        "name": "journal", "path": "journal.jsonl", "format": "jsonl",
        "mediatype": "application/jsonl", "encoding": "utf-8",
    })  # fmt: skip
    told = {
        "profile": "data-package",
        "name": "claims",
        "title": settings.title,
        "version": str(site.moment.entry),
        "created": f"{site.moment.day}T00:00:00Z",
        "homepage": settings.address,
        "licenses": settings.licence and [{"name": settings.licence}],
        "contributors": settings.byline and [{"title": settings.byline, "role": "publisher"}],
        "resources": resources,
    }
    kept = {key: value for key, value in told.items() if value}
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode()
