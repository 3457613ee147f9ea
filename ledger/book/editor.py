"""Editing beside the claims themselves: names joined and parted, what the judged ones answer.

Each verb is one transaction, as those of `ledger.book.ledger.Ledger` are.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from ledger.book.importer import Importer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ledger.book.transaction import Transaction
    from ledger.book.writing.merge import Merged
    from ledger.book.writing.respond import Responded
    from ledger.model.field_reader import Raw


class Editor(Importer):
    """A ledger in which names and responses are edited."""

    @abstractmethod
    def _writing(self, *, keep: bool = True) -> AbstractContextManager[Transaction]:
        """A transaction of writing, of which all is kept, or with ``keep`` false nothing."""

    def merge(self, speaker: str, into: str, reason: str | None = None) -> Merged:
        """Join two spellings of one name: the claims of ``speaker`` count for ``into``.

        Raises:
            BadValue, NotFound, Contradiction, NothingChanges: it cannot be so.
        """
        from ledger.book.writing import merge

        with self._writing() as transaction:
            return merge.merge(transaction, speaker, into, reason)

    def unmerge(self, speaker: str, reason: str | None = None) -> Merged:
        """Take back what `merge` did to ``speaker``.

        Raises:
            BadValue, NotFound, Contradiction: it cannot be so.
        """
        from ledger.book.writing import merge

        with self._writing() as transaction:
            return merge.unmerge(transaction, speaker, reason)

    def respond(self, identifier: str, response: Raw) -> Responded:
        """Note what the one who was judged answers to a claim: a ``response``.

        Its keys are ``by``, ``date`` and ``text``, and ``url`` where it was published.  It changes
        no verdict and no figure; it is amended and withdrawn by its id, ``CLAIM#r1``.

        Raises:
            BadValue, NotFound, NothingChanges: it cannot be so.
        """
        from ledger.book.writing import respond

        with self._writing() as transaction:
            return respond.respond(transaction, identifier, response)
