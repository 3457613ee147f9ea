"""Where a claim appeared: the source it was made in, and the other places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.formats.claimreview.address import host, is_address
from ledger.formats.claimreview.days import read_day
from ledger.model import naming

if TYPE_CHECKING:
    from ledger.formats.claimreview.node import Node
    from ledger.formats.claimreview.reviewer import Reviewer
    from ledger.model.naming import Naming

    Table: TypeAlias = dict[str, Any]

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
    table = {"id": _made_id({key: _kept(claim, table[key]) for key in table}, naming.NOW), **table}
    others = [one["url"] for one in appearances[1:] if one.get("url") not in {None, url}]
    return table, list(dict.fromkeys(others))


def former_source_id(source: Table) -> str | None:
    """The id that release 0.1.0 made for a source; None where there is no source."""
    return _made_id(source, naming.UNTIL_0_1_0) if source else None


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
