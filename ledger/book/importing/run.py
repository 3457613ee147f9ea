"""Taking in files: all their problems at once, then one transaction, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger import permissions
from ledger.book.importing.bundles import (
    earlier_claims,
    import_bundles,
    problems_between,
)
from ledger.book.importing.check import drafts, with_quotes
from ledger.book.importing.plain_import import import_plain
from ledger.book.importing.plan import NAMED
from ledger.errors import ProblemsFound
from ledger.formats.import_files import AS_CSV, WHOLE
from ledger.formats.packing.unpack import outer
from ledger.formats.write_files import write_new
from ledger.invocation import IMPORT
from ledger.store.journal_table import mark_entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.book.importing.bundles import Imported
    from ledger.book.transaction import Transaction
    from ledger.errors import Problem
    from ledger.formats.import_files import Intake
    from ledger.model.bundle import Bundle
    from ledger.model.claim import Claim
    from ledger.store.database import Connection, Database


@dataclass(slots=True)
class Taking:
    """An import under way: where it goes, how a transaction of it begins, and what is taken in."""

    database: Database
    begin: Callable[[Connection], Transaction]
    intake: Intake
    article: Path | None
    reason: str | None
    reread: bool = False
    most: int | None = NAMED

    def take(self, *, skip_bad: bool, dry_run: bool) -> Imported:
        """Enter what the files say and the ledger does not, without what has problems if asked to.

        Raises:
            ProblemsFound: there are problems; nothing was written.
            FileTrouble: as `checking.with_quotes` does, or bad rows cannot be written.
        """
        done = self._take(skip_bad=skip_bad, dry_run=dry_run)
        if not dry_run:
            mark_entries(self.database.reading, IMPORT, done.before + 1)
        done.files = [(str(path), form.NAME) for path, form in self.intake.files]
        return done

    def _take(self, *, skip_bad: bool, dry_run: bool) -> Imported:
        if self.article is None and not self.reread:
            done = import_plain(
                self.database,
                self.begin,
                self.intake,
                self.reason,
                dry_run=dry_run,
                most=self.most,
            )
            if done is not None:
                return done
        bundles, told = self._read()
        if _errors(told):
            if not skip_bad:
                # Though nothing will be entered, what is wrong between files is told in the same
                # go: whoever mends the files has all of it at once.
                raise ProblemsFound(_in_order([*told, *self._between(bundles, told)]))
            bundles = self._without(told)
        # What is left out may be what others refer to.  So the rest is entered anew, each time in a
        # transaction of its own, until nothing is wrong; each round leaves out more, so it ends.
        while True:
            with self.database.writing() as connection:
                transaction = self.begin(connection)
                done = import_bundles(
                    transaction, bundles, self.reason, reread=self.reread, most=self.most
                )
                # A transaction that is not closed writes nothing.  The bad rows are kept before
                # that: where their file cannot be written, nothing is imported.
                if not done.errors and not dry_run:
                    done.bad_rows = self._keep_bad_rows(told)
                    transaction.close(self.intake.track)
            if not done.errors:
                done.problems = [*told, *done.problems]
                return self._with_left_out(done)
            if not skip_bad:
                raise ProblemsFound([*told, *done.problems])
            told += done.errors
            bundles = self._without(done.errors)

    def _read(self) -> tuple[list[Bundle], list[Problem]]:
        bundles, problems = self.intake.read()
        problems = [*problems, *drafts(bundles)]
        if self.article is None:
            return bundles, problems
        return with_quotes(bundles, problems, self.article, self._earlier_claims)

    def _without(self, problems: list[Problem]) -> list[Bundle]:
        """The bundles of what is left without that which has ``problems``, and more of them."""
        wrong = _errors(problems)
        bundles: list[Bundle] = []
        while wrong:
            self.intake.leave_out(wrong)
            bundles, again = self._read()
            wrong = _errors(again)
            # A file that is read again may tell what it told before; each problem is told once.
            known = set(problems)
            problems += [problem for problem in wrong if problem not in known]
        return bundles

    def _between(self, bundles: list[Bundle], told: list[Problem]) -> list[Problem]:
        """What is wrong between files, and between them and the ledger."""
        # Nobody knows what is in a file that could not be read: it may be what others refer to.
        bad = {problem.path for problem in _errors(told)}
        unread = bool(bad.difference(bundle.path for bundle in bundles))
        with self.database.reading() as connection:
            return problems_between(connection, bundles, unread=unread)

    def _keep_bad_rows(self, told: list[Problem]) -> dict[str, str]:
        """Write the rows left out of each file to a new one beside it, and why to another."""
        kept: dict[str, str] = {}
        for path, (suffix, text) in self.intake.bad_rows().items():
            mode = permissions.of_copy(outer(path))
            new = write_new(_bad(path, suffix), text, mode)
            why = [str(one) for one in told if one.path == str(path) and one.severity == "error"]
            write_new(new.with_suffix(".txt"), "".join(f"{one}\n" for one in why), mode)
            kept[str(path)] = str(new)
        return kept

    def _with_left_out(self, done: Imported) -> Imported:
        left_out = self.intake.left_out
        done.in_items = frozenset(self.intake.in_items)
        done.skipped = sorted(path for path, rows in left_out.items() if WHOLE in rows)
        done.rows_left_out = {
            path: sorted(rows)
            for path, rows in sorted(left_out.items())
            if rows and WHOLE not in rows
        }
        return done

    def _earlier_claims(self, bundle: Bundle) -> dict[str, Claim]:
        with self.database.reading() as connection:
            return earlier_claims(connection, bundle)


def _bad(path: Path, suffix: str = "") -> Path:
    """Where the bad rows of a sheet go: of what is no CSV, rows are written as CSV.

    Those of formats that are no tables end in a ``suffix`` of their own.
    """
    if not suffix or path.suffix.lower() in {".csv", ".tsv"}:
        suffix = ".csv" if path.suffix.lower() in AS_CSV else path.suffix
    home = outer(path)
    if home != path:  # what is in a zip goes beside that
        path = home.with_name(f"{home.stem}.{path.name}")
    return path.with_suffix(f".bad{suffix or '.csv'}")


def _errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.path, problem.line))
