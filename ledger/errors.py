"""The refusals and problems of the ledger, each with its sentence and its cure.

Two kinds of trouble are kept apart.  A *problem* is a value: one mistake in somebody's file, with
its place, collected with all the others and reported at once.  A *refusal* is an exception: the
program will not do what was asked, and says why in one sentence a person can act on.

    Refusal
    ├── BadDate              text that is no date, or that could be read as two
    ├── BadValue             a field whose value cannot be taken
    ├── Contradiction        two things said that cannot both hold
    ├── NotFound             an id nothing bears
    ├── UnknownName          a name the program does not know
    ├── Taken                an id something else bears
    ├── NeedsReason          a change after the fact that gives no reason
    ├── NothingChanges       a revision equal to what stands
    ├── Changed              a record that is not any more as it was seen
    ├── FileTrouble          a file that cannot be read or written
    ├── Malformed            a checkpoint, key or proof not written as it must be
    ├── BadSignature         a checkpoint that a key did not sign
    ├── NotProven            a proof that does not show what it should
    ├── NotInstalled         a library that an optional part of the program needs
    ├── NothingToDraw        a picture that would be empty
    ├── ProblemsFound        the problems of one or more files
    └── StoreTrouble         a database that cannot be used
        ├── Damaged          what it holds is nothing the program writes: ``ledger verify``
        ├── NoLedger         there is none at that place
        │   └── Unreachable  no server answers there
        ├── NotALedger       what is there is something else
        ├── LedgerTooOld     written by an older program: ``ledger upgrade``
        ├── LedgerTooNew     written by a newer program
        ├── ReadOnly         it cannot be written
        ├── ConnectionLost   its server went away meanwhile
        └── Busy             others have been writing or reading for too long
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence


OF_ANY_KEY: Final = frozenset({"unknown-key", "unknown-table"})
"""Codes of problems that are alike whatever key they are about, for the key is what is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file: where it is, what it is, and whether it stops the import.

    ``line`` counts from 1; 0 means the file as a whole.  ``message`` is for people only: whatever
    is decided about a problem is decided by its ``code``, a short word for what kind of problem it
    is (``no-evidence``), and its ``key``, that of the record it is about, if any.  Where there is
    an ``about``, such as an unknown word, problems that share all of these are one, told once.
    ``item`` is the number, from 1, of the item of a list that it is in, where lines do not tell
    items apart; else 0.  ``cure`` is what would help at a terminal: an option of a command.
    """

    path: str
    line: int
    message: str
    severity: Literal["error", "warning"] = "error"
    code: str = field(kw_only=True)
    key: str = field(default="", kw_only=True)
    about: str = field(default="", kw_only=True)
    item: int = field(default=0, kw_only=True)
    cure: str = field(default="", kw_only=True)

    @property
    def told(self) -> str:
        """The message, with what would help at a terminal."""
        return f"{self.message} {self.cure}".rstrip()

    @property
    def kind(self) -> tuple[str, ...]:
        """What problems that are alike share, whatever else they say."""
        key = "" if self.code in OF_ANY_KEY else self.key
        return self.path, self.severity, self.code, key, self.about

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        mark = "" if self.severity == "error" else "warning: "
        return f"{place}: {mark}{self.told}"


class Refusal(Exception):  # noqa: N818 - a refusal is the program's answer, not a fault in it
    """The program will not do what was asked: ``str()`` is why, ``cure`` what would help."""

    def __init__(self, sentence: str, cure: str = "") -> None:
        super().__init__(sentence)
        self.cure = cure


def clause(sentence: str) -> str:
    """A sentence as a part of another, which ends in a full stop of its own."""
    return sentence.rstrip(".")


class BadDate(Refusal):
    """Text that cannot be read as a date, or that different anchors read differently.

    ``code`` is a short word for why.
    """

    def __init__(self, sentence: str, cure: str = "", *, code: str = "bad-date") -> None:
        super().__init__(sentence, cure)
        self.code = code


class BadValue(Refusal):
    """A field whose value cannot be taken; ``field`` is its name in the claim file.

    Where several cannot, ``faults`` are all of them, each as its field and a sentence.
    """

    def __init__(
        self,
        field: str,
        sentence: str,
        cure: str = "",
        faults: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(sentence, cure)
        self.field = field
        self.faults = tuple(faults) or ((field, f"{sentence} {cure}".strip()),)


class Contradiction(Refusal):
    """Two things said that cannot both hold, such as `happened` on a day after the due day."""


class NotFound(Refusal):
    """An id that nothing in the ledger bears."""

    def __init__(self, what: str, wanted: str, close: Sequence[str] = ()) -> None:
        near = f" Did you mean {' or '.join(close)}?" if close else ""
        super().__init__(f"There is no {what} {wanted!r} in this ledger.{near}")


class UnknownName(Refusal):
    """A name that the program itself does not know; ``known`` are all it does."""

    def __init__(self, what: str, wanted: str, close: Sequence[str], known: Sequence[str]) -> None:
        near = f" Did you mean {' or '.join(close)}?" if close else ""
        super().__init__(f"Unknown {what} {wanted!r}.{near}", f"Known {what}s: {', '.join(known)}.")


class Taken(Refusal):
    """An id that something else in the ledger bears already."""


class NeedsReason(Refusal):
    """A change after the fact that gives no reason."""


class NothingChanges(Refusal):
    """A revision that equals what stands."""


class Changed(Refusal):
    """A change to a record that somebody else has changed since it was looked at.

    ``id`` is the record as it was named, ``seen`` the number of the last entry there was then, and
    ``entries`` what has touched it since: entries of the journal (`ledger.journal.entry.Entry`)
    with their numbers, in order.
    """

    def __init__(self, identifier: str, seen: int, entries: Sequence[tuple[int, Any]]) -> None:
        told = ", ".join(f"entry {number} by {entry.by}" for number, entry in entries[:3])
        more = ", ..." if len(entries) > 3 else ""  # noqa: PLR2004 - as above
        super().__init__(
            f"{identifier} was changed after entry {seen}: {told}{more}. Nothing was written.",
            f"Look at it again: ledger show {identifier}. Then make the change anew if it still "
            f"holds.",
        )
        self.id = identifier
        self.seen = seen
        self.entries = tuple(entries)


class FileTrouble(Refusal):
    """A file or folder that cannot be read or written.

    ``what`` is the matter; ``path`` and ``line`` say where, if what is the matter does not itself.
    """

    def __init__(self, what: str, cure: str = "", *, path: str = "", line: int = 0) -> None:
        place = f"{path}:{line}" if line else path
        super().__init__(f"{place}: {what}" if place else what, cure)
        self.what = what
        self.path = path
        self.line = line


class UnknownFormat(FileTrouble):
    """A file of which nothing tells what format it has."""


class Malformed(Refusal):
    """A checkpoint, key or proof that is not written as it must be."""


class BadSignature(Refusal):
    """A checkpoint that a key did not sign, or whose signature is not valid."""


class NotProven(Refusal):
    """A proof that does not show what it should."""


class NotInstalled(Refusal):
    """A library is missing that an optional part of the program needs; ``extra`` brings it."""

    def __init__(self, what: str, library: str, extra: str) -> None:
        super().__init__(
            f"{what} needs {library}, which is not installed.",
            f"Install it: pip install 'claim-ledger[{extra}]'",
        )


class NothingToDraw(Refusal):
    """A picture that would be empty."""


class ProblemsFound(Refusal):
    """Files with problems; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        errors = sum(problem.severity == "error" for problem in problems)
        noun = "problem" if errors == 1 else "problems"
        super().__init__(f"{errors} {noun} found; nothing was written.")
        self.problems = tuple(problems)

    def add(self, sentence: str) -> None:
        """Say something more, of what was done all the same."""
        self.args = (f"{self} {sentence}",)


class StoreTrouble(Refusal):
    """A database that cannot be used as a ledger."""


class Damaged(StoreTrouble):
    """Something was read that the program does not write; ``what`` it is, and ``how`` one tells."""

    def __init__(self, what: str, how: str, cure: str = "Run ledger verify.") -> None:
        super().__init__(f"{what} is damaged: {clause(how)}.", cure)


class NoLedger(StoreTrouble):
    """There is no ledger at that place."""


class Unreachable(NoLedger):
    """No server answers at that place."""


class NotALedger(StoreTrouble):
    """What is there is not a ledger."""


class LedgerTooOld(StoreTrouble):
    """The database was written by an older program and wants an upgrade."""


class LedgerTooNew(StoreTrouble):
    """The database was written by a newer program than this one."""


class ReadOnly(StoreTrouble):
    """The database cannot be written."""


class ConnectionLost(StoreTrouble):
    """The database's server went away while it was used."""


class Busy(StoreTrouble):
    """Other processes have been writing or reading for longer than this one waits."""
