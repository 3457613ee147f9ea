"""Claims read straight into columns (`ledger.model.claim_arrays`): no object a claim is made."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.errors import Damaged
from ledger.model.answers import answer_kept, space_kept
from ledger.model.array_filling import TEXTS, Filling, filled
from ledger.model.claim import UNNAMED
from ledger.model.claim_state import scored_as
from ledger.model.coded_columns import Coded
from ledger.model.filters import chosen
from ledger.model.name_keys import name_key
from ledger.store import (
    assessments,
    changed_records,
    column_cache,
    row_values,
    table_scans,
    taken_back,
)
from ledger.store.history import homes
from ledger.store.records import disputed_at, spellings_at
from ledger.store.schema import claims
from ledger.store.stored_rows import (
    OF_ANSWER,
    OF_CLAIM,
    OF_OUTCOME,
    OF_QUESTION,
    OF_SOURCE,
    OF_SPACE,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Select

    from ledger.model.answers import Answer, AnswerSpace
    from ledger.model.claim_arrays import Bools, Columns
    from ledger.model.claim_state import Moment
    from ledger.model.filters import Filters
    from ledger.store.records import Spellings
    from ledger.store.stored_rows import Rows, Stored

WRITTEN_AGAIN: Final = 500
"""After so many new entries columns are kept anew; of fewer it is faster to read those again."""

AT_ONCE: Final = 10_000
"""How many rows are held as Python's own values at a time."""

ASKED: Final = frozenset({"space", "came"})
"""What is made of several columns."""

READ: Final = (
    "id", "entry", "checkable", "proposed", *OF_SPACE, *OF_ANSWER,
    *(name for name in TEXTS if name not in ASKED),
)  # fmt: skip
"""What is read of a claim, by the name that assessments have for it."""


def columns(
    connection: Connection, moment: Moment, filters: Filters, *, topics: bool = True
) -> Columns:
    """The columns of the claims in force at ``moment`` that ``filters`` let through.

    Without ``topics`` claims may be on none: they take as long to read as much else.

    Raises:
        Damaged: a row holds what no claim can have.
    """
    if not chosen(filters):
        # Where it cannot, whoever reads claims one by one can tell which it is, if it is one's.
        with suppress(ValueError):
            return _joined(connection, stored_at(connection, moment.entry), moment, topics=topics)
    return _read(connection, assessments.in_force_at(moment, filters), moment)


def stored_at(connection: Connection, entry: int) -> Stored:
    """What is in force at ``entry``: kept from before and brought up to it, or else read.

    Raises:
        ValueError: a table holds what no record can have.
    """
    found = column_cache.load(connection, entry)
    if found is not None:
        before = found.entry
        with suppress(ValueError, Damaged):  # then all is read, and told as always
            if table_scans.grow(connection, found, entry):
                if entry - before > WRITTEN_AGAIN:
                    column_cache.keep(connection, found)
                return found
    found = table_scans.read(connection, entry)
    column_cache.keep(connection, found)
    return found


