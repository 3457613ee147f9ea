"""Keeping a ledger: checkpoints, verifying, copies, and what is taken in, as files and as journals.

But for `import_`, none of these verbs makes an entry of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledger.book.finder import Finder
from ledger.errors import Changed, NeedsReason
from ledger.invocation import CHECKPOINT
from ledger.journal.entry import horizon
from ledger.store import journal_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, BinaryIO

    from ledger.audit.transfer import Continued, Copied
    from ledger.audit.verify import Track, Verified
    from ledger.book.importing.bundles import Imported
    from ledger.book.transaction import Transaction
    from ledger.formats.registry import Options
    from ledger.formats.table.layout import Layout
    from ledger.journal.checkpoint import Checkpoint
    from ledger.store.backend import BackedUp
    from ledger.store.database import Connection


class Keeper(Finder):
    """A ledger that can be read and kept, and takes files in."""

    def checkpoint(self, key: str | Path | None = None) -> Checkpoint:
        """The journal's size and root as it is, signed with the key in the file ``key``.

        That it was made is noted in the user's own folder, for what it covers is not undone.

        Raises:
            Contradiction: the key has signed what contradicts it.
            FileTrouble, Malformed: the key, or what it has signed, cannot be read or written.
            NotInstalled: the library ``cryptography`` is missing.
        """
        if key is not None:
            from ledger.audit.signing import sign

            done = sign(self._database, Path(key))
        else:
            from ledger.audit.checkpoints import take

            with self._database.reading() as connection:
                done = take(connection)
        journal_table.mark_entries(self._database.reading, CHECKPOINT, 1, done.size)
        return done

    def verify(
        self,
        checkpoints: Sequence[Checkpoint] = (),
        since: Checkpoint | None = None,
        track: Track = iter,
    ) -> Verified:
        """Whether the entries, the tree, the tables and the database itself are whole.

        They are compared with each other, and with ``checkpoints``.  With ``since`` the entries of
        that checkpoint are trusted once their hashes have its root: only what is newer is read.
        ``track`` wraps the steps, to show progress.
        """
        from ledger.audit import verify

        return verify.verify(self._database, checkpoints, since, track, self._now())

    def backup(self, path: str | Path, *, replace: bool = False) -> BackedUp:
        """Copy the ledger to a new file at ``path``, while others may write, and verify the copy.

        ``replace`` allows to replace a file that is there.

        Raises:
            FileTrouble: there is a file already, or it cannot be made.
            StoreTrouble: the ledger is damaged, or is in no file.
        """
        database = self._database
        return database.backend.backup(
            database.engine, database.place, Path(path), overwrite=replace
        )

    def copy(
        self,
        target: str | Path,
        *,
        track: Callable[[Sequence[int]], Iterable[int]] = iter,
    ) -> Copied:
        """Copy the whole ledger to ``target``, a path or URL where there is none or an empty one.

        ``track`` wraps the parts as they are copied, to show progress.

        Raises:
            StoreTrouble: there is another ledger, or the journal of this one is damaged.
        """
        from ledger.audit import transfer

        return transfer.copy(self._database, str(target), track)

    def import_journal(
        self,
        file: BinaryIO,
        path: str = "-",
        *,
        dry_run: bool = False,
        tell: Callable[[int], None] = lambda _: None,
    ) -> Continued:
        """Take in a whole journal, the JSON Lines of ``file``, in one transaction.

        It goes into an empty ledger, or one whose journal is its beginning.  ``path`` is what
        people call the file; ``tell`` is told how many entries there are, from time to time.

        Raises:
            ProblemsFound: it is no journal that can be taken in; nothing was written.
            FileTrouble: the file cannot be read.
        """
        from ledger.audit.transfer import continue_journal
        from ledger.formats.jsonl import lines_of

        with self._database.writing() as connection:
            lines = lines_of(file, path)
            done = continue_journal(connection, lines, path, self._now(), tell)
            if dry_run:
                connection.rollback()
        return done

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
