"""By which entry whatever a page shows was changed last, so that it need not be made again.

Each number is of an entry after which nothing that bears on the thing was written; where it is not
easily told, it is later than need be, as merges are counted for all whose names were ever joined.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.model.name_keys import name_key
from ledger.store import last_changes
from ledger.store.row_values import texts

if TYPE_CHECKING:
    from ledger.book.asking.selection import Selection
    from ledger.store.database import Connection

    Numbers = defaultdict[str, int]
    Own = defaultdict[str, tuple[int, frozenset[str]]]
    Asked = list[tuple[str, str | None, int]]


@dataclass(frozen=True, slots=True)
class LastChanges:
    """For each question, source, speaker, publisher and topic the last entry that bears on it.

    Names are by `key_of`.  ``first`` has the entry that made each claim, ``said`` the last one that
    bears on what it says, its question and its source; ``texts`` that of how a question is put,
    and under no name that of what anything says, whatever became of it.
    """

    first: dict[str, int] = field(default_factory=dict)
    said: Numbers = field(default_factory=lambda: defaultdict(int))
    texts: Numbers = field(default_factory=lambda: defaultdict(int))
    questions: Numbers = field(default_factory=lambda: defaultdict(int))
    sources: Numbers = field(default_factory=lambda: defaultdict(int))
    speakers: Numbers = field(default_factory=lambda: defaultdict(int))
    publishers: Numbers = field(default_factory=lambda: defaultdict(int))
    topics: Numbers = field(default_factory=lambda: defaultdict(int))


def key_of(name: str) -> str:
    """What a speaker, publisher or topic is found by, whatever the case of its letters."""
    return name_key(name).casefold()


def last_changes_of(selection: Selection) -> LastChanges:
    """The last changes as of the moment of a selection, of everything there is."""
    connection, entry = selection.connection, selection.moment.entry
    found = LastChanges()
    own = _sources(connection, entry)
    joined = _joined(connection, entry)
    made = list(last_changes.of_claims(connection, entry))
    asked = list(last_changes.of_questions(connection, entry))
    _put_questions(connection, entry, found, own, asked)
    answered = dict(last_changes.of_responses(connection, entry))
    for one, question, source, speaker, first, last in made:
        found.first.setdefault(one, first)
        merged = joined.get(key_of(speaker), ("", 0))[1]
        _raise(found.said, one, last, found.texts[question], own[source][0])
        _raise(found.questions, question, last, own[source][0], merged, answered.get(one, 0))
        found.texts[""] = max(found.texts[""], last, merged, found.texts[question])
    for _, question, source, speaker, *_ in made:
        last = found.questions[question]
        _raise(found.sources, source, last)
        _raise(found.speakers, joined.get(key_of(speaker), (key_of(speaker), 0))[0], last)
    for root, last in joined.values():
        _raise(found.speakers, root, last)
    for name, (root, _) in joined.items():
        found.speakers[name] = found.speakers[root]
    _put_others(found, own, asked)
    return found


def _put_questions(
    connection: Connection, entry: int, found: LastChanges, own: Own, asked: Asked
) -> None:
    """What bears on questions themselves: how they are put, outcomes and their evidence."""
    for question, last in last_changes.of_outcomes(connection, entry):
        _raise(found.questions, question, last)
    for question, source, last in last_changes.of_evidence(connection, entry):
        _raise(found.questions, question, last, own[source][0])
    for question, _, last in asked:
        _raise(found.questions, question, last)
        _raise(found.texts, question, last)


def _put_others(found: LastChanges, own: Own, asked: Asked) -> None:
    """What bears on sources, publishers and topics: whatever does on their claims."""
    for source, (last, publishers) in own.items():
        _raise(found.sources, source, last)
        for publisher in publishers:
            _raise(found.publishers, publisher, found.sources[source])
        found.texts[""] = max(found.texts[""], last)
    for question, topics, *_ in asked:
        for topic in texts(topics):
            _raise(found.topics, key_of(topic), found.questions[question])


def _raise(numbers: Numbers, key: str, *several: int) -> None:
    numbers[key] = max(numbers[key], *several)


def _sources(connection: Connection, entry: int) -> Own:
    """For each source the last entry that bears on it, and all publishers it ever had."""
    found: Own = defaultdict(lambda: (0, frozenset()))
    for one, publisher, last in last_changes.of_sources(connection, entry):
        before, publishers = found[one]
        found[one] = max(before, last), publishers | {key_of(publisher)}
    return found


def _joined(connection: Connection, entry: int) -> dict[str, tuple[str, int]]:
    """For each name that was ever joined to others: one of them for all, and the last entry."""
    groups: dict[str, tuple[set[str], int]] = {}
    for name, other, last in last_changes.of_aliases(connection, entry):
        names, latest = {key_of(name), key_of(other)}, last
        for one in tuple(names):
            if one in groups:
                names |= groups[one][0]
                latest = max(latest, groups[one][1])
        for one in names:
            groups[one] = names, latest
    return {one: (min(names), latest) for one, (names, latest) in groups.items()}
