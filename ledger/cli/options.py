"""The options that several commands share, and those that say what a claim and its source are."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ledger.cli import completing
from ledger.cli.terminal import share
from ledger.model import fields
from ledger.model.fields import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from ledger.model.fields import Field, Option
    from ledger.model.filters import Filters


class Choice(click.Choice[str]):
    """One of some words."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(list(words))

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Which words there are, and which is like the one that was typed."""
        from ledger.model.field_reader import guess

        return super().get_invalid_choice_message(value, ctx) + guess(str(value), self.choices)


ENDING: Final = re.compile(r"\.(?!v\d)[a-z][a-z0-9]{0,7}", re.ASCII | re.IGNORECASE)
"""How names of files end in their format; of a version, a day or a sentence it is not that."""


Command = TypeVar("Command", bound="Callable[..., Any]")

as_of_option = click.option(
    "--as-of",
    metavar="DAY",
    help="Answer as the ledger stood on a day, or at ENTRY@DAY; by default, now.",
)
format_option = click.option(
    "--format",
    "form",
    type=Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Whether to print text for people or JSON for programs.",
)
full_option = click.option(
    "--full", is_flag=True, help="Print everything; nothing is shortened or left out."
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file; by default it is printed.",
)
reason_option = click.option("--reason", help="Why; required for a change after the fact.")


class Due(click.ParamType["date"]):
    """A day to compare due days with, as people type it."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The last day of what was typed; words are read against today."""
        from datetime import UTC, datetime

        from ledger import edtf
        from ledger.errors import BadDate

        try:
            found = edtf.read(str(value), edtf.from_day(datetime.now(UTC).date())).latest
        except BadDate as trouble:
            self.fail(f"{trouble} {trouble.cure}".strip(), param, ctx)
        if found is None:
            self.fail(f"{value} has no last day.", param, ctx)
        return found


def form_of(
    ctx: click.Context,
    option: str,
    form: str | None,
    output: Path | None,
    endings: Mapping[str, Sequence[str]],
) -> str | None:
    """The form that was asked for, by ``option`` or by how the name of the file ends, if it was.

    Raises:
        UsageError: the two say different things, or the name ends as those of no form do.
    """
    if output is None:
        return form
    with suppress(OSError, ValueError):  # whoever comes to write it says what is wrong with it
        if output.is_dir():
            return form
    if form is not None and output.suffix.lower() in endings.get(form, ()):
        return form
    said = next((one for one, ends in endings.items() if output.suffix.lower() in ends), None)
    if form is said is None and ENDING.fullmatch(output.suffix):
        known = ", ".join(end for ends in endings.values() for end in ends)
        ctx.fail(
            f"{ctx.info_name} cannot write a {output.suffix} file, only {known}. "
            f"Rename {output.name}, or say with {option} what it should be."
        )
    if form is not None and said not in {None, form}:
        ctx.fail(
            f"{output.name} is a name for {said}, but {option} says {form}. "
            f"Leave out {option}, or rename the file."
        )
    return form or said


def filter_options(command: Command) -> Command:
    """Add the options that select claims, as `FILTERS` has them; `filters_of` makes filters."""
    from ledger.model.filters import FILTERS

    for name, one in reversed(FILTERS.items()):
        if one.help:
            kind = Due() if one.is_day else Choice(one.choices) if one.choices else None
            flag = f"--{name.replace('_', '-')}"
            option = click.option(
                flag,
                multiple=not one.is_day,
                type=kind,
                help=one.help,
                shell_complete=completing.of(name),
            )
            command = option(command)
    return command


def filters_of(given: dict[str, Any]) -> Filters:
    """The filters among the options of a command; they are taken out of ``given``."""
    from ledger.model.filters import FILTERS, Filters

    return Filters(**{name: given.pop(name) for name in FILTERS if name in given})


KEY: Final = re.compile(r"^[a-z]+(?=:? )|(?<![\w'\"-])[a-z]+(?:_[a-z]+)+(?![\w'\"-])", re.MULTILINE)

