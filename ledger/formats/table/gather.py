"""Rows gathered into records: what several say of one must agree; and ids for rows without one."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from ledger import edtf
from ledger.errors import BadDate
from ledger.formats.cleaning import cleaned
from ledger.model import new_ids
from ledger.model.bundle import Item
from ledger.model.codec import to_body
from ledger.model.differences import both, id_used, told_apart
from ledger.model.field_values import shown
from ledger.model.name_keys import is_same
from ledger.model.new_ids import former_id
from ledger.model.outcome import differ

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.errors import Problem
    from ledger.formats.table.row import Row
    from ledger.model.bundle import Origin
    from ledger.model.claim import Claim, Question, Source
    from ledger.model.new_ids import Former, Naming
    from ledger.model.outcome import Outcome
    from ledger.model.parse import ClaimDraft


Record = TypeVar("Record", "Source", "Question", "Outcome")


@dataclass(slots=True)
class Shared(Generic[Record]):
    """One record that rows speak of: the first row's number and what they say together.

    ``said`` and ``blank`` are the keys they fill and those all of them leave blank; ``later`` is
    the row of each key that another than the first row said first; ``repeats`` is the claim that
    it goes with, where its row says again what another says.
    """

    record: Record
    origin: Origin
    reason: str | None
    number: int
    said: frozenset[str]
    blank: frozenset[str]
    later: dict[str, int] | None = None
    former: tuple[Former, ...] = ()
    as_of: int | None = None
    repeats: str = ""

    def item(self) -> Item[Record]:
        """The record as an import takes it."""
        return Item(
            self.record,
            self.reason,
            self.origin,
            self.said,
            self.blank,
            former=self.former,
            repeats=self.repeats,
            as_of=self.as_of,
        )

    def row_of(self, key: str) -> int:
        """The row that says ``key``."""
        return (self.later or {}).get(key, self.number)


@dataclass(slots=True)
class Gathering(Generic[Record]):
    """The records of one kind that the rows of a sheet speak of, by id."""

    shared: dict[str, Shared[Record]] = field(default_factory=dict)

    def add(
        self, identifier: str, new: Shared[Record], lax: frozenset[str] = frozenset()
    ) -> list[Problem]:
        """Take what a row says of a record: its first word on each key holds, and others agree.

        Under ``lax`` keys they need not.
        """
        known = self.shared.setdefault(identifier, new)
        if known is new:
            return []
        wrong: list[Problem] = []
        for key in sorted((new.said & known.said) - lax):
            there, here = getattr(known.record, key, None), getattr(new.record, key, None)
            if not is_same(here, there):
                message = (
                    f"{key} differs from row {known.row_of(key)}, which is about the same, "
                    f"{shown(identifier)}: {both(there, here)}."
                )
                wrong.append(new.origin.problem((key,), message, code="rows-disagree"))
        known.former += tuple(
            former for former in new.former if former.id and former not in known.former
        )
        known.reason = known.reason or new.reason
        if None not in {known.as_of, new.as_of}:
            known.as_of = min(known.as_of or 0, new.as_of or 0)
        known.blank &= new.blank
        if more := new.said - known.said:
            known.later = {**(known.later or {}), **dict.fromkeys(more, new.number)}
            known.record = replace(known.record, **{key: getattr(new.record, key) for key in more})
            known.said |= more
        return wrong


@dataclass(slots=True)
class Verdicts:
    """What the rows tell of questions: of each one verdict, and those that differ from it."""

    gathered: Gathering[Outcome] = field(default_factory=Gathering)
    """By the id of the question, or of a verdict beside its first, ``QUESTION#ROW``."""
    beside: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __iter__(self) -> Iterator[Shared[Outcome]]:
        """All verdicts, in the order in which rows told them first."""
        return iter(self.gathered.shared.values())

    def add(self, new: Shared[Outcome]) -> list[Problem]:
        """Take what a row tells: the first word on each verdict holds, and others agree."""
        return self.gathered.add(self._name(new), new)

    def _name(self, new: Shared[Outcome]) -> str:
        question = new.record.question
        first = self.gathered.shared.get(question)
        if first is None or not _differ(first, new):
            return question
        names = self.beside[question]
        for name in names:
            if not _differ(self.gathered.shared[name], new):
                return name
        names.append(f"{question}#{new.number}")
        return names[-1]


def _differ(first: Shared[Outcome], second: Shared[Outcome]) -> bool:
    """Whether two rows tell verdicts of which each would correct the other."""
    one, other = first.record, second.record
    if one.verdict == other.verdict and not {"value"} <= first.said & second.said:
        return False
    return differ(one, other)


KEYS = ("url", "publisher", "title", "published")
"""What the id of a source is made of."""


