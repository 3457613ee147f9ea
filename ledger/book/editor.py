"""Editing beside adding and amending: names joined and parted, claims approved, responses.

Each verb is one transaction, as those of `ledger.book.ledger.Ledger` are.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from ledger.book.keeper import Keeper

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from ledger.book.transaction import Transaction
    from ledger.book.writing.merge import Merged
    from ledger.book.writing.respond import Responded
    from ledger.book.writing.split import Split
    from ledger.book.writing.undo import Undone
    from ledger.model.field_reader import Raw

    # Written out here, because inside the class ``list`` is the verb.
    Ids = list[str]


class Editor(Keeper):
    """A ledger in which names are joined and parted, claims approved and responses noted."""

    @abstractmethod
    def _writing(self, *, keep: bool = True) -> AbstractContextManager[Transaction]:
        """A transaction of writing, of which all is kept, or with ``keep`` false nothing."""

    def withdraw(
        self,
        identifier: str,
        reason: str | None = None,
        *,
        seen: int | None = None,
        key: str | None = None,
    ) -> Ids:
        """Take back a claim, a question, one outcome or response; the answer names what.

        ``seen`` and ``key`` are as for `amend`.

        Raises:
            NotFound, NeedsReason, Contradiction: it cannot be so.
            Changed, Taken: as for `record`.
        """
        from ledger.book.writing.requests import Request

        with self._writing() as transaction:
            return Request(seen, key).withdraw(transaction, identifier, reason)

    def undo(
        self, reason: str | None = None, *, last: int | None = None, dry_run: bool = False
    ) -> Undone:
        """Take back the recorder's own last command, of the last 15 minutes, as entries like any.

        What was new is withdrawn, but for a source; what was changed or withdrawn is as it was.
        With ``last`` it must have ended with that entry; with ``dry_run`` nothing is written.

        Raises:
            Contradiction: nothing is there to undo, or it is too late: others have built on it, or
                a checkpoint was made since; an import and an undo are not undone.
        """
        from ledger.book.writing import undo

        with self._writing(keep=not dry_run) as transaction:
            return undo.undo(transaction, reason, last)

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

    def split(  # noqa: PLR0913 - who, whom, and which claims
        self,
        speaker: str,
        into: str,
        reason: str | None = None,
        *,
        claims: Iterable[str] = (),
        organisation: str | None = None,
        role: str | None = None,
    ) -> Split:
        """Give claims of ``speaker`` to another person of that name, who is written ``into``.

        They are the ``claims`` of these ids, those of an ``organisation``, of a ``role``, or what
        is all of these.  To take joined names apart again is `unmerge`.

        Raises:
            BadValue, NeedsReason, NotFound, Contradiction: it cannot be so.
        """
        from ledger.book.writing import split

        with self._writing() as transaction:
            return split.split(
                transaction,
                speaker,
                into,
                reason,
                claims=tuple(claims),
                organisation=organisation,
                role=role,
            )

    def approve(
        self, claims: str | Iterable[str], reason: str | None = None, *, seen: int | None = None
    ) -> list[str]:
        """Let ``claims``, one or several, count that somebody else has proposed.

        With ``seen``, the number of the last entry there was, what was changed since is refused.

        Raises:
            BadValue, NotFound, Contradiction, NothingChanges: it cannot be so.
            Changed: an entry that touches one came after ``seen``.
        """
        from ledger.book.writing.requests import Request

        with self._writing() as transaction:
            wanted = [claims] if isinstance(claims, str) else list(claims)
            return Request(seen).approve(transaction, wanted, reason)

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
