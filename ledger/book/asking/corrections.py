"""Corrections: what was amended, withdrawn or re-judged, found by comparing revisions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.book import after_the_fact
from ledger.book.asking import affected
from ledger.journal.undoing import undone_by
from ledger.model.fields import EVERY, Sort
from ledger.model.kinds import Kind
from ledger.model.outcome import unseats
from ledger.store import changed_records, journal_table, records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ledger.book.asking.affected import Bearing, Joining
    from ledger.journal.entry import Entry
    from ledger.store.database import Connection
    from ledger.store.records import Revision

    Change = tuple[str, Any, Any, bool]
    Revisions = Mapping[str, list[Revision]]


@dataclass(frozen=True, slots=True)
class Correction:
    """One key of one record that changed, or its withdrawal, or a verdict that was replaced.

    Of a speaker, whose record is an ``alias``, it is ``speaker_group``: whom claims count for.
    ``subject`` and ``change`` say these two in words.

    ``entry``, ``at``, ``by`` and ``reason`` are those of the journal entry that did it;
    ``after_the_fact`` says whether the question was settled or its due day over by then.  What was
    ``undone`` at once, and what ``undoes`` it, is never that; ``was_late`` says whether it was when
    it was made, which is what news of it have told.
    """

    entry: int
    at: str
    by: str
    kind: str
    id: str
    question: str | None
    what: str
    before: Any
    after: Any
    reason: str | None
    after_the_fact: bool
    undone: bool = False
    undoes: bool = False
    was_late: bool = False
    bears_on: tuple[str, ...] = ()
    """Of a source or a speaker: the claims whose questions one could know the answers of."""
    blind: bool = False
    """Of an outcome: whether it was given blind, so that others may still be judging."""

    @property
    def subject(self) -> str:
        """What was changed, for people: ``claim two-percent-floor``, ``speaker J. Black``."""
        return f"{Kind(self.kind).traits.called} {self.id}"

    @property
    def change(self) -> str:
        """What of it changed, for people."""
        return "counts for" if self.what == "speaker_group" else self.what


def corrections(
    connection: Connection, moment: int, questions: Collection[str] | None = None
) -> list[Correction]:
    """The corrections made up to entry ``moment``, oldest first; of some ``questions`` or all."""
    about = (
        changed_records.corrected(connection, moment)
        if questions is None
        else changed_records.corrected_about(connection, moment, questions)
    )
    answered = changed_records.answered_again(connection, moment, questions)
    joined = affected.joinings(connection, moment) if questions is None else []
    return corrections_of(connection, moment, about, answered, joined)


def corrections_of(
    connection: Connection,
    moment: int,
    about: Mapping[str, set[str]],
    answered: Mapping[str, str],
    joined: Sequence[Joining],
) -> list[Correction]:
    """The corrections of what was corrected, ids by kind, and of what was ``joined``.

    Claims that were ``answered`` again come with their questions.
    """
    sources = records.revisions(connection, "source", about["source"])
    published = affected.of_sources(connection, affected.republished(sources))
    spoken = affected.of_speakers(connection, joined)
    claims = records.revisions(connection, "claim", about["claim"])
    homes = {str(state.body["question"]) for states in claims.values() for state in states}
    wanted = homes | about["question"] | about["outcome"]
    wanted |= published.questions | spoken.questions
    states = records.revisions(connection, "question", wanted)
    outcomes = _by_question(records.revisions(connection, "outcome", wanted))
    told = History(connection, moment, states, outcomes)
    found = [*told.of_sources(sources, published), *told.of_speakers(joined, spoken)]
    for identifier, revisions in claims.items():
        found += told.of("claim", identifier, revisions)
    for claim, question in answered.items():
        for identifier, revisions in records.revisions(connection, "response", [claim]).items():
            changed = told.of("response", identifier, revisions)
            found += (replace(one, question=question) for one in changed)
    for question in about["question"]:
        found += told.of("question", question, states[question])
    for question in about["outcome"]:
        found += told.of_outcomes(question)
    return sorted(
        found,
        key=lambda correction: (correction.entry, correction.kind, correction.id, correction.what),
    )


def _by_question(outcomes: Revisions) -> dict[str, dict[str, list[Revision]]]:
    found: dict[str, dict[str, list[Revision]]] = defaultdict(dict)
    for identifier, revisions in outcomes.items():
        found[identifier.rpartition("#")[0]][identifier] = revisions
    return found


def _pairs(revisions: Sequence[Revision], moment: int) -> Iterator[tuple[Revision, Revision]]:
    for old, new in pairwise(revisions):
        if new.number <= moment:
            yield old, new


def _correction(
    made: tuple[int, Entry],
    about: tuple[str, str, str | None],
    change: Change,
    taken_back: Collection[int | None],
    bears_on: tuple[str, ...] = (),
) -> Correction:
    """One correction, which an entry, given with its number, ``made``.

    ``about`` is kind, id and question; ``change`` what, before, after, late.
    ``taken_back`` are the numbers of entries that were undone.
    """
    number, entry = made
    kind, identifier, question = about
    what, before, after, late = change
    undoes = undone_by(entry.body) is not None
    undone = undoes or number in taken_back
    reason = entry.body.get("reason")
    return Correction(
        entry=number,
        at=entry.at,
        by=entry.by,
        kind=kind,
        id=identifier,
        question=question,
        what=what,
        before=before,
        after=after,
        reason=None if reason is None else str(reason),
        after_the_fact=late and not undone,
        undone=undone,
        undoes=undoes,
        was_late=late and not undoes,
        bears_on=() if undone else bears_on,
    )


@dataclass(frozen=True, slots=True)
class History:
    """The states of some questions and their outcomes, to tell what came after the fact."""

    connection: Connection
    moment: int
    states: Revisions
    outcomes: Mapping[str, Revisions]

    def of(self, kind: str, identifier: str, revisions: Sequence[Revision]) -> Iterator[Correction]:
        """The corrections of one claim or question."""
        taken_back = self._taken_back(revisions)
        for old, new in _pairs(revisions, self.moment):
            homes = {str(revision.body.get("question", identifier)) for revision in (old, new)}
            late = any(self._late(home, new.number, new.entry.at) for home in homes)
            about = (kind, identifier, str(new.body.get("question", identifier)))
            if old.replaced_by != new.number:
                change: Change = ("withdrawn", True, False, late)
                yield _correction((new.number, new.entry), about, change, taken_back)
            for key in after_the_fact.changed_keys(old.body, new.body):
                if key == "proposed":  # to approve a claim corrects nothing
                    continue
                flagged = late and key in after_the_fact.PROTECTED
                change = (key, old.body.get(key), new.body.get(key), flagged)
                yield _correction((new.number, new.entry), about, change, taken_back)
        for revision, entry in self._withdrawals(revisions):
            question = str(revision.body.get("question", identifier))
            yield self._withdrawal((kind, identifier, question), revision, entry, taken_back)

    def of_sources(self, sources: Revisions, claims: Bearing) -> Iterator[Correction]:
        """The corrections of sources; ``claims`` are those made in what counts in figures."""
        for identifier, revisions in sources.items():
            taken_back = self._taken_back(revisions)
            for old, new in _pairs(revisions, self.moment):
                late = self._late_claims(claims, [identifier], new.number, new.entry.at)
                changed = after_the_fact.changed_keys(old.body, new.body)
                scored = after_the_fact.protected("source", changed)
                for key in changed:
                    bears_on = late if key in scored else ()
                    change = (key, old.body.get(key), new.body.get(key), bool(bears_on))
                    about = ("source", identifier, None)
                    yield _correction((new.number, new.entry), about, change, taken_back, bears_on)

    def of_speakers(self, joined: Iterable[Joining], claims: Bearing) -> Iterator[Correction]:
        """What names were joined to, and what was undone: it changes whom claims count for."""
        taken_back = {undone_by(joining.entry.body) for joining in joined}
        for joining in joined:
            late = self._late_claims(claims, joining.names, joining.number, joining.entry.at)
            about = (Kind.ALIAS.value, joining.entry.id, None)
            change = ("speaker_group", *joining.group, bool(late))
            yield _correction((joining.number, joining.entry), about, change, taken_back, late)

    def _late_claims(
        self, claims: Bearing, names: Iterable[str], number: int, at: str
    ) -> tuple[str, ...]:
        """The claims of ``names`` that entry ``number`` changed after the fact, sorted."""
        found = claims.before(names, number)
        return tuple(
            sorted(placed.claim for placed in found if self._late(placed.question, number, at))
        )

    def of_outcomes(self, question: str) -> Iterator[Correction]:
        """The corrections of a question's outcomes, and the verdicts that replaced others."""
        outcomes = self.outcomes.get(question, {})
        for identifier, revisions in outcomes.items():
            first = revisions[0]
            blind = bool(first.body.get("blind") and not first.body.get("disputed"))
            for one in self._of_outcome(question, identifier, revisions):
                yield replace(one, blind=blind)
            if first.number > self.moment:
                continue
            stood = after_the_fact.standing_at(outcomes.values(), first.number - 1)
            now = after_the_fact.outcome_at(revisions, first.number)
            if now is not None and stood is not None and unseats(now, stood):
                change = ("verdict", str(stood.verdict), str(now.verdict), True)
                about = ("outcome", identifier, question)
                taken_back = self._taken_back(revisions)
                yield _correction((first.number, first.entry), about, change, taken_back)

    def _of_outcome(
        self, question: str, identifier: str, revisions: Sequence[Revision]
    ) -> Iterator[Correction]:
        about = ("outcome", identifier, question)
        taken_back = self._taken_back(revisions)
        for old, new in _pairs(revisions, self.moment):
            if old.replaced_by != new.number:
                late = self._late(question, new.number, new.entry.at)
                change: Change = ("withdrawn", True, False, late)
                yield _correction((new.number, new.entry), about, change, taken_back)
            for key in after_the_fact.changed_keys(old.body, new.body):
                change = (key, old.body.get(key), new.body.get(key), False)
                yield _correction((new.number, new.entry), about, change, taken_back)
        for revision, entry in self._withdrawals(revisions):
            yield self._withdrawal(about, revision, entry, taken_back)

    def _withdrawals(self, revisions: Sequence[Revision]) -> list[tuple[Revision, Entry]]:
        """The revisions of one record that were withdrawn, each with the entry that did it."""
        followed = {revision.number for revision in revisions}
        ended = [
            (revision, revision.replaced_by)
            for revision in revisions
            if revision.replaced_by is not None
            and revision.replaced_by <= self.moment
            and revision.replaced_by not in followed
        ]
        entries = journal_table.entries_by_number(self.connection, (number for _, number in ended))
        return [(revision, entries[number]) for revision, number in ended]

    def _taken_back(self, revisions: Sequence[Revision]) -> set[int | None]:
        """The numbers of the entries on one record that were undone by the moment."""
        told = [revision.entry for revision in revisions if revision.number <= self.moment]
        told += [entry for _, entry in self._withdrawals(revisions)]
        return {undone_by(entry.body) for entry in told}

    def _withdrawal(
        self,
        about: tuple[str, str, str],
        revision: Revision,
        entry: Entry,
        taken_back: Collection[int | None],
    ) -> Correction:
        number = revision.replaced_by or 0
        late = self._late(about[2], number, entry.at)
        return _correction((number, entry), about, ("withdrawn", False, True, late), taken_back)

    def _late(self, question: str, number: int, at: str) -> bool:
        states, outcomes = self.states.get(question, []), self.outcomes.get(question, {}).values()
        return after_the_fact.is_after_the_fact(states, outcomes, number - 1, at[:10])


DATES: Final = frozenset(field.name for field in EVERY if field.sort is Sort.DATE)
"""Keys whose values are dates in EDTF."""


def told(value: Any, key: str) -> str:  # noqa: ANN401 - a record may hold any of these
    """A value of a record, under its ``key``, in words."""
    if value is None:
        return "(nothing)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(told(one, key) for one in value)
    if isinstance(value, dict):
        return str(value.get("url") or value.get("source"))
    return edtf.in_words(value) if key in DATES and value else str(value)
