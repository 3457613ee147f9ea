"""One import under way: each record held against the ledger, and entered where it says more.

The ledger leads.  What is new is added and what differs is an amendment; but what the ledger said
once and has been amended since is stale, what was withdrawn stays withdrawn, and what files no
longer mention stays.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.book import after_the_fact
from ledger.book.importing.record_status import (
    Standing,
    adopted,
    as_read_before,
    changed_since,
    compare,
)
from ledger.model.differences import both

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.book.transaction import Transaction
    from ledger.errors import Problem
    from ledger.model.bundle import Item
    from ledger.model.claim import Claim
    from ledger.model.codec import Record
    from ledger.model.field_reader import Place
    from ledger.model.namesakes import Namesake
    from ledger.store.records import Revision

    Revisions: TypeAlias = dict[str, list[Revision]]

NAMED: Final = 1000
"""Of so many new records of a kind the ids are kept; the others are only counted."""

NEEDED: Final = {"source": "publisher", "question": "statement", "claim": "speaker"}
"""What each kind of record must say."""


@dataclass(slots=True)
class Imported:
    """What an import did, or would do: counts by kind, and ids by name where people must look."""

    added: Counter[str] = field(default_factory=Counter)
    ids: dict[str, list[str]] = field(default_factory=dict)
    """By kind, the ids of the first ``most`` of what was added, or of all of it."""
    most: int | None = NAMED
    before: int = 0
    """How many entries the ledger had."""
    entries: int = 0
    """How many entries the import made, or would make."""
    files: list[tuple[str, str]] = field(default_factory=list)
    """The files that were read, each with the name of its format."""
    taken_back: list[str] = field(default_factory=list)
    """What was withdrawn, because a claim left its question or a verdict is read otherwise now."""
    unchanged: int = 0
    amended: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str, Any, Any]] = field(default_factory=list)
    """What the first amendments change: kind, id, key, before and after."""
    said: dict[str, str] = field(default_factory=dict)
    """By id, the statements of the first new questions."""
    stale: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    blanked: dict[str, set[str]] = field(default_factory=dict)
    """Keys by id that files leave blank and the ledger has a word on."""
    disputed: list[str] = field(default_factory=list)
    """Questions on which the files tell verdicts that differ, so that none of them stands."""
    skipped: list[str] = field(default_factory=list)
    """Files left out for their problems."""
    rows_left_out: dict[str, list[int]] = field(default_factory=dict)
    """Rows left out for their problems, by file."""
    in_items: frozenset[str] = frozenset()
    """The files of which those are items of a list."""
    bad_rows: dict[str, str] = field(default_factory=dict)
    """By file, the new file that has the rows left out."""
    read_otherwise: dict[str, set[str]] = field(default_factory=dict)
    """Ids of what the ledger has as a past release read it, by what is read otherwise now."""

    alike: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """New names of speakers and publishers, each with one that it is merely like."""
    namesakes: list[Namesake] = field(default_factory=list)
    """Names that come in another organisation and role than all that is known by them."""
    joining: list[str] = field(default_factory=list)
    """The commands that join those names, where they are one."""

    def add(self, kind: str, identifier: str, body: Mapping[str, Any]) -> None:
        """Count a new record, and keep its id, and what it says, while there are few."""
        self.added[kind] += 1
        if self.most is None or self.added[kind] <= self.most:
            self.ids.setdefault(kind, []).append(identifier)
            if kind == "question" and self.added[kind] <= NAMED:
                self.said[identifier] = str(body["statement"])

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop an import."""
        return [problem for problem in self.problems if problem.severity == "error"]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A record as a file gives it, the revision it amends, and the keys that change."""

    item: Item[Any]
    before: Revision
    changed: list[str]


@dataclass(slots=True)
class Import:
    """An import: its transaction, and the revisions the ledger has of what it is about."""

    transaction: Transaction
    reason: str | None
    known: Mapping[str, Revisions]
    """By kind and id, oldest first."""
    outcomes: Mapping[str, Revisions]
    """Those of the outcomes by question, in the order of their numbers."""
    reread: bool = False
    """Whether what only a newer reading changes is written."""
    amended: list[Amendment] = field(default_factory=list)
    taken_back: set[str] = field(default_factory=set)
    """Outcomes that were withdrawn, for they are read otherwise now."""
    bodies: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    """What the ledger will say of each record of the files, by kind and id."""
    result: Imported = field(default_factory=Imported)

    def complain(self, item: Item[Any], place: Place, message: str, *, code: str) -> None:
        """Note a problem of a record of a file."""
        self.result.problems.append(item.origin.problem(place, message, code=code))

    def reason_for(self, item: Item[Any]) -> str | None:
        """The reason a record of a file gives, or else the whole import."""
        return item.reason or self.reason

    def is_withdrawn(self, kind: str, identifier: str) -> bool:
        """Whether the ledger had a record that was withdrawn."""
        states = self.known[kind].get(identifier, [])
        return bool(states) and states[-1].replaced_by is not None

    def is_read_otherwise(self, identifier: str) -> bool:
        """Whether the ledger has a record as a past release read it."""
        return any(identifier in ids for ids in self.result.read_otherwise.values())

    def enter(self, item: Item[Any], kind: str) -> None:
        """Enter one source, question, claim or numbered outcome, if the ledger does not say it."""
        record: Record = item.record
        revisions = self.known[kind].get(record.id, [])
        # First of all: what only a newer reading changes must not count as an amendment below.
        again = as_read_before(revisions, item, reread=self.reread)
        item, body = again.item, again.body
        # Several files may be of one source.  The first was entered; the others must agree with it,
        # for nothing but their order would say which of them is right.
        if kind == "source" and (kind, record.id) in self.bodies:
            self._complain_of_disagreement(item, body)
            return
        item, standing = self._standing(item, kind, revisions, body)
        if standing is not Standing.WITHDRAWN and not self.reread:
            for rule in again.rules:
                self.result.read_otherwise.setdefault(rule.words, set()).add(record.id)
        # What is left alone stays as the ledger has it; `_amend` puts the new body in its place.
        self.bodies[kind, record.id] = revisions[-1].body if revisions else body
        if standing in {Standing.NEW, Standing.AMENDED} and kind == "claim":
            self._complain_of_withdrawn_question(item)
        if standing is Standing.NEW:
            self._complain_of_unsaid(item, kind)
            self.result.add(kind, record.id, body)
            self.transaction.enter(kind, record.id, body, item.reason)
        elif standing is Standing.AMENDED:
            self._amend(item, kind, revisions[-1], body)
        elif standing is Standing.UNCHANGED:
            self.result.unchanged += 1
        # The question that a claim made is withdrawn as the claim moves to another; a file that has
        # the claim still makes it, and is not behind the ledger for that.
        elif not (kind == "question" and self._has_moved(record.id)):
            # A claim and the question it made have one id, which is named once.
            stale = standing is Standing.STALE
            named = self.result.stale if stale else self.result.withdrawn
            named += [] if record.id in named else [record.id]

    def _standing(
        self, item: Item[Any], kind: str, revisions: list[Revision], body: dict[str, Any]
    ) -> tuple[Item[Any], Standing]:
        """How an item stands to the ledger, and the item without what it shall not change."""
        standing = compare(revisions, body, item.said)
        if standing is Standing.AMENDED and item.lasting and self.reason_for(item) is None:
            item = self._unless_too_late(item, kind, revisions[-1], body)
            standing = compare(revisions, body, item.said)
        if standing is Standing.AMENDED and item.as_of is not None:
            return self._edited(item, revisions, body)
        return item, standing

    def _edited(
        self, item: Item[Any], revisions: list[Revision], body: dict[str, Any]
    ) -> tuple[Item[Any], Standing]:
        """The item without a word on what the ledger has changed since it was written.

        Where that changes something, the record is named as left alone.
        """
        last = revisions[-1].body
        later = changed_since(revisions, item.as_of)
        changed = after_the_fact.changed_keys(last, adopted(last, body, item.said))
        if item.said is None or not later.intersection(changed):
            return item, Standing.AMENDED
        item = replace(item, said=item.said - later)
        standing = compare(revisions, body, item.said)
        if standing is not Standing.AMENDED:
            return item, Standing.STALE
        self.result.stale.append(item.record.id)
        return item, standing

    def _unless_too_late(
        self, item: Item[Any], kind: str, last: Revision, body: dict[str, Any]
    ) -> Item[Any]:
        """The item without a first word on `Item.lasting` that comes after the fact."""
        changed = after_the_fact.changed_keys(last.body, adopted(last.body, body, item.said))
        late = item.lasting.intersection(changed) & after_the_fact.PROTECTED
        if not late or kind != "question" or not self._is_after_the_fact([item.record.id]):
            return item
        return replace(item, said=(item.said or frozenset()) - late)

    def _complain_of_disagreement(self, item: Item[Any], body: dict[str, Any]) -> None:
        """Name what a file says of a source otherwise than a file before it."""
        before = self.bodies["source", item.record.id]
        changed = after_the_fact.changed_keys(before, adopted(before, body, item.said))
        for key in changed:
            message = (
                f"{key} differs from another file, which has the same {item.record.id!r}: "
                f"{both(before.get(key), body.get(key))}."
            )
            self.complain(item, (key,), message, code="sources-disagree")

    def _complain_of_unsaid(self, item: Item[Any], kind: str) -> None:
        """Name what a file leaves to the ledger, which has no such record."""
        key = NEEDED.get(kind)
        if key is not None and item.said is not None and key not in item.said:
            named = f"{kind} {item.record.id!r}"
            message = f"{key} is missing, and the ledger has no {named} to take it from."
            self.complain(item, (key,), message, code="unsaid")

    def _complain_of_withdrawn_question(self, item: Item[Claim]) -> None:
        question = item.record.question
        if self.is_withdrawn("question", question):
            message = f"The question {question!r} was withdrawn; no claim can stand on it."
            self.complain(item, ("question",), message, code="question-withdrawn")

    def _has_moved(self, claim: str) -> bool:
        """Whether a claim stands, but no longer on the question it made."""
        states = self.known["claim"].get(claim)
        if not states or states[-1].replaced_by is not None:
            return False
        return bool(states[-1].body["question"] != claim)

    def _amend(self, item: Item[Any], kind: str, last: Revision, body: dict[str, Any]) -> None:
        record = item.record
        new = adopted(last.body, body, item.said)
        changed = after_the_fact.changed_keys(last.body, new)
        reason = self.reason_for(item)
        if after_the_fact.PROTECTED.intersection(changed) and reason is None:
            # A claim that moves leaves one question for another: either may be after the fact.
            about = {last.body["question"], new["question"]} if kind == "claim" else {record.id}
            if self._is_after_the_fact(about):
                message = (
                    f"{record.id}: {', '.join(changed)} changed after the question was settled or "
                    f"due; give a reason (the key reason, or --reason)."
                )
                self.complain(item, (changed[0],), message, code="needs-reason")
                return
        if record.id not in self.result.amended:
            self.result.amended.append(record.id)
        self.amended.append(Amendment(item, last, changed))
        if len(self.result.changes) < NAMED:
            self.result.changes += [
                (kind, record.id, key, last.body.get(key), new.get(key)) for key in changed
            ]
        # The reason in the last body was for that revision; this one gives its own, or none.
        new = {key: new[key] for key in new if key != "reason"}
        self.bodies[kind, record.id] = new
        self.transaction.enter(kind, record.id, new, reason)

    def _is_after_the_fact(self, questions: Iterable[str]) -> bool:
        moment = self.transaction.moment
        return any(
            after_the_fact.is_after_the_fact(
                self.known["question"].get(question, []),
                self.outcomes.get(question, {}).values(),
                moment.entry,
                moment.day.isoformat(),
            )
            for question in questions
        )
