"""Names that are merely alike: they differ in case, accents and the like, and may be one.

They are pointed out, and never joined: whether two names are one is for people to say.
"""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ledger.model.claim import UNNAMED
from ledger.model.namekeys import ASPECTS, differences, likeness, name_key
from ledger.store import lookups
from ledger.store.spellings import spellings_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ledger.model.assessment import Assessment
    from ledger.store.database import Connection

ONE_NAME: Final = ("--reason", "one name")
"""The reason in commands to copy: once a question is settled or due, they need one."""

NAMES: Final[dict[str, Callable[[Assessment], Iterable[str]]]] = {
    "speaker": lambda claim: () if claim.unnamed else (claim.speaker_group,),
    "publisher": lambda claim: (claim.publisher_group,),
    "topic": lambda claim: claim.topic_groups,
}
"""What of a claim is a name, by what it names."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Names that are alike, of what they name: the one used most first, each with its claims."""

    what: str
    names: tuple[tuple[str, int], ...]

    @property
    def commands(self) -> tuple[str, ...]:
        """What joins each of the others to the first; there are none but for speakers."""
        if self.what != "speaker":
            return ()
        (first, _), *others = self.names
        return tuple(merge_command(name, first) for name, _ in others)


def difference(pairs: Iterable[tuple[str, str]]) -> str:
    """In what the names of pairs differ, each from the other, in words: ``case and accents``."""
    found = {one for pair in pairs for one in differences(*pair)}
    aspects: list[str] = [one for one in ASPECTS if one in found]
    *others, last = aspects or ["spelling"]
    return f"{', '.join(others)} and {last}" if others else last


def merge_command(speaker: str, into: str) -> str:
    """The command that joins a name to another, to be copied into a shell."""
    return _command([*ONE_NAME], [speaker, into])


def undo_command(speaker: str) -> str:
    """The command that takes back what a name was joined to, to be copied into a shell."""
    return _command(["--undo", "--reason", "not one name"], [speaker])


def publisher_command(source: str, publisher: str) -> str:
    """The command that gives a source the publisher's other name, to be copied into a shell."""
    return shlex.join(["ledger", "amend", source, "--publisher", publisher, *ONE_NAME])


def _command(options: list[str], names: list[str]) -> str:
    """A merge; its options stand in front where a name would be taken for one."""
    if any(one.startswith("-") for one in names):
        return shlex.join(["ledger", "merge", *options, "--", *names])
    return shlex.join(["ledger", "merge", *names, *options])


def alike(claims: Iterable[Assessment]) -> list[Alike]:
    """The names of claims that are alike: speakers, then publishers, then topics."""
    several = list(claims)
    found = []
    for what, names_of in NAMES.items():
        often = Counter(name for one in several for name in names_of(one))
        found += [Alike(what, tuple(own)) for own in _sets(often)]
    return found


def _sets(often: Counter[str]) -> Iterator[list[tuple[str, int]]]:
    by_likeness = defaultdict(list)
    for name, number in sorted(often.items(), key=lambda one: (-one[1], one[0])):
        by_likeness[likeness(name)].append((name, number))
    for key in sorted(by_likeness):
        if key and len(by_likeness[key]) > 1:
            yield by_likeness[key]


def known_alike(
    connection: Connection,
    moment: int,
    what: str,
    names: Iterable[str],
    leaving: Mapping[str, int] = MappingProxyType({}),
) -> list[tuple[str, str]]:
    """Those of some names that are new to the ledger, each with an established one it is like.

    That one has the most records in force in the ledger, as of entry ``moment``, or where none has
    any, among ``names``, which hold a name once for each record.  ``what`` is ``speaker`` or
    ``publisher``; names that were joined are one.  ``leaving`` says how many records are being
    amended that bear a name now.
    """
    spellings = spellings_at(connection, moment)
    of = spellings.group if what == "speaker" else name_key
    wanted = Counter(of(one) for one in names if not one.startswith(UNNAMED))
    known = lookups.names_alike(connection, what, {likeness(one) for one in wanted} - {""})
    often = Counter({of(one): 0 for one in known})
    for one, number in known.items():
        often[of(one)] += max(0, number - leaving.get(one, 0))
    new = [one for one in wanted if one not in often and likeness(one)]
    there = [one for one, number in often.items() if number or one in wanted]
    established: dict[str, str] = {}
    for one in [*sorted(there, key=lambda one: (-often[one], one)), *_commonest(new, wanted)]:
        established.setdefault(likeness(one), one)
    pairs = [(one, established[likeness(one)]) for one in new]
    return [(one, other) for one, other in pairs if one != other]


def _commonest(names: Iterable[str], often: Counter[str]) -> list[str]:
    """The names by how often they come, the commonest first, else as they come."""
    return sorted(names, key=lambda one: -often[one])
