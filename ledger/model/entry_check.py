"""Inspection: whether an entry is one that this program would have written.

Import, `verify` and every command that reads an entry inspect alike, by `ledger.model.entry_rules`.
What is inspected is a specimen: of the body of an entry, all that inspection can tell apart.

Two claims that differ in their words alone are as good as each other, where nothing is odd in the
words.  So in a specimen every such text is the same, and so is every plain day, id and digest; a
journal of a million entries has a few thousand specimens, each of which is inspected once.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from ledger.model.codec import NUMBER, UNDOES
from ledger.model.entry_rules import DIGEST, PLACED, SURROGATES, inspect_itself
from ledger.model.field_values import ID
from ledger.model.fields import Sort, names
from ledger.model.kinds import NAMED, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    Value: TypeAlias = "str | bool | tuple[str, ...] | tuple[Items, ...]"
    Items: TypeAlias = tuple[tuple[str, Value], ...]

WORDS: Final = names(Sort.LINE) | names(Sort.TEXT) | names(Sort.ADDRESS)
"""Keys under which any text may stand that is written as people write."""

LISTS: Final = names(Sort.LIST)
IDS: Final = names(Sort.ID) - {"id"}
DAYS: Final = names(Sort.DATE)

DAY: Final = re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII)
OUTCOME: Final = re.compile(rf"{ID.pattern}#[1-9][0-9]{{0,17}}")
RESPONSE: Final = re.compile(rf"{ID.pattern}#r[1-9][0-9]{{0,17}}")

SAMPLE_DIGEST: Final = f"sha256:{'0' * 64}"
LONGEST: Final = 100
"""Texts with something odd in them are kept as they are up to so many characters."""


class Unlike(Exception):  # noqa: N818 - no fault: the body is to be inspected itself
    """There is no specimen of a body that is so unlike those that the program writes."""


class Specimen(NamedTuple):
    """What stands for all bodies that only inspection itself can tell from one another."""

    kind: str
    id: str
    items: Items

    @property
    def body(self) -> dict[str, Any]:
        """The body that is inspected."""
        return _body(self.items)


def inspect(kind: str, identifier: str, body: Mapping[str, Any]) -> None:
    """Look whether an entry of this kind and id may have this body.

    Raises:
        ValueError: it may not; the message says why.
    """
    try:
        if _is_sound(specimen(kind, identifier, body)):
            return
    except Unlike:
        pass
    inspect_itself(kind, identifier, body)


@lru_cache(maxsize=16_384)
def _is_sound(one: Specimen) -> bool:
    """Whether all bodies of which this is the specimen may be."""
    try:
        inspect_itself(one.kind, one.id, one.body)
    except ValueError:
        return False
    return True


def specimen(kind: str, identifier: str, body: Mapping[str, Any]) -> Specimen:
    """The specimen of a body.

    Raises:
        Unlike: it has none.
    """
    named = identifier
    if kind in NAMED and _is_id(identifier):
        named = "x"
    elif kind == Kind.OUTCOME and OUTCOME.fullmatch(identifier):
        named = "x#1"
    elif kind == Kind.RESPONSE and RESPONSE.fullmatch(identifier):
        named = "x#r1"
    if len(named) > LONGEST:
        raise Unlike
    if kind == Kind.CLAIM and _is_selector(body.get("selector")):
        body = {key: body[key] for key in body if key != "selector"}
    return Specimen(kind, named, _items(body))


def _is_selector(value: Any) -> bool:  # noqa: ANN401 - whatever stands in the entry
    """Whether it is a text-quote selector, with which nothing else in a body has to do."""
    if type(value) is not dict or value.keys() != PLACED:
        return False
    return all(type(one) is str and not SURROGATES.search(one) for one in value.values())


def _items(body: Mapping[str, Any]) -> Items:
    # Most are plain words and ids, which are told without another call.
    return tuple(
        [
            (
                key,
                "x"
                if (
                    key in WORDS
                    and type(value) is str
                    and value.isprintable()
                    and value.strip() == value != ""
                )
                or (key in IDS and type(value) is str and ID.fullmatch(value))
                else _value(key, value),
            )
            for key, value in body.items()
        ]
    )


def _value(key: str, value: Any) -> Value:  # noqa: ANN401 - whatever stands in the entry
    if type(value) is str:
        return _text(key, value)
    if value is True or value is False:
        # True is equal to 1 and to 1.0; no number gets here.
        return value
    if type(value) is list and value and len(value) <= LONGEST:
        if key in LISTS and all(type(one) is str and _is_plain(one) for one in value):
            if len(set(value)) == len(value):
                return ("x",)
        elif key == "evidence" and all(type(one) is dict for one in value):
            return tuple([_items(one) for one in value])
    raise Unlike


@lru_cache(maxsize=16_384)
def _text(key: str, value: str) -> Value:
    if key in WORDS and _is_plain(value):
        return "x"
    if (key in IDS and _is_id(value)) or (key == "key" and _is_plain(value)):
        return "x"
    if key in DAYS and _is_day(value):
        return "2020-01-01"
    if key == UNDOES and NUMBER.fullmatch(value):
        return "1"
    if key in {"digest", "request"} and DIGEST.fullmatch(value):
        return SAMPLE_DIGEST
    if len(value) > LONGEST:
        raise Unlike
    return value


def _is_plain(text: str) -> bool:
    """Whether a text is one line without anything that nobody sees and without blanks around it.

    What Python calls printable is neither a control character nor one without width, no half of a
    surrogate pair and no blank but the space.
    """
    return text.isprintable() and text.strip() == text != ""


def _is_id(text: str) -> bool:
    return ID.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    if not DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _body(items: Items) -> dict[str, Any]:
    return {key: _again(value) for key, value in items}


def _again(value: Value) -> Any:  # noqa: ANN401 - as in `_value`
    if not isinstance(value, tuple):
        return value
    return [one if isinstance(one, str) else _body(one) for one in value]
