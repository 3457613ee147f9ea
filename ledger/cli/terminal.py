"""What commands have in common: opening the ledger, printing, asking."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.model.verdicts import Verdict
from ledger.text import HIDDEN, clean, counted, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from ledger.book.ledger import Ledger


USUAL: Final = 80
"""How many columns a text has that is printed into a file or a pipe."""
NARROW: Final = 40
WIDE: Final = 200
"""The fewest and the most columns that are made use of at a terminal."""
LABEL: Final = 14
"""Columns for the name of a field."""
MANY: Final = 20
"""How many files, rows or steps it takes until progress is shown."""

STATUS_COLOURS: Final = {"overdue": "yellow", "settled": None, "open": "cyan"}
VERDICT_COLOURS: Final = {
    Verdict.HAPPENED: "green",
    Verdict.PARTLY: "yellow",
    Verdict.LATE: "magenta",
    Verdict.DID_NOT_HAPPEN: "red",
    Verdict.ANSWERED: "cyan",
    Verdict.VOID: "bright_black",
    Verdict.UNCLEAR: "bright_black",
    Verdict.IN_PROGRESS: "cyan",
    Verdict.STALLED: "bright_black",
}
RESULT_COLOURS: Final = {"right": "green", "wrong": "red", "partly": "yellow"}


@contextmanager
def ledger_to_write(ctx: click.Context) -> Iterator[Ledger]:
    """The ledger the command line names, made where there is none, unless the block raises."""
    from ledger.book.ledger import Ledger
    from ledger.store.backend import backend_at

    settings = _settings(ctx)
    wanted = settings["target"]
    with (
        backend_at(wanted).new_ledger(wanted) as target,
        Ledger(target, recorder=settings["recorder"], create=True) as ledger,
    ):
        yield ledger


def open_ledger(ctx: click.Context, *, create: bool = False) -> Ledger:
    """The ledger the command line names; closed when the command is done."""
    from ledger.book.ledger import Ledger

    settings = _settings(ctx)
    ledger = Ledger(settings["target"], recorder=settings["recorder"], create=create)
    ctx.call_on_close(ledger.close)
    return ledger


def ledger_to_read(ctx: click.Context) -> Ledger:
    """The same for what only reads: on the replica that the command line names, if it names one.

    What was not read there is said in one line each.
    """
    from ledger.book.ledger import Ledger

    settings = _settings(ctx)
    ledger = Ledger(
        settings["target"],
        recorder=settings["recorder"],
        replica=settings["replica"],
        at_least=settings["at_least"] or 0,
        tell=partial(say, err=True),
    )
    ctx.call_on_close(ledger.close)
    return ledger


def _settings(ctx: click.Context) -> dict[str, Any]:
    """What the options before the command say.

    Raises:
        StoreTrouble: they name a replica of what has none.
        UsageError: they name an entry to wait for, and nothing that may be behind.
    """
    settings: dict[str, Any] = ctx.find_root().obj
    if settings["replica"] is None and settings["at_least"] is not None:
        raise click.UsageError("--at-least goes with --replica; else the newest entries are read.")
    if settings["replica"] is not None:
        from ledger.store.read_replica import refuse_without_replicas

        refuse_without_replicas(settings["target"], settings["replica"])
    return settings


def columns() -> int:
    """How many columns there are for a text: those of the terminal, from 40 to 200, or else 80."""
    if not sys.stdout.isatty():
        return USUAL
    try:
        there = os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        return USUAL
    return min(max(there, NARROW), WIDE) if there else USUAL


def verdict_colour(verdict: str | None) -> str | None:
    """The colour of a verdict at a terminal; None where there is none."""
    return None if verdict is None else VERDICT_COLOURS[Verdict(verdict)]


def status_colour(part: str) -> str | None:
    """The colour at a terminal of what reports count: a verdict by its column, or a status."""
    verdicts = {verdict.column: colour for verdict, colour in VERDICT_COLOURS.items()}
    return verdicts.get(part) or STATUS_COLOURS.get(part)


def say(text: str = "", *, err: bool = False) -> None:
    """Print a text, without what could hide or change it on a terminal."""
    click.echo(clean(text), err=err)


def warn(warnings: Iterable[str]) -> None:
    """Print warnings to standard error."""
    for warning in warnings:
        for line in wrapped(f"Warning: {warning}", indent=2, first=0):
            say(line, err=True)


def say_lines(lines: Iterable[str]) -> None:
    """Print lines that `painted` may have coloured."""
    for line in lines:
        click.echo(line)


def painted(text: str, colour: str | None = None, *, bold: bool = False) -> str:
    """A text cleaned and, on a terminal, coloured."""
    return click.style(clean(text), fg=colour, bold=bold or None) if text else ""


def say_json(value: Any) -> None:
    """Print a value as JSON, with what could change a terminal escaped rather than lost."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(HIDDEN.sub(lambda found: json.dumps(found[0])[1:-1], text))


