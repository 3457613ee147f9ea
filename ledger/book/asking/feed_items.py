"""News of a ledger: its claims as they were added, outcomes and corrections, newest first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from ledger import edtf
from ledger.book.asking.corrections import corrections
from ledger.book.asking.corrections import told as in_words
from ledger.model import forecast
from ledger.model.claim_state import as_said, verdict_label
from ledger.model.export_items import Item, News
from ledger.model.filters import chosen
from ledger.model.kinds import Kind
from ledger.model.outcome import ANSWER, amount_of, base_of
from ledger.store import history, journal_table, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledger.book.asking.corrections import Correction
    from ledger.book.asking.selection import Selection
    from ledger.journal.entry import Entry
    from ledger.model.filters import Filters
    from ledger.store.database import Connection, Database
    from ledger.store.records import Revision

    Revisions = Mapping[str, Sequence[Revision]]

IDS: Final = UUID("4b2f0d5c-0d2e-5c8b-9a53-6a1f3e0c7d11")
"""The name space of ids: news are named in it by their entry, a feed by the first there is."""


AT_ONCE: Final = 1000
"""How many news are made at a time, in a unit of their own, and how many claims are looked at."""


LOOKED_AT: Final = 1024
"""So many marks are passed over at once where none of them is set."""


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What some news are told from: their entries, and the revisions of what these are about."""

    entries: Mapping[int, tuple[Entry, bytes]]
    claims: Revisions
    questions: Revisions
    sources: Revisions


def news(database: Database, selection: Selection, filters: Filters) -> News:
    """What became known of the claims of a selection, up to its moment.

    Withdrawn claims are among them, and so is their withdrawal.  ``filters`` are those as asked
    for, by which the feed is named.

    Which entries make news is known at once, and held in a byte for each entry; what they say is
    read as it is used, a little at a time.
    """
    connection, moment = selection.connection, selection.moment
    corrected = [one for one in corrections(connection, moment.entry) if not one.blind]
    marks, about, since = _found(selection, corrected)
    told: dict[int, list[Correction]] = {}
    for one in corrected:
        # What a claim was while it was only proposed is nobody's news.
        if one.id in about[one.kind] and one.entry > since.get((one.kind, one.id), 0):
            told.setdefault(one.entry, []).append(one)
    _mark(marks, told, "correction")
    updated = f"{moment.day}T00:00:00Z"
    if newest := next(_marked(marks), None):
        (updated,) = journal_table.times_of(connection, [newest[0]]).values()
    start = min(1, journal_table.head(connection).size)
    first = b"".join(journal_table.reader(connection)(0, 0, start)).hex()
    items = _items(database, _marked(marks), told)
    return News(uuid5(IDS, f"{first} {_title(filters)}"), updated, items)


def _title(filters: Filters) -> str:
    """The filters that are set, as a text."""
    return " ".join(["feed", *(f"{key}={value}" for key, value in chosen(filters).items())])


KINDS: Final = ("response", "outcome", "correction", "claim")
"""The kinds of news; of those of one entry the last comes first."""


def _mark(marks: bytearray, numbers: Iterable[int], kind: str) -> None:
    """Note that the entries with these numbers make news of a kind."""
    bit = 1 << KINDS.index(kind)
    for number in numbers:
        marks[number] |= bit


def _marked(marks: bytearray) -> Iterator[tuple[int, str]]:
    """What was noted, the newest first: the numbers of entries, and the kinds of news they make."""
    for stop in range(len(marks), 0, -LOOKED_AT):
        start = max(0, stop - LOOKED_AT)
        if not marks[start:stop].strip(b"\0"):
            continue
        for number in range(stop - 1, start - 1, -1):
            if marks[number]:
                for place, kind in reversed(list(enumerate(KINDS))):
                    if marks[number] >> place & 1:
                        yield number, kind