@dataclass(slots=True)
class MadeIds:
    """The ids made for the rows of a sheet so far; the nth of equal ones has -n behind it."""

    _now: Counter[str] = field(default_factory=Counter)
    _once: Counter[str] = field(default_factory=Counter)
    _former: dict[str, str] = field(default_factory=dict)

    def of_claim(self, row: Row, source: Source) -> str:
        """The id of a row's claim: its own, or one made."""
        raw = row.claim
        if "id" in raw:
            return cleaned(str(raw["id"])).text.strip()
        statement = str(row.question.get("statement") or raw.get("question") or "")
        said = str(raw.get("speaker", "")), statement, _day(str(raw.get("made", "")), source)
        speaker, words = (cleaned(one).text for one in said[:2])
        wish = new_ids.claim_id(speaker, words, said[2], _spoken_in(row, source, new_ids.PLAIN))
        once = new_ids.UNTIL_0_1_0.claim_id(*said, _spoken_in(row, source, new_ids.UNTIL_0_1_0))
        identifier = _numbered(wish, self._now)
        self._former[identifier] = _numbered(once, self._once)
        return identifier

    def former(self, identifier: str) -> tuple[Former, ...]:
        """The id that release 0.1.0 made for a claim, where that is another."""
        return former_id(identifier, self._former.get(identifier, identifier))


def source_id(raw: Mapping[str, Any], names: Naming = new_ids.NOW) -> str:
    """The id made for a source of these keys."""
    return names.source_id(*(str(raw.get(key, "")) for key in KEYS))


def former_source_id(raw: Mapping[str, Any], identifier: str) -> tuple[Former, ...]:
    """The id that release 0.1.0 made for a source, where it made one, and another."""
    return () if "id" in raw else former_id(identifier, source_id(raw, new_ids.UNTIL_0_1_0))


def of_question(former: tuple[Former, ...], *, denies: bool) -> tuple[Former, ...]:
    """The former ids of the question that a claim makes, by those of the claim."""
    if not denies:
        return former
    return tuple(replace(one, id=f"{one.id}-question") for one in former)


def _spoken_in(row: Row, source: Source, names: Naming) -> str:
    """The source of a claim as the id of the claim is made of it."""
    return source.id if "id" in row.source else source_id(row.source, names)


def _numbered(wish: str, count: Counter[str]) -> str:
    count[wish] += 1
    return wish if count[wish] == 1 else f"{wish}-{count[wish]}"


def _day(made: str, source: Source) -> str:
    """The day a claim was made in EDTF, its words read as they will be; else as it is written."""
    if made and not edtf.is_edtf(made):
        with suppress(BadDate):
            return str(edtf.read(made, source.published, roll="back"))
    return made


def ids_of_several(
    sources: Mapping[str, Any], questions: Mapping[str, Any], claims: Mapping[str, Any]
) -> Iterator[Problem]:
    """The problems of ids that records of several kinds bear."""
    alone = {
        one: shared
        for one, shared in questions.items()
        if one not in claims or claims[one].record.question != one
    }
    seen: dict[str, Origin] = {}
    for records in (sources, alone, claims):
        for identifier, record in records.items():
            first = seen.setdefault(identifier, record.origin)
            if identifier and first is not record.origin:
                yield taken(identifier, first, record.origin)


LEFT_TO_LEDGER: Final = "?"
"""Stands for what a row with an id leaves to the ledger to say; it is never entered."""


def shared(row: Row, kind: str, record: Any, origin: Origin, reason: str | None = None) -> Any:  # noqa: ANN401 - of any kind
    """What a row says of a record of some kind."""
    shape = row.shape
    said, blank = shape.said[kind], shape.blank[kind]
    about = Shared(record, origin, reason, row.number, said, blank, repeats=row.repeats)
    about.as_of = row.as_of
    return about


def raw_claim(row: Row, identifier: str) -> dict[str, Any]:
    """The keys of a claim; with those of the question, where it makes that itself."""
    raw = {**row.claim, "id": identifier}
    if raw.get("question") == identifier:
        del raw["question"]
    if "question" not in raw:
        raw |= row.question
    if "id" in row.claim:
        raw.setdefault("speaker", LEFT_TO_LEDGER)
        if "question" not in raw:
            raw.setdefault("statement", LEFT_TO_LEDGER)
    return raw


def told_otherwise(row: Row, first: Item[Claim], asked: Question | None, draft: ClaimDraft) -> str:
    """What a row says of a claim and its question otherwise than the first that has its id."""
    keys = [*sorted(row.shape.said["claim"]), "question"]
    apart = told_apart(to_body(first.record), to_body(draft.claim), keys)
    if apart or asked is None or draft.question is None:
        return apart
    keys = sorted(row.shape.said["question"])
    return told_apart(to_body(asked), to_body(draft.question), keys)


def taken(identifier: str, first: Origin, second: Origin, apart: str = "") -> Problem:
    """The problem that a row has the id of the first, of which it is told ``apart``."""
    message = id_used(identifier, f"in row {first.line_of(())}", apart)
    return second.problem(("id",), message, code="id-used")


def no_address(row: Row, origin: Origin) -> Problem:
    """The problem of words where addresses of evidence should stand, and no address does."""
    message = (
        f"{shown(' '.join(row.stray))} is not an address. Write the address of the page, or put "
        f"the words into outcome_note."
    )
    return origin.problem(("evidence",), message, code="no-address")
