"""Who checked a claim, and the page on which they say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ledger.formats.claimreview.address import host, is_address
from ledger.formats.claimreview.days import read_day

if TYPE_CHECKING:
    from ledger.formats.claimreview.node import Node

    Table: TypeAlias = dict[str, Any]


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
