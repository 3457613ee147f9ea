"""What an id or an --as-of means, and what was probably meant where nothing bears it."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.book import after_the_fact
from ledger.errors import BadDate, NotFound
from ledger.journal.entry import stamp
from ledger.model import codec
from ledger.model.claim_state import Moment
from ledger.model.export_items import RecordedOutcome, RecordedResponse
from ledger.model.outcome import base_of, question_of, response_of_id
from ledger.model.outcome import standing as standing_of
from ledger.store import alike_ids, journal_table, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from ledger.model.claim import Question, Source
    from ledger.model.outcome import Outcome
    from ledger.store.database import Connection
    from ledger.store.records import Revision


KINDS = ("source", "claim", "question", "outcome", "response")
"""The kinds of records that bear ids."""

CLOSE = 0.6
"""How alike two ids must be for one to be offered for the other (difflib's ratio)."""

OFFERED = 3
"""How many are offered."""


def not_found(connection: Connection, kinds: Sequence[str], wanted: str) -> NotFound:
    """The refusal for an id that nothing of these ``kinds`` bears, with those that look like it."""
    *others, last = kinds
    what = f"{', '.join(others)} or {last}" if others else last
    return NotFound(what, wanted, close_ids(connection, kinds, wanted))


def close_ids(connection: Connection, kinds: Sequence[str], wanted: str) -> list[str]:
    """The ids of records of these ``kinds`` that look like ``wanted``; of an outcome's, its kin."""
    if "outcome" in kinds and question_of(wanted):
        return _outcomes_beside(connection, wanted)[:OFFERED]
    if "response" in kinds and (answer := response_of_id(wanted)):
        several = records.latest(connection, "response", [answer[0]])
        return [one for one, last in several.items() if last.replaced_by is None][:OFFERED]
    begun = alike_ids.ids_from(connection, wanted, kinds, OFFERED) if wanted else []
    candidates = alike_ids.similar_ids(connection, wanted, kinds)
    close = difflib.get_close_matches(wanted, candidates, n=OFFERED, cutoff=CLOSE)
    return list(dict.fromkeys([*begun, *close]))[:OFFERED]


def _outcomes_beside(connection: Connection, wanted: str) -> list[str]:
    """The outcomes in force of the question that ``wanted`` begins with, or of those like it."""
    begins, number = question_of(wanted) or (wanted, 0)
    if kind_meant(connection, begins) in {"claim", "question"}:
        questions = [question_id(connection, wanted)]
    else:
        questions = close_ids(connection, ["question"], begins)
    several = records.latest(connection, "outcome", questions)
    found = [one for one, last in several.items() if last.replaced_by is None]
    return sorted(found, key=lambda one: not one.endswith(f"#{number}"))


def kind_meant(connection: Connection, wanted: str) -> str | None:
    """The kind of record an id means, or None where nothing bears it.

    Where a claim and the question it made share the id, it means the claim.
    """
    kinds = sorted(bearer.kind for bearer in records.bearers(connection, [wanted]).get(wanted, ()))
    return kinds[0] if kinds else None  # "claim" sorts before "question"


def question_id(connection: Connection, wanted: str, moment: int | None = None) -> str:
    """The question that an id is about: its own, or that of what else bears it.

    Asked is what is so now, or was as of entry ``moment``.

    Raises:
        NotFound: no question, claim or outcome bears it.
    """
    bearers = records.bearers(connection, [base_of(wanted)], moment)
    found = {bearer.kind: bearer.question for bearer in next(iter(bearers.values()), ())}
    question = found.get("claim", found.get("question"))
    if question is None:
        raise not_found(connection, ["claim", "question"], wanted)
    return question


def source(connection: Connection, wanted: str) -> Source:
    """The source with this id.

    Raises:
        NotFound: there is none.
    """
    found = records.latest(connection, "source", [wanted]).get(wanted)
    if found is None:
        raise not_found(connection, ["source"], wanted)
    return codec.source_of(wanted, found.body)


def question(connection: Connection, wanted: str) -> Question:
    """The question with this id.

    Raises:
        NotFound: there is none, or it was withdrawn.
    """
    found = records.latest(connection, "question", [wanted]).get(wanted)
    if found is None:
        raise not_found(connection, ["question"], wanted)
    if found.replaced_by is not None:
        raise NotFound("question in force", wanted)
    return codec.question_of(wanted, found.body)


def evidence_sources(connection: Connection, outcome: Outcome) -> None:
    """Look whether the sources that the evidence of ``outcome`` names are there.

    Raises:
        NotFound: one is not.
    """
    for evidence in outcome.evidence:
        if evidence.source is not None:
            source(connection, evidence.source)


def outcomes_of(
    connection: Connection, moment: Moment, questions: Iterable[str]
) -> dict[str, list[RecordedOutcome]]:
    """The outcomes in force at ``moment``, by question, in the order they were recorded."""
    known: dict[str, list[tuple[Outcome, str, str, str | None]]] = defaultdict(list)
    for revisions in records.revisions(connection, "outcome", questions).values():
        outcome = after_the_fact.outcome_at(revisions, moment.entry)
        if outcome is not None:
            first = revisions[0].entry
            reason = first.body.get("reason")
            told = (outcome, first.by, first.at, None if reason is None else str(reason))
            known[outcome.question].append(told)
    found: dict[str, list[RecordedOutcome]] = {}
    for question, several in known.items():
        stands = standing_of(outcome for outcome, *_ in several)
        several.sort(key=lambda told: told[0].n)
        found[question] = [RecordedOutcome(*told, stands=told[0] is stands) for told in several]
    return found


def responses_of(
    connection: Connection, moment: Moment, claims: Iterable[str]
) -> dict[str, list[RecordedResponse]]:
    """The responses in force at ``moment``, by claim, in the order they were recorded."""
    found: dict[str, list[RecordedResponse]] = defaultdict(list)
    for identifier, revisions in records.revisions(connection, "response", claims).items():
        known = after_the_fact.state(revisions, moment.entry)
        if known is not None:
            claim, n = response_of_id(identifier) or (identifier, 0)
            first = revisions[0].entry
            response = codec.response_of(claim, n, known.body)
            found[claim].append(RecordedResponse(response, first.by, first.at))
    for several in found.values():
        several.sort(key=lambda one: one.response.n)
    return found


def standing(connection: Connection, kind: str, wanted: str) -> Revision:
    """The revision in force of one record of ``kind``.

    Raises:
        NotFound: there is none, or it was withdrawn.
    """
    asked = base_of(wanted) if kind in records.NUMBERED else wanted
    found = records.latest(connection, kind, [asked]).get(wanted)
    if found is None:
        raise not_found(connection, [kind], wanted)
    if found.replaced_by is not None:
        raise NotFound(f"{kind} in force", wanted)
    return found


WRITTEN: Final = re.compile(r"(\d{1,18})@(.+)", re.ASCII)


def entry_in(as_of: str | None) -> int:
    """The entry that an ``as_of`` names; 0 where it names none."""
    written = None if as_of is None else WRITTEN.fullmatch(as_of.strip())
    return int(written[1]) if written else 0


def read_moment(connection: Connection, as_of: str | None, now: datetime) -> Moment:
    """The moment ``as_of`` means: nothing (now), a day (its end, UTC) or ``ENTRY@DAY``.

    Raises:
        BadDate: it is no day, one that has not come yet, or an entry that does not exist.
    """
    size = journal_table.head(connection).size
    return moment_of(as_of, now, size, partial(journal_table.size_at, connection))


def moment_of(as_of: str | None, now: datetime, size: int, size_at: Callable[[str], int]) -> Moment:
    """The same of a journal of some ``size``; ``size_at`` says what it was at a moment.

    Raises:
        BadDate: as above.
    """
    today = now.date()
    if as_of is None:
        return Moment(size, today)
    written = WRITTEN.fullmatch(as_of.strip())
    date = edtf.read(written[2] if written else as_of, edtf.from_day(today))
    day = date.latest
    if day is None:
        raise BadDate(f"{as_of} has no last day.", "Give a day, such as 2024-12-31.")
    if day > today:
        raise BadDate(f"{as_of} has not come yet: today is {today} (UTC).")
    if written is None:
        end = stamp(
            now.replace(year=day.year, month=day.month, day=day.day, hour=23, minute=59, second=59)
        )
        return Moment(size_at(end), day)
    if int(written[1]) > size:
        raise BadDate(f"There is no entry {written[1]}: the journal has {size}.")
    return Moment(int(written[1]), day)
