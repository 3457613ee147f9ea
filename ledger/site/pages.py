"""The pages of a site that one thing each is about: made by the functions that a server asks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from ledger.book.asking.last_changes import key_of
from ledger.book.asking.show import Dossier
from ledger.formats.claimreview.write import Imprint, write_each
from ledger.model.export_items import Exhibit
from ledger.site.addresses import page_file
from ledger.site.contents import grouped
from ledger.site.folder import File
from ledger.web.pages import claim, embed, question, source, speaker
from ledger.web.pages.claim_list import SHOWN
from ledger.web.templating import rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from ledger.site.contents import Contents
    from ledger.web.answers import Answer
    from ledger.web.asked import Asked

    Rows = NDArray[np.intp]

CUTS: Final[dict[str, Callable[[Asked], Answer]]] = {
    "speakers": speaker.speaker,
    "publishers": speaker.publisher,
    "topics": speaker.topic,
}


def page(answer: Callable[[Asked], Answer], asked: Asked, **more: Any) -> bytes:  # noqa: ANN401 - as templates show
    """A page as bytes."""
    found = answer(asked)
    return rendered(found.template, found.title, {**found.shown, **more}, asked, ()).encode()


def question_pages(site: Contents) -> Iterator[File]:
    """A page for each question that there ever was, and those of the claims on it.

    What is about one question comes together, as it is read together.
    """
    columns = site.catalogue.columns
    asked = columns.names.question
    of_question = grouped(columns.question, asked)
    gone: dict[str, list[str]] = {}
    for one, own in site.withdrawn.items():
        gone.setdefault(own, []).append(one)
    for own in sorted(site.places.ids["questions"]):
        last, rows = site.changes.questions[own], of_question.get(own)
        here = page_file("questions", own)
        _list_long(site, here, rows, question.MOST)
        stamp = f"{last}.{0 if rows is None else site.passed(rows)}"
        question_asked = partial(site.asked, here, "/questions", own, entry=last)
        yield File(here, stamp, partial(_made, question.question, question_asked))
        for one in sorted(gone.get(own, ())):
            yield File(page_file("claims", one), stamp, partial(_claim, site, one, last))
        for one in sorted(map(str, columns.ids[rows])) if rows is not None else ():
            is_proven = one in site.places.proven
            whole = f"{stamp}.{int(is_proven)}"
            yield File(page_file("claims", one), whole, partial(_claim, site, one, last))
            path = f"embed/{page_file('claims', one)}"
            yield File(path, stamp, partial(_embedded, site, one, last))
            if is_proven:
                path, said = page_file("claims", one, "proof"), site.changes.said[one]
                yield File(path, str(said), partial(_proof, site, one, said))


def _made(answer: Callable[[Asked], Answer], asked: Callable[[], Asked]) -> bytes:
    return page(answer, asked())


def _claim(site: Contents, one: str, last: int) -> bytes:
    here = page_file("claims", one)
    asked = site.asked(here, "/claims", one, entry=last)
    return page(claim.claim, asked, review=_review(site, asked, one, here))


def _review(site: Contents, asked: Asked, one: str, here: str) -> Markup:
    """The ClaimReview of a claim in force, as a part of its page."""
    found = asked.ledger.show(one, asked.as_of)
    if not isinstance(found, Dossier) or found.claim is None or found.withdrawn:
        return Markup()
    sources = asked.ledger.sources({found.claim.source}, asked.as_of)
    exhibit = Exhibit(found.claim, sources[found.claim.source], found.outcomes, found.own_responses)
    imprint = Imprint(site.settings.byline or site.settings.title, site.address_of(here))
    texts = dict(write_each([exhibit], imprint))
    return Markup(texts[one])  # noqa: S704 - no text in it ends a script


def _embedded(site: Contents, one: str, last: int) -> bytes:
    asked = site.asked(f"embed/{page_file('claims', one)}", "/embed/claims", one, entry=last)
    return page(embed.claim, asked)


def _proof(site: Contents, one: str, size: int) -> bytes:
    """The proof of a claim at the entry that bears on what it says last."""
    return site.remembered.proof(one, size).encode()


def source_pages(site: Contents) -> Iterator[File]:
    """A page for each source."""
    columns = site.catalogue.columns
    rows_of = grouped(columns.source, columns.names.source)
    for one in sorted(site.places.ids["sources"]):
        last, rows = site.changes.sources[one], rows_of.get(one)
        here = page_file("sources", one)
        _list_long(site, here, rows, SHOWN)
        stamp = f"{last}.{0 if rows is None else site.passed(rows)}"
        asked = partial(site.asked, here, "/sources", one, entry=last)
        yield File(here, stamp, partial(_made, source.source, asked))


def rows_by_name(site: Contents) -> dict[str, dict[str, Rows]]:
    """For each sort of name, and each name by its key, the places of its claims."""
    import numpy as np  # noqa: PLC0415 - only an array is made

    columns = site.catalogue.columns
    names = columns.names
    found: dict[str, dict[str, list[Rows]]] = {sort: {} for sort in CUTS}
    by_list = grouped(columns.topics, names.topics)
    several = (
        ("speakers", ((one, rows) for one, rows in _speakers(site).items())),
        ("publishers", grouped(columns.publisher, names.publisher).items()),
        ("topics", ((one, rows) for each, rows in by_list.items() for one in each)),
    )
    for sort, groups in several:
        for name, rows in groups:
            found[sort].setdefault(key_of(name), []).append(rows)
    return {
        sort: {key: np.unique(np.concatenate(rows)) for key, rows in groups.items()}
        for sort, groups in found.items()
    }


def _speakers(site: Contents) -> dict[str, Rows]:
    """The places of each speaker's claims; one without a name has those of all sources."""
    columns = site.catalogue.columns
    return grouped(columns.speaker, columns.names.speaker)


def cut_pages(site: Contents) -> Iterator[File]:
    """A page for each speaker, publisher and topic."""
    rows_of = rows_by_name(site)
    numbers = {
        "speakers": site.changes.speakers,
        "publishers": site.changes.publishers,
        "topics": site.changes.topics,
    }
    for sort, answer in CUTS.items():
        for key, name in sorted(site.places.names[sort].items()):
            here, rows = page_file(sort, key), rows_of[sort].get(key)
            _list_long(site, here, rows, speaker.LISTED)
            stamp = f"{numbers[sort][key]}.{0 if rows is None else site.passed(rows)}"
            asked = partial(site.asked, here, f"/{sort}", name)
            yield File(here, stamp, partial(_made, answer, asked))


def _list_long(site: Contents, here: str, rows: Rows | None, shown: int) -> None:
    """Note that the claims of a page are more than it shows."""
    if rows is not None and len(rows) > shown:
        site.places.listed.add(here)
