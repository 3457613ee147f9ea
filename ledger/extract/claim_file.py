"""Proposals as a claim file whose records are drafts, with what a person should look at beside them.

    [[claim]]
    id = "harwick-courier-2026-11-18-3"
    draft = true
    speaker = "Odile Brandt"
    ...
    # due = "2027-09-30"
    # due_basis = "context"  # "until September" stands nearby; is it the deadline of this?

`ledger import` refuses a draft, so that nothing is entered that nobody has read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ledger.extract.article import Article
from ledger.formats.claimfile.document import pair
from ledger.model import keys
from ledger.model.new_ids import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.extract.propose import Proposal

    Table = dict[str, Any]

HEAD: Final = """\
# Proposed by ledger extract.  Each record is a draft: read it, mend it, and take out its line
# "draft = true", or take out the record.  Statements are first drafts; all else stands in the text.
"""
LONGEST: Final = 60
UNSAID: Final = {"kind": "prediction", "stance": "for", "attribution": "quoted", "checkable": True}


def source_table(article: Article) -> Table:
    """The ``[source]`` of an article; what it does not say is left out.

    Raises:
        ValueError: it has no publisher.
    """
    if article.publisher is None:
        raise ValueError(article)
    day = str(article.published or "")
    name = slug(f"{article.publisher} {day or article.title or ''}", LONGEST)
    table: Table = {"id": name or "article", "publisher": article.publisher}
    for key in ("title", "url"):
        if value := getattr(article, key):
            table[key] = value
    if article.authors:
        table["authors"] = list(article.authors)
    if day:
        table["published"] = day
    table["language"] = "en"
    return {key: table[key] for key in keys.SOURCE_KEYS if key in table}


def tables(proposal: Proposal, article: Article, identifier: str) -> tuple[Table | None, Table]:
    """The question, where a denial needs one of its own, and the claim."""
    own: Table = {"statement": proposal.statement}
    if proposal.due is not None:
        own |= {"due": proposal.due, "due_words": proposal.due_words}
    if proposal.condition is not None:
        own["condition"] = proposal.condition
    claim: Table = {
        "id": identifier,
        "speaker": proposal.speaker or article.publisher,
        "organisation": proposal.organisation,
        "role": proposal.role,
        "attribution": proposal.attribution,
        "kind": proposal.kind,
        "quote": proposal.quote,
        "wording": proposal.wording,
        "stance": proposal.stance,
        "probability": proposal.probability,
        "checkable": proposal.checkable,
    }
    said = {
        key: value
        for key, value in claim.items()
        if value is not None and value != UNSAID.get(key, "")
    }
    if proposal.stance != "against":
        return None, said | own
    asked = f"q-{identifier}"
    return {"id": asked, **own}, said | {"question": asked}


def remarks(proposal: Proposal) -> Iterator[str]:
    """What a person should look at, each as a comment."""
    if proposal.rival is not None:
        yield f"# speaker: {_line(proposal.rival)} is as likely"
    if proposal.nearby is not None:
        words, day = proposal.nearby
        yield f'# due = "{day}"'
        yield f'# due_basis = "context"  # "{_line(words)}" stands nearby'
    if not proposal.checkable:
        yield "# checkable: it names no number, day or name by which to tell"
    for comment in proposal.comments:
        yield f"# {_line(comment)}"


def _line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", " ", text)


def printed(article: Article, proposals: Sequence[Proposal]) -> str:
    """The whole claim file."""
    source = source_table(article)
    parts = [HEAD, _table("[source]", source, draft=False)]
    for number, proposal in enumerate(proposals, 1):
        question, claim = tables(proposal, article, f"{source['id']}-{number}")
        if question is not None:
            parts.append(_table("[[question]]", question, draft=True))
        parts.append(_table("[[claim]]", claim, draft=True, remarks=list(remarks(proposal))))
    return "\n".join(parts)


def _table(header: str, table: Table, *, draft: bool, remarks: Sequence[str] = ()) -> str:
    order = {"[source]": keys.SOURCE_KEYS, "[[question]]": keys.QUESTION_KEYS}.get(
        header, keys.CLAIM_KEYS
    )
    lines = [f"{header}\n"]
    for key in order:
        if key in table:
            lines.append(pair(key, table[key]))
        if key == "id" and draft:
            lines.append("draft = true\n")
    return "".join([*lines, *(f"{one}\n" for one in remarks)])
