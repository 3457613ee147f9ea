"""Changes by request: of what somebody has looked at, and asked for again without being done twice.

Between looking at a record and changing it, somebody else may have changed it.  So a request says
what it has ``seen``, the number of the last entry there was, and is refused where one that touches
the record came later.  These touch it:

- where a claim is written, its own entries, and those of the questions it has stood on;
- where a question or an outcome is written, the entries of the question and of its outcomes; where
  the question is named by a claim, those of the claim too;
- where a source or a response is written, its own entries.

A verdict that somebody else gave blind is for nobody's eyes, and so touches only one that
adjudicates.  Whoever gives a blind one has looked at nobody else's, and none of these touches it.

Each entry keeps the key of the request that it was made by (`ledger.book.writing.request_keys`).
The same request again is known by these among the entries that touch the record, and is answered
from the journal as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book import after_the_fact, lookup
from ledger.errors import BadValue, Changed, Taken
from ledger.journal.undoing import about, undone_by
from ledger.model.field_reader import Reading
from ledger.model.kinds import Kind
from ledger.model.name_keys import is_same
from ledger.model.outcome import base_of, question_of, response_of_id
from ledger.store import journal_table, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.book.transaction import Transaction
    from ledger.book.writing.changes import Amended
    from ledger.book.writing.record import Recorded
    from ledger.journal.entry import Entry
    from ledger.model.field_reader import Raw
    from ledger.store.records import Revision

    Numbered = tuple[int, Entry]


@dataclass(frozen=True, slots=True)
class Request:
    """How a change is asked for: the last entry that was ``seen``, and a key; None for neither.

    Each method does what the verb of its name does, or where the same request did it before, says
    so again.

    Raises:
        BadValue: ``seen`` is no number of an entry, or the key is no text that can be kept.
        Changed: an entry that touches the record came after ``seen``.
        Taken: the key came with another request before, or what that did was undone.
    """

    seen: int | None = None
    key: str | None = None

    def record(self, transaction: Transaction, identifier: str, raw: Raw) -> Recorded:
        """Record an outcome."""
        from ledger.book.writing import record  # noqa: PLC0415 - each verb loads its own

        touching = [
            *_of_question(transaction, identifier, raw),
            *_of_named(transaction, identifier),
        ]
        before = self._before(transaction, identifier, touching, {"record": raw})
        if before:
            return record.recorded_before(transaction, *before[-1])
        return record.record(transaction, identifier, raw)

    def amend(
        self, transaction: Transaction, identifier: str, changes: Raw, reason: str | None
    ) -> Amended:
        """Amend a record."""
        from ledger.book.writing import amend  # noqa: PLC0415 - each verb loads its own

        touching = list(_of_record(transaction, identifier))
        told = {"amend": changes, "reason": reason}
        before = self._before(transaction, identifier, touching, told)
        if before:
            return _amended_before(transaction, identifier, before)
        return amend.amend(transaction, identifier, changes, reason)

    def withdraw(self, transaction: Transaction, identifier: str, reason: str | None) -> list[str]:
        """Take a record back."""
        from ledger.book.writing import withdraw  # noqa: PLC0415 - each verb loads its own

        touching = list(_of_record(transaction, identifier))
        told = {"withdraw": identifier, "reason": reason}
        before = self._before(transaction, identifier, touching, told)
        if before:
            return [" ".join(about(entry)) for _, entry in before]
        return withdraw.withdraw(transaction, identifier, reason)

    def approve(
        self, transaction: Transaction, identifiers: list[str], reason: str | None
    ) -> list[str]:
        """Approve claims; no key is kept of it, for what is approved is so once."""
        from ledger.book.writing import approve  # noqa: PLC0415 - as above

        for one in identifiers:
            self._before(transaction, one, list(_of_record(transaction, one)), {})
        return approve.approve(transaction, identifiers, reason)

    def _before(
        self,
        transaction: Transaction,
        identifier: str,
        touching: list[Revision],
        told: Mapping[str, object],
    ) -> list[Numbered]:
        """The entries that the same request has made, in order; else what is to come gets its key.

        Where that is a new request, it is refused for what came since.
        """
        if self.seen is None and self.key is None:
            return []
        since = self._since(transaction, touching)
        if self.key is not None:
            from ledger.book.writing.request_keys import stamp_of  # noqa: PLC0415 - few have one

            asked = {"id": identifier, "seen": self.seen, **told}
            transaction.stamp = stamp_of(self.key, asked)
            if before := _with_stamp(transaction, since):
                return before
        if self.seen is not None and since:
            raise Changed(identifier, self.seen, since)
        return []

    def _since(self, transaction: Transaction, touching: list[Revision]) -> list[Numbered]:
        """The entries that touch the record, after the last one that was seen."""
        seen, size = self.seen or 0, transaction.head.size
        if not 0 <= seen <= size:
            raise BadValue("seen", f"There is no entry {seen}: the journal has {size}.")
        made = {one.number for one in touching}
        ended = {one.replaced_by for one in touching if one.replaced_by is not None}
        numbers = sorted(number for number in made | ended if number > seen)
        return sorted(journal_table.entries_by_number(transaction.connection, numbers).items())


def _of_record(transaction: Transaction, identifier: str) -> Iterator[Revision]:
    """The revisions that touch what is amended or withdrawn."""
    answer = response_of_id(identifier)
    if answer is not None:
        known = records.revisions(transaction.connection, "response", [answer[0]])
        yield from known.get(identifier, [])
        return
    yield from _of_named(transaction, identifier)
    kind = lookup.kind_meant(transaction.connection, identifier)
    if kind == Kind.CLAIM:
        states = records.revisions(transaction.connection, "claim", [identifier])[identifier]
        homes = {str(one.body["question"]) for one in states} | {identifier}
        yield from _all(transaction, "question", homes)
    elif kind != Kind.SOURCE:
        yield from _of_question(transaction, identifier, {})


def _of_named(transaction: Transaction, identifier: str) -> Iterator[Revision]:
    """Those of the claim or source that bears an id, or bore it with the question it made."""
    for kind in ("claim", "source"):
        yield from _all(transaction, kind, {identifier})


def _of_question(transaction: Transaction, identifier: str, raw: Raw) -> Iterator[Revision]:
    """Those of the question that an id is about, and of its outcomes as the recorder may see them.

    An id that nothing bears has none: it is refused by whoever looks for its record.
    """
    connection = transaction.connection
    told = question_of(identifier)
    named = told[0] if told else identifier
    bearers = records.bearers(connection, [named]).get(named, ())
    asked = {one.question for one in bearers if one.question} | {named}
    yield from _all(transaction, "question", asked)
    reading = Reading(raw)
    blind, adjudicates = (reading.flag(one, default=False) for one in ("blind", "adjudicates"))
    for states in records.revisions(connection, "outcome", asked).values():
        first = states[0]
        own = is_same(first.entry.by, transaction.by)
        hidden = blind or (bool(first.body.get("blind")) and not first.body.get("disputed"))
        if own or adjudicates or not hidden:
            yield from states


def _all(transaction: Transaction, kind: str, wanted: set[str]) -> Iterator[Revision]:
    for states in records.revisions(transaction.connection, kind, wanted).values():
        yield from states


def _with_stamp(transaction: Transaction, since: list[Numbered]) -> list[Numbered]:
    """The entries that bear the key of the transaction.

    Raises:
        Taken: they came with another request, or were undone.
    """
    key, digest = transaction.stamp["key"], transaction.stamp["request"]
    found = [(number, entry) for number, entry in since if entry.body.get("key") == key]
    if not found:
        return []
    kind, identifier = about(found[-1][1])
    if found[-1][1].body["request"] != digest or not is_same(found[-1][1].by, transaction.by):
        raise Taken(
            f"The key {key!r} was used before, for {kind} {identifier}, with another request.",
            "Nothing was written. Give each request a key of its own.",
        )
    numbers = {number for number, _ in found}
    for number, entry in since:
        if undone_by(entry.body) in numbers:
            raise Taken(
                f"What the key {key!r} was given for, {kind} {identifier}, was undone "
                f"(entry {number}).",
                "Nothing was written. To do it after all, give another key.",
            )
    return found


def _amended_before(transaction: Transaction, identifier: str, before: list[Numbered]) -> Amended:
    """What the entries of an amendment have changed."""
    from ledger.book.writing import record  # noqa: PLC0415 - this alone needs it
    from ledger.book.writing.changes import Amended  # noqa: PLC0415 - as above

    changes: list[tuple[str, str, object, object]] = []
    recorded = None
    for number, entry in before:
        kind, name = about(entry)
        if entry.kind == Kind.WITHDRAWAL:
            continue
        if kind == Kind.OUTCOME and name != identifier:
            recorded = record.recorded_before(transaction, number, entry)
            name = identifier
        old = _body_before(transaction, kind, name, number)
        keys = after_the_fact.changed_keys(old, entry.body)
        changes += [(kind, one, old.get(one), entry.body.get(one)) for one in keys]
    return Amended(identifier, tuple(changes), (), recorded)


def _body_before(
    transaction: Transaction, kind: str, identifier: str, number: int
) -> Mapping[str, object]:
    """What a record said before an entry; nothing where it was not there."""
    asked = base_of(identifier) if kind in records.NUMBERED else identifier
    states = records.revisions(transaction.connection, kind, [asked]).get(identifier, [])
    return next((one.body for one in reversed(states) if one.number < number), {})
