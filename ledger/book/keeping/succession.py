"""Succession: whether an entry is one that the program writes, and can follow those before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.model.inspection import inspect, inspect_name
from ledger.model.kinds import Kind
from ledger.model.outcome import question_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ledger.journal.entry import Entry
    from ledger.store.standing import Standing

    Body: TypeAlias = dict[str, Any]


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

    def follow(self, standing: Standing, entry: Entry, line: int) -> None:
        """Look whether ``entry``, which is on ``line``, can come next, and take it in.

        Raises:
            ValueError: it cannot; the message says why.
        """
        body: Body = dict(entry.body)
        self.at = entry.at
        FOLLOWING[entry.kind](self, standing, entry.id, body)
        if entry.kind == "claim" and ("question", body["question"]) not in standing.standing:
            self.awaited.setdefault(body["question"], line)

    def dangling(self) -> Iterator[tuple[int, str]]:
        """The lines of claims on questions that did not come with them, each with what is wrong.

        They are awaited no longer.
        """
        lacking, self.awaited = self.awaited, {}
        for question, line in sorted(lacking.items(), key=lambda one: one[1]):
            yield line, f"There is no question {question} at this point of the journal."


def _source(_known: Succession, standing: Standing, identifier: str, _: Body) -> None:
    _refuse_bearer(standing, identifier, "question", "claim")
    _enter(standing, "source", identifier)


def _question(known: Succession, standing: Standing, identifier: str, _: Body) -> None:
    _refuse_bearer(standing, identifier, "source")
    _refuse_withdrawn(standing, "question", identifier)
    known.awaited.pop(identifier, None)
    _enter(standing, "question", identifier)


def _claim(_known: Succession, standing: Standing, identifier: str, body: Body) -> None:
    source, question = body["source"], body["question"]
    _refuse_bearer(standing, identifier, "source")
    if "claim" not in standing.bearers[identifier] and question != identifier:
        _refuse_bearer(standing, identifier, "question")
    _refuse_withdrawn(standing, "claim", identifier)
    _refuse_missing(standing, "source", source)
    _refuse_withdrawn(standing, "question", question)
    standing.homes[identifier] = question
    _enter(standing, "claim", identifier)


def _outcome(_known: Succession, standing: Standing, identifier: str, body: Body) -> None:
    question, number = question_of(identifier) or ("", 0)
    _refuse_missing(standing, "question", question)
    for one in body.get("evidence", ()):
        if "source" in one:
            _refuse_missing(standing, "source", one["source"])
    last = standing.last[question]
    if number > last + 1:
        raise ValueError(f"The next outcome of {question} is {question}#{last + 1}.")
    if number <= last and ("outcome", identifier) not in standing.standing:
        raise ValueError(f"{identifier} was withdrawn, and stays so.")
    standing.last[question] = max(last, number)
    standing.standing.add(("outcome", identifier))


def _alias(known: Succession, _: Standing, identifier: str, body: Body) -> None:
    if _leads(known.spellings, body["into"], identifier):
        raise ValueError(f"{body['into']!r} counts for {identifier!r} already.")
    known.spellings[identifier] = body["into"]


def _leads(into: Mapping[str, str], name: str, other: str) -> bool:
    """Whether a name was joined to another, step by step, each as it was written."""
    further: str | None = name
    while further is not None and further != other:
        further = into.get(further)
    return further is not None


def _withdrawal(
    known: Succession, standing: Standing, identifier: str, body: dict[str, Any]
) -> None:
    what = body["what"]
    if what == Kind.ALIAS:
        if known.spellings.pop(identifier, None) is None:
            raise ValueError(f"{identifier!r} was not joined to another name.")
        return
    _refuse_missing(standing, what, identifier)
    if what == Kind.QUESTION:
        on = [one for one, home in standing.homes.items() if home == identifier]
        if any(("claim", one) in standing.standing for one in on):
            raise ValueError(f"Claims stand on {identifier}, so it cannot be withdrawn.")
    standing.standing.remove((what, identifier))


FOLLOWING: Final[dict[str, Callable[[Succession, Standing, str, Body], None]]] = {
    Kind.SOURCE: _source,
    Kind.QUESTION: _question,
    Kind.CLAIM: _claim,
    Kind.OUTCOME: _outcome,
    Kind.ALIAS: _alias,
    Kind.WITHDRAWAL: _withdrawal,
}


def _enter(standing: Standing, kind: str, identifier: str) -> None:
    standing.bearers[identifier].add(kind)
    standing.standing.add((kind, identifier))


def _refuse_bearer(standing: Standing, identifier: str, *kinds: str) -> None:
    """Refuse an id that something of another kind bears."""
    if taken := sorted(standing.bearers[identifier].intersection(kinds)):
        raise ValueError(f"The id {identifier} is that of a {taken[0]}.")


def _refuse_withdrawn(standing: Standing, kind: str, identifier: str) -> None:
    known = kind in standing.bearers[identifier]
    if known and (kind, identifier) not in standing.standing:
        raise ValueError(f"The {kind} {identifier} was withdrawn, and stays so.")


def _refuse_missing(standing: Standing, kind: str, identifier: str) -> None:
    if (kind, identifier) not in standing.standing:
        raise ValueError(f"There is no {kind} {identifier} at this point of the journal.")