def _found(
    selection: Selection, corrected: Iterable[Correction]
) -> tuple[bytearray, dict[str, set[str]], dict[tuple[str, str], int]]:
    """Marks of claims and outcomes, and which ids of what was ``corrected`` belong to them.

    Beside them is the entry from which on each claim counts among these.

    No outcome that was given blind is told: others may still be judging.
    """
    connection, last = selection.connection, selection.moment.entry
    marks = bytearray(last + 1)
    wanted: dict[str, set[str]] = defaultdict(set)
    for one in corrected:
        wanted[one.kind].add(one.id)
    judged = {one.id: str(one.question) for one in corrected if one.kind == Kind.OUTCOME}
    answers = [one.id for one in corrected if one.kind == Kind.RESPONSE]
    about: dict[str, set[str]] = defaultdict(set)
    since: dict[tuple[str, str], int] = {}
    ids = iter(selection.ids_ever())
    while some := set(islice(ids, AT_ONCE)):
        first: dict[str, int] = {}
        asked = set()
        for identifier, question, source, speaker, number in history.claims_ever(connection, some):
            if number > last:
                continue
            first[identifier] = min(number, first.get(identifier, number))
            asked.add(question)
            about[Kind.SOURCE] |= wanted[Kind.SOURCE] & {source}
            about[Kind.ALIAS] |= wanted[Kind.ALIAS] & {speaker}
        about[Kind.CLAIM] |= (mine := wanted[Kind.CLAIM] & first.keys())
        since |= {(Kind.CLAIM.value, one): first[one] for one in mine}
        about[Kind.QUESTION] |= wanted[Kind.QUESTION] & asked
        about[Kind.RESPONSE].update(one for one in answers if base_of(one) in first)
        about[Kind.OUTCOME].update(one for one, question in judged.items() if question in asked)
        _mark(marks, first.values(), "claim")
        recorded = history.first_recorded(connection, asked)
        _mark(marks, (number for number in recorded if number <= last), "outcome")
        answered = history.first_answered(connection, first)
        _mark(marks, (number for number in answered if number <= last), "response")
    return marks, about, since


def _items(
    database: Database,
    marked: Iterator[tuple[int, str]],
    told: Mapping[int, Sequence[Correction]],
) -> Iterator[Item]:
    while some := list(islice(marked, AT_ONCE)):
        with database.reading() as connection:
            known = _chronicle(connection, {number for number, _ in some})
        for number, kind in some:
            if kind == "correction":
                yield _correction(number, known, told[number])
            else:
                yield MAKERS[kind](number, known)


def _chronicle(connection: Connection, numbers: Iterable[int]) -> Chronicle:
    entries = journal_table.entries_with_bytes(connection, numbers)
    asked, sources, answered = set(), set(), set()
    for entry, _ in entries.values():
        if entry.kind == Kind.CLAIM:
            asked.add(str(entry.body["question"]))
            sources.add(str(entry.body["source"]))
        elif entry.kind == Kind.OUTCOME:
            asked.add(entry.id.rpartition("#")[0])
        elif entry.kind == Kind.RESPONSE:
            answered.add(base_of(entry.id))
    claims = records.revisions(connection, "claim", answered)
    asked |= {str(state.body["question"]) for states in claims.values() for state in states}
    return Chronicle(
        entries,
        claims,
        records.revisions(connection, "question", asked),
        records.revisions(connection, "source", sources),
    )


def _as_of(revisions: Sequence[Revision], number: int) -> Mapping[str, Any]:
    """What a record said as of an entry; what it said first where it came with it or after it."""
    return next(
        (revision for revision in reversed(revisions) if revision.number <= number), revisions[0]
    ).body


