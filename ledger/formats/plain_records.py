"""Plain records: what files say that is new to nobody's eyes, kept on disk until it is entered.

Of the records in a large import nearly all are as they should be: clean texts, days, words that are
known.  They need no object each.  A reader makes bodies of them, as the entries will hold them, and
puts them into a `Spool`, so that memory does not grow with the files.  Whoever meets what is not
plain raises `Unsure`: then all is read anew by those who take every case, and explain it.
"""

from __future__ import annotations

import marshal
import tempfile
from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    Body: TypeAlias = dict[str, Any]

NEVER: Final = 2**31 - 1
"""Stands for the due day of a question that has none."""

AT_ONCE: Final = 1024 * 1024
"""How many bytes are written to disk at once."""

SOURCE, QUESTION, CLAIM = range(3)
RANKS: Final = 4


class Unsure(Exception):  # noqa: N818 - no error: it says that the careful way is to be taken
    """Something is not plain, and may be good or bad."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain record: what it is, and its body; ``judged`` says that its row tells a verdict."""

    kind: str
    id: str
    body: Body
    judged: bool


@dataclass(slots=True)
class Stored:
    """Where records lie in a file: of each its beginning and its length, in their order."""

    starts: array[int] = field(default_factory=lambda: array("q"))
    lengths: array[int] = field(default_factory=lambda: array("I"))

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(slots=True)
class Spool:
    """Plain records in the order in which an import enters them, which is not that of the rows.

    That is source by source, each before its questions and those before its claims; and behind all
    of them the outcomes, also by source.  What must be known of all records together is kept as
    numbers: an id as its hash, which is that of another in one of some billion imports, and then
    the import is merely a slow one.
    """

    named: Stored = field(default_factory=Stored)
    outcomes: Stored = field(default_factory=Stored)
    lacks_former: bool = True
    """Whether no record had another id in a past release, or was read otherwise."""
    _file: BinaryIO | None = None
    _written: int = 0
    _waiting: bytearray = field(default_factory=bytearray)
    _keys: array[int] = field(default_factory=lambda: array("q"))
    _starts: array[int] = field(default_factory=lambda: array("q"))
    _groups: int = 0
    _sources: dict[str, tuple[int, bool]] = field(default_factory=dict)
    _ids: array[int] = field(default_factory=lambda: array("q"))
    _due: dict[int, int] = field(default_factory=dict)
    _asked: array[int] = field(default_factory=lambda: array("q"))
    _made: array[int] = field(default_factory=lambda: array("i"))
    _judged: array[int] = field(default_factory=lambda: array("q"))

    def source(self, identifier: str, body: Body, *, shared: bool) -> int:
        """Put a source in; the answer is the number of what this file says of it.

        ``shared`` says that other files may be of it too, as lists may.

        Raises:
            Unsure: another file has the id, and not the same of it.
        """
        group = self._groups
        self._groups += 1
        said = hash(marshal.dumps(sorted(body.items())))
        before = self._sources.get(identifier)
        if before is None:
            self._sources[identifier] = said, shared
            self._ids.append(hash(identifier))
            self._put(group * RANKS + SOURCE, "source", identifier, body)
        elif not shared or before != (said, True):
            raise Unsure
        return group

    def question(self, group: int, identifier: str, body: Body, due: int) -> None:
        """Put a question in; ``due`` is its latest due day as a number, or `NEVER`."""
        key = hash(identifier)
        self._ids.append(key)
        self._due[key] = due
        self._put(group * RANKS + QUESTION, "question", identifier, body)

    def claim(self, group: int, identifier: str, body: Body, made: int, *, judged: bool) -> None:
        """Put a claim in; ``made`` is the first day on which it may have been made, or 0."""
        asked = body["question"]
        if asked != identifier:
            self._ids.append(hash(identifier))
            self._asked.append(hash(asked))
            self._made.append(made)
        self._put(group * RANKS + CLAIM, "claim", identifier, body, judged=judged)

    def outcome(self, group: int, question: str, body: Body) -> None:
        """Put the only outcome of a question in.

        Raises:
            Unsure: its evidence names a source, which must be sought.
        """
        if any("source" in evidence for evidence in body.get("evidence", ())):
            raise Unsure
        self._judged.append(hash(question))
        self._put(~group, "outcome", question, body)

    def end_file(self) -> None:
        """Put what was given since the last file in order."""
        starts, keys = self._starts, self._keys
        starts.append(self._written + len(self._waiting))
        for stored, some in (
            (self.named, [n for n, key in enumerate(keys) if key >= 0]),
            (self.outcomes, [n for n, key in enumerate(keys) if key < 0]),
        ):
            some.sort(key=lambda n: keys[n] if keys[n] >= 0 else ~keys[n])
            stored.starts.extend([starts[n] for n in some])
            stored.lengths.extend([starts[n + 1] - starts[n] for n in some])
        del starts[:], keys[:]

    def refuse_strays(self) -> None:
        """See that all files together are plain too.

        Raises:
            Unsure: an id comes twice or a question has two outcomes, no file has the question, or a
                claim was made after that was due.
        """
        due, asked = self._due, zip(self._asked, self._made, strict=True)
        if (
            _has_twice(self._ids)
            or _has_twice(self._judged)
            or not all(one in due for one in self._judged)
            or any(due.get(one, -1) < made for one, made in asked)
        ):
            raise Unsure
        due.clear()
        self._sources.clear()
        del self._ids[:], self._judged[:], self._asked[:], self._made[:]

    def read(self, stored: Stored) -> Iterator[Plain]:
        """The records that lie there, in order."""
        for start, length in zip(stored.starts, stored.lengths, strict=True):
            # What this process wrote a moment ago, into a file that nobody else can open.
            yield Plain(*marshal.loads(self._bytes(start, length)))  # noqa: S302

    def close(self) -> None:
        """Throw the file away."""
        if self._file is not None:
            self._file.close()

    def _put(
        self, key: int, kind: str, identifier: str, body: Body, *, judged: bool = False
    ) -> None:
        self._keys.append(key)
        self._starts.append(self._written + len(self._waiting))
        self._waiting += marshal.dumps((kind, identifier, body, judged))
        if len(self._waiting) >= AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        try:
            self._write()
        except OSError as trouble:  # there may be no room
            raise Unsure from trouble

    def _write(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="ledger-import-", buffering=0)  # noqa: SIM115 - closed by `close`
        self._file.seek(self._written)
        self._file.write(self._waiting)
        self._written += len(self._waiting)
        self._waiting.clear()

    def _bytes(self, start: int, length: int) -> bytes | bytearray:
        if start >= self._written:
            start -= self._written
            return self._waiting[start : start + length]
        assert self._file is not None  # noqa: S101 - something was written to it
        self._file.seek(start)
        return self._file.read(length)


def _has_twice(numbers: array[int]) -> bool:
    """Whether a number is there twice; sorted they take half the room of a set."""
    return any(one == other for one, other in pairwise(sorted(numbers)))
