"""``/claims/ID``: one claim, what was said and what became of it, so that it can be cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.show import SourceDossier
from ledger.errors import NotFound
from ledger.formats.claimreview.write import write_each
from ledger.journal.checkpoint import ORIGIN, Checkpoint
from ledger.journal.note import to_base64
from ledger.json_views import dossier_view
from ledger.model.claim_state import as_said, document_label
from ledger.model.filters import Filters
from ledger.report.page.claim_rows import of_source, result_of
from ledger.report.settings import Settings
from ledger.web.addresses import Addresses
from ledger.web.answers import Answer
from ledger.web.blind import corrections_seen, seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.book.asking.show import Dossier
    from ledger.model.claim import Source
    from ledger.model.claim_state import Assessment
    from ledger.model.export_items import RecordedOutcome
    from ledger.web.asked import Asked

OTHERS: Final = 20
"""How many other claims on the question are listed."""


def claim(asked: Asked) -> Answer:
    """The claim; what has an id and is none is shown at its own address."""
    found = asked.ledger.show(asked.name, asked.as_of)
    if isinstance(found, SourceDossier):
        return Answer(elsewhere=asked.to.page("sources", asked.name))
    if found.claim is None:
        return Answer(elsewhere=asked.to.page("questions", found.question.id))
    if asked.form == "jsonld":
        return Answer(file=lambda: _review(asked, found.question.id))
    if asked.form == "proof":
        return Answer(file=lambda: [_proof(asked)])
    outcomes = seen(found.outcomes, asked.visitor)
    one = found.claim
    return Answer(
        title=f"{one.speaker}: {as_said(one.stance, one.statement, one.answer)}",
        template="claim.html",
        shown=_shown(asked, found, found.claim, outcomes),
        view=lambda: {"as_of": asked.as_of, **dossier_seen(found, outcomes)},
    )


def _shown(
    asked: Asked, found: Dossier, claim: Assessment, outcomes: Sequence[RecordedOutcome]
) -> dict[str, Any]:
    evidence = {one.source for each in outcomes for one in each.outcome.evidence if one.source}
    sources = asked.ledger.sources({claim.source, *evidence}, asked.as_of)
    source = sources.get(claim.source)
    others = [one for one in found.claims if one.id != claim.id]
    mark, result = result_of(claim, Settings())
    here = asked.to.lasting(asked.as_of).page("claims", claim.id)
    return {
        "claim": claim,
        "question": found.question,
        "source": source,
        "made_in": None if source is None else of_source(source, claim.place),
        "withdrawn": found.withdrawn,
        "mark_of": mark,
        "result": result,
        "outcomes": outcomes,
        "responses": found.own_responses,
        "sources": sources,
        "hidden": len(found.outcomes) - len(outcomes),
        "others": others[:OTHERS],
        "more_others": max(0, len(others) - OTHERS),
        "corrections": corrections_seen(
            found.corrections, {found.question.id: list(found.outcomes)}
        ),
        "permalink": here,
        "review": None,
        "embed": _embed(asked, claim.id),
        "cite": _cite(claim, source),
        "bibtex": _bibtex(asked, claim, here),
        "root": to_base64(asked.ledger.root(asked.as_of)),
    }


def dossier_seen(found: Dossier, outcomes: Sequence[RecordedOutcome]) -> dict[str, Any]:
    """What the command says in JSON, without what was given blind."""
    from dataclasses import replace  # noqa: PLC0415 - only for JSON

    corrected = corrections_seen(found.corrections, {found.question.id: list(found.outcomes)})
    return dossier_view(replace(found, outcomes=tuple(outcomes), corrections=tuple(corrected)))


def _cite(claim: Assessment, source: Source | None) -> str:
    """A line to quote a claim by, but for the address."""
    said = as_said(claim.stance, claim.statement, claim.answer).rstrip(".")
    title = None if source is None else source.title
    where = document_label(claim.publisher, title, claim.published)
    return f"{claim.speaker}: {said}. In: {where}."


def _embed(asked: Asked, one: str) -> str:
    """The address of what others may frame: always of the claim as it stands."""
    if not asked.to.live:
        return asked.to.lasting(asked.as_of).page("embed", "claims", one)
    return (asked.site.address or "/").rstrip("/") + Addresses().page("embed", "claims", one)


def _bibtex(asked: Asked, claim: Assessment, here: str) -> str:
    """The same for BibTeX; braces and backslashes of the text are not its own."""
    address = here if here.startswith(("https://", "http://")) else None
    if asked.site.address and address is None and asked.to.live:
        address = f"{asked.site.address.rstrip('/')}{here}"
    said = as_said(claim.stance, claim.statement, claim.answer)
    fields = {
        "title": f"{claim.speaker}: {said}",
        "author": asked.site.byline,
        "howpublished": f"{asked.site.title}, entry {asked.moment.entry}",
        "year": claim.recorded_at[:4],
        "url": address,
    }
    lines = (f"  {name} = {{{_plain(text)}}}" for name, text in fields.items() if text)
    return f"@misc{{claim-{claim.entry},\n" + ",\n".join(lines) + "\n}"


def _plain(text: str) -> str:
    return "".join(one for one in text if one not in "{}\\")


def _review(asked: Asked, question: str) -> Iterator[str]:
    """The claim's ClaimReview."""
    exhibits = asked.ledger.exhibits(Filters(question=(question,)), asked.as_of)
    own = [one for one in exhibits if one.claim.id == asked.name]
    if not own:  # or it is only proposed
        raise NotFound("claim in force", asked.name)
    for _, text in write_each(own):
        yield text


def _proof(asked: Asked) -> str:
    """The proof that the claim was in the ledger at the moment, against its own checkpoint."""
    checkpoint = Checkpoint(ORIGIN, asked.moment.entry, asked.ledger.root(asked.as_of))
    return str(asked.ledger.prove(asked.name, checkpoint))
