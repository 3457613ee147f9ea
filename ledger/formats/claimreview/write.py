"""Printing claims as ClaimReviews: a feed of all, or each by itself."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import quote

from ledger.formats.claimreview import node
from ledger.formats.claimreview.ratings import rating_of
from ledger.formats.claimreview.sources import is_address
from ledger.model.codec import to_body
from ledger.model.field_values import ADDRESSES, disarmed
from ledger.model.fields import OWN_CLAIM, OWN_QUESTION
from ledger.model.forecast import KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.model.claim import Source
    from ledger.model.claim_state import Assessment
    from ledger.model.export_items import Exhibit
    from ledger.model.fields import Field
    from ledger.model.outcome import Evidence, Response

    Table: TypeAlias = dict[str, Any]


CONTEXT: Final = {"@context": "https://schema.org"}

PLAIN: Final = re.compile(r"\d{4}(?:-[01]\d(?:-\d\d)?)?")
"""Dates that ISO 8601 writes as EDTF does: a day, a month or a year."""

CARRIED: Final = frozenset({"id", "speaker", "organisation", "role", "quote", "topics"})
"""Fields of a claim and its question that schema.org has a property for."""

WITHIN: Final = "\n    "
"""How a line of a review begins in a feed."""

_quoted: Final = json.encoder.encode_basestring

PART: Final = 1024 * 1024
"""How many characters of a feed are written at once."""

SAID: Final = {
    "against": "It will not come about: {statement}",
    "none": "It may come about: {statement}",
}
"""What was claimed by who denied a statement, or only thought it possible."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who publishes the reviews, and where: ``{id}`` in ``page`` stands for the claim's id."""

    desk: str | None = None
    page: str | None = None


def write(exhibits: Iterable[Exhibit], imprint: Imprint | None = None) -> Iterator[str]:
    """The text of a ``DataFeed`` of the claims' reviews, a review at a time.

    Its head says which is the newest: so the reviews are kept in a temporary file until the last
    is made, and memory stays flat.
    """
    newest = ""
    with TemporaryFile("w+", encoding="utf-8", newline="") as reviews:
        for exhibit in exhibits:
            review = _review(exhibit, imprint or Imprint())
            day = review["datePublished"]
            item = {"@type": "DataFeedItem", "dateModified": day, "item": review}
            text = _printed(item, WITHIN)
            reviews.write(f",{WITHIN}{text}" if newest else f"{WITHIN}{text}")
            newest = max(newest, day)
        head = {
            **CONTEXT,
            "@type": "DataFeed",
            "name": "Claims and what became of them",
            **({"dateModified": newest} if newest else {}),
            "dataFeedElement": [],
        }
        begin, end = _printed(head).split("[]")
        reviews.seek(0)
        yield f"{begin}["
        yield from iter(lambda: reviews.read(PART), "")
        close = "\n  " if newest else ""
        yield f"{close}]{end}\n"


def write_each(
    exhibits: Iterable[Exhibit], imprint: Imprint | None = None
) -> Iterator[tuple[str, str]]:
    """The claim's id and the text of its review by itself, for each claim."""
    for exhibit in exhibits:
        yield (
            exhibit.claim.id,
            f"{_printed({**CONTEXT, **_review(exhibit, imprint or Imprint())})}\n",
        )


def _printed(value: object, margin: str = "\n") -> str:
    """JSON that may stand in a script of a page: no text in it ends that.

    ``margin`` is a line break and what the lines of it begin with.
    """
    return _json(value, margin).replace("<", "\\u003c")


def _json(value: object, margin: str) -> str:
    """What `json.dumps` writes with ``indent=2``, which is slow."""
    if type(value) is str:
        return _quoted(value)
    inner = f"{margin}  "
    if isinstance(value, dict) and value:
        members = [  # texts, the most there is, are written without another call
            f'"{key}": {_quoted(one) if type(one) is str else _json(one, inner)}'
            for key, one in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(members)}{margin}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join([_json(one, inner) for one in value])}{margin}]"
    return json.dumps(value)


def _review(exhibit: Exhibit, imprint: Imprint) -> Table:
    claim, standing = exhibit.claim, exhibit.standing
    author = imprint.desk or (None if standing is None else standing.by)
    evidence = () if standing is None else standing.outcome.evidence
    unsettled = claim.status in {"open", "overdue"}
    return _set({
        "@type": "ClaimReview",
        "identifier": claim.id,
        "url": imprint.page and imprint.page.replace("{id}", quote(claim.id, safe="")),
        "datePublished": (standing or claim).recorded_at[:10],
        "expires": claim.horizon if unsettled else None,
        "author": author and {"@type": "Organization", "name": author},
        "claimReviewed": _claimed(claim),
        "keywords": list(claim.topics),
        "itemReviewed": _claim(claim, exhibit.source),
        "reviewRating": rating_of(exhibit),
        "citation": [_citation(one) for one in evidence],
        "comment": [_comment(one.response) for one in exhibit.responses],
        node.KEY: node.wrapped(_own_tables(exhibit)),
    })  # fmt: skip


