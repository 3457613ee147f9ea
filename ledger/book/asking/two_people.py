"""Two people of one name, as the ledger knows them (`ledger.model.namesakes`)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledger.model.name_keys import likeness
from ledger.store import name_counts
from ledger.store.records import spellings_at

if TYPE_CHECKING:
    from collections.abc import Collection

    from ledger.model.namesakes import Namesake, Posts
    from ledger.store.database import Connection


def namesakes(
    connection: Connection, moment: int, posts: Posts, leaving: Collection[str] = ()
) -> list[Namesake]:
    """Who comes in new claims, and may be somebody else than the ledger knows by that name.

    ``leaving`` are claims that are being amended: what they say now does not count.
    """
    if not posts.names:
        return []
    known = defaultdict(list)
    alike = {likeness(name) for name in posts.names}
    for name, organisation, role, claim in name_counts.posts(connection, moment, alike):
        if claim not in leaving:
            known[name].append((organisation or "", role or ""))
    return list(posts.namesakes(known, spellings_at(connection, moment).group))
