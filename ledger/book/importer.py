"""Importing: files taken in at once, by the one writer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledger.book.keeper import Keeper
from ledger.errors import Changed, NeedsReason
from ledger.journal.entry import horizon
from ledger.store import journal_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from ledger.book.importing.bundles import Imported
    from ledger.book.transaction import Transaction
    from ledger.formats.registry import Options
    from ledger.formats.table.layout import Layout
    from ledger.store.database import Connection


class Importer(Keeper):
    """A ledger that takes files in."""

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