def _joined(connection: Connection, stored: Stored, moment: Moment, *, topics: bool) -> Columns:
    """The columns of all claims whose question and source are in force as they are."""
    connection.info[changed_records.KNOWN] = {moment.entry: stored.corrected}
    said, questions, sources = stored.claims, stored.questions, stored.sources
    asked, made_in = said.codes["question"], said.codes["source"]
    whole = (said.entry > 0) & (questions.entry[asked] > 0) & (sources.entry[made_in] > 0)
    rows = slice(None) if whole.all() else np.flatnonzero(whole)
    asked, made_in = asked[rows], made_in[rows]
    few = stored.blind if len(stored.blind) <= assessments.FEW else ()
    disputed = disputed_at(connection, moment.entry, few) if stored.blind else frozenset()
    own = {name: Coded(said.codes[name][rows], said.values[name]) for name in OF_CLAIM}
    of_question = {
        name: Coded(questions.codes[name][asked], questions.values_of(name))
        for name in (*OF_QUESTION, *OF_OUTCOME)
        if name not in {*OF_SPACE, *OF_ANSWER} and (topics or name != "topics")
    }
    space, came = _spaces(questions)
    of_source = {
        name: Coded(sources.codes[name][made_in], sources.values[name]) for name in OF_SOURCE
    }
    made = _made(own, of_source)
    speakers = own["speaker"]
    unnamed = speakers.each(_is_unnamed)
    spellings = spellings_at(connection, moment.entry)
    groups = speakers.made(lambda name: spellings.joined_to(name) or name_key(name))
    source = Coded(made_in, sources.ids)
    told = {
        **own,
        **of_question,
        **made,
        "question": Coded(asked, questions.ids),
        "source": source,
        "space": Coded(space.codes[asked], space.values),
        "came": Coded(came.codes[asked], came.values),
        "speaker": groups.apart(source, unnamed, scored_as),
        "publisher": of_source["publisher"].made(name_key),
        "topics": _topics(of_question["topics"]) if topics else Coded(np.zeros_like(asked), [()]),
        "probability": own["probability"].made(row_values.share),
        "value": of_question["value"].made(row_values.share),
    }
    flags = {
        **{name: own[name].each(bool) for name in ("checkable", "proposed")},
        "unnamed": unnamed,
        "told_otherwise": _among(disputed, questions.ids)[asked],
    }
    more = {**flags, "id": said.ids[rows], "entry": said.entry[rows]}
    # What is not needed any more is let go of: all this is there once a claim.
    del stored, said, questions, sources, own, of_question, of_source, made, speakers, groups
    return filled(told, more, moment.day)


def _made(own: dict[str, Coded], of_source: Mapping[str, Coded]) -> dict[str, Coded]:
    """The ends of the day each claim was made, which is its source's where it has none itself."""
    is_made = own.pop("is_made").each(bool)
    return {
        f"made_{end}": own[f"made_{end}"].or_else(of_source[f"published_{end}"], is_made)
        for end in ("earliest", "latest")
    }


def _spaces(questions: Rows) -> tuple[Coded, Coded]:
    """Of each question what answers it can have, and its answer; None of yes or no.

    Raises:
        ValueError: a table holds what no question can have.
    """
    codes = np.zeros((2, len(questions.ids)), dtype=np.int32)
    values: tuple[list[Any], list[Any]] = ([None], [None])
    known: dict[Any, int] = {None: 0}
    held = {name: questions.values_of(name) for name in (*OF_SPACE, *OF_ANSWER)}
    others = np.array([value is not None for value in held["type"]], dtype=bool)
    for row in np.flatnonzero(others[questions.codes["type"]]).tolist():
        raw = {name: held[name][questions.codes[name][row]] for name in held}
        raw["options"] = row_values.texts(raw["options"])
        for place, one in enumerate(_space(raw)):
            if one is None:
                continue
            number = known.get(one)
            if number is None:
                known[one] = number = len(values[place])
                values[place].append(one)
            codes[place, row] = number
    return Coded(codes[0], values[0]), Coded(codes[1], values[1])


def _space(raw: Mapping[str, Any]) -> tuple[AnswerSpace | None, Answer | None]:
    """What answers a question can have, and its answer, of its columns as they are read."""
    space = space_kept(*(raw[name] for name in OF_SPACE))
    answer, low, high = (raw[name] for name in OF_ANSWER)
    return space, answer_kept(answer, space, low, high)


def _among(wanted: Collection[str], identifiers: Sequence[str]) -> Bools:
    """Of each id, whether it is among those that are wanted."""
    if not wanted:
        return np.zeros(len(identifiers), dtype=bool)
    return np.array([identifier in wanted for identifier in identifiers], dtype=bool)


def _is_unnamed(name: str) -> bool:
    return name.startswith(UNNAMED)


def _topics(stored: Coded) -> Coded:
    """The topics that claims count for, of columns of JSON, which is read at once.

    Raises:
        ValueError: one holds no list of texts.
    """
    return stored.made(_topic_keys)


