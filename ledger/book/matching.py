"""Outcomes of a file matched with those the ledger has of the same question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from ledger.book import facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.store.records import Revision

    Body: TypeAlias = Mapping[str, Any]


def match(known: Mapping[str, Sequence[Revision]], bodies: Sequence[Body]) -> list[str | None]:
    """For each of a file's outcomes, given as bodies, which of the ``known`` ones it is, if any.

    The same are outcomes with the same verdict, happened_on and value.  Where there are several,
    one that says the rest of it too is taken first, then one that did, then one in force.
    """
    free = list(known)
    found: list[str | None] = [None] * len(bodies)
    for is_same in (_says, _said, _is_alike_in_force, _is_alike):
        for place, body in enumerate(bodies):
            if found[place] is None:
                same = next((one for one in free if is_same(known[one], body)), None)
                if same is not None:
                    free.remove(same)
                    found[place] = same
    return found


def _says(revisions: Sequence[Revision], body: Body) -> bool:
    last = revisions[-1]
    return last.replaced_by is None and not facts.changed_keys(last.body, body)


def _said(revisions: Sequence[Revision], body: Body) -> bool:
    return any(not facts.changed_keys(one.body, body) for one in revisions)


def _is_alike_in_force(revisions: Sequence[Revision], body: Body) -> bool:
    return revisions[-1].replaced_by is None and _is_alike(revisions, body)


def _is_alike(revisions: Sequence[Revision], body: Body) -> bool:
    keys = ("verdict", "happened_on", "value")
    return all(revisions[-1].body.get(key) == body.get(key) for key in keys)
