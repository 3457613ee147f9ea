"""Undoing: one's own last command taken back at once, as entries that say what stood before.

What was new is withdrawn, and what was changed or withdrawn says again what it said.  A source that
was new stays, for sources do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.audit.undo_rule import Past
from ledger.book import after_the_fact
from ledger.book.writing.reasons import read_reason
from ledger.errors import Contradiction
from ledger.invocation import CHECKPOINT, IMPORT, marks
from ledger.journal.undoing import (
    MINUTES,
    about,
    bears,
    is_tied,
    is_within,
    rests_on,
    taking_back,
)
from ledger.model.codec import UNDOES
from ledger.model.kinds import Kind
from ledger.model.name_keys import is_same
from ledger.store import journal_table
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.book.transaction import Transaction
    from ledger.invocation import Mark
    from ledger.journal.entry import Entry

    Numbered = tuple[int, Entry]

FAR: Final = 1000
"""So many entries that are too old to be undone are looked at, to say why there is nothing."""

OTHERWISE: Final = "Mend it with ledger amend ID, or take it back with ledger withdraw ID."

SAID: Final = {
    Kind.SOURCE: "publisher",
    Kind.QUESTION: "statement",
    Kind.CLAIM: "speaker",
    Kind.OUTCOME: "verdict",
    Kind.RESPONSE: "by",
    Kind.ALIAS: "into",
}
"""What of a record tells people which it is, beside its id."""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry that is taken back: its number, and what it made, changed or withdrew.

    ``does`` is what becomes of that: it is ``withdrawn``, ``restored`` where it was withdrawn, or
    ``changed`` back; ``changes`` are then the keys, each with its value now and before.  ``said``
    is what the record is about, for people.
    """

    entry: int
    kind: str
    id: str
    does: str
    said: str
    changes: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """A command that was taken back: when and by whom it was given, and its steps in order.

    ``kept_source`` is the source that was new with it, and stays.
    """

    at: str
    by: str
    steps: tuple[Step, ...]
    kept_source: str | None


def undo(transaction: Transaction, reason: str | None = None, last: int | None = None) -> Undone:
    """Take back the last command of whoever records; it is the one that ends with entry ``last``.

    Raises:
        BadValue: the reason is no text that can be kept.
        Contradiction: there is none, or it is too late: it is older than `MINUTES`, others have
            built on it, or a checkpoint was made; or it was an import, an undo, or not ``last``.
    """
    reason = read_reason(reason)
    command = _last_command(transaction, last)
    past = Past(transaction.connection, transaction.connection, transaction.head.size + 1)
    priors = {number: past.prior(number, *about(entry)) for number, entry in command}
    if _is_of_another(command, priors):
        del command[0]
    first = command[0][0]
    _refuse_import(transaction, past, command, priors)
    _refuse_built_on(transaction, past, command, priors)
    _refuse_published(transaction, first)
    steps = []
    for number, entry in reversed(command):
        taking = taking_back(entry, priors[number])
        if taking is not None:
            kind, identifier, body = taking
            transaction.enter(kind, identifier, {**body, UNDOES: str(number)}, reason)
            steps.append(_step(number, entry, priors[number]))
    at, by = command[-1][1].at, command[-1][1].by
    return Undone(at, by, tuple(reversed(steps)), _new_source(past, command, priors))


def _last_command(transaction: Transaction, wanted: int | None) -> list[Numbered]:
    """The entries of the last command of whoever records, in order."""
    entries = journal_table.backwards(transaction.connection)
    seen = 0
    for number, entry in entries:
        fresh = is_within(entry.at, transaction.at)
        seen += not fresh
        if is_same(entry.by, transaction.by):
            _refuse_late(number, entry, fresh=fresh)
            if wanted is not None and number != wanted:
                raise Contradiction(
                    f"Entry {wanted} is not the last that {entry.by} has recorded: entry {number} "
                    f"is.",
                    "Look again: ledger undo --dry-run.",
                )
            command = [(number, entry)]
            for before in entries:
                if not is_tied(before[1], command[0][1]):
                    break
                command.insert(0, before)
            return command
        if seen >= FAR:
            break
    raise Contradiction(
        f"{transaction.by} has recorded nothing here that could be undone.",
        "An undo takes back the last thing one has recorded oneself; see --recorder, and ledger "
        "log --last 10.",
    )


def _is_of_another(command: Sequence[Numbered], priors: dict[int, Entry | None]) -> bool:
    """Whether the first entry, on a question, came with another command of the same second.

    To add a claim changes no question that was there.
    """
    are_new = [priors[number] is None for number, _ in command]
    return command[0][1].kind == Kind.QUESTION and are_new[:2] == [False, True]