@lru_cache(maxsize=65_536)
def _topic_keys(stored: str) -> tuple[str, ...]:
    """The topics of one list that is kept as JSON, as they count."""
    found = json.loads(stored)
    if type(found) is not list or set(map(type, found)) - {str}:
        raise ValueError("Topics are kept as no list of texts.")
    return tuple(dict.fromkeys(map(name_key, found)))


def columns_withdrawn(connection: Connection, moment: Moment, filters: Filters) -> Columns:
    """The columns of the claims withdrawn by ``moment``, as they last were.

    Raises:
        Damaged: a row holds what no claim can have.
    """
    query = taken_back.withdrawn_by(connection, moment, filters)
    known = connection.info.get(changed_records.KNOWN, {}).get(moment.entry)
    if known is not None and len(known["claim"]) <= assessments.FEW:
        on = homes(connection, known["claim"])
        query = query.where(claims.c.question.in_(sorted(on)))
    return _read(connection, query, moment)


def _read(connection: Connection, query: Select[Any], moment: Moment) -> Columns:
    disputed = disputed_at(connection, moment.entry)
    reading = Reading(spellings_at(connection, moment.entry), disputed)
    narrow = query.with_only_columns(*(query.selected_columns[name] for name in READ))
    try:
        with connection.execute(narrow.execution_options(yield_per=AT_ONCE)) as rows:
            for several in rows.partitions():
                reading.take(several)
    except ValueError:
        for _ in assessments.rows_of(connection, query, moment):
            pass  # whoever reads the rows one by one can tell which it is
        raise
    return reading.filling.columns(moment.day)


NEITHER: Final = (None, None)


class Reading:
    """Rows as a database has them, some at a time, read into columns.

    Args:
        spellings: whom names count for.
        disputed: the questions on which one import brought verdicts that differ.
    """

    def __init__(self, spellings: Spellings, disputed: Iterable[str]) -> None:
        self.filling = Filling()
        self._types: dict[str, set[type]] = defaultdict(set)
        self._disputed = frozenset(disputed)
        self._readers = {name: row_values.Kept(read) for name, read in row_values.READERS.items()}
        self._publishers = row_values.Kept(name_key)
        self._topics = row_values.Kept(lambda topics: tuple(dict.fromkeys(map(name_key, topics))))
        self._speakers = row_values.Kept(
            lambda pair: scored_as(spellings.joined_to(pair[0]) or name_key(pair[0]), pair[1])
        )
        self._unnamed = row_values.Kept(_is_unnamed)

    def take(self, rows: Sequence[Sequence[Any]]) -> None:
        """Add some rows, each with a value for each of `READ`.

        Raises:
            ValueError: one of them holds what no claim can have.
        """
        self.put(dict(zip(READ, zip(*rows, strict=True), strict=True)))

    def put(self, values: dict[str, Sequence[Any]]) -> None:
        """Add the same as columns, by their names.

        Raises:
            ValueError: one of them holds what no claim can have.
        """
        for name, column in values.items():
            for kind in set(map(type, column)) - self._types[name]:
                row_values.refuse_type(name, next(one for one in column if type(one) is kind))
                self._types[name].add(kind)
        for name, reader in self._readers.items():
            if name in values:
                values[name] = list(map(reader.__getitem__, values[name]))
        spaces = [
            _space(dict(zip((*OF_SPACE, *OF_ANSWER), row, strict=True))) if row[0] else NEITHER
            for row in zip(*(values.pop(name) for name in (*OF_SPACE, *OF_ANSWER)), strict=True)
        ]
        values["space"], values["came"] = ([one[n] for one in spaces] for n in range(2))
        values["unnamed"] = unnamed = [self._unnamed[value] for value in values["speaker"]]
        nameless_in = (
            source if nameless else None
            for source, nameless in zip(values["source"], unnamed, strict=True)
        )
        speakers = zip(values["speaker"], nameless_in, strict=True)
        values["speaker"] = [self._speakers[speaker] for speaker in speakers]
        values["publisher"] = [self._publishers[value] for value in values["publisher"]]
        values["topics"] = [self._topics[value] for value in values["topics"]]
        values["told_otherwise"] = [value in self._disputed for value in values["question"]]
        self.filling.take(values)
