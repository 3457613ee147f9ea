"""The ledger: the one writer, and with what it reads the public Python interface.

Each verb loads what it alone needs, so that one who reads does not wait for what writes.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ledger.book.editor import Editor
from ledger.book.recorder import name_of
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Self

    from ledger.book.transaction import Transaction
    from ledger.book.writing.add import Added
    from ledger.book.writing.changes import Amended
    from ledger.book.writing.forecast import Forecasted
    from ledger.book.writing.record import Recorded
    from ledger.book.writing.undo import Undone
    from ledger.model.field_reader import Raw
    from ledger.quote import Article

    # Written out here, because inside the class ``list`` is the verb.
    Ids = list[str]


def utc_now() -> datetime:
    """The moment it is, in UTC."""
    return datetime.now(UTC)


class Ledger(Editor):
    """A ledger of forward-looking claims in one database.

        from ledger import Ledger

        with Ledger("ledger.db", recorder="desk") as ledger:
            source = {"publisher": "The Japan Times", "published": "2023-07-03"}
            ledger.add({"speaker": "James Black", "statement": "...", "due": "2023-07-12"}, source)

    Records have the keys of the claim file, with texts as values.  A day may be a `datetime.date`,
    and evidence an address or a list of them.  Every method that writes is one transaction: all of
    it is kept, or nothing is.  A method that takes ``as_of``, a day or ``ENTRY@DAY``, answers as it
    would have then.  All refusals are `ledger.errors.Refusal`, each with a sentence and a cure.

    Args:
        target: the path of the ledger's file, or a ``sqlite:///`` or ``postgresql://`` URL.
        recorder: who records, as kept in each entry; by default the login name.
        clock: tells the moment, in UTC; by default the system does.
        create: make the ledger where there is none.

    Raises:
        NoLedger, NotALedger, LedgerTooOld, LedgerTooNew: there is none that can be used.
        BadValue: the recorder is no name that can be kept.
    """

    def __init__(
        self,
        target: str | Path = "ledger.db",
        *,
        recorder: str | None = None,
        clock: Callable[[], datetime] | None = None,
        create: bool = False,
    ) -> None:
        self.recorder = name_of(recorder)
        self._database = open_database(str(target), create=create)
        self._clock = clock or utc_now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.engine.dispose()

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    @contextmanager
    def _writing(self, *, keep: bool = True) -> Iterator[Transaction]:
        with self._database.writing() as connection:
            transaction = self._begun(connection)
            yield transaction
            if keep:
                transaction.close()

    # Writing

    def add(
        self,
        claim: Raw,
        source: str | Raw,
        key: str | None = None,
        *,
        article: Article | None = None,
        dry_run: bool = False,
    ) -> Added:
        """Add a ``claim`` made in ``source``: the id of one, or the keys of a new one.

        A claim that names no ``question`` makes one under its own id; one ``against`` its
        statement makes one under another id.  Without an ``id`` the claim gets one made of its
        statement, or of its speaker and its question where that has an id of its own.
        With a ``key`` the same request may be made again: it adds nothing twice.
        Keys of a source that the ledger has mean that: the same page, or the same publisher and day
        unless the title or the url says otherwise.
        The quote must be in the ``article``, where that is given, and its place there is kept.
        With ``dry_run`` nothing is written: the answer shows what would be.

        Raises:
            BadValue: a key holds what cannot be taken, or the quote is not in the article.
            NotFound: the source or question named is not there.
            Taken: the id is somebody else's, or the ``key`` came with another request before.
        """
        from ledger.book.writing import add

        with self._writing(keep=not dry_run) as transaction:
            if key is None:
                return add.add(transaction, claim, source, article=article)
            return add.add_once(transaction, claim, source, key, article)

    def record(
        self,
        identifier: str,
        outcome: Raw,
        *,
        seen: int | None = None,
        key: str | None = None,
        dry_run: bool = False,
    ) -> Recorded:
        """Record the ``outcome`` of a question, or of the question of a claim.

        ``evidence`` is an address, a table of its keys, or a list of these; a ``url`` in a table
        may be a list too, and so an ``archive_url`` beside it.
        With ``dry_run`` nothing is written: the answer shows what each claim's result would be.
        An outcome that is ``blind`` never stands; one that ``adjudicates`` decides where recorders
        differ.
        It is refused where somebody has changed the question or its outcomes after entry ``seen``;
        with a ``key`` the same request may be made again (`ledger.book.writing.requests`).

        Raises:
            Changed: somebody has; or, of `Taken`, the ``key`` came with another request before.
            BadValue: a key holds what cannot be taken, or the verdict contradicts the dates; or it
                may not be blind, or not adjudicate, as `ledger.book.writing.record` says.
            NeedsReason: it replaces a different final verdict and gives no ``reason``.
            NothingChanges: the same is recorded already.
            NotFound: nothing bears the id.
        """
        from ledger.book.writing.requests import Request

        with self._writing(keep=not dry_run) as transaction:
            return Request(seen, key).record(transaction, identifier, outcome)

    def forecast(
        self,
        identifier: str,
        probability: str | float,
        more: Raw | None = None,
        source: str | None = None,
    ) -> Forecasted:
        """Add how likely the recorder holds a question to be, as a claim made today.

        ``probability`` is from 0 to 1, or a text such as ``70%``.  ``more`` are other keys of the
        claim: ``speaker`` for somebody else's, ``made`` for another day, whose words are read
        against today.  It is in the ``source``, or in one of the speaker's own.

        Raises:
            BadValue, BadDate, NotFound: it cannot be so.
        """
        from ledger.book.writing import forecast
        from ledger.model.forecast import of_percent

        raw = {**(more or {}), "probability": of_percent(str(probability))}
        with self._writing() as transaction:
            return forecast.forecast(transaction, identifier, raw, source)

    def amend(  # noqa: PLR0913 - what, why, and how it is asked for
        self,
        identifier: str,
        changes: Raw,
        reason: str | None = None,
        *,
        seen: int | None = None,
        key: str | None = None,
        dry_run: bool = False,
    ) -> Amended:
        """Correct our record of a source, question, claim, outcome or response.

        ``changes`` are keys with their new values; an empty text unsets one, and ``source`` moves a
        claim to another source.  With ``dry_run`` nothing is written.  ``seen`` and ``key`` are as
        for `record`, of what touches the record.

        Raises:
            BadValue, NotFound, NeedsReason, NothingChanges, Contradiction: it cannot be so.
            Changed, Taken: as for `record`.
        """
        from ledger.book.writing.requests import Request

        with self._writing(keep=not dry_run) as transaction:
            return Request(seen, key).amend(transaction, identifier, changes, reason)

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
