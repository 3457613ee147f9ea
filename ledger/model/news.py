"""News: what became known of claims, entry by entry, for those who follow a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news: a new ``claim``, an ``outcome`` or a ``correction`` (its ``kind``).

    ``id`` never changes; ``at`` and ``by`` are those of the journal entry that it tells.  What it
    says is as of that entry, in ``paragraphs``; ``links`` are addresses of sources and evidence.
    """

    id: UUID
    kind: str
    at: str
    by: str
    title: str
    paragraphs: tuple[str, ...]
    topics: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """All the news, the newest first; ``updated`` is when the last of it was made."""

    id: UUID
    updated: str
    items: tuple[Item, ...]
