"""Reading claim files: TOML text into a bundle, with every problem of the file at once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import FileTrouble, Problem
from ledger.formats.claimfile import syntax_errors
from ledger.formats.claimfile.files import MAX_BYTES, decoded
from ledger.formats.claimfile.key_lines import key_lines
from ledger.formats.read_files import as_problem
from ledger.model import keys, parse, parse_outcome
from ledger.model.bundle import Bundle, Item, Origin
from ledger.model.codec import kind_of as sort_of
from ledger.model.codec import to_body
from ledger.model.differences import id_used, said_again, told_apart
from ledger.model.field_reader import guess
from ledger.model.field_values import kind_of, kind_of_stray, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ledger.formats.registry import GivenFile
    from ledger.model.claim import Claim, Question, Source
    from ledger.model.field_reader import Complaint, Place, Raw
    from ledger.model.outcome import Outcome, Response


TABLES: Final = ("source", "question", "claim")
DEEPEST: Final = 32
"""How deep tables and lists may be nested; a claim file needs six."""

LONG_KEY: Final = re.compile(
    rf"""(?:^[ \t\[]*+|[{{,][ \t]*+)
    (?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{DEEPEST}}}""",
    re.MULTILINE | re.VERBOSE,
)
"""The beginning of a dotted key of many parts, on which parsers take quadratic time."""

TOO_DEEP: Final = "Tables or lists are nested too deeply for a claim file."


@dataclass
class ClaimFile:
    """One claim file being read."""

    path: str
    text: str
    horizon: date
    problems: list[Problem] = field(default_factory=list)
    repeated: int = 0
    """How many tables say again what another one does."""

    @cached_property
    def lines(self) -> Mapping[Place, int]:
        """The line of every key; looked for only when there is a problem to place."""
        return key_lines(self.text)

    def line_of(self, place: Place) -> int:
        """The line of ``place``, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)

    def origin(self, *prefix: str | int) -> Origin:
        """The origin of the record whose table stands at ``prefix``."""
        return Origin(self.path, lambda place: self.line_of((*prefix, *place)))

    def complain(self, origin: Origin, complaints: Iterable[Complaint]) -> None:
        """Turn complaints about a record into problems of this file."""
        self.problems += origin.problems(complaints)


def read_claim_file(path: str, text: str, horizon: date) -> tuple[Bundle | None, list[Problem]]:
    """What ``text`` says, and its problems in the order of their lines.

    Where there are errors the bundle holds what could be read, so that other files can be held
    against it, and must not be entered; None where nothing could be read.  ``horizon`` is the
    latest day it is anywhere on Earth.
    """
    file = ClaimFile(path, text, horizon)
    document = _parsed(file)
    bundle = None if document is None else _bundle(file, document)
    file.problems.sort(key=lambda problem: problem.line)
    return bundle, file.problems


def _parsed(file: ClaimFile) -> dict[str, Any] | None:
    line, message = 0, TOO_DEEP
    if found := LONG_KEY.search(file.text):
        line = file.text.count("\n", 0, found.end()) + 1
    else:
        try:
            document = tomllib.loads(file.text, parse_float=_number)
            if not _is_deep(document):
                return document
        except ValueError as trouble:
            line, message = syntax_errors.explain(file.text, str(trouble))
        except RecursionError:
            pass
    file.problems.append(Problem(file.path, line, message, code="no-toml"))
    return None


def _number(text: str) -> Decimal:
    """A number with a point or an exponent; infinity where no number has such an exponent."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("Infinity")


def _is_deep(document: dict[str, Any]) -> bool:
    """Whether tables and lists are nested deeper than any claim file has reason to."""
    level: list[Any] = [document]
    for _ in range(DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
    return bool(level)


def _bundle(file: ClaimFile, document: Raw) -> Bundle:
    _refuse_other_tables(file, document)
    source = _source(file, document)
    published = source.record.published
    lost = published is None and "published" in document.get("source", ())
    questions: list[Item[Question]] = []
    claims: list[Item[Claim]] = []
    outcomes: list[Item[Outcome]] = []
    responses: list[Item[Response]] = []
    for n, raw in _once(file, document, "question"):
        origin = file.origin("question", n)
        record, draft = _drafted(file, raw, origin)
        asked = parse.read_question(record, published, anchor_lost=lost)
        item = Item(asked.question, asked.reason, origin, draft=draft)
        file.complain(item.origin, asked.complaints)
        questions.append(item)
        outcomes += _outcomes(file, raw, item.record, ("question", n))
    alone = list(questions)
    for n, raw in _once(file, document, "claim"):
        origin = file.origin("claim", n)
        record, draft = _drafted(file, raw, origin)
        made = parse.read_claim(record, source.record, horizon=file.horizon, published_lost=lost)
        file.complain(origin, made.complaints)
        claims.append(Item(made.claim, made.reason, origin, draft=draft))
        responses += _responses(file, raw, made.claim, n)
        if made.question is not None:
            questions.append(Item(made.question, made.reason, origin))
            outcomes += _outcomes(file, raw, made.question, ("claim", n))
    _complain_of_duplicates(file, (source, *alone, *claims))
    if file.repeated:
        file.problems.append(said_again(file.path, file.repeated))
    return Bundle(
        file.path,
        source,
        tuple(questions),
        tuple(claims),
        tuple(outcomes),
        responses=tuple(responses),
    )


DRAFT: Final = "draft"
"""A key of claims and questions in a file that is no field: it keeps a record out of a ledger."""


def _drafted(file: ClaimFile, raw: Raw, origin: Origin) -> tuple[Raw, bool]:
    """A table without the key that calls it a draft, and whether that does."""
    if DRAFT not in raw:
        return raw, False
    value = raw[DRAFT]
    if not isinstance(value, bool):
        message = f"draft must be true or false, without quotation marks, not {kind_of(value)}."
        file.problems.append(origin.problem((DRAFT,), message, code="no-flag"))
    return {key: value for key, value in raw.items() if key != DRAFT}, value is True


def _refuse_other_tables(file: ClaimFile, document: Raw) -> None:
    for key, value in document.items():
        if key in TABLES:
            continue
        hint = guess(key, TABLES)
        if key in keys.CLAIM_KEYS and not isinstance(value, dict | list):
            hint = " It belongs below [source] or a [[claim]]."
        elif key == "response":
            hint = " Below a claim write [[claim.response]]."
        elif key in {"outcome", "evidence"}:
            hint = " Below a claim write [[claim.outcome]], below a question [[question.outcome]]."
        message = f"Unknown table or key {shown(key)} at the top of a claim file.{hint}"
        file.problems.append(file.origin().problem((key,), message, code="unknown-table"))


def _source(file: ClaimFile, document: Raw) -> Item[Source]:
    origin = file.origin("source")
    raw = document.get("source", {})
    if not isinstance(raw, dict):
        message = f"source must be written [source], once, not as {kind_of(raw)}."
        file.problems.append(origin.problem((), message, code="no-source-table"))
    elif "source" not in document:
        if not any(guess(key, ["source"]) for key in document):
            message = "There is no [source]; a claim file has one, with an id and a publisher."
            file.problems.append(origin.problem((), message, code="no-source"))
    else:
        draft = parse.read_source(raw, horizon=file.horizon)
        file.complain(origin, draft.complaints)
        return Item(draft.source, None, origin)
    return Item(parse.read_source({}).source, None, origin)


def _once(file: ClaimFile, document: Raw, key: str) -> Iterator[tuple[int, Raw]]:
    """The tables under ``key``, each with its number; those that stand there twice are counted."""
    seen: dict[str, Raw] = {}
    for n, raw in enumerate(_tables(file, document, key)):
        first = seen.setdefault(raw["id"], raw) if isinstance(raw.get("id"), str) else raw
        if first is not raw and first == raw:
            file.repeated += 1
        else:
            yield n, raw


def _tables(file: ClaimFile, record: Raw, *place: str | int) -> list[Raw]:
    """The tables under the last key of ``place``, which leads there from the top of the file."""
    *around, key = place
    value = record.get(str(key), [])
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return value
    header = ".".join(one for one in place if isinstance(one, str))
    kind = kind_of_stray(value, dict)
    message = f"{key} must be written [[{header}]], once for each, not as {kind}."
    file.problems.append(file.origin(*around).problem((key,), message, code="not-tables"))
    return []


def _outcomes(file: ClaimFile, raw: Raw, question: Question, place: Place) -> list[Item[Outcome]]:
    found: list[Item[Outcome]] = []
    judged = None if "due" in raw and question.due is None else question
    for n, table in enumerate(_tables(file, raw, *place, "outcome")):
        draft = parse_outcome.read_outcome(table, judged, horizon=file.horizon)
        origin = file.origin(*place, "outcome", n)
        file.complain(origin, draft.complaints)
        found.append(Item(draft.outcome, draft.reason, origin))
    return found


def _responses(file: ClaimFile, raw: Raw, claim: Claim, number: int) -> list[Item[Response]]:
    found: list[Item[Response]] = []
    if "response" not in raw:
        return found
    for n, table in enumerate(_tables(file, raw, "claim", number, "response")):
        draft = parse_outcome.read_response(table, claim.id, horizon=file.horizon)
        origin = file.origin("claim", number, "response", n)
        file.complain(origin, draft.complaints)
        found.append(Item(draft.response, draft.reason, origin))
    return found


def _complain_of_duplicates(file: ClaimFile, items: Iterable[Item[Any]]) -> None:
    """Name the ids that several records of the file bear."""
    seen: dict[str, Item[Any]] = {}
    for item in items:
        identifier = item.record.id
        first = seen.setdefault(identifier, item)
        if identifier and first is not item:
            line = first.origin.line_of(("id",))
            same = sort_of(first.record) == sort_of(item.record)
            told = told_apart(to_body(first.record), to_body(item.record)) if same else ""
            message = id_used(identifier, f"at line {line}", told)
            file.problems.append(item.origin.problem(("id",), message, code="id-used"))


__all__ = ["BY_ROW", "MAX_BYTES", "NAME", "looks_like", "read"]

NAME: Final = "claims"
BY_ROW: Final = False

HEADER: Final = re.compile(r"^[ \t]*\[{1,2}(?:source|question|claim)\]{1,2}", re.MULTILINE)


def looks_like(head: str, path: Path) -> bool:
    """Whether it is TOML by its name, or has one of a claim file's headers."""
    return path.suffix.lower() == ".toml" or HEADER.search(head) is not None


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The one bundle of a claim file, if it can be read at all, and the file's problems."""
    path = Path(given.name)
    try:
        text = decoded(path, given.data, given.options.encoding)
    except FileTrouble as trouble:
        return [], [as_problem(path, trouble)]
    bundle, problems = read_claim_file(given.name, text, given.horizon)
    return [] if bundle is None else [bundle], problems
