"""An import of plain records (`ledger.formats.plain_records`), in one pass and in steady memory.

What is new is entered, and what the ledger has to the letter is left; everything else, such as an
amendment, a second verdict or a name that must be sought, is `Unsure` and for the careful import.
So the two have one result, and entries in one order.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from itertools import compress, islice
from typing import TYPE_CHECKING, Any, Final

from ledger.book.asking.two_people import namesakes
from ledger.book.importing.bundles import BEARERS, joining
from ledger.book.importing.plan import NAMED, Imported
from ledger.book.writing.reasons import read_reason
from ledger.errors import FileTrouble
from ledger.formats.plain_records import NEVER, Spool, Unsure
from ledger.journal.entry import Entry, holds
from ledger.model.codec import to_body
from ledger.model.namesakes import Posts
from ledger.model.new_ids import is_transliterated, made_of
from ledger.store import records
from ledger.store.lookups import known_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from ledger.book.transaction import Transaction
    from ledger.errors import Problem
    from ledger.formats.import_files import Intake
    from ledger.formats.plain_records import Plain
    from ledger.formats.registry import Reader
    from ledger.model.bundle import Bundle
    from ledger.store.database import Connection, Database

AT_ONCE: Final = 1000
"""How many records are looked for at once."""

SPELT: Final = ("publisher", "title", "url", "statement", "speaker")
"""The keys whose words a made id may have, in the letters of another script."""

SHARING: Final = {"question", "claim"}
"""The kinds of records that may have one id, where a claim makes its question."""


def import_plain(  # noqa: PLR0913 - it is one part of `Taking.take`
    database: Database,
    begin: Callable[[Connection], Transaction],
    intake: Intake,
    reason: str | None,
    *,
    dry_run: bool,
    most: int | None = NAMED,
) -> Imported | None:
    """What an import did, or would do; None where the careful import must do it.

    Of what is added the ids of the first ``most`` are kept, or of all.

    Raises:
        BadValue: the reason is no text that can be kept.
    """
    with closing(Spool()) as spool:
        try:
            problems, is_whole = _read(intake, spool)
            read_reason(reason)  # which nothing here needs
            with database.writing() as connection:
                work = PlainImport(begin(connection), spool, is_whole=is_whole)
                work.result.most = most
                work.look()
                work.enter(intake.track, dry_run=dry_run)
        except Unsure:
            return None
    work.result.problems = problems
    return work.result


def _read(intake: Intake, spool: Spool) -> tuple[list[Problem], bool]:
    """Read all files; their warnings, and whether some mean to have all that a source claims."""
    if intake.unread or any(intake.left_out.values()):
        raise Unsure
    problems: list[Problem] = []
    is_whole = False
    for path, form in intake.track(intake.files):
        told, means_all = _read_file(intake, path, form, spool)
        problems += told
        is_whole = is_whole or means_all
        spool.end_file()
    spool.refuse_strays()
    return problems, is_whole


def _read_file(
    intake: Intake, path: Path, form: Reader, spool: Spool
) -> tuple[list[Problem], bool]:
    """Read one file, of which nothing is held when the next is read."""
    try:
        given = intake.given(path, form)
    except FileTrouble as trouble:
        raise Unsure from trouble
    if (read_plain := getattr(form, "read_plain", None)) is not None:
        return read_plain(given, spool), False
    bundles, told = form.read(given)
    if any(one.severity == "error" for one in told):
        raise Unsure
    for bundle in bundles:
        _put(spool, bundle)
    return told, any(bundle.extent != "list" for bundle in bundles)


def _put(spool: Spool, bundle: Bundle) -> None:
    """Put a bundle into the spool."""
    if bundle.responses:
        raise Unsure
    home = bundle.source
    for item in (*bundle.named, *bundle.outcomes):
        if item.former or item.reason is not None or item.blank or item.lasting or item.draft:
            raise Unsure
        if item.repeats or item.called not in {None, home.record.title}:
            raise Unsure
    published = home.record.published
    since = published.earliest if published else None
    group = spool.source(home.record.id, to_body(home.record), shared=home.said is not None)
    for question in bundle.questions:
        due = question.record.due
        last = due.latest.toordinal() if due and due.latest else NEVER
        spool.question(group, question.record.id, to_body(question.record), last)
    for claim in bundle.claims:
        made = claim.record.made
        first = made.earliest if made else since
        number = first.toordinal() if first else 0
        spool.claim(group, claim.record.id, to_body(claim.record), number, judged=True)
    for outcome in bundle.outcomes:
        spool.outcome(group, outcome.record.question, to_body(outcome.record))


class PlainImport:
    """A plain import under way."""

    def __init__(self, transaction: Transaction, spool: Spool, *, is_whole: bool) -> None:
        self.result = Imported()
        self._transaction, self._spool, self._is_whole = transaction, spool, is_whole
        self._connection, self._size = transaction.connection, transaction.head.size
        self._is_new = bytearray()
        self._names: dict[str, Counter[str]] = {what: Counter() for what in BEARERS}
        self._posts = Posts()
        self._has_other_letters = False
        self._has_made_ids = False
        self._there = 0

    def look(self) -> None:
        """See what of the records the ledger has already.

        Raises:
            Unsure: it has something of them, and not the same.
        """
        several = len(self._spool.named) + len(self._spool.outcomes)
        if not self._size:
            self._is_new = bytearray(b"\1") * several
            return
        if not self._spool.lacks_former:
            raise Unsure
        for stored, known in (
            (self._spool.named, self._known),
            (self._spool.outcomes, self._known_outcomes),
        ):
            found = self._spool.read(stored)
            while some := list(islice(found, AT_ONCE)):
                for one, is_known in zip(some, known(some), strict=True):
                    self._is_new.append(not is_known)
                    self._note(one, is_new=not is_known)
        self.result.unchanged = self._is_new.count(0)
        named = self._spool.read(self._spool.named)
        old = (plain for plain, is_new in zip(named, self._is_new, strict=False) if not is_new)
        known_claims = sum(plain.kind == "claim" for plain in old)
        # What else there is of the sources may be missing in the files.
        if (known_claims or self._is_whole) and self._there != known_claims:
            raise Unsure
        if self._has_other_letters and self._has_made_ids:
            raise Unsure
        self._tell_of_names()

    def enter(self, track: Callable[[Sequence[int]], Iterable[int]], *, dry_run: bool) -> None:
        """Enter what is new."""
        entries = self._entries()
        self.result.before, self.result.entries = self._size, self._is_new.count(1)
        if dry_run:
            for _ in entries:
                pass
        else:
            self._transaction.write(entries, self._is_new.count(1), track)
        if not self._size:
            self._tell_of_names()

    def _entries(self) -> Iterator[Entry]:
        at, by, add = self._transaction.at, self._transaction.by, self.result.add
        for plain in self._new():
            if not self._size:
                self._count_name(plain)
            identifier = f"{plain.id}#1" if plain.kind == "outcome" else plain.id
            add(plain.kind, identifier, plain.body)
            yield Entry(at, by, plain.kind, identifier, plain.body)

    def _new(self) -> Iterator[Plain]:
        named, outcomes = self._spool.named, self._spool.outcomes
        yield from compress(self._spool.read(named), self._is_new)
        yield from compress(self._spool.read(outcomes), memoryview(self._is_new)[len(named) :])

    def _count_name(self, one: Plain) -> None:
        if one.kind == "claim":
            body = one.body
            self._names["speaker"][body["speaker"]] += 1
            if "organisation" in body or "role" in body:
                post = body.get("organisation"), body.get("role")
                self._posts.take(body["speaker"], *post, one.id)
        elif one.kind == "source":
            self._names["publisher"][one.body["publisher"]] += 1

    def _note(self, one: Plain, *, is_new: bool) -> None:
        if is_new:
            self._count_name(one)
            self._has_made_ids = self._has_made_ids or made_of(one.id) is not None
        if not self._has_other_letters:
            self._has_other_letters = any(is_transliterated(one.body.get(key)) for key in SPELT)

    def _tell_of_names(self) -> None:
        """Name the names that are like others."""
        result = self.result
        for what, names in self._names.items():
            if found := known_alike(self._connection, self._size, what, names):
                result.alike[what] = found
        if self._posts.new:
            result.namesakes = namesakes(self._connection, self._size, self._posts)
        if result.alike:
            sources = (plain for plain in self._new() if plain.kind == "source")
            result.joining = joining(result.alike, ((source.id, source.body) for source in sources))

    def _known(self, some: Sequence[Plain]) -> list[bool]:
        """Of each source, question and claim whether the ledger has it as it is."""
        ids: dict[str, set[str]] = {"source": set(), "question": set(), "claim": set()}
        for plain in some:
            ids[plain.kind].add(plain.id)
        borne = records.bearers(self._connection, {plain.id for plain in some})
        said = {
            kind: records.sole_bytes(self._connection, kind, wanted & borne.keys())
            for kind, wanted in ids.items()
        }
        self._count_claims(ids["source"])
        self._refuse_judged(some)
        return [
            self._has(plain, borne.get(plain.id, ()), said[plain.kind].get(plain.id))
            for plain in some
        ]

    def _has(self, one: Plain, borne: Iterable[Any], data: bytes | None) -> bool:
        kinds = {each.kind for each in borne}
        if not kinds and data is None:
            return False
        shares = one.kind == "question" or one.body.get("question") == one.id
        if (
            data is None
            or not holds(data, one.body)
            or kinds - {one.kind} - (SHARING if shares else set())
        ):
            raise Unsure
        return True

    def _count_claims(self, sources: set[str]) -> None:
        """Count the claims in force of the sources."""
        found = records.claims_by(self._connection, "source", sources)
        self._there += sum(each.in_force(self._size) for one in found.values() for each in one)

    def _refuse_judged(self, some: Sequence[Plain]) -> None:
        """See that no row leaves a verdict blank that the ledger has."""
        asked = {
            plain.body["question"] for plain in some if plain.kind == "claim" and not plain.judged
        }
        if asked and records.sole_bytes(self._connection, "outcome", asked):
            raise Unsure

    def _known_outcomes(self, some: Sequence[Plain]) -> list[bool]:
        said = records.sole_bytes(self._connection, "outcome", {plain.id for plain in some})
        there = Counter(one.rpartition("#")[0] for one in said)
        found = []
        for plain in some:
            if there[plain.id] and (
                there[plain.id] > 1 or not holds(said.get(f"{plain.id}#1", b""), plain.body)
            ):
                raise Unsure
            found.append(bool(there[plain.id]))
        return found
