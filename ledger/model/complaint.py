"""Complaints: what is wrong with a record that is read, each with its place in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from ledger.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Iterable

Place: TypeAlias = tuple[str | int, ...]
"""Where in a record something stands: ``("due",)``, ``("evidence", 1, "url")``."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one key of a record, or with the record where ``place`` is empty.

    ``tolerable`` is what keeps a record out, but is left alone in one that is in a journal.
    ``code`` is a short word for what kind of complaint it is; ``message`` is for people only.
    """

    place: Place
    message: str
    warning: bool = False
    tolerable: bool = False
    code: str = field(kw_only=True)


def refuse(
    complaints: Iterable[Complaint], changed: Iterable[str] | None = None
) -> tuple[str, ...]:
    """The warnings among ``complaints``.

    Where only the keys ``changed`` are new, what is tolerable under the others is left alone.

    Raises:
        BadValue: one of them is more than a warning; the sentence holds them all.
    """
    found = list(complaints)
    if changed is not None:
        new = set(changed)
        found = [one for one in found if not one.tolerable or new.intersection(one.place[:1])]
    errors = [one for one in found if not one.warning]
    if errors:
        field = str(errors[0].place[0]) if errors[0].place else ""
        raise BadValue(field, "\n".join(one.message for one in errors))
    return tuple(one.message for one in found)
