"""The options by which the fields of records are given, as `ledger.model.fields` has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ledger.cli.choice import Choice
from ledger.model import fields
from ledger.model.fields import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.model.fields import Field, Option

Command = TypeVar("Command", bound="Callable[..., Any]")

KEY: Final = re.compile(r"^[a-z]+(?= )|(?<![\w'\"-])[a-z]+(?:_[a-z]+)+(?![\w'\"-])", re.MULTILINE)

METAVARS: Final = {Sort.DATE: "DATE", Sort.SHARE: "0-1"}


def _option(one: Field, told: Option) -> Callable[[Command], Command]:
    """The option by which a field is given."""
    flag = (told.flag or one.name).replace("_", "-")
    if one.sort is Sort.FLAG and one.default is True:
        return click.option(f"--{flag}/--not-{flag}", default=None, help=told.help)
    return click.option(
        f"--{flag}",
        one.name,
        help=told.help,
        metavar=told.metavar or METAVARS.get(one.sort),
        multiple=one.sort in {Sort.LIST, Sort.RECORDS},
        is_flag=True if one.sort is Sort.FLAG else None,
        type=Choice(one.choices) if one.choices else None,
    )


def _in_order(several: Iterable[Field]) -> list[Callable[[Command], Command]]:
    """The options of those of the fields that have one, in their order."""
    there = [(one, one.option) for one in several if one.option is not None]
    return [_option(*each) for each in sorted(there, key=lambda each: each[1].place)]


SOURCE_KEYS: Final = tuple(one.name for one in fields.SOURCE if one.option)
"""The keys, among these options, that are the source's."""

SOURCE: Final = _in_order(fields.SOURCE)
CLAIM_AND_QUESTION: Final = _in_order((*fields.OWN_CLAIM, *fields.OWN_QUESTION))
"""What is mostly given comes first, as ``add`` has it."""

QUESTION_AND_CLAIM: Final = [
    *_in_order(one for one in fields.OWN_CLAIM if one.name == "question"),
    *_in_order(fields.OWN_QUESTION),
    *(
        _option(one, one.option)
        for one in fields.OWN_CLAIM
        if one.option and one.name != "question"
    ),
]
"""The same in the order of the fields, as ``amend`` has it."""

VERDICT: Final = _in_order(
    one for one in fields.OUTCOME if one.option and one.sort is not Sort.FLAG
)
RECORDERS: Final = _in_order(one for one in fields.OUTCOME if one.sort is Sort.FLAG)
"""How a verdict stands beside those of others."""


def options(*several: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """A decorator that adds ``several`` options in their order."""

    def add(command: Command) -> Command:
        for option in reversed(several):
            command = option(command)
        return command

    return add


def as_typed(sentences: str, command: click.Command) -> str:
    """What is said of keys, of the options of a command that stand for them instead.

    A key is what a line begins with, or what has an underscore; other words may be just words.
    """
    names = {one.name: one.opts[0] for one in command.params if isinstance(one, click.Option)}
    return KEY.sub(lambda found: names.get(found[0], found[0]), sentences)


def given(values: dict[str, Any]) -> dict[str, Any]:
    """What of the options was given, under the keys of the claim file.

    A list of which only an empty text was given is empty.
    """
    return {
        key: [one for one in value if one] if isinstance(value, tuple) else value
        for key, value in values.items()
        if value is not None and value != ()
    }
