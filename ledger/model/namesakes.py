"""Two people of one name: claims of a known name by somebody of another organisation and role.

People change their jobs, so one that differs alone says little; who is in another organisation and
has another role than in all claims so far may be somebody else.  Words decide: whoever is at "RAND"
is at "RAND Europe" too, and an organisation that is named in a role is known.
"""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from ledger.model.claim import UNNAMED
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Post: TypeAlias = tuple[str, str]
    """An organisation and a role, each empty where it is not said."""

WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Namesake:
    """A ``name`` that comes with another ``post`` than it is ``known`` with, in so many claims.

    ``first`` is the id of the first of them.
    """

    name: str
    known: Post
    post: Post
    claims: int
    first: str

    @property
    def apart(self) -> str:
        """A spelling that tells who bears the name from the other."""
        return f"{self.name} ({self.post[0]})"

    @property
    def told(self) -> str:
        """What is pointed out."""
        known, now = map(_told, (self.known, self.post))
        return (
            f"{self.name} is {known} in other claims, and {now} in {counted(self.claims, 'claim')}"
        )

    @property
    def command(self) -> str:
        """The command that takes the two apart, to be copied into a shell."""
        words = ["ledger", "split", self.name, "--as", self.apart, "--organisation", self.post[0]]
        return shlex.join([*words, "--reason", "another person"])


def _told(post: Post) -> str:
    organisation, role = post
    return f"{role}, {organisation}" if role and organisation else role or organisation


@dataclass(slots=True)
class Posts:
    """The posts in which names come in new claims: for each the first claim, and their number."""

    new: dict[str, dict[Post, tuple[str, int]]] = field(default_factory=dict)

    def take(self, speaker: str, organisation: str | None, role: str | None, claim: str) -> None:
        """Take in a new claim, by its id."""
        if (organisation or role) and not speaker.startswith(UNNAMED):
            posts = self.new.setdefault(speaker, {})
            post = (organisation or "", role or "")
            first, number = posts.get(post, (claim, 0))
            posts[post] = (first, number + 1)

    @property
    def names(self) -> list[str]:
        """The names that come with an organisation and a role, and so can be held apart."""
        return [name for name, posts in self.new.items() if any(all(post) for post in posts)]

    def namesakes(
        self, known: Mapping[str, Iterable[Post]], group: Callable[[str], str]
    ) -> Iterator[Namesake]:
        """Who may be somebody else than is ``known`` by that name; each is told once.

        What is known, and what comes, of names that count for one ``group`` is held together.
        """
        there: dict[str, list[Post]] = defaultdict(list)
        for name, several in known.items():
            there[group(name)] += several
        for speaker in self.names:
            before = there[group(speaker)]
            for post, (first, number) in self.new[speaker].items():
                if all(post) and _is_another(post, before):
                    shown = max(before, key=lambda one: (all(one), before.count(one)))
                    yield Namesake(speaker, shown, post, number, first)
                before.append(post)


def _is_another(post: Post, known: list[Post]) -> bool:
    """Whether somebody has neither the organisation nor the role of any that are known."""
    if not any(one[0] for one in known) or not any(one[1] for one in known):
        return False
    organisation, role = map(_words, post)
    for other in set(known):
        there = [_words(one) for one in other]
        if _is_alike(organisation, there[0]) or _is_alike(role, there[1]):
            return False
        if organisation <= there[1] or (there[0] and there[0] <= role):
            return False
    return True


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.casefold()))


def _is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether all the words of one are among those of the other."""
    return bool(one and other) and (one <= other or other <= one)
