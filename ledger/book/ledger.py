"""The ledger: the one writer, and with what it reads the public Python interface.

Each verb loads what it alone needs, so that one who reads does not wait for what writes.
"""

from __future__ import annotations

import getpass
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.book.editor import Editor
from ledger.errors import Changed, NeedsReason
from ledger.journal.entry import horizon
from ledger.store import journal_table
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Self

    from ledger.book.importing.bundles import Imported
    from ledger.book.transaction import Transaction
    from ledger.book.writing.add import Added
    from ledger.book.writing.changes import Amended
    from ledger.book.writing.forecast import Forecasted
    from ledger.book.writing.record import Recorded
    from ledger.formats.registry import Options
    from ledger.formats.table.layout import Layout
    from ledger.model.field_reader import Raw
    from ledger.quote import Article
    from ledger.store.database import Connection


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
        replica: the URL of a read replica, to be read where it has what is needed (PostgreSQL).
        at_least: the entry that there must be in what is read, where there is a replica.
        tell: is told, in a sentence, where the replica was not read, and why.

    Raises:
        NoLedger, NotALedger, LedgerTooOld, LedgerTooNew: there is none that can be used.
        BadValue: the recorder is no name that can be kept.
    """

    def __init__(  # noqa: PLR0913 - each said at the class
        self,
        target: str | Path = "ledger.db",
        *,
        recorder: str | None = None,
        clock: Callable[[], datetime] | None = None,
        create: bool = False,
        replica: str | None = None,
        at_least: int = 0,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.recorder = _name_of(recorder)
        if replica is None:
            self._database = open_database(str(target), create=create)
        else:
            from ledger.store.read_replica import open_with_replica

            self._database = open_with_replica(str(target), replica, create, at_least, tell)
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
        from ledger.book.writing import record

        with self._writing(keep=not dry_run) as transaction:
            if seen is None and key is None:
                return record.record(transaction, identifier, outcome)
            from ledger.book.writing.requests import Request

            return Request(seen, key).record(transaction, identifier, outcome)

    def forecast(
        self,
        identifier: str,
        said: str | float,
        more: Raw | None = None,
        source: str | None = None,
    ) -> Forecasted:
        """Add how likely the recorder holds a question to be, as a claim made today.

        What is ``said`` is a probability from 0 to 1, or a text such as ``70%``; on a question of
        another type it is an ``answer`` such as "320 to 380 @ 90%".  ``more`` are other keys of the
        claim: ``speaker`` for somebody else's, ``made`` for another day, whose words are read
        against today.  It is in the ``source``, or in one of the speaker's own.

        Raises:
            BadValue, BadDate, NotFound: it cannot be so.
        """
        from ledger.book.writing import forecast

        with self._writing() as transaction:
            return forecast.forecast(transaction, identifier, str(said), more or {}, source)

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

    def import_(  # noqa: PLR0913 - each an option of the command
        self,
        paths: str | Path | Sequence[str | Path],
        *,
        form: str | None = None,
        options: Options | None = None,
        reason: str | None = None,
        text: str | Path | None = None,
        skip_bad: bool = False,
        dry_run: bool = False,
        reread: bool = False,
        most: int | None = 1000,
        seen: int | None = None,
        track: Callable[[Sequence[Any]], Iterable[Any]] = iter,
        tell: Callable[[str], None] = lambda _: None,
        understood: Callable[[Layout], None] = lambda _: None,
        puzzled: Callable[[Layout], None] = lambda _: None,
    ) -> Imported:
        """Import the files at ``paths``, one or several, or folders of claim files, at once.

        ``form`` names the format of all files, which otherwise is guessed by their content and
        told to ``tell``; ``options`` say how foreign ones are to be understood.
        ``reason`` serves where a change after the fact gives none itself; ``text`` is the article
        whose quotes they are; ``skip_bad`` leaves out files with problems, or rows where a format
        has rows, and what depends on them; ``reread`` writes, for the ``reason``, what only this
        release reads otherwise; ``track`` wraps files and rows as they are read, to show progress;
        ``understood`` is told how each sheet lies, and ``puzzled`` of one with unknown columns.
        Nothing is imported where the ledger has more entries than were ``seen``, if that is given.
        The answer has the ids of the first ``most`` added of each kind, or with None of all.

        Raises:
            ProblemsFound: a file has problems, or cannot be read; nothing was written.
            FileTrouble: the text cannot be read, or ``options`` say what no file's format can use.
            NeedsReason: there is none for ``reread``.
            UnknownName: there is no format ``form``.
            Changed: something was entered after ``seen``.
        """
        from ledger.book.importing.run import Taking
        from ledger.formats.import_files import Intake, files_of, refuse_idle_mapping
        from ledger.formats.registry import Options

        if reread and reason is None:
            raise NeedsReason("Reading again needs a reason.", "Give one with --reason.")
        several = [paths] if isinstance(paths, str | Path) else paths
        files, unread = files_of([Path(path) for path in several], form, tell)
        told = options or Options()
        refuse_idle_mapping(files, told)
        intake = Intake(
            files, unread, horizon(self._now()), told, track, understood=understood, puzzled=puzzled
        )
        article = None if text is None else Path(text)

        def begun(connection: Connection) -> Transaction:
            transaction = self._begun(connection)
            if seen is not None and transaction.head.size != seen:
                later = journal_table.entries(connection, seen + 1, transaction.head.size)
                raise Changed("The ledger", seen, list(later))
            return transaction

        take = Taking(self._database, begun, intake, article, reason, reread, most).take
        return take(skip_bad=skip_bad, dry_run=dry_run)

    def _begun(self, connection: Connection) -> Transaction:
        """A transaction of writing that begins now."""
        from ledger.book.transaction import Transaction

        return Transaction(connection, self._now(), self.recorder, journal_table.head(connection))


def _name_of(recorder: str | None) -> str:
    """The name of who records, without blanks around it; where none is given, the login name.

    Raises:
        BadValue: it is no name that can be kept.
    """
    if not recorder:
        return _login()
    from ledger.model.field_reader import Reading, refuse

    reading = Reading({"recorder": recorder})
    name = reading.line("recorder")
    refuse(reading.complaints)
    return name or _login()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