METAVARS: Final = {Sort.DATE: "DATE", Sort.SHARE: "0-1"}


def _option(one: Field, told: Option, *, is_new: bool = True) -> Callable[[Command], Command]:
    """The option by which a field is given.

    What it is where nothing is said is told of a new record: an amendment leaves it as it was.
    """
    flag = (told.flag or one.name).replace("_", "-")
    if one.sort is Sort.FLAG and (one.default is True or not is_new):
        return click.option(f"--{flag}/--not-{flag}", default=None, help=told.help)
    # What is not said is no word on it, rather than a no.
    unsaid: dict[str, Any] = {"is_flag": True, "default": None} if one.sort is Sort.FLAG else {}
    usual = f"  [default: {one.default}]" if one.choices and one.default and is_new else ""
    return click.option(
        f"--{flag}",
        one.name,
        help=told.help + usual,
        metavar=told.metavar or METAVARS.get(one.sort),
        multiple=one.sort in {Sort.LIST, Sort.RECORDS},
        shell_complete=completing.of(one.name),
        type=Choice(one.choices) if one.choices else None,
        callback=share if one.sort is Sort.SHARE else None,
        **unsaid,
    )


def _in_order(
    several: Iterable[Field], *, is_new: bool = True
) -> list[Callable[[Command], Command]]:
    """The options of those of the fields that have one, in their order."""
    there = [(field, field.option) for field in several if field.option is not None]
    ordered = sorted(there, key=lambda each: each[1].place)
    return [_option(*each, is_new=is_new) for each in ordered]


SOURCE_KEYS: Final = tuple(field.name for field in fields.SOURCE if field.option)
"""The keys, among these options, that are the source's."""

SOURCE: Final = _in_order(fields.SOURCE)
CLAIM_AND_QUESTION: Final = _in_order((*fields.OWN_CLAIM, *fields.OWN_QUESTION))
"""What is mostly given comes first, as ``add`` has it."""

QUESTION_AND_CLAIM: Final = [
    *_in_order(one for one in fields.OWN_CLAIM if one.name == "question"),
    *_in_order(fields.OWN_QUESTION, is_new=False),
    *(
        _option(field, field.option, is_new=False)
        for field in fields.OWN_CLAIM
        if field.option and field.name not in {"question", "proposed"}
    ),
]
"""The same in the order of the fields, as ``amend`` has it."""

VERDICT: Final = _in_order(
    field for field in fields.OUTCOME if field.option and field.sort is not Sort.FLAG
)
JUDGED: Final = _in_order(
    (
        field
        for field in fields.OUTCOME
        if field.name in {"value", "answer_low", "answer_high", "happened_on"}
    ),
    is_new=False,
)
"""What, beside the verdict, makes another outcome."""
RECORDERS: Final = _in_order(field for field in fields.OUTCOME if field.sort is Sort.FLAG)
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
    names = {
        param.name: param.opts[0] for param in command.params if isinstance(param, click.Option)
    }
    return KEY.sub(lambda found: names.get(found[0], found[0]), sentences)


since_option = click.option(
    "--from",
    "since",
    metavar="DAY",
    help="The first of the days that --due counts, as in 'in the first 100 days'.",
)


def counted(claim: dict[str, Any], since: str | None) -> dict[str, Any]:
    """What was given, with the day that its due date is counted from among the words for it."""
    if since is None:
        return claim
    if not claim.get("due"):
        raise click.UsageError("--from says from which day --due is counted; give --due too.")
    from ledger import edtf

    return {**claim, "due": edtf.counted_from(claim["due"], since)}


def given(values: dict[str, Any]) -> dict[str, Any]:
    """What of the options was given, under the keys of the claim file.

    A list of which only an empty text was given is empty.
    """
    return {
        key: [one for one in value if one] if isinstance(value, tuple) else value
        for key, value in values.items()
        if value is not None and value != ()
    }
