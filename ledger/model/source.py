"""A source: a document in which a claim, or the evidence for an outcome, appears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.edtf import FuzzyDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who published what, when and where.

    ``published`` is a fuzzy date in EDTF; ``digest`` is ``sha256:`` and the hex digest of the
    source's text, once quotes have been looked up in it.
    """

    id: str
    publisher: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: FuzzyDate | None = None
    url: str | None = None
    archive_url: str | None = None
    language: str | None = None
    note: str | None = None
    digest: str | None = None
