"""Options that several commands share, named as the keys of the claim file are."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ledger.cli.choice import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ledger.model.filters import Filters

ENDING: Final = re.compile(r"\.(?!v\d)[a-z][a-z0-9]{0,7}", re.ASCII | re.IGNORECASE)
"""How names of files end in their format; of a version, a day or a sentence it is not that."""

Command = TypeVar("Command", bound="Callable[..., Any]")

as_of_option = click.option(
    "--as-of", metavar="DAY", help="As the ledger stood then: a day, or ENTRY@DAY."
)
format_option = click.option(
    "--format",
    "form",
    type=Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
full_option = click.option("--full", is_flag=True, help="Cut nothing short.")
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it to a file.",
)
reason_option = click.option("--reason", help="Why; needed for changes after the fact.")


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
    said = next((one for one, ends in endings.items() if output.suffix.lower() in ends), None)
    if form is said is None and ENDING.fullmatch(output.suffix):
        known = ", ".join(one for ends in endings.values() for one in ends)
        ctx.fail(
            f"{ctx.info_name} writes nothing that is named {output.suffix}, but {known}. "
            f"Name {output.name} otherwise, or say with {option} what it is to be."
        )
    if form is not None and said not in {None, form}:
        ctx.fail(
            f"{output.name} is a name for {said}, and {option} says {form}. "
            f"Leave out {option}, or name the file otherwise."
        )
    return form or said


def filter_options(command: Command) -> Command:
    """Add the options that select claims; `filters_of` makes filters of them."""
    from ledger.model.claim import KINDS
    from ledger.model.filters import STATUSES
    from ledger.model.outcome import Verdict
    from ledger.model.question import DUE_BASES

    options = [
        click.option("--speaker", multiple=True, help="Who said it; may be given several times."),
        click.option("--publisher", multiple=True, help="Who published it."),
        click.option("--source", multiple=True, help="The id of its source."),
        click.option("--topic", multiple=True, help="One of its topics."),
        click.option("--kind", multiple=True, type=Choice(KINDS), help="Its kind."),
        click.option("--question", multiple=True, help="The id of its question."),
        click.option(
            "--verdict",
            multiple=True,
            type=Choice([one.value for one in Verdict]),
            help="What became of it.",
        ),
        click.option("--status", multiple=True, type=Choice(STATUSES), help="Where it is."),
        click.option("--due-before", type=Due(), help="Due before this day."),
        click.option("--due-after", type=Due(), help="Due after this day."),
        click.option(
            "--due-basis",
            multiple=True,
            type=Choice(DUE_BASES),
            help="Whose deadline its due day is.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def scoring_options(command: Command) -> Command:
    """Add the options that say how claims are scored and shown: fields of `Settings`."""
    from ledger.report.settings import CLUSTERS, REPEATS, Settings

    usual = Settings()
    options = [
        click.option(
            "--repeats",
            type=Choice(REPEATS),
            default=usual.repeats,
            show_default=True,
            help="How a speaker's several claims on one question count.",
        ),
        click.option(
            "--cluster",
            type=Choice(CLUSTERS),
            default=usual.cluster,
            show_default=True,
            help="What settles several claims together, for the intervals.",
        ),
        click.option(
            "--yardstick",
            metavar="NAME",
            help="Read words as probabilities by this table, "
            "such as icd203, phia, nato, ipcc or kent.",
        ),
        click.option(
            "--guard-early",
            is_flag=True,
            help="Score a question only once its due day or scheduled end is over.",
        ),
        click.option(
            "--seed",
            type=click.IntRange(min=0),
            default=usual.seed,
            show_default=True,
            help="Where the random numbers of resampled curves begin.",
        ),
        click.option(
            "--digits",
            type=click.IntRange(2, 9),
            default=usual.digits,
            show_default=True,
            help="Digits of a share: 2 shows 61%, 3 shows 61.2%. Scores have one more.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def filters_of(given: dict[str, Any]) -> Filters:
    """The filters among the options of a command; they are taken out of ``given``."""
    from ledger.model.filters import Filters

    names = [name for name in Filters.__dataclass_fields__ if name in given]
    return Filters(**{name: given.pop(name) for name in names})
