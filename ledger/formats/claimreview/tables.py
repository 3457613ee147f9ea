"""What one ClaimReview says, as tables of the claim file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.formats.claimreview import node
from ledger.formats.claimreview.node import Node
from ledger.formats.claimreview.ratings import outcome_of
from ledger.formats.claimreview.sources import (
    Reviewer,
    cited,
    former_source_id,
    read_day,
    source_of,
)
from ledger.formats.crowds import is_crowd, speaker_of
from ledger.model import new_ids
from ledger.model.field_reader import Complaint
from ledger.model.field_values import shown

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    Table: TypeAlias = dict[str, Any]

NOBODY: Final = frozenset({"", "-", "n/a", "none", "null", "unknown", "anonymous", "unnamed"})
"""What publishers write for a speaker they cannot name."""


@dataclass(slots=True)
class Tables:
    """The tables of one review, and what is wrong with it; places are those in the review.

    ``question`` is None where the first claim makes its question itself.  ``is_ours`` says that
    a ledger wrote the review, ``is_escaped`` that texts may hold entities of HTML.
    ``former_ids`` are what the first claim was called before, the oldest first, and ``shared_ids``
    those of them that other checks of the claim were called too; ``former_source`` is what release
    0.1.0 called the source.  ``crowds`` are the names of speakers that are crowds.
    """

    source: Table
    claims: list[Table]
    question: Table | None = None
    outcome: Table | None = None
    is_ours: bool = False
    is_escaped: bool = True
    former_ids: tuple[str, ...] = ()
    shared_ids: frozenset[str] = frozenset()
    former_source: str | None = None
    crowds: dict[str, str] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, key: str, message: str, *, code: str, warning: bool = False) -> None:
        """Note what is wrong with a property of the review."""
        self.complaints.append(Complaint((key,), message, warning, code=code))


def read_review(review: Node, horizon: date, crowds: Collection[str] = ()) -> Tables:
    """The tables of a ClaimReview; a claim for each speaker, all on one question.

    ``horizon`` is the latest day it is anywhere on Earth; ``crowds`` are names of crowds beside
    those that are known.
    """
    claim = next(iter(review.nodes("itemReviewed")), Node({}, review.place, review.document))
    reviewer = Reviewer.of(review)
    source, others = source_of(claim, reviewer)
    tables = Tables(source, [_claim(review, claim)], is_escaped=review.is_escaped)
    tables.former_source = former_source_id(source)
    if not source:
        tables.complain(
            "itemReviewed", "Neither an appearance, a url nor an author is named.", code="no-source"
        )
    try:
        ours = node.tables_of(review)
    except ValueError as trouble:
        tables.complain(node.KEY, str(trouble), code="bad-own-data")
        return tables
    if ours is not None:
        _take_ours(tables, review, ours)
        return tables
    _add_speakers(tables, review, claim, (reviewer, crowds))
    tables.outcome = outcome_of(review, reviewer, source, tables.complaints)
    notes = [f"It also appeared at {other}" for other in others]
    if tables.outcome is None and reviewer.url:
        notes.append(f"It is reviewed at {reviewer.url}")
    notes += _date(tables, review, claim, horizon)
    if notes:
        tables.claims = [{**claim, "note": "\n".join(notes)} for claim in tables.claims]
    return tables


def _claim(review: Node, claim: Node) -> Table:
    """The table of a claim that makes its own question, without who made it."""
    made = read_day(claim.line("datePublished") or "")
    topics = review.lines("keywords")
    if isinstance(review.data.get("keywords"), str):
        topics = [one.strip() for one in topics[0].split(",")] if topics else []
    speakers = claim.values("author")
    author = claim.meant(speakers[0]) if speakers and isinstance(speakers[0], dict) else None
    found = {
        "id": review.line("identifier"),
        "statement": review.text("claimReviewed"),
        "speaker": claim.name("author"),
        "organisation": author.name("worksFor", "affiliation") if author else None,
        "role": author.line("jobTitle") if author else None,
        "quote": claim.text("text"),
        "made": None if made is None else str(made),
        "topics": list(dict.fromkeys(topic for topic in topics if topic)),
    }
    return {key: value for key, value in found.items() if value}


def _add_speakers(
    tables: Tables, review: Node, claim: Node, told: tuple[Reviewer, Collection[str]]
) -> None:
    """Give the claim its id and its speaker, and each further speaker a claim on its question."""
    first = tables.claims[0]
    statement = first.get("statement")
    if statement is None:
        tables.complain(
            "claimReviewed",
            "claimReviewed is missing: nothing says what was claimed.",
            code="missing",
        )
    reviewer, crowds = told
    names = list(dict.fromkeys(claim.names("author"))) or [""]
    called = {name: _speaker(name, crowds) for name in names}
    tables.crowds = {speaker: name for name, speaker in called.items() if is_crowd(name, crowds)}
    page = reviewer.url or reviewer.name or ""
    said = review.as_kept(names[0]), review.as_kept(statement or "")
    first["id"] = new_ids.claim_id(*said, "", page)
    tables.former_ids = (new_ids.UNTIL_0_1_0.claim_id(names[0], statement or "", "", page),)
    first["speaker"] = called[names[0]]
    if not names[0]:
        first["attribution"] = "unattributed"
    shared: Table = {key: first[key] for key in ("quote", "made") if key in first}
    tables.claims += [
        {"id": f"{first['id']}-{n}", "question": first["id"], "speaker": called[name], **shared}
        for n, name in enumerate(names[1:], start=2)
    ]


def _speaker(name: str, crowds: Collection[str]) -> str:
    if name.lower() in NOBODY:
        return f"unnamed: {name.lower().strip('-') or 'no speaker is named'}"
    return speaker_of(name, crowds)


def _date(tables: Tables, review: Node, claim: Node, horizon: date) -> list[str]:
    """Warn of days that are none or are still to come; a note keeps what a claim's day was."""
    published, written = review.line("datePublished"), claim.line("datePublished")
    if published and read_day(published) is None:
        message = f"datePublished {shown(published)} is not a single date."
        tables.complain("datePublished", message, code="bad-date", warning=True)
    day = read_day(written) if written else None
    if written is None or (day is not None and (day.earliest or horizon) <= horizon):
        return []
    wrong = "no one date" if day is None else "in the future"
    message = f"datePublished {shown(written)} is {wrong}; kept in the note."
    tables.complain("itemReviewed", message, code="bad-made-date", warning=True)
    for one in tables.claims:
        one.pop("made", None)
    return [f"The claim is dated {written}"]


def _take_ours(tables: Tables, review: Node, ours: dict[str, Table]) -> None:
    """Read the review as the export of a ledger, which says all it means."""
    tables.is_ours = True
    tables.former_source = None
    tables.source |= ours.get("source", {})
    claim = tables.claims[0] | ours.get("claim", {})
    asked = ours.get("question", {})
    if "question" in claim:
        carried: Table = {key: claim.pop(key) for key in ("statement", "topics") if key in claim}
        tables.question = {"id": claim["question"], **carried, **asked}
    else:
        claim |= asked
    tables.claims = [claim]
    if "outcome" not in ours:
        return
    rating = next(iter(review.nodes("reviewRating")), None)
    note = rating.text("ratingExplanation") if rating else None
    evidence = cited(review)
    tables.outcome = {
        **({"note": note} if note else {}),
        **({"evidence": evidence} if evidence else {}),
        **ours["outcome"],
    }
