"""Claims that may be one and names that may be one: nearly the same, in several sources.

They are pointed out, and never joined: whether two are one is for people to say.
"""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from ledger.model.name_keys import ASPECTS, differences, likeness, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ledger.model.claim_state import Assessment

    Statement: TypeAlias = frozenset[str]


ALIKE_OF: Final = (4, 5)
"""What share of all words of two statements both must have (Jaccard index), as a fraction."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Claims of one speaker that look like one claim, by id; two of them at least differ in source.

    ``equal`` says that their statements are the same but for case, accents, signs and word order.
    """

    speaker_group: str
    equal: bool
    claims: tuple[Assessment, ...]


def duplicates(claims: Iterable[Assessment]) -> list[Duplicates]:
    """What looks like one claim entered several times, the plainest first.

    The speaker is the same, whatever its spelling; the statements share four of five words, and all
    words with digits, so that years and amounts tell claims apart.  Claims on one question are
    repeats, not duplicates, and a speaker without a name belongs to one source.
    """
    spoken: dict[tuple[str, Statement], dict[Statement, list[Assessment]]] = defaultdict(dict)
    for claim in claims:
        if not claim.unnamed:
            words = frozenset(tokens([claim.statement]) or [claim.statement])
            key = claim.speaker_group, frozenset(filter(_has_digit, words))
            spoken[key].setdefault(words, []).append(claim)
    found = [
        Duplicates(speaker, len(several) == 1, tuple(own))
        for (speaker, _), by_words in spoken.items()
        for several in _alike(list(by_words))
        if _are_apart(own := _by_id(by_words, several))
    ]
    return sorted(found, key=lambda one: (not one.equal, one.speaker_group, one.claims[0].id))


def _has_digit(word: str) -> bool:
    return any(one.isdigit() for one in word)


def _by_id(
    claims: dict[Statement, list[Assessment]], wanted: Iterable[Statement]
) -> list[Assessment]:
    return sorted(
        (claim for words in wanted for claim in claims[words]), key=lambda claim: claim.id
    )


def _are_apart(claims: Sequence[Assessment]) -> bool:
    """Whether two of the claims differ both in their source and in their question."""
    places = {(claim.source, claim.question) for claim in claims}
    sources = Counter(source for source, _ in places)
    questions = Counter(question for _, question in places)
    return any(
        len(places) > sources[source] + questions[question] - 1 for source, question in places
    )


def _alike(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """The statements in sets, each with all that is alike to one of them."""
    leader = list(range(len(statements)))

    def lead(place: int) -> int:
        while leader[place] != place:
            leader[place] = place = leader[leader[place]]
        return place

    for a, b in _pairs(statements):
        leader[lead(a)] = lead(b)
    sets: dict[int, list[Statement]] = defaultdict(list)
    for place, statement in enumerate(statements):
        sets[lead(place)].append(statement)
    yield from sets.values()


def _pairs(statements: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """The places of each two statements that are alike.

    Two sets that share enough words share one among the rarest of each, so only those are looked
    up (prefix filtering; Chaudhuri, Ganti and Kaushik, "A Primitive Operator for Similarity Joins",
    2006).
    """
    part, whole = ALIKE_OF
    often = Counter(word for statement in statements for word in statement)
    seen: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(statements):
        rarest = sorted(words, key=lambda word: (often[word], word))
        needed = -(-len(words) * part // whole)
        near: set[int] = set()
        for word in rarest[: len(words) - needed + 1]:
            near.update(seen[word])
            seen[word].append(place)
        for other in near:
            both = len(words & statements[other])
            if both * whole >= part * (len(words) + len(statements[other]) - both):
                yield other, place


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
    aspects: list[str] = [aspect for aspect in ASPECTS if aspect in found]
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
    if any(name.startswith("-") for name in names):
        return shlex.join(["ledger", "merge", *options, "--", *names])
    return shlex.join(["ledger", "merge", *names, *options])


def alike(claims: Iterable[Assessment]) -> list[Alike]:
    """The names of claims that are alike: speakers, then publishers, then topics."""
    several = list(claims)
    found = []
    for what, names_of in NAMES.items():
        often = Counter(name for claim in several for name in names_of(claim))
        found += [Alike(what, tuple(own)) for own in _sets(often)]
    return found


def _sets(often: Counter[str]) -> Iterator[list[tuple[str, int]]]:
    by_likeness = defaultdict(list)
    for name, number in sorted(often.items(), key=lambda item: (-item[1], item[0])):
        by_likeness[likeness(name)].append((name, number))
    for key in sorted(by_likeness):
        if key and len(by_likeness[key]) > 1:
            yield by_likeness[key]