def _refuse_late(number: int, entry: Entry, *, fresh: bool) -> None:
    kind, identifier = about(entry)
    if UNDOES in entry.body:
        raise Contradiction(
            f"The last thing {entry.by} has recorded is an undo (entry {number}), and an undo is "
            f"not undone.",
            f"Enter again what should stand. {OTHERWISE}",
        )
    if not fresh:
        raise Contradiction(
            f"The last thing {entry.by} has recorded ({kind} {identifier}, entry {number}, at "
            f"{entry.at}) is more than {MINUTES} minutes old.",
            OTHERWISE,
        )


def _refuse_import(
    transaction: Transaction,
    past: Past,
    command: Sequence[Numbered],
    priors: dict[int, Entry | None],
) -> None:
    """Refuse to undo an import, or a part of one."""
    number, entry = command[-1]
    marked = any(
        mark.what == IMPORT and mark.first <= number <= mark.last for mark in _marks(transaction)
    )
    if marked or _is_imported(past, *command[0], is_new=priors[command[0][0]] is None):
        kind, identifier = about(entry)
        raise Contradiction(
            f"The last thing {entry.by} has recorded ({kind} {identifier}, entry {number}) came "
            f"with an import, which is not undone.",
            OTHERWISE,
        )


def _is_imported(past: Past, number: int, entry: Entry, *, is_new: bool) -> bool:
    """Whether a command that begins so can only be a part of an import, whoever made that.

    A command makes no source by itself, and a claim right behind the question that comes with it;
    in an import all questions of a file come before its claims.
    """
    if not is_new or entry.kind not in {Kind.SOURCE, Kind.CLAIM}:
        return False
    if entry.kind == Kind.SOURCE:
        return True
    asked = past.prior(number, Kind.QUESTION.value, entry.id)
    return entry.body["question"] == entry.id and asked is not None and asked.at == entry.at


def _refuse_built_on(
    transaction: Transaction,
    past: Past,
    command: Sequence[Numbered],
    priors: dict[int, Entry | None],
) -> None:
    """Refuse to undo what others have recorded something on since."""
    borne = {thing: number for number, entry in command for thing in bears(entry, priors[number])}
    for number, entry in past.entries(command[-1][0] + 1, transaction.head.size):
        for thing in sorted(borne.keys() & rests_on(entry)):
            kind, identifier = about(command[borne[thing] - command[0][0]][1])
            raise Contradiction(
                f"{entry.by} has built on {kind} {identifier} since: "
                f"{' '.join(about(entry))}, entry {number}.",
                OTHERWISE,
            )


def _refuse_published(transaction: Transaction, first: int) -> None:
    """Refuse to undo what a checkpoint has been made of."""
    for mark in _marks(transaction):
        if mark.what == CHECKPOINT and mark.last >= first:
            raise Contradiction(
                f"A checkpoint of {counted(mark.last, 'entry')} was made since, with entry {first} "
                f"among them.",
                OTHERWISE,
            )


def _marks(transaction: Transaction) -> list[Mark]:
    """What was done with the entries there are, as far as it is known here, the latest last."""
    connection = transaction.connection
    known = marks(journal_table.leaf(connection, 1))
    return [mark for mark in known if journal_table.leaf(connection, mark.last) == mark.leaf]


def _step(number: int, entry: Entry, prior: Entry | None) -> Step:
    kind, identifier = about(entry)
    made = entry if prior is None or entry.kind != Kind.WITHDRAWAL else prior
    said = str(made.body.get(SAID[Kind(kind)], ""))
    if prior is None:
        return Step(number, kind, identifier, "withdrawn", said)
    if entry.kind == Kind.WITHDRAWAL:
        return Step(number, kind, identifier, "restored", said)
    changed = after_the_fact.changed_keys(entry.body, prior.body)
    changes = tuple((key, entry.body.get(key), prior.body.get(key)) for key in changed)
    return Step(number, kind, identifier, "changed", said, changes)


def _new_source(
    past: Past, command: Sequence[Numbered], priors: dict[int, Entry | None]
) -> str | None:
    """The source that was made with a claim, right before it."""
    claims = [
        entry for number, entry in command if priors[number] is None and entry.kind == Kind.CLAIM
    ]
    before = past.entry(command[0][0] - 1) if claims else None
    if before is None or before.kind != Kind.SOURCE or before.id != claims[0].body["source"]:
        return None
    is_new = (before.at, before.by) == (claims[0].at, claims[0].by)
    return before.id if is_new and past.prior(command[0][0] - 1, *about(before)) is None else None
