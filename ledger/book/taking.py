"""Taking in files: all their problems at once, then one transaction, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book import importing
from ledger.book.checking import with_quotes
from ledger.errors import ProblemsFound
from ledger.formats.intake import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.book.importing import Imported
    from ledger.book.unit import Unit
    from ledger.errors import Problem
    from ledger.formats.intake import Intake
    from ledger.model.bundle import Bundle
    from ledger.model.claim import Claim
    from ledger.store.database import Connection, Database


@dataclass(slots=True)
class Taking:
    """An import under way: where it goes, how a unit of it begins, and what is taken in."""

    database: Database
    begin: Callable[[Connection], Unit]
    intake: Intake
    article: Path | None
    reason: str | None

    def take(self, *, skip_bad: bool, dry_run: bool) -> Imported:
        """Enter what the files say and the ledger does not, without what has problems if asked to.

        Raises:
            ProblemsFound: there are problems; nothing was written.
            FileTrouble: as `checking.with_quotes` does.
        """
        bundles, told = self._read()
        if _errors(told):
            if not skip_bad:
                raise ProblemsFound(_in_order([*told, *self._between(bundles, told)]))
            bundles = self._without(told)
        while True:
            with self.database.writing() as connection:
                unit = self.begin(connection)
                done = importing.import_bundles(unit, bundles, self.reason)
                if not done.errors and not dry_run:
                    unit.close()
            if not done.errors:
                done.problems = [*told, *done.problems]
                done.skipped = _left_out(self.intake)
                return done
            if not skip_bad:
                raise ProblemsFound([*told, *done.problems])
            told += done.errors
            bundles = self._without(done.errors)

    def _read(self) -> tuple[list[Bundle], list[Problem]]:
        return with_quotes(*self.intake.read(), self.article, self._earlier_claims)

    def _without(self, problems: list[Problem]) -> list[Bundle]:
        """The bundles of what is left without that which has ``problems``, and more of them."""
        wrong = _errors(problems)
        bundles: list[Bundle] = []
        while wrong:
            self.intake.leave_out(wrong)
            bundles, again = self._read()
            wrong = _errors(again)
            problems += wrong
        return bundles

    def _between(self, bundles: list[Bundle], told: list[Problem]) -> list[Problem]:
        """What is wrong between files, and between them and the ledger."""
        unread = bool({one.path for one in _errors(told)}.difference(one.path for one in bundles))
        with self.database.reading() as connection:
            return importing.problems_between(connection, bundles, unread=unread)

    def _earlier_claims(self, bundle: Bundle) -> dict[str, Claim]:
        with self.database.reading() as connection:
            return importing.earlier_claims(connection, bundle)


def _errors(problems: list[Problem]) -> list[Problem]:
    return [one for one in problems if one.severity == "error"]


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda one: (one.path, one.line))


def _left_out(intake: Intake) -> list[str]:
    """The files left out, and the rows with the number of each behind its file."""
    return [
        f"{path}:{row}" if row else path
        for path, rows in sorted(intake.left_out.items())
        for row in ([WHOLE] if WHOLE in rows else sorted(rows))
    ]
