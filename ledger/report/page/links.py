"""Links to sources: what a reader may follow, and what stands there where there is no address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ledger.columns import clean
from ledger.model.addresses import disarmed
from ledger.model.labels import with_commas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.model.outcome import Evidence
    from ledger.model.source import Source

SCHEMES: Final = frozenset({"http", "https"})
"""Only these are followed: an address from data may be a program, such as ``javascript:``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A document: what it is called, where it is (None where it cannot be followed), and more."""

    text: str
    url: str | None
    archive: str | None
    published: str | None
    note: str | None = None


def followed(url: str | None) -> str | None:
    """The address, if a page may link to it; None if not."""
    if url is None:
        return None
    cleaned = clean(url).strip()
    return cleaned if _host(cleaned) else None


def _host(url: str) -> str | None:
    """Whose address it is; None where it is none of the web's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in SCHEMES else None


def of_source(source: Source) -> Link:
    """The link to what a claim was made in."""
    text = with_commas(source.publisher, source.title)
    published = None if source.published is None else str(source.published)
    return Link(text, followed(source.url), followed(source.archive_url), published)


def of_evidence(evidence: Evidence, sources: Mapping[str, Source]) -> Link:
    """The link to a piece of evidence; what it leaves out is that of the source it names."""
    named = sources.get(evidence.source or "")
    behind = Link(evidence.source or "", None, None, None) if named is None else of_source(named)
    address = followed(evidence.url)
    told = with_commas(evidence.publisher, evidence.title)
    published = None if evidence.published is None else str(evidence.published)
    return Link(
        told
        or behind.text
        or (_host(address) if address else None)
        or disarmed(evidence.url or ""),
        address or behind.url,
        followed(evidence.archive_url) or behind.archive,
        published or behind.published,
        evidence.note,
    )
