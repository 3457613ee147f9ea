"""Whether a ledger is whole, told in one pass over its journal: the quick way, and the usual one.

The tables themselves stand in for those that the journal should have made.  For each entry they
are asked what stood before it, the rows that it makes of that are worked out, and in the end these
are compared with all that are stored.  If the rows of the entries before are right, what stood is
right, and so are the rows of this one: by induction all of them, or the comparison fails at the
first that is not.

So nothing is written, and little is kept in mind.  Indexes find what stood; that they belong to
their tables is for the database to say, which looks at itself at the end.

What is found to be whole is so.  Wherever that is not sure, `ledger.audit.verify` goes the long
way, which also says what was done.
"""

from __future__ import annotations

import secrets
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol

from ledger.audit.damage import Checked, damage_of_shape
from ledger.audit.one_part import OnePart, Part, Unsure, unfit
from ledger.store import journal_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ledger.audit.one_part import Done
    from ledger.journal.checkpoint import Checkpoint
    from ledger.store.database import Connection, Database

    Step = Callable[[], None]
    Track = Callable[[Sequence[Step]], Iterable[Step]]
    Starting = Callable[[Database, Part], "Second"]


class Second(Protocol):
    """Another process that looks at a part."""

    def answer(self) -> Done | None:
        """What it found, which is waited for; None where it came to nothing.

        Raises:
            Unsure: the part may not be whole.
        """

    def close(self) -> None:
        """End it."""


LEAST: Final = 30_000
"""A journal of fewer entries is looked at by one process: to start another takes longer."""

SHARE: Final = 0.48
"""How much of it is the first part: who looks at that looks at the database's file as well."""


class OnePass:
    """One pass, step by step.

    ``root`` is the root of the entries, ``checked`` what the checkpoints are worth, ``warnings``
    what else the database holds; they are there where the ledger `is_whole`.  ``start`` starts
    another process where there are ``least`` entries; the first part has a ``share`` of them.
    """

    least = LEAST
    share = SHARE

    def __init__(
        self,
        database: Database,
        checkpoints: Sequence[Checkpoint],
        since: int,
        last: str,
        start: Starting | None = None,
    ) -> None:
        self.size = 0
        self.root = b""
        self.checked: list[Checked] = []
        self.warnings: list[str] = []
        self._database = database
        self._since, self._last, self._start = since, last, start
        self._checkpoints = sorted(checkpoints, key=lambda checkpoint: checkpoint.size)
        self._is_unsure = False
        self._unfit = unfit(database)
        self._lasting: Connection | None = None

    def is_whole(self, track: Track) -> bool:
        """Go through all steps, and say whether all is as it should be, for sure."""
        with ExitStack() as stack:
            if not self._database.backend.readers_hold_up:
                self._lasting = stack.enter_context(self._database.reading())
            with self._reading() as connection:
                self.size = journal_table.head(connection).size
            # First: what is read below is read as tables of this shape, a view might have no end.
            self._take(self._look_at_shape)
            if self._is_unsure or self._since > self.size:
                return False
            first, *others = self._parts()
            own, rest = self._part(first, stack), [self._part(part, stack) for part in others]
            second = None
            if self._start and others:
                second = self._start(self._database, others[0])
                stack.callback(second.close)
            self._take(own.begin)
            steps = own.steps
            if not self._since:
                steps += [self._look_at_file]
            for step in track([*steps, partial(self._conclude, own, rest, second)]):
                self._take(step)
        return not self._is_unsure

    def _parts(self) -> list[Part]:
        """The parts that the journal is looked at in."""
        sizes = tuple(checkpoint.size for checkpoint in self._checkpoints)
        key = secrets.token_bytes(32)
        ends = [self._since, self.size]
        if self._start and not self._since and self.size >= self.least:
            ends.insert(1, round(self.size * self.share))
        return [
            Part(after, until, self.size, sizes, self._last, key, is_trusted=self._since > 0)
            for after, until in pairwise(ends)
        ]

    def _part(self, part: Part, stack: ExitStack) -> OnePart:
        found = OnePart(self._database, self._reading, part)
        stack.callback(found.close)
        return found

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A unit that reads, which is one for all steps where nobody has to wait for that."""
        if self._lasting is not None:
            yield self._lasting
            return
        with self._database.reading() as connection:
            yield connection

    def _take(self, step: Step) -> None:
        if self._is_unsure:
            return
        try:
            step()
        except self._unfit:
            self._is_unsure = True

    def _look_at_shape(self) -> None:
        with self._reading() as connection:
            wrong, self.warnings = damage_of_shape(connection)
        if wrong:
            raise Unsure

    def _look_at_file(self) -> None:
        with self._reading() as connection:
            backend = self._database.backend
            if backend.damage_of_file(connection) or backend.words.damage(connection):
                raise Unsure

    def _conclude(self, own: OnePart, rest: Sequence[OnePart], second: Second | None) -> None:
        """Put together what was found in all parts, and hold it against the checkpoints."""
        found = [own.done()]
        for part in rest:
            answer = None if second is None else second.answer()
            if answer is None:
                part.begin()
                for step in part.steps:
                    step()
                answer = part.done()
            found.append(answer)
        roots: dict[int, bytes] = {}
        for one in found:
            if any(roots.get(size, root) != root for size, root in one.roots.items()):
                raise Unsure  # where one part ends the next begins
            roots |= one.roots
        for several in zip(*(one.left.values() for one in found), strict=True):
            if any(map(sum, zip(*several, strict=True))):
                raise Unsure
        self.root = roots[self.size]
        self.checked = [
            Checked(checkpoint, roots.get(checkpoint.size) == checkpoint.root)
            for checkpoint in self._checkpoints
        ]
        if not all(checked.matches for checked in self.checked):
            raise Unsure
