"""Whether each entry is one that the program writes, and can follow those before it.

They are looked at as an import of JSON Lines looks at them: each by itself, and held against those
before it, as the rows made of these tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.audit.command_rules import faults
from ledger.audit.damage import Damage
from ledger.audit.undo_rule import Past
from ledger.model.codec import UNDOES
from ledger.model.entry_check import inspect
from ledger.model.entry_rules import inspect_name
from ledger.model.kinds import Kind
from ledger.model.outcome import question_of, response_of_id
from ledger.store.history import state_of_ids
from ledger.store.records import spellings_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledger.audit.damage import Evidence
    from ledger.journal.entry import Entry
    from ledger.store.database import Connection
    from ledger.store.history import IdState

    Body: TypeAlias = dict[str, Any]


ANY_TIME: Final = "9999-12-31T23:59:59Z"
"""No entry can be dated later."""


@dataclass(slots=True)
class Scrutiny:
    """What the next entries are held against; they may be dated ``last`` at the latest."""

    last: str = ANY_TIME
    succession: Succession = field(default_factory=lambda: Succession("", {}))

    def begin(self, connection: Connection, since: int, at: str) -> None:
        """Take up what stood after entry ``since``, which was made at ``at``."""
        self.succession = Succession(at, dict(spellings_at(connection, since).into))

    def look(
        self,
        before: Connection,
        numbered: Sequence[tuple[int, Entry]],
        evidence: Evidence,
        journal: Connection | None = None,
    ) -> IdState:
        """Look at entries, given with their numbers, where ``before`` has the rows up to them.

        What rows it has of later entries is left out.  The entries before them are in ``journal``,
        by default there too.  The answer is what stood before them.
        """
        fit = [one for one in numbered if self._is_fit(*one, evidence)]
        state = state_of_ids(before, numbered[0][0], [entry for _, entry in fit])
        for number, entry in fit:
            if entry.at != self.succession.at:
                self.close(evidence)
            try:
                self.succession.follow(state, entry, number)
            except ValueError as trouble:
                evidence.odd.append(_strange(number, str(trouble)))
        past = Past(before, journal or before, numbered[0][0], fit)
        evidence.odd += [_strange(*one) for one in faults(past, state)]
        return state

    def close(self, evidence: Evidence) -> None:
        """Note which claims stand on questions that did not come with them."""
        evidence.odd += [_strange(*one) for one in self.succession.dangling()]

    def _is_fit(self, number: int, entry: Entry, evidence: Evidence) -> bool:
        try:
            look(entry, self.last)
        except ValueError as trouble:
            evidence.own.append(_strange(number, str(trouble)))
            return False
        return True


def _strange(number: int, why: str) -> Damage:
    return Damage("strange", "journal", number, "", f"The program does not write this: {why}")


def look(entry: Entry, last: str) -> None:
    """Look at one entry by itself, which may be dated ``last`` at the latest.

    Raises:
        ValueError: it is none that the program writes.
    """
    if entry.at > last:
        raise ValueError(f"at {entry.at} is more than a day ahead of this computer's clock.")
    inspect_name("by", entry.by)
    inspect(entry.kind, entry.id, entry.body)


@dataclass(slots=True)
class Succession:
    """What of the entries so far the next one is held against.

    ``awaited`` are questions that claims stand on which are not there yet, each with the line of
    the first such claim: within one import a claim may come before the question of another file.
    """

    at: str
    spellings: dict[str, str]
    awaited: dict[str, int] = field(default_factory=dict)

    def follow(self, state: IdState, entry: Entry, line: int) -> None:
        """Look whether ``entry``, which is on ``line``, can come next, and take it in.

        Raises:
            ValueError: it cannot; the message says why.
        """
        body: Body = dict(entry.body)
        self.at = entry.at
        FOLLOWING[entry.kind](self, state, entry.id, body)
        if entry.kind == "claim" and ("question", body["question"]) not in state.in_force:
            self.awaited.setdefault(body["question"], line)

    def dangling(self) -> Iterator[tuple[int, str]]:
        """The lines of claims on questions that did not come with them, each with what is wrong.

        They are awaited no longer.
        """
        lacking, self.awaited = self.awaited, {}
        for question, line in sorted(lacking.items(), key=lambda item: item[1]):
            yield line, f"There is no question {question} at this point of the journal."


def _source(_known: Succession, state: IdState, identifier: str, _: Body) -> None:
    _refuse_bearer(state, identifier, "question", "claim")
    _enter(state, "source", identifier)


def _question(known: Succession, state: IdState, identifier: str, body: Body) -> None:
    _refuse_bearer(state, identifier, "source")
    # A claim that was moved off the question it made may be moved back.
    if ("claim", identifier) not in state.in_force:
        _refuse_withdrawn(state, "question", identifier, body)
    known.awaited.pop(identifier, None)
    _enter(state, "question", identifier)


def _claim(_known: Succession, state: IdState, identifier: str, body: Body) -> None:
    source, question = body["source"], body["question"]
    _refuse_bearer(state, identifier, "source")
    if "claim" not in state.bearers[identifier] and question != identifier:
        _refuse_bearer(state, identifier, "question")
    _refuse_withdrawn(state, "claim", identifier, body)
    _refuse_missing(state, "source", source)
    _refuse_withdrawn(state, "question", question, {})
    state.homes[identifier] = question
    _enter(state, "claim", identifier)


def _outcome(_known: Succession, state: IdState, identifier: str, body: Body) -> None:
    question, number = question_of(identifier) or ("", 0)
    _refuse_missing(state, "question", question)
    for one in body.get("evidence", ()):
        if "source" in one:
            _refuse_missing(state, "source", one["source"])
    last = state.last[question]
    if number > last + 1:
        raise ValueError(f"The next outcome of {question} is {question}#{last + 1}.")
    known = ("outcome", identifier) in state.in_force or UNDOES in body
    if number <= last and not known:
        raise ValueError(f"{identifier} was withdrawn, and stays so.")
    state.last[question] = max(last, number)
    state.in_force.add(("outcome", identifier))


def _response(_known: Succession, state: IdState, identifier: str, body: Body) -> None:
    claim, number = response_of_id(identifier) or ("", 0)
    _refuse_missing(state, "claim", claim)
    last = state.last_response[claim]
    if number > last + 1:
        raise ValueError(f"The next response to {claim} is {claim}#r{last + 1}.")
    known = ("response", identifier) in state.in_force or UNDOES in body
    if number <= last and not known:
        raise ValueError(f"{identifier} was withdrawn, and stays so.")
    state.last_response[claim] = max(last, number)
    state.in_force.add(("response", identifier))


def _alias(known: Succession, _: IdState, identifier: str, body: Body) -> None:
    if _leads(known.spellings, body["into"], identifier):
        raise ValueError(f"{body['into']!r} counts for {identifier!r} already.")
    known.spellings[identifier] = body["into"]


def _leads(into: Mapping[str, str], name: str, other: str) -> bool:
    """Whether a name was joined to another, step by step, each as it was written."""
    further: str | None = name
    while further is not None and further != other:
        further = into.get(further)
    return further is not None


def _withdrawal(known: Succession, state: IdState, identifier: str, body: dict[str, Any]) -> None:
    what = body["what"]
    if what == Kind.ALIAS:
        if known.spellings.pop(identifier, None) is None:
            raise ValueError(f"{identifier!r} was not joined to another name.")
        return
    _refuse_missing(state, what, identifier)
    if what == Kind.QUESTION:
        on = [one for one, home in state.homes.items() if home == identifier]
        if any(("claim", one) in state.in_force for one in on):
            raise ValueError(f"Claims stand on {identifier}, so it cannot be withdrawn.")
    state.in_force.remove((what, identifier))


FOLLOWING: Final[dict[str, Callable[[Succession, IdState, str, Body], None]]] = {
    Kind.SOURCE: _source,
    Kind.QUESTION: _question,
    Kind.CLAIM: _claim,
    Kind.OUTCOME: _outcome,
    Kind.RESPONSE: _response,
    Kind.ALIAS: _alias,
    Kind.WITHDRAWAL: _withdrawal,
}


def _enter(state: IdState, kind: str, identifier: str) -> None:
    state.bearers[identifier].add(kind)
    state.in_force.add((kind, identifier))


def _refuse_bearer(state: IdState, identifier: str, *kinds: str) -> None:
    """Refuse an id that something of another kind bears."""
    if taken := sorted(state.bearers[identifier].intersection(kinds)):
        raise ValueError(f"The id {identifier} is that of a {taken[0]}.")


def _refuse_withdrawn(state: IdState, kind: str, identifier: str, body: Body) -> None:
    """Refuse what was withdrawn, unless a ``body`` undoes just that."""
    known = kind in state.bearers[identifier] and UNDOES not in body
    if known and (kind, identifier) not in state.in_force:
        raise ValueError(f"The {kind} {identifier} was withdrawn, and stays so.")


def _refuse_missing(state: IdState, kind: str, identifier: str) -> None:
    if (kind, identifier) not in state.in_force:
        raise ValueError(f"There is no {kind} {identifier} at this point of the journal.")
