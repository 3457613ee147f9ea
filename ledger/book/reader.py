"""What can be read from a ledger; each verb loads what it alone needs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ledger.book import lookup
from ledger.model.filters import Filters, narrowed
from ledger.store import journal_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime
    from typing import Any, Self, TypeAlias

    from ledger.book.asking.agenda import Agenda
    from ledger.book.asking.corrections import Correction
    from ledger.book.asking.disputes import Agreement
    from ledger.book.asking.recent import Recent
    from ledger.book.asking.selection import Selection
    from ledger.book.asking.show import Dossier, SourceDossier
    from ledger.journal.checkpoint import Checkpoint
    from ledger.journal.entry import Entry
    from ledger.journal.proof import Proof
    from ledger.model.claim import Source
    from ledger.model.claim_state import Assessment, Moment
    from ledger.model.export_items import DueDay, Exhibit, News, Page, RecordedOutcome
    from ledger.store.database import Connection, Database

    # Written out here, because inside the class ``list`` is the verb.
    Assessments = Page[Assessment]
    Corrections = Page[Correction]
    NumberedEntries = Page[tuple[int, Entry]]
    Outcomes = dict[str, list[RecordedOutcome]]
    Sources = dict[str, Source]
    Records = list[dict[str, Any]]
    AsOf: TypeAlias = str | date | Moment | None

AT_ONCE: Final = 5000
"""How many entries of the journal an export reads at once, so that nobody waits long to write."""


class Reader(ABC):
    """What a ledger answers from its database; `ledger.book.ledger.Ledger` opens and closes that.

    A method that takes ``as_of`` answers as it would have then: at the end of a day, which is a
    text or a `datetime.date`, or at ``ENTRY@DAY``, a text or what `moment` gave; by default now.
    """

    _database: Database

    @abstractmethod
    def _now(self) -> datetime:
        """The moment it is, in UTC."""

    @property
    def place(self) -> str:
        """The path of the ledger's file, or the URL of its database without a password."""
        return self._database.place

    @contextmanager
    def _as_of(self, as_of: AsOf) -> Iterator[tuple[Connection, Moment]]:
        """A transaction that reads, and the moment it is asked about."""
        told = None if as_of is None else str(as_of)
        with self._database.reading(lookup.entry_in(told)) as connection:
            yield connection, lookup.read_moment(connection, told, self._now())

    @contextmanager
    def at_once(self) -> Iterator[Self]:
        """The same ledger, all of whose answers are of one state; it is for one thread alone."""
        with self._database.at_once() as database:
            own = copy(self)
            own._database = database  # noqa: SLF001 - its own
            yield own

    def moment(self, as_of: AsOf = None) -> Moment:
        """What ``as_of`` means: how many entries are known, and which day counts as today.

        Raises:
            BadDate: it is no day, or none that has come yet.
        """
        with self._as_of(as_of) as (_, moment):
            return moment

    def root(self, as_of: AsOf = None) -> bytes:
        """The root hash of the journal (RFC 9162), 32 bytes."""
        with self._as_of(as_of) as (connection, moment):
            return journal_table.root(connection, moment.entry)

    def prove(self, identifier: str, checkpoint: Checkpoint) -> Proof:
        """The proof that a claim was in the ledger when a ``checkpoint`` of it was made.

        Raises:
            Contradiction: the checkpoint is not of this ledger, or the claim was not in force then.
            NotFound: no claim bears the id.
        """
        from ledger.book import prove

        with self._database.reading(checkpoint.size) as connection:
            return prove.prove(connection, identifier, checkpoint)

    def show(self, identifier: str, as_of: AsOf = None) -> Dossier | SourceDossier:
        """A claim, question or source with its whole history.

        Raises:
            NotFound: nothing bears the id.
        """
        from ledger.book.asking import show

        with self._as_of(as_of) as (connection, moment):
            return show.show(connection, identifier, moment)

    @contextmanager
    def select(self, filters: Filters | None = None, as_of: AsOf = None) -> Iterator[Selection]:
        """What `list` gives, to be read inside: as rows, or as columns to count in."""
        from ledger.book.asking.selection import select

        with self._as_of(as_of) as (connection, moment):
            yield select(connection, moment, filters or Filters())

    def list(
        self,
        filters: Filters | None = None,
        as_of: AsOf = None,
        most: int | None = None,
        order: str = "due",
        **chosen: str | Sequence[str] | date,
    ) -> Assessments:
        """The claims that ``filters`` let through, by due day, those without one last.

        With ``most`` they are the first so many; ``more`` of the answer counts the others.
        ``order`` is one of `ledger.book.asking.orders.ORDERS`; ``chosen`` are filters by their
        names, such as ``speaker="James Black"``.

        Raises:
            UnknownName: there is no filter of a name.
            NotFound: a filter names a speaker, publisher, source or topic that nothing has.
        """
        with self.select(narrowed(filters, chosen), as_of) as selection:
            return selection.page(most, order)

    def exhibits(self, filters: Filters | None = None, as_of: AsOf = None) -> Iterator[Exhibit]:
        """The claims that `list` gives, each with its source and its outcomes, to be published.

        Those that are only proposed are not among them.

        They are read as they are used, and the ledger with them until the last was.

        Raises:
            NotFound: a filter names a speaker, publisher, source or topic that nothing has.
        """
        from ledger.book.asking.export import exhibits

        with self.select(filters, as_of) as selection:
            yield from exhibits(selection)

    def sheet(self, filters: Filters | None = None, as_of: AsOf = None) -> Iterator[str]:
        """The text of a sheet (CSV) of the claims that `list` gives, but for those only proposed.

        Raises:
            NotFound: a filter names a speaker, publisher, source or topic that nothing has.
        """
        from ledger.formats.table import read

        with self.select(filters, as_of) as selection:
            yield from read.write(selection.sheet(read.FIELDS), selection.moment.entry)

    def due(
        self,
        within: timedelta = timedelta(days=30),
        stale: timedelta = timedelta(days=180),
        as_of: AsOf = None,
        most: int | None = None,
    ) -> Agenda:
        """What falls due ``within`` a span, what is overdue, and what is open and untouched.

        The last has no due day, and nothing came on its question for as long as ``stale``.  Of each
        it is the first ``most``, where that is given.
        """
        from ledger.book.asking import agenda

        with self._as_of(as_of) as (connection, moment):
            return agenda.agenda(connection, moment, within, stale, most)

    def recent(self, since: date, as_of: AsOf = None, most: int | None = None) -> Recent:
        """The verdicts and corrections recorded ``since`` a day; of each the newest ``most``."""
        from ledger.book.asking.recent import recent

        with self._as_of(as_of) as (connection, moment):
            return recent(connection, moment, since, most)

    def outcomes(self, questions: Iterable[str], as_of: AsOf = None) -> Outcomes:
        """The outcomes in force of ``questions``, given by their ids, by question."""
        with self._as_of(as_of) as (connection, moment):
            return lookup.outcomes_of(connection, moment, questions)

    def sources(self, wanted: Iterable[str], as_of: AsOf = None) -> Sources:
        """The ``wanted`` sources in force, by id; those that are not are missing."""
        from ledger.book.asking.show import sources_of

        with self._as_of(as_of) as (connection, moment):
            return sources_of(connection, moment, wanted)

    def log(
        self, identifier: str | None = None, as_of: AsOf = None, last: int | None = None
    ) -> NumberedEntries:
        """The entries of the journal with their numbers, of one id or all, in order.

        With ``last`` they are no more than so many, the newest.

        Raises:
            NotFound: nothing bears the id.
        """
        from ledger.book.asking import selection

        with self._as_of(as_of) as (connection, moment):
            return selection.log(connection, moment, identifier, last)

    def corrections(self, as_of: AsOf = None, last: int | None = None) -> Corrections:
        """What was amended, withdrawn or re-judged, oldest first; of these the ``last``.

        Its ``more`` is None where nobody counted what came before.
        """
        from ledger.book.asking.corrections import corrections
        from ledger.book.asking.last_corrections import last_corrections
        from ledger.model.export_items import Page

        with self._as_of(as_of) as (connection, moment):
            own = connection, moment.entry
            return Page(corrections(*own)) if last is None else last_corrections(*own, last)

    def disputes(
        self, filters: Filters | None = None, as_of: AsOf = None, most: int | None = None
    ) -> Agreement:
        """Where recorders differ, and how far they agree, on the questions of claims.

        With ``most`` no more is read than tells the first so many disputes, and whether there are
        more: the answer says by ``is_all`` whether that was everything.

        Raises:
            NotFound: a filter names a speaker, publisher, source or topic that nothing has.
        """
        from ledger.book.asking.disputes import agreement, first_disputes

        with self.select(filters, as_of) as selection:
            return agreement(selection) if most is None else first_disputes(selection, most)

    def due_days(self, filters: Filters | None = None, as_of: AsOf = None) -> Iterator[DueDay]:
        """The due days of the questions of the claims `list` gives, in order, as they are used."""
        from ledger.book.asking.export import due_days

        with self.select(filters, as_of) as selection:
            yield from due_days(selection)

    def news(self, filters: Filters | None = None, as_of: AsOf = None) -> News:
        """New claims, outcomes and corrections, newest first, of the claims `list` gives.

        Those of withdrawn claims are among them.  They are read as used, a few in a transaction.
        """
        from ledger.book.asking.feed_items import news

        filters = filters or Filters()
        with self.select(filters, as_of) as selection:
            return news(self._database, selection, filters)

    def withdrawn(self, filters: Filters | None = None, as_of: AsOf = None) -> Assessments:
        """The claims that were withdrawn, as they last were."""
        from ledger.model.export_items import Page

        with self.select(filters, as_of) as selection:
            return Page(selection.withdrawn())

    def evidence(self, outcome: str) -> Records:
        """The evidence of an ``outcome`` (``QUESTION#n``), as keys of the claim file.

        Raises:
            NotFound: there is no such outcome in force.
        """
        from ledger.book.asking import selection

        with self._database.reading() as connection:
            return selection.evidence(connection, outcome)

    def export(self, as_of: AsOf = None) -> dict[str, dict[str, Any]]:
        """The document of each source's claim file, by the source's id."""
        return dict(self.documents(as_of))

    def documents(self, as_of: AsOf = None) -> Iterator[tuple[str, dict[str, Any]]]:
        """The same a few at a time, each few in a transaction of their own.

        Raises:
            Contradiction: there are questions, and no source to go with.
        """
        from ledger.book.asking.export import documents, source_ids

        with self._as_of(as_of) as (connection, moment):
            every = source_ids(connection, moment)
        return documents(self._database, moment, every)

    def export_journal(self, as_of: AsOf = None) -> Iterator[bytes]:
        """The journal as JSON Lines, some entries at a time, each in a transaction of its own."""
        from ledger.formats.jsonl import print_lines

        size = self.moment(as_of).entry
        for first in range(1, size + 1, AT_ONCE):
            with self._database.reading() as connection:
                last = min(first + AT_ONCE - 1, size)
                found = print_lines(journal_table.bytes_of(connection, first, last))
            yield found