def _set(table: Mapping[str, Any]) -> Table:
    """The table without what is not set."""
    return {key: value for key, value in table.items() if value not in (None, "", [], {})}


def _claimed(claim: Assessment) -> str:
    """What the speaker claimed, so that nobody is said to have claimed what they denied."""
    said = SAID.get(claim.stance, "{statement}").replace("{statement}", claim.statement)
    return said if claim.condition is None else f"{said} (On the condition: {claim.condition})"


def _claim(claim: Assessment, source: Source) -> Table:
    employer = claim.organisation and {"@type": "Organization", "name": claim.organisation}
    speaker = {
        "@type": "Person",
        "name": claim.speaker,
        "jobTitle": claim.role,
        "worksFor": employer,
    }
    return _set({
        "@type": "Claim",
        "author": _set(speaker),
        "datePublished": _plain_day(claim.made),
        "text": claim.quote,
        "appearance": _of_source(source)[0],
    })  # fmt: skip


@lru_cache(maxsize=4096)
def _of_source(source: Source) -> tuple[Table, Table]:
    """A source as a CreativeWork, and its table of what that does not carry.

    Most sources have many claims; neither table is changed by whoever uses it.
    """
    body = to_body(source)
    return _work(body), {"id": source.id, **_uncarried(body, ("note",))}


def _citation(evidence: Evidence) -> Table:
    table = to_body(evidence)
    return _work(table) | _set({"description": table.get("note")})


def _comment(response: Response) -> Table:
    """What the one who was judged answers."""
    return _set({
        "@type": "Comment",
        "identifier": response.id,
        "author": {"@type": "Person", "name": response.by},
        "datePublished": _plain_day(str(response.date)),
        "text": response.text,
        "url": _address(response.url),
    })  # fmt: skip


def _work(table: Table) -> Table:
    """A source, or evidence, as a CreativeWork."""
    publisher = table.get("publisher")
    return _set({
        "@type": "CreativeWork",
        "url": _address(table.get("url")),
        "name": table.get("title"),
        "author": [{"@type": "Person", "name": one} for one in table.get("authors", [])],
        "publisher": publisher and {"@type": "Organization", "name": publisher},
        "datePublished": _plain_day(table.get("published")),
        "archivedAt": _address(table.get("archive_url")),
        "inLanguage": table.get("language"),
    })  # fmt: skip


def _plain_day(text: str | None) -> str | None:
    return text if text is not None and PLAIN.fullmatch(text) else None


def _address(text: str | None) -> str | None:
    return text if is_address(text) else None


def _own_tables(exhibit: Exhibit) -> dict[str, Table]:
    """What the properties of schema.org do not carry, as tables of the claim file."""
    claim = exhibit.claim
    tables = {
        "source": _of_source(exhibit.source)[1],
        "claim": _own_claim(claim),
        "question": _own_question(claim),
    }
    if exhibit.standing is None:
        return tables
    outcome, reason = exhibit.standing.outcome, exhibit.standing.reason
    told = to_body(outcome) | _set({"reason": reason})
    evidence = told.pop("evidence", [])
    carried = all("source" not in one and not _uncarried(one, ()) for one in evidence)
    told |= {} if carried else {"evidence": [_disarmed(one) for one in evidence]}
    told.pop("note", None)
    return {**tables, "outcome": told}


def _uncarried(table: Table, more: tuple[str, ...]) -> Table:
    """The dates and addresses of a document that its properties cannot hold, and ``more`` keys."""
    lost = [key for key in ("url", "archive_url") if not is_address(table.get(key))]
    lost += [] if _plain_day(table.get("published")) else ["published"]
    return _disarmed({key: table[key] for key in (*lost, *more) if key in table})


def _disarmed(table: Table) -> Table:
    """A piece of evidence with no address that harms whoever follows it."""
    return table | {key: disarmed(table[key]) for key in ADDRESSES if key in table}


def _own_claim(claim: Assessment) -> Table:
    return _rest(OWN_CLAIM, claim, {
        "question": claim.question if claim.question != claim.id else None,
        "stance": claim.stated_stance,
        KEY: None if claim.forecast is None else str(claim.forecast),
        "made": None if _plain_day(claim.made) else claim.made,
        "checkable": None if claim.checkable else False,
        "proposed": claim.proposed or None,
    })  # fmt: skip


def _own_question(claim: Assessment) -> Table:
    stated = claim.statement if _claimed(claim) != claim.statement else None
    options = list(claim.options) or None
    own = {"statement": stated, "options": options, "ordered": claim.ordered or None}
    return _rest(OWN_QUESTION, claim, own)


def _rest(several: tuple[Field, ...], claim: Assessment, own: Table) -> Table:
    """The fields that schema.org does not carry: as ``own`` has them, or as the claim does."""
    return _set({
        name: own[name] if name in own else getattr(claim, name) for name in _uncarried_of(several)
    })  # fmt: skip


@cache
def _uncarried_of(several: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(field.name for field in several if field.name not in CARRIED)


__all__ = ["NAME", "Imprint", "write", "write_each"]

NAME: Final = "claimreview"