def deliver(text: str, output: Path | None) -> None:
    """Write a text that is signed or hashed to a file, or print it, to the byte."""
    if output is None:
        click.echo(text, nl=False)
        return
    from ledger.formats.write_files import write_file

    write_file(output, text)
    say(f"Wrote {output}.")


def wrapped(text: str, indent: int = 0, first: int | None = None) -> list[str]:
    """A text from data as lines as wide as the terminal, each after ``indent`` blanks.

    The first line begins after ``first`` blanks, where that is given.
    """
    paragraphs = clean(text).splitlines() or [""]
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, columns() - indent)]
    leads = [" " * (indent if first is None else first), *[" " * indent] * (len(lines) - 1)]
    return [f"{lead}{line}".rstrip() for lead, line in zip(leads, lines, strict=True)]


def field(name: str, value: str | None) -> list[str]:
    """A named value of a record as lines; none where there is no value."""
    if not value:
        return []
    first, *others = wrapped(value, indent=LABEL)
    return [f"  {name:<{LABEL - 2}}{first.strip()}", *others]


def spread(left: str, right: str) -> Iterator[tuple[str, str]]:
    """What stands left and right on a line, or on two lines where one is too short.

    Each line comes as its left part and its right part, so that each can have its colour.
    """
    room = columns()
    gap = room - width(left) - width(right)
    if gap > 1:
        yield left, " " * gap + right
    else:
        yield left, ""
        yield "", " " * max(0, room - width(right)) + right


def is_interactive() -> bool:
    """Whether a person sits at the terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def progress(label: str) -> Callable[[Sequence[Any]], Iterable[Any]]:
    """What shows progress over files or rows on a terminal, where there are many.

    Of what is gone through within another only the outer shows.
    """
    shown: list[bool] = []

    def track(steps: Sequence[Any]) -> Iterator[Any]:
        if len(steps) < MANY or shown or not sys.stderr.isatty():
            yield from steps
            return
        from rich.console import Console
        from rich.progress import track as bar

        shown.append(True)
        console = Console(stderr=True)
        yield from bar(steps, description=label, console=console, transient=True)
        shown.clear()

    return track


@contextmanager
def counter(label: str) -> Iterator[Callable[[int], None]]:
    """What shows on a terminal how many there are so far, where nobody knows how many will come."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(label) as status:
        yield lambda number: status.update(f"{label}: {counted(number, 'entry')}")


class Limit(click.ParamType["int"]):
    """How many to show: a number from 1 on, or all."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; 0 stands for all."""
        if isinstance(value, int) or value == "all":
            return value if isinstance(value, int) else 0
        if not re.fullmatch("[0-9]{1,18}", value, re.ASCII) or not int(value):
            self.fail(f"{value!r} is neither a whole number from 1 on, nor all.", param, ctx)
        return int(value)


def share(_ctx: click.Context, _param: click.Parameter, typed: str | None) -> str | None:
    """A percentage as the share that the claim file has."""
    from ledger.model.forecast import of_percent

    return typed and of_percent(typed)


SHOWN: Final = 50
"""How many are shown at a terminal where nothing else was asked for."""

limit_option = click.option(
    "--limit",
    type=Limit(),
    metavar="N",
    help=f"Show no more than N, or all.  [default: {SHOWN} at a terminal, else all]",
)


def most_of(limit: int | None, form: str) -> int | None:
    """How many to show: as many as was asked for, or what is usual; None for all."""
    if limit is None:
        return SHOWN if form == "text" and sys.stdout.isatty() else None
    return limit or None


def say_more(more: int | None, what: str = "") -> None:
    """Say how many were left out, and how to see them; ``what`` is said of them, if anything."""
    say_lines(more_lines(more, what))


def more_lines(more: int | None, what: str = "") -> Iterator[str]:
    """The same as a line; none where nothing was left out."""
    from ledger.model.export_items import MOST_COUNTED

    if more == 0:
        return
    if more is None:
        many = "more"
    elif more > MOST_COUNTED:
        many = f"over {MOST_COUNTED:,} more"
    else:
        many = f"{more:,} more"
    yield painted(f"... and {many}{what and f' {what}'}. To see them: --limit all")
