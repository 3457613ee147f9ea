"""The addresses of a site's pages, each relative to the page that leads there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import unquote

from ledger.book.asking.last_changes import key_of
from ledger.site.file_names import file_name
from ledger.web.addresses import Addresses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

FIXED: Final = {
    "/": "index.html",
    "/index": "index.html",
    "/claims": "claims.html",
    "/speakers": "speakers.html",
    "/publishers": "publishers.html",
    "/topics": "topics.html",
    "/sources": "sources.html",
    "/due": "due.html",
    "/due.ics": "due.ics",
    "/news.atom": "news.atom",
    "/corrections": "corrections.html",
    "/disputes": "disputes.html",
    "/report": "report.html",
    "/jump": "search.html",
    "/method": "method.html",
    "/answer": "answer.html",
    "/data": "data.html",
}
"""The file of each page that there is one of."""

REPORTS: Final = {
    "speaker": "report.html",
    "publisher": "report-by-publisher.html",
    "topic": "report-by-topic.html",
}

NAMED: Final = ("speakers", "publishers", "topics")
"""Pages that names lead to in any spelling."""


@dataclass(frozen=True, slots=True)
class Places:
    """The pages of a site that are about something: of each sort the ids, or the keys of names.

    ``names`` has for each key the name as most write it: the file is called by the key, so that it
    keeps its name when others write it otherwise.  ``listed`` has the paths of pages whose claims
    are a long list of their own, and ``proven`` the claims that have a proof.
    """

    listed: set[str] = field(default_factory=set)
    proven: set[str] = field(default_factory=set)
    ids: dict[str, Collection[str]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)

    def file(self, sort: str, name: str) -> str:
        """The path of a page; nothing where there is none."""
        if sort in NAMED:
            key = key_of(name)
            return page_file(sort, key) if key in self.names[sort] else ""
        return page_file(sort, name) if name in self.ids.get(sort, ()) else ""


def page_file(sort: str, name: str, ending: str = "html") -> str:
    """The path of the page of a sort about something."""
    return f"{sort}/{file_name(name)}.{ending}"


def of_page(page: str) -> str:
    """What the list of all claims of a page is called."""
    return page.removesuffix(".html")


def list_file(of: str, number: int) -> str:
    """The path of a page of a long list."""
    return f"lists/{of}-{number}.html"


@dataclass(frozen=True, slots=True)
class SiteAddresses(Addresses):
    """The addresses from one file of a site, ``here``, to others; from ``root`` where it is given.

    ``public`` is where the site is for everybody; where nobody said, a lasting address is relative
    too.
    """

    places: Places = field(default_factory=Places)
    here: str = "index.html"
    root: str | None = None
    public: str | None = None
    live: ClassVar[bool] = False

    def at(self, path: str, given: Iterable[tuple[str, str]], form: str = "html") -> str:
        """The address of the file that shows what a path with parameters does; empty for none."""
        found = self._file(path, tuple(given), form)
        return self.to(found) if found else ""

    def _file(self, path: str, given: tuple[tuple[str, str], ...], form: str) -> str:
        if path == "/report" and {name for name, _ in given} <= {"by"}:
            return self._report(dict(given).get("by", "speaker"), form)
        if path == "/claims" and len(given) == 1:
            return self._list(*given[0])
        whole = path if form == "html" else f"{path}.{form}"
        if whole in FIXED:
            return FIXED[whole] if not given or form != "html" else ""
        return "" if given else self._page(path, form)

    def _report(self, by: str, form: str) -> str:
        if by not in REPORTS or form not in {"html", "csv"}:
            return ""
        return REPORTS[by] if form == "html" else f"report-by-{by}.csv"

    def _page(self, path: str, form: str) -> str:
        *above, sort, last = path.lstrip("/").split("/") if path.count("/") > 1 else ("", "")
        name = unquote(last)
        page = self.places.file(sort, name)
        if above == ["embed"] and page:
            return f"embed/{page}"
        if above:
            return ""
        if form == "html" or not page:
            return page
        is_there = (sort, form) == PROOF and name in self.places.proven
        return page_file(sort, name, "proof") if is_there else ""

    def _list(self, name: str, value: str) -> str:
        """The first page of all claims of somebody or on something."""
        page = self.places.file(f"{name}s", value)
        return list_file(of_page(page), 1) if page in self.places.listed else ""

    def to(self, path: str) -> str:
        """The address of a file."""
        if self.root is not None:
            return f"{self.root}{path}"
        return "../" * self.here.count("/") + path

    def file(self, name: str) -> str:
        """The address of a file that goes with the pages."""
        return self.to(f"static/{name}")

    def lasting(self, as_of: str) -> SiteAddresses:  # noqa: ARG002 - here all is as of one moment
        """The addresses under which pages are found from anywhere, if anybody said where."""
        return replace(self, root=self.root or self.public)


PROOF: Final = ("claims", "proof")
