"""Earlier rules: what past releases read or named otherwise than this one does.

A file that a past release imported is imported again: the record it made must be found and left as
it is, though it has another id now, or other words.  So a reader that has come to read something
otherwise says of each record how it was read before, too (`Former`), by one of the rules here; an
import seeks the record under its former ids, and writes what only the newer reading changes when
it is asked to, and not otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.model import naming
from ledger.model.body import to_body
from ledger.model.namekeys import is_same

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.model.body import Record


REFERRING: Final = frozenset({"source", "question"})
"""Keys that hold the id of another record, which may itself have had another."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that past releases went by: the last one that did, and what it is about, in words.

    ``was`` gives what the rule made of a text or a table, where that can be said apart.
    """

    until: str
    words: str
    was: Callable[[Any], Any] = lambda given: given


@dataclass(frozen=True, slots=True)
class Former:
    """How a record was read before: by which rule, under which id, and what its body held.

    ``id`` is None where that is as it is; a value in ``body`` is None where the key was not set.
    All of ``body`` belongs together: a ledger has this reading where it has all of it.
    ``shared`` says that others had the id too: whose the record under it is, its outcomes tell.
    """

    rule: Rule
    id: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    shared: bool = False


def former(rule: Rule, now: Record, then: Record) -> tuple[Former, ...]:
    """How a record that is read as ``now`` was read by a rule; nothing where that is the same.

    Nor are texts another reading that nobody can tell apart: what was written stays so.
    """
    before, after = to_body(then), to_body(now)
    keys = {
        one for one in {*before, *after} - REFERRING if not is_same(before.get(one), after.get(one))
    }
    identifier = then.id if then.id != now.id else None
    if not keys and identifier is None:
        return ()
    return (Former(rule, identifier, {one: before.get(one) for one in sorted(keys)}),)


def former_id(now: str, then: str, *, shared: bool = False) -> tuple[Former, ...]:
    """The id that release 0.1.0 made of texts, where it is another than is made ``now``."""
    return (Former(RULES["ids"], then, shared=shared),) if then != now else ()


RULES: Final[dict[str, Rule]] = {
    "ids": Rule("0.1.0", "ids made of texts", naming.UNTIL_0_1_0.slug),
    "tidying": Rule("0.1.0", "characters that mean nothing, entities, and addresses that harm"),
    "closing time": Rule("0.1.0", "closing times of trackers taken for due days"),
    "days in UTC": Rule("0.1.0", "days of trackers in UTC"),
}
"""Every rule there was, by a name for readers.

Where a rule changes, what it was comes in here, with the last release that went by it; the readers
it is about say `Former` by it; and `tests/museum/imported` shows that nothing is appended.
"""