def _claim(number: int, told: Chronicle) -> Item:
    entry, data = told.entries[number]
    body: Mapping[str, Any] = entry.body
    question = _as_of(told.questions[str(body["question"])], number)
    source = _as_of(told.sources[str(body["source"])], number)
    said = as_said(body.get("stance"), question["statement"], body.get("answer"))
    due = question.get("due")
    paragraphs = [
        f"“{body['quote']}”" if "quote" in body else "",
        f"{body['speaker']} in {source['publisher']}: {said}",
        f"Due {edtf.deadline(due)}." if due else "No due day.",
        f"To be settled {edtf.by(by)}." if (by := question.get("resolve_by")) else "",
        forecast.in_words(body.get(forecast.KEY)),
        f"Claim {entry.id}.",
    ]
    return Item(
        *_origin("claim", number, entry, data),
        title=f"{body['speaker']}: {said}",
        paragraphs=_there(paragraphs),
        topics=tuple(question.get("topics", ())),
        links=_there([source.get("url")]),
    )


def _outcome(number: int, told: Chronicle) -> Item:
    """An outcome as first recorded."""
    entry, data = told.entries[number]
    body: Mapping[str, Any] = entry.body
    question = _as_of(told.questions[entry.id.rpartition("#")[0]], number)
    verdict = verdict_label(body["verdict"], _amount(body))
    dated = verdict_label(body["verdict"], _amount(body), body.get("happened_on"))
    paragraphs = [
        question["statement"],
        f"Verdict: {dated}.",
        str(body.get("note", "")),
        f"Outcome {entry.id}.",
    ]
    return Item(
        *_origin("outcome", number, entry, data),
        title=f"{verdict}: {question['statement']}",
        paragraphs=_there(paragraphs),
        topics=tuple(question.get("topics", ())),
        links=_there(one.get("url") for one in body.get("evidence", ())),
    )


def _response(number: int, told: Chronicle) -> Item:
    """A response as first recorded."""
    entry, data = told.entries[number]
    body: Mapping[str, Any] = entry.body
    claim = _as_of(told.claims[base_of(entry.id)], number)
    question = _as_of(told.questions[str(claim["question"])], number)
    said = as_said(claim.get("stance"), question["statement"], claim.get("answer"))
    paragraphs = [
        f"“{body['text']}”",
        f"{body['by']} answers, {edtf.in_words(body['date'])}, to: {claim['speaker']}: {said}",
        f"Response {entry.id}.",
    ]
    return Item(
        *_origin("response", number, entry, data),
        title=f"Response of {body['by']}: {said}",
        paragraphs=_there(paragraphs),
        topics=tuple(question.get("topics", ())),
        links=_there([body.get("url")]),
    )


MAKERS: Final = {"claim": _claim, "outcome": _outcome, "response": _response}
"""What makes the news of each kind, but for corrections."""


def _correction(number: int, told: Chronicle, several: Sequence[Correction]) -> Item:
    first = several[0]
    late = ", after the fact" if any(one.was_late for one in several) else ""
    late = late or ", undone at once" * first.undoes
    what = ", ".join(dict.fromkeys(map(_changed, several)))
    paragraphs = [_change(correction) for correction in several]
    paragraphs += [f"Reason: {first.reason}" if first.reason else ""]
    return Item(
        *_origin("correction", number, *told.entries[number]),
        title=f"Correction{late}: {first.subject}, {what}",
        paragraphs=_there(paragraphs),
    )


def _change(one: Correction) -> str:
    if one.what == "withdrawn":
        return "Withdrawn." if one.after else "In force again."
    return f"{_changed(one)}: {in_words(one.before, one.what)} → {in_words(one.after, one.what)}"


def _changed(one: Correction) -> str:
    """What changed, in words rather than as a key."""
    return "whom claims count for" if one.kind == "alias" else one.what.replace("_", " ")


def _origin(kind: str, number: int, entry: Entry, data: bytes) -> tuple[UUID, str, str, str]:
    """The id of the news that an entry makes, its kind, when that was and whose.

    ``data`` are the bytes of the entry.
    """
    name = f"{kind} {number} {data.decode()}"
    return uuid5(IDS, name), kind, entry.at, entry.by


def _there(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The texts that there are, each once."""
    return tuple(dict.fromkeys(text for text in texts if text))


def _amount(body: Mapping[str, Any]) -> str | Decimal | None:
    """What the body of an outcome tells beside its verdict."""
    return body.get("value") or amount_of(None, *map(body.get, ANSWER))
