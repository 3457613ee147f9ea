"""Keeping a ledger whole: checkpoints, verifying, copies, and journals taken in as they are.

None of these verbs makes an entry of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledger.book.finder import Finder
from ledger.invocation import CHECKPOINT
from ledger.store.journal_table import mark_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import BinaryIO

    from ledger.audit.one_pass import Track
    from ledger.audit.transfer import Continued, Copied
    from ledger.audit.verify import Verified
    from ledger.journal.checkpoint import Checkpoint
    from ledger.store.backend import BackedUp


class Keeper(Finder):
    """A ledger that can be read and kept."""

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
        mark_entries(self._database.reading, CHECKPOINT, 1, done.size)
        return done

    def verify(
        self,
        checkpoints: Sequence[Checkpoint] = (),
        since: Checkpoint | None = None,
        track: Track = iter,
        processes: int = 1,
    ) -> Verified:
        """Whether the entries, the tree, the tables and the database itself are whole.

        They are compared with each other, and with ``checkpoints``.  With ``since`` the entries of
        that checkpoint are trusted once their hashes have its root: only what is newer is read.
        ``track`` wraps the steps, to show progress.  With two ``processes`` a second one is
        started where the ledger is large.
        """
        from ledger.audit import verify

        now = self._now()
        return verify.verify(self._database, checkpoints, since, track, now, processes)

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
