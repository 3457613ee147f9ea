"""``/jump?to=``: from an id or a name to its page; from anything else to a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book.asking.show import SourceDossier
from ledger.errors import NotFound
from ledger.model.filters import narrowed
from ledger.web.answers import Answer

if TYPE_CHECKING:
    from ledger.web.asked import Asked


def jump(asked: Asked) -> Answer:
    """Where to go."""
    to = " ".join((asked.one("to") or "").split())
    if not to:
        return Answer(elsewhere=asked.to.page("claims"))
    return Answer(elsewhere=_of_id(asked, to) or _of_name(asked, to) or _search(asked, to))


def _of_id(asked: Asked, to: str) -> str | None:
    try:
        found = asked.ledger.show(to, asked.as_of)
    except NotFound:
        return None
    if isinstance(found, SourceDossier):
        return asked.to.page("sources", found.source.id)
    if found.claim is not None:
        return asked.to.page("claims", found.claim.id)
    return asked.to.page("questions", found.question.id)


def _of_name(asked: Asked, to: str) -> str | None:
    for by, page in (("speaker", "speakers"), ("publisher", "publishers"), ("topic", "topics")):
        try:
            with asked.ledger.select(narrowed(None, {by: to}), asked.as_of):
                return asked.to.page(page, to)
        except NotFound:
            continue
    return None


def _search(asked: Asked, to: str) -> str:
    return asked.to.page("claims", words=to)
