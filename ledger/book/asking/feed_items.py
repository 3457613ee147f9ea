"""News of a ledger: its claims as they were added, outcomes and corrections, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from ledger import edtf
from ledger.book.asking.corrections import corrections
from ledger.book.asking.corrections import told as in_words
from ledger.journal.entry import to_bytes
from ledger.model import forecast
from ledger.model.claim_state import as_said, verdict_label
from ledger.model.export_items import Item, News
from ledger.model.filters import chosen
from ledger.model.kinds import Kind
from ledger.store import journal_table, records

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from ledger.book.asking.corrections import Correction
    from ledger.book.asking.selection import Selection
    from ledger.journal.entry import Entry
    from ledger.model.claim_state import Moment
    from ledger.model.filters import Filters
    from ledger.store.database import Connection
    from ledger.store.records import Revision

    Revisions = Mapping[str, Sequence[Revision]]

IDS: Final = UUID("4b2f0d5c-0d2e-5c8b-9a53-6a1f3e0c7d11")
"""The name space of ids: news are named in it by their entry, a feed by the first there is."""


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The revisions that news are told from, by kind and id."""

    claims: Revisions
    questions: Revisions
    sources: Revisions
    outcomes: Revisions


def news(selection: Selection, filters: Filters) -> News:
    """What became known of the claims of a selection, up to its moment.

    Withdrawn claims are among them, and so is their withdrawal.  ``filters`` are those as asked
    for, by which the feed is named.
    """
    connection, moment = selection.connection, selection.moment
    selected = selection.ids_ever()
    told = _chronicle(connection, moment, selected)
    items = [*_claims(told), *_outcomes(told, moment.entry)]
    corrected = _about(told, corrections(connection, moment.entry))
    entries = journal_table.entries_by_number(
        connection, {correction.entry for correction in corrected}
    )
    items += _corrections(entries, corrected)
    numbered = sorted(items, key=lambda item: (-item[0], item[1].kind))
    updated = numbered[0][1].at if numbered else f"{moment.day}T00:00:00Z"
    first = b"".join(journal_table.hashes_of(connection, 0, 0, 1)).hex()
    return News(
        uuid5(IDS, f"{first} {_title(filters)}"), updated, tuple(item for _, item in numbered)
    )


def _title(filters: Filters) -> str:
    """The filters that are set, as a text."""
    return " ".join(["feed", *(f"{key}={value}" for key, value in chosen(filters).items())])


def _chronicle(connection: Connection, moment: Moment, selected: Iterable[str]) -> Chronicle:
    claims = {
        identifier: [revision for revision in revisions if revision.number <= moment.entry]
        for identifier, revisions in records.revisions(connection, "claim", selected).items()
    }
    bodies = [revision.body for several in claims.values() for revision in several]
    wanted = {key: {str(body[key]) for body in bodies} for key in ("question", "source")}
    return Chronicle(
        claims,
        records.revisions(connection, "question", wanted["question"]),
        records.revisions(connection, "source", wanted["source"]),
        records.revisions(connection, "outcome", wanted["question"]),
    )


def _as_of(revisions: Sequence[Revision], number: int) -> Mapping[str, Any]:
    """What a record said as of an entry; what it said first where it came with it or after it."""
    return next(
        (revision for revision in reversed(revisions) if revision.number <= number), revisions[0]
    ).body


def _claims(told: Chronicle) -> Iterator[tuple[int, Item]]:
    for identifier, revisions in told.claims.items():
        first = revisions[0]
        body = first.body
        question = _as_of(told.questions[str(body["question"])], first.number)
        source = _as_of(told.sources[str(body["source"])], first.number)
        said = as_said(body.get("stance"), question["statement"])
        due = question.get("due")
        paragraphs = [
            f"“{body['quote']}”" if "quote" in body else "",
            f"{body['speaker']} in {source['publisher']}: {said}",
            f"Due {edtf.deadline(due)}." if due else "No due day.",
            f"To be settled {edtf.by(by)}." if (by := question.get("resolve_by")) else "",
            forecast.in_words(body.get(forecast.KEY)),
            f"Claim {identifier}.",
        ]
        yield (
            first.number,
            Item(
                *_origin("claim", first.number, first.entry),
                title=f"{body['speaker']}: {said}",
                paragraphs=_there(paragraphs),
                topics=tuple(question.get("topics", ())),
                links=_there([source.get("url")]),
            ),
        )


def _outcomes(told: Chronicle, last: int) -> Iterator[tuple[int, Item]]:
    """Each outcome as first recorded, but none given blind: others may still be judging."""
    for identifier, revisions in told.outcomes.items():
        first = revisions[0]
        if first.number > last or first.body.get("blind"):
            continue
        body = first.body
        question = _as_of(told.questions[identifier.rpartition("#")[0]], first.number)
        evidence = body.get("evidence", ())
        verdict = verdict_label(body["verdict"], body.get("value"))
        dated = verdict_label(body["verdict"], body.get("value"), body.get("happened_on"))
        paragraphs = [
            question["statement"],
            f"Verdict: {dated}.",
            str(body.get("note", "")),
            f"Outcome {identifier}.",
        ]
        yield (
            first.number,
            Item(
                *_origin("outcome", first.number, first.entry),
                title=f"{verdict}: {question['statement']}",
                paragraphs=_there(paragraphs),
                topics=tuple(question.get("topics", ())),
                links=_there(one.get("url") for one in evidence),
            ),
        )


def _about(told: Chronicle, found: Iterable[Correction]) -> list[Correction]:
    """The corrections of what is told, and of the names of those who said it."""
    own: dict[str, Container[str]] = {
        Kind.CLAIM: told.claims,
        Kind.QUESTION: told.questions,
        Kind.OUTCOME: told.outcomes,
        Kind.SOURCE: told.sources,
        Kind.ALIAS: {
            revision.body["speaker"] for several in told.claims.values() for revision in several
        },
    }
    return [correction for correction in found if correction.id in own[correction.kind]]


def _corrections(
    entries: Mapping[int, Entry], found: Iterable[Correction]
) -> Iterator[tuple[int, Item]]:
    for number, group in groupby(found, key=lambda correction: correction.entry):
        several = list(group)
        first = several[0]
        late = (
            ", after the fact" if any(correction.after_the_fact for correction in several) else ""
        )
        what = ", ".join(dict.fromkeys(map(_changed, several)))
        paragraphs = [_change(correction) for correction in several]
        paragraphs += [f"Reason: {first.reason}" if first.reason else ""]
        yield (
            number,
            Item(
                *_origin("correction", number, entries[number]),
                title=f"Correction{late}: {first.subject}, {what}",
                paragraphs=_there(paragraphs),
            ),
        )


def _change(one: Correction) -> str:
    if one.what == "withdrawn":
        return "Withdrawn." if one.after else "In force again."
    return f"{_changed(one)}: {in_words(one.before, one.what)} → {in_words(one.after, one.what)}"


def _changed(one: Correction) -> str:
    """What changed, in words rather than as a key."""
    return "whom claims count for" if one.kind == "alias" else one.what.replace("_", " ")


def _origin(kind: str, number: int, entry: Entry) -> tuple[UUID, str, str, str]:
    """The id of the news that an entry makes, its kind, when that was and whose."""
    name = f"{kind} {number} {to_bytes(entry).decode()}"
    return uuid5(IDS, name), kind, entry.at, entry.by


def _there(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The texts that there are, each once."""
    return tuple(dict.fromkeys(text for text in texts if text))
