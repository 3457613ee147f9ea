"""Proposals as a claim file whose records are drafts, each with what a person should look at.

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
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.formats.claimfile.document import pair
from ledger.model import keys
from ledger.model.new_ids import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.extract.article import Article
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


@dataclass
class Entry:
    """One claim of a file, with the question it stands on alone, and what to look at."""

    claim: Table
    question: Table | None = None
    draft: bool = True
    remarks: tuple[str, ...] = ()
    proposal: Proposal | None = None


@dataclass
class Drafts:
    """A claim file of drafts as it is gone through: what is kept, and what waits."""

    source: Table
    entries: list[Entry]
    others: list[Table] = field(default_factory=list)
    """Questions of the file that no single claim stands on."""

    @classmethod
    def of(cls, article: Article, proposals: Sequence[Proposal]) -> Drafts:
        """All proposals on an article, as drafts."""
        source = source_table(article)
        entries = []
        for number, proposal in enumerate(proposals, 1):
            question, claim = tables(proposal, article, f"{source['id']}-{number}")
            entries.append(
                Entry(claim, question, remarks=tuple(remarks(proposal)), proposal=proposal)
            )
        return cls(source, entries)

    @classmethod
    def read(cls, text: str, proposals: Sequence[Proposal]) -> Drafts:
        """A file that was begun, with what there is to say of those drafts that still wait.

        Raises:
            ValueError: it is not TOML, or no claim file.
        """
        document = tomllib.loads(text)
        source = document.get("source")
        questions = {one["id"]: one for one in document.get("question", [])}
        claims = document.get("claim", [])
        if not isinstance(source, dict) or not all(isinstance(one, dict) for one in claims):
            raise ValueError(text)
        by_quote = {one.quote: one for one in proposals}
        homes = Counter(one.get("question") for one in claims)
        entries = []
        for claim in claims:
            home = claim.get("question")
            own = questions.pop(home, None) if homes[home] == 1 else None
            proposal = by_quote.get(claim.get("quote", ""))
            draft = claim.pop("draft", False) is True
            if own is not None:
                own.pop("draft", None)
            told = tuple(remarks(proposal)) if proposal is not None and draft else ()
            entries.append(Entry(claim, own, draft, told, proposal))
        return cls(source, entries, list(questions.values()))

    @property
    def waiting(self) -> list[Entry]:
        """Those that nobody has decided on."""
        return [one for one in self.entries if one.draft]

    def printed(self) -> str:
        """The whole file."""
        head = HEAD if self.waiting else ""
        parts = [one for one in (head, _table("[source]", self.source, draft=False)) if one]
        parts += [_table("[[question]]", one, draft=False) for one in self.others]
        for entry in self.entries:
            if entry.question is not None:
                parts.append(_table("[[question]]", entry.question, draft=entry.draft))
            told = entry.remarks if entry.draft else ()
            parts.append(_table("[[claim]]", entry.claim, draft=entry.draft, remarks=told))
        return "\n".join(parts)


def printed(article: Article, proposals: Sequence[Proposal]) -> str:
    """The claim file of all proposals on an article."""
    return Drafts.of(article, proposals).printed()


def _table(header: str, table: Table, *, draft: bool, remarks: Sequence[str] = ()) -> str:
    order = {"[source]": keys.SOURCE_KEYS, "[[question]]": keys.QUESTION_KEYS}.get(
        header, keys.CLAIM_KEYS
    )
    lines = [f"{header}\n"]
    for key in (*order, *(key for key in table if key not in order)):
        if key in table:
            lines.append(pair(key, table[key]))
        if key == "id" and draft:
            lines.append("draft = true\n")
    return "".join([*lines, *(f"{one}\n" for one in remarks)])
