"""What two records that bear one id say otherwise, in words that show both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Problem
from ledger.model.field_values import shown
from ledger.model.name_keys import is_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST: Final = 3
"""Of so many keys what both say is shown; the others are named."""


def differing(
    first: Mapping[str, Any], second: Mapping[str, Any], keys: Iterable[str] | None = None
) -> list[str]:
    """The keys, of those given or all, under which two bodies do not say the same."""
    among = dict.fromkeys((*first, *second)) if keys is None else keys
    return [key for key in among if not is_same(first.get(key), second.get(key))]


def told_apart(
    first: Mapping[str, Any], second: Mapping[str, Any], keys: Iterable[str] | None = None
) -> str:
    """Both values of each key that differs: ``speaker 'Ann' there, 'Bea' here``."""
    found = differing(first, second, keys)
    told = [f"{key} {both(first.get(key), second.get(key))}" for key in found[:MOST]]
    return "; ".join([*told, *([f"and {', '.join(found[MOST:])}"] if found[MOST:] else [])])


def both(there: object, here: object) -> str:
    """Two values, each as a message shows it."""
    return f"{_shown(there)} there, {_shown(here)} here"


def _shown(value: object) -> str:
    if value in (None, (), []):
        return "nothing"
    return shown(", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


def id_used(identifier: str, where: str, apart: str) -> str:
    """That an id is used already, and by what else: ``apart`` is as `told_apart` has it."""
    return f"The id {identifier!r} is already used, {where}{f': {apart}' if apart else ''}."


def said_again(path: str, count: int) -> Problem:
    """The warning that so many records of a file say what is said already."""
    message = f"Passed over, for they say again what is said already: {count:,}."
    return Problem(path, 0, message, "warning", code="said-again")
