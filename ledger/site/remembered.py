"""A ledger that remembers what it was asked last, for pages about one question come together.

A page is as of the last entry that bears on it: so what it shows of a source, or of the tree, is
the same as of every later entry, and is read once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ledger.book import prove
from ledger.book.asking.show import Dossier
from ledger.book.asking.tree import all_hashes
from ledger.journal import merkle
from ledger.journal.checkpoint import ORIGIN, Checkpoint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ledger.book.asking.corrections import Correction
    from ledger.book.asking.show import SourceDossier
    from ledger.book.ledger import Ledger
    from ledger.journal.merkle import HashReader
    from ledger.model.claim import Source
    from ledger.model.claim_state import Assessment


class Remembered:
    """Answers as the ledger does, as of moments up to one.

    Args:
        ledger: what is asked.
        as_of: that moment.
        questions: the question of each claim in force.
        waiting: the claims that nobody has approved yet, which are in no answer.
        until: the last entry before which nothing is held back: of more no root is told.
    """

    def __init__(
        self,
        ledger: Ledger,
        as_of: str,
        questions: Mapping[str, str],
        waiting: Collection[str],
        until: int,
    ) -> None:
        self._until = until
        self._ledger, self._now, self._questions = ledger, as_of, questions
        self._waiting = frozenset(waiting)
        self._last: tuple[tuple[str, str], Dossier | SourceDossier] | None = None
        self._sources: dict[str, Source] = {}
        self._roots: dict[str, bytes] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the ledger has
        return getattr(self._ledger, name)

    def show(self, identifier: str, as_of: str) -> Dossier | SourceDossier:
        """What the ledger shows; all claims on one question are read together."""
        question = self._questions.get(identifier, identifier)
        if self._last is None or self._last[0] != (question, as_of):
            known = self._ledger.show(question, as_of)
            shown = replace(known, claims=self._approved(known.claims))
            self._last = (question, as_of), shown
        found = self._last[1]
        if question == identifier or not isinstance(found, Dossier):
            return found
        claim = next((one for one in found.claims if one.id == identifier), None)
        if claim is None:
            return self._ledger.show(identifier, as_of)
        return replace(found, claim=claim, withdrawn=False)

    def _approved(self, claims: Iterable[Assessment]) -> tuple[Assessment, ...]:
        return tuple(one for one in claims if one.id not in self._waiting)

    def latest_verdicts(self, as_of: str, most: int) -> list[Assessment]:
        """The claims that got a verdict last."""
        found = self._ledger.latest_verdicts(as_of, most + len(self._waiting))
        return list(self._approved(found)[:most])

    def corrections(self, as_of: str) -> list[Correction]:
        """What was changed."""
        return [one for one in self._ledger.corrections(as_of) if one.id not in self._waiting]

    def sources(self, wanted: Iterable[str], as_of: str) -> dict[str, Source]:  # noqa: ARG002
        """The sources in force."""
        several = set(wanted)
        if new := several - self._sources.keys():
            self._sources |= self._ledger.sources(new, self._now)
        return {one: self._sources[one] for one in several if one in self._sources}

    def root(self, as_of: str) -> bytes:
        """The root hash as of ``ENTRY@DAY``; nothing where that would help to guess an entry."""
        size = as_of.partition("@")[0]
        if int(size) > self._until:
            return b""
        if size not in self._roots:
            self._roots[size] = merkle.root(int(size), self._hashes)
        return self._roots[size]

    def proof(self, identifier: str, size: int) -> str:
        """The proof that a claim is among the first entries."""
        checkpoint = Checkpoint(ORIGIN, size, self.root(f"{size}@"))
        with self._ledger.select(None, self._now) as selection:
            made = prove.prove_own(selection.connection, identifier, checkpoint, self._hashes)
        return str(made)

    @cached_property
    def _hashes(self) -> HashReader:
        with self._ledger.select(None, self._now) as selection:
            return all_hashes(selection)
