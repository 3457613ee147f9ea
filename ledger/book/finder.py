"""What helps a person to type, such as the names there are; and how forecasts moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.book import lookup
from ledger.book.reader import Reader
from ledger.model import codec
from ledger.model.filters import Filters
from ledger.store import alike_ids, journal_table, lookups, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from ledger.book.asking.duplicates import Alike, Duplicates
    from ledger.book.asking.forecasts import Course
    from ledger.book.asking.judged import Judged
    from ledger.book.asking.names import Named
    from ledger.book.reader import AsOf
    from ledger.model.claim import Source
    from ledger.model.claim_state import Assessment
    from ledger.model.export_items import Page, RecordedResponse

    Responses = dict[str, list[RecordedResponse]]
    Assessments = list[Assessment]
    Sources = list[Source]
    Doubles = list[Duplicates]
    Likenesses = list[Alike]


class Finder(Reader):
    """A ledger in which names and ids can be looked up by what somebody has typed so far."""

    recorder: str

    def names(self, what: str) -> list[str]:
        """The names of every ``what``: speaker, publisher, source (its id) or topic."""
        with self._database.reading() as connection:
            return lookups.names(connection, what, journal_table.head(connection).size)

    def named(self, what: str, as_of: AsOf = None) -> list[Named]:
        """All of ``what``, such as ``speaker`` or ``publisher``, by how many claims they have."""
        from ledger.book.asking.names import named

        with self._as_of(as_of) as (connection, moment):
            return named(connection, moment, what)

    def responses(self, claims: Iterable[str], as_of: AsOf = None) -> Responses:
        """The responses in force to ``claims``, given by their ids, by claim."""
        with self._as_of(as_of) as (connection, moment):
            return lookup.responses_of(connection, moment, claims)

    def publishable(self, as_of: AsOf = None) -> int:
        """The last entry before which nothing is held back: the journal may be published up to it.

        Held back are claims that are only proposed, with what came with them, and verdicts given
        blind on questions that nobody has decided.
        """
        from ledger.store.held_back import first_held_back

        with self._as_of(as_of) as (connection, moment):
            first = first_held_back(connection, moment.entry)
            return moment.entry if first is None else first - 1

    def last_source(self) -> Source | None:
        """The source that was used last."""
        from ledger.book.asking import selection

        with self._database.reading() as connection:
            return selection.last_source(connection)

    def source(self, identifier: str) -> Source:
        """The source with this id.

        Raises:
            NotFound: there is none.
        """
        with self._database.reading() as connection:
            return lookup.source(connection, identifier)

    def source_at(self, place: str) -> Source | None:
        """The source whose id is ``place``, or its address in any of its forms; None for none."""
        with self._database.reading() as connection:
            known = records.latest(connection, "source", [place]).get(place)
            if known is None and (found := lookups.source_with_url(connection, place)):
                place, known = found, records.latest(connection, "source", [found]).get(found)
            return None if known is None else codec.source_of(place, known.body)

    def ids(self, beginning: str, kinds: Sequence[str], most: int) -> list[str]:
        """Ids of records of these ``kinds`` with this ``beginning``, in order."""
        with self._database.reading() as connection:
            return alike_ids.ids_from(connection, beginning, kinds, most)

    def begun(self, beginning: str, kinds: Sequence[str], most: int) -> list[str]:
        """What `ids` gives, but where ``beginning`` is a whole id only that, though withdrawn.

        ``kinds`` are those of records, such as ``claim``.
        """
        with self._database.reading() as connection:
            if records.bearers(connection, [beginning]):
                return [beginning]
            return alike_ids.ids_from(connection, beginning, kinds, most)

    def editable(self, identifier: str, as_of: AsOf = None) -> dict[str, Any]:
        """The keys of a record that `Ledger.amend` takes, as they stand, or stood.

        Raises:
            NotFound: nothing in force bears the id.
        """
        from ledger.book.asking.editing import editable

        with self._as_of(as_of) as (connection, moment):
            return editable(connection, identifier, None if as_of is None else moment.entry)

    def forecasts(self, identifier: str, speaker: str | None = None, as_of: AsOf = None) -> Course:
        """The forecasts on a question, or that of a claim, by all or a ``speaker``, as made.

        Raises:
            NotFound: no question or claim bears the id.
        """
        from ledger.book.asking.forecasts import forecasts

        with self._as_of(as_of) as (connection, moment):
            return forecasts(connection, moment, identifier, speaker)

    def latest_verdicts(self, as_of: AsOf = None, most: int = 10) -> list[Assessment]:
        """A claim of each of the questions that got a verdict last, the newest first.

        Verdicts given blind are passed over, as others may still be judging.
        """
        from ledger.book.asking import newest

        with self._as_of(as_of) as (connection, moment):
            asked = newest.latest_questions(connection, moment, most)
            found = {one.question: one for one in newest.claims_on(connection, moment, asked)}
            return [found[question] for question in asked if question in found]

    def judged(
        self, questions: Iterable[str], recorder: str | None = None, as_of: AsOf = None
    ) -> Judged:
        """Which of the ``questions`` a ``recorder`` has judged; by default that of the ledger."""
        from ledger.book.asking.judged import judged

        with self._as_of(as_of) as (connection, moment):
            return judged(connection, moment, recorder or self.recorder, questions)

    def entries_holding(
        self, words: str, as_of: AsOf = None, most: int = 1000
    ) -> tuple[list[int], bool]:
        """The entries `search` finds for ``words``, and whether there are more than ``most``."""
        from ledger.book.asking import newest

        with self._as_of(as_of) as (connection, moment):
            return newest.entries_holding(connection, moment, words, most)

    def search(
        self,
        words: str,
        filters: Filters | None = None,
        as_of: AsOf = None,
        most: int | None = None,
    ) -> Page[Assessment]:
        """The claims in which every one of ``words`` begins some word, the newest first.

        With ``most`` they are the first so many; ``more`` of the answer counts the others, and is
        None where the words are so common that nobody counted.
        """
        from ledger.book.asking import selection

        with self._as_of(as_of) as (connection, moment):
            return selection.search_claims(connection, moment, words, filters or Filters(), most)

    def similar(self, statement: str, as_of: AsOf = None, most: int = 5) -> Assessments:
        """The claims whose statement is much the same as ``statement``, of each question one.

        They are no more than ``most``, the most alike first.
        """
        from ledger.book.asking.similar import similar

        with self._as_of(as_of) as (connection, moment):
            return similar(connection, moment, statement, most)

    def sources_titled(self, title: str, as_of: AsOf = None, most: int = 5) -> Sources:
        """The sources of claims with a title that is much the same as ``title``, by likeness.

        They are no more than ``most``.
        """
        from ledger.book.asking.similar import sources_titled

        with self._as_of(as_of) as (connection, moment):
            return sources_titled(connection, moment, title, most)

    def duplicates(self, filters: Filters | None = None, as_of: AsOf = None) -> Doubles:
        """The claims of one speaker that look like one, from several sources."""
        from ledger.book.asking.duplicates import duplicates

        return duplicates(self.list(filters, as_of))

    def alike(self, filters: Filters | None = None, as_of: AsOf = None) -> Likenesses:
        """The names of the claims `list` gives that are merely alike: in case, accents and such.

        Raises:
            NotFound: a filter names a speaker, publisher, source or topic that nothing has.
        """
        from ledger.book.asking.duplicates import alike

        return alike(self.list(filters, as_of))
