"""Merging: the spellings of one name joined, so that they count for one speaker, and undone.

Claims keep their speaker as written; an entry of the kind ``alias`` says whom a spelling counts
for.  Its id is the spelling, and a withdrawal of it takes the merging back.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from ledger.book.asking.duplicates import undo_command
from ledger.book.asking.selection import spelled
from ledger.book.writing.reasons import questions_of, read_reason, refuse_without_reason
from ledger.errors import Contradiction, NothingChanges
from ledger.model.claim import UNNAMED
from ledger.model.kinds import Kind
from ledger.model.name_keys import name_key
from ledger.store import lookups
from ledger.store.records import spellings_at

if TYPE_CHECKING:
    from ledger.book.transaction import Transaction
    from ledger.store.records import Spellings

LISTED: Final = 5
"""How many names a message lists."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A spelling and the name it was joined to.

    ``group`` is whom both count for now: another than ``into`` where that was joined to one before,
    and the spelling itself where the merging was undone.
    """

    speaker: str
    into: str
    group: str


def merge(transaction: Transaction, speaker: str, into: str, reason: str | None) -> Merged:
    """Let the claims of ``speaker`` count for ``into``, both as the ledger spells them.

    Raises:
        BadValue: the reason is no text that can be kept.
        NotFound: one of them is nobody's name in the ledger.
        Contradiction: the two are one name, one of them has no name, or ``into`` counts for
            ``speaker`` already.
        NothingChanges: they are joined so already.
        NeedsReason: a claim of ``speaker`` stands on a question that is settled or overdue.
    """
    reason = read_reason(reason)
    spellings = spellings_at(transaction.connection, transaction.head.size)
    speaker, into = (_known(transaction, spellings, name) for name in (speaker, into))
    _refuse_nameless(speaker, into)
    if name_key(speaker) == name_key(into):
        raise Contradiction(
            f"The two are already spellings of one name: {name_key(speaker)}.",
            "Name another to join it to.",
        )
    if name_key(into) == next(islice(spellings.path(speaker), 1, None), None):
        raise NothingChanges(f"{_told(speaker)} is already joined to {_told(into)}.")
    if spellings.leads(into, speaker):
        raise Contradiction(
            f"{_told(into)} already counts for {_told(speaker)}.",
            f"To turn that round, first undo it: {undo_command(into)}",
        )
    _refuse_unreasoned(
        transaction, spellings, speaker, reason, f"merge {_told(speaker)} into {_told(into)}"
    )
    transaction.enter(Kind.ALIAS, speaker, {"into": into}, reason)
    return Merged(speaker, into, spellings.group(into))


def unmerge(transaction: Transaction, speaker: str, reason: str | None) -> Merged:
    """Let the claims of ``speaker`` count for that name alone again.

    Raises:
        BadValue: the reason is no text that can be kept.
        NotFound: it is nobody's name in the ledger.
        Contradiction: it was not joined to any.
        NeedsReason: as `merge` says.
    """
    reason = read_reason(reason)
    spellings = spellings_at(transaction.connection, transaction.head.size)
    speaker = _known(transaction, spellings, speaker)
    joined = spellings.written(speaker)
    if not joined:
        key = name_key(speaker)
        others = [one for one in spellings.into if name_key(spellings.into[one]) == key]
        cure = f"Joined to it: {', '.join(sorted(others)[:LISTED])}." if others else ""
        raise Contradiction(f"{_told(speaker)} was not joined to another name.", cure)
    _refuse_unreasoned(
        transaction, spellings, speaker, reason, f"undo the merge of {_told(speaker)}"
    )
    for one in joined:
        transaction.enter(Kind.WITHDRAWAL, one, {"what": Kind.ALIAS.value}, reason)
    return Merged(speaker, spellings.into[joined[-1]], speaker)


def _refuse_unreasoned(
    transaction: Transaction, spellings: Spellings, speaker: str, reason: str | None, what: str
) -> None:
    """Refuse to change whom claims count for, after the fact, without a reason.

    Raises:
        NeedsReason: a question that one of them stands on is settled or overdue.
    """
    known = lookups.names(transaction.connection, "speaker", transaction.head.size)
    moved = [one for one in known if spellings.leads(one, speaker)]
    refuse_without_reason(transaction, questions_of(transaction, "speaker", moved), reason, what)


def _known(transaction: Transaction, spellings: Spellings, name: str) -> str:
    """A name as the ledger spells it, where its case alone leaves no doubt."""
    known = lookups.names(transaction.connection, "speaker", transaction.head.size)
    found = spelled("speaker", name, sorted({*known, *spellings.into, *spellings.into.values()}))
    if len(several := sorted({name_key(one) for one in found})) > 1:
        raise Contradiction(
            f"{_told(name)} could be {' or '.join(map(repr, several))}.",
            "Write it as one of them.",
        )
    return name if name in found else found[0]


def _told(name: str) -> str:
    """A name for a message, where escapes of what nobody sees would only puzzle people."""
    return repr(name_key(name))


def _refuse_nameless(*names: str) -> None:
    """Whoever has no name belongs to one source, and is nobody else's spelling."""
    for name in names:
        if name.startswith(UNNAMED):
            raise Contradiction(
                f"{name!r} is not a name: it means other people in each source.",
                "If you know who it was, say so: ledger amend CLAIM --speaker NAME --reason ...",
            )
