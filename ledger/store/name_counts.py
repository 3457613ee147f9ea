"""How many claims in force bear each name (speaker, publisher, source, topic), and as what."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from ledger.errors import Damaged
from ledger.model.name_keys import name_key
from ledger.store.bulk_insert import in_force, rows_where, stood
from ledger.store.records import spellings_at
from ledger.store.row_values import texts
from ledger.store.schema import claims, questions, sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


def speakers(connection: Connection, moment: int) -> Counter[str]:
    """The claims of each speaker, whose spellings that were joined are one."""
    asked = select(claims.c.speaker, func.count()).where(in_force(claims, moment))
    spellings = spellings_at(connection, moment)
    found: Counter[str] = Counter()
    for name, number in connection.execute(asked.group_by(claims.c.speaker)):
        found[spellings.group(name)] += number
    return found


def publishers(connection: Connection, moment: int) -> Counter[str]:
    """The claims in the sources of each publisher; spellings nobody can tell apart are one."""
    on = and_(claims.c.source == sources.c.id, in_force(sources, moment))
    asked = select(sources.c.publisher, func.count()).join(sources, on)
    asked = asked.where(in_force(claims, moment)).group_by(sources.c.publisher)
    found: Counter[str] = Counter()
    for name, number in connection.execute(asked.select_from(claims)):
        found[name_key(name)] += number
    return found


def topics(connection: Connection, moment: int) -> Counter[str]:
    """The claims on each topic; one on several counts for each.

    Raises:
        Damaged: topics are not kept as the program keeps them.
    """
    on = and_(claims.c.question == questions.c.id, in_force(questions, moment))
    asked = select(questions.c.topics, func.count()).join(questions, on)
    asked = asked.where(in_force(claims, moment)).group_by(questions.c.topics)
    found: Counter[str] = Counter()
    try:
        for stored, number in connection.execute(asked.select_from(claims)):
            for name in texts(stored):
                found[name] += number
    except ValueError as trouble:
        raise Damaged("A question's list of topics", str(trouble)) from trouble
    return found


def of_sources(connection: Connection, moment: int) -> dict[str, tuple[str, int]]:
    """Every source by id: what is known of it, and how many claims are in it."""
    on = and_(claims.c.source == sources.c.id, in_force(claims, moment))
    columns = sources.c.id, sources.c.publisher, sources.c.title, sources.c.published
    asked = select(*columns, func.count(claims.c.id)).join(claims, on, isouter=True)
    asked = asked.where(in_force(sources, moment)).group_by(*columns).select_from(sources)
    return {
        one: (", ".join(filter(None, told)), number)
        for one, *told, number in connection.execute(asked)
    }


def posts(
    connection: Connection, moment: int, alike: Iterable[str]
) -> set[tuple[str, str | None, str | None, str]]:
    """The posts of the speakers of whom the `likeness` is one of these, as of an entry.

    Each is a name, an organisation, a role, and a claim in force that says so.
    """
    columns = (
        claims.c.speaker, claims.c.organisation, claims.c.role, claims.c.id, claims.c.entry,
        claims.c.replaced_by,
    )  # fmt: skip
    found = rows_where(connection, columns, claims.c.speaker_likeness, alike)
    return {tuple(row[:4]) for row in found if stood(row.entry, row.replaced_by, moment + 1)}
