"""Where a claim appeared, and who checked it on which page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlsplit

from ledger import edtf
from ledger.errors import BadDate
from ledger.formats.claimreview.node import KEY
from ledger.model import new_ids
from ledger.model.field_values import harmful_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.edtf import FuzzyDate
    from ledger.formats.claimreview.node import Node
    from ledger.model.new_ids import Naming

    Table: TypeAlias = dict[str, Any]


TIMED: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T|\s+)\d\d?:?\d\d.*", re.DOTALL)
"""``2017-06-22T19:49:15+02:00``; the day is that of the place where it was written."""

COMPACT: Final = re.compile(r"([12]\d{3})(\d\d)(\d\d)(?:T\d{4,6}.*)?")
YEAR_FIRST: Final = re.compile(r"([12]\d{3})[-/.](\d\d?)[-/.](\d\d?)(?:\s+\d\d?:\d\d.*)?")
YEAR_LAST: Final = re.compile(r"(\d\d?)([-/.])(\d\d?)\2([12]\d{3})(?:,?\s+\d\d?:\d\d.*)?")
NAMED: Final = re.compile(r"(?:[A-Z][a-z]{2,8},?\s+)?(\d\d?\s+[A-Z][a-z]{2,8}\.?\s+\d{4})\b.*")
"""``Thu, 22 Jun 2017 19:49:15 GMT`` (RFC 5322)."""

MONTH_FIRST: Final = re.compile(
    r"(?:[A-Z][a-z]{2,8},?\s+)?([A-Z][a-z]{2,8})\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(\d{4})\b.*"
)
"""``Thu Jun 22 2017 19:49:15 GMT+0000``, ``June 22nd, 2017``."""

EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?")
"""Seconds, or thousandths of a second, since 1970; the day is that in UTC."""

MOST_MONTHS: Final = 12


def read_day(text: str) -> FuzzyDate | None:
    """The date a text means; None where it means none, or could mean two."""
    plain = text.strip()
    found = ((shape.fullmatch(plain), words) for shape, words in SHAPES.items())
    meant = next((words(match) for match, words in found if match), plain)
    try:
        return edtf.read(meant, None)
    except BadDate:
        return None


def _year_first(found: re.Match[str]) -> str:
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def _year_last(found: re.Match[str]) -> str:
    """Day and month in either order; with dots between them the day is always first."""
    first, second = int(found[1]), int(found[3])
    if found[2] == "." or first > MOST_MONTHS or first == second:
        return f"{found[4]}-{second:02d}-{first:02d}"
    return f"{found[4]}-{first:02d}-{second:02d}" if second > MOST_MONTHS else ""


def _epoch(found: re.Match[str]) -> str:
    return datetime.fromtimestamp(int(found[0][:10]), UTC).date().isoformat()


SHAPES: Final[dict[re.Pattern[str], Callable[[re.Match[str]], str]]] = {
    TIMED: lambda found: found[1],
    COMPACT: _year_first,
    YEAR_FIRST: _year_first,
    YEAR_LAST: _year_last,
    EPOCH: _epoch,
    NAMED: lambda found: found[1].replace(".", ""),
    MONTH_FIRST: lambda found: f"{found[1]} {found[2]}, {found[3]}",
}
"""What each shape is in words that `edtf.read` takes; empty where it could be two days."""


ADDRESS: Final = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)

UNDER: Final = frozenset({
    "url", "@id", "archivedAt", "sameAs", "citation", "appearance", "firstAppearance",
})  # fmt: skip
"""The properties that hold addresses."""


def is_address(text: str | None) -> bool:
    """Whether a text is the address of a page on the web."""
    return text is not None and ADDRESS.fullmatch(text) is not None


def host(url: str | None) -> str | None:
    """The host of an address, without ``www.``; None where it has none."""
    try:
        found = urlsplit(url or "").hostname
    except ValueError:
        return None
    return found.removeprefix("www.") if found else None


def harmful_in(review: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """The addresses in a review that nobody should follow; none of them is taken in."""
    waiting = [("", review)]
    while waiting:
        name, one = waiting.pop()
        if isinstance(one, dict):
            waiting += [(inner, found) for inner, found in one.items() if inner != KEY]
        elif isinstance(one, list):
            waiting += [(name, found) for found in one]
        elif isinstance(one, str) and name in UNDER and harmful_scheme(one):
            yield one


CITED: Final = ("url", "publisher", "title", "published", "archive_url", "note")
"""What of a cited work is kept as evidence."""


def source_of(claim: Node, reviewer: Reviewer) -> tuple[Table, list[str]]:
    """The table of the source a claim was made in, and the addresses of other appearances.

    The source is the first appearance that is named, else the work under review itself, else the
    page of the review.  The table is empty where there is nothing of these.
    """
    appearances = [
        found
        for name in ("firstAppearance", "appearance")
        for value in claim.values(name)
        if (found := _work(claim, value))
    ]
    if not appearances and is_address(url := claim.line("url", "sameAs")):
        appearances = [{"url": url}]
    if appearances:
        first = appearances[0]
        title = first.get("title") or claim.line("name")
        table = {**first, **({"title": title} if title else {})}
    else:
        table = reviewer.as_source()
    if not table:
        return {}, []
    url, title = table.get("url"), table.get("title")
    publisher = table.get("publisher") or host(url) or title or reviewer.name
    table = {**table, "publisher": publisher}
    table = {"id": _made_id({key: _kept(claim, table[key]) for key in table}, new_ids.NOW), **table}
    others = [
        appearance["url"]
        for appearance in appearances[1:]
        if appearance.get("url") not in {None, url}
    ]
    return table, list(dict.fromkeys(others))


def former_source_id(source: Table) -> str | None:
    """The id that release 0.1.0 made for a source; None where there is no source."""
    return _made_id(source, new_ids.UNTIL_0_1_0) if source else None


def _made_id(source: Table, names: Naming) -> str:
    keys = ("url", "publisher", "title", "published")
    return names.source_id(*(str(source.get(key) or "") for key in keys))


def _kept(claim: Node, value: object) -> object:
    return claim.as_kept(value) if isinstance(value, str) else value


def _work(claim: Node, value: object) -> Table:
    """The keys of a source that an appearance, an object or a text, gives."""
    if not isinstance(value, dict):
        text = claim.line_of_value(value)
        return {"url" if is_address(text) else "title": text} if text else {}
    return work_table(claim.meant(value))


def work_table(work: Node) -> Table:
    """The keys of a source, or of evidence, that a CreativeWork gives."""
    url = work.link("url", "@id")
    archive = work.link("archivedAt")
    day = read_day(work.line("datePublished") or "")
    found = {
        "publisher": work.name("publisher"),
        "title": work.line("headline", "name"),
        "authors": work.names("author"),
        "published": None if day is None else str(day),
        "url": url if is_address(url) else None,
        "archive_url": archive if is_address(archive) else None,
        "language": work.name("inLanguage"),
    }
    return {key: value for key, value in found.items() if value}


def cited(review: Node) -> list[Table]:
    """The evidence that a review cites."""
    found: list[Table] = []
    for value in review.values("citation"):
        if not isinstance(value, dict):
            text = review.line_of_value(value)
            found += [{"url": text}] if is_address(text) else []
            continue
        work = review.meant(value)
        table = work_table(work) | {"note": work.text("description")}
        found.append({key: table[key] for key in CITED if table.get(key)})
    return [one for one in found if one]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """The publisher of a review, the address and title of its page, and its day as EDTF."""

    name: str | None
    url: str | None
    title: str | None
    published: str | None

    @classmethod
    def of(cls, review: Node) -> Reviewer:
        """Who published a ClaimReview, and where.

        The publisher is who is named so, else the author, else the host of the page.
        """
        url = review.link("url", "mainEntityOfPage", "@id")
        url = url if is_address(url) else None
        home = review.nodes("author")[0].link("url") if review.nodes("author") else None
        name = review.name("publisher", "author")
        name = name or host(url) or host(home)
        day = read_day(review.line("datePublished") or "")
        title = review.line("headline", "name")
        return cls(name, url, title, None if day is None else str(day))

    def as_source(self) -> Table:
        """The page as the source of a claim of which no appearance is told."""
        if self.url is None and self.name is None:
            return {}
        return self._table("publisher", "title", "published", "url")

    def as_evidence(self) -> Table:
        """The page as evidence; empty where it has no address."""
        return {} if self.url is None else self._table("url", "publisher", "title", "published")

    def _table(self, *keys: str) -> Table:
        known = {
            "publisher": self.name,
            "title": self.title,
            "published": self.published,
            "url": self.url,
        }
        return {key: known[key] for key in keys if known[key]}
